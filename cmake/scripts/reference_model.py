"""What the reference is made of: the public headers as pages of declarations with their documentation."""

import dataclasses
import re

import public_headers
import tree

TAGS = ("param", "return", "errors", "owner", "thread", "cost", "source", "since")
NAME = re.compile(r"\b(csr_\w+|CSR_\w+)\b")


@dataclasses.dataclass
class Page:
    """One header."""

    header: str  # csr/ticket.h
    name: str  # csr_ticket
    doc: str
    items: list


@dataclasses.dataclass
class Tags:
    """A documentation comment taken apart."""

    text: list  # paragraphs before the first tag
    params: list  # (name, "in" or "out", text)
    rest: dict  # tag -> text


def paragraphs(text):
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip()]


def tags(doc):
    head, *parts = re.split(r"^@", doc, flags=re.M)
    params, rest = [], {}
    for part in parts:
        tag, _, text = part.partition(" ")
        text = " ".join(text.split())
        if tag == "param":
            found = re.match(r"(\w+) +\[(\w+)\] *(.*)", text)
            params.append(found.groups() if found else (text.split(" ")[0], "", text.partition(" ")[2]))
        else:
            rest[tag] = text
    return Tags(paragraphs(head), params, rest)


def file_comment(path):
    found = re.match(r"/\*\*.*?\*/", path.read_text(encoding="utf-8"), re.S)
    return public_headers.comment_text(found.group(0)) if found else ""


def merged(items):
    """An enum and the typedef before it are one thing; its documentation stands above the typedef."""
    out = []
    for item in items:
        if item.kind == "enum" and out and out[-1].kind == "typedef" and out[-1].name == item.name:
            out[-1] = item
        else:
            out.append(item)
    return out


def page(path):
    items, problems = public_headers.read(path)
    macros, undocumented = public_headers.macros(path)
    if path.name == "export.h":  # plumbing: what its macros are is nobody's business
        macros, undocumented = [], []
    everything = merged(items) + macros
    everything.sort(key=lambda item: int(item.where.rsplit(":", 1)[1]))
    header = path.relative_to(tree.ROOT / "include").as_posix()
    name = header.removesuffix(".h").replace("/", "_")
    doc = file_comment(path)
    if not doc:
        problems.append(f"{tree.name(path)}:1: the header has no comment at its beginning")
    return Page(header, name, doc or header, everything), problems + undocumented


def pages():
    """(pages in the order of their paths, problems); csr.h itself, which only includes the others, is the overview."""
    found, problems = [], []
    for path in sorted((tree.ROOT / "include/csr").rglob("*.h")):
        one, wrong = page(path)
        problems += wrong
        found.append(one)
    return found, problems


def names_of(item):
    """Everything that a reader may look for."""
    return [name for name in [item.name] + [part.name for part in item.parts if item.kind == "enum"] if name]


def overview():
    return file_comment(tree.ROOT / "include/csr/csr.h")


def version():
    text = (tree.ROOT / "include/csr/version.h").read_text(encoding="utf-8")
    return re.search(r'CSR_VERSION_TEXT "([^"]+)"', text).group(1)


def prototype(item, width=100):
    """A function's declaration, wrapped behind its opening parenthesis."""
    code = item.code.removeprefix("CSR_API ")
    begin = code.index("(") + 1
    lines, line = [], code[:begin]
    for word in code[begin:].split(", "):
        piece = word if word.endswith(")") else word + ","
        if len(line) + len(piece) > width and line.strip():
            lines.append(line.rstrip())
            line = " " * begin
        line += piece + " "
    return lines + [line.rstrip() + ";"]
