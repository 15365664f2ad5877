-- 帮扶：最近一次跟踪回访，和每一次成效评议。

alter table case_summaries add column followed_up_on date;

-- 成效评议按村、按年统计；一户一天一次，只增不减，再次识别以后仍查得到以前的。
create table case_effect_reviews (
    case_id       bigint not null references cases (id),
    reviewed_on   date   not null,
    outcome       text   not null,
    measures_fit  text,
    risk_removed  text,
    income_stable text,
    motivated     text,
    primary key (case_id, reviewed_on)
);
