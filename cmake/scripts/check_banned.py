#!/usr/bin/env python3
"""What the library must not contain. A line that has to is waived by a comment on it that says why: allow: reason."""

import re

import tree

# Each has its one place in lib/base, where the host's allocator and clock are, and where numbers are parsed strictly.
FUNCTIONS = """malloc calloc realloc reallocarray free strdup strndup asprintf vasprintf
    time gettimeofday clock_gettime clock localtime localtime_r gmtime gmtime_r mktime rand srand random drand48
    strcpy stpcpy strcat strncat sprintf vsprintf gets strtok strtok_r
    atoi atol atoll atof strtol strtoll strtoul strtoull strtod strtof strtold
    abort exit getenv setlocale printf puts putchar atexit""".split()
# Not after "." or "->": the members of csr_host carry such names.
CALL = re.compile(r"(?<![\w.>])(?:" + "|".join(FUNCTIONS) + r")\s*\(")
STATIC = re.compile(r"(?<!\[)\bstatic\b([^;={]*)[;={]")
SQL = re.compile(r'"(?:[^"\\\n]|\\.)*\b(?:SELECT |INSERT INTO|CREATE TABLE|DELETE FROM)')
WAIVER = re.compile(r"/\*\s*allow:\s*\S.*?\*/")


def is_mutable(declaration):
    """Whether `static <declaration>` is an object that can be written to."""
    pointer_to_function = re.search(r"\(\s*\*\s*(const\b)?", declaration)
    if pointer_to_function:
        return not pointer_to_function.group(1)
    if "(" in declaration:
        return False
    return not re.search(r"\bconst\b", declaration.rpartition("*")[2])


def library_problems(file, code, code_with_strings):
    """(position, problem) of one file of lib/."""
    if not file.startswith("lib/base/"):
        for found in CALL.finditer(code):
            yield found.start(), f"{found.group(0).rstrip('( ')}() outside lib/base"
    for found in STATIC.finditer(code):
        if is_mutable(found.group(1)):
            yield found.start(), "static data that can be written to: " + " ".join(found.group(1).split())
    if not file.startswith("lib/backends/"):
        for found in SQL.finditer(code_with_strings):
            yield found.start(), "SQL text outside lib/backends"


def line_comments(text):
    for found in tree.LITERAL_OR_COMMENT.finditer(text):
        if found.group(0).startswith("//"):
            yield found.start(), "// comment; they are for notes that are not committed"


def main():
    files = tree.c_files("include", "lib", "examples", "tests", "bindings")
    problems = []
    for path in files:
        file, text = tree.name(path), path.read_text(encoding="utf-8")
        found = list(line_comments(text))
        if file.startswith("lib/"):
            found += library_problems(file, tree.without_comments(text), tree.without_comments(text, keep_strings=True))
        lines = text.split("\n")
        for position, problem in sorted(found):
            line = tree.line_of(text, position)
            if not WAIVER.search(lines[line - 1]):
                problems.append(f"{file}:{line}: {problem}")
    tree.report(problems, f"banned: {len(files)} files")


main()
