"""docs/lifecycle.csv: what became of every public function, written by header_text.py from the headers.

A function's @since says when it came, CSR_DEPRECATED("use csr_x") that it is on its way out. The list remembers what the
headers forget: the release that deprecated it and, when it is gone, the one that removed it; those cells are filled in by
hand once and kept. Experimental are the functions of headers whose first comment says "Experimental:"; they are declared
for those only who define CSR_EXPERIMENTAL.
"""

import csv
import io
import re

import tree

FILE = "docs/lifecycle.csv"
COLUMNS = ("symbol", "introduced", "deprecated", "removed", "replacement", "promise")
BEGIN = "#if defined(CSR_EXPERIMENTAL) || defined(CSR_BUILDING)"


def is_experimental(header):
    """Whether the header's opening comment says so."""
    text = (tree.ROOT / header).read_text(encoding="utf-8")
    return "Experimental:" in " ".join(text[: text.find("*/")].split())


def is_fenced(header, line):
    """Whether a line stands between the #if of CSR_EXPERIMENTAL and its #endif."""
    fence = ""
    for text in (tree.ROOT / header).read_text(encoding="utf-8").splitlines()[:line]:
        fence = text.strip() if text.startswith("#if") else "" if text.startswith("#endif") else fence
    return fence == BEGIN


def known():
    path = tree.ROOT / FILE
    if not path.is_file():
        return {}
    with open(path, encoding="utf-8", newline="") as file:
        return {row["symbol"]: row for row in csv.DictReader(file)}


def row_of(item, old, problems):
    header, line = item.where.split(":")
    promise = "experimental" if is_experimental(header) else "sys" if "/sys/" in header else "stable"
    if (promise == "experimental") != is_fenced(header, int(line)):
        problems.append(f"{item.where}: {item.name}: experimental functions, and no others, stand inside {BEGIN}")
    if item.instead and not old.get("deprecated"):
        problems.append(f"{FILE}:1: {item.name} is deprecated in its header: enter since when")
    if old.get("deprecated") and not item.instead:
        problems.append(f"{item.where}: {item.name} is deprecated, says {FILE}, but not in its header")
    if old.get("removed"):
        problems.append(f"{item.where}: {item.name} was removed, says {FILE}; names are not used again")
    since = re.search(r"@since\s+(\S+)", item.doc)
    replacement = re.sub(r"^use ", "", item.instead)
    return (item.name, since.group(1) if since else "", old.get("deprecated", ""), "", replacement, promise)


def text(items, problems):
    """The file as it should be; what cannot be written into it is a problem."""
    old, rows = known(), []
    functions = {item.name: item for item in items if item.kind == "function"}
    for name in sorted(functions.keys() | old.keys()):
        if name in functions:
            rows.append(row_of(functions[name], old.get(name, {}), problems))
        elif old[name]["removed"]:
            rows.append(tuple(old[name][column] for column in COLUMNS))
        elif old[name]["promise"] == "stable":
            problems.append(f"{FILE}:1: {name} has left the headers; that breaks the ABI, or enter since when it is removed")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([COLUMNS, *rows])
    return out.getvalue()
