"""openpyxl_import.py FILE: only reads the cells of the first sheet, read_only, without a check."""

import json
import sys

import openpyxl

sheet = openpyxl.load_workbook(sys.argv[1], read_only=True, data_only=True).worksheets[0]
rows = sum(1 for _ in sheet.iter_rows(values_only=True))
print(json.dumps({"engine": f"openpyxl {openpyxl.__version__}", "rows": rows}))
