#!/bin/bash
# expect_exit.sh code command [argument...]: succeed only if the command exits with that very code.
expected=$1
shift
"$@"
code=$?
if [ "$code" -ne "$expected" ]; then
    echo "expected exit $expected, got $code: $*"
    exit 1
fi
