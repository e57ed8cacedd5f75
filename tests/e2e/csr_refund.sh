#!/bin/bash
# A refund on the command line: put together, asked for, approved by another, planned, taken, reported, paid.
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
expect 0 agent add --handle rosa --name Rosa
expect 0 agent add --handle mia --name Mia --role manager
expect 0 approval-limit put --role manager --purpose goods --currency EUR --single-minor 50000 --day-minor 90000 \
    --purchase-minor 50000 --customer-minor 50000
order=$(member id purchase put --external-id W-1)
line=$(member id purchase-line put --purchase "$order" --number 1 --sku MUG --quantity 3 --gross-minor 1000 --tax-minor 174)
expect 0 payment put --purchase "$order" --number 1 --method card --state settled --captured-minor 1000 --gateway relay
refund=$(member id --as rosa refund open --purchase "$order" --reason broken)
expect 0 refund add "$refund" --kind goods --line "$line" --units 2
expect 1 refund add "$refund" --kind goods --line "$line" --units 2
grep -q "1 of 3 are left" said || fail "what is left is not said: $(cat said)"
expect 1 payout next --retry-s 86401
expect 0 --as rosa refund submit "$refund"
[ "$(member state refund get "$refund")" = pending_approval ] || fail "it does not wait for approval"
expect 0 --as rosa refund explain "$refund"
grep -q "another person than the one who asked approves" said || fail "it is not explained: $(cat said)"
expect 0 --as mia refund explain "$refund"
grep -q "50000 allowed, 0 used, 50000 left, 666 asked for" said || fail "it is not explained: $(cat said)"
expect 1 --as rosa refund approve "$refund" --reason fair
expect 0 --as mia refund approve "$refund" --reason fair
expect 0 refund plan "$refund" --key-life-s 86400 --inflight-s 60 --margin-s 600 --has-lookup
payout=$(member id payout next --gateway relay)
[ "$(member step payout get "$payout")" = send ] || fail "it is not to be sent"
[ "$(member amount_minor payout get "$payout")" = 666 ] || fail "two of three mugs for 10.00 are 6.66"
expect 0 payout report "$payout" --answer success --reference re-1
[ "$(member state refund get "$refund")" = paid ] || fail "it is not paid"
expect 0 approval list --refund "$refund"

# Through the test gateway: lost and sent again, paid once; then the books of both sides.
more=$(member id --as rosa refund open --purchase "$order" --reason late)
expect 0 refund add "$more" --kind amount --amount-minor 100
expect 1 refund execute "$more" --gateway test
grep -q "the refund is draft; only an approved one is paid" said || fail "a draft is executed: $(cat said)"
expect 0 --as rosa refund submit "$more"
expect 0 --as mia refund approve "$more" --reason fair
expect 2 refund execute "$more"
expect 2 refund execute "$more" --gateway stripe
expect 1 refund execute "$more" --gateway test:explode
expect 0 refund execute "$more" --gateway test:lose --report books
[ ! -s books ] || fail "what did not arrive is reported: $(cat books)"
grep -q submitting said || fail "the payouts are not shown: $(cat said)"
expect 0 payout reconcile --gateway relay
grep -q "no answer that is one" said || fail "what is unknown is not shown: $(cat said)"
lost=$(member id payout list --refund "$more")
printf '%s\n' '{"reference":"re-1","amount_minor":666,"currency":"EUR","state":"succeeded"}' \
    "{\"our_reference\":\"$lost\",\"reference\":\"re-2\",\"amount_minor\":100,\"state\":\"succeeded\"}" '' >report
expect 0 payout reconcile --gateway relay --report report --dry-run
[ "$(member state payout get "$lost")" = submitting ] || fail "a dry run wrote"
expect 0 payout reconcile --gateway relay --report report --since 2020-01-01T00:00:00Z
[ "$(member state refund get "$more")" = paid ] || fail "it is not paid"
printf '%s\n' '{"reference":"re-7","payment":"nobody","amount_minor":1,"state":"succeeded"}' 'no line' >report
expect 1 payout reconcile --gateway relay --report report
grep -q "which payment it is about is not known" said || fail "what cannot be imported is not told: $(cat said)"
expect 1 payout reconcile --gateway relay --report .
expect 2 payout reconcile
expect 2 payout reconcile --gateway relay --since 2020-01-01T00:00:00Z
expect 0 help payout
grep -q "reconcile --gateway NAME" said || fail "help does not know it"
expect 0 verify

# What is declined for good was not given back, whatever else went well; and is seen in the exit status.
declined=$(member id --as rosa refund open --purchase "$order" --reason late)
expect 0 refund add "$declined" --kind amount --amount-minor 50
expect 0 --as rosa refund submit "$declined"
expect 0 --as mia refund approve "$declined" --reason fair
expect 1 refund execute "$declined" --gateway test:decline
grep -q "the refund is failed; the payouts say why" said || fail "it is not said that it failed: $(cat said)"

# Opened, put together and asked for at once, or nothing of it; and all that is known of one.
whole=$(member id purchase put --external-id W-2 --shipping-minor 500)
pan=$(member id purchase-line put --purchase "$whole" --number 1 --sku PAN --quantity 2 --gross-minor 4000)
expect 0 payment put --purchase "$whole" --number 1 --method card --state settled --captured-minor 4500 --gateway relay
expect 2 refund request --purchase "$whole"
expect 2 refund request --purchase "$whole" --reason broken
expect 2 refund request --purchase "$whole" --reason broken --all --amount-minor 5
expect 2 refund request --purchase "$whole" --reason broken --all --line "$pan"
for wrong in 12,50 12.50 abc "" 0 -5 99999999999999999999; do
    expect 2 --as rosa refund request --purchase "$whole" --reason broken --amount-minor "$wrong"
    expect 2 --as rosa refund request --purchase "$whole" --reason broken --line "$pan" --units "$wrong"
done
expect 1 --as rosa refund request --purchase "$whole" --reason broken --line "$pan" --units 3
expect 0 refund list --purchase "$whole"
[ ! -s said ] || grep -q '"rows":\[\]' said || fail "a refused request leaves something: $(cat said)"
all=$(member id --as rosa refund request --purchase "$whole" --reason broken --all)
[ "$(member amount_minor refund get "$all")" = 4500 ] || fail "all is not all"
[ "$(member state refund get "$all")" = pending_approval ] || fail "it was not asked for"
expect 0 --as mia refund approve "$all" --reason fair
expect 0 refund show "$all"
grep -q shipping said && grep -q fair said || fail "not all is shown: $(cat said)"
expect 1 --as rosa refund request --purchase "$whole" --reason again --amount-minor 1

# Of what was given back in parts before, all is what is left: units, an amount, shipping; then there is nothing.
parts=$(member id purchase put --external-id W-3 --shipping-minor 300)
cup=$(member id purchase-line put --purchase "$parts" --number 1 --sku CUP --quantity 3 --gross-minor 1000)
lid=$(member id purchase-line put --purchase "$parts" --number 2 --sku LID --quantity 1 --gross-minor 400)
expect 0 payment put --purchase "$parts" --number 1 --method card --state settled --captured-minor 1700 --gateway relay
expect 0 --as rosa refund request --purchase "$parts" --reason broken --line "$cup" --units 2
expect 0 --as rosa refund request --purchase "$parts" --reason scratched --amount-minor 100 --line "$lid"
rest=$(member id --as rosa refund request --purchase "$parts" --reason broken --all)
[ "$(member amount_minor refund get "$rest")" = 934 ] || fail "all is not what is left: $(cat said)"
expect 1 --as rosa refund request --purchase "$parts" --reason broken --all
grep -q "nothing more goes back" said || fail "that nothing is left is not said: $(cat said)"
