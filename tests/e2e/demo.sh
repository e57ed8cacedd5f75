#!/bin/bash
# The demo prints the same every time, keeps its desk when asked to, and refuses to play a day over another one. What it
# leaves is verified by a program that knows of the file what docs/events.md says, and nothing else.
set -u
readonly here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly demo=$(dirname "$CSR_TOOL")/csr-demo
readonly expected=$here/../../examples/demo/expected.txt
readonly verify=$here/../../docs/verify_events.py

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

# altered SQL: a copy of the desk in which somebody has changed something.
altered() {
    cp day.db altered.db
    python3 -c 'import sqlite3, sys; db = sqlite3.connect("altered.db"); db.execute(sys.argv[1]); db.commit()' "$1"
    if python3 "$verify" altered.db >/dev/null; then
        fail "nobody found: $1"
    fi
}
python3 "$verify" day.db >verified.txt || fail "by docs/events.md the desk is altered: $(cat verified.txt)"
altered "UPDATE event SET at = at + 1 WHERE position = 70"
altered "UPDATE interaction SET body = 'something else' WHERE rowid = 3"
altered "UPDATE event SET personal = x'00' WHERE position = 60"
altered "DELETE FROM event WHERE position = (SELECT max(position) FROM event)"
altered "UPDATE checkpoint SET heads = zeroblob(32)"
echo "demo: as expected"
