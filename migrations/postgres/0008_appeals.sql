-- 群众诉求收件箱：谁、从哪里、要什么、办到哪；诉求原文和证号、电话都密封。

create table appeals (
    id                 text        collate "C" not null primary key,
    receipt            text        collate "C" not null unique,
    channel            text        not null,
    outside_no         text,
    need               text        not null,
    department         text        not null,
    lead               boolean     not null,
    province_id        bigint      not null,
    prefecture_id      bigint      not null,
    county_id          bigint      not null references regions (id),
    township_id        bigint,
    village_id         bigint      references regions (id),
    household_id       bigint      references households (id),
    person_id          bigint      references persons (id),
    case_id            bigint      references cases (id),
    joined_to          text        collate "C" references appeals (id),
    name               text        not null,
    id_index           bytea       check (length(id_index) = 16),
    id_sealed          bytea,
    phone_index        bigint,
    phone_sealed       bytea,
    proxy_name         text,
    proxy_phone_index  bigint,
    proxy_phone_sealed bytea,
    text_sealed        bytea       not null,
    opening            jsonb       not null,
    stage              text        collate "C" not null,
    is_open            boolean     not null,
    version            bigint      not null,
    received_on        date        not null,
    due_on             date,
    last_on            date        not null,
    received_at        timestamptz not null,
    changed_at         timestamptz not null
);
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
    appeal_id text        collate "C" not null references appeals (id),
    number    bigint      not null,
    day       date        not null,
    at        timestamptz not null,
    actor     text        not null,
    action    text        not null,
    stage     text        not null,
    entry     jsonb       not null,
    primary key (appeal_id, number)
);
create function appeal_actions_stay() returns trigger language plpgsql as $$
begin raise exception 'the history of an appeal is never changed'; end $$;
create trigger appeal_actions_stay before update or delete or truncate on appeal_actions
    for each statement execute function appeal_actions_stay();
