-- 村内公示：贴出的全文、公示期，和名单上的案。

create table notices (
    id               text    not null primary key,
    province_id      integer not null,
    prefecture_id    integer not null,
    county_id        integer not null,
    township_id      integer not null,
    village_id       integer not null references regions (id),
    kind             text    not null check (kind in ('identification', 'elimination', 'measures', 'announcement')),
    title            text    not null,
    body             text    not null check (json_valid(body)),
    households       text    not null check (json_valid(households)),
    from_on          text    not null,
    until_on         text    not null check (from_on <= until_on),
    state            text    not null check (state in ('posted', 'withdrawn', 'ended')),
    place            text    not null,
    created_at       text    not null,
    created_by       text    not null,
    withdrawn_reason text,
    check ((state = 'withdrawn') = (withdrawn_reason is not null))
) strict, without rowid;
create index notices_by_province on notices (province_id, state, id);
create index notices_by_prefecture on notices (prefecture_id, state, id);
create index notices_by_county on notices (county_id, state, id);
create index notices_by_township on notices (township_id, state, id);
create index notices_by_village on notices (village_id, state, id);
create index notices_by_end on notices (state, until_on);

create table notice_cases (
    notice_id    text    not null references notices (id),
    case_id      integer not null references cases (id),
    kind         text    not null,
    run_began_on text    not null,
    is_live      integer not null check (is_live in (0, 1)),
    primary key (notice_id, case_id)
) strict, without rowid;
-- 一个案的一轮程序只公示一次；撤下的不算。
create unique index notice_cases_once on notice_cases (case_id, kind, run_began_on) where is_live = 1;
create index notice_cases_by_case on notice_cases (case_id, notice_id);
