"""Whether two engines gave everybody the same: amounts person by person, and the pairs of
household and rule. The first difference ends it.

    compare.py DIR
"""

import json
import pathlib
import sys

import numpy
import pyarrow.parquet

ABSENT = -(2**63)


def columns(path):
    table = pyarrow.parquet.read_table(path)
    return {name: table[name].fill_null(ABSENT).to_numpy() for name in table.column_names}


def main():
    folder = pathlib.Path(sys.argv[1])
    ours, theirs = (columns(folder / f"{it}_amounts.parquet") for it in ("ours", "openfisca"))
    if sorted(ours) != sorted(theirs):
        sys.exit(f"not the same benefits: {sorted(ours)} and {sorted(theirs)}")
    for name in ours:
        differ = numpy.flatnonzero(ours[name] != theirs[name])
        if len(differ):
            at = differ[0]
            sys.exit(f"{name} of person {at}: {ours[name][at]} and {theirs[name][at]}; {len(differ)} differ")
    pairs = []
    for engine in ("ours", "openfisca"):
        hits = columns(folder / f"{engine}_hits.parquet")
        pairs.append(numpy.sort(hits["household"] * 1000 + hits["rule"]))
    if not numpy.array_equal(*pairs):
        sys.exit(f"not the same pairs of household and rule: {len(pairs[0])} and {len(pairs[1])}")
    positive = sum(int((it > 0).sum()) for it in ours.values())
    print(json.dumps({"amounts": sum(map(len, ours.values())), "entitled": positive, "pairs": len(pairs[0])}))


if __name__ == "__main__":
    main()
