#!/usr/bin/env python3
"""Makes the reference from include/csr and, with the tool, from what it says of itself.

    reference.py --out DIR [--tool csr]    writes DIR/man and DIR/html
    reference.py --check [--tool csr]      makes it in memory and proves it

Checked is that everything public has a comment and a place, that no link of a page leads nowhere, that man(1) has nothing to
say against its pages, that two runs give the same bytes, that docs/errors.md has every status with its number, and that
docs/README.md leads to every page of docs.
"""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

import reference_html
import reference_man
import reference_model as model
import tree


def make(tool):
    """({path: text}, problems)"""
    pages, problems = model.pages()
    files = {f"man/{path}": text for path, text in reference_man.library(pages).items()}
    files |= reference_html.Html(pages).files()
    if tool:
        files["man/man1/csr.1"] = reference_man.tool_page(tool)
    return files, problems


def write(files, out):
    for path, text in files.items():
        place = out / path
        place.parent.mkdir(parents=True, exist_ok=True)
        if not place.is_file() or place.read_text(encoding="utf-8") != text:
            place.write_text(text, encoding="utf-8")


def link_problems(files):
    anchors = {}
    pages = {path.removeprefix("html/"): text for path, text in files.items() if path.startswith("html/")}
    for name, text in pages.items():
        anchors[name] = set(re.findall(r' id="([^"]+)"', text))
        if len(anchors[name]) != len(re.findall(r' id="', text)):
            yield f"html/{name}: an anchor stands there twice"
    for name, text in pages.items():
        for link in re.findall(r'href="([^"]+)"', text):
            page, _, anchor = link.partition("#")
            if page not in pages or (anchor and anchor not in anchors[page]):
                yield f"html/{name}: {link} leads nowhere"


def place_problems(files):
    """Everything public is somewhere: in HTML by an anchor, functions as a man page of their own name."""
    html = "".join(text for path, text in files.items() if path.startswith("html/"))
    for one in model.pages()[0]:
        for item in one.items:
            for name in model.names_of(item):
                if f'id="{name}"' not in html:
                    yield f"{item.where}: {name} is not in the reference"
            if item.kind == "function" and f"man/man3/{item.name}.3" not in files:
                yield f"{item.where}: {item.name} has no man page"


def man_problems(files):
    if not shutil.which("man"):
        return
    with tempfile.TemporaryDirectory() as folder:
        write({path: text for path, text in files.items() if path.startswith("man/")}, pathlib.Path(folder))
        for path in sorted(path for path, text in files.items() if path.startswith("man/") and not text.startswith(".so ")):
            done = subprocess.run(
                ["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", path],
                capture_output=True, text=True, cwd=folder, env=os.environ | {"LC_ALL": "C.UTF-8", "MANROFFSEQ": "", "MANWIDTH": "100"},
            )
            if done.returncode != 0 or done.stderr.strip():
                yield f"{path}: man: {done.stderr.strip() or done.returncode}"


def status_problems():
    """docs/errors.md is the list of statuses; whoever adds one adds it there."""
    text = (tree.ROOT / "docs/errors.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `(CSR_E_\w+)` \| (-\d+) \| .*\S.* \|$", text, re.M))
    items = [item for one in model.pages()[0] for item in one.items if item.name == "csr_status"]
    for part in items[0].parts:
        name, value = part.type.replace(" ", "").split("=")
        if name != "CSR_OK" and listed.pop(name, None) != value:
            yield f"docs/errors.md:1: {name} {value} is not in its tables"
    for name in listed:
        yield f"docs/errors.md:1: {name} is no status"


def index_problems():
    index = tree.ROOT / "docs/README.md"
    text = index.read_text(encoding="utf-8") if index.is_file() else ""
    for path in sorted((tree.ROOT / "docs").rglob("*.md")):
        name = path.relative_to(tree.ROOT / "docs").as_posix()
        if name != "README.md" and f"]({name})" not in text:
            yield f"docs/README.md:1: {name} is not listed"


def check(tool):
    files, problems = make(tool)
    problems += [*place_problems(files), *link_problems(files), *man_problems(files), *status_problems(), *index_problems()]
    if make(tool)[0] != files:
        problems.append("cmake/scripts/reference.py:1: two runs differ")
    man = sum(path.startswith("man/") and not text.startswith(".so ") for path, text in files.items())
    html = sum(path.startswith("html/") for path in files)
    tree.report(problems, f"reference: {man} man pages, {html} HTML pages" + ("" if tool else ", without the tool's"))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=pathlib.Path)
    parser.add_argument("--tool")
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args()
    if given.check:
        check(given.tool)
    files, problems = make(given.tool)
    write(files, given.out)
    tree.report(problems, f"reference: {len(files)} files in {given.out}")


main()
