"""duckdb_import.py FILE REGISTER.parquet OUT [match]: the import in DuckDB's SQL; UTF-8 only.

Without `match` the person is not looked up.
"""

import json
import sys

import duckdb

from shared import AMOUNTS, CHECK, COLUMNS, WEIGHTS

file, register, out, *words = sys.argv[1:]
db = duckdb.connect()
db.execute("set threads = 2; set preserve_insertion_order = false")
names = ", ".join(f"'{it}': 'VARCHAR'" for it in COLUMNS)
digits = " + ".join(f"(ascii(id[{at + 1}]) - 48) * {weight}" for at, weight in enumerate(WEIGHTS))
amounts = ", ".join(f"try_cast({it} as decimal(14, 2)) as {it}_value" for it in AMOUNTS)
db.execute(f"""create temp table checked as
    select *, {amounts}, try_cast(visited as date) as visited_on,
        regexp_full_match(id, '[0-9]{{17}}[0-9X]') and try_strptime(id[7:14], '%Y%m%d') is not null
            and '{CHECK}'[({digits}) % 11 + 1] = id[18] as id_good
    from (select * replace (upper(trim(id, E' \\t')) as id)
        from read_csv('{file}', header = false, skip = 1, columns = {{{names}}}))""")
good = "id_good and self_paid_value is not null and total_value is not null and visited_on is not null"
columns = ", ".join([*(f"{it}_value" for it in AMOUNTS), "claim_no", "kind", "visited_on", "hospital"])
source = f"checked left join read_parquet('{register}') using (id)" if words else "(select *, null::bigint as pid from checked)"
db.execute(f"copy (select pid, {columns} from {source} where {good}) to '{out}.parquet' (format parquet, compression zstd)")
db.execute(f"copy (select {', '.join(COLUMNS)} from checked where not coalesce({good}, false)) to '{out}.rejected.parquet' (format parquet)")
rows, matched = db.execute(f"select count(*), count(pid) from read_parquet('{out}.parquet')").fetchone()
rejected = db.execute(f"select count(*) from read_parquet('{out}.rejected.parquet')").fetchone()[0]
print(json.dumps({"engine": f"DuckDB {duckdb.__version__}", "good": rows, "matched": matched, "rejected": rejected}))
