/*
 * Lines of another system, as `csr import` takes them: whatever they say, the import ends with an answer, the desk verifies,
 * and a dry run leaves nothing behind.
 */
#include "csr/import_lines.h"
#include "support/desk.h"
#include "support/fuzz.h"

#include <stdio.h>
#include <string.h>

#define BEGUN 64

static int64_t events_of(csr_session *session)
{
    csr_stats_view view = { .struct_size = sizeof(view) };
    csr_result *result = NULL;

    FUZZ_REQUIRE(csr_desk_stats(session, &result, NULL) == CSR_OK && csr_stats_at(result, 0, &view, NULL) == CSR_OK);
    csr_result_free(result);
    return view.events;
}

static int errors_of(csr_session *session)
{
    csr_result *result = NULL;
    int errors;

    FUZZ_REQUIRE(csr_desk_verify(session, NULL, &result, NULL) == CSR_OK);
    errors = (int)csr_result_count(result) - 1;
    csr_result_free(result);
    return errors;
}

/* As the command does: it has looked at the beginning of the file already. */
static int take(struct tool *tool, const struct lines_plan *plan, csr_str lines)
{
    size_t begun = lines.len < BEGUN ? lines.len : BEGUN;
    FILE *rest = fmemopen(NULL, lines.len + 1, "w+");
    int code;

    FUZZ_REQUIRE(rest != NULL);
    FUZZ_REQUIRE(fwrite(lines.ptr + begun, 1, lines.len - begun, rest) == lines.len - begun);
    rewind(rest);
    code = lines_import(tool, rest, lines.ptr, begun, plan);
    (void)fclose(rest);
    return code;
}

/* Answers and messages are nobody's here; the sanitizers have their own way to tell. */
static void be_quiet(void)
{
    static FILE *nowhere;

    if (nowhere != NULL)
        return;
    nowhere = fopen("/dev/null", "w");
    FUZZ_REQUIRE(nowhere != NULL);
    stdout = stderr = nowhere;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct catalog catalog;
    fuzz_in in = { data, data + size };
    uint8_t how = fuzz_byte(&in);
    struct lines_plan plan = { .name = "lines", .batch = 1 + (size_t)(how & 7), .strict = how >> 3 & 1 };
    csr_str lines = fuzz_rest(&in);
    struct tool tool;
    int64_t before;
    int code;

    be_quiet();
    if (catalog.root == NULL)
        FUZZ_REQUIRE(catalog_load(&catalog) == 0);
    memset(&tool, 0, sizeof(tool));
    tool.catalog = catalog;
    FUZZ_REQUIRE(csr_desk_open("memory:", NULL, &tool.desk, NULL) == CSR_OK);
    FUZZ_REQUIRE(csr_session_open(tool.desk, NULL, &tool.session, NULL) == CSR_OK);
    before = events_of(tool.session);
    plan.dry_run = 1;
    (void)take(&tool, &plan, lines);
    FUZZ_REQUIRE(events_of(tool.session) == before);
    plan.dry_run = 0;
    for (int twice = 0; twice < 2; twice++) {
        code = take(&tool, &plan, lines);
        /* Done, refused, or strict and refused in part. */
        FUZZ_REQUIRE(code == 0 || code == 1 || (code == 4 && plan.strict));
        FUZZ_REQUIRE(errors_of(tool.session) == 0);
    }
    csr_session_close(tool.session);
    csr_desk_close(tool.desk);
    json_decref(tool.labels);
    return 0;
}
