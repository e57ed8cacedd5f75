#!/bin/bash
# A voucher on the command line: budget, issued, explained, used, given back, revoked; and what it cost.
. "$(dirname "$0")/data/e2e.sh"

export CSR_DESK=$PWD/desk.db
# The member of the JSON that a command answers, of its first row: member NAME COMMAND...
member() {
    local name=$1
    shift
    "$tool" --json "$@" | python3 -c '
import json, sys
answer = json.loads(sys.stdin.readline())
sys.stdin.read()
print(answer[sys.argv[1]])' "$name"
}

"$tool" init --currency EUR >/dev/null
customer=$(member id customer add --name Jana)
rosa=$(member id agent add rosa)
"$tool" agent add mia --role manager >/dev/null
for role in associate manager; do
    expect 0 approval-limit put --role $role --purpose goodwill --currency EUR --single-minor 5000 --day-minor 9000 \
        --purchase-minor 9000 --customer-minor 9000
done
"$tool" agent change "$rosa" --role associate >/dev/null
expect 0 goodwill-budget put --agent "$rosa" --period month --currency EUR --amount-minor 1500
expect 0 goodwill explain --agent "$rosa" --amount-minor 1000 --currency EUR --customer "$customer"

voucher=$(member id --as rosa voucher issue --kind fixed --amount-minor 1000 --customer "$customer" --reason late)
[ "$(member state voucher get "$voucher")" = active ] || fail "it is not approved"
code=$(member code voucher get "$voucher")
[ ${#code} -eq 23 ] || fail "the code is $code"
use=$(member id voucher redeem --code "${code,,}" --order-id W-1 --amount-minor 400 --currency EUR)
expect 1 voucher redeem --code "$code" --order-id W-2 --amount-minor 601 --currency EUR
expect 0 voucher redeem --code "$code" --order-id W-2 --basket-minor 999999 --currency EUR
[ "$(member state voucher get "$voucher")" = used ] || fail "it is not used up"
expect 0 voucher return "$use" --reason cancelled
[ "$(member used_minor voucher get "$voucher")" = 600 ] || fail "it was not given back"
expect 0 voucher revoke "$voucher" --reason mistake
expect 1 voucher redeem --code "$code" --order-id W-3 --amount-minor 1 --currency EUR

# 600 of the budget are gone for good.
second=$(member id --as rosa voucher issue --kind fixed --amount-minor 901 --customer "$customer" --reason rude)
[ "$(member state voucher get "$second")" = issued ] || fail "it is beyond the budget"
expect 1 --as rosa voucher approve "$second" --reason fair
expect 0 --as mia voucher approve "$second" --reason fair

[ "$(member redeemed_minor report money --from 2020-01-01 --by agent)" = 600 ] || fail "the report says something else"
[ "$(member issued_minor money report --from 2020-01-01 --by reason --currency EUR)" = 600 ] || fail "what late cost"
expect 2 report nothing
expect 2 report money
expect 0 verify
