#!/usr/bin/env python3
"""The traffic report computed straight from an event log, and compared with what csr says.

    traffic_oracle.py compare REPORT.json --log FORMAT FILE [--reject LINE,LINE...]
    traffic_oracle.py compare REPORT.json --golden FOLDER
    traffic_oracle.py report FORMAT FILE

It shares nothing with the tool: python's csv, datetime and its own tables of what a label means.
"""

import collections
import csv
import datetime
import json
import math
import pathlib
import sys

UTC = datetime.timezone.utc
MEANING = {
    "helpdesk": {"work": {"Take in charge ticket"}, "wait": {"Wait"}, "resolve": {"Resolve ticket"}, "close": {"Closed"}},
    "bpi2013": {
        "work": {"Accepted/In Progress"},
        "resolve": {"Completed/Resolved", "Completed/In Call"},
        "close": {"Completed/Closed"},
    },
    "servicenow": {
        "work": {"Active"},
        "wait": {"Awaiting User Info", "Awaiting Vendor", "Awaiting Problem", "Awaiting Evidence"},
        "resolve": {"Resolved"},
        "close": {"Closed"},
    },
}
OFFSET = {"helpdesk": UTC, "servicenow": UTC, "bpi2013": datetime.timezone(datetime.timedelta(hours=1))}


def is_a(form, what, label):
    if form == "bpi2013" and what == "wait":
        return label == "Accepted/Wait" or label.startswith("Accepted/Wait - ")
    return label in MEANING[form][what]


def helpdesk_row(cells):
    stamp = datetime.datetime.strptime(cells["Complete Timestamp"][:19], "%Y/%m/%d %H:%M:%S").replace(tzinfo=UTC)
    return cells["Case ID"], stamp, cells["Activity"], cells["Resource"].casefold()


def bpi2013_row(cells):
    stamp = datetime.datetime.fromisoformat(cells["Change Date+Time"])
    agent = (cells["Owner Country"] + "-" + cells["Owner First Name"]).casefold()
    return cells["SR Number"], stamp, cells["Status"] + "/" + cells["Sub Status"], agent


def servicenow_row(cells):
    stamp = datetime.datetime.strptime(cells["sys_updated_at"], "%d/%m/%Y %H:%M").replace(tzinfo=UTC)
    agent = "" if cells["assigned_to"] == "?" else cells["assigned_to"].casefold()
    return cells["number"], stamp, cells["incident_state"], agent


ROW = {"helpdesk": helpdesk_row, "bpi2013": bpi2013_row, "servicenow": servicenow_row}


def read_log(form, path, rejected=()):
    """Case -> [(instant, line, label, agent)] in order; cases by first appearance."""
    cases = {}
    with open(path, encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        heading = next(reader)
        before = reader.line_num
        for row in reader:
            line, before = before + 1, reader.line_num
            if not row or line in rejected:
                continue
            cells = {}
            for name, value in zip(heading, row):
                cells.setdefault(name, value)
            case, stamp, label, agent = ROW[form](cells)
            cases.setdefault(case, []).append((stamp, line, label, agent, cells))
    return {case: sorted(events, key=lambda event: event[:2]) for case, events in cases.items()}


def text(form, stamp):
    shown = stamp.astimezone(OFFSET[form])
    return shown.isoformat() if form == "bpi2013" else shown.replace(tzinfo=None).isoformat()


def seconds(delta):
    return int(delta.total_seconds())


def rank(values, percent):
    values = sorted(values)
    return values[math.ceil(percent * len(values) / 100) - 1] if values else None


def case_row(form, case, events):
    first = events[0][0]
    resolves = [at for at, _, label, *_ in events if is_a(form, "resolve", label)]
    works = [at for at, _, label, *_ in events if is_a(form, "work", label)]
    settled = reopened = wait = 0
    for number, (at, _, label, *_) in enumerate(events):
        reopened |= settled and is_a(form, "work", label)
        settled |= is_a(form, "resolve", label) or is_a(form, "close", label)
        if is_a(form, "wait", label) and number + 1 < len(events):
            wait += seconds(events[number + 1][0] - at)
    row = {
        "case": case,
        "first": text(form, first),
        "last": text(form, events[-1][0]),
        "events": len(events),
        "time_to_last_resolve_s": seconds(resolves[-1] - first) if resolves else None,
        "reopened": int(reopened),
        "wait_s": wait,
    }
    if form == "servicenow":
        last = events[-1][4]
        row["reopen_count"], row["reassignment_count"] = int(last["reopen_count"]), int(last["reassignment_count"])
        row["made_sla"] = last["made_sla"] == "true"
    return row, seconds(works[0] - first) if works else None, resolves[-1] if resolves else None


def report(form, path, rejected=()):
    log = read_log(form, path, rejected)
    rows, works, months = [], [], collections.defaultdict(lambda: [0, 0])
    for case, events in log.items():
        row, work, resolved = case_row(form, case, events)
        rows.append(row)
        works += [] if work is None else [work]
        months[text(form, events[0][0])[:7]][0] += 1
        if resolved is not None:
            months[text(form, resolved)[:7]][1] += 1
    every = [event for events in log.values() for event in events]
    resolve = [row["time_to_last_resolve_s"] for row in rows if row["time_to_last_resolve_s"] is not None]
    wait = [row["wait_s"] for row in rows]
    summary = {
        "events": len(every),
        "cases": len(rows),
        "resources": len({agent for _, _, _, agent, _ in every if agent not in ("", "-")}),
        "first_event": text(form, min(every)[0]),
        "last_event": text(form, max(every)[0]),
        "events_per_activity": dict(collections.Counter(label for _, _, label, *_ in every)),
        "cases_with_resolve": len(resolve),
        "cases_reopened": sum(row["reopened"] for row in rows),
        "time_to_last_resolve_s": {
            "p50": rank(resolve, 50), "p90": rank(resolve, 90), "p95": rank(resolve, 95),
            "max": max(resolve, default=None), "sum": sum(resolve),
        },
        "time_to_first_work_s": {"n": len(works), "p50": rank(works, 50), "p90": rank(works, 90), "sum": sum(works)},
        "time_in_wait_s": {
            "p50": rank(wait, 50), "p90": rank(wait, 90), "sum": sum(wait), "cases_gt0": sum(w > 0 for w in wait),
        },
    }
    by_month = [{"month": m, "created": c, "last_resolved": r} for m, (c, r) in sorted(months.items())]
    return {"summary": summary, "by_month": by_month, "cases": rows}


def number(value):
    try:
        return int(value)
    except ValueError:
        return value or None


def table(path, texts):
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return [{name: value if name in texts else number(value) for name, value in row.items()} for row in rows]


def golden_counts(folder, got):
    """The golden file of servicenow has the counters alone: compare those, by case."""
    want = {row["number"]: row for row in table(pathlib.Path(folder) / "cases.tsv", {"number"})}
    cases = {row["case"]: row for row in got["cases"]}
    yield from differences(sorted(want), sorted(cases), "/cases")
    for case in want.keys() & cases.keys():
        for name in ("reopen_count", "reassignment_count"):
            yield from differences(want[case][name], cases[case].get(name), f"/{case}/{name}")


def golden(folder):
    folder = pathlib.Path(folder)
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    summary.pop("method", None)
    cases = table(folder / "cases.tsv", {"case", "first", "last"})
    return {"summary": summary, "by_month": table(folder / "by_month.tsv", {"month"}), "cases": cases}


def differences(want, got, place=""):
    if isinstance(want, dict) and isinstance(got, dict):
        for name in sorted(want.keys() | got.keys()):
            yield from differences(want.get(name, "absent"), got.get(name, "absent"), f"{place}/{name}")
    elif isinstance(want, list) and isinstance(got, list):
        if len(want) != len(got):
            yield f"{place}: {len(want)} expected, {len(got)} found"
        for index, (a, b) in enumerate(zip(want, got)):
            yield from differences(a, b, f"{place}/{index}")
    elif want != got:
        yield f"{place}: {want!r} expected, {got!r} found"


def main(arguments):
    if arguments[0] == "report":
        print(json.dumps(report(arguments[1], arguments[2]), indent=1, ensure_ascii=False))
        return 0
    with open(arguments[1], encoding="utf-8") as file:
        got = json.load(file)
    if arguments[2] == "--golden" and not (pathlib.Path(arguments[3]) / "summary.json").exists():
        found = list(golden_counts(arguments[3], got))
        print("\n".join(found[:20]) if found else f"the same counts: {len(got['cases'])} cases")
        return 1 if found else 0
    if arguments[2] == "--golden":
        want = golden(arguments[3])
    else:
        rejected = {int(line) for line in arguments[6].split(",")} if len(arguments) > 6 else set()
        want = report(arguments[3], arguments[4], rejected)
    found = list(differences(want, got))
    print("\n".join(found[:20]) if found else f"the same: {len(want['cases'])} cases")
    return 1 if found else 0


sys.exit(main(sys.argv[1:]))
