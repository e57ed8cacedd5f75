#!/bin/bash
# Help and completion come from the table of operations: every operation has both.
. "$(dirname "$0")/data/e2e.sh"

"$tool" describe >table.json
python3 - "$tool" <<'PYTHON'
import functools
import json
import subprocess
import sys


@functools.cache
def run(*words):
    done = subprocess.run([sys.argv[1], *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, (words, done.stderr)
    return done.stdout


values_seen = set()
nouns = set()
operations = json.load(open("table.json", encoding="utf-8"))["operations"]
assert len(operations) > 50
everything = run("help")
for number, operation in enumerate(operations):
    noun, verb = operation["name"].replace("_", "-").split(".")
    assert f"  {noun} " in everything, noun
    assert verb in run("help", noun)
    # All that follows is made from one table for all operations: every sixth one shows it.
    if number % 6 != 0:
        continue
    shown = run("help", noun, verb)
    assert operation["text"] in shown, operation["name"]
    # One way of asking is like the other.
    if noun not in nouns:
        nouns.add(noun)
        assert shown == run(noun, verb, "--help"), operation["name"]
        assert verb in run("complete", "--", noun, verb[:1]).split()
    offered = run("complete", "--", noun, verb, "--").split()
    for param in operation["params"]:
        option = "--" + param["name"].replace("_", "-")
        assert option in shown and param["text"] in shown, (operation["name"], option)
        assert option in offered, (operation["name"], option)
        for value in param.get("values", [])[-1:]:
            # Options of one kind have the same values.
            if (param["name"], value["name"]) in values_seen:
                continue
            values_seen.add((param["name"], value["name"]))
            assert value["name"] in run("complete", "--", noun, verb, option, value["name"][:2]).split()
assert "ticket" in run("complete", "--", "ti").split() and "replay" in run("complete", "--", "").split()
assert run("complete", "--", "ticket", "open", "--kind", "zz") == ""
PYTHON

for shell in bash zsh fish; do
    "$tool" completion "$shell" >"completion.$shell"
    [ -s "completion.$shell" ] || fail "no completion for $shell"
done
# The bash script offers what the tool offers.
PATH=$(dirname "$tool"):$PATH bash --norc -c '
    . ./completion.bash
    COMP_WORDS=(csr ticket op) COMP_CWORD=2
    _csr
    [ "${COMPREPLY[*]}" = open ]' || fail "the completion of bash does not complete"

expect 0 help rules backtest
grep -q "^usage: csr rules backtest NAME|FILE --facts FILE" said || fail "a verb has no help of its own: $(cat said)"
cp said one
expect 0 rules backtest --help
diff one said || fail "rules backtest --help says something else"
expect 0 rules --help
grep -q "^  check NAME|FILE$" said || fail "rules --help does not list its verbs"
expect 2
grep -q "^usage: csr" said || fail "csr alone does not say how it is used"
expect 0 --help
expect 0 --version
expect 0 verify --help
grep -q "desk verify" said || fail "verify --help does not say what it is short for"
