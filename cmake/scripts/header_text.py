#!/usr/bin/env python3
"""Turns the prose and the enums of include/csr/*.h into constant tables, so that help, JSON names and descriptions
have no second source. Without arguments the generated files are written; --check fails when they would change."""

import os
import sys

import lifecycle
import public_headers
import tree

RECORD = "lib/record/"
BANNER = "/* Generated from include/csr by cmake/scripts/header_text.py; do not edit. */\n"


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def stem(item):
    return item.name.removeprefix("csr_")


def value_names(item):
    """Constant -> its short name: lower case, without the prefix that all constants of the enum share."""
    constants = [constant.name for constant in item.parts]
    # A single constant shares everything with itself; there the name of the type says where the prefix ends.
    shared = os.path.commonprefix(constants if len(constants) > 1 else constants + [item.name.upper() + "_"])
    prefix = shared[: shared.rfind("_") + 1]
    names = {constant: constant.removeprefix(prefix).lower() for constant in constants}
    if item.name == "csr_status":
        # CSR_OK and CSR_E_NOT_FOUND share no more than CSR_; the E only says "error".
        names = {constant: short.removeprefix("e_") for constant, short in names.items()}
    return names


def typed_enums(items):
    return [item for item in items if item.kind == "enum" and item.type in ("int32_t", "uint32_t")]


def enum_header(enums):
    out = BANNER + "#ifndef CSRI_ENUM_NAMES_H\n#define CSRI_ENUM_NAMES_H\n\n#include <csr/sys/backend.h>\n\n"
    out += "/* clang-format off */\n"
    for item in enums:
        out += f"#define CSRI_NAMES_{stem(item).upper()}_COUNT {len(item.parts)}\n"
        out += f"extern const csr_name csri_names_{stem(item)}[CSRI_NAMES_{stem(item).upper()}_COUNT];\n\n"
    return out + "/* clang-format on */\n\n#endif\n"


def enum_source(enums):
    headers = sorted({item.where.split(":")[0].removeprefix("include/") for item in enums})
    out = BANNER + '#include "record/enum_names.h"\n\n' + "".join(f"#include <{header}>\n" for header in headers)
    out += "\n/* clang-format off */\n"
    for item in enums:
        names = value_names(item)
        out += f"\nconst csr_name csri_names_{stem(item)}[CSRI_NAMES_{stem(item).upper()}_COUNT] = {{\n"
        for constant in item.parts:
            text = quoted(public_headers.sentence(constant.doc))
            out += f"    {{ .value = {constant.name}, .name = {quoted(names[constant.name])}, .text = {text} }},\n"
        out += "};\n"
    return out + "\n/* clang-format on */\n"


def sentences(items):
    """(member rows, function rows), each sorted by bytes as strcmp() sorts, for binary search."""
    members, functions = [], []
    for item in items:
        if item.kind == "struct":
            members += [(item.name, part.name, public_headers.sentence(part.doc)) for part in item.parts]
        elif item.kind == "function":
            functions.append((item.name, "", public_headers.sentence(item.doc)))
    return sorted(members, key=lambda row: row[:2]), sorted(functions)


def text_header(members, functions):
    return (
        BANNER
        + "#ifndef CSRI_HEADER_TEXT_H\n#define CSRI_HEADER_TEXT_H\n\n"
        + "/* First sentence of what the public headers say about a member of a struct, or about a function (member is\n"
        + " * then \"\"). Both tables are sorted by owner, then member, in the order of strcmp(). */\n"
        + "typedef struct csri_sentence {\n    const char *owner;\n    const char *member;\n    const char *text;\n"
        + "} csri_sentence;\n\n"
        + f"#define CSRI_MEMBER_SENTENCES_COUNT {len(members)}\n#define CSRI_FUNCTION_SENTENCES_COUNT {len(functions)}\n"
        + "extern const csri_sentence csri_member_sentences[CSRI_MEMBER_SENTENCES_COUNT];\n"
        + "extern const csri_sentence csri_function_sentences[CSRI_FUNCTION_SENTENCES_COUNT];\n\n#endif\n"
    )


def text_source(members, functions):
    out = BANNER + '#include "record/header_text.h"\n\n/* clang-format off */\n'
    for table, rows in (("member", members), ("function", functions)):
        out += f"\nconst csri_sentence csri_{table}_sentences[CSRI_{table.upper()}_SENTENCES_COUNT] = {{\n"
        out += "".join(f"    {{ {', '.join(quoted(cell) for cell in row)} }},\n" for row in rows) + "};\n"
    return out + "\n/* clang-format on */\n"


def main():
    items, problems = public_headers.read_all(recursive=False)
    enums = typed_enums(items)
    members, functions = sentences(items)
    files = {
        RECORD + "enum_names.h": enum_header(enums),
        RECORD + "enum_names.c": enum_source(enums),
        RECORD + "header_text.h": text_header(members, functions),
        RECORD + "header_text.c": text_source(members, functions),
        lifecycle.FILE: lifecycle.text(public_headers.read_all()[0], problems),
    }
    for file, content in files.items():
        path = tree.ROOT / file
        if path.is_file() and path.read_text(encoding="utf-8") == content:
            continue
        if sys.argv[1:] == ["--check"]:
            problems.append(f"{file}:1: out of date; run python3 cmake/scripts/header_text.py")
        elif not problems:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
    tree.report(problems, f"generated tables: {len(enums)} enums, {len(members)} members, {len(functions)} functions")


main()
