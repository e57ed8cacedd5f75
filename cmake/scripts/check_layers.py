#!/usr/bin/env python3
"""Includes go one way: desk -> {policy, store} -> backends through the vtable; all may use base and record.

The layers share one include root, so the compiler does not hold this; a relative path would slip through in any case.
"""

import collections
import re

import tree

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]', re.M)
# Layer -> whose internal headers it may include beside its own.
MAY_USE = {
    "base": set(),
    "record": {"base"},
    "policy": {"base", "record"},
    "store": {"base", "record"},
    "backends": {"base", "record"},
    "desk": {"base", "record", "policy", "store"},
}
# The only header of a backend that others may see declares its vtable and nothing else.
VTABLE_HEADER = re.compile(r"backends/(\w+)/\1_backend\.h")
# Third-party headers that stand for knowledge which one place alone has.
OWNED = {"sqlite3.h": "backends/sqlite", "libpq-fe.h": "backends/postgres"}


def includes(path):
    text = tree.without_comments(path.read_text(encoding="utf-8"), keep_strings=True)
    for found in INCLUDE.finditer(text):
        yield f"{tree.name(path)}:{tree.line_of(text, found.start(1))}", found.group(1), found.group(2)


def folder_of(file):
    """Folder of a file below lib/, as a layer: "base", "backends/sqlite"."""
    parts = file.split("/")
    return "/".join(parts[:2]) if parts[0] == "backends" else parts[0]


def internal_problem(own, header):
    target = folder_of(header)
    if target == own or target in MAY_USE[own.split("/")[0]]:
        return None
    if own == "desk" and VTABLE_HEADER.fullmatch(header):
        return None
    if target.split("/")[0] not in MAY_USE:
        return f'"{header}" does not begin with a layer'
    return f"{own} must not include {target}"


def library_problems(path):
    own = folder_of(path.relative_to(tree.ROOT / "lib").as_posix())
    for where, mark, header in includes(path):
        if own.split("/")[0] not in MAY_USE:
            yield f"{where}: lib/{own} is no layer"
        elif header.startswith("../") or "/../" in header:
            yield f"{where}: relative include"
        elif mark == '"' and (problem := internal_problem(own, header)):
            yield f"{where}: {problem}"
        elif mark == "<" and header.split("/")[0] in MAY_USE:
            yield f"{where}: internal headers are included with quotation marks"
        elif OWNED.get(header, own) != own:
            yield f"{where}: only lib/{OWNED[header]} may include <{header}>"


def outside_problems(path):
    """Examples and bindings see what a program outside this tree sees."""
    for where, mark, header in includes(path):
        if header.startswith("../") or "/../" in header:
            yield f"{where}: relative include"
        elif mark == '"' and not (path.parent / header).is_file():
            yield f'{where}: "{header}" is not beside the file; the library is included as <csr/...>'
        elif mark == "<" and header.split("/")[0] in MAY_USE:
            yield f"{where}: internal header of the library"


def shared_names():
    seen = collections.defaultdict(list)
    for path in tree.c_files("lib"):
        if path.suffix == ".c":
            seen[path.name].append(tree.name(path))
    return [f"{files[1]}:1: same file name as {files[0]}" for files in seen.values() if len(files) > 1]


def main():
    problems = shared_names()
    library, outside, tests = tree.c_files("lib"), tree.c_files("examples", "bindings"), tree.c_files("tests", "include")
    for path in library:
        problems += library_problems(path)
    for path in outside:
        problems += outside_problems(path)
    for path in tests:
        problems += [f"{where}: relative include" for where, _, header in includes(path) if header.startswith("../")]
    tree.report(problems, f"layers: includes of {len(library) + len(outside) + len(tests)} files")


main()
