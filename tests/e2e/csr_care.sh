#!/bin/bash
# Copies, upkeep, migration and the doctor, as somebody uses them who looks after a desk.
. "$(dirname "$0")/data/e2e.sh"

export CSR_DESK=desk.db
expect 0 init --name Test
expect 0 customer add "Jana Nováková"

expect 0 backup copy.db --verify
grep -q '"bytes":' said || fail "backup does not say how long the copy is: $(cat said)"
expect 1 backup copy.db
grep -q "is there already" said || fail "a copy over something: $(cat said)"
expect 2 backup
expect 2 backup a.db b.db
expect 0 --desk copy.db verify
expect 0 --desk copy.db customer list --table
grep -q "Jana" said || fail "the copy lacks a customer"

expect 0 health --json
grep -q '"file_bytes":[1-9]' said || fail "health: $(cat said)"
grep -q '"backed_up_at":"20' said || fail "health does not know of the copy: $(cat said)"
grep -q '"oldest_reader_bytes":0' said || fail "health: $(cat said)"
expect 0 maintain
grep -q '"more":false' said || fail "maintain: $(cat said)"

expect 0 doctor
expect 0 --timeout 1h doctor
expect 1 --desk absent.db doctor
grep -q '"suggestion":' said || fail "the doctor gives no advice: $(cat said)"
echo "no desk at all" >text.db
expect 1 --desk text.db doctor

gzip -dc "$here/../desks/v1.csr.gz" >old.db
expect 1 --desk old.db stats
grep -q "csr --desk FILE migrate" said || fail "an older desk is refused without advice: $(cat said)"
expect 1 --desk old.db doctor
cp old.db before.db
expect 0 --desk old.db migrate --dry-run
cmp -s old.db before.db || fail "a dry run changed the file"
expect 2 --desk old.db migrate now
expect 3 --desk old.db --timeout 1ms migrate
grep -q "longer than its time limit" said || fail "a migration without time: $(cat said)"
expect 1 --desk old.db stats
expect 0 --desk old.db migrate --backup kept.db
expect 0 --desk old.db migrate --table
grep -q "nothing to do" said || fail "migrated twice: $(cat said)"
expect 0 --desk old.db verify
expect 0 --desk old.db doctor
expect 1 --desk kept.db stats
