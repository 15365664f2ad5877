-- 监测对象：一户一案，做过的事，和看得到它的地区。

create table cases (
    id                   bigint      not null primary key,
    household_id         bigint      not null references households (id),
    village_id           bigint      not null references regions (id),
    residence_village_id bigint      references regions (id),
    stage                text        not null,
    is_open              boolean     not null,
    version              bigint      not null,
    first_clue_on        date        not null,
    opening              jsonb       not null,
    opened_at            timestamptz not null,
    changed_at           timestamptz not null
);
-- 一户同时只有一个未了结的案。
create unique index cases_open on cases (household_id) where is_open;
create index cases_by_household on cases (household_id, id);

-- 历史就是记录：案是这些动作的结果，只增不改。
create table case_actions (
    case_id bigint      not null references cases (id),
    number  bigint      not null,
    day     date        not null,
    at      timestamptz not null,
    actor   text        not null,
    action  text        not null,
    stage   text        not null,
    entry   jsonb       not null,
    primary key (case_id, number)
);
create function case_actions_stay() returns trigger language plpgsql as $$
begin raise exception 'the history of a case is never changed'; end $$;
create trigger case_actions_stay before update or delete or truncate on case_actions
    for each statement execute function case_actions_stay();

-- 户籍地和居住地各级都看得到；按级别、状态、编号直接取一页。
create table case_regions (
    region_id bigint not null references regions (id),
    stage     text   collate "C" not null,
    case_id   bigint not null references cases (id),
    primary key (region_id, stage, case_id)
);
create index case_regions_by_case on case_regions (case_id);

create table case_clues (
    clue_id text   collate "C" not null primary key references clues (id),
    case_id bigint not null references cases (id)
);
create index case_clues_by_case on case_clues (case_id);
