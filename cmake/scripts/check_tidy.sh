#!/bin/bash
# check_tidy.sh [path...]: clang-tidy 14 with .clang-tidy over lib and examples, or the sources given; zero reports. What
# was found clean is remembered in build-check/tidy by a hash of all that it was made from; a changed header is another.
set -u
source "$(dirname "${BASH_SOURCE[0]}")/each_source.sh"
mkdir -p build-check/tidy

# Comments count, for NOLINT stands in them.
tidy_one() {
    local clean output
    # shellcheck disable=SC2086 # options
    clean=build-check/tidy/$({ cat .clang-tidy && clang $flags -E -C "$1"; } 2>/dev/null | sha256sum | cut -d' ' -f1)
    [ ! -e "$clean" ] || return 0
    # shellcheck disable=SC2086
    if output=$(clang-tidy-14 -quiet "$1" -- $flags 2>&1); then
        : >"$clean"
        return 0
    fi
    sed "s|^$PWD/||" <<<"$output"
    return 1
}
export -f tidy_one
each_source tidy tidy_one "$@"
