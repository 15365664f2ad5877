"""The SQL of all indicators, run by DuckDB over a lake.

    duckdb_indicators.py LAKE STATEMENT.sql [--threads 2]

Prints the parts of every indicator as JSON.
"""

import argparse
import json
import pathlib

import duckdb


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("lake", type=pathlib.Path)
    parser.add_argument("statement", type=pathlib.Path)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    db = duckdb.connect()
    db.execute(f"set threads = {options.threads}")
    db.execute("set preserve_insertion_order = false")
    for folder in sorted(it for it in options.lake.iterdir() if it.is_dir() and it.name != "registry"):
        db.execute(f"create view {folder.name} as select * from read_parquet('{folder}/*/*/*.parquet')")
    for name in ("persons", "households"):
        db.execute(f"create view registry_{name} as select * from read_parquet('{options.lake}/registry/*/{name}.parquet')")
    make, read = options.statement.read_text(encoding="utf-8").split(";\n")
    db.execute(make)
    parts = {
        name: {"numerator": int(above), "denominator": int(below or 0), "households": households, "missing": missing}
        for name, above, below, households, missing in db.execute(read).fetchall()
    }
    print(json.dumps({"engine": f"duckdb {duckdb.__version__}", "parts": parts}))


if __name__ == "__main__":
    main()
