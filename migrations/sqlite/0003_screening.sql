-- 筛查：一次运行、线索、不再提示的发现、规模预警、各部门统计、入户核实。

create table runs (
    id              integer not null primary key,
    county_id       integer not null,
    month           text    not null,
    as_of           text    not null,
    packs_hash      text    not null,
    facts_hash      text    not null,
    lake_files_hash text    not null,
    lake_files      text    not null check (json_valid(lake_files)),
    started_at      text    not null,
    finished_at     text,
    state           text    not null check (state in ('running', 'finished')),
    report          text    check (json_valid(report))
) strict;
create index runs_by_county on runs (county_id, month, state, id);

create table clues (
    id                 text    not null primary key,
    run_id             integer not null references runs (id),
    county_id          integer not null,
    township_id        integer not null,
    village_id         integer not null,
    household_id       integer not null references households (id),
    month              text    not null,
    class              text    not null,
    signals            text    not null check (json_valid(signals)),
    signals_to_confirm text    not null check (json_valid(signals_to_confirm)),
    risks              text    not null check (json_valid(risks)),
    rules              text    not null check (json_valid(rules)),
    evidence           text    not null check (json_valid(evidence)),
    state              text    not null,
    packs_hash         text    not null,
    created_at         text    not null,
    unique (household_id, month)
) strict;
create index clues_by_county on clues (county_id, month, id);
create index clues_by_township on clues (township_id, month, id);
create index clues_by_village on clues (village_id, month, id);
create index clues_by_run on clues (run_id);

create table suppressed (
    run_id       integer not null references runs (id) on delete cascade,
    household_id integer not null references households (id),
    rule         text    not null,
    reason       text    not null,
    detail       text    not null check (json_valid(detail)),
    primary key (run_id, household_id, rule, reason)
) strict;

create table alarms (
    run_id             integer not null references runs (id) on delete cascade,
    region_id          integer not null references regions (id),
    households         integer not null,
    affected           integer not null,
    share_basis_points integer not null,
    limit_basis_points integer not null,
    raised             integer not null check (raised in (0, 1)),
    primary key (run_id, region_id)
) strict;

create table run_statistics (
    run_id     integer not null references runs (id) on delete cascade,
    department text    not null,
    feed       text    not null,
    rule       text    not null,
    rows       integer not null,
    matched    integer not null,
    findings   integer not null,
    new_clues  integer not null,
    primary key (run_id, department, feed, rule)
) strict;

create table verifications (
    household_id integer not null references households (id),
    verified_on  text    not null,
    risk         text    not null,
    result       text    not null check (result in ('confirmed', 'not_confirmed', 'unverifiable')),
    primary key (household_id, verified_on, risk)
) strict;
