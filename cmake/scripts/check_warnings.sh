#!/bin/bash
# The whole tree, tests and examples included, builds without a warning with gcc and with clang.
set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
for compiler in gcc clang; do
    cmake --preset "werror-$compiler" --log-level=WARNING >/dev/null
    if ! cmake --build --preset "werror-$compiler" >"build-check/$compiler.log" 2>&1; then
        grep -vE '^\[|^ninja: |^cd ' "build-check/$compiler.log" || cat "build-check/$compiler.log"
        exit 1
    fi
done
echo "ok: warnings: none with gcc and clang"
