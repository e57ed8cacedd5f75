/*
 * What stores hand rows over in: rows added, texts copied in, rows cut off again; every row and text that is kept stays
 * as it was given, and no memory of the host is left over.
 */
#include "base/memory.h"
#include "record/rows.h"
#include "support/fuzz.h"
#include "support/test_host.h"

#include <csr/sys/backend.h>
#include <string.h>

#define ROWS_MAX 200

typedef struct line {
    csr_str text;
    uint32_t length, mark; /* what the text is: so many times the low byte of mark */
} line;

static void check(csr_rows *rows, size_t count)
{
    FUZZ_REQUIRE(csri_rows_count(rows) == count);
    for (size_t i = 0; i < count; i++) {
        const line *l = csri_rows_at(rows, i);
        FUZZ_REQUIRE(l->text.len == l->length && l->text.ptr[l->length] == '\0');
        for (uint32_t at = 0; at < l->length; at += 1 + l->length / 8)
            FUZZ_REQUIRE((uint8_t)l->text.ptr[at] == (uint8_t)l->mark);
    }
}

static int add(csr_rows *rows, uint32_t mark, uint32_t length)
{
    static char bytes[20000];
    void *added;
    line *l;

    if (csr_rows_add(rows, &added) != CSR_OK)
        return 0;
    l = added;
    memset(bytes, (int)(mark & 0xff), length);
    *l = (line){ .length = length, .mark = mark };
    if (csr_rows_text(rows, bytes, length, &l->text) == CSR_OK)
        return 1;
    csri_rows_cut(rows, csri_rows_count(rows) - 1);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_in in = { data, data + size };
    csr_test_host host;
    csr_rows *rows, *more;
    size_t count = 0;

    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    FUZZ_REQUIRE(csri_rows_new(&host.host, sizeof(line), 1 + fuzz_below(&in, 8), &rows, NULL) == CSR_OK);
    if (fuzz_byte(&in) >= 128 && csri_rows_new(&host.host, 16, 1, &more, NULL) == CSR_OK)
        csri_rows_attach(rows, more);
    while (fuzz_left(&in) > 0 && count < ROWS_MAX) {
        uint8_t what = fuzz_byte(&in);
        if (what >= 240)
            csr_test_host_fail_alloc(&host, what - 239u, 0);
        else if (what >= 230)
            csri_rows_cut(rows, count = count < what - 230u ? count : what - 230u);
        else
            count += (size_t)add(rows, what, what < 20 ? what * 1000u : what);
        check(rows, count);
    }
    csri_rows_free(rows);
    FUZZ_REQUIRE(csr_test_host_done(&host) == 0);
    return 0;
}
