-- 按姓名找人：工作人员在自己的范围里查户。

create index persons_by_name on persons (name, household_id);
