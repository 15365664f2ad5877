-- 案的现状：由历史算出，随每一步更新，供列表、待办、报表直接查。历史才是记录。

create table case_summaries (
    case_id            bigint  not null primary key references cases (id),
    monitoring_type    text,
    risks              jsonb   not null,
    identified_on      date,
    eliminated_on      date,
    officer            text,
    officer_account    text,
    has_labor          boolean,
    measures           bigint  not null,
    developmental      bigint  not null,
    relief             bigint  not null,
    delivered          bigint  not null,
    effect_reviewed_on date,
    effect_outcome     text,
    whole_due          date
);
create index case_summaries_by_officer on case_summaries (officer_account, case_id);

-- 现在可以办的步骤，和该由谁在哪天前办。
create table case_steps (
    case_id bigint not null references cases (id),
    step    text    not null,
    zh      text    not null,
    role    text    not null,
    due     date,
    primary key (case_id, step)
);
create index case_steps_by_role on case_steps (role, case_id);

-- 案涉及的部门：部门经办人员只看得到本部门的案。
create table case_departments (
    department text    not null,
    case_id    bigint  not null references cases (id),
    primary key (department, case_id)
);
create index case_departments_by_case on case_departments (case_id);
