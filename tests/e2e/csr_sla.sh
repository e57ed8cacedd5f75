#!/bin/bash
# Promises: documents checked and shown, a log replayed under them, its clocks explained and reported.
. "$(dirname "$0")/data/e2e.sh"

policies=$root/examples/policies
# Etc/UTC and nothing else, for a system without zone files.
mkdir -p zones/Etc
python3 - <<'PYTHON'
import struct

block = struct.pack(">6I", 0, 0, 0, 0, 1, 4) + struct.pack(">iBB", 0, 0, 0) + b"UTC\0"
with open("zones/Etc/UTC", "wb") as out:
    for _ in range(2):
        out.write(b"TZif2" + bytes(15) + block)
    out.write(b"\nUTC0\n")
PYTHON
# The commands that know of zones, as they are typed without them.
csr() {
    local code=0 shown=("${@//$policies\//}")
    echo
    echo "\$ csr$(printf ' %q' "${shown[@]//$sample\//}")"
    "$tool" "$@" --zoneinfo zones 2>&1 || code=$?
    [ $code -eq 0 ] || echo "[exit $code]"
}

"$tool" --desk helpdesk.db replay --format helpdesk --sla "$policies/helpdesk.json" --zoneinfo zones \
    --rejects rejects "$sample/helpdesk_small.csv" >answer 2>said
golden helpdesk_small.answer.golden answer
"$tool" --desk helpdesk.db verify >/dev/null

# What the rows are has not changed, and the clocks are those of an independent computation.
"$tool" --desk helpdesk.db report traffic --json --zoneinfo zones >report.json
"$tool" --desk helpdesk.db replay --format helpdesk --zoneinfo zones "$sample/helpdesk_small.csv" \
    >again 2>said
grep -q '"recorded":0' again || fail "a second replay recorded something: $(cat again)"
lines=$(python3 -c 'import csv
print(",".join(row["line"] for row in csv.DictReader(open("rejects", newline="", encoding="utf-8"))))')
python3 "$here/sla_oracle.py" "$sample/helpdesk_small.csv" "$policies/helpdesk.json" "$lines" >oracle.json
python3 - "$data/helpdesk_small.report.golden" <<'PYTHON'
import json
import sys

report, oracle, plain = (json.load(open(path, encoding="utf-8")) for path in ("report.json", "oracle.json", sys.argv[1]))
sla = report.pop("sla")
assert report == plain, "the promises changed the traffic"
for member in oracle:
    assert sla[member] == oracle[member], (member, [pair for pair in zip(sla[member], oracle[member]) if pair[0] != pair[1]])
assert {row["outcome"] for row in sla["clocks"]} >= {"met", "missed"} and sum(row["warnings"] for row in sla["clocks"]) > 0
PYTHON

# A period of updates that is still to begin comes out and goes in as it is.
"$tool" --desk updates.db init --name Updates >/dev/null
"$tool" --desk updates.db policy add --kind sla --document \
    '{"policies":[{"name":"a","targets":{"periodic_update":{"target":"1h"}},"updates":"sequential"}]}' >/dev/null
"$tool" --desk updates.db ticket open --subject "How is it going?" >/dev/null
for _ in first second; do
    "$tool" --desk updates.db interaction add --channel email --ticket T-1 --direction outgoing --actor-kind agent >/dev/null
done
"$tool" --desk updates.db export updates.jsonl
grep -q '"elapsed_us":-' updates.jsonl || fail "the period has begun"
"$tool" --desk updates2.db import updates.jsonl >/dev/null
"$tool" --desk updates2.db export - | cmp - updates.jsonl || fail "another period came out"

# A run that stops and one that goes on give the same clocks, wherever the cut is.
for cut in 1 2 9 20 33 57; do
    rm -f cut.db*
    for _ in first second; do
        "$tool" --desk cut.db replay --format helpdesk --sla "$policies/helpdesk.json" --zoneinfo zones --batch 4 \
            --stop-after "$cut" "$sample/helpdesk_small.csv" >/dev/null 2>&1
        cut=1000
    done
    "$tool" --desk cut.db report traffic --json --zoneinfo zones >cut.json
    cmp cut.json report.json || fail "another report when it is cut"
done

# What counted adds up to what has elapsed, for every clock of every ticket.
for ticket in $("$tool" --desk helpdesk.db ticket list --json --all | python3 -c 'import json, sys
for line in sys.stdin:
    print(json.loads(line)["id"])'); do
    "$tool" --desk helpdesk.db sla explain "$ticket" --json --zoneinfo zones
    "$tool" --desk helpdesk.db clock list --ticket "$ticket" --json --zoneinfo zones
done >lines.json
python3 - <<'PYTHON'
import collections
import json

counted, clocks = collections.Counter(), 0
for line in open("lines.json", encoding="utf-8"):
    row = json.loads(line)
    if "kind" in row:
        if row["kind"] in ("started", "reopened") and row["elapsed_us"] == 0:
            counted[row["metric"]] = 0
        counted[row["metric"]] += row["counted_us"]
        assert counted[row["metric"]] == row["elapsed_us"], row
    else:
        assert counted.pop(row["metric"]) == row["elapsed_us"], row
        clocks += 1
assert clocks == 28 and not counted, (clocks, counted)
PYTHON

export CSR_DESK=
{
    csr sla check "$policies/helpdesk.json" --table
    csr sla show "$policies/helpdesk.json" --table
    csr calendar check "$policies/helpdesk-hours.json"
    csr sla show --desk helpdesk.db --table
    csr calendar show helpdesk-hours --desk helpdesk.db --week 2012-04-30 --table
    csr sla explain T-2 --desk helpdesk.db --table
    csr sla explain T-3 --desk helpdesk.db --metric resolution --table
    csr sla explain T-3 --desk helpdesk.db --as-of 2012-03-19T12:00Z --table
    csr sla explain T-3 --desk helpdesk.db --metric next_reply --table
    csr sla explain T-3 --desk helpdesk.db --as-of 2012-03-01T12:00Z --table
    csr sla explain T-99 --desk helpdesk.db
    csr sla explain T-3 --desk helpdesk.db --metric speed
    sed '0,/ticket.order_ref/s//ticket.orderref/' "$policies/helpdesk.json" >wrong.json
    cp "$policies/helpdesk-hours.json" .
    csr sla check wrong.json
    csr sla check wrong.json --table
    csr sla recompute --dry-run --desk helpdesk.db --json
    csr sla recompute --desk helpdesk.db
    printf '{"policies":[{"name":"a","targets":{"first_reply":{"target":"2 days","calendar":"nowhere"}}}]}' >wrong.json
    csr sla check wrong.json --json
    printf '{"zone":"Etc/UTC","hours":{"mon":[["09:00","17:61"]],"tues":[]}}' >wrong.json
    csr calendar check wrong.json --json
    csr replay --desk none.db --format helpdesk --sla wrong.json "$sample/helpdesk_small.csv"
    csr replay --desk none.db --format helpdesk --sla missing.json "$sample/helpdesk_small.csv"
} >transcript
golden sla.golden transcript
"$tool" --desk helpdesk.db report traffic --table --zoneinfo zones | sed -n '/metric/,$p' >page
golden sla.page.golden page
