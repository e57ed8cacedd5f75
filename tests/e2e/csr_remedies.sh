#!/bin/bash
# csr remedy-policy and csr remedy: the example documents, what is wrong with others, and an afternoon at a counter.
. "$(dirname "$0")/data/e2e.sh"

policies=$root/examples/policies
for house in shop hotel; do
    expect 0 remedy-policy check --policy "$policies/remedies-$house.json"
    expect 0 remedy-policy test --policy "$policies/remedies-$house.json"
done
expect 2 remedy-policy check
expect 1 remedy-policy check --policy nowhere.json
echo '{"format":"csr-remedies/1","ladders":[{"ladder":"l","rungs":[{"rung":"a","remedy":"refund","when":["ticket.knd == 1"]}]}]}' >wrong.json
expect 1 remedy-policy check --policy wrong.json
grep -q 'ladders\[0\].rungs\[0\].when\[0\]: ' said || fail "the place of a wrong condition is not told"
echo '{"format":"csr-remedies/1","ladders":[{"ladder":"l","rungs":[{"rung":"a","remedy":"refund","when":["ticket.reopened > 0"],"tests":[{"yes":{"ticket.reopened":0}}]}]}]}' >untrue.json
expect 1 remedy-policy test --policy untrue.json
grep -q '2 fixtures wrong or missing' said || fail "a wrong and a missing fixture are not counted"

{
    echo '{"facts":{"ticket.kind":"complaint","ticket.fault":"company","interaction.tone":"angry"}}'
    echo '{"facts":{"ticket.kind":"complaint","ticket.fault":"company"},"tried":[{"rung":"apology","state":"accepted"}]}'
    echo '{"facts":{"ticket.kind":"praise"}}'
    echo 'no JSON'
} | "$tool" remedy-policy next --policy "$policies/remedies-shop.json" | sed 's/,"steps".*//; s/"error":"[^"]*"/"error":""/' >answers
cat >expected <<'TEXT'
{"ladder":"matter","next":"apology"
{"ladder":"matter","next":"explanation"
{"ladder":null,"next":null
{"error":"","field":"json"}
TEXT
diff expected answers

export CSR_DESK=$PWD/counter.db
expect 0 init
expect 0 agent add --handle rosa --role associate
expect 0 policy add --kind remedy --document "@$policies/remedies-shop.json"
expect 0 customer add --name Jana
jana=$("$tool" --json customer list | grep -o '"id":"[^"]*"' | head -1 | cut -d'"' -f4)
expect 0 ticket open --kind complaint --fault company --subject "The jacket came torn" --customer "$jana"
expect 0 remedy next --ticket T-1
expect 0 --as rosa remedy offer --ticket T-1 --request-key first
"$tool" --json remedy list --ticket T-1 >listed
grep -q '"rung":"apology"' listed || fail "the apology is not first: $(cat listed)"
id=$(grep -o '"id":"[^"]*"' listed | head -1 | cut -d'"' -f4)
expect 0 remedy accept "$id" --answer "All right"
expect 1 --as rosa remedy offer --ticket T-1 --rung percent
grep -q 'explanation has to be tried first' said || fail "it is not said what comes first: $(cat said)"
expect 0 verify
