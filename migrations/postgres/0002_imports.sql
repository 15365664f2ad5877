-- 导入：批次、来源文件、湖文件、隔离、待复核、表头映射。
-- 只有批次状态为 committed 的文件才算数；回滚只改批次状态。

create table batches (
    id           bigint      not null primary key,
    county_id    bigint      not null,
    month        text        not null,
    state        text        not null check (state in ('open', 'committed', 'rolled_back')),
    created_at   timestamptz not null,
    committed_at timestamptz,
    note         text        not null,
    packs_hash   text
);
create index batches_by_county on batches (county_id, month, id);
create index batches_by_state on batches (state, id);

-- 一张工作表一行；没有工作表的格式 sheet 为空串。
create table source_files (
    id            bigint not null primary key,
    batch_id      bigint not null references batches (id) on delete cascade,
    path          text   not null,
    sha256        text   not null,
    sheet         text   not null,
    feed          text,
    table_name    text,
    department    text,
    format        text,
    encoding      text,
    delimiter     text,
    header_row    bigint,
    header        jsonb  not null,
    counts        jsonb  not null,
    error_code    text,
    error_message text
);
create index source_files_by_batch on source_files (batch_id, id);
create index source_files_by_sha256 on source_files (sha256, sheet);

create table lake_files (
    id             bigint not null primary key,
    source_file_id bigint references source_files (id) on delete cascade,
    batch_id       bigint not null references batches (id) on delete cascade,
    table_name     text   not null,
    county_id      bigint not null,
    month          text   not null,
    path           text   not null,
    rows           bigint not null,
    part           text   not null check (part in ('rows', 'candidates', 'snapshot'))
);
create index lake_files_by_table on lake_files (county_id, table_name, month, id);
create index lake_files_by_batch on lake_files (batch_id, id);
create index lake_files_by_source on lake_files (source_file_id);

create table quarantine (
    id                   bigint not null primary key,
    source_file_id       bigint not null references source_files (id) on delete cascade,
    row_no               bigint not null,
    reason               text   not null,
    column_name          text,
    original_sealed      bytea  not null,
    state                text   not null check (state in ('open', 'mended', 'confirmed', 'dismissed')),
    person_id            bigint references persons (id),
    household_id         bigint references households (id),
    candidates           jsonb  not null,
    mended_by_source_file bigint references source_files (id)
);
create index quarantine_by_source on quarantine (source_file_id, state, row_no);
create index quarantine_by_mender on quarantine (mended_by_source_file);

create table reviews (
    source_file_id bigint not null references source_files (id) on delete cascade,
    row_no         bigint not null,
    reason         text   not null,
    detail         text,
    person_id      bigint references persons (id),
    household_id   bigint references households (id),
    state          text   not null check (state in ('open', 'confirmed', 'dismissed')),
    primary key (source_file_id, row_no, reason)
);

create table mappings (
    county_id   bigint      not null,
    header_hash bigint      not null,
    feed        text        not null,
    mapping     jsonb       not null,
    updated_at  timestamptz not null,
    primary key (county_id, header_hash, feed)
);
