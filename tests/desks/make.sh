#!/bin/bash
# make.sh VERSION: make the desk file of a schema version and what it answers, tests/desks/vVERSION.*, to be kept for good.
#
# Run it once, when the schema of a release is complete, and commit what it makes; a file that is there already is never
# made again, for it must be what that library wrote.
set -eu
version=${1:?which schema version?}
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
file=$here/v$version
if [ -e "$file.csr.gz" ]; then
    echo "make.sh: $file.csr.gz is there already and stays as it is" >&2
    exit 1
fi
cmake --preset debug -S "$root" >/dev/null
cmake --build "$root/build-debug" --target make_desk_file >/dev/null
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$work" && "$root/build-debug/bin/tests/make_desk_file" desk.csr answers.jsonl) >"$work/log" 2>&1 || {
    cat "$work/log" >&2
    exit 1
}
made=$(od -An -j60 -N4 -tu1 "$work/desk.csr" | awk '{ print (($1 * 256 + $2) * 256 + $3) * 256 + $4 }')
if [ "$made" != "$version" ]; then
    echo "make.sh: this library makes schema $made, not $version" >&2
    exit 1
fi
gzip -n -9 -c "$work/desk.csr" >"$file.csr.gz"
gzip -n -9 -c "$work/answers.jsonl" >"$file.jsonl.gz"
ls -l "$file.csr.gz" "$file.jsonl.gz"
