#!/bin/bash
# The whole tree, tests and examples included, is without a warning with gcc and with clang. What gcc builds other checks use;
# clang's warnings come from reading alone, so that it makes nothing.
set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
mkdir -p build-check

cmake --preset werror-gcc --log-level=WARNING >/dev/null
if ! cmake --build --preset werror-gcc >build-check/gcc.log 2>&1; then
    grep -vE '^\[|^ninja: |^cd ' build-check/gcc.log || cat build-check/gcc.log
    exit 1
fi

# The commands of the build, with what they would write left out; a source that a build makes is not there.
commands() {
    python3 - build-check/clang/compile_commands.json <<'PYTHON'
import json
import os
import sys

for entry in json.load(open(sys.argv[1], encoding="utf-8")):
    if os.path.exists(entry["file"]):
        before, _, behind = entry["command"].rpartition(" -o ")
        print(before, "-fsyntax-only", behind.split(" ", 1)[1], end="\0")
PYTHON
}
cmake --preset werror-clang --log-level=WARNING >/dev/null
commands | (cd build-check/clang && xargs -0 -P "$(nproc)" -I{} bash -c '{}') || exit 1
echo "ok: warnings: none with gcc and clang"
