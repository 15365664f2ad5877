-- 线索核实的结果，回到提供线索的部门和规则：一条线索以识别时最后一次入户为准。

create table clue_verifications (
    clue_id     text   not null primary key references clues (id),
    case_id     bigint not null references cases (id),
    verified_on date   not null,
    finding     text   not null check (finding in ('confirmed', 'not_confirmed', 'unverifiable'))
);
create index clue_verifications_by_case on clue_verifications (case_id);

-- 以前核实过的案：取第一次入户，消除程序的入户在后。
insert into clue_verifications (clue_id, case_id, verified_on, finding)
select c.clue_id, c.case_id, (a.entry #>> '{action,visit,on}')::date,
       a.entry #>> '{action,visit,finding}'
from case_clues c
join case_actions a on a.case_id = c.case_id and a.action = 'verify_home'
where a.number = (select min(f.number) from case_actions f
                  where f.case_id = c.case_id and f.action = 'verify_home');
