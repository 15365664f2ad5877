-- 走访记录：手机上离线填写，回到有信号处上传。一次走访可以由几部手机补充；每次上传是一笔更新，
-- 按字段后到的算数，互相冲突的由人确认。

create table visits (
    id          text    not null primary key,
    case_id     integer not null references cases (id),
    -- verify_home 入户核查，follow_up 回访
    kind        text    not null check (kind in ('verify_home', 'follow_up')),
    step        text    not null,
    version     integer not null,
    fields      text    not null check (json_valid(fields)),
    -- [{field, was, became, by, at}]：两处都改过的字段
    conflicts   text    not null check (json_valid(conflicts)),
    -- open 填写中，conflict 有冲突待确认，refused 程序不许办，recorded 已记入案卷
    state       text    not null check (state in ('open', 'conflict', 'refused', 'recorded')),
    problem     text,
    account     text    not null,
    created_at  text    not null,
    changed_at  text    not null
) strict, without rowid;
create index visits_by_case on visits (case_id, id);
create index visits_by_state on visits (state, id);

create table visit_updates (
    id          text    not null primary key,
    visit_id    text    not null,
    -- 一部手机从上次同步起的一串修改；从服务器的第几版（trunk）开始，排在第几个（place）
    branch      text    not null,
    trunk       integer not null,
    place       integer not null,
    fields      text    not null check (json_valid(fields)),
    submits     integer not null check (submits in (0, 1)),
    account     text    not null,
    received_at text    not null,
    -- 生效后的版本；空是前面的还没有到，先放着
    version     integer,
    unique (visit_id, branch, place)
) strict, without rowid;
