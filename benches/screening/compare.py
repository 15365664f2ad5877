"""Compares sets of (hid, rule): compare.py OURS.parquet OTHER.parquet …

Prints, for each of the others, how many pairs only one side has. Ends with 1 when
any differ or nothing was found at all.
"""

import json
import sys

import duckdb


def main(ours, *others):
    db = duckdb.connect()
    count = lambda sql: db.execute(f"select count(*) from ({sql})").fetchone()[0]
    pairs = lambda path: f"select hid, rule from read_parquet('{path}')"
    result = {"pairs": count(pairs(ours)), "differences": {}}
    for other in others:
        result["differences"][other] = [
            count(f"{pairs(ours)} except all {pairs(other)}"),
            count(f"{pairs(other)} except all {pairs(ours)}"),
        ]
    print(json.dumps(result))
    return 0 if result["pairs"] and not any(map(any, result["differences"].values())) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
