#!/bin/bash
# csr money eval: a few lines of its own, then the cases of the shared data.
. "$(dirname "$0")/data/e2e.sh"

printf '%s\n' '{"id":1,"op":"add","a":9223372036854775807,"b":1}' \
    '{"id":"x","op":"allocate","amount":10000,"ratios":["2/7","1/3"],"step":1,"currency":"USD"}' \
    'no JSON' '[1]' '{"id":2}' '{"id":3,"op":"halve"}' '{"id":4,"op":"add","a":1.5,"b":1}' \
    '{"id":5,"op":"percent","amount":250,"basis_points":500,"mode":"half_away"}' \
    '{"id":6,"op":"allocate","amount":7,"ratios":[1,"-1"],"step":1}' \
    '{"id":7,"op":"allocate","amount":7,"ratios":[1,"1/0"],"step":1}' \
    '{"id":8,"op":"allocate","amount":7,"ratios":["1/9223372036854775807","1/9223372036854775806"],"step":1}' \
    '{"id":9,"op":"round","num":"5","den":"2","step":1,"mode":"up"}' \
    '{"id":10,"op":"quotrem","amount":-5000,"parts":3,"step":100}' \
    '{"id":11,"op":"line_units","line_gross":1000,"line_tax":100,"quantity":3,"steps":[1,3]}' \
    '{"id":12,"op":"amount_over_lines","lines":[{"gross":10,"tax":1}],"amount":1}' \
    '{"id":13,"op":"allocate","amount":7,"ratios":[1,"99999999999999999999"],"step":1}' \
    '{"id":14,"op":"allocate","amount":7,"ratios":[1,1],"step":5}' \
    '{"id":15,"op":"add","a":1,"b":1,"currency":"euro"}' |
    "$tool" money eval >answers
cat >expected <<'TEXT'
{"id":1,"error":"OVERFLOW"}
{"id":"x","result":[4615,5385]}
{"id":null,"error":"the line is no JSON object"}
{"id":null,"error":"the line is no JSON object"}
{"id":2,"error":"op is missing or malformed"}
{"id":3,"error":"op is missing or malformed"}
{"id":4,"error":"a is missing or malformed"}
{"id":5,"result":13,"half_even":12}
{"id":6,"error":"ARGUMENT"}
{"id":7,"error":"ratios is missing or malformed"}
{"id":8,"error":"OVERFLOW"}
{"id":9,"error":"mode is missing or malformed"}
{"id":10,"result":[-1600,-200]}
{"id":11,"error":"OVER_REFUND"}
{"id":12,"error":"already_refunded is missing or malformed"}
{"id":13,"error":"ratios is missing or malformed"}
{"id":14,"error":"STEP"}
{"id":15,"error":"currency is missing or malformed"}
TEXT
diff expected answers

folder=$(shared money) || exit $?
for file in arithmetic refund; do
    "$tool" money eval <"$folder/$file.jsonl" >"$file.out"
    python3 "$here/money_oracle.py" "$folder/$file.jsonl" "$file.out"
done
