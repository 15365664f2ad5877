-- 读进来的年度采集表：每读一次一行，记读了多少、收了多少、哪些和台账不同、哪些没有收。只增不改。

create table income_collections (
    id         text collate "C" not null primary key,
    county_id  bigint not null references regions (id),
    period     text collate "C" not null,
    months     bigint not null,
    file_name  text        not null,
    -- 行数、不同之处、没有收的行；没有姓名和证号
    report     jsonb       not null,
    taken_at   timestamptz not null,
    taken_by   text        not null
);
create index income_collections_by_county on income_collections (county_id, taken_at, id);
create function income_collections_refuse() returns trigger language plpgsql as $$
begin
    raise exception 'income_collections are never changed nor removed';
end $$;
create trigger income_collections_stay before update or delete or truncate on income_collections
    execute function income_collections_refuse();
