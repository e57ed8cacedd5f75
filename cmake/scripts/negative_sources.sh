# Sourced by negative_controls.sh: what is planted in sources, documents and tables, and programs of the runner that must fail.

layers() {
    planted "layers: $1" "$2" "$3" "${2/./\\.}:1" python3 $scripts/check_layers.py
}

banned() {
    planted "banned: $1" "$2" "$3" "${2/./\\.}:1" python3 $scripts/check_banned.py
}

header() {
    planted "docs: $1" include/csr/planted.h "$2" "planted.*$3" python3 $scripts/check_docs.py
}

layers "policy includes store" lib/policy/planted.c '#include "store/planted.h"'
layers "store includes desk" lib/store/planted.h '#include "desk/planted.h"'
layers "record includes policy" lib/record/planted.h '#include "policy/planted.h"'
layers "base includes record" lib/base/planted.c '#include "record/planted.h"'
layers "backend includes store" lib/backends/sqlite/planted.c '#include "store/planted.h"'
layers "backend includes another" lib/backends/sqlite/planted.c '#include "backends/memory/planted.h"'
layers "desk includes a backend's inside" lib/desk/planted.c '#include "backends/sqlite/planted.h"'
layers "relative include" lib/desk/planted.c '#include "../base/planted.h"'
layers "SQLite outside its backend" lib/store/planted.c '#include <sqlite3.h>'
layers "example includes the inside" examples/demo/planted.c '#include "base/planted.h"'
mkdir -p lib/base && : >lib/base/planted.c
layers "two files of one name" lib/desk/planted.c ''
rm lib/base/planted.c

banned "malloc" lib/desk/planted.c 'void *planted(void) { return malloc(1); }'
banned "time" lib/policy/planted.c 'long planted(void) { return time(NULL); }'
banned "strtol" lib/store/planted.c 'long planted(void) { return strtol("1", NULL, 10); }'
banned "static counter in a function" lib/desk/planted.c 'int planted(void) { static int count; return ++count; }'
banned "static table of pointers that can be changed" lib/base/planted.c 'static const char *names[] = { "a" };'
banned "line comment" tests/unit/planted.c '// planted'
banned "SQL outside the backends" lib/store/planted.c 'const char *planted = "SELECT 1";'
banned "waiver without a reason" lib/desk/planted.c 'void *p(void) { return malloc(1); } /* allow: */'

readonly good='/**
 * Plant.
 *
 * @param seed [in] what is planted
 * @return CSR_OK
 * @errors none
 * @owner  nothing
 * @thread any
 * @cost   constant
 * @source none
 * @since  0.1
 */'
readonly function='CSR_API csr_status csr_planted(int32_t seed);'
header "no comment" "$function" "has no /\*\* comment"
header "blank line between comment and function" "$good

$function" "has no /\*\* comment"
header "other parameter" "${good/param seed/param seeds}
$function" "documents the parameters"
for tag in return errors owner thread cost source since; do
    header "no @$tag" "$(grep -v "@$tag" <<<"$good")
$function" "needs exactly one @$tag"
done
header "member without a comment" '/** Yes. */
typedef struct csr_planted { int32_t a; /**< Yes. */ int32_t b; } csr_planted;' "member b"
header "constant without a comment" '/** Yes. */
typedef int32_t csr_planted;
enum { CSR_PLANTED_A = 1, /**< Yes. */ CSR_PLANTED_B = 2 };' "constant CSR_PLANTED_B"
header "outside the grammar" 'static inline int csr_planted(void) { return 1; }' "not in the grammar"

reference() {
    planted "reference: $1" "$2" "$3" "$4" python3 $scripts/reference.py --check
}
reference "macro without a comment" include/csr/planted.h '/** Plant. */
#define CSR_PLANTED 1
#define CSR_PLANTED_TOO 2' 'planted.h:3: macro CSR_PLANTED_TOO has no comment'
reference "header without a comment" include/csr/planted.h '#include <csr/types.h>' 'planted.h:1: the header has no comment'
reference "page that the index lacks" docs/planted.md 'Plant.' 'planted.md is not listed'
sed -i '/CSR_E_TIMEOUT/d' docs/errors.md
expect_red "reference: status without a line" 'CSR_E_TIMEOUT -403 is not in its tables' python3 $scripts/reference.py --check

snippets() {
    planted "snippets: $1" "$2" "$3" "${2/./\\.}:1: .*$4" python3 $scripts/check_doc_snippets.py
}
snippets "link" docs/planted.md '[x](nowhere.md)' "leads nowhere"
snippets "heading" docs/planted.md '[x](words.md#nowhere)' "has no heading"
snippets "code of its own" docs/planted.md $'```c\nint x;\n```' "not taken from"
snippets "other code than the file's" docs/planted.md \
    $'<!-- snippet: first_desk.c -->\n```c\nint x;\n```\n<!-- end -->' "differs from"
snippets "region that is not there" docs/planted.md $'<!-- snippet: feed.c nowhere -->\n<!-- end -->' "there is no snippet"
snippets "code that nobody shows" examples/snippets/planted.c 'int x;' "shown in no document"
snippets "document of a header" include/csr/planted.h ' * @source docs/nowhere.md' "names docs/nowhere.md"
snippets "system of a header" include/csr/planted.h ' * @source service S99' "names S99"

symbols() {
    python3 $scripts/check_symbols.py "$built/lib/libcsr.so.0" "${1:-$built/lib/libcsr.a}"
}
planted "generated: new enum" include/csr/planted.h '/** P. */
typedef int32_t csr_planted;
enum { CSR_PLANTED_A = 1 /**< Yes. */ };' "enum_names.h:1: out of date" python3 $scripts/header_text.py --check
planted "format" lib/base/planted.c 'int  x;' "planted.c:1" bash $scripts/check_format.sh
planted "tidy: cognitive complexity" lib/base/planted.c "int planted(int a);
int planted(int a) { int n = 0;$(printf 'for (int i%d = 0; i%d < a; i%d++) if (a > %d && (a & 1)) n++;' \
    1 1 1 1 2 2 2 2 3 3 3 3 4 4 4 4 5 5 5 5 6 6 6 6 7 7 7 7) return n; }" "planted.c:2:.*cognitive complexity" \
    bash $scripts/check_tidy.sh lib/base/planted.c
planted "tidy: bugprone" lib/base/planted.c 'int planted(int a);
int planted(int a) { if (a) return 1; else return 1; }' "planted.c:2:.*bugprone-branch-clone" \
    bash $scripts/check_tidy.sh lib/base/planted.c
planted "cppcheck: out of bounds" lib/base/planted.c 'int planted(void);
int planted(void) { int a[2] = { 0 }; return a[2]; }' "planted.c:2:.*arrayIndexOutOfBounds" \
    bash $scripts/check_cppcheck.sh lib/base/planted.c
planted "analyzer: leak" lib/base/planted.c '#include <stdlib.h>
int planted(void);
int planted(void) { char *a = malloc(9); return a != NULL; }' "planted.c:3:.*leak" \
    bash $scripts/check_analyzer.sh lib/base/planted.c
planted "fuzz_table: function without a row" include/csr/planted.h "$function" "csr_planted is not in" \
    python3 $scripts/check_fuzz_table.py
cp tests/fuzz/TABLE.md kept.table
echo '| `csr_planted` | json |' >>tests/fuzz/TABLE.md
expect_red "fuzz_table: row without a function" "there is no public function csr_planted" python3 $scripts/check_fuzz_table.py
sed 's/^| `csr_ticket_open` | .* |$/| `csr_ticket_open` | text |/' kept.table >tests/fuzz/TABLE.md
expect_red "fuzz_table: target that does not call it" "text_fuzz.c does not call csr_ticket_open" \
    python3 $scripts/check_fuzz_table.py
sed 's/^| `csr_ticket_open` | .* |$/| `csr_ticket_open` | trivial |/' kept.table >tests/fuzz/TABLE.md
expect_red "fuzz_table: trivial without a reason" "csr_ticket_open is called trivial" python3 $scripts/check_fuzz_table.py
cp kept.table tests/fuzz/TABLE.md
planted "fuzz_table: target that the documentation does not tell of" tests/fuzz/planted_fuzz.c 'int x;' \
    "fuzzing.md:.*target planted is not described" python3 $scripts/check_fuzz_table.py
planted "fuzz_table: target without a corpus" tests/fuzz/planted_fuzz.c 'int x;' "corpus/planted has no input" \
    python3 $scripts/check_fuzz_table.py
planted "headers: does not compile alone" include/csr/planted.h 'size_t csr_planted(void);' "csr/planted.h:1" \
    bash $scripts/check_headers.sh
planted "symbols: in a header only" include/csr/planted.h "$function" "csr_planted is in the headers" symbols
cp lib/csr.map kept.map
lost=$(grep -oE 'csr_\w+' kept.map | head -1)
grep -vw "$lost" kept.map >lib/csr.map
expect_red "symbols: missing from the map" "$lost is in the headers but not in lib/csr.map" symbols
sed 's/global:/global: csr_planted;/' kept.map >lib/csr.map
expect_red "symbols: in the map only" "csr_planted is in lib/csr.map but not in the library" symbols
cp kept.map lib/csr.map
echo 'int planted = 1;' | gcc -x c -c -o planted.o - && ar rc planted.a planted.o
expect_red "symbols: writable data" "planted is data that can be written to" symbols planted.a

cat >planted_floors.py <<'END'
import sys
sys.path.insert(0, "cmake/scripts")
sys.argv = ["coverage.py", "nowhere"]
import coverage
coverage.read_all = lambda build: {folder + "/planted.c": {1: [1] * 84 + [0] * 16} for folder in coverage.FLOORS}
coverage.main()
END
expect_red "coverage: below the floor" "lib/desk: 16 of 100 branches are not taken" python3 planted_floors.py

for program in failing_test dead_suite empty_registry; do
    controls=$((controls + 1))
    bash $scripts/expect_exit.sh 1 "$built/bin/tests/negative_$program" >/dev/null 2>&1 || {
        echo "negative control: runner: $program must exit with 1"
        failed=1
    }
done
