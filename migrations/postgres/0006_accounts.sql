-- 账号：谁能登录、放在哪一级、有哪些角色；登录后的会话；部门系统用的接口令牌。

-- 各级地区一列一级，低于本级的为空：列表按级别直接取一页。
create table accounts (
    id                   text        collate "C" not null primary key,
    login                text        collate "C" not null unique check (login = lower(login)),
    name                 text        not null,
    phone_sealed         bytea,
    password_hash        text        not null,
    password_changed_at  timestamptz not null,
    password_history     jsonb       not null,
    must_change_password boolean     not null,
    roles                jsonb       not null,
    region_id            bigint      not null references regions (id),
    level                text        not null check (level in ('province', 'prefecture', 'county', 'township', 'village')),
    province_id          bigint,
    prefecture_id        bigint,
    county_id            bigint,
    township_id          bigint,
    village_id           bigint,
    department           text,
    state                text        not null check (state in ('active', 'disabled')),
    failed_logins        bigint      not null,
    locked_until         timestamptz,
    totp_sealed          bytea,
    totp_pending_sealed  bytea,
    totp_last_step       bigint,
    version              bigint      not null,
    created_at           timestamptz not null,
    changed_at           timestamptz not null
);
create index accounts_by_province on accounts (province_id, login);
create index accounts_by_prefecture on accounts (prefecture_id, login);
create index accounts_by_county on accounts (county_id, login);
create index accounts_by_township on accounts (township_id, login);
create index accounts_by_village on accounts (village_id, login);

-- 只存令牌的 SM3 散列：拿到数据库的人也不能冒用会话。
create table sessions (
    hash         bytea       not null primary key check (length(hash) = 32),
    account_id   text        collate "C" not null references accounts (id),
    created_at   timestamptz not null,
    last_seen_at timestamptz not null,
    expires_at   timestamptz not null
);
create index sessions_by_account on sessions (account_id);

create table api_tokens (
    id           text        collate "C" not null primary key,
    account_id   text        collate "C" not null references accounts (id),
    name         text        not null,
    hash         bytea       not null unique check (length(hash) = 32),
    created_at   timestamptz not null,
    expires_at   timestamptz not null,
    revoked_at   timestamptz,
    last_used_on date
);
create index api_tokens_by_account on api_tokens (account_id, id);
