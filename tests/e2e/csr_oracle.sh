#!/bin/bash
# Other logs made of the shared ones, against a report computed from the file: what one fixed log does not reach.
. "$(dirname "$0")/data/e2e.sh"

for pair in helpdesk:shared_before_2012-07.csv bpi2013:shared_first1800cases.csv; do
    format=${pair%%:*}
    folder=$(shared "$format")
    for seed in ${CSR_SEEDS:-1 2 3 4 5}; do
        rm -f variant.db*
        python3 "$data/log_variants.py" "$format" "$folder/${pair#*:}" "$seed" variant.csv
        "$tool" --desk variant.db --backend-option synchronous=normal replay --format "$format" variant.csv >answer
        "$tool" --desk variant.db report traffic --json >variant.json
        python3 "$here/traffic_oracle.py" compare variant.json --log "$format" variant.csv ||
            fail "$format, seed $seed: $(cat answer)"
        "$tool" --desk variant.db verify >/dev/null || fail "$format, seed $seed: verify"
    done
done
