#!/usr/bin/env python3
"""check_symbols.py library.so objects.a: headers, lib/csr.map and the built library name the same symbols; the library
needs the shared objects that were decided on, and its own code has no data that can be written to."""

import os
import re
import subprocess
import sys

import public_headers
import tree

NEEDED = {"libc.so", "libsqlite3.so", "libuuid.so", "libutf8proc.so", "libsodium.so"}
MAY_NEED = {"libm.so"}
MAP = "lib/csr.map"


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def map_symbols(text):
    """Names between global: and local: of every node."""
    text = re.sub(r"/\*.*?\*/|#[^\n]*", "", text, flags=re.S)
    names = [re.findall(r"([\w*]+)\s*;", part) for part in re.findall(r"global:(.*?)(?:local:|\})", text, re.S)]
    return {name for part in names for name in part}


def exported_symbols(library):
    """Names as nm prints them, without @@NODE; the absolute symbols are the version nodes themselves."""
    rows = [row.split() for row in output("nm", "-D", "--defined-only", library).splitlines()]
    return {row[-1].split("@")[0] for row in rows if row[-2] != "A"}


def differences(left_name, left, right_name, right):
    return [f"{MAP}:1: {name} is in {left_name} but not in {right_name}" for name in sorted(left - right)] + [
        f"{MAP}:1: {name} is in {right_name} but not in {left_name}" for name in sorted(right - left)
    ]


def needed_problems(library):
    found = set(re.findall(r"\(NEEDED\).*\[(.*?\.so)[.\d]*\]", output("readelf", "-d", library)))
    return [f"{library}: needs {name}, which was not decided on" for name in sorted(found - NEEDED - MAY_NEED)] + [
        f"{library}: does not need {name}; nothing uses it" for name in sorted(NEEDED - found)
    ]


def writable_problems(archive):
    """Objects that lie where one can write. Constant tables with pointers lie in .data.rel.ro, sealed after loading."""
    member = ""
    for line in output("objdump", "-t", archive).splitlines():
        if ": " in line and "file format" in line:
            member = line.split(":")[0]
        found = re.search(r"\sO\s+(\S+)\s+[0-9a-f]+\s+(?:\.hidden )?(\S+)$", line)
        if found and re.match(r"(?!\.data\.rel\.ro)(\.data|\.bss|\.tdata|\.tbss|\*COM\*)", found.group(1)):
            yield f"{member}: {found.group(2)} is data that can be written to"


def main():
    library, archive = sys.argv[1:]
    if not os.path.exists(library):
        tree.report([f"{library} is not built; run the check `warnings` first"], "")
    items, problems = public_headers.read_all()
    headers = {item.name for item in items if item.kind == "function"}
    in_map = map_symbols((tree.ROOT / MAP).read_text(encoding="utf-8"))
    problems += differences("the headers", headers, MAP, in_map)
    problems += differences(MAP, in_map, "the library", exported_symbols(library))
    problems += needed_problems(library)
    problems += writable_problems(archive)
    tree.report(problems, f"symbols: {len(headers)} functions in headers, map and library")


main()
