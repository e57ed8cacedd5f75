#!/bin/bash
# check_tsan.sh: the tests with threads, and those of what threads share, under the thread sanitizer; first that it sees a
# race at all. Two processes and eight threads on one desk are hammer_test, in its short form.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
readonly build=build-tsan
readonly tests=(limit_test concurrency_test money_sharing_test sqlite_sharing_test hammer_test id_source_test calendar_test
    memory_conformance_test sqlite_conformance_test gateway_test)
export TSAN_OPTIONS="halt_on_error=1 exitcode=66 ${TSAN_OPTIONS:-}"

mkdir -p $build
cmake --preset tsan --log-level=WARNING >/dev/null &&
    cmake --build --preset tsan --target negative_race "${tests[@]}" >$build/build.log 2>&1 || {
    tail -30 $build/build.log
    exit 1
}
bash cmake/scripts/expect_exit.sh 66 $build/bin/tests/negative_race >/dev/null 2>&1 || {
    echo "tsan: the race of tests/negative/race.c is not seen"
    exit 1
}
ctest --test-dir $build -R "^($(IFS='|' && echo "${tests[*]}"))\$" -j "$(nproc)" --output-on-failure >$build/tests.log 2>&1 || {
    tail -60 $build/tests.log
    exit 1
}
echo "ok: tsan: no race in ${#tests[@]} programs with threads"
