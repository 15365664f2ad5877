-- 台账。每张台账的表（ledger_名称）由定义文件建立和增补，不写在这里；这里是各张台账共用的。

-- 已经建立的列：定义改了，只增不减，类型不变。
create table ledger_columns (
    ledger text not null,
    field  text not null,
    kind   text not null,
    primary key (ledger, field)
) strict, without rowid;

-- 每条记录的经过：登记、修改、办理、作废、恢复。内容密封。
create table ledger_changes (
    ledger  text    not null,
    record  integer not null,
    version integer not null,
    at      text    not null,
    day     text    not null,
    account text    not null,
    action  text    not null,
    state   text    not null,
    detail  blob    not null,
    primary key (ledger, record, version)
) strict, without rowid;
create trigger ledger_changes_stay before update on ledger_changes
begin
    select raise(abort, 'ledger_changes are never changed');
end;
create trigger ledger_changes_remain before delete on ledger_changes
begin
    select raise(abort, 'ledger_changes are never removed');
end;

-- 台账疑点：哪条记录、哪项检查、何时发现、何时前处理、何时不再有。
create table ledger_findings (
    ledger        text    not null,
    finding       text    not null,
    record        integer not null,
    province_id   integer not null,
    prefecture_id integer,
    county_id     integer,
    township_id   integer,
    village_id    integer,
    owner         text    not null,
    found_on      text    not null,
    due           text    not null,
    gone_on       text,
    primary key (ledger, finding, record)
) strict, without rowid;
create index ledger_findings_by_county on ledger_findings (county_id, gone_on, due);
create index ledger_findings_by_township on ledger_findings (township_id, gone_on, due);
create index ledger_findings_by_village on ledger_findings (village_id, gone_on, due);

-- 附件：照片、文件。内容密封。
create table ledger_attachments (
    id      integer not null primary key,
    ledger  text    not null,
    record  integer not null,
    name    text    not null,
    media   text    not null,
    bytes   integer not null,
    content blob    not null,
    account text    not null,
    at      text    not null,
    removed integer not null check (removed in (0, 1))
) strict;
create index ledger_attachments_by_record on ledger_attachments (ledger, record, id);
