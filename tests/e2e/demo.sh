#!/bin/bash
# The demo prints the same every time, keeps its desk when asked to, and refuses to play a day over another one.
set -u
readonly here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly demo=$(dirname "$CSR_TOOL")/csr-demo
readonly expected=$here/../../examples/demo/expected.txt

fail() {
    echo "demo: $1"
    exit 1
}

"$demo" >printed.txt || fail "it failed"
diff -u "$expected" printed.txt || fail "it prints something else than examples/demo/expected.txt"
"$demo" day.db >again.txt || fail "it failed with a file of its own"
diff -q printed.txt again.txt >/dev/null || fail "a second run prints something else"
[ -s day.db ] || fail "the desk was not kept"
[ ! -e day.db-wal ] || fail "the desk was not closed in order"
if "$demo" day.db >/dev/null 2>refused.txt; then
    fail "it played a second day over the first"
fi
grep -q '^csr-demo: duplicate, name: ' refused.txt || fail "it did not say why: $(cat refused.txt)"
if "$demo" no/such/folder/day.db >/dev/null 2>refused.txt; then
    fail "it played without a desk"
fi
grep -q '^csr-demo: store_open, uri: ' refused.txt || fail "it did not say why: $(cat refused.txt)"
echo "demo: as expected"
