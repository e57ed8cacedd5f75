#!/bin/bash
# The CSV reader of the tool against files that others wrote, and against python's on what both take.
. "$(dirname "$0")/data/e2e.sh"

folder=$(shared csv)
${CC:-cc} -std=c11 -Wall -Wextra -g -fsanitize=address,undefined -DCSR_STATIC -I"$root/include" -I"$root/examples/csr" \
    "$data/csv_dump.c" "$root/examples/csr/csv.c" -o csv_dump
python3 "$data/csv_cases.py" ./csv_dump "$folder"
