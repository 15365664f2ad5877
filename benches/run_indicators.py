"""Indicators of a population, beside screening of the same lake, the same indicators in DuckDB, and the bare scan.

    run_indicators.py --size county|prefecture|province [--reps 3] [--binary target/release/shouwang] [--no-peer]

Makes the lake of that size when it is missing, then runs everything in turn, each in a fresh process, `--reps`
times. DuckDB runs the SQL that is generated from the declarations of facts and indicators; every part of every
indicator has to be the same. The last county alone is what is computed again when its feed changed. Writes its
block of benches/RESULTS.md.
"""

import argparse
import json
import sys

from measure import (ROOT, WORK, command, generate, machine, median, numbers, python, run, spread, write_block)

NAMES = {
    "ours": "Shouwang, indicators",
    "one": "Shouwang, indicators of one county",
    "screen": "Shouwang, screening",
    "duckdb": "DuckDB, indicators",
    "scan": "bare scan of what screening reads (floor)",
}


def differences(ours, theirs):
    """Parts that the two do not agree on."""
    parts = {it: tally or {"numerator": 0, "denominator": None, "households": 0, "missing": 0} for it, tally in ours.items()}
    for tally in parts.values():
        tally["denominator"] = tally["denominator"] or 0
    return {it: (tally, theirs.get(it)) for it, tally in parts.items() if tally != theirs.get(it)}


def table(runs, persons):
    lines = ["| | wall s | CPU s | peak MB | CPU / screening | CPU µs a person | load |", "|---|---|---|---|---|---|---|"]
    for engine, name in NAMES.items():
        if engine in runs:
            cpu = median(runs[engine], "cpu")
            per_person = "–" if engine == "one" else f"{cpu / persons * 1e6:.2f}"
            lines.append(" | ".join([f"| {'**' + name + '**' if engine in ('ours', 'one') else name}",
                spread(runs[engine], "wall", 2), spread(runs[engine], "cpu", 2), f"{median(runs[engine], 'mb'):,.0f}",
                f"{cpu / median(runs['screen'], 'cpu'):.2f}", per_person, f"{median(runs[engine], 'load'):.1f} |"]))
    return "\n".join(lines)


def by_size(kept):
    lines = ["| size | persons | values by village | CPU / screening | CPU / DuckDB | one county, wall s |", "|---|---|---|---|---|---|"]
    for size in ("county", "prefecture", "province"):
        if size in kept:
            it = kept[size]
            peer = f"{it['to_duckdb']:.2f}" if it["to_duckdb"] else "–"
            lines.append(f"| {size} | {it['persons']:,} | {it['values']:,} | {it['to_screening']:.2f} | {peer} | {it['one']:.2f} |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", choices=["county", "prefecture", "province"], required=True)
    parser.add_argument("--reps", type=int, default=3)
    parser.add_argument("--binary", default="target/release/shouwang")
    parser.add_argument("--no-peer", action="store_true", help="without DuckDB, which needs far more memory for a province")
    options = parser.parse_args()
    out = WORK / "out" / "indicators"
    out.mkdir(parents=True, exist_ok=True)
    bench, size = [*command(options.binary), "--home", out / "home", "bench"], options.size
    lake = WORK / "lake" / size
    generate(bench, size, lake)
    last = max(it.name for it in (lake / "registry").iterdir()).removeprefix("county=")
    sql = out / "indicators.sql"
    run([*bench, "indicator-sql"], output=sql)
    words = {
        "ours": [*bench, "indicators", lake],
        "one": [*bench, "indicators", lake, "--county", last],
        "screen": [*bench, "screen", lake],
        "duckdb": [python(), ROOT / "benches/screening/duckdb_indicators.py", lake, sql],
        "scan": [*bench, "scan", lake],
    }
    if options.no_peer:
        del words["duckdb"]
    runs = {it: [] for it in words}
    run(words["scan"])  # brings the files into the page cache
    for rep in range(options.reps):
        for engine, line in words.items():
            runs[engine].append(run(line))
            it = runs[engine][-1]
            print(f"{rep + 1} {engine:7} wall {it['wall']:7.2f}  cpu {it['cpu']:7.2f}  {it['mb']:7.0f} MB  load {it['load']:.1f}", flush=True)

    done = json.loads(runs["ours"][0]["printed"])
    screened = json.loads(runs["screen"][0]["printed"])
    agreed = "DuckDB was left out."
    if not options.no_peer:
        wrong = differences(done["parts"], json.loads(runs["duckdb"][0]["printed"])["parts"])
        if wrong:
            sys.exit(f"the two do not agree: {wrong}")
        agreed = f"DuckDB runs the SQL generated from the declarations; all {len(done['parts'])} indicators have the same parts."
    cpu = lambda engine: median(runs[engine], "cpu")
    kept = numbers("indicators", size, {
        "persons": screened["persons"], "values": done["village_values"], "to_screening": cpu("ours") / cpu("screen"),
        "to_duckdb": None if options.no_peer else cpu("ours") / cpu("duckdb"), "one": median(runs["one"], "wall"),
    })
    text = f"""### {size}, indicators

{done['counties']} counties, {done['households']:,} households, {screened['persons']:,} persons: {done['indicators']} indicators over
{done['facts']} facts, {done['village_values']:,} values by village, on 2023-10-31. One county, {last}, is what is computed again
when its feed changed. {agreed} {options.reps} interleaved runs in fresh processes, files in the page cache, two threads each;
medians, range in brackets.

{table(runs, screened['persons'])}
"""
    write_block("indicators", "## Indicators\n\nMethod and reading of the figures: [README.md](README.md).\n\n" + by_size(kept))
    write_block(f"indicators {size}", text + f"\n{machine()}.")
    print(by_size(kept))
    return 0


if __name__ == "__main__":
    sys.exit(main())
