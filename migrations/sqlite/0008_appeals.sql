-- 群众诉求收件箱：谁、从哪里、要什么、办到哪；诉求原文和证号、电话都密封。

create table appeals (
    id                 text    not null primary key,
    receipt            text    not null unique,
    channel            text    not null,
    outside_no         text,
    need               text    not null,
    department         text    not null,
    lead               integer not null check (lead in (0, 1)),
    province_id        integer not null,
    prefecture_id      integer not null,
    county_id          integer not null references regions (id),
    township_id        integer,
    village_id         integer references regions (id),
    household_id       integer references households (id),
    person_id          integer references persons (id),
    case_id            integer references cases (id),
    joined_to          text    references appeals (id),
    name               text    not null,
    id_index           blob    check (length(id_index) = 16),
    id_sealed          blob,
    phone_index        integer,
    phone_sealed       blob,
    proxy_name         text,
    proxy_phone_index  integer,
    proxy_phone_sealed blob,
    text_sealed        blob    not null,
    opening            text    not null check (json_valid(opening)),
    stage              text    not null,
    is_open            integer not null check (is_open in (0, 1)),
    version            integer not null,
    received_on        text    not null,
    due_on             text,
    last_on            text    not null,
    received_at        text    not null,
    changed_at         text    not null
) strict, without rowid;
-- 别的系统转来的同一件，只收一次。
create unique index appeals_outside on appeals (channel, outside_no) where outside_no is not null;
create index appeals_by_province on appeals (province_id, stage, id);
create index appeals_by_prefecture on appeals (prefecture_id, stage, id);
create index appeals_by_county on appeals (county_id, stage, id);
create index appeals_by_township on appeals (township_id, stage, id);
create index appeals_by_village on appeals (village_id, stage, id);
create index appeals_by_due on appeals (due_on);
create index appeals_by_household on appeals (household_id, is_open);
create index appeals_by_case on appeals (case_id);
create index appeals_by_joined on appeals (joined_to);

-- 历史就是记录：诉求办到哪，是这些动作的结果，只增不改。
create table appeal_actions (
    appeal_id text    not null references appeals (id),
    number    integer not null,
    day       text    not null,
    at        text    not null,
    actor     text    not null,
    action    text    not null,
    stage     text    not null,
    entry     text    not null check (json_valid(entry)),
    primary key (appeal_id, number)
) strict, without rowid;
create trigger appeal_actions_stay before update on appeal_actions
begin select raise(abort, 'the history of an appeal is never changed'); end;
create trigger appeal_actions_remain before delete on appeal_actions
begin select raise(abort, 'the history of an appeal is never removed'); end;
