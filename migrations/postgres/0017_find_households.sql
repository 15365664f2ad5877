-- 按户编号查找：不知道是哪个县的户。

create index households_by_national_no on households (national_household_no);
