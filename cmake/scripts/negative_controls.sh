#!/bin/bash
# negative_controls.sh build-dir [part]: a check that cannot go red is worth nothing. Each violation is planted in a copy of
# the tree, and the check must fail there and name what was planted. The build directory is the one of check_warnings.sh. A
# part is a script negative_<part>.sh; both at once, each in its own copy, when none is named.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
if [ $# -lt 2 ]; then
    printf '%s\n' sources abi | xargs -P 2 -I{} bash cmake/scripts/negative_controls.sh "$1" {}
    exit
fi
readonly built=$PWD/$1 part=$2
copy=$(mktemp -d) || exit 1
trap 'rm -rf "$copy"' EXIT
tar --exclude=./.git --exclude='./build*' -cf - . | tar -xf - -C "$copy" || exit 1
cd "$copy" || exit 1
readonly scripts=cmake/scripts
failed=0 controls=0

# expect_red what pattern command...: the command fails and its output has the pattern.
expect_red() {
    local what=$1 pattern=$2 output
    shift 2
    controls=$((controls + 1))
    if output=$("$@" 2>&1); then
        echo "negative control: $what: the check stayed green"
        failed=1
    elif ! grep -qE -- "$pattern" <<<"$output"; then
        echo "negative control: $what: red, but for another reason: $output"
        failed=1
    fi
}

# planted what file text pattern command...: as expect_red, with the text as a new file for as long as it takes.
planted() {
    local what=$1 file=$2 text=$3
    mkdir -p "$(dirname "$file")"
    printf '%s\n' "$text" >"$file"
    expect_red "$what" "${@:4}"
    rm "$file"
}

source $scripts/negative_$part.sh
[ $failed -ne 0 ] || echo "ok: negative controls: $part: $controls violations found"
exit $failed
