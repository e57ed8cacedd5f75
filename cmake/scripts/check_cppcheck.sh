#!/bin/bash
# check_cppcheck.sh [path...]: cppcheck over lib and examples, or the sources given; zero reports. A false one is silenced
# where it stands, with its reason: /* cppcheck-suppress id ; reason */.
set -u
source "$(dirname "${BASH_SOURCE[0]}")/each_source.sh"

# Left out: variableScope (declarations stand first where that reads better), shadowFunction (-Wshadow decides what is
# shadowed), unusedStructMember (members are reached by their offsets), knownConditionTrueFalse (it
# knows neither what a loop of jansson's macros does nor that a number goes down), internalAstError (2.10
# cannot read a compound literal between ? and :). In own_clock.c it takes a pointer to a function
# called alloc for memory; the file is shown in the documents and stays free of such notes.
# A source at a time: with its own -j, 2.10 waits for children that have long ended.
cppcheck_one() {
    cppcheck --quiet --std=c11 --language=c --error-exitcode=1 --max-configs=1 \
        --enable=warning,style,performance,portability --inline-suppr \
        --suppress=variableScope --suppress=shadowFunction --suppress=unusedStructMember \
        --suppress=knownConditionTrueFalse --suppress=internalAstError \
        --suppress=memleak:examples/snippets/own_clock.c \
        --template='{file}:{line}: {severity}: {message} [{id}]' \
        -DCSR_BUILDING -Iinclude -Ilib -Iexamples "$1"
}
export -f cppcheck_one
each_source cppcheck cppcheck_one "$@"
