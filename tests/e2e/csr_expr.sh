#!/bin/bash
# csr expr eval: a few lines of its own, then the conformance tests of CEL in the shared data.
. "$(dirname "$0")/data/e2e.sh"

printf '%s\n' '{"name":"a","expr":"x + 1","type_env":[{"name":"x","type":"int"}],"bindings":{"x":{"int":"41"}}}' \
    'no JSON' '{"name":"b","expr":"1 +"}' '{"name":"c","expr":"[1u, b\"\\xff\", {\"k\": 1.5}]"}' |
    "$tool" expr eval >answers
cat >expected <<'TEXT'
{"file":null,"section":null,"name":"a","value":{"int":"42"}}
{"file":null,"section":null,"name":null,"error":"the line is no JSON object with an expr"}
{"file":null,"section":null,"name":"b","error":"column 4: the expression ends too early, a name is missing"}
{"file":null,"section":null,"name":"c","value":{"list":[{"uint":"1"},{"bytes":"ff"},{"map":[[{"string":"k"},{"double":"1.5"}]]}]}}
TEXT
diff expected answers

folder=$(shared cel) || exit $?
"$tool" expr eval <"$folder/conformance.jsonl" >conformance.out
python3 "$here/expr_oracle.py" "$folder/conformance.jsonl" conformance.out
