-- 考核评估：一轮（方案当时的全文、种子、结果）、抽样的底册和抽到的户、入户调查、各项得分、要整改的问题。

create table assessment_rounds (
    id          text    not null primary key,
    region_id   integer not null references regions (id),
    -- 考核的地方或单位
    object      text    not null,
    year        integer not null,
    -- 数据取到哪个月
    month       text    not null,
    scheme      text    not null,
    scheme_hash text    not null,
    -- 发起时的方案全文：政策包改了，这一轮不变
    definition  text    not null check (json_valid(definition)),
    seed        text    not null,
    state       text    not null check (state in ('open', 'closed', 'voided')),
    opened_at   text    not null,
    opened_by   text    not null,
    -- 抽样时登记簿和数据的指纹
    inputs_hash text,
    sampled_at  text,
    evidence_at text,
    -- 办结或作废
    ended_at    text,
    ended_by    text,
    reason      text,
    total       text,
    grade       text,
    -- 当天的结果全表
    result      text    check (result is null or json_valid(result)),
    version     integer not null,
    check (state <> 'closed' or (grade is not null and total is not null and result is not null))
) strict, without rowid;
create unique index assessment_rounds_once
    on assessment_rounds (region_id, scheme, year, object) where state <> 'voided';

-- 每一层的底册：从哪些户里抽
create table assessment_strata (
    round_id   text    not null references assessment_rounds (id),
    stratum    text    not null,
    place      integer not null,
    households integer not null,
    frame      text    not null check (json_valid(frame)),
    frame_hash text    not null,
    primary key (round_id, stratum)
) strict, without rowid;

create table assessment_samples (
    round_id     text    not null references assessment_rounds (id),
    household_id integer not null references households (id),
    village_id   integer not null references regions (id),
    stratum      text    not null,
    place        integer not null,
    reserve      integer not null check (reserve in (0, 1)),
    -- spare 备用，waiting 待调查，done 已调查，not_met 没见到
    state        text    not null check (state in ('spare', 'waiting', 'done', 'not_met')),
    -- 交给哪个评估人员的账号
    account_id   text    references accounts (id),
    primary key (round_id, household_id)
) strict, without rowid;
create index assessment_samples_by_account on assessment_samples (account_id, state);

-- 每次填的都留着，新的代替旧的
create table assessment_surveys (
    id           text    not null primary key,
    round_id     text    not null references assessment_rounds (id),
    household_id integer not null,
    met          integer not null check (met in (0, 1)),
    answers      text    not null check (json_valid(answers)),
    note         text,
    surveyed_on  text    not null,
    done_at           text    not null,
    done_by           text    not null,
    check (met = 1 or note is not null)
) strict, without rowid;
create index assessment_surveys_by_household on assessment_surveys (round_id, household_id, id);

create table assessment_scores (
    id             text    not null primary key,
    round_id       text    not null references assessment_rounds (id),
    item           text    not null,
    score          text,
    value          text,
    not_applicable integer not null check (not_applicable in (0, 1)),
    -- data 由数据算出，person 由人给
    how            text    not null check (how in ('data', 'person')),
    reason         text,
    evidence       text    not null check (json_valid(evidence)),
    done_at             text    not null,
    done_by             text    not null,
    replaced_at    text,
    check (how <> 'person' or reason is not null)
) strict, without rowid;
create unique index assessment_scores_in_force
    on assessment_scores (round_id, item) where replaced_at is null;

-- 要整改的问题和结果运用；办理在任务督办清单里
create table assessment_findings (
    id          text    not null primary key,
    round_id    text    not null references assessment_rounds (id),
    item        text,
    consequence text,
    problem     text    not null,
    task        integer not null,
    done_at          text    not null,
    done_by          text    not null
) strict, without rowid;
create index assessment_findings_by_round on assessment_findings (round_id, id);
