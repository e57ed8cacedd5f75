#!/bin/bash
# The shared logs of real desks: the report is exactly the one that was computed independently; also after kill -9.
. "$(dirname "$0")/data/e2e.sh"

one_log() {
    local format=$1 log=$2 rows=$3 folder begun
    folder=$(shared "${4:-$format}") || exit $?
    begun=$(date +%s%N)
    "$tool" --desk "$format.db" --backend-option synchronous=normal replay --format "$format" "$folder/$log" >answer
    echo "$format: $rows rows in $((($(date +%s%N) - begun) / 1000000)) ms"
    grep -q "\"recorded\":$rows,\"known\":0,\"rejected\":0" answer || fail "$format: $(cat answer)"
    "$tool" --desk "$format.db" report traffic --json >"$format.json"
    python3 "$here/traffic_oracle.py" compare "$format.json" --golden "$folder/golden_shared"
    python3 "$here/traffic_oracle.py" compare "$format.json" --log "$format" "$folder/$log"
    "$tool" --desk "$format.db" verify
}

# Bytes of a desk and what lies beside it.
size() {
    { cat "$1"* 2>/dev/null || true; } | wc -c
}

# Killed again and again, each time after another million bytes, then left alone.
killed_log() {
    local format=$1 log=$2 folder kills=0 until=0
    folder=$(shared "$format") || exit $?
    rm -f killed.db*
    for _ in 1 2 3 4; do
        until=$(($(size killed.db) + 1000000))
        "$tool" --desk killed.db replay --format "$format" --batch 50 "$folder/$log" >killed.answer &
        while kill -0 $! 2>/dev/null && [ "$(size killed.db)" -lt $until ]; do sleep 0.02; done
        kill -9 $! 2>/dev/null && kills=$((kills + 1))
        wait $! 2>/dev/null && break
    done
    "$tool" --desk killed.db replay --format "$format" "$folder/$log" >killed.answer
    echo "$format: killed $kills times, then $(cat killed.answer)"
    if [ $kills -eq 0 ] || grep -q '"known":0,' killed.answer; then
        fail "it was not killed in the middle"
    fi
    "$tool" --desk killed.db report traffic --json >killed.json
    cmp killed.json "$format.json" || fail "$format: another report after kill -9"
    [ "$(count killed.db events)" = "$(count "$format.db" events)" ] || fail "$format: other events after kill -9"
    "$tool" --desk killed.db verify
}

one_log helpdesk shared_before_2012-07.csv 16162
one_log bpi2013 shared_first1800cases.csv 27587
one_log servicenow shared_first2000incidents.csv 14041 servicenow-uci
killed_log helpdesk shared_before_2012-07.csv
