-- 已办、我发起的：谁办过哪些案，新的在前。
create index case_actions_by_actor on case_actions (actor, at, case_id);
