#!/usr/bin/env python3
"""Every public function, struct, member and constant is documented where it is declared, functions with all tags."""

import re

import public_headers
import tree

ALWAYS = ("owner", "thread", "cost", "source", "since")


def tag_texts(doc, tag):
    return re.findall(rf"^@{tag}\b[ \t]*(.*)$", doc, re.M)


def function_problems(item):
    if not item.doc:
        return ["has no /** comment directly above it"]
    problems = []
    documented = [text.split()[0] if text.split() else "" for text in tag_texts(item.doc, "param")]
    if "" in item.parts:
        problems.append("has an argument without a name")
    elif documented != item.parts:
        problems.append(f"documents the parameters {documented}, declares {item.parts}")
    wanted = list(ALWAYS)
    if item.type != "void":
        wanted.append("return")
    if item.type == "csr_status":
        wanted.append("errors")
    for tag in wanted:
        texts = tag_texts(item.doc, tag)
        if len(texts) != 1 or not texts[0].strip():
            problems.append(f"needs exactly one @{tag} with a text")
    if item.doc.startswith("@"):
        problems.append("has no sentence before its tags")
    return problems


def problems_of(item):
    if item.kind == "function":
        return [f"{item.where}: {item.name} {problem}" for problem in function_problems(item)]
    # The enum's own comment stands above its typedef; an enum without a typedef needs none beside its constants'.
    documented = item.doc or item.kind == "enum"
    problems = [] if documented else [f"{item.where}: {item.kind} {item.name} has no comment"]
    for part in item.parts:
        if not part.name:
            problems.append(f"{part.where}: a {part.kind} of {item.name} has no name")
        if not part.doc:
            problems.append(f"{part.where}: {part.kind} {part.name} of {item.name or 'an enum'} has no comment")
    return problems


def main():
    items, problems = public_headers.read_all()
    for item in items:
        problems += problems_of(item)
    functions = sum(item.kind == "function" for item in items)
    parts = sum(len(item.parts) for item in items if item.kind != "function")
    tree.report(problems, f"docs: {functions} functions, {parts} members and constants")


main()
