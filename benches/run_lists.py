"""Lists, counts, to-dos and searches in a province's database, on both engines, beside pages by
the beginning of a code.

    run_lists.py [--households 2000000] [--engine SQLite|PostgreSQL] [--again] --binary target/release/examples/load

PostgreSQL runs when `BENCH_POSTGRES_URL` names a server. `--again` asks the databases that were
filled before. Writes its block of benches/RESULTS.md.
"""

import argparse
import json
import os
import shutil
import sys

from measure import WORK, machine, numbers, run, waits, write_block

LEVELS = ["village", "township", "county", "prefecture", "province"]


def measured(binary, engine, households, again):
    folder = WORK / "lists" / f"{engine.lower()}_{households}"
    before = ["env", "--unset=BENCH_POSTGRES_URL"] if engine == "SQLite" else []
    if not again:
        filled = json.loads(run([*before, binary, "fill", folder, households])["printed"])
        print(f"{engine}: filled in {filled['seconds']:.0f} s", flush=True)
    done = run([*before, binary, "lists", folder])
    return json.loads(done["printed"]) | {"mb": done["mb"], "load": done["load"]}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--households", type=int, default=2_000_000)
    parser.add_argument("--engine", choices=["SQLite", "PostgreSQL"])
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--binary", default="target/release/examples/load")
    options = parser.parse_args()
    engines = ["SQLite"] + (["PostgreSQL"] if os.environ.get("BENCH_POSTGRES_URL") else [])
    kept = {}
    for engine in [options.engine] if options.engine else engines:
        it = measured(options.binary, engine, options.households, options.again)
        it["machine"] = machine()
        kept = numbers("lists", engine, it)
        if not options.keep and not options.again:
            shutil.rmtree(WORK / "lists" / f"{engine.lower()}_{options.households}", ignore_errors=True)

    text = "## Lists of a province\n\nMethod and reading of the figures: [README.md](README.md).\n"
    for engine, it in kept.items():
        text += f"""
### {engine}

{it['households']:,} households in {it['villages']:,} villages, each with a case; a {it['profile']} build, one process, warm, peak {it['mb']:,.0f} MB, load {it['load']:.1f}.

{waits(it['rows'], LEVELS)}

{it['machine']}.
"""
    write_block("lists", text)
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
