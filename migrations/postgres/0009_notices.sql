-- 村内公示：贴出的全文、公示期，和名单上的案。

create table notices (
    id               text        collate "C" not null primary key,
    province_id      bigint      not null,
    prefecture_id    bigint      not null,
    county_id        bigint      not null,
    township_id      bigint      not null,
    village_id       bigint      not null references regions (id),
    kind             text        collate "C" not null check (kind in ('identification', 'elimination', 'measures', 'announcement')),
    title            text        not null,
    body             jsonb       not null,
    households       jsonb       not null,
    from_on          date        not null,
    until_on         date        not null check (from_on <= until_on),
    state            text        collate "C" not null check (state in ('posted', 'withdrawn', 'ended')),
    place            text        not null,
    created_at       timestamptz not null,
    created_by       text        not null,
    withdrawn_reason text,
    check ((state = 'withdrawn') = (withdrawn_reason is not null))
);
create index notices_by_province on notices (province_id, state, id);
create index notices_by_prefecture on notices (prefecture_id, state, id);
create index notices_by_county on notices (county_id, state, id);
create index notices_by_township on notices (township_id, state, id);
create index notices_by_village on notices (village_id, state, id);
create index notices_by_end on notices (state, until_on);

create table notice_cases (
    notice_id    text    collate "C" not null references notices (id),
    case_id      bigint  not null references cases (id),
    kind         text    collate "C" not null,
    run_began_on date    not null,
    is_live      boolean not null,
    primary key (notice_id, case_id)
);
-- 一个案的一轮程序只公示一次；撤下的不算。
create unique index notice_cases_once on notice_cases (case_id, kind, run_began_on) where is_live;
create index notice_cases_by_case on notice_cases (case_id, notice_id);
