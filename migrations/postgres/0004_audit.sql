-- 审计链：只增不改。每条记录的散列含上一条的散列；head 记链尾，截断尾部也看得出来。

create table audit (
    seq      bigint      not null primary key,
    at       timestamptz not null,
    actor    text        not null,
    action   text        not null,
    subject  text        not null,
    detail   text        not null,
    previous bytea       not null check (length(previous) = 32),
    hash     bytea       not null check (length(hash) = 32)
);

create table audit_head (
    id   bigint not null primary key check (id = 1),
    seq  bigint not null,
    hash bytea  not null check (length(hash) = 32)
);
insert into audit_head (id, seq, hash) values (1, 0, decode(repeat('00', 32), 'hex'));

create function refuse_audit_change() returns trigger language plpgsql as $$
begin
    raise exception 'audit is append-only';
end;
$$;

create trigger audit_refuses_update before update on audit
    for each row execute function refuse_audit_change();
create trigger audit_refuses_delete before delete on audit
    for each row execute function refuse_audit_change();
create trigger audit_refuses_truncate before truncate on audit
    for each statement execute function refuse_audit_change();
create trigger audit_head_refuses_delete before delete on audit_head
    for each row execute function refuse_audit_change();
create trigger audit_head_refuses_truncate before truncate on audit_head
    for each statement execute function refuse_audit_change();
