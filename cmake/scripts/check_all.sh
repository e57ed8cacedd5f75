#!/bin/bash
# check_all.sh [name...]: run all checks, or those named, and sum up. `warnings` comes before what needs a built library.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
readonly scripts=cmake/scripts
readonly built=build-check/gcc
export PYTHONDONTWRITEBYTECODE=1

declare -A commands=(
    [generated]="python3 $scripts/header_text.py --check"
    [docs]="python3 $scripts/check_docs.py"
    [snippets]="python3 $scripts/check_doc_snippets.py --check"
    [layers]="python3 $scripts/check_layers.py"
    [banned]="python3 $scripts/check_banned.py"
    [format]="bash $scripts/check_format.sh"
    [headers]="bash $scripts/check_headers.sh"
    [tidy]="bash $scripts/check_tidy.sh"
    [cppcheck]="bash $scripts/check_cppcheck.sh"
    [analyzer]="bash $scripts/check_analyzer.sh"
    [warnings]="bash $scripts/check_warnings.sh"
    [symbols]="python3 $scripts/check_symbols.py $built/lib/libcsr.so.0 $built/lib/libcsr.a"
    [abi]="bash $scripts/check_abi.sh $built"
    [install]="bash $scripts/check_install.sh $built"
    [coverage]="bash $scripts/check_coverage.sh"
    [tsan]="bash $scripts/check_tsan.sh"
    [valgrind]="bash $scripts/check_valgrind.sh $built"
    [bindings]="bash $scripts/check_bindings.sh $built"
    [fuzz_table]="python3 $scripts/check_fuzz_table.py"
    [reference]="python3 $scripts/reference.py --check --tool $built/bin/csr"
    [negative]="bash $scripts/negative_controls.sh $built"
)
names=(generated docs snippets layers banned format headers tidy cppcheck analyzer warnings symbols abi install bindings
    coverage tsan valgrind fuzz_table reference negative)
[ $# -eq 0 ] || names=("$@")

failed=()
took=()
for name in "${names[@]}"; do
    if [ -z "${commands[$name]:-}" ]; then
        echo "no check is called $name; there are: ${!commands[*]}" >&2
        exit 2
    fi
    began=$SECONDS
    ${commands[$name]} || failed+=("$name")
    took+=("$name $((SECONDS - began))")
done
# Where the gate's time goes, for whoever has to shorten it.
(IFS=,; echo "seconds: ${took[*]}")
if [ ${#failed[@]} -gt 0 ]; then
    echo "check: ${#failed[@]} of ${#names[@]} failed: ${failed[*]}"
    exit 1
fi
echo "check: all ${#names[@]} hold"
