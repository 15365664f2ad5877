"""register.py REGISTER.csv OUT.parquet: the register as the peers look people up, id and pid."""

import sys

import pandas as pd

people = pd.read_csv(sys.argv[1], dtype=str, encoding="gb18030")
people.rename(columns={"公民身份号码": "id"})[["id"]].assign(pid=range(len(people))).to_parquet(sys.argv[2])
