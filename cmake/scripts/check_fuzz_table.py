#!/usr/bin/env python3
"""tests/fuzz/TABLE.md names a fuzz target for every public function, and each target named calls it and has a corpus;
docs/fuzzing.md says of every target what must hold, and of no other."""

import re

import public_headers
import tree

FOLDER = tree.ROOT / "tests/fuzz"
TABLE = FOLDER / "TABLE.md"
ROW = re.compile(r"^\| `(\w+)` \| (.+) \|$")
PAGE = tree.ROOT / "docs/fuzzing.md"


def read_table():
    """{function: (line, text of its targets)} and problems."""
    rows, problems = {}, []
    for number, line in enumerate(TABLE.read_text(encoding="utf-8").splitlines(), 1):
        found = ROW.match(line)
        if not found:
            continue
        if found.group(1) in rows:
            problems.append(f"{tree.name(TABLE)}:{number}: {found.group(1)} stands here twice")
        rows[found.group(1)] = (number, found.group(2).strip())
    return rows, problems


def source_of(target, support):
    """The target's code and, when it uses it, that of the doors, where every operation and view is named by a macro."""
    code = tree.without_comments((FOLDER / f"{target}_fuzz.c").read_text(encoding="utf-8"), keep_strings=True)
    return code + "".join(text for name, text in support.items() if f'"support/{name}.h"' in code)


def calls(function, source):
    """Named in full, or by the tables of support/doors.c: X(noun, verb, ...) and X(kind, noun) for views."""
    if re.search(rf"\b{function}\b", source):
        return True
    noun = function.removeprefix("csr_")
    if noun.endswith("_at"):
        return bool(re.search(rf"\bX\(\w+, {noun.removesuffix('_at')}\)", source))
    return any(re.search(rf"\bX\({noun[:at]}, {noun[at + 1:]}, \w+\)", source) for at in range(len(noun)) if noun[at] == "_")


def target_problems(function, where, text, targets, sources):
    if text.startswith("trivial"):
        return [] if re.match(r"trivial: \S", text) else [f"{where}: {function} is called trivial without a reason"]
    problems = []
    for target in (part.strip() for part in text.split(",")):
        if target not in targets:
            problems.append(f"{where}: there is no target {target}")
        elif not calls(function, sources[target]):
            problems.append(f"{where}: {target}_fuzz.c does not call {function}")
    return problems


def page_problems(targets):
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    begin = lines.index("## Targets")
    told = {}
    for number, line in enumerate(lines[begin:], begin + 1):
        if line.startswith("## ") and number > begin + 1:
            break
        if found := ROW.match(line):
            told[found.group(1)] = number
    return [f"{tree.name(PAGE)}:{begin + 1}: target {target} is not described" for target in targets if target not in told] + [
        f"{tree.name(PAGE)}:{number}: there is no target {target}" for target, number in told.items() if target not in targets
    ]


def main():
    items, _ = public_headers.read_all()
    functions = {item.name: item.where for item in items if item.kind == "function"}
    rows, problems = read_table()
    targets = sorted(path.name.removesuffix("_fuzz.c") for path in FOLDER.glob("*_fuzz.c"))
    support = {path.stem: tree.without_comments(path.read_text(encoding="utf-8"), True) for path in FOLDER.glob("support/*.c")}
    sources = {target: source_of(target, support) for target in targets}
    for function, where in sorted(functions.items()):
        if function not in rows:
            problems.append(f"{where}: {function} is not in {tree.name(TABLE)}")
    for function, (line, text) in rows.items():
        where = f"{tree.name(TABLE)}:{line}"
        if function not in functions:
            problems.append(f"{where}: there is no public function {function}")
        else:
            problems += target_problems(function, where, text, targets, sources)
    for target in targets:
        if not any((FOLDER / "corpus" / target).glob("*")):
            problems.append(f"tests/fuzz/{target}_fuzz.c:1: tests/fuzz/corpus/{target} has no input")
    problems += page_problems(targets)
    tree.report(problems, f"fuzz_table: {len(functions)} functions, {len(targets)} targets")


main()
