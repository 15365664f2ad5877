"""Compares the folded facts of a lake with the SQL of the same declarations, in DuckDB.

    oracle.py LAKE OUT

OUT is what `shouwang bench oracle LAKE OUT` has written: facts.sql, and a Parquet
file per county with the folded household facts. Every fact of every household is
compared, empty values too. Ends with 1 when any differs.
"""

import json
import pathlib
import sys

import duckdb


def main(lake, out):
    lake, out = pathlib.Path(lake), pathlib.Path(out)
    db = duckdb.connect()
    for folder in sorted(it for it in lake.iterdir() if it.is_dir() and it.name != "registry"):
        db.execute(f"create view {folder.name} as select * from read_parquet('{folder}/*/*/*.parquet')")
    for name in ("persons", "households"):
        db.execute(f"create view registry_{name} as select * from read_parquet('{lake}/registry/*/{name}.parquet')")
    statement = (out / "facts.sql").read_text(encoding="utf-8")
    db.execute(f"create temp table stated as {statement}")
    db.execute(f"create temp table folded as select * from read_parquet('{out}/facts/*.parquet')")
    columns = lambda table: [it[0] for it in db.execute(f"describe {table}").fetchall()]
    facts = [it for it in columns("folded") if it != "hid"]
    missing = set(facts) ^ (set(columns("stated")) - {"hid"})
    if missing:
        sys.exit(f"in one of the two only: {sorted(missing)}")
    households = db.execute("select count(*) from folded").fetchone()[0]
    joined = db.execute("select count(*) from folded join stated using (hid)").fetchone()[0]
    counts = ", ".join(f"count(*) filter (f.{it} is distinct from cast(s.{it} as bigint))" for it in facts)
    differing = db.execute(f"select {counts} from folded f join stated s using (hid)").fetchone()
    wrong = {fact: count for fact, count in zip(facts, differing) if count}
    for fact in wrong:
        rows = db.execute(
            f"select hid, f.{fact}, s.{fact} from folded f join stated s using (hid) "
            f"where f.{fact} is distinct from cast(s.{fact} as bigint) order by hid limit 3"
        ).fetchall()
        print(f"{fact}: {wrong[fact]} households differ, such as (household, fold, SQL) {rows}")
    set_values = ", ".join(f"count({it})" for it in facts)
    filled = sum(db.execute(f"select {set_values} from folded").fetchone())
    print(json.dumps({"households": households, "facts": len(facts), "values": households * len(facts),
        "not_empty": filled, "differing_facts": len(wrong), "households_missing": households - joined}))
    return 1 if wrong or joined != households or not households else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
