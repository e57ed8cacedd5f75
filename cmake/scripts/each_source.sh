# Sourced by the static checks: what they look at, how it is compiled, and one of them per processor.
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
flags="-std=c11 -DCSR_BUILDING -D_POSIX_C_SOURCE=200809L -Iinclude -Ilib -Iexamples $(pkg-config --cflags smartcols)"
export flags

# each_source what function [path...]: call an exported function for every source of lib and examples, or those given.
each_source() {
    local what=$1 function=$2 sources=("${@:3}")
    [ ${#sources[@]} -gt 0 ] || mapfile -t sources < <(find lib examples -name '*.c' | LC_ALL=C sort)
    printf '%s\n' "${sources[@]}" | xargs -P "$(nproc)" -I{} bash -c "$function {}" || return 1
    echo "ok: $what: ${#sources[@]} sources without a report"
}
