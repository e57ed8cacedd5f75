#!/bin/bash
# A desk out to lines and in again: the same bytes, also after kill -9; what was meddled with is refused.
. "$(dirname "$0")/data/e2e.sh"

"$tool" --desk a.db replay --format helpdesk "$sample/helpdesk_small.csv" >/dev/null 2>&1
"$tool" --desk a.db replay --format bpi2013 "$sample/bpi2013_small.csv" >/dev/null 2>&1
"$tool" --desk a.db export a.jsonl
[ ! -e a.jsonl.part ] || fail "the draft is still there"
"$tool" --desk a.db export - | cmp - a.jsonl || fail "standard output is another export"
rows=$(($(wc -l <a.jsonl) - 2))

# The same bytes, from a file and from a pipe.
"$tool" --desk b.db import a.jsonl >answer
grep -q "\"recorded\":$rows,\"known\":0,\"resumed\":0" answer || fail "import: $(cat answer)"
"$tool" --desk b.db export - | cmp - a.jsonl || fail "the clone is another desk"
cat a.jsonl | "$tool" --desk c.db import - --batch 7 >/dev/null
"$tool" --desk c.db export - | cmp - a.jsonl || fail "the clone from a pipe is another desk"
"$tool" --desk b.db verify >/dev/null
"$tool" --desk b.db export - | cmp - a.jsonl || fail "verifying changed the clone"

# Twice is once.
"$tool" --desk b.db import a.jsonl >answer
grep -q "\"recorded\":0,\"known\":$rows,\"resumed\":0" answer || fail "twice: $(cat answer)"

# A dry run writes nothing, and finds what is wrong.
"$tool" --desk d.db import a.jsonl --dry-run >answer
grep -q "\"recorded\":$rows" answer || fail "dry run: $(cat answer)"
sed '20s/"version":/"version":9/' a.jsonl >altered.jsonl
expect 1 --desk d.db import altered.jsonl --dry-run
grep -q "line 20: " said || fail "the line is not told: $(cat said)"
[ ! -e d.db ] || fail "a dry run made a file"
expect 1 --desk d.db import altered.jsonl
expect 1 --desk d.db stats
head -n -1 a.jsonl >cut.jsonl
rm -f d.db*
expect 1 --desk d.db import cut.jsonl
grep -q "its end is missing" said || fail "a cut is not told: $(cat said)"
expect 1 --desk d.db stats
"$tool" --desk d.db import a.jsonl >/dev/null
"$tool" --desk d.db export - | cmp - a.jsonl || fail "after a cut"

# Another desk is left alone; so is one that went on.
"$tool" --desk other.db init >/dev/null
expect 1 --desk other.db import a.jsonl
grep -q "another desk" said || fail "another desk: $(cat said)"
"$tool" --desk b.db ticket open "One more" >/dev/null
expect 1 --desk b.db import a.jsonl
[ "$(count b.db tickets)" = $(($(count a.db tickets) + 1)) ] || fail "a desk that went on was changed"

# Killed in the middle, the file is no desk; the same command goes on.
kills=0
for delay in 0.01 0.02 0.03 0.05 0.08; do
    (sleep $delay; cat a.jsonl) | (head -c 150000; sleep 5) | "$tool" --desk killed.db import - --batch 5 >/dev/null 2>&1 &
    for _ in $(seq 100); do [ -e killed.db-wal ] && break; sleep 0.02; done
    sleep $delay
    kill -9 $! 2>/dev/null && kills=$((kills + 1))
    wait $! 2>/dev/null || true
    expect 1 --desk killed.db stats
done
"$tool" --desk killed.db import a.jsonl >answer
echo "killed $kills times, then $(cat answer)"
"$tool" --desk killed.db export - | cmp - a.jsonl || fail "after kill -9"
"$tool" --desk killed.db verify >/dev/null

expect 2 --desk a.db export
expect 2 --desk x.db import
expect 2 --desk x.db import --batch 0 a.jsonl
expect 1 --desk x.db import absent.jsonl
expect 1 --desk absent.db export x.jsonl
[ ! -e x.jsonl ] || fail "an export of nothing left a file"

# A pipe, or a link, is written to and stays what it is.
mkfifo pipe
cat pipe >piped.jsonl &
"$tool" --desk a.db export pipe
wait $!
cmp piped.jsonl a.jsonl || fail "an export into a pipe"
[ -p pipe ] || fail "an export took the place of a pipe"
: >there.jsonl
ln -s there.jsonl here.jsonl
"$tool" --desk a.db export here.jsonl
cmp there.jsonl a.jsonl || fail "an export through a link"
[ -h here.jsonl ] || fail "an export took the place of a link"
