-- 政策草案：谁起草、改哪些文件、谁审批、哪天起用。文件内容每存一次留一版，只增不改。

create table policy_drafts (
    id            text        collate "C" not null primary key,
    title         text        not null,
    reason        text        not null,
    effective_on  date        not null,
    state         text        not null check (state in ('draft', 'submitted', 'approved', 'in_force', 'rejected', 'withdrawn')),
    version       bigint      not null,
    -- 起草人所在地区：草案只改本地区及以下的政策包；空是全国。
    region_id     bigint      references regions (id),
    created_by    text        not null,
    created_at    timestamptz not null,
    changed_at    timestamptz not null,
    decided_by    text,
    decided_at    timestamptz,
    decision_note text
);
create index policy_drafts_by_state on policy_drafts (state, id);

create table policy_draft_versions (
    draft_id text        collate "C" not null references policy_drafts (id),
    version  bigint      not null,
    -- [{path, text, base}]：base 是起草时这个文件的指纹，没有这个文件为 null。
    files    jsonb       not null,
    saved_by text        not null,
    saved_at timestamptz not null,
    primary key (draft_id, version)
);
create function policy_draft_versions_stay() returns trigger language plpgsql as $$
begin raise exception 'a version of a draft is never changed'; end $$;
create trigger policy_draft_versions_stay before update or delete or truncate on policy_draft_versions
    for each statement execute function policy_draft_versions_stay();
