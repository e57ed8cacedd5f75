#!/usr/bin/env python3
"""The documentation shows code that is compiled and run, and its links lead somewhere.

C code in Markdown comes from examples/snippets, between marks that name the file and, unless all of it is meant, a region:

    <!-- snippet: feed.c read -->   ...   <!-- end -->

A region of a file lies between /* snippet: read */ and /* end */. --check fails where text and file differ, where C code
stands outside of such marks, where a region is shown nowhere, where a relative link or a heading it names does not exist,
and where a header's @source names a document that does not, or a system that docs/words.md does not list. --write fills
the marks in.
"""

import argparse
import re

import tree

SNIPPETS = tree.ROOT / "examples/snippets"
MARK = re.compile(r"(<!-- snippet: (\S+?)(?: (\w+))? -->\n)(.*?)(<!-- end -->)", re.S)
REGION = re.compile(r"^[ \t]*/\* snippet: (\w+) \*/\n(.*?)^[ \t]*/\* end \*/\n", re.S | re.M)
FENCE = re.compile(r"^(```+)(\w*)\n(.*?)^\1[ \t]*$", re.S | re.M)
LINK = re.compile(r"(?<!!)\[[^\]\n]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+?)[ \t]*$", re.M)
SOURCE = re.compile(r"^ \* @source\b(.*)$", re.M)


def documents():
    """Every Markdown file of the tree but those of builds."""
    found = (path for path in tree.ROOT.rglob("*.md") if path.is_file())
    return sorted(path for path in found if not tree.name(path).startswith((".", "build")))


def regions(text):
    return {name: code for name, code in REGION.findall(text)}


def snippet(file, region):
    """The code that a mark asks for, or None."""
    path = SNIPPETS / file
    if not path.is_file():
        return None
    text = path.read_text(encoding="utf-8")
    return regions(text).get(region) if region else text


def filled(text):
    """The text with its marks filled in, and what could not be."""
    missing = []

    def fill(found):
        begin, file, region, _, end = found.groups()
        code = snippet(file, region)
        if code is None:
            missing.append((found.start(), f"there is no snippet {file} {region or ''}".rstrip()))
            return found.group(0)
        return f"{begin}```c\n{code}```\n{end}"

    return MARK.sub(fill, text), missing


def without_fences(text):
    return FENCE.sub(lambda found: tree.blank(found.group(0)), text)


def snippet_problems(text):
    wanted, missing = filled(text)
    yield from missing
    for is_now, should_be in zip(MARK.finditer(text), MARK.finditer(wanted)):
        if is_now.group(0) != should_be.group(0):
            yield is_now.start(), f"differs from examples/snippets/{is_now.group(2)}; run check_doc_snippets.py --write"
    marked = [(found.start(), found.end()) for found in MARK.finditer(text)]
    for found in FENCE.finditer(text):
        if found.group(2) == "c" and not any(begin < found.start() < end for begin, end in marked):
            yield found.start(), "C code that is not taken from examples/snippets"


def anchors(text):
    """What a link may name behind "#": headings as GitHub spells them."""
    for heading in HEADING.findall(without_fences(text)):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").lower()
        yield re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")


def link_problems(path, text):
    for found in LINK.finditer(without_fences(text)):
        target, _, anchor = found.group(1).partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        other = path if not target else (path.parent / target).resolve()
        if not other.exists():
            yield found.start(), f"the link {found.group(1)} leads nowhere"
        elif anchor and anchor not in anchors(other.read_text(encoding="utf-8")):
            yield found.start(), f"{tree.name(other)} has no heading #{anchor}"


def source_problems(systems):
    for header in sorted((tree.ROOT / "include").rglob("*.h")):
        text = header.read_text(encoding="utf-8")
        for found in SOURCE.finditer(text):
            where = f"{tree.name(header)}:{tree.line_of(text, found.start())}"
            for document in re.findall(r"docs/[\w./-]+", found.group(1)):
                if not (tree.ROOT / document).is_file():
                    yield f"{where}: @source names {document}, which does not exist"
            for system in re.findall(r"\bS\d+\b", found.group(1)):
                if system not in systems:
                    yield f"{where}: @source names {system}, which docs/words.md does not list"


def unshown(shown):
    for path in sorted(SNIPPETS.glob("*.c")):
        names = regions(path.read_text(encoding="utf-8"))
        for name in names or {"": ""}:
            if (path.name, name) not in shown and (path.name, "") not in shown:
                yield f"{tree.name(path)}:1: {name or 'the file'} is shown in no document"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="say what is wrong (what happens without options, too)")
    parser.add_argument("--write", action="store_true", help="fill in the marks, then check")
    if parser.parse_args().write:
        for path in documents():
            text = path.read_text(encoding="utf-8")
            if filled(text)[0] != text:
                path.write_text(filled(text)[0], encoding="utf-8")
    problems, shown = [], set()
    for path in documents():
        text = path.read_text(encoding="utf-8")
        shown.update((file, region) for _, file, region, _, _ in MARK.findall(text))
        found = sorted([*snippet_problems(text), *link_problems(path, text)])
        problems += [f"{tree.name(path)}:{tree.line_of(text, at)}: {problem}" for at, problem in found]
    words = tree.ROOT / "docs/words.md"
    systems = set(re.findall(r"^\| (S\d+) \|", words.read_text(encoding="utf-8"), re.M)) if words.is_file() else set()
    problems += [*source_problems(systems), *unshown(shown)]
    tree.report(problems, f"snippets: {len(documents())} documents, {len(shown)} snippets")


main()
