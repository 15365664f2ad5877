-- 台账。每张台账的表（ledger_名称）由定义文件建立和增补，不写在这里；这里是各张台账共用的。

-- 已经建立的列：定义改了，只增不减，类型不变。
create table ledger_columns (
    ledger text collate "C" not null,
    field  text collate "C" not null,
    kind   text not null,
    primary key (ledger, field)
);

-- 每条记录的经过：登记、修改、办理、作废、恢复。内容密封。
create table ledger_changes (
    ledger  text        collate "C" not null,
    record  bigint      not null,
    version bigint      not null,
    at      timestamptz not null,
    day     date        not null,
    account text        not null,
    action  text        not null,
    state   text        not null,
    detail  bytea       not null,
    primary key (ledger, record, version)
);
create function ledger_changes_refuse() returns trigger language plpgsql as $$
begin
    raise exception 'ledger_changes are never changed nor removed';
end $$;
create trigger ledger_changes_stay before update or delete or truncate on ledger_changes
    execute function ledger_changes_refuse();

-- 台账疑点：哪条记录、哪项检查、何时发现、何时前处理、何时不再有。
create table ledger_findings (
    ledger        text   collate "C" not null,
    finding       text   collate "C" not null,
    record        bigint not null,
    province_id   bigint not null,
    prefecture_id bigint,
    county_id     bigint,
    township_id   bigint,
    village_id    bigint,
    owner         text   not null,
    found_on      date   not null,
    due           date   not null,
    gone_on       date,
    primary key (ledger, finding, record)
);
create index ledger_findings_by_county on ledger_findings (county_id, gone_on, due);
create index ledger_findings_by_township on ledger_findings (township_id, gone_on, due);
create index ledger_findings_by_village on ledger_findings (village_id, gone_on, due);

-- 附件：照片、文件。内容密封。
create table ledger_attachments (
    id      bigint      not null primary key,
    ledger  text        collate "C" not null,
    record  bigint      not null,
    name    text        not null,
    media   text        not null,
    bytes   bigint      not null,
    content bytea       not null,
    account text        not null,
    at      timestamptz not null,
    removed boolean     not null
);
create index ledger_attachments_by_record on ledger_attachments (ledger, record, id);
