"""log_variants.py FORMAT FILE SEED OUT: another log of the same form, made of the cases of a real one.

A random part of the cases; in some of them the rows are exchanged between cases, moved to equal instants, put behind a
close, given other spellings of an agent; and the whole file is shuffled, or written with other line ends and quotation.
"""

import csv
import random
import sys

COLUMNS = {"helpdesk": ("Case ID", "Complete Timestamp"), "bpi2013": ("SR Number", "Change Date+Time")}
CLOSE = {"helpdesk": ("Activity", "Closed"), "bpi2013": ("Sub Status", "Closed")}


def exchange(rnd, rows, case):
    """Rows of one case become rows of another."""
    names = sorted({row[case] for row in rows})
    for row in rnd.sample(rows, len(rows) // 10):
        row[case] = rnd.choice(names)


def same_instants(rnd, rows, case, instant):
    by_case = {}
    for row in rows:
        by_case.setdefault(row[case], []).append(row)
    for group in rnd.sample(sorted(by_case.values(), key=str), len(by_case) // 3):
        for row in rnd.sample(group, len(group) // 2):
            row[instant] = rnd.choice(group)[instant]


def main():
    form, path, seed, out = sys.argv[1:]
    rnd = random.Random(f"{form} {seed}")
    with open(path, encoding="utf-8-sig", newline="") as file:
        heading, *rows = csv.reader(file)
    case, instant = (heading.index(name) for name in COLUMNS[form])
    names = sorted({row[case] for row in rows})
    chosen = set(rnd.sample(names, rnd.randint(1, min(len(names), 300))))
    rows = [row for row in rows if row[case] in chosen]
    if rnd.random() < 0.6:
        exchange(rnd, rows, case)
    if rnd.random() < 0.6:
        same_instants(rnd, rows, case, instant)
    if rnd.random() < 0.5:
        column, word = heading.index(CLOSE[form][0]), CLOSE[form][1]
        for row in rnd.sample(rows, len(rows) // 20):
            row[column] = word
            if form == "bpi2013":
                row[heading.index("Status")] = "Completed"
    if rnd.random() < 0.5:
        for row in rnd.sample(rows, len(rows) // 4):
            agent = heading.index("Resource" if form == "helpdesk" else "Owner First Name")
            row[agent] = row[agent].upper()
    order = rnd.choice(["as it was", "shuffled", "backwards"])
    if order == "shuffled":
        rnd.shuffle(rows)
    elif order == "backwards":
        rows.reverse()
    with open(out, "w", encoding=rnd.choice(["utf-8", "utf-8-sig"]), newline="") as file:
        writer = csv.writer(file, lineterminator=rnd.choice(["\n", "\r\n"]),
                            quoting=rnd.choice([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
        writer.writerows([heading, *rows])


main()
