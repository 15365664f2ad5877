"""Rules and benefits, side by side: ours and OpenFisca-Core on the same invented people.

    run_policy.py --python PYTHON_WITH_OPENFISCA [--persons 1000000] [--reps 3] [--binary target/release/examples/bench]

Draws the inputs, runs both engines in turn, each in a fresh process, `--reps` times, compares
every amount and every pair of household and rule, and writes its block of benches/RESULTS.md.
"""

import argparse
import json
import sys

from measure import ROOT, WORK, command, machine, median, numbers, run, spread, write_block

ENGINES = {"ours": "Shouwang", "openfisca": "OpenFisca-Core"}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--persons", type=int, default=1_000_000)
    parser.add_argument("--reps", type=int, default=3)
    parser.add_argument("--binary", default="target/release/examples/bench")
    parser.add_argument("--python", required=True)
    parser.add_argument("--no-results", action="store_true", help="only print")
    options = parser.parse_args()
    bench, folder = command(options.binary), WORK / "policy"
    folder.mkdir(parents=True, exist_ok=True)
    run([*bench, "policy-inputs", folder, options.persons])
    scripts = ROOT / "benches" / "policy"
    words = {
        "ours": [*bench, "policy", folder],
        "openfisca": [options.python, scripts / "openfisca_policy.py", folder],
    }
    runs = {engine: [] for engine in ENGINES}
    for rep in range(options.reps):
        for engine in ENGINES:
            last = run(words[engine])
            last.update(json.loads(last["printed"]))
            runs[engine].append(last)
            print(f"{rep + 1} {engine:10} benefits {last['benefits_s']:7.3f}  rules {last['rules_s']:7.3f}  "
                f"cpu {last['cpu']:7.2f}  {last['mb']:7.0f} MB  load {last['load']:.1f}", flush=True)
    equal = json.loads(run([options.python, scripts / "compare.py", folder])["printed"])

    it, ours, theirs = runs["ours"][0], runs["ours"], runs["openfisca"]
    lines = ["| | benefits s | ns a person and benefit | rules s | ns a household and rule | whole process CPU s | peak MB | load |",
        "|---|---|---|---|---|---|---|---|"]
    for engine, name in ENGINES.items():
        each = median(runs[engine], "benefits_s") / (it["persons"] * it["benefits"]) * 1e9
        judged = median(runs[engine], "rules_s") / (it["households"] * it["rules"]) * 1e9
        lines.append(" | ".join([
            f"| {'**' + name + '**' if engine == 'ours' else name}", spread(runs[engine], "benefits_s", 3), f"{each:.1f}",
            spread(runs[engine], "rules_s", 3), f"{judged:.2f}", spread(runs[engine], "cpu", 2),
            f"{median(runs[engine], 'mb'):,.0f}", f"{median(runs[engine], 'load'):.1f} |"]))
    ratio = {key: median(theirs, key) / median(ours, key) for key in ("benefits_s", "rules_s", "cpu", "mb")}
    kept = {"persons": it["persons"], **ratio}
    text = f"""## Rules and benefits

Method and reading of the figures: [README.md](README.md).

{it['benefits']} benefits of {it['persons']:,} invented people and {it['rules']} rules over {it['households']:,} invented households, of 532327 on
2023-10-31, from columns in memory; reading and writing Parquet is only in the whole process. {options.reps} interleaved runs in
fresh processes, one thread each; medians, range in brackets. The {equal['amounts']:,} amounts ({equal['entitled']:,} above zero) are the
same person by person, and so are the {equal['pairs']:,} pairs of household and rule.

{chr(10).join(lines)}

Beside OpenFisca-Core we compute benefits {ratio['benefits_s']:.1f} times and judge rules {ratio['rules_s']:.1f} times as fast; the whole process
takes {1 / ratio['cpu']:.2f} of its CPU time and {1 / ratio['mb']:.2f} of its memory.

{machine()}; {json.loads(theirs[0]['printed'])['engine']}."""
    print(text)
    if not options.no_results:
        numbers("policy", str(options.persons), kept)
        write_block("policy", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
