-- 指标数：每个地区、期间一个现行的数；改了就换一行，旧的留下。数在哪来、谁登记、何时登记都在行里。

create table indicator_runs (
    id          text    not null primary key,
    county_id   integer not null references regions (id),
    month       text    not null,
    -- 数据、规定、指标定义的指纹；相同就不重算
    inputs_hash text    not null,
    -- 算不出来的指标和缺的表、户数
    report      text    not null check (json_valid(report)),
    computed_at text    not null,
    computed_by text    not null
) strict, without rowid;
create index indicator_runs_by_county on indicator_runs (county_id, month, id);

create table indicator_values (
    id          text    not null primary key,
    -- 指标的标识，或由人登记的一列数
    indicator   text    not null,
    region_id   integer not null references regions (id),
    -- 2023、2023Q4、2023-10、2023IY
    period      text    not null,
    -- 小数，照指标的单位；空是分母为零
    value       text,
    -- 分子、分母，照存储的单位（分、人、户）
    numerator   integer,
    denominator integer,
    -- 算在内的户，其中缺数的户
    households  integer,
    missing     integer,
    -- computed 由每户的事实算，ledger 台账给出，reported 由人登记
    how         text    not null check (how in ('computed', 'ledger', 'reported')),
    run_id      text    references indicator_runs (id),
    -- 由人登记的：出自哪份文件、说明
    document    text,
    note        text,
    stated_at   text    not null,
    stated_by   text    not null,
    -- 被后来的数换下的时间；空是现行
    replaced_at text,
    check (how <> 'reported' or document is not null)
) strict, without rowid;
create unique index indicator_values_in_force
    on indicator_values (indicator, region_id, period) where replaced_at is null;
create index indicator_values_by_region on indicator_values (region_id, indicator, period);
