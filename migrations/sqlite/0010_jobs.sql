-- 后台任务：谁都可以领，领了有期限；做到一半断了，期限过后别人接着做。任务做两遍和做一遍一样。

create table jobs (
    id            text    not null primary key,
    kind          text    not null,
    payload       text    not null check (json_valid(payload)),
    state         text    not null check (state in ('waiting', 'running', 'done', 'failed')),
    done          integer not null,
    total         integer not null,
    message       text    not null,
    result        text    check (json_valid(result)),
    account       text    not null,
    actor         text    not null,
    province_id   integer not null,
    prefecture_id integer,
    county_id     integer,
    township_id   integer,
    village_id    integer,
    attempts      integer not null,
    created_at    text    not null,
    run_after     text    not null,
    lease_until   text,
    finished_at   text
) strict;
create index jobs_to_do on jobs (state, run_after, id);
create index jobs_of_account on jobs (account, id);

-- 幂等键：同一个写请求重发时，给第一次的回答，不再做一遍。
create table idempotency (
    account       text    not null,
    key           text    not null,
    request       blob    not null check (length(request) = 32),
    status        integer,
    answer_sealed blob,
    at            text    not null,
    primary key (account, key)
) strict, without rowid;
create index idempotency_by_time on idempotency (at);
