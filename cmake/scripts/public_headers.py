"""Reads include/csr: its grammar is regular by rule, so that this stays small and nothing needs a C parser.

At the top level stand only: preprocessor lines, CSR_BEGIN_DECLS and CSR_END_DECLS, typedefs, an anonymous enum right
after the typedef it belongs to, structs as `typedef struct csr_x { ... } csr_x;` or, where the typedef had to come first,
`struct csr_x { ... };`, and `CSR_API type name(arguments);`, in which CSR_DEPRECATED("...") may stand behind CSR_API.
"""

import dataclasses
import re

import tree

# Comments and the marks that structure a declaration; everything between two of them is one token.
TOKEN = re.compile(r"/\*.*?\*/|[{}();,]|[^{}();,/]+|/", re.S)
TYPEDEF = re.compile(r"typedef\s+(\w+)\s+(csr_\w+)$")
OPAQUE = re.compile(r"typedef\s+struct\s+(csr_\w+)\s+(csr_\w+)$")
CALLBACK = re.compile(r"typedef\s+[\w\s*]+\(\s*\*\s*(csr_\w+)\s*\)\s*\(.*\)$", re.S)
STRUCT = re.compile(r"(?:typedef\s+)?struct\s+(csr_\w+)\s*\{(.*)\}\s*(?:csr_\w+)?$", re.S)
ENUM = re.compile(r"enum\s*\{(.*)\}$", re.S)
MACRO = re.compile(
    r"(?P<doc>/\*\*(?:(?!\*/).)*\*/\n(?:#if[^\n]*\n)?)?(?P<define>#\s*define\s+(?P<name>CSR_\w+)(?P<arguments>\([^)]*\))?"
    r"(?P<value>(?:[^\n]*\\\n)*[^\n]*))",
    re.S,
)
DEPRECATED = re.compile(r'CSR_DEPRECATED\(\s*"([^"]*)"\s*\)\s*')
FUNCTION = re.compile(r"CSR_API\s+([\w\s*]+?)(\w+)\s*\((.*)\)$", re.S)


@dataclasses.dataclass
class Item:
    """A declaration, or a member or constant inside one."""

    kind: str  # typedef, opaque, callback, struct, enum, function; member, constant
    name: str
    doc: str  # comment without its stars, "" when there is none
    where: str  # file:line
    type: str = ""  # what a typedef stands for, what a function returns; of a member or constant its declaration
    parts: list = dataclasses.field(default_factory=list)  # members, constants; argument names of a function
    code: str = ""  # the declaration, without comments and in one line
    instead: str = ""  # what a deprecated function says to use


def comment_text(comment):
    lines = comment.removeprefix("/**<").removeprefix("/**").removesuffix("*/").splitlines()
    return "\n".join(re.sub(r"^\s*\*? ?", "", line).rstrip() for line in lines).strip()


def sentence(doc):
    """The first sentence. A dot ends it only before a capital or the end, so that "e.g." does not."""
    paragraph = " ".join(re.split(r"\n\s*\n|\n@", doc, maxsplit=1)[0].split())
    found = re.match(r".*?[.!?](?=\s+[A-Z\"(]|\s+csr_|$)", paragraph)
    return found.group(0) if found else paragraph


def split(text, separator):
    """Cut text at top-level separators into (code, doc, position); a doc stands above its code or, as /**<, behind it."""
    found, code, above, begin, depth = [], "", "", 0, 0

    def close():
        nonlocal code, above
        if code.strip():
            found.append([code.strip(), above, begin])
        code, above = "", ""

    for token in TOKEN.finditer(text):
        word = token.group(0)
        if depth == 0 and word.startswith("/**<"):
            close()
            if found and not found[-1][1]:
                found[-1][1] = comment_text(word)
        elif depth == 0 and word.startswith("/**"):
            above = comment_text(word) if not code.strip() else above
        elif depth == 0 and word.startswith("/*"):
            continue
        elif depth == 0 and word == separator:
            close()
        else:
            depth += {"{": 1, "(": 1, "}": -1, ")": -1}.get(word, 0)
            if not code.strip():
                begin = token.start() + len(word) - len(word.lstrip())
                # A blank line between comment and code: the comment is about something else.
                above = "" if re.search(r"\n[ \t]*\n", word) else above
            code += word
    close()
    return found


def declared_name(code):
    """Name of `type name`, `type *name[n]` or `type (*name)(arguments)`."""
    found = re.search(r"\(\s*\*\s*(?:const\s+)?(\w+)", code) or re.search(r"(\w+)\s*(?:\[[^\]]*\]\s*)*$", code)
    return found.group(1) if found else ""


def arguments(text):
    if text.strip() in ("", "void"):
        return []
    parts, depth, current = [], 0, ""
    for letter in text:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            parts.append(current)
            current = ""
        else:
            current += letter
    return [declared_name(part.strip()) for part in parts + [current]]


class Header:
    """One header while it is read."""

    def __init__(self, path):
        self.file = tree.name(path)
        self.text = without_preprocessor(path.read_text(encoding="utf-8"))

    def where(self, position):
        return f"{self.file}:{tree.line_of(self.text, position)}"

    def parts(self, body, begin, separator, kind):
        """Members of a struct or constants of an enum; the declaration begins at begin."""
        offset = self.text.index(body, begin)
        items = []
        for code, doc, position in split(body, separator):
            flat = " ".join(tree.without_comments(code).split())
            if kind == "constant":
                names = [flat.split("=")[0].strip()]
            else:
                names = [declared_name(part.strip()) for part in ([flat] if "(" in flat else flat.split(","))]
            items += [Item(kind, name, doc, self.where(offset + position), flat) for name in names]
        return items

    def declaration(self, code, doc, begin):
        """One top-level declaration, or None when the grammar does not know it."""
        where, flat = self.where(begin), " ".join(tree.without_comments(code).split())
        if found := STRUCT.match(code):
            members = self.parts(found.group(2), begin, ";", "member")
            return Item("struct", found.group(1), doc, where, "", members)
        if found := ENUM.match(code):
            return Item("enum", "", doc, where, "", self.parts(found.group(1), begin, ",", "constant"))
        if deprecated := DEPRECATED.search(code):
            flat = " ".join(tree.without_comments(DEPRECATED.sub("", code)).split())
        if found := FUNCTION.match(flat):
            parts, instead = arguments(found.group(3)), deprecated.group(1) if deprecated else ""
            return Item("function", found.group(2), doc, where, found.group(1).strip(), parts, instead=instead)
        if found := OPAQUE.match(flat):
            return Item("opaque", found.group(2), doc, where)
        if found := TYPEDEF.match(flat):
            return Item("typedef", found.group(2), doc, where, found.group(1))
        if found := CALLBACK.match(flat):
            return Item("callback", found.group(1), doc, where)
        return None


def without_preprocessor(text):
    text = re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", lambda match: tree.blank(match.group(0)), text, flags=re.M)
    return re.sub(r"\bCSR_(?:BEGIN|END)_DECLS\b", lambda match: " " * len(match.group(0)), text)


def read(path):
    """(declarations, problems) of one header. An enum takes its name from the typedef right before it."""
    header, items, problems = Header(path), [], []
    for code, doc, begin in split(header.text, ";"):
        item = header.declaration(code, doc, begin)
        if item is None:
            flat = " ".join(code.split())
            problems.append(f"{header.where(begin)}: not in the grammar of public headers: {flat[:60]}")
            continue
        if item.kind == "enum" and items and items[-1].kind == "typedef":
            item.name, item.type = items[-1].name, items[-1].type
            item.doc = item.doc or items[-1].doc
        item.code = " ".join(tree.without_comments(code).split())
        items.append(item)
    return items, problems


def macros(path):
    """(macros with their comments, problems) of one header; a guard is none, and neither is what others are made of."""
    text, items, problems = path.read_text(encoding="utf-8"), [], []
    for found in MACRO.finditer(text):
        where = f"{tree.name(path)}:{tree.line_of(text, found.start('define'))}"
        if found.group("name").endswith("_H"):
            continue
        if found.group("doc") and found.group("name") not in [item.name for item in items]:
            doc = comment_text(found.group("doc")[: found.group("doc").index("*/") + 2])
            value = " ".join(found.group("value").replace("\\\n", " ").split())
            items.append(Item("macro", found.group("name"), doc, where, value))
            items[-1].code = f"#define {found.group('name')}{found.group('arguments') or ''}"
        elif found.group("name") not in [item.name for item in items]:
            problems.append(f"{where}: macro {found.group('name')} has no comment")
    return items, problems


def read_all(recursive=True):
    """All declarations and all grammar problems of include/csr, in the order of paths."""
    root = tree.ROOT / "include/csr"
    items, problems = [], []
    for path in sorted(root.rglob("*.h") if recursive else root.glob("*.h")):
        found, wrong = read(path)
        items += found
        problems += wrong
    return items, problems
