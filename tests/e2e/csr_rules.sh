#!/bin/bash
# Rule sets: the library of rules to start from, then checked, compared, explained, rehearsed and put into force.
. "$(dirname "$0")/data/e2e.sh"

sets=$root/examples/rules
for set in log-helpdesk log-bpi2013; do
    "$tool" rules test "$sets/$set.json" >said || fail "$set: $(cat said)"
    "$tool" rules lint "$sets/$set.json" >said || fail "$set: $(cat said)"
done
for set in returns-counter hotel-desk call-centre bank; do
    "$tool" rules check "$sets/$set.json" --json >/dev/null || fail "$set does not load"
    "$tool" rules test "$sets/$set.json" --json >fixtures || fail "$set: $(grep '"ok":false' fixtures)"
    "$tool" rules lint "$sets/$set.json" >said || fail "$set: $(cat said)"
    python3 - "$sets/$set.json" fixtures <<'PYTHON'
import json
import sys

rules = {rule["id"] for rule in json.load(open(sys.argv[1], encoding="utf-8"))["rules"]}
fixtures = [json.loads(line) for line in open(sys.argv[2], encoding="utf-8")]
for expected in ("yes", "no"):
    missing = rules - {row["rule"] for row in fixtures if row["expected"] == expected}
    assert not missing, (expected, missing)
situations = {"tone-worse", "asks-supervisor", "abusive-contact", "company-at-fault", "first-reply-near", "reopened-twice",
              "no-owner", "agent-overloaded", "rest-after-abuse", "brand-new"}
assert situations <= rules, situations - rules
PYTHON
done

cp "$sets/bank.json" .
python3 - "$sets/bank.json" <<'PYTHON'
import json
import sys

bank = json.load(open(sys.argv[1], encoding="utf-8"))
rules = {rule["id"]: rule for rule in bank["rules"]}
rules["company-at-fault"]["when"][1] = 'ticket.waited > duration("2h")'
del rules["vulnerable"], rules["reopened-twice"]["tests"][1]
bank["rules"] = list(rules.values()) + [{"id": "dim", "mode": "shadow", "when": "ticket.reopened > 1 && ticket.reopened < 1",
                                         "do": [{"tag": "dim"}]}]
json.dump(bank, open("edited.json", "w", encoding="utf-8"))
rules["tone-worse"]["when"] = ["interaction.tone_drop >= 2", "interaction.tone = \"angry\"", "now.getHours() > 8"]
rules["brand-new"]["do"] = [{"phrase": {"role": "supervisor"}}]
json.dump(bank, open("wrong.json", "w", encoding="utf-8"))
at = "2026-03-02T%sZ"
lines = [
    ("T-1", "09:00:00", {"ticket.fault": "company", "ticket.waited": "0s", "ticket.phase": "open", "ticket.acknowledged": False,
                         "recipient.quiet": False, "ticket.reopened": 0, "ticket.tags": []}),
    ("T-2", "09:10:00", {"ticket.tags": ["fraud"], "ticket.acknowledged": False}),
    ("T-2", "09:12:00", {"ticket.acknowledged": True}),
    ("T-3", "09:20:00", {"ticket.fault": "company", "ticket.waited": {"stands": "30m"}, "ticket.tags": []}),
    ("T-1", "13:00:00", {"ticket.phase": "resolved"}),
]
with open("history.jsonl", "w", encoding="utf-8") as out:
    for ticket, when, facts in lines:
        out.write(json.dumps({"ticket": ticket, "at": at % when, "facts": facts}) + "\n")
json.dump({"ticket.fault": "company", "ticket.waited": "45m", "payment.amount": 4500, "agent.limit": 5000,
           "ticket.kind": "billing", "ticket.tags": []}, open("facts.json", "w", encoding="utf-8"))
PYTHON
{
    csr rules check bank.json --table
    csr rules check wrong.json --table
    csr rules test edited.json --table
    csr rules lint edited.json --table
    csr rules lint edited.json --json
    csr rules diff bank.json edited.json --table
    csr rules diff bank.json edited.json --json
    csr rules explain bank.json --facts facts.json --rule company-at-fault --at 2026-03-02T10:00Z --table
    csr rules explain bank.json --facts facts.json --rule over-the-limit --at 2026-03-02T10:00Z --table
    csr rules explain bank.json --facts facts.json --rule over-the-limit --at 2026-03-02T10:00Z --json
    csr rules explain bank.json --facts facts.json --rule nothing
    csr rules explain bank.json
    csr rules dry-run bank.json --facts facts.json --at 2026-03-02T10:00Z --table
    csr rules backtest bank.json --facts history.jsonl --table
    csr rules backtest edited.json --facts history.jsonl --against bank.json --table
    csr rules backtest bank.json --facts history.jsonl --until 2026-03-02T09:30Z --json
    csr rules backtest bank.json --facts history.jsonl --until soon
    csr rules backtest bank.json --facts facts.json
    csr rules test bank.json extra
    "$tool" rules history --format helpdesk "$sample/helpdesk_small.csv" >log.jsonl
    csr rules backtest "$sets/log-helpdesk.json" --facts log.jsonl --table | sed "s|$sets/||"
    csr rules history --format nothing log.jsonl
} >transcript
golden rules.golden transcript

# Put into force at a desk, where the name stands for the set; what fails its fixtures is not.
expect 0 --desk desk.db init
expect 1 --desk desk.db rules activate edited.json
sed -i 's/"ticket.fault": "company", "ticket.waited": "1h1s"/"ticket.fault": "company", "ticket.waited": "2h1s"/' edited.json
expect 0 --desk desk.db rules activate "$sets/bank.json"
expect 0 --desk desk.db rules test default
expect 0 --desk desk.db rules diff default "$sets/bank.json"
[ -s said ] && fail "the set in force is another: $(cat said)"
expect 0 --desk desk.db rules activate edited.json --from 2099-01-01T00:00Z
expect 0 --desk desk.db rules diff default "$sets/bank.json"
[ -s said ] && fail "a set to come is in force"
"$tool" --desk desk.db rules activate - --name night <"$sets/bank.json" >said || fail "not from stdin: $(cat said)"
expect 0 --desk desk.db rules activate night --name late
expect 0 --desk desk.db rules diff late "$sets/bank.json"
[ -s said ] && fail "a set in force is not put into force under another name: $(cat said)"
expect 0 --desk desk.db rules check night
expect 2 --desk desk.db rules activate "$sets/bank.json" --from soon
expect 1 --desk desk.db rules activate wrong.json
expect 0 --desk desk.db policy list --kind rules --json
[ "$(grep -c '"kind":"rules"' said)" -ge 1 ] || fail "no rules are recorded: $(cat said)"
