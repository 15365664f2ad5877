-- 居住地：易地搬迁户住在别的村，户籍地不变，两边都看得到它的案。
-- village_id 为空：有人说过它就住在户籍地。

create table household_residences (
    household_id bigint not null primary key references households (id),
    village_id   bigint references regions (id),
    since        date   not null,
    source       text   not null check (source in ('officer', 'import'))
);
create index household_residences_by_village on household_residences (village_id, household_id);
