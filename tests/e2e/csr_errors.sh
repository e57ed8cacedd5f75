#!/bin/bash
# What goes wrong says where, why and what may have been meant; and each kind of failure has its exit code.
. "$(dirname "$0")/data/e2e.sh"

"$tool" --desk desk.db init --name Test >/dev/null
"$tool" --desk desk.db agent add petr >/dev/null
"$tool" --desk desk.db ticket open "A matter" >/dev/null

errors() {
    csr ticket list
    csr --desk absent.db ticket list
    export CSR_DESK=desk.db
    echo "no desk at all" >text.db
    csr --desk text.db stats
    csr --desk . stats
    csr tickt list
    csr ticket lsit
    csr ticket
    csr ticket open
    csr ticket open "A matter" --custmer x
    csr ticket open "A matter" --kind complain
    csr ticket open "A matter" --kind
    csr ticket open "A matter" --due-at soon
    csr ticket open "A matter" --customer nobody
    csr ticket open "A matter" --customer email:nobody@example.org
    csr ticket open "A matter" --team nobody
    csr ticket open "A matter" --assignee nobody
    csr ticket open "A matter" --external-id helpdesk:1 --json --ids --table
    csr ticket open "A matter" --external-id helpdesk:1
    csr ticket get T-77
    csr ticket get helpdesk:2
    csr ticket get helpdesk:1 --subject x
    csr ticket get
    csr ticket get T-1 T-2
    csr ticket change T-1 --clear subject
    csr ticket change T-1 --expected-version 9 --priority low
    csr ticket move T-1 nowhere
    csr ticket list --limit many
    csr ticket list --limit 1001
    csr interaction add phone --body @absent.txt
    csr interaction get 1
    csr agent add PETR
    csr --as nobody ticket list
    csr --timeout soon stats
    csr --timeout 0s stats
    csr --backend-option synchronous stats
    csr --backend-option synchronous=never stats
    csr history nobody-at-all
    csr call
    csr call ticket.lst
    csr call ticket.get '{"id":'
    csr call ticket.get '{"id":7}'
    csr call ticket.list '{"colour":"red"}'
    csr describe ticket.lst
    csr report
    csr report trafic
    csr replay
    csr replay --format csv log.csv
    csr replay --format helpdesk
    csr replay --format helpdesk absent.csv
    csr replay --format helpdesk --batch 0 absent.csv
    csr replay --format bpi2013 "$sample/helpdesk_small.csv"
    csr completion tcsh
    csr help nobody
    csr help tickets open
}

errors 2>&1 | sed "s|$sample|SAMPLE|g; s|$PWD/||g" | python3 "$data/normalise.py" >errors.txt
golden errors.golden errors.txt

# Somebody else writes: the same command may succeed later.
python3 - desk.db <<'PYTHON' &
import sqlite3, sys, time
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN IMMEDIATE")
open("locked", "w").close()
time.sleep(4)
PYTHON
locker=$!
while [ ! -e locked ]; do sleep 0.05; done
expect 3 --desk desk.db --backend-option busy_timeout_ms=100 ticket open "Too late"
grep -q "store_busy" said || fail "a busy store is not named: $(cat said)"
grep -q "run the command again" said || fail "a busy store comes without advice: $(cat said)"
expect 3 --desk desk.db --timeout 50ms ticket open "Not so long"
grep -q "(timeout)" said || fail "a time limit is not named: $(cat said)"
wait "$locker"

# A failed write to stdout is a failure.
if "$tool" --desk desk.db ticket list >/dev/full 2>said; then
    fail "a full disk behind stdout goes unnoticed"
fi
