-- 登记簿：行政区划、村民小组、户、人。

-- 自编号的下一个数，一行一种。
create table counters (
    name text   not null primary key,
    next bigint not null check (next >= 1)
);

-- 密钥文件的标记：换错密钥文件时拒绝工作，不会悄悄重建索引。
create table key_mark (
    id   bigint not null primary key check (id = 1),
    mark bytea  not null
);

create table regions (
    id         bigint  not null primary key,
    parent     bigint  references regions (id) deferrable initially deferred,
    level      text    not null check (level in ('province', 'prefecture', 'county', 'township', 'village')),
    name       text    not null,
    stat_code  text    not null,
    mca_code   text,
    valid_from date,
    valid_to   date,
    successor  bigint  references regions (id) deferrable initially deferred,
    pseudo     boolean not null
);
create index regions_by_parent on regions (parent);
create index regions_by_stat_code on regions (stat_code);

create table village_groups (
    id         bigint not null primary key,
    village_id bigint not null references regions (id),
    name       text   not null,
    unique (village_id, name)
);

create table households (
    id                    bigint  not null primary key,
    province_id           bigint  not null,
    prefecture_id         bigint  not null,
    county_id             bigint  not null,
    township_id           bigint  not null,
    village_id            bigint  not null references regions (id),
    group_id              bigint  references village_groups (id),
    national_household_no text,
    police_book_no        text,
    base_type             text    not null check (base_type in ('ordinary_household', 'out_of_poverty_household')),
    monitoring_type       text,
    monitoring_state      text    not null check (monitoring_state in ('none', 'monitored', 'eliminated')),
    identified_on         date,
    eliminated_on         date,
    no_labor_safety_net   boolean not null,
    members               bigint  not null,
    risks                 jsonb   not null
);
create index households_by_province on households (province_id, monitoring_state, id);
create index households_by_prefecture on households (prefecture_id, monitoring_state, id);
create index households_by_county on households (county_id, monitoring_state, id);
create index households_by_township on households (township_id, monitoring_state, id);
create index households_by_village on households (village_id, monitoring_state, id);
create index households_by_no on households (county_id, national_household_no);

create table persons (
    id                  bigint  not null primary key,
    household_id        bigint  not null references households (id),
    county_id           bigint  not null,
    name                text    not null,
    id_index            bytea   not null unique check (length(id_index) = 16),
    id_sealed           bytea   not null,
    birth               date    not null,
    sex                 text    not null check (sex in ('male', 'female')),
    is_head             boolean not null,
    departed            text    check (departed in ('dead', 'moved')),
    departed_on         date,
    phone_index         bigint,
    phone_sealed        bytea,
    former_county_id    bigint,
    other_household_ids jsonb   not null
);
create index persons_by_county on persons (county_id, id);
create index persons_by_household on persons (household_id);
