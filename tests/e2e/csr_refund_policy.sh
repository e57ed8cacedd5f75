#!/bin/bash
# csr refund-policy: the example documents, what is wrong with others, and the requests of the shared retail data.
. "$(dirname "$0")/data/e2e.sh"

policies=$root/examples/policies
expect 0 refund-policy check --policy "$policies/retail.json"
expect 0 refund-policy check --policy "$policies/returns-by-membership.json"
expect 2 refund-policy check
expect 2 refund-policy eval --policy "$policies/retail.json"
expect 1 refund-policy check --policy nowhere.json
expect 1 refund-policy eval --policy "$policies/retail.json" --db nowhere.json

echo '{"actions":[{"action":"return","gives_back":"much","refuse":[{"name":"a","when":"order.state == 1","reason":"."}]}]}' >wrong.json
expect 1 refund-policy check --policy wrong.json
grep -q 'actions\[0\].refuse\[0\].when: column 7: ' said || fail "the place of a wrong condition is not told"
grep -q 'write nothing, items, all or difference' said || fail "what may be given back is not told"

cat >cases.jsonl <<'JSON'
{"facts":{"action":"return","customer":{"membership":"gold"},"order":{"age_days":4000},"items":{"count":1,"unknown":0}},"expected":{"allowed":true,"gives_back":"items"}}
{"facts":{"action":"return","customer.membership":"silver","order.age_days":184,"items.count":1,"items.unknown":0},"expected":{"allowed":true}}
{"facts":{"action":"return","customer.membership":"silver","order.age_days":185,"proof":{"receipt":false,"original_packaging":false},"items.count":1,"items.unknown":0},"expected":{"allowed":false,"rule":"silver: 6 months"}}
{"facts":{"action":"return","customer.membership":"bronze","order.age_days":91,"proof":{"receipt":false,"original_packaging":false},"items.count":1,"items.unknown":0},"expected":{"allowed":false,"rule":"bronze: 90 days"}}
{"facts":{"action":"return","customer.membership":"bronze","order.age_days":91,"proof":{"original_packaging":true},"items.count":1,"items.unknown":0},"expected":{"allowed":true}}
{"facts":{"action":"return","customer.membership":"guest","order.age_days":31,"proof":{"receipt":false,"original_packaging":true},"items.count":1,"items.unknown":0},"expected":{"allowed":false,"rule":"guest: 30 days"}}
{"facts":{"action":"return","customer.membership":"guest","items.count":1,"items.unknown":0},"expected":{"allowed":false,"rule":"guest: 30 days"}}
{"facts":{"action":"exchange"},"expected":{"allowed":false,"rule":"","status_after":""}}
JSON
expect 0 refund-policy test --policy "$policies/returns-by-membership.json" --cases cases.jsonl
{
    echo '{"facts":{"action":"return","customer.membership":"gold"},"expected":{"allowed":true}}'
    echo '{"facts":{"membership":"gold"},"expected":{"allowed":true}}'
    echo 'no JSON'
} >wrong.jsonl
expect 1 refund-policy test --policy "$policies/returns-by-membership.json" --cases wrong.jsonl
grep -q '^3 cases, 3 wrong$' said || fail "wrong cases are not counted: $(cat said)"
grep -q '^membership: there is no such fact' said || fail "an unknown fact is not named"

cat >shop.json <<'JSON'
{"users":{"u":{"payment_methods":{"card":{"source":"credit_card"},"gift":{"source":"gift_card","balance":1.5}}}},
 "products":{"p":{"variants":{"b":{"available":true,"price":12.5},"c":{"available":false,"price":9}}}},
 "orders":{"A":{"user_id":"u","status":"delivered","items":[{"item_id":"a","product_id":"p","price":10.1},
  {"item_id":"a","product_id":"p","price":10.1}],"payment_history":[{"transaction_type":"payment","amount":20.2,"payment_method_id":"card"}]}}}
JSON
for price in null '"10.10"' 1e30; do
    sed "s/\"price\":10.1}/\"price\":$price}/g" shop.json >odd.json
    echo '{"order_id":"A","action":"return","items":"all"}' |
        "$tool" refund-policy eval --policy "$policies/retail.json" --db odd.json >said
    grep -q '"allowed":false,"reason":"A price or an amount of this order cannot be read."' said || fail "$price: $(cat said)"
done
cat >requests <<'JSON'
{"order_id":"A","action":"return","items":["a","a"],"refund_to":"card"}
{"order_id":"A","action":"return","items":["a","a","a"],"refund_to":"card"}
{"order_id":"A","action":"return","items":"first","refund_to":"gift"}
{"order_id":"A","action":"cancel","reason":"no longer needed"}
{"order_id":"A","action":"cancel","reason":"no longer needed","status":"pending"}
{"order_id":"A","action":"exchange","items":["a"],"new_items":["b"],"refund_to":"card"}
{"order_id":"A","action":"exchange","items":["a"],"new_items":["b"],"refund_to":"gift"}
{"order_id":"A","action":"exchange","items":["a"],"new_items":["c"],"refund_to":"card"}
{"order_id":"A","action":"give me more"}
{"order_id":"A","action":"return","facts":{"weather":"fine"}}
{"order_id":"B","action":"return"}
[]
JSON
"$tool" refund-policy eval --policy "$policies/retail.json" --db shop.json <requests |
    sed 's/,"reason":"[^"]*"//' >answers
cat >expected <<'TEXT'
{"order_id":"A","allowed":true,"refund_minor":2020,"status_after":"return requested"}
{"order_id":"A","allowed":false,"refund_minor":null,"status_after":"delivered"}
{"order_id":"A","allowed":true,"refund_minor":1010,"status_after":"return requested"}
{"order_id":"A","allowed":false,"refund_minor":null,"status_after":"delivered"}
{"order_id":"A","allowed":true,"refund_minor":2020,"status_after":"cancelled"}
{"order_id":"A","allowed":true,"refund_minor":-240,"status_after":"exchange requested"}
{"order_id":"A","allowed":false,"refund_minor":null,"status_after":"delivered"}
{"order_id":"A","allowed":false,"refund_minor":null,"status_after":"delivered"}
{"order_id":"A","allowed":false,"refund_minor":null,"status_after":"delivered"}
{"order_id":"A","allowed":false,"refund_minor":null,"status_after":""}
{"order_id":"B","allowed":false,"refund_minor":null,"status_after":""}
{"order_id":null,"allowed":false,"refund_minor":null,"status_after":""}
TEXT
diff expected answers

folder=$(shared tau2-bench)/retail || exit $?
"$tool" refund-policy eval --policy "$policies/retail.json" --db "$folder/db.json" <"$folder/attempts_sample.jsonl" >attempts.out
python3 "$here/retail_oracle.py" attempts "$folder" attempts.out
python3 "$here/retail_oracle.py" requests "$folder" >tasks.jsonl
"$tool" refund-policy eval --policy "$policies/retail.json" --db "$folder/db.json" <tasks.jsonl >tasks.out
python3 "$here/retail_oracle.py" tasks "$folder" tasks.out
