"""polars_import.py FILE REGISTER.parquet OUT: the import in Polars; UTF-8 only."""

import functools
import json
import operator
import os
import sys

os.environ["POLARS_MAX_THREADS"] = "2"

import polars as pl  # noqa: E402  (the number of threads is read when it is loaded)

from shared import AMOUNTS, CHECK, COLUMNS, WEIGHTS

file, register, out = sys.argv[1:]
c = pl.col
rows = pl.scan_csv(file, has_header=False, skip_rows=1, new_columns=COLUMNS, schema_overrides={f"column_{it + 1}": pl.String for it in range(13)},
    infer_schema=False).with_columns(id=c("id").str.strip_chars().str.to_uppercase())
shape = c("id").str.contains(r"^[0-9]{17}[0-9X]$")
digit = lambda at: c("id").str.slice(at, 1).cast(pl.Int32, strict=False)
total = functools.reduce(operator.add, (digit(at) * weight for at, weight in enumerate(WEIGHTS)))
check = (total % 11).replace_strict(dict(enumerate(CHECK)), default=None, return_dtype=pl.String)
checked = rows.with_columns(
    *[c(it).cast(pl.Decimal(14, 2), strict=False).alias(f"{it}_value") for it in AMOUNTS],
    visited_on=c("visited").str.to_date("%Y-%m-%d", strict=False),
    id_good=shape & (check == c("id").str.slice(17, 1)) & c("id").str.slice(6, 8).str.to_date("%Y%m%d", strict=False).is_not_null(),
).with_columns(good=(c("id_good") & c("self_paid_value").is_not_null() & c("total_value").is_not_null()
    & c("visited_on").is_not_null()).fill_null(False))
checked = checked.collect(engine="streaming")
good = checked.lazy().filter("good").join(pl.scan_parquet(register), on="id", how="left").select(
    "pid", *[f"{it}_value" for it in AMOUNTS], "claim_no", "kind", "visited_on", "hospital").collect(engine="streaming")
good.write_parquet(f"{out}.parquet", compression="zstd", compression_level=1)
rejected = checked.filter(~c("good")).select(COLUMNS)
rejected.write_parquet(f"{out}.rejected.parquet")
print(json.dumps({"engine": f"Polars {pl.__version__}", "good": good.height, "matched": good["pid"].count(), "rejected": rejected.height}))
