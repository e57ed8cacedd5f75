#!/bin/bash
# run.sh [--keep] [minutes] [target]: build the fuzz targets with libFuzzer and run all of them, or one, for their share
# of the minutes (1), as many at a time as there are cores. Inputs found stay in build-fuzz/corpus; --keep adds those with
# new coverage to tests/fuzz/corpus.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
readonly build=build-fuzz committed=tests/fuzz/corpus

keep=0 arguments=()
for argument in "$@"; do
    if [ "$argument" = --keep ]; then keep=1; else arguments+=("$argument"); fi
done
minutes=${arguments[0]:-1}
targets=(tests/fuzz/"${arguments[1]:-*}"_fuzz.c)
[ -n "${arguments[1]:-}" ] || targets=(tests/fuzz/*_fuzz.c)
if ! [[ $minutes =~ ^[0-9]+$ ]] || [ "$minutes" -eq 0 ] || [ ! -f "${targets[0]}" ]; then
    echo "usage: ./dev fuzz [--keep] [minutes] [target]; targets:" tests/fuzz/*_fuzz.c >&2
    exit 2
fi

# -O1: the sanitizers' reports stay readable and a run is three times as fast as with -O0.
cmake -S . -B $build -G Ninja --log-level=WARNING -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_FLAGS_DEBUG="-O1 -g" \
    -DCMAKE_C_COMPILER=clang -DCSR_SANITIZE=fuzzer-no-link,address,undefined -DCSR_EXAMPLES=ON >/dev/null
cmake --build $build --target fuzz_targets

# weight target: its share. Those that open desks run a thousand times slower than those that read a text.
weight() {
    case $1 in
    operations) echo 8 ;;
    damaged_desk | params) echo 4 ;;
    exchange | gateway | lifecycle | struct_size | page_token) echo 2 ;;
    *) echo 1 ;;
    esac
}

shares=0 names=()
for source in "${targets[@]}"; do
    names+=("$(basename "$source" _fuzz.c)")
    shares=$((shares + $(weight "${names[-1]}")))
done
readonly crashes=$PWD/$build/crashes
export UBSAN_OPTIONS=print_stacktrace=1
mkdir -p "$crashes"
# One target cannot use a second core.
at_once=$(nproc)
[ "$at_once" -le ${#names[@]} ] || at_once=${#names[@]}

# stat log name: a figure of -print_final_stats.
stat() {
    sed -n "s/^stat::$2: *//p" "$1" | tail -1
}

# fuzz target: run it; one line of what came of it. Fails when it crashed, hung, leaked or ran out of memory.
fuzz() {
    local target=$1 log=$build/fuzz-$1.log found=$build/corpus/$1 words=tests/fuzz/dict/$1.dict result=ok
    local options=() seconds=$((minutes * 60 * at_once * $(weight "$1") / shares))
    mkdir -p "$found"
    [ ! -f "$words" ] || options+=("-dict=$words")
    $build/bin/tests/"${target}_fuzz" -max_total_time=$((seconds > 0 ? seconds : 1)) -timeout=25 -rss_limit_mb=2048 -max_len=2048 \
        -len_control=30 -print_final_stats=1 -artifact_prefix="$crashes/$target-" "${options[@]}" \
        "$found" "$committed/$target" \
        >"$log" 2>&1 || result="FAILED, see $log"
    if [ "$keep" -eq 1 ]; then
        $build/bin/tests/"${target}_fuzz" -merge=1 "$committed/$target" "$found" >"$log.merge" 2>&1 ||
            result="FAILED, see $log and $log.merge"
    fi
    printf '%-14s %9s executions  coverage %5s  inputs %5s  %s\n' "$target" \
        "$(stat "$log" number_of_executed_units)" "$(grep -oE 'cov: [0-9]+' "$log" | tail -1 | cut -c6-)" \
        "$(find "$found" -type f | wc -l)" "$result"
    [ "$result" = ok ] || grep -E '^(.*runtime error|==.*ERROR|.*does not hold|artifact_prefix|SUMMARY)' "$log" || true
    [ "$result" = ok ]
}

# The heaviest first, so that none is left over while a core rests.
export -f fuzz weight stat
export build committed keep minutes shares crashes at_once
failed=$(for target in "${names[@]}"; do
    echo "$(weight "$target") $target"
done | sort -k1,1nr -k2 | cut -d' ' -f2 | xargs -P "$at_once" -I{} bash -c 'fuzz {} >&2 || echo {}' | wc -l)
echo "fuzz: ${#names[@]} targets in $minutes min, $failed failed"
[ "$failed" -eq 0 ]
