#!/bin/bash
# Escalations, duty and rules at work on the command line: raised, taken up, resolved; fired, rehearsed, backtested.
. "$(dirname "$0")/data/e2e.sh"

csr() {
    "$tool" --desk house.db "$@"
}

csr init >/dev/null
csr agent add --handle eva >/dev/null
csr agent add --handle sam --role supervisor >/dev/null
csr agent add --handle vera --role supervisor >/dev/null
csr customer add --name Jana --language it >/dev/null
csr skill set vera --kind language --name it >/dev/null

csr agent presence sam --presence away >/dev/null || fail "presence"
csr duty list --role supervisor --json >duty || fail "duty list"
grep -q '"why":"is away"' duty || fail "duty does not say why: $(cat duty)"

csr ticket open --subject Loud >/dev/null
csr --as eva escalation raise --ticket T-1 --reason "Let me ask my supervisor" --json >raised || fail "raise"
id=$(grep -o '[0-9a-f-]\{36\}' raised | head -1)
csr escalation list --ticket T-1 --json >list
grep -q '"state":"raised"' list || fail "not raised: $(cat list)"
csr ticket get T-1 --json | grep -q '"escalation_level":1' || fail "the ticket does not show its level"
csr --as eva escalation acknowledge "$id" >/dev/null 2>said && fail "eva took up what she asked"
grep -q 'somebody else was asked' said || fail "not said why: $(cat said)"
csr --as vera escalation acknowledge "$id" --take >/dev/null || fail "acknowledge"
csr --as vera escalation resolve "$id" --answer "A voucher" >/dev/null || fail "resolve"
csr escalation get "$id" --json | grep -q '"state":"resolved"' || fail "not resolved"

cat >rules.json <<'JSON'
{"format":"csr-rules/1","set":"house","rules":[{"id":"praised","when":["ticket.kind == 'praise'"],
"do":[{"tag":"nice"},{"escalate":{"to":"supervisor","reason":"Say thank you"}}]}]}
JSON
csr rules activate rules.json >/dev/null || fail "rules are not recorded"
sleep 0.01
csr ticket open --subject Thanks --kind praise >/dev/null
csr firing list --ticket T-2 --json >fired
grep -q '"rule":"praised"' fired || fail "the rule did not fire: $(cat fired)"
csr escalation list --open --json | grep -q '"kind":"rule"' || fail "the rule raised nothing"
csr firing rehearse --ticket T-1 --explain --json >why
grep -q "NO   ticket.kind == 'praise'" why || fail "not explained: $(cat why)"
csr firing backtest --differences --json >differs
grep -q praised differs && fail "a backtest is not the log: $(cat differs)"
csr verify >/dev/null || fail "verify"
echo "escalation: as expected"
