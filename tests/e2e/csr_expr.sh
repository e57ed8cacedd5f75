#!/bin/bash
# csr expr: lines and rules of its own, then the conformance tests of CEL and the job for rule engines in the shared data.
. "$(dirname "$0")/data/e2e.sh"

printf '%s\n' '{"name":"a","expr":"x + 1","type_env":[{"name":"x","type":"int"}],"bindings":{"x":{"int":"41"}}}' \
    'no JSON' '{"name":"b","expr":"1 +"}' '{"name":"c","expr":"[1u, b\"\\xff\", {\"k\": 1.5}]"}' \
    '{"name":"d","expr":"x","bindings":{"x":{"int":"1x"}}}' '{"name":"e","expr":"x","bindings":{"x":{"uint":"-1"}}}' \
    '{"name":"f","expr":"x","bindings":{"x":{"timestamp":[0,1000000000]}}}' '{"name":"g","expr":"string(100.0)"}' |
    "$tool" expr eval >answers
cat >expected <<'TEXT'
{"file":null,"section":null,"name":"a","value":{"int":"42"}}
{"file":null,"section":null,"name":null,"error":"the line is no JSON object with an expr"}
{"file":null,"section":null,"name":"b","error":"column 4: the expression ends too early, a name is missing"}
{"file":null,"section":null,"name":"c","value":{"list":[{"uint":"1"},{"bytes":"ff"},{"map":[[{"string":"k"},{"double":"1.5"}]]}]}}
{"file":null,"section":null,"name":"d","error":"type_env or bindings cannot be read"}
{"file":null,"section":null,"name":"e","error":"type_env or bindings cannot be read"}
{"file":null,"section":null,"name":"f","error":"type_env or bindings cannot be read"}
{"file":null,"section":null,"name":"g","value":{"string":"100"}}
TEXT
diff expected answers

cat >rules.json <<'JSON'
{"schema": {"t.s": "string", "t.i": "int", "t.d": "double", "t.l": "list<string>", "b": "bool", "r": "duration"},
 "rules": [{"id": "one", "cel": "t.s == \"a\" && t.i > 2"}, {"id": "two", "cel": "b || \"x\" in t.l"},
           {"id": "three", "cel": "t.d < 1.5 && t.i + 1 < 4"}]}
JSON
cat >facts.jsonl <<'JSON'
{"t":{"s":"a","i":3,"d":1,"l":["x","y"]},"b":false}
{"t":{"s":"b","i":2,"d":1.25,"l":[]},"b":true}
{"t":{"s":"a"}}
JSON
"$tool" expr match --rules rules.json --facts facts.jsonl --repeat 3 >match.out
python3 - match.out <<'PY'
import json, sys
out = json.loads(open(sys.argv[1], encoding="utf-8").read())
assert list(out) == ["rules", "facts", "matches", "check", "load_ms", "bind_ns", "ns_per_rule"], out
assert (out["rules"], out["facts"], out["matches"], out["check"]) == (3, 3, 4, 1 + 2 * 2 + 3), out
assert sorted(out["ns_per_rule"]) == ["bytecode", "indexed"], out
PY
sed 's/t.i > 2/t.j > 2/' rules.json >wrong.json
if "$tool" expr match --rules wrong.json --facts facts.jsonl 2>message; then exit 1; fi
grep -q 'rule "one", when\[0\]:' message
grep -q 't has no field "j". Did you mean "[dils]"' message
if "$tool" expr match --rules facts.jsonl --facts facts.jsonl 2>message; then exit 1; fi
if "$tool" expr match --rules rules.json --facts rules.json 2>message; then exit 1; fi
grep -q 'line 1 of rules.json is no JSON object' message
if "$tool" expr match --rules rules.json --facts nowhere 2>message; then exit 1; fi
if "$tool" expr match --rules rules.json 2>message; then exit 1; fi
if "$tool" expr match --rules rules.json --facts facts.jsonl --repeat 0 2>message; then exit 1; fi

folder=$(shared cel) || exit $?
"$tool" expr eval <"$folder/conformance.jsonl" >conformance.out
python3 "$here/expr_oracle.py" "$folder/conformance.jsonl" conformance.out

folder=$(shared rules-bench) || exit $?
for n in 20 200; do
    "$tool" expr match --rules "$folder/rules_$n.json" --facts "$folder/facts.jsonl" --repeat 1 >match.out
    python3 - match.out "$folder/rules_$n.json" <<'PY'
import json, sys
out, wanted = (json.loads(open(path, encoding="utf-8").read()) for path in sys.argv[1:])
assert {name: out[name] for name in ("matches", "check")} == wanted["expected"], out
PY
done
