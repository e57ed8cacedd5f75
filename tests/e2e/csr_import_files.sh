#!/bin/bash
# Lines of custom fields, their values and attachments: in any order, twice without effect, and no file from elsewhere.
. "$(dirname "$0")/data/e2e.sh"

mkdir -p lines/sub
printf abc >lines/sub/a.txt
printf secret >secret.txt
ln -s ../secret.txt lines/link.txt
mkfifo lines/pipe
python3 -c 'open("lines/big.bin", "wb").write(bytes(i * 7 % 251 for i in range(2000000)))'
cat >lines/all.jsonl <<'LINES'
{"record":"value","ticket":"T-1","field":"colour","value":"red"}
{"record":"value","ticket":"T-1","field":"weight","value":12}
{"record":"value","customer":"C-1","field":"vip","value":true}
{"record":"value","interaction":"m-1","ticket":"T-1","field":"mood","value":"bad"}
{"record":"field","subject_kind":"ticket","name":"colour","type":"choice","choices":["red","blue"],"indexed":true}
{"record":"field","subject_kind":"ticket","name":"weight","type":"integer","maximum":"100"}
{"record":"field","subject_kind":"customer","name":"vip","type":"flag"}
{"record":"field","subject_kind":"interaction","name":"mood","type":"text"}
{"record":"customer","external_id":"C-1","name":"Jana"}
{"record":"ticket","external_id":"T-1","subject":"Torn","customer":"C-1"}
{"record":"interaction","external_id":"m-1","channel":"email","ticket":"T-1","body":"Hello"}
{"record":"attachment","ticket":"T-1","file":"sub/a.txt","media_type":"text/plain"}
{"record":"attachment","ticket":"T-1","file":"big.bin"}
{"record":"attachment","ticket":"T-1","file":"big.bin","name":"again.bin"}
{"record":"attachment","ticket":"T-1","name":"in.txt","bytes":"YWJj"}
{"record":"attachment","ticket":"T-1","name":"in/side.txt","clean":true,"bytes":"YWJjZA=="}
{"record":"attachment","interaction":{"external_id":"m-1"},"ticket":"T-1","name":"in.txt","content_id":"p1","bytes":"YWJj"}
{"record":"attachment","ticket":"T-1","name":"empty","bytes":""}
{"record":"attachment","ticket":"T-1","file":"link.txt"}
{"record":"attachment","ticket":"T-1","file":"../secret.txt"}
{"record":"attachment","ticket":"T-1","file":"sub/../../secret.txt"}
{"record":"attachment","ticket":"T-1","file":"/etc/hostname"}
{"record":"attachment","ticket":"T-1","file":"a\u0000b"}
{"record":"attachment","ticket":"T-1","file":""}
{"record":"attachment","ticket":"T-1","file":"sub"}
{"record":"attachment","ticket":"T-1","file":"pipe"}
{"record":"attachment","ticket":"T-1","file":"none.txt"}
{"record":"attachment","ticket":"T-1","name":"x","bytes":"&&&&"}
{"record":"attachment","ticket":"T-1","name":"x","bytes":7}
{"record":"attachment","ticket":"T-1","name":"x"}
{"record":"attachment","ticket":"T-1","name":"x","bytes":"","file":"sub/a.txt"}
{"record":"attachment","ticket":"T-1","name":"x","upload":"00000000-0000-7000-8000-000000000001"}
{"record":"attachment","ticket":"T-1","name":"x","colour":"red","bytes":""}
{"record":"attachment","name":"x","bytes":""}
{"record":"value","ticket":"T-1","field":"colour","value":"green"}
{"record":"value","ticket":"T-1","field":"weight","value":1.5}
{"record":"value","ticket":"T-1","field":"weight","value":101}
{"record":"value","ticket":"T-1","field":"shape","value":"round"}
{"record":"value","ticket":"T-1","value":"round"}
{"record":"value","ticket":"T-1","field":"weight","value":1,"unit":"kg"}
{"record":"value","field":"weight","value":1}
{"record":"field","subject_kind":"ticket","name":"weight","type":"text"}
{"record":"field","name":"weight","type":"text"}
{"record":"field","subject_kind":"ticket","type":"text"}
LINES

"$tool" --desk a.db init >/dev/null
"$tool" --desk a.db import lines/all.jsonl --dry-run 2>/dev/null >dry
grep -q '"events":1,' <("$tool" --desk a.db stats --json) || fail "a dry run wrote something"
"$tool" --desk a.db import lines/all.jsonl --rejects rejects 2>/dev/null >answer
cmp dry answer || fail "the dry run says something else: $(cat dry answer)"
golden import_files.rejects.golden rejects
grep -q '"lines":44,"added":14,"changed":4,"known":0,"rejected":26' answer || fail "$(cat answer)"
"$tool" --desk a.db verify >/dev/null

# The bytes are those of the files, whole.
id=$("$tool" --desk a.db attachment list T-1 --json | python3 -c 'import json, sys
print([row["id"] for row in map(json.loads, sys.stdin) if row["name"] == "big.bin"][0])')
for offset in 0 1048576; do
    "$tool" --desk a.db attachment read "$id" --offset $offset --max-bytes 1048576 --json |
        python3 -c 'import base64, json, sys; sys.stdout.buffer.write(base64.b64decode(json.load(sys.stdin)["bytes"]))'
done | cmp - lines/big.bin || fail "an attachment is not its file"
"$tool" --desk a.db field values T-1 --json | grep -q '"value":"red"' || fail "a value is not there"
"$tool" --desk a.db field values "$("$tool" --desk a.db interaction list --json | python3 -c 'import json, sys; print(json.load(sys.stdin)["id"])')" --json |
    grep -q '"value":"bad"' || fail "a value of an interaction is not there"

# Twice is once, in batches of any size; from standard input no file is taken.
events=$(count a.db events)
for batch in 1 3 500; do
    "$tool" --desk a.db import lines/all.jsonl --batch $batch 2>/dev/null >again
    grep -q '"added":0,"changed":0,' again || fail "again, in batches of $batch: $(cat again)"
done
[ "$(count a.db events)" = "$events" ] || fail "a second import wrote events"
"$tool" --desk a.db import - --rejects rejects <lines/all.jsonl 2>/dev/null >again
grep -q 'no folder' rejects || fail "a file beside standard input was taken"
[ "$(count a.db events)" = "$events" ] || fail "an import from standard input wrote events"

# What was erased does not come back; what has grown is taken.
"$tool" --desk a.db attachment erase "$id" >/dev/null
printf 'abcdef' >lines/sub/a.txt
cat >lines/more.jsonl <<'LINES'
{"record":"attachment","ticket":"T-1","file":"big.bin"}
{"record":"attachment","ticket":"T-1","file":"sub/a.txt"}
{"record":"field","subject_kind":"ticket","name":"colour","type":"choice","choices":["green","red"],"label":"Colour"}
{"record":"value","ticket":"T-1","field":"colour","value":"green"}
{"record":"value","ticket":"T-1","field":"weight","value":null}
{"record":"value","ticket":"T-1","field":"weight"}
LINES
(cd lines && "$tool" --desk ../a.db import more.jsonl >../again)
grep -q '"lines":6,"added":1,"changed":3,"known":2,"rejected":0' again || fail "more: $(cat again)"
"$tool" --desk a.db verify >/dev/null

# The desk is no file for a desk: to close it would drop the locks under which it is worked at.
ln -s a.db linked.db
printf '{"record":"attachment","ticket":"T-1","file":"%s"}\n' a.db ./a.db linked.db a.db-wal >own.jsonl
"$tool" --desk a.db import own.jsonl --rejects rejects 2>/dev/null >again
grep -q '"added":0,.*"rejected":4' again || fail "the desk was attached to itself: $(cat again)"
[ "$(grep -c 'this is the desk itself' rejects)" = 4 ] || fail "attaching the desk: $(cat rejects)"

# Limits of the one who imports.
"$tool" --desk b.db init >/dev/null
"$tool" --desk b.db --attachment-limits 5,0,0 import lines/all.jsonl --rejects rejects >again 2>/dev/null
grep -q 'big.bin' rejects || fail "a limit did not hold"
grep -q 'an attachment has at most 5 bytes' rejects || fail "a limit is not told"
expect 2 --desk b.db --attachment-limits 5 stats
expect 1 --desk b.db --attachment-limits 1,2,5000 stats
