-- 政策草案：谁起草、改哪些文件、谁审批、哪天起用。文件内容每存一次留一版，只增不改。

create table policy_drafts (
    id            text    not null primary key,
    title         text    not null,
    reason        text    not null,
    effective_on  text    not null,
    state         text    not null check (state in ('draft', 'submitted', 'approved', 'in_force', 'rejected', 'withdrawn')),
    version       integer not null,
    -- 起草人所在地区：草案只改本地区及以下的政策包；空是全国。
    region_id     integer references regions (id),
    created_by    text    not null,
    created_at    text    not null,
    changed_at    text    not null,
    decided_by    text,
    decided_at    text,
    decision_note text
) strict, without rowid;
create index policy_drafts_by_state on policy_drafts (state, id);

create table policy_draft_versions (
    draft_id text    not null references policy_drafts (id),
    version  integer not null,
    -- [{path, text, base}]：base 是起草时这个文件的指纹，没有这个文件为 null。
    files    text    not null check (json_valid(files)),
    saved_by text    not null,
    saved_at text    not null,
    primary key (draft_id, version)
) strict, without rowid;
create trigger policy_draft_versions_stay before update on policy_draft_versions
begin select raise(abort, 'a version of a draft is never changed'); end;
create trigger policy_draft_versions_remain before delete on policy_draft_versions
begin select raise(abort, 'a version of a draft is never removed'); end;
