#!/bin/bash
# Instants, durations, references and empty values as people type them.
. "$(dirname "$0")/data/e2e.sh"

export CSR_DESK=$PWD/desk.db
"$tool" init --name Values --display-offset +02:00 >/dev/null
"$tool" agent add petr >/dev/null
"$tool" ticket open "One" --external-id shop:1 >/dev/null

python3 - "$tool" <<'PYTHON'
import datetime
import json
import subprocess
import sys

HERE = datetime.timezone(datetime.timedelta(hours=2))
DAY = datetime.timedelta(days=1)


def run(*words, fails=False):
    done = subprocess.run([sys.argv[1], *words], capture_output=True, text=True, check=False)
    assert (done.returncode != 0) == fails, (words, done.returncode, done.stderr)
    return done.stderr if fails else json.loads(done.stdout)


def due(text):
    run("ticket", "change", "T-1", "--due-at", text)
    return datetime.datetime.fromisoformat(run("ticket", "get", "T-1")["due_at"].replace("Z", "+00:00"))


def at(*parts):
    return datetime.datetime(*parts, tzinfo=HERE)


for text, want in {
    "2199-11-21T10:00Z": at(2199, 11, 21, 12),
    "2199-11-21T10:00:30Z": at(2199, 11, 21, 12, 0, 30),
    "2199-11-21 10:00": at(2199, 11, 21, 10),
    "2199-11-21 9:05": at(2199, 11, 21, 9, 5),
    "2199-11-21 10:00:30.25": at(2199, 11, 21, 10, 0, 30, 250000),
    "2199-11-21 10:00-01:30": at(2199, 11, 21, 13, 30),
    "2199-11-21 10:00 +02:00": at(2199, 11, 21, 10),
    "2199-11-21": at(2199, 11, 21),
    "2200-02-28T23:59:59+02:00": at(2200, 2, 28, 23, 59, 59),
}.items():
    assert due(text) == want, (text, due(text), want)

# Around now: the day may change between two commands, so that yesterday's answer counts too.
for text, want in {
    "today": lambda now: now.replace(hour=0, minute=0, second=0, microsecond=0),
    "tomorrow": lambda now: (now + DAY).replace(hour=0, minute=0, second=0, microsecond=0),
    "yesterday 15:30": lambda now: (now - DAY).replace(hour=15, minute=30, second=0, microsecond=0),
    "tomorrow 9:00": lambda now: (now + DAY).replace(hour=9, minute=0, second=0, microsecond=0),
    "23:15": lambda now: now.replace(hour=23, minute=15, second=0, microsecond=0),
}.items():
    before = datetime.datetime.now(HERE)
    got = due(text)
    assert got in (want(before), want(datetime.datetime.now(HERE))), (text, got)
for text, shift in {"now": 0, "-2h": -7200, "+3d": 259200, "+1w2d3h4m5s": 788645, "-90s": -90, "+90min": 5400}.items():
    before = datetime.datetime.now(HERE)
    got = due(text) - datetime.timedelta(seconds=shift)
    assert before - datetime.timedelta(milliseconds=1) <= got <= datetime.datetime.now(HERE), (text, got, before)

for text in ("soon", "2199-13-01", "2199-02-29", "10", "25:00", "2199-01-01 10:00:61", "-2", "-2x", "+", "2199-01-01 10",
             "2199-01-01T10:00Zulu", "noon", "today 10", "99999999999999d", "-99999999999999w"):
    assert "is not an instant" in run("ticket", "change", "T-1", f"--due-at={text}", fails=True), text

# One ticket by all its names.
want = run("ticket", "get", "T-1")["id"]
for name in ("T-1", "t-1", "#1", "1", "shop:1", want, want.upper()):
    assert run("ticket", "get", name)["id"] == want, name
for name in ("T-2", "T-0", "T-", "shop:2", "99999999999999999999", "00000000-0000-7000-8000-000000000000", "x" * 300):
    run("ticket", "get", name, fails=True)
for name in ("Petr", "PETR", run("agent", "get", "petr")["id"]):
    run("ticket", "change", "T-1", "--assignee", name)

# Empty values.
for words in (["--assignee", ""], ["--assignee="], ["--clear", "assignee"], ["--clear=assignee"]):
    run("ticket", "change", "T-1", "--assignee", "petr")
    assert "assignee" in run("ticket", "get", "T-1")
    run("ticket", "change", "T-1", *words)
    assert "assignee" not in run("ticket", "get", "T-1"), words

# Content: a text, a file, a text that begins with "@"; whatever stands in it comes back.
body = 'quotes " and \\ and\ttabs\nand ěščřž \u0001 \U0001F600\n'
open("body.txt", "w", encoding="utf-8", newline="").write(body)
run("interaction", "add", "note", "--ticket", "T-1", "--body", "@body.txt")
run("interaction", "add", "note", "--ticket", "T-1", "--body", "@@petr will know")
run("interaction", "add", "note", "--ticket", "T-1", "--body", "--", "--body", "-1", "--subject=--")
lines = subprocess.run([sys.argv[1], "interaction", "list", "--ticket", "T-1"], capture_output=True, text=True, check=True)
rows = [json.loads(line) for line in lines.stdout.splitlines()]
assert [row["body"] for row in rows] == [body, "@petr will know", "-1"], rows
assert rows[2]["subject"] == "--"
open("body.bin", "wb").write(b"\xff\xfe")
run("interaction", "add", "note", "--ticket", "T-1", "--body", "@body.bin", fails=True)

# A hostile text does not reach the terminal as it is.
run("ticket", "open", "red \x1b[31m alert \x07")
shown = subprocess.run([sys.argv[1], "ticket", "list", "--table"], capture_output=True, check=True).stdout
assert b"\x1b" not in shown and b"\x07" not in shown, shown

# All pages, one after the other; events go on by position.
for number in range(7):
    run("ticket", "open", f"Page {number}")
lines = subprocess.run([sys.argv[1], "ticket", "list", "--all", "--limit", "2"], capture_output=True, text=True, check=True)
assert len(lines.stdout.splitlines()) == 9
lines = subprocess.run([sys.argv[1], "event", "list", "--all", "--limit", "3"], capture_output=True, text=True, check=True)
positions = [json.loads(line)["position"] for line in lines.stdout.splitlines()]
assert positions == sorted(set(positions)) and len(positions) == run("stats")["events"]
PYTHON
