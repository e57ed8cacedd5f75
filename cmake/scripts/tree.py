"""Where things are, and how every check reports: shared by the scripts of this folder."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]

# A string or character literal, or a comment. Whichever begins first wins, as in C.
LITERAL_OR_COMMENT = re.compile(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|/\*.*?\*/|//[^\n]*', re.S)


def c_files(*folders):
    """All C sources and headers below the folders, sorted."""
    found = []
    for folder in folders:
        found += [path for path in (ROOT / folder).rglob("*") if path.suffix in (".c", ".h") and path.is_file()]
    return sorted(found)


def name(path):
    return path.relative_to(ROOT).as_posix()


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def blank(text):
    """The same number of lines, nothing else."""
    return re.sub(r"[^\n]", " ", text)


def without_comments(text, keep_strings=False):
    """Blank out comments, and literals unless kept; positions and lines stay."""

    def replace(match):
        found = match.group(0)
        return found if keep_strings and found[0] in "\"'" else blank(found)

    return LITERAL_OR_COMMENT.sub(replace, text)


def report(problems, done):
    """Print what is wrong, or one line of what was found good; exit accordingly."""
    for problem in problems:
        print(problem)
    if not problems:
        print("ok: " + done)
    sys.exit(1 if problems else 0)
