#!/bin/bash
# Lines of another system: by external id, in any order, twice without effect; what cannot be taken is written down.
. "$(dirname "$0")/data/e2e.sh"

lines=$sample/import_small.jsonl

# What the desk holds, without ids and instants of recording.
holds() {
    for what in "customer list" "agent list" "team list" "contact-point list" "ticket list --order oldest" "interaction list"; do
        # shellcheck disable=SC2086 # words
        "$tool" --desk "$1" $what --all --json | python3 -c 'import json, sys
ids = {}
for row in sorted((json.loads(line) for line in sys.stdin), key=lambda row: json.dumps([row.get("name"), row.get("external_id")])):
    print({k: v for k, v in row.items() if k not in ("id", "version", "created_at", "updated_at", "recorded_at", "number")
        and not (isinstance(v, str) and len(v) == 36 and v.count("-") == 4)})'
    done
}

"$tool" --desk a.db init >/dev/null
"$tool" --desk a.db import "$lines" --dry-run 2>/dev/null >dry
grep -q '"events":1,' <("$tool" --desk a.db stats --json) || fail "a dry run wrote something"
"$tool" --desk a.db import "$lines" --rejects rejects 2>said >answer
cmp dry answer || fail "the dry run says something else: $(cat dry answer)"
golden import_small.answer.golden answer
golden import_small.rejects.golden rejects
grep -q "rejected; see rejects" said || fail "rejected lines are not told"
"$tool" --desk a.db verify >/dev/null
holds a.db >a.txt
golden import_small.desk.golden a.txt

# Twice is once.
events=$(count a.db events)
"$tool" --desk a.db import "$lines" 2>/dev/null >again
grep -q '"added":0,"changed":0,' again || fail "a second import did something: $(cat again)"
[ "$(count a.db events)" = "$events" ] || fail "a second import wrote events"
expect 4 --desk a.db import --strict "$lines"

# What changed is changed, and no more.
sed 's/Torn jacket/Torn coat/' "$lines" >changed.jsonl
"$tool" --desk a.db import - <changed.jsonl 2>/dev/null >again
grep -q '"added":0,"changed":1,' again || fail "a changed line: $(cat again)"
[ "$(count a.db events)" = $((events + 1)) ] || fail "a changed line wrote other events"

# In batches of any size. Lines may refer to later ones; what is a sequence, such as moves, keeps its order.
for batch in 1 2 5; do
    rm -f b.db*
    "$tool" --desk b.db init >/dev/null
    "$tool" --desk b.db import "$lines" --batch $batch 2>/dev/null >/dev/null
    holds b.db | diff - a.txt || fail "batches of $batch give another desk"
done
grep -v '"move"' "$lines" | tac >reversed.jsonl
grep '"move"' "$lines" >>reversed.jsonl
rm -f b.db*
"$tool" --desk b.db init >/dev/null
"$tool" --desk b.db import reversed.jsonl 2>/dev/null >/dev/null
holds b.db | diff - a.txt || fail "the order of lines counts"
"$tool" --desk b.db verify >/dev/null

# A line that is refused half way leaves nothing behind, and the lines around it are in.
cat >half.jsonl <<'LINES'
{"record":"customer","external_id":"H-1","name":"Before"}
{"record":"ticket","external_id":"H-2","subject":"Half","state":"nowhere","state_since":"2020-01-01T10:00:00Z"}
{"record":"customer","external_id":"H-3","name":"After"}
LINES
"$tool" --desk b.db import half.jsonl --rejects half.csv 2>/dev/null >again
grep -q '"added":2,"changed":0,"known":0,"rejected":1' again || fail "half a line: $(cat again)"
grep -q '^2,' half.csv || fail "half a line is not written down"
expect 1 --desk b.db ticket find --external-id H-2

# The staff's later work is not undone by old lines.
"$tool" --desk b.db ticket reopen "$("$tool" --desk b.db ticket find --external-id T-77 --json | python3 -c 'import json, sys; print(json.load(sys.stdin)["id"])')" >/dev/null
"$tool" --desk b.db import "$lines" 2>/dev/null >again
grep -q '"added":0,"changed":0,' again || fail "old moves moved a ticket back: $(cat again)"

# Hostile files end with a word.
head -c 3000 /dev/urandom >random
expect 0 --desk b.db import random
printf '\0\n{"record":"customer","external_id":"a\0b","name":"x"}\n{"record":["x"]}\n' >bytes
expect 0 --desk b.db import bytes
grep -q '"rejected":3' said || fail "bytes: $(cat said)"
expect 1 --desk absent.db import "$lines"
expect 2 --desk b.db import
"$tool" --desk b.db verify >/dev/null

# Nothing is written over the desk, nor over what is read.
cp "$lines" mine.jsonl
expect 1 --desk b.db import mine.jsonl --rejects mine.jsonl
grep -q "this is what is read" said || fail "rejects over the lines: $(cat said)"
cmp mine.jsonl "$lines" || fail "rejects were written over the lines"
ln b.db same.db
for over in b.db same.db b.db-wal ./b.db; do
    expect 1 --desk b.db import mine.jsonl --rejects $over
    expect 1 --desk b.db export $over
    grep -q "this is the desk" said || fail "an export over the desk: $(cat said)"
done
expect 1 --desk b.db replay --format helpdesk "$sample/helpdesk_small.csv" --rejects b.db
CSR_DESK=b.db expect 1 export b.db
expect 1 --desk b.db import b.db
rm same.db
"$tool" --desk b.db verify >/dev/null
