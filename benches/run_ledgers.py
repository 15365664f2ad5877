"""A ledger that grows to a million records, on both engines: imported sheet by sheet, listed,
filtered, counted and exported, beside a bare table of the same cells.

    run_ledgers.py [--records 1000000] [--engine SQLite|PostgreSQL] --binary target/release/examples/load

PostgreSQL runs when `BENCH_POSTGRES_URL` names a server. Writes its block of benches/RESULTS.md.
"""

import argparse
import json
import os
import shutil
import sys

from measure import WORK, machine, numbers, run, waits, write_block

LEVELS = ["village", "township", "county", "province"]


def whole(it):
    """What is done to all records: seconds, records a second, and how far from the floor."""
    count, floor = it["records"], it["floor"]
    imported = sum(it["imports"])
    lines = [
        "| | seconds | records a second | floor s | times the floor |",
        "|---|---|---|---|---|",
        f"| **import**, {it['counties']} sheets | {imported:.0f} | {count / imported:,.0f} | {floor['import']:.0f} | {imported / floor['import']:.1f} |",
        f"| **import again**, as exported, one sheet | {it['again']:.1f} | {it['each'] / it['again']:,.0f} | | |",
        f"| **export** of a county, a workbook | {it['county_export']:.1f} | {it['each'] / it['county_export']:,.0f} | | |",
        f"| **export** of the province, CSV | {it['export']:.0f} | {count / it['export']:,.0f} | {floor['export']:.1f} | {it['export'] / floor['export']:.1f} |",
    ]
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--engine", choices=["SQLite", "PostgreSQL"])
    parser.add_argument("--binary", default="target/release/examples/load")
    options = parser.parse_args()
    engines = ["SQLite"] + (["PostgreSQL"] if os.environ.get("BENCH_POSTGRES_URL") else [])
    kept = {}
    for engine in [options.engine] if options.engine else engines:
        before = ["env", "--unset=BENCH_POSTGRES_URL"] if engine == "SQLite" else []
        folder = WORK / "ledgers" / engine.lower()
        folder.parent.mkdir(parents=True, exist_ok=True)
        done = run([*before, options.binary, "ledgers", folder, options.records])
        it = json.loads(done["printed"]) | {"mb": done["mb"], "load": done["load"], "machine": machine()}
        kept = numbers("ledgers", engine, it)
        shutil.rmtree(folder, ignore_errors=True)

    text = "## A ledger of a province\n\nMethod and reading of the figures: [README.md](README.md).\n"
    for engine, it in kept.items():
        first, last = it["imports"][0], it["imports"][-1]
        text += f"""
### {engine}

{it['records']:,} records of `{it['ledger']}` in {it['counties']} counties; a {it['profile']} build, one process, peak {it['mb']:,.0f} MB, load {it['load']:.1f}. The first sheet took {first:.1f} s, the last {last:.1f} s.

{whole(it)}

{waits(it['lists'], LEVELS)}

{it['machine']}.
"""
    write_block("ledgers", text)
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
