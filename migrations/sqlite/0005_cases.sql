-- 监测对象：一户一案，做过的事，和看得到它的地区。

create table cases (
    id                   integer not null primary key,
    household_id         integer not null references households (id),
    village_id           integer not null references regions (id),
    residence_village_id integer references regions (id),
    stage                text    not null,
    is_open              integer not null check (is_open in (0, 1)),
    version              integer not null,
    first_clue_on        text    not null,
    opening              text    not null check (json_valid(opening)),
    opened_at            text    not null,
    changed_at           text    not null
) strict;
-- 一户同时只有一个未了结的案。
create unique index cases_open on cases (household_id) where is_open = 1;
create index cases_by_household on cases (household_id, id);

-- 历史就是记录：案是这些动作的结果，只增不改。
create table case_actions (
    case_id integer not null references cases (id),
    number  integer not null,
    day     text    not null,
    at      text    not null,
    actor   text    not null,
    action  text    not null,
    stage   text    not null,
    entry   text    not null check (json_valid(entry)),
    primary key (case_id, number)
) strict, without rowid;
create trigger case_actions_stay before update on case_actions
begin select raise(abort, 'the history of a case is never changed'); end;
create trigger case_actions_remain before delete on case_actions
begin select raise(abort, 'the history of a case is never removed'); end;

-- 户籍地和居住地各级都看得到；按级别、状态、编号直接取一页。
create table case_regions (
    region_id integer not null references regions (id),
    stage     text    not null,
    case_id   integer not null references cases (id),
    primary key (region_id, stage, case_id)
) strict, without rowid;
create index case_regions_by_case on case_regions (case_id);

create table case_clues (
    clue_id text    not null primary key references clues (id),
    case_id integer not null references cases (id)
) strict, without rowid;
create index case_clues_by_case on case_clues (case_id);
