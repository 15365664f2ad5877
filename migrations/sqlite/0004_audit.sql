-- 审计链：只增不改。每条记录的散列含上一条的散列；head 记链尾，截断尾部也看得出来。

create table audit (
    seq      integer not null primary key,
    at       text    not null,
    actor    text    not null,
    action   text    not null,
    subject  text    not null,
    detail   text    not null,
    previous blob    not null check (length(previous) = 32),
    hash     blob    not null check (length(hash) = 32)
) strict;

create table audit_head (
    id   integer not null primary key check (id = 1),
    seq  integer not null,
    hash blob    not null check (length(hash) = 32)
) strict;
insert into audit_head (id, seq, hash) values (1, 0, zeroblob(32));

create trigger audit_refuses_update before update on audit
begin
    select raise(abort, 'audit is append-only');
end;

create trigger audit_refuses_delete before delete on audit
begin
    select raise(abort, 'audit is append-only');
end;

create trigger audit_head_refuses_delete before delete on audit_head
begin
    select raise(abort, 'audit is append-only');
end;
