#!/bin/bash
# What docs/calendars.md says that its program prints, it prints, in that order; and nothing else.
. "$(dirname "$0")/data/e2e.sh"

code=0
"$(dirname "$tool")/snippets/business_time" >printed || code=$?
if [ $code -eq 77 ]; then
    echo "skipped: no zone files" >&2
    exit 77
fi
[ $code -eq 0 ] || fail "the program of docs/calendars.md ends with $code"
grep -E '^    [a-z ]+ 2025-[0-9T:-]+[+]02:00$' "$root/docs/calendars.md" | sed 's/^    //' >written
diff -u written printed || fail "docs/calendars.md shows something else"
