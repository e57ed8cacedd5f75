"""The reference as man pages: csr(7), a page in section 3 for each header, and csr(1) from what the tool says of itself."""

import os
import re
import subprocess

import reference_model as model


def escaped(text):
    """Prose or code as roff; a line never begins with what roff takes for a request."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("~", "\\(ti").replace("^", "\\(ha").replace("`", "\\(ga")
    # JSON without blanks is one long word; it may be broken behind a comma.
    text = re.sub(r"\S{50,}", lambda word: word.group(0).replace(",", ",\\:"), text)
    return re.sub(r"^([.'])", r"\\&\1", text, flags=re.M)


def bold(text):
    return f"\\fB{escaped(text)}\\fR"


def italic(text):
    return f"\\fI{escaped(text)}\\fR"


def header(name, section):
    return f'.TH {name.upper()} {section} "" "libcsr {model.version()}" "libcsr manual"\n.ad l\n.nh\n'


def prose(paragraphs):
    return "".join(f".PP\n{escaped(paragraph)}\n" for paragraph in paragraphs)


def entry(label, text):
    return f".TP\n{label}\n{escaped(text) or '.'}\n"


def literal(lines):
    return ".PP\n.nf\n" + "".join(escaped(line) + "\n" for line in lines) + ".fi\n"


def function(item):
    told = model.tags(item.doc)
    out = f".SS {escaped(item.name)}()\n.nf\n" + "".join(bold(line) + "\n" for line in model.prototype(item, 72)) + ".fi\n"
    out += prose(told.text)
    for name, way, text in told.params:
        out += entry(f"{italic(name)} [{way}]", text)
    labels = {"return": "Returns", "errors": "Errors", "owner": "Ownership", "thread": "Threads", "cost": "Cost"}
    labels |= {"source": "Source", "since": "Since"}
    return out + "".join(entry(bold(labels[tag]), text) for tag, text in told.rest.items())


def type_of(item):
    out = f".SS {escaped(item.name or 'constants')}\n"
    if item.kind in ("typedef", "opaque", "callback"):
        out += f".nf\n{bold(item.code + ';')}\n.fi\n"
    out += prose(model.paragraphs(item.doc))
    for part in item.parts:
        out += entry(bold(part.type), " ".join(part.doc.split()))
    return out


def macro(item):
    return entry(bold(item.code.removeprefix("#define ")), " ".join(item.doc.split()))


def page(one):
    functions = [item for item in one.items if item.kind == "function"]
    macros = [item for item in one.items if item.kind == "macro"]
    types = [item for item in one.items if item.kind not in ("function", "macro")]
    subject = model.paragraphs(one.doc)
    names = ", ".join([one.name] + [item.name for item in functions if item.name != one.name])
    out = header(one.name, 3) + f".SH NAME\n{escaped(names)} \\- {escaped(subject[0].rstrip('.'))}\n"
    out += f".SH SYNOPSIS\n.nf\n{bold(f'#include <{one.header}>')}\n.fi\n.PP\nLink with {italic('-lcsr')}.\n"
    if subject[1:]:
        out += ".SH DESCRIPTION\n" + prose(subject[1:])
    if functions:
        out += ".SH FUNCTIONS\n" + "".join(function(item) for item in functions)
    if types:
        out += ".SH TYPES\n" + "".join(type_of(item) for item in types)
    if macros:
        out += ".SH MACROS\n" + "".join(macro(item) for item in macros)
    return out + ".SH SEE ALSO\n" + bold("csr") + "(7)\n"


def overview(pages):
    out = header("csr", 7) + ".SH NAME\ncsr \\- the customer service desk as a library\n"
    out += f".SH SYNOPSIS\n.nf\n{bold('#include <csr/csr.h>')}\n.fi\n.PP\n"
    out += f"{bold('cc')} program.c $(pkg\\-config \\-\\-cflags \\-\\-libs csr)\n.SH DESCRIPTION\n"
    out += prose(model.paragraphs(model.overview())) + ".SH PAGES\n"
    for one in pages:
        if one.name != "csr_csr":
            out += entry(f"{bold(one.name)}(3)", model.paragraphs(one.doc)[0])
    return out + f".SH SEE ALSO\n{bold('csr')}(1), {bold('pkg-config')}(1), {bold('sqlite3')}(1)\n"


def library(pages):
    """{path: text}"""
    files = {"man7/csr.7": overview(pages)}
    shown = [one for one in pages if one.name != "csr_csr"]
    for one in shown:
        files[f"man3/{one.name}.3"] = page(one)
    for one in shown:
        for item in one.items:
            if item.kind == "function":
                files.setdefault(f"man3/{item.name}.3", f".so man3/{one.name}.3\n")
    return files


def told_by(tool, *words):
    done = subprocess.run([tool, "help", *words], capture_output=True, text=True, check=True, env=os.environ | {"LC_ALL": "C.UTF-8"})
    return done.stdout.splitlines()


def options(lines):
    """Lines of a help as roff: flags and what is indented below them, everything else as paragraphs."""
    out, at = "", 0
    while at < len(lines):
        flag = re.match(r"  (--.*?)(?:  +(.*))?$", lines[at])
        text = [flag.group(2)] if flag and flag.group(2) else []
        at += 1
        if flag:
            while at < len(lines) and lines[at].startswith("        "):
                text.append(lines[at].strip())
                at += 1
            out += f".TP\n{bold(flag.group(1))}\n" + "\n.br\n".join(map(escaped, text)) + "\n"
        elif lines[at - 1].strip():
            # Lines without a blank one between them are one paragraph.
            out += "" if at > 1 and lines[at - 2].strip() and not lines[at - 2].startswith(" ") else ".PP\n"
            out += f"{escaped(lines[at - 1].strip())}\n"
    return out


def command(tool, words):
    lines = told_by(tool, *words)
    usage = next(line for line in lines if line.startswith("usage: "))
    rest = lines[lines.index(usage) + 1 :]
    out = f".SS {escaped(' '.join(words))}\n{escaped(lines[0])}\n.PP\n.nf\n{bold(usage.removeprefix('usage: '))}\n.fi\n"
    return out + options(rest)


def tool_page(tool):
    """csr(1): what `csr help` says, and then each command's own."""
    lines = told_by(tool)
    verbs = lines.index("Nouns and verbs of the desk:")
    others = lines.index("Other commands:")
    end = lines.index("Every command takes:")
    out = header("csr", 1) + f".SH NAME\ncsr \\- {escaped(lines[0].rstrip('.'))}\n"
    out += f".SH SYNOPSIS\n.nf\n{bold(lines[2].removeprefix('usage: '))}\n.fi\n.SH OPTIONS\n"
    out += options(lines[end + 1 :]) + ".SH COMMANDS\n"
    for line in filter(str.strip, lines[others + 1 : end]):
        name, text = line.split(maxsplit=1)
        out += entry(bold(name), text)
    for line in filter(str.strip, lines[others + 1 : end]):
        name = line.split()[0]
        if name not in ("complete", "help", "version"):
            out += command(tool, [name])
    out += ".SH OPERATIONS\n"
    for line in filter(str.strip, lines[verbs + 1 : others]):
        noun, listed = line.split(maxsplit=1)
        for verb in listed.split(", "):
            out += command(tool, [noun, verb])
    return out + f".SH SEE ALSO\n{bold('csr')}(7)\n"
