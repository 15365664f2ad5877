-- 筛查：一次运行、线索、不再提示的发现、规模预警、各部门统计、入户核实。

create table runs (
    id              bigint      not null primary key,
    county_id       bigint      not null,
    month           text        not null,
    as_of           date        not null,
    packs_hash      text        not null,
    facts_hash      text        not null,
    lake_files_hash text        not null,
    lake_files      jsonb       not null,
    started_at      timestamptz not null,
    finished_at     timestamptz,
    state           text        not null check (state in ('running', 'finished')),
    report          jsonb
);
create index runs_by_county on runs (county_id, month, state, id);

-- 线索号的次序不随数据库的语言设置而变。
create table clues (
    id                 text        collate "C" not null primary key,
    run_id             bigint      not null references runs (id),
    county_id          bigint      not null,
    township_id        bigint      not null,
    village_id         bigint      not null,
    household_id       bigint      not null references households (id),
    month              text        not null,
    class              text        not null,
    signals            jsonb       not null,
    signals_to_confirm jsonb       not null,
    risks              jsonb       not null,
    rules              jsonb       not null,
    evidence           jsonb       not null,
    state              text        not null,
    packs_hash         text        not null,
    created_at         timestamptz not null,
    unique (household_id, month)
);
create index clues_by_county on clues (county_id, month, id);
create index clues_by_township on clues (township_id, month, id);
create index clues_by_village on clues (village_id, month, id);
create index clues_by_run on clues (run_id);

create table suppressed (
    run_id       bigint not null references runs (id) on delete cascade,
    household_id bigint not null references households (id),
    rule         text   not null,
    reason       text   not null,
    detail       jsonb  not null,
    primary key (run_id, household_id, rule, reason)
);

create table alarms (
    run_id             bigint  not null references runs (id) on delete cascade,
    region_id          bigint  not null references regions (id),
    households         bigint  not null,
    affected           bigint  not null,
    share_basis_points bigint  not null,
    limit_basis_points bigint  not null,
    raised             boolean not null,
    primary key (run_id, region_id)
);

create table run_statistics (
    run_id     bigint not null references runs (id) on delete cascade,
    department text   not null,
    feed       text   not null,
    rule       text   not null,
    rows       bigint not null,
    matched    bigint not null,
    findings   bigint not null,
    new_clues  bigint not null,
    primary key (run_id, department, feed, rule)
);

create table verifications (
    household_id bigint not null references households (id),
    verified_on  date   not null,
    risk         text   not null,
    result       text   not null check (result in ('confirmed', 'not_confirmed', 'unverifiable')),
    primary key (household_id, verified_on, risk)
);
