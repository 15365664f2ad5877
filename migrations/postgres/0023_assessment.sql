-- 考核评估：一轮（方案当时的全文、种子、结果）、抽样的底册和抽到的户、入户调查、各项得分、要整改的问题。

create table assessment_rounds (
    id          text collate "C" not null primary key,
    region_id   bigint not null references regions (id),
    -- 考核的地方或单位
    object      text collate "C" not null,
    year        bigint not null,
    -- 数据取到哪个月
    month       text collate "C" not null,
    scheme      text collate "C" not null,
    scheme_hash text not null,
    -- 发起时的方案全文：政策包改了，这一轮不变
    definition  jsonb not null,
    seed        text collate "C" not null,
    state       text collate "C" not null check (state in ('open', 'closed', 'voided')),
    opened_at   timestamptz not null,
    opened_by   text not null,
    -- 抽样时登记簿和数据的指纹
    inputs_hash text,
    sampled_at  timestamptz,
    evidence_at timestamptz,
    -- 办结或作废
    ended_at    timestamptz,
    ended_by    text,
    reason      text,
    total       text,
    grade       text,
    -- 当天的结果全表
    result      jsonb,
    version     bigint not null,
    check (state <> 'closed' or (grade is not null and total is not null and result is not null))
);
create unique index assessment_rounds_once
    on assessment_rounds (region_id, scheme, year, object) where state <> 'voided';

-- 每一层的底册：从哪些户里抽
create table assessment_strata (
    round_id   text collate "C" not null references assessment_rounds (id),
    stratum    text collate "C" not null,
    place      bigint not null,
    households bigint not null,
    frame      jsonb not null,
    frame_hash text not null,
    primary key (round_id, stratum)
);

create table assessment_samples (
    round_id     text collate "C" not null references assessment_rounds (id),
    household_id bigint not null references households (id),
    village_id   bigint not null references regions (id),
    stratum      text collate "C" not null,
    place        bigint not null,
    reserve      boolean not null,
    -- spare 备用，waiting 待调查，done 已调查，not_met 没见到
    state        text collate "C" not null check (state in ('spare', 'waiting', 'done', 'not_met')),
    -- 交给哪个评估人员的账号
    account_id   text collate "C" references accounts (id),
    primary key (round_id, household_id)
);
create index assessment_samples_by_account on assessment_samples (account_id, state);

-- 每次填的都留着，新的代替旧的
create table assessment_surveys (
    id           text collate "C" not null primary key,
    round_id     text collate "C" not null references assessment_rounds (id),
    household_id bigint not null,
    met          boolean not null,
    answers      jsonb not null,
    note         text,
    surveyed_on  date not null,
    done_at           timestamptz not null,
    done_by           text not null,
    check (met or note is not null)
);
create index assessment_surveys_by_household on assessment_surveys (round_id, household_id, id);

create table assessment_scores (
    id             text collate "C" not null primary key,
    round_id       text collate "C" not null references assessment_rounds (id),
    item           text collate "C" not null,
    score          text,
    value          text,
    not_applicable boolean not null,
    -- data 由数据算出，person 由人给
    how            text not null check (how in ('data', 'person')),
    reason         text,
    evidence       jsonb not null,
    done_at             timestamptz not null,
    done_by             text not null,
    replaced_at    timestamptz,
    check (how <> 'person' or reason is not null)
);
create unique index assessment_scores_in_force
    on assessment_scores (round_id, item) where replaced_at is null;

-- 要整改的问题和结果运用；办理在任务督办清单里
create table assessment_findings (
    id          text collate "C" not null primary key,
    round_id    text collate "C" not null references assessment_rounds (id),
    item        text collate "C",
    consequence text collate "C",
    problem     text not null,
    task        bigint not null,
    done_at          timestamptz not null,
    done_by          text not null
);
create index assessment_findings_by_round on assessment_findings (round_id, id);
