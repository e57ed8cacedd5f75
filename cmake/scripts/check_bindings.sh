#!/bin/bash
# check_bindings.sh BUILD: run the tests of every binding against the built library. A binding that is not run here
# does not exist.
set -eu
readonly root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
readonly library="$root/$1/lib/libcsr.so.0"

cd "$root/bindings/python"
output=$(CSR_LIBRARY="$library" PYTHONDONTWRITEBYTECODE=1 python3 -m unittest smoke_test 2>&1) || {
    echo "$output"
    exit 1
}
echo "ok: bindings: python: $(grep -E '^Ran ' <<<"$output")"
