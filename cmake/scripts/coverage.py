#!/usr/bin/env python3
"""coverage.py build-dir [--missed path...]: which branches the tests took, per layer and file, held against the floors.

Reads what gcc's --coverage left in the build directory through gcov's JSON. A branch is counted once for each line of
source, however many objects it was compiled into. Defensive branches stand behind CSRI_ALWAYS and CSRI_NEVER of
base/guard.h, which are constants in this build. --missed lists the branches that nothing took, of the paths given or of all.
"""

import collections
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys

import tree

# Per cent of the branches below the folder, as docs/testing.md promises.
FLOORS = {"lib/base": 100.0, "lib/policy": 100.0, "lib/record": 90.0, "lib/store": 90.0, "lib/backends": 90.0, "lib/desk": 85.0}

# What does not reach its layer's floor yet, by the beginning of the path, and what it reached when it was entered: that may
# only rise, and the line goes when the floor is reached.
OWED = {}


def read_one(notes):
    """gcov's word on one object, run or not."""
    answer = subprocess.run(
        ["gcov", "--json-format", "--branch-probabilities", "--stdout", notes], check=True, capture_output=True, text=True
    )
    return [json.loads(line) for line in answer.stdout.splitlines() if line.startswith("{")]


def read_all(build):
    """{file: {line: [times taken of each branch]}} of the library."""
    files = collections.defaultdict(dict)
    notes = sorted(str(path) for path in pathlib.Path(build, "lib").rglob("*.gcno"))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for report in (one for many in pool.map(read_one, notes) for one in many):
            for file in report["files"]:
                path = pathlib.Path(report["current_working_directory"], file["file"]).resolve()
                # What is gone from the sources may still lie in the build.
                if path.is_relative_to(tree.ROOT / "lib") and path.exists():
                    add(files[tree.name(path)], file["lines"])
    return files


def add(lines, found):
    """A header's function is in many objects: what one of them took is taken."""
    for line in found:
        counts = [branch["count"] for branch in line["branches"]]
        known = lines.setdefault(line["line_number"], counts)
        if known is not counts and len(known) == len(counts):
            lines[line["line_number"]] = [a + b for a, b in zip(known, counts)]
        elif len(counts) > len(known):
            lines[line["line_number"]] = counts


def tally(lines):
    counts = [count for branches in lines.values() for count in branches]
    return sum(1 for count in counts if count > 0), len(counts)


def percent(taken, total):
    return 100.0 * taken / total if total else 100.0


def missed(files, paths):
    for name, lines in sorted(files.items()):
        if paths and not any(name.startswith(path) for path in paths):
            continue
        text = (tree.ROOT / name).read_text(encoding="utf-8").splitlines()
        for number, branches in sorted(lines.items()):
            if 0 in branches:
                which = "".join("+" if count else "-" for count in branches)
                yield f"{name}:{number}: {which} {text[number - 1].strip()}"


def table(files):
    """Rows for people: every file that has missed branches, the worst first, then the layers."""
    rows = [(*tally(lines), name) for name, lines in files.items()]
    for taken, total, name in sorted(rows, key=lambda row: row[0] - row[1]):
        if taken < total:
            print(f"{percent(taken, total):6.1f} % {taken:5} of {total:5}  {name}")


def floor_of(name):
    """The entry of OWED or FLOORS that a file counts for."""
    owed = [path for path in OWED if name.startswith(path)]
    return owed[0] if owed else next(path for path in FLOORS if name.startswith(path + "/"))


def floors(files):
    problems, words = [], []
    for folder, floor in [*FLOORS.items(), *OWED.items()]:
        sums = [tally(lines) for name, lines in files.items() if floor_of(name) == folder]
        taken, total = sum(row[0] for row in sums), sum(row[1] for row in sums)
        if folder in FLOORS:
            words.append(f"{folder.removeprefix('lib/')} {percent(taken, total):.1f}")
        print(f"{percent(taken, total):6.1f} % {taken:5} of {total:5}  {folder}, floor {floor:.0f} %")
        if percent(taken, total) < floor:
            problems.append(f"{folder}: {total - taken} of {total} branches are not taken; the floor is {floor:.0f} %")
    return problems, words


def main():
    build, *rest = sys.argv[1:]
    files = read_all(build)
    if rest[:1] == ["--missed"]:
        print("\n".join(missed(files, rest[1:])))
        return
    table(files)
    problems, words = floors(files)
    problems += [] if files else [f"{build} has counted nothing"]
    tree.report(problems, f"coverage: per cent of branches: {', '.join(words)}; {len(OWED)} parts owe their floor")


if __name__ == "__main__":
    main()
