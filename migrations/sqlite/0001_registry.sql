-- 登记簿：行政区划、村民小组、户、人。

-- 自编号的下一个数，一行一种。
create table counters (
    name text    not null primary key,
    next integer not null check (next >= 1)
) strict;

-- 密钥文件的标记：换错密钥文件时拒绝工作，不会悄悄重建索引。
create table key_mark (
    id   integer not null primary key check (id = 1),
    mark blob    not null
) strict;

create table regions (
    id         integer not null primary key,
    parent     integer references regions (id) deferrable initially deferred,
    level      text    not null check (level in ('province', 'prefecture', 'county', 'township', 'village')),
    name       text    not null,
    stat_code  text    not null,
    mca_code   text,
    valid_from text,
    valid_to   text,
    successor  integer references regions (id) deferrable initially deferred,
    pseudo     integer not null check (pseudo in (0, 1))
) strict;
create index regions_by_parent on regions (parent);
create index regions_by_stat_code on regions (stat_code);

create table village_groups (
    id         integer not null primary key,
    village_id integer not null references regions (id),
    name       text    not null,
    unique (village_id, name)
) strict;

create table households (
    id                    integer not null primary key,
    province_id           integer not null,
    prefecture_id         integer not null,
    county_id             integer not null,
    township_id           integer not null,
    village_id            integer not null references regions (id),
    group_id              integer references village_groups (id),
    national_household_no text,
    police_book_no        text,
    base_type             text    not null check (base_type in ('ordinary_household', 'out_of_poverty_household')),
    monitoring_type       text,
    monitoring_state      text    not null check (monitoring_state in ('none', 'monitored', 'eliminated')),
    identified_on         text,
    eliminated_on         text,
    no_labor_safety_net   integer not null check (no_labor_safety_net in (0, 1)),
    members               integer not null,
    risks                 text    not null check (json_valid(risks))
) strict;
create index households_by_province on households (province_id, monitoring_state, id);
create index households_by_prefecture on households (prefecture_id, monitoring_state, id);
create index households_by_county on households (county_id, monitoring_state, id);
create index households_by_township on households (township_id, monitoring_state, id);
create index households_by_village on households (village_id, monitoring_state, id);
create index households_by_no on households (county_id, national_household_no);

create table persons (
    id                  integer not null primary key,
    household_id        integer not null references households (id),
    county_id           integer not null,
    name                text    not null,
    id_index            blob    not null unique check (length(id_index) = 16),
    id_sealed           blob    not null,
    birth               text    not null,
    sex                 text    not null check (sex in ('male', 'female')),
    is_head             integer not null check (is_head in (0, 1)),
    departed            text    check (departed in ('dead', 'moved')),
    departed_on         text,
    phone_index         integer,
    phone_sealed        blob,
    former_county_id    integer,
    other_household_ids text    not null check (json_valid(other_household_ids))
) strict;
create index persons_by_county on persons (county_id, id);
create index persons_by_household on persons (household_id);
