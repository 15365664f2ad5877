"""Import, side by side: ours, DuckDB, Polars, pandas, openpyxl, and splitting the cells as the floor.

    run_import.py [--reps 3] [--binary target/release/shouwang] [--floor target/release/examples/floor]

Makes a register of 250,000 invented people and a million claims when they are missing, then runs
the engines in turn, each in a fresh process (ours on a fresh copy of a home that knows the
register), `--reps` times. Writes its block of benches/RESULTS.md.
"""

import argparse
import json
import shutil
import sys

from measure import ROOT, WORK, fingerprint, machine, median, python, run, spread, write_block

REGISTER, GB18030, UTF8, WORKBOOK = "农村户籍人口.csv", "个人自付明细_gb18030.csv", "个人自付明细_utf8.csv", "个人自付明细.xlsx"
CASES = {
    "csv": {
        "ours": ("Shouwang, GB18030", GB18030), "ours_utf8": ("Shouwang, UTF-8", UTF8),
        "duckdb": ("DuckDB, UTF-8, checks, no matching", UTF8), "duckdb_match": ("DuckDB, UTF-8, checks and matching", UTF8),
        "polars": ("Polars, UTF-8, checks and matching", UTF8), "pandas": ("pandas, GB18030, checks and matching", GB18030),
        "floor": ("splitting and decoding only, GB18030 (floor)", GB18030),
    },
    "xlsx": {
        "ours": ("Shouwang", WORKBOOK), "openpyxl": ("openpyxl, reading only", WORKBOOK),
        "pandas": ("pandas with openpyxl, checks and matching", WORKBOOK), "floor": ("reading the cells only, calamine (floor)", WORKBOOK),
    },
}
WHERE = ["--region", "532327", "--month", "2023-10", "--yes", "--format", "json"]


def generate(binary, folder):
    stamp = folder / "generated.txt"
    wanted = fingerprint(ROOT / "crates/synth/src/import_files.rs", ROOT / "crates/synth/src/random.rs")
    if not (stamp.exists() and stamp.read_text() == wanted):
        shutil.rmtree(folder, ignore_errors=True)
        print("writing the files …", flush=True)
        run([binary, "--home", folder / "nowhere", "bench", "import-files", folder])
        run([python(), ROOT / "benches/import/register.py", folder / REGISTER, folder / "register.parquet"])
        stamp.write_text(wanted)
    home = folder / "home"
    shutil.rmtree(home, ignore_errors=True)
    run([binary, "--home", home, "import", folder / REGISTER, *WHERE])
    return home


def one(engine, file, folder, home, binary, floor):
    path, scripts, out = folder / file, ROOT / "benches" / "import", folder / f"out-{engine}"
    if engine.startswith("ours"):
        copy = folder / "home-used"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(home, copy)
        return run([binary, "--home", copy, "import", path, *WHERE])
    if engine == "floor":
        return run([floor, path])
    if engine == "openpyxl":
        return run([python(), scripts / "openpyxl_import.py", path])
    words = ["match"] if engine == "duckdb_match" else []
    return run([python(), scripts / f"{engine.split('_')[0]}_import.py", path, folder / "register.parquet", out, *words])


def outcome(engine, last):
    printed = json.loads(last["printed"])
    if engine.startswith("ours"):
        sheet = printed["sheets"][0]
        return (sheet["stored"], sheet["quarantined"], sheet["matched"])
    return (printed.get("good", "–"), printed.get("rejected", "–"), printed.get("matched", "–") or "–")


def table(case, runs, rows):
    peer = "duckdb" if case == "csv" else "openpyxl"
    lines = [f"| | wall s | CPU s | rows a CPU second | to {CASES[case][peer][0].split(',')[0]} | CPU / floor | peak MB | good | rejected | matched |",
        "|---|---|---|---|---|---|---|---|---|---|"]
    for engine, (name, _) in CASES[case].items():
        cpu = median(runs[engine], "cpu")
        shown = [f"{it:,}" if isinstance(it, int) else it for it in outcome(engine, runs[engine][-1])]
        lines.append(" | ".join([f"| {'**' + name + '**' if engine == 'ours' else name}",
            spread(runs[engine], "wall", 2), spread(runs[engine], "cpu", 2), f"{rows / cpu:,.0f}",
            f"{median(runs[peer], 'cpu') / cpu:.1f}×", f"{cpu / median(runs['floor'], 'cpu'):.1f}",
            f"{median(runs[engine], 'mb'):,.0f}", *shown]) + " |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--reps", type=int, default=3)
    parser.add_argument("--binary", default=ROOT / "target/release/shouwang")
    parser.add_argument("--floor", default=ROOT / "target/release/examples/floor")
    options = parser.parse_args()
    folder = WORK / "import"
    home = generate(options.binary, folder)
    text = ["## Import\n\nMethod and reading of the figures: [README.md](README.md)."]
    for case, rows in (("csv", 1_000_000), ("xlsx", 100_000)):
        runs = {engine: [] for engine in CASES[case]}
        for rep in range(options.reps):
            for engine, (_, file) in CASES[case].items():
                last = one(engine, file, folder, home, options.binary, options.floor)
                runs[engine].append(last)
                print(f"{case} {rep + 1} {engine:13} wall {last['wall']:7.2f}  cpu {last['cpu']:7.2f}  {last['mb']:7.0f} MB  load {last['load']:.1f}",
                    outcome(engine, last) if engine != "floor" else "", flush=True)
        size = (folder / CASES[case]["ours"][1]).stat().st_size / 1e6
        runs_floor = runs["floor"][-1]["printed"]
        runs["floor"][-1]["printed"] = "{}"
        text.append(f"### {'1,000,000 claims as CSV' if case == 'csv' else '100,000 claims as xlsx'}\n\n{size:,.0f} MB, 13 columns, "
            f"a register of 250,000 people, {options.reps} interleaved runs, two threads each; medians, range in brackets. "
            f"Floor: {runs_floor.strip()}.\n\n{table(case, runs, rows)}")
    write_block("import", "\n\n".join(text) + f"\n\n{machine()}.")
    print("\n\n".join(text))
    return 0


if __name__ == "__main__":
    sys.exit(main())
