-- 突发事件：登记、范围、排查名单和每户的历史；区域性风险的预警。

create table shock_events (
    id            integer not null primary key,
    -- 登记的地区：县、乡镇，或上面的级别
    region_id     integer not null references regions (id),
    -- 类型和种类，政策包 shocks/ 里的标识
    kind          text    not null,
    subtype       text,
    happened_on   text    not null,
    title         text    not null,
    -- 哪个单位报来、哪份文件
    source        text    not null,
    document      text,
    description   text,
    -- 经济风险影响的是什么：台账的一条记录，或一个代码
    target_ledger text,
    target_record integer,
    target_code   text,
    target_name   text,
    state         text    not null check (state in ('recorded', 'surveying', 'closed')),
    -- 用哪些找法、按哪个月的事实
    ways          text    not null check (json_valid(ways)),
    month         text,
    opened_on     text,
    closed_on     text,
    close_reason  text,
    recorded_by   text    not null,
    recorded_at   text    not null,
    version       integer not null
) strict;

-- 范围：一个地区，或村里的一个小组（group_id 为 0 是整个地区）。
create table shock_areas (
    event_id  integer not null references shock_events (id),
    region_id integer not null references regions (id),
    group_id  integer not null,
    primary key (event_id, region_id, group_id)
) strict, without rowid;

-- 看得到它的上级和范围内的地区；范围以下的按上级查。
create table shock_event_regions (
    region_id integer not null references regions (id),
    event_id  integer not null references shock_events (id),
    in_area   integer not null check (in_area in (0, 1)),
    primary key (region_id, event_id)
) strict, without rowid;

-- 排查名单，一户一行：现在到哪一步。历史在 shock_member_actions，现状由它算出。
create table shock_members (
    event_id      integer not null references shock_events (id),
    household_id  integer not null references households (id),
    province_id   integer not null,
    prefecture_id integer not null,
    county_id     integer not null,
    township_id   integer not null,
    village_id    integer not null,
    -- 怎样进的名单：找法的标识，或 added（人工加入，写明理由）
    found_by      text    not null,
    why           text,
    stage         text    not null,
    finding       text,
    recovery      text,
    zone          text,
    class         text,
    loss_fen      integer,
    case_id       integer references cases (id),
    next_round    text,
    rounds        integer not null,
    listed_on     text    not null,
    last_on       text    not null,
    version       integer not null,
    primary key (event_id, household_id)
) strict, without rowid;
create index shock_members_by_village on shock_members (village_id, event_id, stage);
create index shock_members_by_township on shock_members (township_id, event_id, stage);
create index shock_members_by_county on shock_members (county_id, event_id, stage);
create index shock_members_by_household on shock_members (household_id, event_id);
create index shock_members_by_case on shock_members (case_id);

create table shock_member_actions (
    event_id     integer not null,
    household_id integer not null,
    number       integer not null,
    day          text    not null,
    at           text    not null,
    actor        text    not null,
    action       text    not null,
    stage        text    not null,
    entry        text    not null check (json_valid(entry)),
    primary key (event_id, household_id, number)
) strict, without rowid;
create trigger shock_member_actions_stay before update on shock_member_actions
begin select raise(abort, 'the history of an affected household is never changed'); end;
create trigger shock_member_actions_remain before delete on shock_member_actions
begin select raise(abort, 'the history of an affected household is never removed'); end;

-- 区域性风险预警：一个条件、地区、月份、产品一行现行的判断；新判断代替旧的，旧的留下。
create table risk_alarms (
    id          text    not null primary key,
    trigger_id  text    not null,
    region_id   integer not null references regions (id),
    month       text    not null,
    -- 价格的产品；别的为空串
    product     text    not null,
    -- raised 预警，quiet 没有超过，unknown 缺数
    state       text    not null check (state in ('raised', 'quiet', 'unknown')),
    -- 最近一个月的数和限值，万分点
    value       integer,
    limit_value integer not null,
    months      integer not null,
    -- 每个月的数、限值的依据
    figures     text    not null check (json_valid(figures)),
    packs_hash  text    not null,
    judged_at   text    not null,
    judged_by   text    not null,
    replaced_at text
) strict, without rowid;
create unique index risk_alarms_in_force
    on risk_alarms (region_id, month, trigger_id, product) where replaced_at is null;
