#!/bin/bash
# All C files are as clang-format 14 writes them; --apply makes them so.
set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
mapfile -d '' -t files < <(find include lib examples tests -name '*.[ch]' -print0 | LC_ALL=C sort -z)
if [ "${1:-}" = --apply ]; then
    clang-format-14 -i "${files[@]}"
else
    clang-format-14 --dry-run -Werror "${files[@]}"
    echo "ok: format: ${#files[@]} files"
fi
