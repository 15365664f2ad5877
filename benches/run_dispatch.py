"""Bulk dispatch of a month's new clues on both engines, beside a floor.

    run_dispatch.py [--clues 10000] [--reps 3] --binary target/release/examples/load

PostgreSQL runs when `BENCH_POSTGRES_URL` names a server. Each repetition runs every engine once in
a fresh process with an empty database. Writes its block of benches/RESULTS.md.
"""

import argparse
import json
import os
import shutil
import statistics
import sys

from measure import WORK, machine, run, write_block


def once(binary, engine, clues):
    """One dispatch in a fresh database; PostgreSQL only when the engine is."""
    folder = WORK / "dispatch" / engine
    words = [binary, "dispatch", folder, clues]
    if engine == "SQLite":
        words = ["env", "--unset=BENCH_POSTGRES_URL", *words]
    done = run(words)
    shutil.rmtree(folder, ignore_errors=True)
    return json.loads(done["printed"]) | {"load": done["load"]}


def seconds(runs, key):
    values = [it[key] for it in runs]
    return f"{statistics.median(values):.2f} ({min(values):.2f}–{max(values):.2f})"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--clues", type=int, default=10_000)
    parser.add_argument("--reps", type=int, default=3)
    parser.add_argument("--binary", default="target/release/examples/load")
    options = parser.parse_args()
    engines = ["SQLite"] + (["PostgreSQL"] if os.environ.get("BENCH_POSTGRES_URL") else [])
    runs = {engine: [] for engine in engines}
    for rep in range(options.reps):
        for engine in engines:
            it = once(options.binary, engine, options.clues)
            runs[engine].append(it)
            print(f"{rep + 1} {engine:10} {it['seconds']:6.2f} s  floor {it['floor']:6.2f} s  load {it['load']:.1f}", flush=True)

    lines = ["| | dispatch s | floor s | dispatch / floor | a second time s | clues a second | load |", "|---|---|---|---|---|---|---|"]
    for engine in engines:
        middle = lambda key: statistics.median(it[key] for it in runs[engine])
        lines.append(f"| **{engine}** | {seconds(runs[engine], 'seconds')} | {seconds(runs[engine], 'floor')} "
            f"| {middle('seconds') / middle('floor'):.1f} | {middle('again'):.2f} "
            f"| {options.clues / middle('seconds'):,.0f} | {middle('load'):.1f} |")
    it = runs["SQLite"][0]
    rows = ", ".join(f"{count:,} {table}" for table, count in it["rows"].items())
    write_block("dispatch", f"""## Bulk dispatch

Method and reading of the figures: [README.md](README.md).

{options.clues:,} new clues of as many households of one county, dispatched in one transaction: {rows}.
{options.reps} interleaved runs in fresh processes and empty databases, a {it['profile']} build; medians, range in brackets.

{chr(10).join(lines)}

{machine()}.""")
    print("\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
