-- 统一身份认证：账号关联的身份，会话是怎样打开的。

-- 只存平台地址和标识的盲索引：有的平台拿证件号作标识。
alter table accounts add column oidc_index blob check (length(oidc_index) = 16);
create unique index accounts_by_oidc_index on accounts (oidc_index);

alter table sessions add column opened_with text not null default 'password'
    check (opened_with in ('password', 'identity', 'identity_with_code'));
