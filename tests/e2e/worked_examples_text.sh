#!/bin/bash
# The tables of docs/calendars.md are what the program of the worked examples prints, row by row.
. "$(dirname "$0")/data/e2e.sh"

code=0
"$(dirname "$tool")/snippets/worked_examples" >printed || code=$?
if [ $code -eq 77 ]; then
    echo "skipped: no zone files" >&2
    exit 77
fi
[ $code -eq 0 ] || fail "the program of the worked examples ends with $code"
[ "$(wc -l <printed)" -ge 27 ] || fail "examples are missing"
sed -n '/^| question | answer |$/,/^$/p; /^| clock | outcome/,/^$/p' "$root/docs/calendars.md" | grep -E '^\| ' |
    grep -vE '^\| (---|question|clock) \|' | grep -vE '^\| clock \| outcome' >written
diff -u written printed || fail "docs/calendars.md shows something else"
