"""The screening written by hand for DuckDB.

    duckdb_screen.py LAKE RULES.json OUT.parquet [--threads N] [--as-of 2023-10-31]

Reads the Parquet files of a lake, computes the household facts that the rules
read, and writes (hid, rule) for every rule that fires; `rule` is the position of
the rule in RULES.json. One aggregate per table with FILTER, kept in temporary
tables; one join of the results; one filter per rule over that.

A row's household is the one written in it, except for people who have moved to
another county since: there are few of them, so a small join mends their rows,
which is cheaper than joining every row with the register of persons.
"""

import argparse
import datetime
import json
import pathlib
import tomllib

import duckdb

ROOT = pathlib.Path(__file__).resolve().parents[2]
OPS = {"≥": ">=", ">": ">", "≤": "<=", "<": "<", "=": "=", "≠": "<>"}
TABLES = """medical_claims diagnoses national_persons migrant_work unemployment returnees uninsured dibao
tekun temporary_assistance disability school_roll suspected_dropout housing_safety water_problems
disaster_losses vehicles business_entities real_estate appeals""".split()


def months_back(day, months):
    """The day before a window begins; `day` is a month end, and so is the result."""
    month = day.year * 12 + day.month - months
    return datetime.date(month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)


def codes():
    """`table.column.word` to the stored number."""
    tables = tomllib.loads((ROOT / "feeds" / "tables.toml").read_text(encoding="utf-8"))
    return {
        f"{table}.{name}.{word}": number
        for table, declared in tables["tables"].items()
        for name, column in declared["columns"].items()
        if isinstance(column.get("codes"), list)
        for number, word in enumerate(column["codes"])
    }


class Screening:
    def __init__(self, lake, as_of, threads):
        self.db = duckdb.connect()
        self.db.execute(f"set threads = {threads}")
        self.db.execute("set preserve_insertion_order = false")
        self.as_of = as_of
        self.codes = codes()
        self.columns = {}
        for name in TABLES:
            self.db.execute(f"create view {name} as select * from read_parquet('{lake}/{name}/*/*/*.parquet', hive_partitioning = true)")
        for name in ("persons", "households", "moved_in"):
            self.db.execute(f"create view {name} as select * from read_parquet('{lake}/registry/*/{name}.parquet', hive_partitioning = true)")
        self.db.execute("create temp table moved as select pid, hid from moved_in")
        # Whole months; a month is full on its day, or on the last day of a month too short for it.
        self.db.execute("""create macro full_months(f, t) as
            (year(t) - year(f)) * 12 + month(t) - month(f)
            - case when day(t) < day(f) and t <> last_day(t) then 1 else 0 end""")
        self.db.execute("""create macro years_old(birth, t) as
            greatest(year(t) - year(birth) - case when month(birth) * 100 + day(birth) > month(t) * 100 + day(t) then 1 else 0 end, 0)""")

    def code(self, table, column, *words):
        return ", ".join(str(self.codes[f"{table}.{column}.{word}"]) for word in words)

    def sure(self, table, columns="*"):
        """Sure rows of a table with the household of today as `home`."""
        return f"(select t.*, coalesce(m.hid, t.hid) as home from {table} t left join moved m on m.pid = t.pid where t.level between 1 and 5)"

    def keep(self, name, sql, *facts):
        self.db.execute(f"create temp table {name} as {sql}")
        self.columns.update({fact: name for fact in facts})

    def facts(self):
        t = f"date '{self.as_of}'"
        year, quarter = (f"date '{months_back(self.as_of, it)}'" for it in (12, 3))
        code = self.code

        kind = lambda *words: code("medical_claims", "visit_kind", *words)
        self.keep("f_claims", f"""
            select hid, max(self_paid) as medical_self_paid_12m_top, sum(self_paid) as medical_self_paid_12m_household,
                sum(outpatient) as outpatient_self_paid_12m, sum(outside) as outside_catalogue_12m, sum(stays) as inpatient_stays_12m,
                sum(inpatient) as inpatient_self_paid_12m, sum(reimbursed) as inpatient_reimbursed_12m
            from (select pid, home as hid, sum(in_catalogue_self_paid) as self_paid,
                    sum(in_catalogue_self_paid) filter (visit_kind <> {kind('inpatient')}) as outpatient,
                    sum(outside_catalogue) as outside,
                    sum(in_catalogue_self_paid) filter (visit_kind = {kind('inpatient')}) as inpatient,
                    sum(coalesce(pooled_payment, 0) + coalesce(serious_illness_payment, 0) + coalesce(medical_assistance, 0))
                        filter (visit_kind = {kind('inpatient')}) as reimbursed,
                    count(*) filter (visit_kind = {kind('inpatient')} and not reversal) as stays
                from {self.sure('medical_claims')} where visited_on > {year} and visited_on <= {t} group by pid, home)
            group by hid""",
            "medical_self_paid_12m_top", "medical_self_paid_12m_household", "outpatient_self_paid_12m",
            "outside_catalogue_12m", "inpatient_stays_12m", "inpatient_self_paid_12m", "inpatient_reimbursed_12m")
        self.keep("f_stays", f"""
            select hid, max(stay) as medical_single_stay_top
            from (select home as hid, sum(in_catalogue_self_paid) as stay from {self.sure('medical_claims')}
                where visit_kind = {kind('inpatient')} and visited_on > {year} and visited_on <= {t} group by pid, home, visit_no)
            group by hid""", "medical_single_stay_top")
        self.keep("f_diagnoses", f"""
            select home as hid, count(*) filter (kind = {code('diagnoses', 'kind', 'serious')}) as new_serious_disease,
                count(*) filter (kind = {code('diagnoses', 'kind', 'chronic')}) as new_chronic_disease,
                count(*) filter (kind = {code('diagnoses', 'kind', 'mental')}) as new_mental_disorder
            from {self.sure('diagnoses')} where diagnosed_on > {quarter} and diagnosed_on <= {t} group by home""",
            "new_serious_disease", "new_chronic_disease", "new_mental_disorder")

        able = code("national_persons", "labor_capacity", "ordinary", "skilled", "weak_or_half")
        self.keep("f_national", f"""
            select home as hid, count(*) as income_members,
                max(wage_income) as wage_income, max(operating_income) as operating_income, max(property_income) as property_income,
                max(transfer_income) as transfer_income, max(operating_expense) as operating_expense,
                max(net_income_per_capita) as net_income_stated, max(claims_income) as claims_income,
                max(compliant_out_of_pocket) as compliant_out_of_pocket,
                count(*) filter (seriously_ill) as seriously_ill_members, count(*) filter (ill) as ill_members,
                count(*) filter (labor_capacity in ({able})) as able_members, count(labor_capacity) as labor_known_members
            from {self.sure('national_persons')} group by home""")

        self.keep("work", f"""
            select pid, home, max(monthly_wage) as top, max(started_on) filter (started_on <= {t}) as started_on,
                count(*) filter (started_on <= {t} and (ended_on is null or ended_on > {t})) as working
            from {self.sure('migrant_work')} group by pid, home""")
        self.keep("f_work", "select home as hid, sum(working) as working_members, max(top) as family_top, max(top) as family_top_wage from work group by home",
            "working_members", "family_top_wage")
        jobless = f"""select pid, home, max(lost_on) as lost_on from {self.sure('unemployment')}
            where lost_on <= {t} and not coalesce(reemployed, false) group by pid, home"""
        self.keep("f_jobless", f"""
            select j.home as hid, max(full_months(j.lost_on, {t})) as any_member_jobless,
                max(full_months(j.lost_on, {t})) filter (w.top > 0 and w.top = f.family_top) as main_earner_jobless
            from ({jobless}) j left join work w using (pid) left join f_work f on f.hid = j.home
            where w.started_on is null or w.started_on <= j.lost_on group by j.home""",
            "any_member_jobless", "main_earner_jobless")
        self.keep("f_jobless_members", f"""
            select p.hid, count(*) as jobless_members
            from ({jobless}) j left join work w using (pid) join persons p using (pid)
            where (w.started_on is null or w.started_on <= j.lost_on) and not coalesce(p.departed_on <= {t}, false)
            group by p.hid""", "jobless_members")
        undecided = code("returnees", "intention", "undecided")
        self.keep("f_undecided", f"""
            select home as hid, count(*) as undecided_returnees from {self.sure('returnees')}
            where returned_on <= {t} and intention = {undecided} and not coalesce(short_stay, false) group by home""",
            "undecided_returnees")
        self.keep("f_returned", f"""
            select r.home as hid, max(full_months(r.returned_on, {t})) as member_returned
            from (select pid, home, max(returned_on) as returned_on from {self.sure('returnees')}
                where returned_on <= {t} and not coalesce(short_stay, false) group by pid, home) r left join work w using (pid)
            where w.started_on is null or w.started_on <= r.returned_on group by r.home""", "member_returned")

        self.keep("f_dibao", f"""
            select home as hid, count(*) as dibao_members, min(full_months(started_on, {t})) as dibao_started_months
            from {self.sure('dibao')} group by home""", "dibao_members", "dibao_started_months")
        self.keep("f_tekun", f"""
            select home as hid, count(*) as tekun_members,
                count(*) filter (self_care = {code('tekun', 'self_care', 'none')}) as tekun_no_self_care
            from {self.sure('tekun')} group by home""", "tekun_members", "tekun_no_self_care")
        self.keep("f_pension", f"""
            select p.hid, count(*) as no_pension_elderly
            from (select distinct pid from national_persons where level between 1 and 5 and resident_pension = false) n
                join persons p using (pid)
            where not coalesce(p.departed_on <= {t}, false) and years_old(p.birth, {t}) >= 60 group by p.hid""",
            "no_pension_elderly")
        self.keep("f_aid", f"""
            select home as hid, sum(amount) as temporary_assistance_12m, count(*) as temporary_assistance_times
            from {self.sure('temporary_assistance')} where paid_on > {year} and paid_on <= {t} group by home""",
            "temporary_assistance_12m", "temporary_assistance_times")
        im = code("disability", "category", "intellectual", "mental")
        recent = f"certified_on > {quarter} and certified_on <= {t}"
        self.keep("f_disability", f"""
            select home as hid, count(*) as disabled_members, count(*) filter (grade <= 2) as severely_disabled_members,
                count(*) filter (grade between 3 and 4 and category in ({im})) as intellectual_mental_members,
                count(*) filter (grade <= 2 and {recent}) as new_severe_disability,
                count(*) filter (grade between 3 and 4 and category in ({im}) and {recent}) as new_intellectual_mental_disability,
                count(*) filter (grade between 3 and 4 and category not in ({im}) and {recent}) as new_other_disability
            from {self.sure('disability')} where state = {code('disability', 'state', 'valid')} group by home""",
            "disabled_members", "severely_disabled_members", "new_severe_disability", "new_intellectual_mental_disability",
            "new_other_disability", "intellectual_mental_members")

        beyond = code("school_roll", "stage", "senior", "vocational", "higher_vocational", "university")
        self.keep("f_school", f"""
            select home as hid, count(*) as students_beyond_compulsory, sum(self_paid) as non_compulsory_school_cost,
                count(*) filter (stage in ({code('school_roll', 'stage', 'vocational', 'higher_vocational')})) as vocational_students
            from {self.sure('school_roll')} where stage in ({beyond}) group by home""",
            "students_beyond_compulsory", "non_compulsory_school_cost", "vocational_students")
        cut = f"date '{self.as_of.year if self.as_of.month >= 9 else self.as_of.year - 1}-08-31'"
        back = "coalesce(returned, false) or coalesce(exempt, false) or coalesce(elsewhere, false)"
        self.keep("f_dropout", f"""
            with listed as (select pid, bool_or({back}) as explained, bool_or(not ({back})) as suspected
                from {self.sure('suspected_dropout')} group by pid)
            select p.hid, count(*) as not_enrolled_school_age
            from persons p left join listed d using (pid)
            where not coalesce(p.departed_on <= {t}, false) and not coalesce(d.explained, false)
                and (coalesce(d.suspected, false) or (years_old(p.birth, {cut}) between 6 and 14
                    and p.pid not in (select pid from school_roll where level between 1 and 5 and pid is not null)))
            group by p.hid""", "not_enrolled_school_age")
        self.keep("f_pupils_back", f"""
            select p.hid, count(*) as returned_pupils
            from (select distinct pid from suspected_dropout where level between 1 and 5 and coalesce(returned, false)) d
                join persons p using (pid) where not coalesce(p.departed_on <= {t}, false) group by p.hid""", "returned_pupils")
        self.keep("f_persons", f"""
            select hid, count(*) filter (years_old(birth, {t}) >= 60) as elderly_members,
                count(*) filter (years_old(birth, {t}) < 16) as children
            from persons where not coalesce(departed_on <= {t}, false) group by hid""", "elderly_members", "children")
        self.keep("f_uninsured", f"""
            select p.hid, count(*) as uninsured_members
            from (select distinct pid from uninsured where level between 1 and 5 and not coalesce(covered_elsewhere, false)) u
                join persons p using (pid) where not coalesce(p.departed_on <= {t}, false) group by p.hid""", "uninsured_members")

        c, d = code("housing_safety", "grade", "c"), code("housing_safety", "grade", "d")
        repair = code("housing_safety", "repair", "not_started", "under_way", "completed")
        self.keep("f_housing", f"""
            select home as hid, count(*) as dangerous_house_occupied, count(*) filter (grade = {d}) as d_grade_house_occupied,
                max(full_months(found_on, {t})) as dangerous_house_months,
                count(*) filter (repair = {code('housing_safety', 'repair', 'completed')}) as house_unaccepted,
                count(*) filter (repair = {code('housing_safety', 'repair', 'not_started')}) as house_not_started
            from {self.sure('housing_safety')} where grade in ({c}, {d}) and occupied and repair in ({repair}) group by home""",
            "dangerous_house_occupied", "d_grade_house_occupied", "dangerous_house_months", "house_unaccepted",
            "house_not_started")
        water = f"""select *, coalesce(restored_on, {t}) - found_on as days, restored_on is null and not coalesce(restored, false) as open
            from {self.sure('water_problems')} where found_on <= {t}"""
        self.keep("f_water", f"""
            with problems as ({water}), by_home as (
                select home as hid, days, open, found_on from problems where home is not null
                union all select h.hid, days, open, found_on from problems w join households h on h.gid = w.gid where w.home is null
                union all select h.hid, days, open, found_on from problems w join households h on h.vid = w.vid where w.home is null and w.gid is null)
            select hid, max(days) as water_fault_days, max(open::int) as open_water_fault,
                count(*) filter (found_on > {year}) as water_fault_times from by_home group by hid""",
            "water_fault_days", "open_water_fault", "water_fault_times")
        damaged = code("disaster_losses", "house_damage", "severe", "collapsed")
        self.keep("f_disaster", f"""
            select home as hid, count(*) filter (happened_on > {quarter}) as disaster_rows,
                sum(direct_loss) filter (happened_on > {quarter}) as disaster_loss,
                max((house_damage in ({damaged}))::int) filter (happened_on > {quarter}) as house_damaged_by_disaster,
                count(*) as disaster_rows_12m
            from {self.sure('disaster_losses')} where happened_on > {year} and happened_on <= {t} group by home""",
            "disaster_rows", "disaster_loss", "house_damaged_by_disaster", "disaster_rows_12m")

        self.keep("f_vehicles", f"""
            select home as hid, count(*) as vehicles_counted, count(*) filter (not coalesce(explained, false)) as vehicles_unexplained,
                count(*) filter (registered_on > {year} and registered_on <= {t}) as new_vehicles_12m
            from {self.sure('vehicles')}
            where kind in ({code('vehicles', 'kind', 'car', 'minibus', 'truck')}) and state = {code('vehicles', 'state', 'normal')}
            group by home""", "vehicles_counted", "vehicles_unexplained", "new_vehicles_12m")
        company = code("business_entities", "kind", "company")
        self.keep("f_companies", f"""
            select home as hid, count(*) filter (kind = {company}) as companies_counted,
                count(*) filter (kind = {company} and not coalesce(explained, false)) as companies_unexplained,
                sum(capital) filter (kind = {company}) as company_capital,
                count(*) filter (kind = {code('business_entities', 'kind', 'self_employed')}) as self_employed_entities
            from {self.sure('business_entities')} where state = {code('business_entities', 'state', 'active')} group by home""",
            "companies_counted", "companies_unexplained", "company_capital", "self_employed_entities")
        self.keep("f_estate", f"""
            select home as hid, count(*) as commercial_housing,
                count(*) filter (not coalesce(explained, false)) as commercial_housing_unexplained
            from {self.sure('real_estate')} where use in ({code('real_estate', 'use', 'commercial_housing', 'shop')}) group by home""",
            "commercial_housing", "commercial_housing_unexplained")
        hot = code("appeals", "channel", "hotline_12345", "hotline_12317", "petition", "mailbox", "media", "other")
        platform = code("appeals", "channel", "platform_self", "platform_proxy", "platform_government")
        self.keep("f_appeals", f"""
            select home as hid, count(*) filter (channel in ({hot})) as hotline_appeals,
                count(*) filter (channel in ({platform})) as platform_appeals,
                count(*) filter (channel in ({code('appeals', 'channel', 'petition', 'mailbox', 'media')})) as petition_media_appeals
            from {self.sure('appeals')} where hardship and received_on > {quarter} and received_on <= {t} group by home""",
            "hotline_appeals", "platform_appeals", "petition_media_appeals")

        # Counts and sums of nothing are zero; highest and lowest of nothing are nothing.
        empty = {"dibao_started_months", "dangerous_house_months", "water_fault_days", "member_returned", "any_member_jobless",
            "main_earner_jobless", "medical_single_stay_top", "family_top_wage"}
        plain = ", ".join(f"f.{fact}" if fact in empty else f"coalesce(f.{fact}, 0) as {fact}" for fact in self.columns)
        joins = "".join(f" left join {name} using (hid)" for name in dict.fromkeys(self.columns.values()))
        self.keep("joined", f"select h.*, n.* exclude (hid), {plain.replace('f.', '')} from households h left join f_national n using (hid){joins}")
        self.keep("x", f"""
            select *, net_income + coalesce(claims_income, 0) - coalesce(compliant_out_of_pocket, 0) as reference,
                reference // income_members as reference_income_per_head,
                coalesce(net_income_stated, net_income // income_members) as net_income_per_head,
                transfer_income * 10000 // nullif(wage_income + operating_income + property_income + transfer_income, 0) as transfer_share,
                wage_income * 10000 // nullif(wage_income + operating_income + property_income + transfer_income, 0) as wage_share,
                operating_income * 10000 // nullif(wage_income + operating_income + property_income + transfer_income, 0) as operating_share,
                operating_expense * 10000 // nullif(operating_income, 0) as operating_cost_share,
                inpatient_reimbursed_12m * 10000 // nullif(inpatient_reimbursed_12m + inpatient_self_paid_12m, 0) as inpatient_reimbursed_share,
                labor_known_members // nullif(able_members, 0) as dependents_per_worker,
                coalesce(labor_known_members > 0 and able_members = 0, false)::int as no_labor_household,
                (out_of_poverty or monitored or dibao_members > 0 or tekun_members > 0)::int as low_income_household,
                vehicles_counted + companies_counted + commercial_housing as asset_hits
            from (select * exclude (out_of_poverty, monitored, eliminated, identified_on, seriously_ill_members, ill_members, able_members, labor_known_members),
                    out_of_poverty::int as out_of_poverty_household, monitored::int as monitored, eliminated::int as risk_eliminated,
                    (monitored or eliminated)::int as ever_monitored,
                    out_of_poverty, full_months(identified_on, {t}) as months_since_identified,
                    coalesce(seriously_ill_members, 0) as seriously_ill_members, coalesce(ill_members, 0) as ill_members,
                    coalesce(able_members, 0) as able_members, coalesce(labor_known_members, 0) as labor_known_members,
                    wage_income + operating_income + property_income + transfer_income - operating_expense as net_income
                from joined)""")

    def screen(self, rules, out):
        known = {it[0] for it in self.db.execute("select column_name from (describe x)").fetchall()}
        read = {it["fact"] for rule in rules for it in rule["all"] + rule["any"]}
        if read - known:
            raise SystemExit(f"no expression here for the facts {sorted(read - known)}")
        holds = lambda it: f"{it['fact']} {OPS[it['op']]} {it['limit']}"
        branches = []
        for number, rule in enumerate(rules):
            condition = [holds(it) for it in rule["all"]]
            if rule["any"]:
                condition.append("(" + " or ".join(holds(it) for it in rule["any"]) + ")")
            branches.append(f"select hid, {number}::smallint as rule from x where {' and '.join(condition)}")
        self.db.execute(f"copy ({' union all '.join(branches)}) to '{out}' (format parquet, compression zstd)")
        return self.db.execute(f"select count(*) from read_parquet('{out}')").fetchone()[0]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("lake")
    parser.add_argument("rules")
    parser.add_argument("out")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--as-of", type=datetime.date.fromisoformat, default=datetime.date(2023, 10, 31))
    options = parser.parse_args()
    rules = json.loads(pathlib.Path(options.rules).read_text(encoding="utf-8"))
    screening = Screening(options.lake, options.as_of, options.threads)
    screening.facts()
    print(json.dumps({"engine": f"duckdb {duckdb.__version__}", "hits": screening.screen(rules, options.out)}))
