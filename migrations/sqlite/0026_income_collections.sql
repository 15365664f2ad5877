-- 读进来的年度采集表：每读一次一行，记读了多少、收了多少、哪些和台账不同、哪些没有收。只增不改。

create table income_collections (
    id         text    not null primary key,
    county_id  integer not null references regions (id),
    period     text    not null,
    months     integer not null,
    file_name  text    not null,
    -- 行数、不同之处、没有收的行；没有姓名和证号
    report     text    not null check (json_valid(report)),
    taken_at   text    not null,
    taken_by   text    not null
) strict, without rowid;
create index income_collections_by_county on income_collections (county_id, taken_at, id);
create trigger income_collections_stay before update on income_collections
begin
    select raise(abort, 'income_collections are never changed');
end;
create trigger income_collections_remain before delete on income_collections
begin
    select raise(abort, 'income_collections are never removed');
end;
