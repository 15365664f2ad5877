-- 账号：谁能登录、放在哪一级、有哪些角色；登录后的会话；部门系统用的接口令牌。

-- 各级地区一列一级，低于本级的为空：列表按级别直接取一页。
create table accounts (
    id                   text    not null primary key,
    login                text    not null unique check (login = lower(login)),
    name                 text    not null,
    phone_sealed         blob,
    password_hash        text    not null,
    password_changed_at  text    not null,
    password_history     text    not null check (json_valid(password_history)),
    must_change_password integer not null check (must_change_password in (0, 1)),
    roles                text    not null check (json_valid(roles)),
    region_id            integer not null references regions (id),
    level                text    not null check (level in ('province', 'prefecture', 'county', 'township', 'village')),
    province_id          integer,
    prefecture_id        integer,
    county_id            integer,
    township_id          integer,
    village_id           integer,
    department           text,
    state                text    not null check (state in ('active', 'disabled')),
    failed_logins        integer not null,
    locked_until         text,
    totp_sealed          blob,
    totp_pending_sealed  blob,
    totp_last_step       integer,
    version              integer not null,
    created_at           text    not null,
    changed_at           text    not null
) strict, without rowid;
create index accounts_by_province on accounts (province_id, login);
create index accounts_by_prefecture on accounts (prefecture_id, login);
create index accounts_by_county on accounts (county_id, login);
create index accounts_by_township on accounts (township_id, login);
create index accounts_by_village on accounts (village_id, login);

-- 只存令牌的 SM3 散列：拿到数据库的人也不能冒用会话。
create table sessions (
    hash         blob not null primary key check (length(hash) = 32),
    account_id   text not null references accounts (id),
    created_at   text not null,
    last_seen_at text not null,
    expires_at   text not null
) strict, without rowid;
create index sessions_by_account on sessions (account_id);

create table api_tokens (
    id           text not null primary key,
    account_id   text not null references accounts (id),
    name         text not null,
    hash         blob not null unique check (length(hash) = 32),
    created_at   text not null,
    expires_at   text not null,
    revoked_at   text,
    last_used_on text
) strict, without rowid;
create index api_tokens_by_account on api_tokens (account_id, id);
