#!/bin/bash
# The rule sets made for the logs of the shared data, rehearsed over them: the figures of docs/rules.md, and twice the same.
. "$(dirname "$0")/data/e2e.sh"

folder=$(shared helpdesk)
sets=$root/examples/rules
rehearse() {
    local format=$1 log=$2 lines=$3 tickets=$4 firings=$5 supervisor=$6 manager=$7
    "$tool" rules history --format "$format" "$log" >history.jsonl
    "$tool" rules backtest "$sets/log-$format.json" --facts history.jsonl --json >first
    "$tool" rules backtest "$sets/log-$format.json" --facts history.jsonl --against "$sets/log-$format.json" --json >second
    cmp <(sed '$d' first) <(sed '$d' second) || fail "$format: the same set fired otherwise"
    python3 - first second "$lines" "$tickets" "$firings" "$supervisor" "$manager" <<'PYTHON'
import json
import sys

first, second = (json.loads(open(path, encoding="utf-8").readlines()[-1])["report"] for path in sys.argv[1:3])
found = [first["lines"], first["tickets"], first["firings"], first["pages"]["supervisor"], first["pages"]["manager"]]
assert found == [int(word) for word in sys.argv[3:]], found
assert (second["new"], second["lost"]) == (0, 0), second
assert sum(rule["fired"] for rule in first["rules"].values()) == first["firings"]
PYTHON
}
rehearse helpdesk "$folder/shared_before_2012-07.csv" 16162 3475 6242 1670 1427
rehearse bpi2013 "$(shared bpi2013)/shared_first1800cases.csv" 27587 1800 3369 984 654
