"""The claims file as the peers read it, and the register they match with.

Every peer does the same: all columns as text, TAB and blanks off, 18 characters and
the check digit of GB 11643, six amounts to fen, the date, the person in the register;
good rows to Parquet (zstd), the others with their text to a second file.

None of them tells a duplicate from a reversal, reads 2023/1/5, full-width digits or
"12.5元", seals an identity number, or asks whether the person has died.
"""

COLUMNS = ["seq", "claim_no", "name", "id", "kind", "total", "pooled", "serious", "assistance", "self_paid", "outside", "visited", "hospital"]
AMOUNTS = ["total", "pooled", "serious", "assistance", "self_paid", "outside"]
WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
CHECK = "10X98765432"
