"""The screening written by hand for Polars.

    polars_screen.py LAKE RULES.json OUT.parquet [--threads N] [--as-of 2023-10-31]

The same work as duckdb_screen.py: lazy scans on the streaming engine for the
facts, one filter per rule over the joined facts in memory.
"""

import argparse
import datetime
import functools
import json
import operator
import os
import pathlib
import sys
import tomllib

if "--threads" in sys.argv:
    os.environ["POLARS_MAX_THREADS"] = sys.argv[sys.argv.index("--threads") + 1]
else:
    os.environ["POLARS_MAX_THREADS"] = "2"

import polars as pl  # noqa: E402  (the number of threads is read when it is loaded)

ROOT = pathlib.Path(__file__).resolve().parents[2]
OPS = {"≥": operator.ge, ">": operator.gt, "≤": operator.le, "<": operator.lt, "=": operator.eq, "≠": operator.ne}
c = pl.col


def months_back(day, months):
    """The day before a window begins; `day` is a month end, and so is the result."""
    month = day.year * 12 + day.month - months
    return datetime.date(month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)


def codes():
    """Numbers of the words of a column of codes."""
    tables = tomllib.loads((ROOT / "feeds" / "tables.toml").read_text(encoding="utf-8"))
    numbers = {
        (table, name): {word: number for number, word in enumerate(column["codes"])}
        for table, declared in tables["tables"].items()
        for name, column in declared["columns"].items()
        if isinstance(column.get("codes"), list)
    }
    return lambda table, column, *words: [numbers[table, column][word] for word in words]


def full_months(start, end):
    """Whole months to the fixed day `end`; the last day of a month is full for any day."""
    months = (end.year - start.dt.year().cast(pl.Int32)) * 12 + end.month - start.dt.month().cast(pl.Int32)
    if (end + datetime.timedelta(days=1)).day == 1:
        return months
    return months - (start.dt.day() > end.day).cast(pl.Int32)


def years_old(birth, on):
    years = on.year - birth.dt.year().cast(pl.Int32)
    before = birth.dt.month().cast(pl.Int32) * 100 + birth.dt.day().cast(pl.Int32) > on.month * 100 + on.day
    return (years - before.cast(pl.Int32)).clip(lower_bound=0)


class Screening:
    def __init__(self, lake, as_of):
        self.lake, self.t = lake, as_of
        self.year, self.quarter = months_back(as_of, 12), months_back(as_of, 3)
        self.code = codes()
        self.persons = pl.scan_parquet(f"{lake}/registry/*/persons.parquet")
        self.households = pl.scan_parquet(f"{lake}/registry/*/households.parquet")
        moved = pl.read_parquet(f"{lake}/registry/*/moved_in.parquet").select("pid", c("hid").alias("moved_to"))
        self.moved = moved.lazy() if moved.height else None

    def rows(self, table):
        """Sure rows of a table with the household of today as `home`."""
        rows = pl.scan_parquet(f"{self.lake}/{table}/*/*/*.parquet").filter(c("level").is_between(1, 5))
        if self.moved is None:
            return rows.with_columns(home=c("hid"))
        return rows.join(self.moved, on="pid", how="left").with_columns(home=pl.coalesce("moved_to", "hid"))

    def facts(self):
        t, year, quarter, code = self.t, self.year, self.quarter, self.code
        within = lambda day, start: (c(day) > start) & (c(day) <= t)
        steps = []

        inpatient = c("visit_kind") == code("medical_claims", "visit_kind", "inpatient")[0]
        claims = self.rows("medical_claims").filter(within("visited_on", year))
        paid = c("in_catalogue_self_paid")
        reimbursed = sum(c(it).fill_null(0) for it in ("pooled_payment", "serious_illness_payment", "medical_assistance"))
        steps.append(claims.group_by("pid", "home").agg(
            paid.sum().alias("self_paid"),
            paid.filter(~inpatient).sum().alias("outpatient"),
            c("outside_catalogue").sum().alias("outside"),
            paid.filter(inpatient).sum().alias("inpatient"),
            reimbursed.filter(inpatient).sum().alias("reimbursed"),
            (inpatient & ~c("reversal")).sum().alias("stays"),
        ).group_by("home").agg(
            c("self_paid").max().alias("medical_self_paid_12m_top"),
            c("self_paid").sum().alias("medical_self_paid_12m_household"),
            c("outpatient").sum().alias("outpatient_self_paid_12m"),
            c("outside").sum().alias("outside_catalogue_12m"),
            c("stays").sum().alias("inpatient_stays_12m"),
            c("inpatient").sum().alias("inpatient_self_paid_12m"),
            c("reimbursed").sum().alias("inpatient_reimbursed_12m"),
        ))
        steps.append(claims.filter(inpatient).group_by("pid", "home", "visit_no").agg(paid.sum().alias("stay"))
            .group_by("home").agg(c("stay").max().alias("medical_single_stay_top")))
        kind = lambda word: (c("kind") == code("diagnoses", "kind", word)[0]).sum()
        steps.append(self.rows("diagnoses").filter(within("diagnosed_on", quarter)).group_by("home").agg(
            kind("serious").alias("new_serious_disease"), kind("chronic").alias("new_chronic_disease"),
            kind("mental").alias("new_mental_disorder")))

        able = c("labor_capacity").is_in(code("national_persons", "labor_capacity", "ordinary", "skilled", "weak_or_half"))
        steps.append(self.rows("national_persons").group_by("home").agg(
            pl.len().cast(pl.Int64).alias("income_members"),
            *[c(it).max() for it in ("wage_income", "operating_income", "property_income", "transfer_income",
                "operating_expense", "net_income_per_capita", "claims_income", "compliant_out_of_pocket")],
            c("seriously_ill").sum().alias("seriously_ill_members"), c("ill").sum().alias("ill_members"),
            able.sum().alias("able_members"), c("labor_capacity").count().alias("labor_known_members")))

        work = self.rows("migrant_work").group_by("pid", "home").agg(
            c("monthly_wage").max().alias("top"),
            c("started_on").filter(c("started_on") <= t).max().alias("started_on"),
            ((c("started_on") <= t) & (c("ended_on").is_null() | (c("ended_on") > t))).sum().alias("working"))
        work = work.collect(engine="streaming").lazy()
        family = work.group_by("home").agg(c("working").sum().alias("working_members"), c("top").max().alias("family_top"))
        family = family.collect(engine="streaming").lazy()
        steps.append(family.select("home", "working_members", c("family_top").alias("family_top_wage")))
        lost = self.rows("unemployment").filter((c("lost_on") <= t) & ~c("reemployed").fill_null(False))
        since = full_months(c("lost_on"), t)
        earner = (c("top") > 0) & (c("top") == c("family_top"))
        steps.append(lost.group_by("pid", "home").agg(c("lost_on").max())
            .join(work.select("pid", "top", "started_on"), on="pid", how="left")
            .join(family.select("home", "family_top"), on="home", how="left")
            .filter(c("started_on").is_null() | (c("started_on") <= c("lost_on")))
            .group_by("home").agg(since.max().alias("any_member_jobless"), since.filter(earner).max().alias("main_earner_jobless")))
        alive = ~(c("departed_on") <= t).fill_null(False)
        steps.append(self.persons.filter(alive).select("pid", "hid").join(lost.group_by("pid").agg(c("lost_on").max()), on="pid", how="inner")
            .join(work.group_by("pid").agg(c("started_on").max()), on="pid", how="left")
            .filter(c("started_on").is_null() | (c("started_on") <= c("lost_on")))
            .group_by(c("hid").alias("home")).agg(pl.len().alias("jobless_members")))
        back = self.rows("returnees").filter((c("returned_on") <= t) & ~c("short_stay").fill_null(False))
        undecided = c("intention") == code("returnees", "intention", "undecided")[0]
        steps.append(back.filter(undecided).group_by("home").agg(pl.len().alias("undecided_returnees")))
        steps.append(back.group_by("pid", "home").agg(c("returned_on").max())
            .join(work.select("pid", "started_on"), on="pid", how="left")
            .filter(c("started_on").is_null() | (c("started_on") <= c("returned_on")))
            .group_by("home").agg(full_months(c("returned_on"), t).max().alias("member_returned")))

        steps.append(self.rows("dibao").group_by("home").agg(
            pl.len().alias("dibao_members"), full_months(c("started_on"), t).min().alias("dibao_started_months")))
        steps.append(self.rows("tekun").group_by("home").agg(
            pl.len().alias("tekun_members"),
            (c("self_care") == code("tekun", "self_care", "none")[0]).sum().alias("tekun_no_self_care")))
        steps.append(self.rows("temporary_assistance").filter(within("paid_on", year)).group_by("home").agg(
            c("amount").sum().alias("temporary_assistance_12m"), pl.len().alias("temporary_assistance_times")))
        im = c("category").is_in(code("disability", "category", "intellectual", "mental"))
        severe, light, recent = c("grade") <= 2, c("grade").is_between(3, 4), within("certified_on", quarter)
        valid = c("state") == code("disability", "state", "valid")[0]
        steps.append(self.rows("disability").filter(valid).group_by("home").agg(
            pl.len().alias("disabled_members"), severe.sum().alias("severely_disabled_members"),
            (light & im).sum().alias("intellectual_mental_members"),
            (severe & recent).sum().alias("new_severe_disability"),
            (light & im & recent).sum().alias("new_intellectual_mental_disability"),
            (light & ~im & recent).sum().alias("new_other_disability")))

        roll = self.rows("school_roll")
        beyond = c("stage").is_in(code("school_roll", "stage", "senior", "vocational", "higher_vocational", "university"))
        steps.append(roll.filter(beyond).group_by("home").agg(
            pl.len().alias("students_beyond_compulsory"), c("self_paid").sum().alias("non_compulsory_school_cost"),
            c("stage").is_in(code("school_roll", "stage", "vocational", "higher_vocational")).sum().alias("vocational_students")))
        cut = datetime.date(t.year if t.month >= 9 else t.year - 1, 8, 31)
        explained = functools.reduce(operator.or_, (c(it).fill_null(False) for it in ("returned", "exempt", "elsewhere")))
        listed = self.rows("suspected_dropout").group_by("pid").agg(
            explained.any().alias("explained"), (~explained).any().alias("suspected"))
        of_age = years_old(c("birth"), cut).is_between(6, 14)
        pupils = self.persons.filter(alive & of_age).join(roll.select("pid"), on="pid", how="anti").select("pid", "hid")
        on_list = self.persons.filter(alive).join(listed, on="pid", how="inner").filter("suspected").select("pid", "hid")
        steps.append(pl.concat([pupils, on_list]).unique().join(listed.filter("explained"), on="pid", how="anti")
            .group_by(c("hid").alias("home")).agg(pl.len().alias("not_enrolled_school_age")))
        returned = self.rows("suspected_dropout").filter(c("returned").fill_null(False)).select("pid")
        steps.append(self.persons.filter(alive).join(returned, on="pid", how="semi")
            .group_by(c("hid").alias("home")).agg(pl.len().alias("returned_pupils")))
        age = years_old(c("birth"), t)
        unpensioned = self.rows("national_persons").filter(~c("resident_pension")).select("pid")
        steps.append(self.persons.filter(alive & (age >= 60)).join(unpensioned, on="pid", how="semi")
            .group_by(c("hid").alias("home")).agg(pl.len().alias("no_pension_elderly")))
        steps.append(self.persons.filter(alive).group_by(c("hid").alias("home")).agg(
            (age >= 60).sum().alias("elderly_members"), (age < 16).sum().alias("children")))
        uncovered = self.rows("uninsured").filter(~c("covered_elsewhere").fill_null(False)).select("pid")
        steps.append(self.persons.filter(alive).join(uncovered, on="pid", how="semi")
            .group_by(c("hid").alias("home")).agg(pl.len().alias("uninsured_members")))

        grade = lambda *words: c("grade").is_in(code("housing_safety", "grade", *words))
        repair = c("repair").is_in(code("housing_safety", "repair", "not_started", "under_way", "completed"))
        steps.append(self.rows("housing_safety").filter(grade("c", "d") & c("occupied") & repair).group_by("home").agg(
            pl.len().alias("dangerous_house_occupied"), grade("d").sum().alias("d_grade_house_occupied"),
            full_months(c("found_on"), t).max().alias("dangerous_house_months"),
            (c("repair") == code("housing_safety", "repair", "completed")[0]).sum().alias("house_unaccepted"),
            (c("repair") == code("housing_safety", "repair", "not_started")[0]).sum().alias("house_not_started")))
        problems = self.rows("water_problems").filter(c("found_on") <= t).select(
            "home", "gid", "vid", recent=c("found_on") > year, days=(c("restored_on").fill_null(t) - c("found_on")).dt.total_days(),
            open=c("restored_on").is_null() & ~c("restored").fill_null(False))
        strangers = problems.filter(c("home").is_null())
        by_group = strangers.join(self.households, on="gid").select(c("hid").alias("home"), "days", "open", "recent")
        by_village = strangers.filter(c("gid").is_null()).join(self.households, on="vid").select(c("hid").alias("home"), "days", "open", "recent")
        steps.append(pl.concat([problems.filter(c("home").is_not_null()).select("home", "days", "open", "recent"), by_group, by_village])
            .group_by("home").agg(c("days").max().alias("water_fault_days"), c("open").any().cast(pl.Int64).alias("open_water_fault"),
                c("recent").sum().alias("water_fault_times")))
        damaged = c("house_damage").is_in(code("disaster_losses", "house_damage", "severe", "collapsed"))
        steps.append(self.rows("disaster_losses").filter(within("happened_on", quarter)).group_by("home").agg(
            pl.len().alias("disaster_rows"), c("direct_loss").sum().alias("disaster_loss"),
            damaged.any().cast(pl.Int64).alias("house_damaged_by_disaster")))

        steps.append(self.rows("disaster_losses").filter(within("happened_on", year)).group_by("home").agg(
            pl.len().alias("disaster_rows_12m")))

        unexplained = ~c("explained").fill_null(False)
        car = c("kind").is_in(code("vehicles", "kind", "car", "minibus", "truck")) & (c("state") == code("vehicles", "state", "normal")[0])
        steps.append(self.rows("vehicles").filter(car).group_by("home").agg(
            pl.len().alias("vehicles_counted"), unexplained.sum().alias("vehicles_unexplained"),
            within("registered_on", year).sum().alias("new_vehicles_12m")))
        company = (c("kind") == code("business_entities", "kind", "company")[0]) & (c("state") == code("business_entities", "state", "active")[0])
        steps.append(self.rows("business_entities").filter(company).group_by("home").agg(
            pl.len().alias("companies_counted"), unexplained.sum().alias("companies_unexplained"),
            c("capital").sum().alias("company_capital")))
        alone = (c("kind") == code("business_entities", "kind", "self_employed")[0]) & (c("state") == code("business_entities", "state", "active")[0])
        steps.append(self.rows("business_entities").filter(alone).group_by("home").agg(pl.len().alias("self_employed_entities")))
        flat = c("use").is_in(code("real_estate", "use", "commercial_housing", "shop"))
        steps.append(self.rows("real_estate").filter(flat).group_by("home").agg(
            pl.len().alias("commercial_housing"), unexplained.sum().alias("commercial_housing_unexplained")))
        channel = lambda *words: c("channel").is_in(code("appeals", "channel", *words)).sum()
        steps.append(self.rows("appeals").filter(c("hardship") & within("received_on", quarter)).group_by("home").agg(
            channel("hotline_12345", "hotline_12317", "petition", "mailbox", "media", "other").alias("hotline_appeals"),
            channel("platform_self", "platform_proxy", "platform_government").alias("platform_appeals"),
            channel("petition", "mailbox", "media").alias("petition_media_appeals")))

        frames = pl.collect_all(steps, engine="streaming")
        x = self.households.select("hid", "out_of_poverty", "monitored", "eliminated", "identified_on").collect()
        for frame in frames:
            x = x.join(frame.rename({"home": "hid"}), on="hid", how="left")
        # Counts and sums of nothing are zero; highest and lowest of nothing are nothing.
        nothing = {"hid", "identified_on", "dibao_started_months", "dangerous_house_months", "water_fault_days", "member_returned",
            "any_member_jobless", "main_earner_jobless", "medical_single_stay_top", "income_members", "wage_income",
            "operating_income", "property_income", "transfer_income", "operating_expense", "net_income_per_capita",
            "claims_income", "compliant_out_of_pocket", "family_top_wage"}
        # Counts are unsigned here, and would compare and subtract as such.
        x = x.with_columns(c(it).cast(pl.Int64).fill_null(0) for it in x.columns if it not in nothing)
        gross = c("wage_income") + c("operating_income") + c("property_income") + c("transfer_income")
        net = gross - c("operating_expense")
        reference = net + c("claims_income").fill_null(0) - c("compliant_out_of_pocket").fill_null(0)
        some = lambda it: pl.when(it != 0).then(it)
        return x.with_columns(
            net_income=net,
            net_income_per_head=c("net_income_per_capita").fill_null(net // some(c("income_members"))),
            reference_income_per_head=reference // some(c("income_members")),
            transfer_share=c("transfer_income") * 10000 // some(gross),
            wage_share=c("wage_income") * 10000 // some(gross),
            operating_share=c("operating_income") * 10000 // some(gross),
            operating_cost_share=c("operating_expense") * 10000 // some(c("operating_income")),
            inpatient_reimbursed_share=c("inpatient_reimbursed_12m") * 10000
                // some(c("inpatient_reimbursed_12m") + c("inpatient_self_paid_12m")),
            dependents_per_worker=c("labor_known_members") // some(c("able_members")),
            no_labor_household=((c("labor_known_members") > 0) & (c("able_members") == 0)).cast(pl.Int64),
            low_income_household=((c("out_of_poverty") == 1) | (c("monitored") == 1) | (c("dibao_members") > 0)
                | (c("tekun_members") > 0)).cast(pl.Int64),
            asset_hits=c("vehicles_counted") + c("companies_counted") + c("commercial_housing"),
            out_of_poverty_household=c("out_of_poverty"),
            risk_eliminated=c("eliminated"),
            ever_monitored=((c("monitored") == 1) | (c("eliminated") == 1)).cast(pl.Int64),
            months_since_identified=full_months(c("identified_on"), t),
        )


def screen(x, rules, out):
    hits = []
    for number, rule in enumerate(rules):
        holds = lambda it: OPS[it["op"]](c(it["fact"]), it["limit"])
        condition = functools.reduce(operator.and_, map(holds, rule["all"]), pl.lit(True))
        if rule["any"]:
            condition = condition & functools.reduce(operator.or_, map(holds, rule["any"]))
        hits.append(x.lazy().filter(condition).select("hid", rule=pl.lit(number, dtype=pl.Int16)))
    found = pl.concat(pl.collect_all(hits))
    found.write_parquet(out, compression="zstd", compression_level=1)
    return found.height


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("lake")
    parser.add_argument("rules")
    parser.add_argument("out")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--as-of", type=datetime.date.fromisoformat, default=datetime.date(2023, 10, 31))
    options = parser.parse_args()
    rules = json.loads(pathlib.Path(options.rules).read_text(encoding="utf-8"))
    facts = Screening(options.lake, options.as_of).facts()
    print(json.dumps({"engine": f"polars {pl.__version__}", "hits": screen(facts, rules, options.out)}))
