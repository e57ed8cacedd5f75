#!/usr/bin/env python3
"""currency_table.py FILE.csv: writes lib/base/currency_table.c from a table with the columns code and exp_brick_iso4217,
which is empty for what is no current currency. A new table gets a new VERSION. Without the file there is nothing to do: the
table is committed, and tests/unit/money_test.c compares it with the file where that is at hand."""

import csv
import sys

import tree

VERSION = 1
FILE = "lib/base/currency_table.c"
IN_A_LINE = 8


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        found = [(row["code"], row["exp_brick_iso4217"]) for row in csv.DictReader(file)]
    return sorted((code, int(exponent)) for code, exponent in found if exponent)


def source(table):
    out = "/* Made by cmake/scripts/currency_table.py; do not edit. */\n"
    out += '#include "base/currency_table.h"\n\n/* clang-format off */\n'
    out += f"const int32_t csri_currency_version = {VERSION};\n"
    out += f"const csr_currency csri_currencies[{len(table)}] = {{\n"
    for at in range(0, len(table), IN_A_LINE):
        out += "    " + " ".join(f'{{ "{code}", {exponent} }},' for code, exponent in table[at : at + IN_A_LINE]) + "\n"
    return out + f"}};\nconst size_t csri_currency_count = {len(table)};\n/* clang-format on */\n"


def main():
    (tree.ROOT / FILE).write_text(source(rows(sys.argv[1])), encoding="utf-8")


main()
