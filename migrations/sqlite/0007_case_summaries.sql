-- 案的现状：由历史算出，随每一步更新，供列表、待办、报表直接查。历史才是记录。

create table case_summaries (
    case_id            integer not null primary key references cases (id),
    monitoring_type    text,
    risks              text    not null check (json_valid(risks)),
    identified_on      text,
    eliminated_on      text,
    officer            text,
    officer_account    text,
    has_labor          integer check (has_labor in (0, 1)),
    measures           integer not null,
    developmental      integer not null,
    relief             integer not null,
    delivered          integer not null,
    effect_reviewed_on text,
    effect_outcome     text,
    whole_due          text
) strict;
create index case_summaries_by_officer on case_summaries (officer_account, case_id);

-- 现在可以办的步骤，和该由谁在哪天前办。
create table case_steps (
    case_id integer not null references cases (id),
    step    text    not null,
    zh      text    not null,
    role    text    not null,
    due     text,
    primary key (case_id, step)
) strict, without rowid;
create index case_steps_by_role on case_steps (role, case_id);

-- 案涉及的部门：部门经办人员只看得到本部门的案。
create table case_departments (
    department text    not null,
    case_id    integer not null references cases (id),
    primary key (department, case_id)
) strict, without rowid;
create index case_departments_by_case on case_departments (case_id);
