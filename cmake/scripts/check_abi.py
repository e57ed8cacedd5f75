#!/usr/bin/env python3
"""check_abi.py library [include-dir | --keep]: today's headers and library against tests/abi/baseline, what was landed last.

Layouts: every public struct of the baseline is still there, its members where they were, under the same name and type; a
struct grows only at its end, and only one that begins with struct_size. A reserved member may get a name. Constants keep
their numbers. abidiff: of what it reports only additions pass by themselves; anything else stands in tests/abi/reviewed.txt,
line by line, each with its reason. Experimental headers are left out, and those of csr/sys when CSR_BACKEND_ABI has moved: stores then say so when they are
registered. --keep writes the baseline anew.
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import lifecycle
import public_headers
import tree

BASELINE = tree.ROOT / "tests/abi/baseline"
INTERFACE = BASELINE / "interface.txt"
ABIXML = BASELINE / "libcsr.abi"
REVIEWED = tree.ROOT / "tests/abi/reviewed.txt"

RECORD = re.compile(r"^ +0 \| struct (csr_\w+)$")
MEMBER = re.compile(r"^ +(\d+) \|   (\S.*) (\w+)$")
SIZE = re.compile(r"^ +\| \[sizeof=(\d+), align=(\d+)\]$")

# What abidiff says of a symbol or a member that came at the end, and what frames it.
HARMLESS = re.compile(
    r"|\d+ functions? with (some indirect sub-type change|incompatible sub-type changes):|.*changes summary:.*"
    r"|\d+ Added functions?( symbols? not referenced by debug info)?:|\[A\] .*"
    r"|\[C\] 'function .*' has (some )?(indirect )?sub-type changes:"
    r"|parameter \d+ of type '.*' has (some )?(indirect )?sub-type changes:|return type changed:"
    r"|in (pointed to|unqualified underlying|referenced) type '.*'.*:|underlying type '.*' changed:"
    r"|type size changed from \d+ to \d+ \(in bits\)|type size hasn't changed"
    r"|\d+ data member insertions?:|'\S.*', at offset \d+ \(in bits\).*"
    r"|and size changed from \d+ to \d+ \(in bits\).*"
)


def clang_layouts(include, headers):
    """{struct: (size, [(offset, type, name)])} as clang lays them out."""
    text = "".join(f"#include <{header}>\n" for header in headers)
    done = subprocess.run(
        ["clang", "-std=c99", f"-I{include}", "-DCSR_EXPERIMENTAL", "-fsyntax-only", "-Xclang",
         "-fdump-record-layouts-complete", "-x", "c", "-"],
        input=text, capture_output=True, text=True, check=True,
    )
    layouts, name, members = {}, "", []
    for line in done.stdout.splitlines():
        if found := RECORD.match(line):
            name, members = found.group(1), []
        elif line.startswith("***"):
            name = ""
        elif name and (found := SIZE.match(line)):
            layouts[name], name = (int(found.group(1)), members), ""
        elif name and (found := MEMBER.match(line)):
            members.append((int(found.group(1)), found.group(2), found.group(3)))
    return layouts


def numbers(include, names):
    """{constant: number}, by a program that prints them."""
    lines = "".join(f'printf("%s %lld\\n", "{name}", (long long){name});\n' for name in names)
    program = f"#include <csr/csr.h>\n#include <csr/sys/backend.h>\n#include <stdio.h>\nint main(void) {{\n{lines}return 0; }}\n"
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["gcc", "-std=c99", f"-I{include}", "-x", "c", "-", "-o", f"{folder}/numbers"], input=program,
                       text=True, check=True)
        out = subprocess.run([f"{folder}/numbers"], capture_output=True, text=True, check=True).stdout
    return {name: int(number) for name, number in (line.split() for line in out.splitlines())}


def interface(include):
    """Structs and constants that headers below a folder promise: {line key: value} in the order of a text dump."""
    paths = [path for path in sorted(pathlib.Path(include).rglob("*.h")) if not lifecycle.is_experimental(path)]
    structs, constants = [], []
    for path in paths:
        items, _ = public_headers.read(path)
        structs += [item.name for item in items if item.kind == "struct"]
        constants += [part.name for item in items if item.kind == "enum" for part in item.parts]
        constants += re.findall(r"^#define (CSR_\w+_BYTES|CSR_BACKEND_ABI) ", path.read_text(encoding="utf-8"), re.M)
    layouts = clang_layouts(include, [path.relative_to(include).as_posix() for path in paths])
    return {name: layouts[name] for name in sorted(structs)}, numbers(include, sorted(set(constants)))


def dump(structs, constants):
    out = []
    for name, (size, members) in structs.items():
        out.append(f"struct {name} {size}")
        out += [f"  {offset} {type_} {member}" for offset, type_, member in members]
    return "\n".join(out + [f"constant {name} {number}" for name, number in constants.items()]) + "\n"


def parse(text):
    structs, constants, members = {}, {}, []
    for line in text.splitlines():
        words = line.split()
        if line.startswith("  "):
            members.append((int(words[0]), " ".join(words[1:-1]), words[-1]))
        elif words[0] == "struct":
            members = []
            structs[words[1]] = (int(words[2]), members)
        else:
            constants[words[1]] = int(words[2])
    return structs, constants


def layout_problems(name, old, new):
    (old_size, was), (new_size, now) = old, new
    for at, (offset, type_, member) in enumerate(was):
        if at >= len(now) or now[at][0] != offset:
            yield f"struct {name}: {member} is no longer at byte {offset}"
            return
        if now[at][1:] != (type_, member) and not member.startswith("reserved"):
            yield f"struct {name}: at byte {offset} was {type_} {member}, now {now[at][1]} {now[at][2]}"
    if new_size < old_size or (new_size > old_size and was[0][2] != "struct_size"):
        yield f"struct {name}: {old_size} bytes became {new_size}"
    if len(now) > len(was) and now[len(was)][0] < old_size:
        yield f"struct {name}: {now[len(was)][2]} lies inside what callers of the baseline know"


def other_store_interface(include):
    """Structs of csr/sys when its number is another one than the baseline's, else none."""
    def number(folder):
        text = pathlib.Path(folder, "csr/sys/backend.h").read_text(encoding="utf-8")
        return int(re.search(r"^#define CSR_BACKEND_ABI (\d+)", text, re.M).group(1))

    if number(include) <= number(BASELINE / "include"):
        return set()
    items, _ = public_headers.read(BASELINE / "include/csr/sys/backend.h")
    return {item.name for item in items if item.kind == "struct"} | {"CSR_BACKEND_ABI"}


def interface_problems(include, other):
    (was, numbers_were), (now, numbers_are) = parse(INTERFACE.read_text(encoding="utf-8")), interface(include)
    for name, old in was.items():
        if name in other:
            continue
        if name not in now:
            yield f"struct {name} is gone"
        else:
            yield from layout_problems(name, old, now[name])
    for name, number in numbers_were.items():
        if numbers_are.get(name) != number and name not in other:
            yield f"constant {name} was {number}, is {numbers_are.get(name, 'gone')}"


def abidiff_problems(old, new, other):
    """Lines of abidiff's report that are neither an addition nor reviewed. Both sides are files of abidw: given a library
    and --headers-dir2 instead, abidiff 2.2 takes all changes of public structs for private ones and filters them out. What is
    behind the handles is nobody's business."""
    items, _ = public_headers.read_all()
    hidden = other | {item.name for item in items if item.kind == "opaque"}
    leave_out = "[suppress_type]\n  name_regexp = ^csri_\n"
    leave_out += "".join(f"[suppress_type]\n  name = {name}\n" for name in sorted(hidden))
    with tempfile.NamedTemporaryFile("w", suffix=".suppr") as suppressions:
        suppressions.write(leave_out)
        suppressions.flush()
        done = subprocess.run(["abidiff", "--no-show-locs", "--suppressions", suppressions.name, old, new], capture_output=True,
                              text=True, check=False)
    if done.returncode & 3:
        yield f"abidiff: {done.stderr or done.stdout}"
    reviewed = {line.strip() for line in REVIEWED.read_text(encoding="utf-8").splitlines() if not line.startswith("#")}
    for line in done.stdout.splitlines():
        if not HARMLESS.fullmatch(line.strip()) and line.strip() not in reviewed and not counts_additions(line):
            yield f"abidiff: {line.strip()}"
    if done.returncode and not done.stdout.strip():
        yield f"abidiff: ends with {done.returncode} and says nothing"


def counts_additions(line):
    """The summary lines: nothing removed, and of symbols without debug info none changed."""
    return bool(re.match(r"\w+ symbols changes summary: 0 Removed, \d+ Added", line)) or bool(
        re.match(r"(Functions|Variables) changes summary: 0 Removed, ", line)
    )


def describes(old):
    """abidiff is content with a library without debug information; what it compared must know the structs."""
    text = pathlib.Path(old).read_text(encoding="utf-8")
    return [] if "csr_ticket_open_params" in text else [f"{old} describes no types; is the library built with -g?"]


def abixml(library, include, out):
    subprocess.run(["abidw", "--headers-dir", include, "--no-show-locs", "--no-comp-dir-path", "--no-corpus-path", "--out-file",
                    out, library], check=True)


def keep(library, include):
    """Today is the baseline from now on."""
    shutil.rmtree(BASELINE, ignore_errors=True)
    shutil.copytree(include, BASELINE / "include")
    shutil.copytree(tree.ROOT / "bindings/python", BASELINE / "python", ignore=shutil.ignore_patterns("__pycache__", "*.md"))
    INTERFACE.write_text(dump(*interface(include)), encoding="utf-8")
    abixml(library, include, ABIXML)


def main():
    library, *rest = sys.argv[1:]
    include = tree.ROOT / "include"
    if rest == ["--keep"]:
        keep(library, include)
        return
    include = pathlib.Path(rest[0]) if rest else include
    other = other_store_interface(include)
    problems = list(interface_problems(include, other))
    with tempfile.TemporaryDirectory() as folder:
        now = f"{folder}/now.abi"
        abixml(library, include, now)
        problems += [*describes(now), *describes(ABIXML), *abidiff_problems(ABIXML, now, other)]
    structs = len(parse(INTERFACE.read_text(encoding="utf-8"))[0])
    tree.report(problems, f"abi: {structs} structs of the baseline are where they were; abidiff agrees")


if __name__ == "__main__":
    main()
