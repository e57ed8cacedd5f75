#!/bin/bash
# The shared helpdesk log under the promises of examples/policies: every clock as an independent computation has it.
. "$(dirname "$0")/data/e2e.sh"

folder=$(shared helpdesk) || exit $?
log=$folder/shared_before_2012-07.csv
policy=$root/examples/policies/helpdesk.json
zones=$(shared time) || exit $?
zones=$zones/zoneinfo
"$tool" --desk desk.db --backend-option synchronous=normal replay --format helpdesk --sla "$policy" --zoneinfo "$zones" "$log" \
    >answer
grep -q '"recorded":16162,"known":0,"rejected":0' answer || fail "$(cat answer)"
"$tool" --desk desk.db report traffic --json --zoneinfo "$zones" >report.json
python3 -c 'import json
report = json.load(open("report.json", encoding="utf-8"))
del report["sla"]
json.dump(report, open("traffic.json", "w", encoding="utf-8"))'
python3 "$here/traffic_oracle.py" compare traffic.json --golden "$folder/golden_shared"
python3 "$here/sla_oracle.py" "$log" "$policy" >oracle.json
python3 - "${CSR_SHARED_DATA}/holidays/public_holidays_2010_2030.tsv" "$root/examples/policies/helpdesk-hours.json" <<'PYTHON'
import csv
import json
import sys

sla, oracle = json.load(open("report.json", encoding="utf-8"))["sla"], json.load(open("oracle.json", encoding="utf-8"))
for member in oracle:
    differ = [pair for pair in zip(sla[member], oracle[member]) if pair[0] != pair[1]]
    assert sla[member] == oracle[member], (member, differ[:3])
print("clocks:", len(sla["clocks"]), sla["metrics"])
# The holidays of the example are those of Italy.
with open(sys.argv[1], encoding="utf-8", newline="") as table:
    italy = {row["date"] for row in csv.DictReader(table, delimiter="\t")
             if row["country"] == "IT" and not row["state"] and row["type"] == "public" and "2010" <= row["date"] < "2015"}
shipped = {day["date"] for day in json.load(open(sys.argv[2], encoding="utf-8"))["holidays"]}
assert italy == shipped, italy ^ shipped
PYTHON
"$tool" --desk desk.db verify
