#!/usr/bin/env python3
"""SLA attainment of a replayed helpdesk log, computed from the log, the SLA document and its calendar alone: what the
member "sla" of `csr report traffic --json` has to say. Only UTC, one policy, targets by ticket.order_ref, first reply and
resolution; with anything else it stops.

    sla_oracle.py LOG SLA_DOCUMENT [LINE,LINE...]    # without the lines that a replay rejects
"""

import collections
import csv
import datetime
import json
import pathlib
import re
import sys

EPOCH = datetime.datetime(1970, 1, 1)
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
STEPS = {"Take in charge ticket": "work", "Wait": "wait", "Resolve ticket": "resolve", "Closed": "close"}
PRIORITIES = {"Value 1": "low", "Value 2": "normal", "Value 3": "high", "Value 4": "urgent"}
METRICS = ["first_reply", "resolution"]


class Calendar:
    """Open seconds, day by day: nothing clever."""

    def __init__(self, document):
        assert document["zone"] == "Etc/UTC" and not document.get("special_hours") and not document.get("breaks")
        self.holidays = {h["date"] if isinstance(h, dict) else h for h in document.get("holidays", [])}
        self.week = [[tuple(map(self.seconds, r)) for r in document["hours"].get(day, [])] for day in DAYS]
        self.cache = {}

    @staticmethod
    def seconds(text):
        hour, minute = map(int, text.split(":"))
        return hour * 3600 + minute * 60

    def pieces(self, day):
        if day not in self.cache:
            date = (EPOCH + datetime.timedelta(days=day)).date()
            closed = date.isoformat() in self.holidays
            pieces = [] if closed else self.week[date.weekday()]
            self.cache[day] = [(day * 86400 + start, day * 86400 + end) for start, end in pieces]
        return self.cache[day]

    def within(self, a, b):
        total = 0
        for day in range(a // 86400, b // 86400 + 1):
            for start, end in self.pieces(day):
                total += max(0, min(end, b) - max(start, a))
        return total

    def add(self, a, n):
        """The earliest instant by which n seconds have been open."""
        if n <= 0:
            return a
        day = a // 86400
        while True:
            for start, end in self.pieces(day):
                start = max(start, a)
                if start < end:
                    if n <= end - start:
                        return start + n
                    n -= end - start
            day += 1


class Clock:
    """Rules C1 to C11, as far as these two metrics need them."""

    def __init__(self, case, metric, calendar, levels):
        self.case, self.metric, self.calendar = case, metric, calendar
        self.levels = sorted(set(levels) | {100})
        self.state, self.outcome, self.target = None, None, None
        self.elapsed = self.last = self.cycle = 0
        self.at, self.fired = {}, set()
        self.warnings = self.breaches = 0

    def live(self):
        return self.state in ("running", "paused")

    def arm(self):
        self.state, self.outcome = "running", None
        for level in self.levels:
            if level not in self.fired:
                self.at[level] = self.calendar.add(self.last, -(-self.target * level // 100) - self.elapsed)

    def forward(self, now):
        for level in self.levels:
            if self.state == "running" and level not in self.fired:
                if now >= self.at[level] if level < 100 else now > self.at[level]:
                    self.fired.add(level)
                    self.warnings += level < 100
                    self.breaches += level == 100
        if self.state == "running":
            self.elapsed += self.calendar.within(self.last, now)
        self.last = now

    def set_target(self, target):
        if target != self.target:
            self.target = target
            self.fired = {level for level in self.fired if level < 100}

    def start(self, now, target):
        self.forward(now)
        self.set_target(target)
        self.cycle += 1
        self.elapsed, self.fired = 0, set()
        self.arm()

    def retarget(self, now, target):
        if target == self.target:
            return
        self.forward(now)
        self.set_target(target)
        if self.state == "running":
            self.arm()

    def pause(self, now):
        self.forward(now)
        self.state = "paused"

    def resume(self, now):
        self.forward(now)
        self.arm()

    def stop(self, now):
        self.forward(now)
        if self.state == "running":
            met = now <= self.at[100]
        else:
            met = 100 not in self.fired and self.elapsed <= self.target
        self.state, self.outcome = "stopped", "met" if met else "missed"

    def cancel(self, now):
        self.forward(now)
        self.state, self.outcome = "cancelled", None


class Policy:
    def __init__(self, path):
        document = json.loads(path.read_text(encoding="utf-8"))
        (self.rule,) = document["policies"]
        assert "when" not in self.rule and self.rule.get("reopen", "resume") == "resume"
        self.levels = self.rule.get("levels", [])
        self.pauses = "internal" in self.rule.get("pause", [])
        self.targets, names = {metric: {} for metric in METRICS}, set()
        for metric, targets in self.rule["targets"].items():
            for target in targets:
                level = re.fullmatch(r"ticket\.order_ref == '(.*)'", target["when"]).group(1)
                self.targets[metric].setdefault(level, int(re.fullmatch(r"(\d+)h", target["target"]).group(1)) * 3600)
                names.add(target["calendar"])
        (name,) = names
        self.calendar = Calendar(json.loads((path.parent / (name + ".json")).read_text(encoding="utf-8")))


class Case:
    def __init__(self, name, policy):
        self.name, self.policy = name, policy
        self.clocks = {metric: Clock(name, metric, policy.calendar, policy.levels) for metric in METRICS}
        self.level = self.step = self.priority = self.team = None
        self.answered = self.resolved = False

    def target(self, metric):
        return self.policy.targets[metric].get(self.level)

    def settled(self):
        return self.step in ("resolve", "close")

    def begin(self, metric, now):
        clock, target = self.clocks[metric], self.target(metric)
        if target is not None and not clock.live():
            clock.start(now, target)

    def rematch(self, now):
        for metric, clock in self.clocks.items():
            if clock.live() and self.target(metric) is not None:
                clock.retarget(now, self.target(metric))
            elif clock.live():
                clock.cancel(now)
        if self.clocks["resolution"].state != "stopped":
            self.begin("resolution", now)
        self.owe_reply(now)

    def owe_reply(self, now):
        if not self.answered and self.clocks["first_reply"].state != "stopped":
            self.begin("first_reply", now)

    def settle(self, now, step):
        clock, reply = self.clocks["resolution"], self.clocks["first_reply"]
        void = step == "close" and not self.resolved
        if clock.live():
            (clock.cancel if void else clock.stop)(now)
        if reply.live() and step == "close":
            reply.cancel(now)

    def stand(self, now, step):
        clock = self.clocks["resolution"]
        waits = step == "wait" and self.policy.pauses
        if waits and clock.state == "running":
            clock.pause(now)
        elif not waits and clock.state == "paused":
            clock.resume(now)

    def move(self, now, step):
        was_settled = self.settled()
        self.resolved = self.resolved or step == "resolve"
        if step in ("resolve", "close"):
            self.step = step
            self.settle(now, step)
            return
        if was_settled:
            self.resolved = False
            clock = self.clocks["resolution"]
            if clock.state == "stopped":
                clock.forward(now)
                clock.arm()
            else:
                self.begin("resolution", now)
            self.owe_reply(now)
            self.rematch(now)
        self.step = step
        self.stand(now, step)

    def row(self, now, row, first):
        step = STEPS.get(row["Activity"])
        if first:
            self.level = row["service_level"]
            self.begin("resolution", now)
            self.begin("first_reply", now)
        if row["service_level"] and row["service_level"] != self.level:
            self.level = row["service_level"]
            if not self.settled():
                self.rematch(now)
        if step == "work" and not self.answered:
            self.answered = True
            if self.clocks["first_reply"].live():
                self.clocks["first_reply"].stop(now)
        self.priority = PRIORITIES.get(row["seriousness_2"], self.priority or "normal")
        self.team = row["workgroup"] or self.team
        if step and step != self.step:
            self.move(now, step)


def seconds(text):
    return int((datetime.datetime.strptime(text.strip()[:19], "%Y/%m/%d %H:%M:%S") - EPOCH).total_seconds())


def read_rows(log, rejected):
    """Case -> [(instant, line, row)]; cases by first appearance."""
    cases = collections.OrderedDict()
    with open(log, encoding="utf-8-sig", newline="") as text:
        reader = csv.reader(text)
        heading = next(reader)
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            if not cells or line in rejected:
                continue
            row = dict(zip(reversed(heading), reversed(cells)))
            cases.setdefault(row["Case ID"], []).append((seconds(row["Complete Timestamp"]), line, row))
    return cases


def play(log, policy, rejected):
    rows = read_rows(log, rejected)
    cases = []
    for name, events in rows.items():
        case = Case(name, policy)
        for number, (now, _, row) in enumerate(sorted(events, key=lambda event: event[:2])):
            case.row(now, row, number == 0)
        cases.append(case)
    return cases


def tally(pairs):
    out = dict.fromkeys(["clocks", "met", "missed", "running", "cancelled", "warnings", "breaches"], 0)
    for clock in pairs:
        out["clocks"] += 1
        out[clock.outcome or ("cancelled" if clock.state == "cancelled" else "running")] += 1
        out["warnings"] += clock.warnings
        out["breaches"] += clock.breaches
    ended = out["met"] + out["missed"]
    out["attainment_bp"] = out["met"] * 10000 // ended if ended else None
    return out


def report(cases):
    clocks = [(case, clock) for case in cases for clock in case.clocks.values() if clock.state]

    def table(member, key):
        groups = {}
        for case, clock in clocks:
            groups.setdefault((METRICS.index(clock.metric), key(case) or ""), []).append(clock)
        return [{"metric": METRICS[metric], member: value or None, **tally(groups[metric, value])}
                for metric, value in sorted(groups)]

    metrics = [{"metric": metric, **tally([c for _, c in clocks if c.metric == metric])} for metric in METRICS
               if any(c.metric == metric for _, c in clocks)]
    lines = [{"case": case.name, "metric": clock.metric, "state": clock.state, "outcome": clock.outcome,
              "target_s": clock.target, "elapsed_s": None if clock.live() else clock.elapsed, "warnings": clock.warnings,
              "breaches": clock.breaches} for case, clock in clocks]
    return {"metrics": metrics, "by_priority": table("priority", lambda case: case.priority),
            "by_team": table("team", lambda case: case.team), "clocks": lines}


if __name__ == "__main__":
    lines = {int(line) for line in sys.argv[3].split(",")} if len(sys.argv) > 3 else set()
    json.dump(report(play(sys.argv[1], Policy(pathlib.Path(sys.argv[2])), lines)), sys.stdout, indent=1, sort_keys=True)
    print()
