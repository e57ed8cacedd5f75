#!/bin/bash
# Replay of the logs that come with the tool: reports, rejected rows, and that a second or interrupted run does no harm.
. "$(dirname "$0")/data/e2e.sh"

log=$sample/helpdesk_small.csv

for format in helpdesk bpi2013 servicenow; do
    "$tool" --desk $format.db replay --format $format "$sample/${format}_small.csv" --rejects $format.rejects \
        >$format.answer 2>said
    grep -q "rows were rejected; see $format.rejects" said || fail "rejected rows are not told: $(cat said)"
    "$tool" --desk $format.db report traffic --json >$format.json
    "$tool" --desk $format.db report traffic --table >$format.page
    "$tool" --desk $format.db verify >/dev/null
    golden ${format}_small.rejects.golden $format.rejects
    golden ${format}_small.answer.golden $format.answer
    golden ${format}_small.report.golden $format.json
    golden ${format}_small.page.golden $format.page
    lines=$(python3 -c 'import csv, sys
print(",".join(row["line"] for row in csv.DictReader(open(sys.argv[1], newline="", encoding="utf-8"))))' $format.rejects)
    python3 "$here/traffic_oracle.py" compare $format.json --log $format "$sample/${format}_small.csv" --reject "$lines"
done

# What the rows made of the tickets.
tickets() {
    "$tool" --desk "$1" ticket list --order oldest --all | python3 "$data/normalise.py"
    "$tool" --desk "$1" tag list --tag escalated --table | python3 "$data/normalise.py"
    "$tool" --desk "$1" agent list --table
    "$tool" --desk "$1" team list --table
}
tickets helpdesk.db >tickets.txt
golden helpdesk_small.tickets.golden tickets.txt
"$tool" --desk bpi2013.db settings | grep -q '"display_offset":"+01:00"' || fail "bpi2013 does not set the display offset"

# --strict turns rejected rows into an exit code; so does nothing else.
expect 4 --desk helpdesk.db replay --format helpdesk --strict "$log"

# A second replay changes nothing: not from the bookmark, and not without it either.
events=$(count helpdesk.db events)
for run in with without; do
    if [ $run = without ]; then
        hash=$(python3 - "$log" <<'PYTHON'
import sys
value = 14695981039346656037
for byte in open(sys.argv[1], "rb").read():
    value = (value ^ byte) * 1099511628211 % 2**64
print(f"{value:016x}")
PYTHON
        )
        "$tool" --desk helpdesk.db bookmark get "replay:helpdesk:$hash" | grep -q '"value":"58"' || fail "no bookmark"
        "$tool" --desk helpdesk.db bookmark set "replay:helpdesk:$hash" --value '' >/dev/null
    fi
    "$tool" --desk helpdesk.db replay --format helpdesk "$log" 2>/dev/null >again
    grep -q '"recorded":0,"known":58' again || fail "replay $run bookmark recorded something: $(cat again)"
    [ "$(count helpdesk.db events)" = "$events" ] || fail "replay $run bookmark wrote events"
done

# A run that stops and one that goes on give what one run gives, wherever the cut is.
for cut in 1 2 7 20 33 57; do
    for batch in 1 3 500; do
        rm -f cut.db*
        "$tool" --desk cut.db replay --format helpdesk --batch $batch --stop-after $cut "$log" >/dev/null 2>&1
        "$tool" --desk cut.db replay --format helpdesk --batch $batch "$log" >cut.answer 2>/dev/null
        grep -q "\"recorded\":$((58 - cut)),\"known\":$cut," cut.answer || fail "cut $cut: $(cat cut.answer)"
        "$tool" --desk cut.db report traffic >cut.json
        cmp -s cut.json helpdesk.json || fail "cut $cut, batch $batch: another report"
        [ "$(count cut.db events)" = "$events" ] || fail "cut $cut, batch $batch: other events"
    done
done
tickets cut.db >cut.txt
cmp -s cut.txt tickets.txt || fail "a replay that was cut makes other tickets"
"$tool" --desk cut.db verify >/dev/null

# Several runs of the same log at once share the work.
"$tool" --desk shared.db init >/dev/null
for run in 1 2 3; do
    "$tool" --desk shared.db --backend-option busy_timeout_ms=60000 replay --format helpdesk --batch 2 "$log" \
        >shared.$run 2>/dev/null &
done
wait
"$tool" --desk shared.db report traffic >shared.json
cmp -s shared.json helpdesk.json || fail "three runs at once: another report"
[ "$(count shared.db events)" = "$events" ] || fail "three runs at once: other events: $(cat shared.[123])"

# Rows appended to a log: only they are new.
python3 - "$log" <<'PYTHON'
import sys
lines = open(sys.argv[1], encoding="utf-8").read().split("\n")
row = lines[1].split(",")
row[1], row[3] = "Take in charge ticket", "2012/12/24 12:00:00.000"
open("longer.csv", "w", encoding="utf-8").write("\n".join(lines[:-1]) + "\n" + ",".join(row) + "\n")
PYTHON
"$tool" --desk helpdesk.db replay --format helpdesk longer.csv 2>/dev/null >longer.answer
grep -q '"recorded":1,"known":58' longer.answer || fail "an appended row: $(cat longer.answer)"
"$tool" --desk helpdesk.db ticket get T-1 | grep -q '"state":"in_progress".*"reopened":1' || fail "the row does not count"

# Two logs at one desk keep apart.
"$tool" --desk helpdesk.db replay --format bpi2013 "$sample/bpi2013_small.csv" >/dev/null 2>&1
[ "$(count helpdesk.db tickets)" = 17 ] || fail "two logs at one desk"
"$tool" --desk helpdesk.db verify >/dev/null

# Hostile files end with a word and an exit code.
head -c 3000 /dev/urandom >random.csv
expect 1 --desk hostile.db replay --format helpdesk random.csv
printf '' >empty.csv
expect 1 --desk hostile.db replay --format helpdesk empty.csv
(head -2 "$log"; printf 'Case \xff,Wait,A,2012/01/01 00:00:00,,,,,,,,,,,,\nCase \0,Wait,A,2012/01/01 00:00:00,,,,,,,,,,,,\n') >bytes.csv
expect 0 --desk hostile.db replay --format helpdesk bytes.csv --json
grep -q '"recorded":1,"known":0,"rejected":2' said || fail "bytes that are no text: $(cat said)"
