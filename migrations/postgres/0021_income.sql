-- 收入台账：逐项的填报（只增不改，后一条代替前一条），和算出来的每户账。

-- 一条填报：哪一户、哪一期、哪一项、多少、谁说的、凭什么。fen 为空是撤回。
create table income_entries (
    id           bigint not null primary key,
    household_id bigint not null references households (id),
    county_id    bigint not null,
    period       text collate "C" not null,
    months       bigint not null,
    line         text collate "C" not null,
    fen          bigint,
    kind         text    not null,
    source       text    not null,
    reason       text,
    account      text    not null,
    at           timestamptz    not null
);
create index income_entries_by_household on income_entries (household_id, period, months, line, id);
create index income_entries_by_county on income_entries (county_id, period, months, id);
create function income_entries_refuse() returns trigger language plpgsql as $$
begin
    raise exception 'income_entries are never changed nor removed';
end $$;
create trigger income_entries_stay before update or delete or truncate on income_entries
    execute function income_entries_refuse();

-- 每户每期的账。各类的数为空是还有没填的项。
create table income_accounts (
    household_id         bigint not null references households (id),
    period               text collate "C" not null,
    months               bigint not null,
    province_id          bigint not null,
    prefecture_id        bigint not null,
    county_id            bigint not null,
    township_id          bigint not null,
    village_id           bigint not null,
    members              bigint,
    out_of_poverty       boolean not null,
    monitored            boolean not null,
    no_labor             boolean,
    ethnicity            text,
    wage                 bigint,
    operating            bigint,
    property             bigint,
    transfer             bigint,
    operating_expense    bigint,
    net                  bigint,
    net_per_capita       bigint,
    reference            bigint,
    reference_per_capita bigint,
    last_net_per_capita  bigint,
    class                text,
    lines                jsonb   not null,
    components           jsonb   not null,
    findings             jsonb   not null,
    primary key (household_id, period, months)
);
create index income_accounts_by_province on income_accounts (province_id, period, months);
create index income_accounts_by_prefecture on income_accounts (prefecture_id, period, months);
create index income_accounts_by_county on income_accounts (county_id, period, months, net_per_capita);
create index income_accounts_by_township on income_accounts (township_id, period, months, net_per_capita);
create index income_accounts_by_village on income_accounts (village_id, period, months, net_per_capita);

-- 一个县的一期是按什么算的，结果怎样。
create table income_fills (
    county_id   bigint not null,
    period      text collate "C" not null,
    months      bigint not null,
    evidence    text    not null,
    inputs_hash text    not null,
    packs_hash  text    not null,
    filled_at   timestamptz    not null,
    report      jsonb   not null,
    primary key (county_id, period, months)
);
