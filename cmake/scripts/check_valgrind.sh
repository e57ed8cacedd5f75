#!/bin/bash
# check_valgrind.sh BUILD [--all]: unit tests under valgrind's memcheck, errors and leaks fatal; first that it sees a leak at
# all. In the gate those that handle memory in their own ways; with --all every unit test but those that fork or sleep and those
# that do the same many thousands of times: sanitizers watch them in ./dev test.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
readonly programs=$PWD/$1/bin/tests
tests=(memory buffer id error hash json json_canonical rows row result event_code wire zone lifecycle_load calendar_load
    identity_key memory_tree desk session customer ticket policy tag event)
left_out='^(limit|null_arguments|sqlite_sharing|concurrency|money_sharing|tick_sharing|sqlite_open|text_round_trip|sqlite_fault)$'
if [ "${2:-}" = --all ]; then
    # verify takes longest by far; begun last, it would run alone.
    mapfile -t tests < <(echo verify && find tests/unit -name '*_test.c' -printf '%f\n' | sed 's/_test\.c$//' |
        grep -vE "$left_out|^verify\$" | LC_ALL=C sort)
fi

memcheck() {
    bash cmake/scripts/in_temp_dir.sh valgrind --quiet --error-exitcode=66 --leak-check=full \
        --errors-for-leak-kinds=definite,indirect,possible --show-leak-kinds=definite,indirect,possible "$@"
}

check_one() {
    local log status
    log=$(mktemp)
    memcheck "$programs/$1_test" >"$log" 2>&1
    status=$?
    # 77: nothing to test, for want of data.
    [ $status -eq 0 ] || [ $status -eq 77 ] || { echo "valgrind: $1_test:" && grep -E '^==|FAILED' "$log" | head -40; }
    rm -f "$log"
    [ $status -eq 0 ] || [ $status -eq 77 ]
}
export -f check_one memcheck
export programs

memcheck "$programs/negative_leak" >/dev/null 2>&1
[ $? -eq 66 ] || {
    echo "valgrind: the leak of tests/negative/leak.c is not seen"
    exit 1
}
printf '%s\n' "${tests[@]}" | xargs -P "$(nproc)" -I{} bash -c 'check_one {}' || exit 1
echo "ok: valgrind: ${#tests[@]} programs without an error or a leak"
