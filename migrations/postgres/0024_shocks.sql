-- 突发事件：登记、范围、排查名单和每户的历史；区域性风险的预警。

create table shock_events (
    id            bigint not null primary key,
    -- 登记的地区：县、乡镇，或上面的级别
    region_id     bigint not null references regions (id),
    -- 类型和种类，政策包 shocks/ 里的标识
    kind          text    not null,
    subtype       text,
    happened_on   date    not null,
    title         text    not null,
    -- 哪个单位报来、哪份文件
    source        text    not null,
    document      text,
    description   text,
    -- 经济风险影响的是什么：台账的一条记录，或一个代码
    target_ledger text,
    target_record bigint,
    target_code   text,
    target_name   text,
    state         text    not null check (state in ('recorded', 'surveying', 'closed')),
    -- 用哪些找法、按哪个月的事实
    ways          jsonb not null,
    month         text collate "C",
    opened_on     date,
    closed_on     date,
    close_reason  text,
    recorded_by   text    not null,
    recorded_at   timestamptz not null,
    version       bigint not null
);

-- 范围：一个地区，或村里的一个小组（group_id 为 0 是整个地区）。
create table shock_areas (
    event_id  bigint not null references shock_events (id),
    region_id bigint not null references regions (id),
    group_id  bigint not null,
    primary key (event_id, region_id, group_id)
);

-- 看得到它的上级和范围内的地区；范围以下的按上级查。
create table shock_event_regions (
    region_id bigint not null references regions (id),
    event_id  bigint not null references shock_events (id),
    in_area   boolean not null,
    primary key (region_id, event_id)
);

-- 排查名单，一户一行：现在到哪一步。历史在 shock_member_actions，现状由它算出。
create table shock_members (
    event_id      bigint not null references shock_events (id),
    household_id  bigint not null references households (id),
    province_id   bigint not null,
    prefecture_id bigint not null,
    county_id     bigint not null,
    township_id   bigint not null,
    village_id    bigint not null,
    -- 怎样进的名单：找法的标识，或 added（人工加入，写明理由）
    found_by      text    not null,
    why           text,
    stage         text    not null,
    finding       text,
    recovery      text,
    zone          text,
    class         text,
    loss_fen      bigint,
    case_id       bigint references cases (id),
    next_round    date,
    rounds        bigint not null,
    listed_on     date    not null,
    last_on       date    not null,
    version       bigint not null,
    primary key (event_id, household_id)
);
create index shock_members_by_village on shock_members (village_id, event_id, stage);
create index shock_members_by_township on shock_members (township_id, event_id, stage);
create index shock_members_by_county on shock_members (county_id, event_id, stage);
create index shock_members_by_household on shock_members (household_id, event_id);
create index shock_members_by_case on shock_members (case_id);

create table shock_member_actions (
    event_id     bigint not null,
    household_id bigint not null,
    number       bigint not null,
    day          date    not null,
    at           timestamptz not null,
    actor        text    not null,
    action       text    not null,
    stage        text    not null,
    entry        jsonb not null,
    primary key (event_id, household_id, number)
);
create function shock_member_actions_refuse() returns trigger language plpgsql as $$
begin
    raise exception 'the history of an affected household is never changed nor removed';
end $$;
create trigger shock_member_actions_stay
    before update or delete or truncate on shock_member_actions
    execute function shock_member_actions_refuse();

-- 区域性风险预警：一个条件、地区、月份、产品一行现行的判断；新判断代替旧的，旧的留下。
create table risk_alarms (
    id          text collate "C" not null primary key,
    trigger_id  text    not null,
    region_id   bigint not null references regions (id),
    month       text collate "C" not null,
    -- 价格的产品；别的为空串
    product     text    not null,
    -- raised 预警，quiet 没有超过，unknown 缺数
    state       text    not null check (state in ('raised', 'quiet', 'unknown')),
    -- 最近一个月的数和限值，万分点
    value       bigint,
    limit_value bigint not null,
    months      bigint not null,
    -- 每个月的数、限值的依据
    figures     jsonb not null,
    packs_hash  text    not null,
    judged_at   timestamptz not null,
    judged_by   text    not null,
    replaced_at timestamptz
);
create unique index risk_alarms_in_force
    on risk_alarms (region_id, month, trigger_id, product) where replaced_at is null;
