"""pandas_import.py FILE REGISTER.parquet OUT: the import in pandas; GB18030 or UTF-8 by the name, or xlsx (openpyxl)."""

import json
import sys

import numpy as np
import pandas as pd

from shared import AMOUNTS, CHECK, COLUMNS, WEIGHTS

file, register, out = sys.argv[1:]
if file.endswith(".xlsx"):
    rows = pd.read_excel(file, dtype=str, header=0, names=COLUMNS, engine="openpyxl")
else:
    rows = pd.read_csv(file, dtype=str, header=0, names=COLUMNS, encoding="utf-8" if "utf8" in file else "gb18030")
ids = rows["id"].fillna("").str.strip().str.upper()
shape = ids.str.fullmatch(r"[0-9]{17}[0-9X]")
letters = np.frombuffer("".join(ids.where(shape, "0" * 18)).encode("ascii"), dtype=np.uint8).reshape(-1, 18)
total = ((letters[:, :17].astype(np.int32) - 48) * np.array(WEIGHTS)).sum(axis=1) % 11
right = np.frombuffer(CHECK.encode("ascii"), dtype=np.uint8)[total] == letters[:, 17]
born = pd.to_datetime(ids.str.slice(6, 14), format="%Y%m%d", errors="coerce").notna()
values = {it: pd.to_numeric(rows[it], errors="coerce") for it in AMOUNTS}
visited = pd.to_datetime(rows["visited"], format="%Y-%m-%d", errors="coerce")
good = shape & right & born & values["self_paid"].notna() & values["total"].notna() & visited.notna()
kept = pd.DataFrame({"id": ids, **{f"{it}_fen": (values[it] * 100).round() for it in AMOUNTS}, "visited_on": visited,
    "claim_no": rows["claim_no"], "kind": rows["kind"], "hospital": rows["hospital"]})[good]
kept = kept.merge(pd.read_parquet(register), on="id", how="left").drop(columns="id")
kept.to_parquet(f"{out}.parquet", compression="zstd")
rows[~good].to_parquet(f"{out}.rejected.parquet")
print(json.dumps({"engine": f"pandas {pd.__version__}", "good": len(kept), "matched": int(kept["pid"].count()), "rejected": int((~good).sum())}))
