#!/bin/bash
# check_cppcheck.sh [path...]: cppcheck over lib and examples, or the paths given; zero reports. A false one is silenced
# where it stands, with its reason: /* cppcheck-suppress id ; reason */.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
[ $# -gt 0 ] || set -- lib examples

# Left out: variableScope (declarations stand first where that reads better), shadowFunction (-Wshadow decides what is
# shadowed), unusedStructMember (members are reached by their offsets), knownConditionTrueFalse (it
# knows neither what a loop of jansson's macros does nor that a number goes down). In own_clock.c it takes a pointer to a function
# called alloc for memory; the file is shown in the documents and stays free of such notes.
cppcheck --quiet --std=c11 --language=c --error-exitcode=1 -j "$(nproc)" --max-configs=1 \
    --enable=warning,style,performance,portability --inline-suppr \
    --suppress=variableScope --suppress=shadowFunction --suppress=unusedStructMember \
    --suppress=knownConditionTrueFalse \
    --suppress=memleak:examples/snippets/own_clock.c \
    --template='{file}:{line}: {severity}: {message} [{id}]' \
    -DCSR_BUILDING -Iinclude -Ilib -Iexamples "$@" || exit 1
echo "ok: cppcheck: $* without a report"
