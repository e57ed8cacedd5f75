#!/bin/bash
# The traffic of a desk that works itself: what tickets went through, not what was replayed.
. "$(dirname "$0")/data/e2e.sh"

export CSR_DESK=$PWD/desk.db
expect 1 --desk absent.db report traffic
"$tool" init --name "Own work" --display-offset +01:00 >/dev/null
"$tool" report traffic --json >empty.json
golden report_empty.golden empty.json
expect 0 report traffic --table

"$tool" agent add petr --role manager >/dev/null
opened() {
    "$tool" --as petr ticket open "$1" --opened-at "$2" >/dev/null
}
moved() {
    "$tool" --as petr ticket move "$1" "$2" --effective-at "$3" "${@:4}" >/dev/null
}
# Begun in one month by the desk's clock, and in the one before by UTC; waits twice; comes back after it was closed.
opened "Comes back" "2020-02-01 00:30"
moved T-1 open "2020-02-01 01:30"
moved T-1 waiting_customer "2020-02-01 02:00"
moved T-1 waiting_internal "2020-02-01 04:00"
moved T-1 open "2020-02-02 04:00"
moved T-1 resolved "2020-02-02 05:00" --resolution solved
moved T-1 closed "2020-02-03 05:00"
"$tool" --as petr ticket reopen T-1 --effective-at "2020-02-05 05:00" >/dev/null
"$tool" ticket change T-1 --priority high >/dev/null
"$tool" interaction add phone --ticket T-1 >/dev/null
# Settled without work; still waiting; nothing but begun; and one whose external id only looks like a log's.
opened "At once" "2020-03-10 10:00"
moved T-2 resolved "2020-03-10 10:05" --resolution explained
opened "Waits" "2020-03-31 23:59:59"
moved T-3 waiting_third_party "2020-04-01 00:00"
opened "New" "2020-04-02 00:00"
"$tool" ticket open "No log" --external-id helpdesk:none >/dev/null

"$tool" report traffic --json | python3 "$data/normalise.py" >own.json
golden report_own.golden own.json
"$tool" report traffic --table | python3 "$data/normalise.py" >own.page
golden report_own.page.golden own.page
