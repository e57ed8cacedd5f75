#!/bin/bash
# check_abi.sh BUILD: the interface against tests/abi/baseline (check_abi.py), and what was built with the baseline, a
# program in C and the binding with its tests, against today's library.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
readonly library=$PWD/$1/lib/libcsr.so.0 baseline=$PWD/tests/abi/baseline
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT

python3 cmake/scripts/check_abi.py "$library" || exit 1
gcc -std=c99 -Wall -Wextra -Werror -I"$baseline/include" tests/abi/old_program.c "$library" -o "$folder/old_program" || exit 1
LD_LIBRARY_PATH=$(dirname "$library") "$folder/old_program" "$folder" || exit 1
output=$(cd "$baseline/python" && CSR_LIBRARY=$library PYTHONDONTWRITEBYTECODE=1 python3 -m unittest smoke_test 2>&1) || {
    echo "$output"
    exit 1
}
echo "ok: abi: a program and a binding of the baseline run with this library"
