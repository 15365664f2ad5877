"""Screening, side by side: ours, DuckDB, Polars, and the bare scan as the floor.

    run_screening.py --size county|prefecture|province [--reps 3] [--binary "target/release/shouwang bench"]

Makes the lake of that size when it is missing, then runs the engines in turn, each
in a fresh process, `--reps` times. Checks that all give the same (household, rule)
pairs, and the oracle on the county size. Writes its block of benches/RESULTS.md.
"""

import argparse
import json
import shutil
import sys

from measure import (ROOT, WORK, command, generate, machine, median, numbers, python, run, spread, write_block)

ENGINES = {
    "ours": "Shouwang (fold, per county)",
    "duckdb": "DuckDB",
    "polars": "Polars",
    "scan": "bare scan (floor)",
}


def check_oracle(bench, lake, out):
    """The declared SQL of every fact, run by DuckDB, against the fold."""
    run([*bench, "oracle", lake, out])
    return json.loads(run([python(), ROOT / "benches/oracle.py", lake, out])["printed"])


def table(runs, persons):
    duck, bare = runs["duckdb"], runs["scan"]
    lines = ["| | wall s | CPU s | peak MB | CPU / DuckDB | memory / DuckDB | CPU / bare scan | CPU µs a person | load |",
        "|---|---|---|---|---|---|---|---|---|"]
    for engine, name in ENGINES.items():
        cpu, memory = median(runs[engine], "cpu"), median(runs[engine], "mb")
        lines.append(" | ".join([
            f"| {'**' + name + '**' if engine == 'ours' else name}",
            spread(runs[engine], "wall", 2), spread(runs[engine], "cpu", 2), f"{memory:,.0f}",
            f"{cpu / median(duck, 'cpu'):.2f}", f"{memory / median(duck, 'mb'):.2f}",
            f"{cpu / median(bare, 'cpu'):.1f}", f"{cpu / persons * 1e6:.2f}", f"{median(runs[engine], 'load'):.1f} |"]))
    return "\n".join(lines)


def by_size(kept):
    lines = ["| size | persons | rows read | findings | CPU µs a person | CPU / DuckDB | memory / DuckDB | CPU / bare scan |",
        "|---|---|---|---|---|---|---|---|"]
    for size in ("county", "prefecture", "province"):
        if size in kept:
            it = kept[size]
            lines.append(f"| {size} | {it['persons']:,} | {it['rows']:,} | {it['hits']:,} | {it['per_person']:.2f} "
                f"| {it['to_duckdb']:.2f} | {it['memory']:.2f} | {it['to_bare']:.1f} |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", choices=["county", "prefecture", "province"], required=True)
    parser.add_argument("--reps", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--binary", default="target/release/shouwang bench")
    options = parser.parse_args()
    bench, size = command(options.binary), options.size
    interpreter = python()
    lake, out = WORK / "lake" / size, WORK / "out" / size
    out.mkdir(parents=True, exist_ok=True)
    generate(bench, size, lake)
    rules = out / "rules.json"
    run([*bench, "rules"], output=rules)

    scripts = ROOT / "benches" / "screening"
    threads = ["--threads", options.threads]
    shutil.rmtree(out / "ours", ignore_errors=True)
    words = {
        "ours": [*bench, "screen", lake, "--hits", out / "ours", *threads],
        "duckdb": [interpreter, scripts / "duckdb_screen.py", lake, rules, out / "duckdb.parquet", *threads],
        "polars": [interpreter, scripts / "polars_screen.py", lake, rules, out / "polars.parquet", *threads],
        "scan": [*bench, "scan", lake, *threads],
    }
    runs = {engine: [] for engine in ENGINES}
    run(words["scan"])  # brings the files into the page cache
    for rep in range(options.reps):
        for engine in ENGINES:
            runs[engine].append(run(words[engine]))
            last = runs[engine][-1]
            print(f"{rep + 1} {engine:7} wall {last['wall']:7.2f}  cpu {last['cpu']:7.2f}  {last['mb']:7.0f} MB  load {last['load']:.1f}", flush=True)

    equal = json.loads(run([interpreter, scripts / "compare.py", f"{out / 'ours'}/*.parquet", out / "duckdb.parquet",
        out / "polars.parquet"])["printed"])
    counts = json.loads(runs["ours"][0]["printed"])
    scanned = json.loads(runs["scan"][0]["printed"])
    versions = [json.loads(runs[it][0]["printed"])["engine"] for it in ("duckdb", "polars")]
    oracle = check_oracle(bench, WORK / "lake" / size, out / "oracle") if size == "county" else None

    cpu = lambda engine: median(runs[engine], "cpu")
    kept = numbers("screening", size, {
        "persons": counts["persons"], "rows": scanned["rows"], "hits": equal["pairs"],
        "per_person": cpu("ours") / counts["persons"] * 1e6, "to_duckdb": cpu("ours") / cpu("duckdb"),
        "memory": median(runs["ours"], "mb") / median(runs["duckdb"], "mb"), "to_bare": cpu("ours") / cpu("scan"),
    })
    rules_count = len(json.loads(rules.read_text(encoding="utf-8")))
    text = f"""### {size}

{counts['counties']} counties, {counts['households']:,} households, {counts['persons']:,} persons, {scanned['rows']:,} rows
read of {scanned['bytes'] / 1e6:,.0f} MB compressed. {rules_count} rules of 532327 on 2023-10-31, {equal['pairs']:,} findings; the pairs
(household, rule) of the three engines are the same set. Ours also judged {counts['doubtful']:,} findings that wait for a person to
confirm a doubtful row, which the other two leave out. {options.reps} interleaved runs in fresh processes, files in the page
cache, {options.threads} threads each; medians, range in brackets.

{table(runs, counts['persons'])}
"""
    if oracle:
        text += (f"\nOracle: the SQL of the declarations, run by DuckDB, against the fold: {oracle['facts']} facts of "
            f"{oracle['households']:,} households, {oracle['values']:,} values ({oracle['not_empty']:,} not empty), all equal.\n")
    write_block("screening", "## Screening\n\nMethod and reading of the figures: [README.md](README.md).\n\n" + by_size(kept))
    write_block(f"screening {size}", text + f"\n{machine()}; {', '.join(versions)}.")
    print(by_size(kept))
    return 0


if __name__ == "__main__":
    sys.exit(main())
