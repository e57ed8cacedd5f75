# Sourced by the tests of the csr command line. Each runs in an empty directory of its own.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
root=$(cd "$here/../.." && pwd)
data=$here/data
sample=$root/examples/csr/sample
tool=${CSR_TOOL:?the csr command line to test}
export PYTHONDONTWRITEBYTECODE=1 LC_ALL=C.UTF-8 TZ=UTC COLUMNS=200
unset CSR_DESK CSR_AGENT

fail() {
    echo "FAILED: $*" >&2
    exit 1
}

# The folder of a public dataset; without it the test is reported as skipped.
shared() {
    local folder=${CSR_SHARED_DATA:-}/$1
    if [ ! -d "$folder" ]; then
        echo "skipped: no shared data ($1)" >&2
        exit 77
    fi
    echo "$folder"
}

# Show a command as it is typed, what it says and how it ends: the lines of a transcript.
csr() {
    local code=0
    echo
    echo "\$ csr$(printf ' %q' "$@")"
    "$tool" "$@" 2>&1 || code=$?
    [ $code -eq 0 ] || echo "[exit $code]"
}

# Compare what a test produced with data/<name>; CSR_UPDATE_GOLDEN=1 takes it over instead.
golden() {
    local name=$1 made=$2
    if [ -n "${CSR_UPDATE_GOLDEN:-}" ]; then
        cp "$made" "$data/$name"
    else
        diff -u "$data/$name" "$made" || fail "$name differs"
    fi
}

# Number of rows of a kind at a desk: count DESK events
count() {
    "$tool" --desk "$1" stats --json | python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$2"
}

# Expect an exit code: expect 2 csr-arguments...; what was said stays in the file "said".
expect() {
    local want=$1 code=0
    shift
    "$tool" "$@" >said 2>&1 </dev/null || code=$?
    [ "$code" -eq "$want" ] || fail "csr $*: exit $code where $want is expected: $(cat said)"
}
