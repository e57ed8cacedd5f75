#!/bin/bash
# check_coverage.sh [--missed path...]: build for coverage, run the tests that look at the library from inside, and hold the
# floors (coverage.py): unit, conformance and property tests and the fault campaigns that are quick (tests/CMakeLists.txt). What
# only the command line reaches does not count.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
readonly build=build-coverage
mkdir -p $build
cmake --preset coverage --log-level=WARNING >/dev/null &&
    cmake --build --preset coverage --target csr_tests >$build/build.log 2>&1 || {
    tail -30 $build/build.log
    exit 1
}
find $build -name '*.gcda' -delete
ctest --test-dir $build -R "^($(cat $build/tests/inner_tests.txt))\$" -E '^text_round_trip_test$' -j "$(nproc)" \
    --output-on-failure >$build/tests.log 2>&1 || {
    tail -40 $build/tests.log
    exit 1
}
python3 cmake/scripts/coverage.py "$PWD/$build" "$@"
