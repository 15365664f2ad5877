-- 报表：每次打印留下参数、当时的版式和打印的内容，以后能照当时的数再印、再比；自编报表和要数登记。

-- 自编报表：谁要的、哪份文件、什么时候、做什么用；改了就另存一张，旧的停用不删。
create table report_templates (
    id         text    not null primary key,
    region_id  integer not null references regions (id),
    name       text    not null,
    -- 版式：标题、行、列、说明
    layout     text    not null check (json_valid(layout)),
    -- 要数的单位或职务
    asker      text    not null,
    document   text,
    asked_on   text    not null,
    purpose    text    not null,
    created_at text    not null,
    created_by text    not null,
    ended_at   text,
    ended_by   text
) strict, without rowid;
create index report_templates_by_region on report_templates (region_id, id);

-- 打印：只增不改。
create table report_prints (
    id           text    not null primary key,
    -- 报表的标识，或自编报表的编号
    report       text    not null,
    title        text    not null,
    region_id    integer not null references regions (id),
    period       text    not null,
    -- 按哪一时刻的数
    as_of        text    not null,
    -- 1 是出办公室的：小数目不列
    for_others   integer not null check (for_others in (0, 1)),
    -- 当时的版式、各行的地区、每列的名称单位，除了数以外的全部
    plan         text    not null,
    -- 打印的内容
    content      text    not null,
    -- 内容的 SM3
    sm3          text    not null,
    packs_hash   text    not null,
    printed_at   text    not null,
    printed_by   text    not null
) strict, without rowid;
create index report_prints_by_region on report_prints (region_id, id);
create trigger report_prints_stay before update on report_prints
begin select raise(abort, 'what was printed is never changed'); end;
create trigger report_prints_remain before delete on report_prints
begin select raise(abort, 'what was printed is never removed'); end;

-- 要数登记：谁、哪天、凭哪份文件要哪个地区哪个期间的哪几个数，后来怎样答复。
create table number_requests (
    id          text    not null primary key,
    region_id   integer not null references regions (id),
    period      text    not null,
    asker       text    not null,
    document    text,
    asked_on    text    not null,
    purpose     text    not null,
    -- 要求哪天前报
    due_on      text,
    recorded_at text    not null,
    recorded_by text    not null,
    answered_at text,
    answered_by text,
    -- 怎样答复的；打印的报表在 print_id
    answer      text,
    print_id    text    references report_prints (id),
    check ((answered_at is null) = (answered_by is null))
) strict, without rowid;
create index number_requests_by_region on number_requests (region_id, id);

create table number_request_indicators (
    request_id text not null references number_requests (id),
    indicator  text not null,
    primary key (request_id, indicator)
) strict, without rowid;
create index number_requests_by_indicator on number_request_indicators (indicator, request_id);
