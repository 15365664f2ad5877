-- 后台任务：谁都可以领，领了有期限；做到一半断了，期限过后别人接着做。任务做两遍和做一遍一样。

create table jobs (
    id            text    not null primary key,
    kind          text    not null,
    payload       jsonb   not null,
    state         text    not null check (state in ('waiting', 'running', 'done', 'failed')),
    done          bigint not null,
    total         bigint not null,
    message       text    not null,
    result        jsonb,
    account       text    not null,
    actor         text    not null,
    province_id   bigint not null,
    prefecture_id bigint,
    county_id     bigint,
    township_id   bigint,
    village_id    bigint,
    attempts      bigint not null,
    created_at    timestamptz    not null,
    run_after     timestamptz    not null,
    lease_until   timestamptz,
    finished_at   timestamptz
);
create index jobs_to_do on jobs (state, run_after, id);
create index jobs_of_account on jobs (account, id);

-- 幂等键：同一个写请求重发时，给第一次的回答，不再做一遍。
create table idempotency (
    account       text    not null,
    key           text    not null,
    request       bytea    not null check (length(request) = 32),
    status        bigint,
    answer_sealed bytea,
    at            timestamptz    not null,
    primary key (account, key)
);
create index idempotency_by_time on idempotency (at);
