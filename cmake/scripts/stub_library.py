#!/usr/bin/env python3
"""stub_library.py include-dir out.so [gcc option...]: a library of nothing but the public functions, none of which does
anything. To the tools that compare ABIs it is libcsr as these headers describe it, made in a second."""

import pathlib
import re
import subprocess
import sys

import tree

include, out, *options = sys.argv[1:]
headers = sorted(pathlib.Path(include).rglob("*.h"))
source = "#include <csr/csr.h>\n#include <stdlib.h>\n"
for path in headers:
    source += f"#include <{path.relative_to(include)}>\n"
for path in headers:
    text = tree.without_comments(path.read_text(encoding="utf-8"))
    for declaration in re.findall(r"^CSR_API\s+([^;]+);", text, re.M):
        source += f"CSR_API {declaration}\n{{\n    abort();\n}}\n"
subprocess.run(
    ["gcc", "-std=c99", "-DCSR_BUILDING", f"-I{include}", "-O0", "-shared", "-fPIC", "-w", *options, "-Wl,-soname,libcsr.so.0",
     f"-Wl,--version-script={tree.ROOT}/lib/csr.map", "-x", "c", "-", "-o", out],
    input=source, text=True, check=True,
)
