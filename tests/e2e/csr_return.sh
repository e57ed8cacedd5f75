#!/bin/bash
# A return on the command line: asked for, allowed, received, inspected, settled by a refund; a claim; an exchange for a charge.
. "$(dirname "$0")/data/e2e.sh"

export CSR_DESK=shop.db
# The member of the JSON that a command answers: member NAME COMMAND...
member() {
    local name=$1
    shift
    "$tool" --json "$@" | python3 -c '
import json, sys
answer = json.loads(sys.stdin.readline())
print(answer[sys.argv[1]])' "$name"
}

expect 0 init --name "Corner shop" --currency EUR
order=$(member id purchase put --external-id W-1)
mugs=$(member id purchase-line put --purchase "$order" --number 1 --sku MUG --quantity 4 --fulfilled 3 --gross-minor 1000 --tax-minor 174)
expect 0 payment put --purchase "$order" --number 1 --method card --state settled --captured-minor 1000 --gateway relay

back=$(member id return open --purchase "$order" --reason small)
expect 1 return approve "$back"
expect 0 return add "$back" --line "$mugs" --units 2
expect 0 return approve "$back" --due-at 2999-01-01T00:00:00Z
expect 0 return find --authorisation W-1-R1
expect 0 return send "$back" --tracking CZ-1
line=$(member id return-line list --return-id "$back")
expect 0 return receive "$back" --line "$line" --units 1 --complete
expect 0 return inspect "$back" --line "$line" --accepted 1
expect 0 return settle "$back" --restocking-basis-points 1000 --shipping-fee-minor 25
[ "$(member refund_minor return get "$back")" = 200 ] || fail "2.50 less 0.25 and 0.25 are 2.00"
expect 1 return settle "$back"
refund=$(member refund return get "$back")
[ "$(member amount_minor refund get "$refund")" = 200 ] || fail "the refund comes to something else"

claim=$(member id return open --purchase "$order" --kind claim --remedy replace --reason lost)
expect 1 return add "$claim" --line "$mugs" --units 4 --fault missing
grep -q "3 of 4 are left" said || fail "what is left is not said: $(cat said)"
expect 0 return add "$claim" --line "$mugs" --units 1 --fault missing
expect 1 return approve "$claim"
expect 0 return approve "$claim" --keeps-goods
expect 0 return settle "$claim"
[ "$(member sku replacement list --return-id "$claim")" = MUG ] || fail "the same goods are not given again"

swap=$(member id return open --purchase "$order" --remedy replace --reason small)
expect 0 return add "$swap" --line "$mugs" --units 1
expect 0 return approve "$swap"
line=$(member id return-line list --return-id "$swap")
expect 0 return receive "$swap" --line "$line" --units 1
expect 0 return inspect "$swap" --line "$line" --accepted 1
expect 0 replacement add --return-id "$swap" --sku JUG --gross-minor 900
expect 0 return settle "$swap"
[ "$(member charge return get "$swap")" = due ] || fail "nothing has to be paid"
expect 0 return charge "$swap" --charge paid --reference ch-7
[ "$(member state return get "$swap")" = closed ] || fail "it is not closed"
expect 0 return list --purchase "$order"
expect 0 verify
