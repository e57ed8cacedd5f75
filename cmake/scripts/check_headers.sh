#!/bin/bash
# Every public header compiles alone, twice over and with its own initialisers, as C99 and as C++11, with gcc and clang.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
readonly warnings=(-Wall -Wextra -Wpedantic -Wconversion -Werror)

# A program of nothing but the header, and one object per CSR_<STRUCT>_INIT that it defines: -Wextra tells when a
# member was appended to the struct and not to the initialiser.
program() {
    printf '#include <%s>\n#include <%s>\nextern int csr_header_compiles;\n' "$1" "$1"
    sed -nE 's/^#define (CSR_(\w+)_INIT)$|^#define (CSR_(\w+)_INIT)[ \\].*/\1\3 \2\4/p' "include/$1" |
        while read -r macro struct; do
            printf 'csr_%s %s_value = %s;\n' "${struct,,}" "${struct,,}" "$macro"
        done
}

compile() {
    local header=$1
    shift
    program "$header" | "$@" -Iinclude "${warnings[@]}" -fsyntax-only - || {
        echo "include/$header:1: does not compile with $*"
        return 1
    }
}

failed=0 count=0
while read -r header; do
    count=$((count + 1))
    compile "$header" gcc -x c -std=c99 -Wpadded || failed=1
    compile "$header" clang -x c -std=c99 -Wpadded || failed=1
    compile "$header" g++ -x c++ -std=c++11 || failed=1
    compile "$header" clang++ -x c++ -std=c++11 || failed=1
done < <(cd include && find csr -name '*.h' | LC_ALL=C sort)
for header in include/csr/*.h; do
    name=${header#include/}
    [ "$name" = csr/csr.h ] || grep -qx "#include <$name>" include/csr/csr.h || {
        echo "include/csr/csr.h:1: does not include <$name>"
        failed=1
    }
done
[ $failed -ne 0 ] || echo "ok: headers: $count compile alone as C99 and C++11"
exit $failed
