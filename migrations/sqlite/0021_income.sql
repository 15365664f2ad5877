-- 收入台账：逐项的填报（只增不改，后一条代替前一条），和算出来的每户账。

-- 一条填报：哪一户、哪一期、哪一项、多少、谁说的、凭什么。fen 为空是撤回。
create table income_entries (
    id           integer not null primary key,
    household_id integer not null references households (id),
    county_id    integer not null,
    period       text    not null,
    months       integer not null,
    line         text    not null,
    fen          integer,
    kind         text    not null,
    source       text    not null,
    reason       text,
    account      text    not null,
    at           text    not null
) strict;
create index income_entries_by_household on income_entries (household_id, period, months, line, id);
create index income_entries_by_county on income_entries (county_id, period, months, id);
create trigger income_entries_stay before update on income_entries
begin
    select raise(abort, 'income_entries are never changed');
end;
create trigger income_entries_remain before delete on income_entries
begin
    select raise(abort, 'income_entries are never removed');
end;

-- 每户每期的账。各类的数为空是还有没填的项。
create table income_accounts (
    household_id         integer not null references households (id),
    period               text    not null,
    months               integer not null,
    province_id          integer not null,
    prefecture_id        integer not null,
    county_id            integer not null,
    township_id          integer not null,
    village_id           integer not null,
    members              integer,
    out_of_poverty       integer not null check (out_of_poverty in (0, 1)),
    monitored            integer not null check (monitored in (0, 1)),
    no_labor             integer check (no_labor in (0, 1)),
    ethnicity            text,
    wage                 integer,
    operating            integer,
    property             integer,
    transfer             integer,
    operating_expense    integer,
    net                  integer,
    net_per_capita       integer,
    reference            integer,
    reference_per_capita integer,
    last_net_per_capita  integer,
    class                text,
    lines                text    not null check (json_valid(lines)),
    components           text    not null check (json_valid(components)),
    findings             text    not null check (json_valid(findings)),
    primary key (household_id, period, months)
) strict, without rowid;
create index income_accounts_by_province on income_accounts (province_id, period, months);
create index income_accounts_by_prefecture on income_accounts (prefecture_id, period, months);
create index income_accounts_by_county on income_accounts (county_id, period, months, net_per_capita);
create index income_accounts_by_township on income_accounts (township_id, period, months, net_per_capita);
create index income_accounts_by_village on income_accounts (village_id, period, months, net_per_capita);

-- 一个县的一期是按什么算的，结果怎样。
create table income_fills (
    county_id   integer not null,
    period      text    not null,
    months      integer not null,
    evidence    text    not null,
    inputs_hash text    not null,
    packs_hash  text    not null,
    filled_at   text    not null,
    report      text    not null check (json_valid(report)),
    primary key (county_id, period, months)
) strict, without rowid;
