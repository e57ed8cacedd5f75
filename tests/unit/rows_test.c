#include "record/rows.h"
#include "support/runner.h"
#include "support/test_host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct row {
    int64_t number;
    csr_str text;
} row;

static csr_test_host host;

static int begin(void)
{
    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    return 0;
}

static csr_rows *new_rows(size_t expected)
{
    csr_rows *rows = NULL;

    CU_ASSERT_EQUAL_FATAL(csri_rows_new(&host.host, sizeof(row), expected, &rows, NULL), CSR_OK);
    CU_ASSERT_EQUAL(csri_rows_count(rows), 0);
    return rows;
}

static csr_status add(csr_rows *rows, int64_t number)
{
    char text[32];
    csr_str copy;
    void *added;
    csr_status status;

    snprintf(text, sizeof(text), "row %lld", (long long)number);
    status = csr_rows_text(rows, text, strlen(text), &copy);
    if (status == CSR_OK)
        status = csr_rows_add(rows, &added);
    if (status == CSR_OK) {
        CU_ASSERT(((row *)added)->number == 0 && ((row *)added)->text.ptr == NULL && ((row *)added)->text.len == 0);
        *(row *)added = (row){ number, copy };
    }
    return status;
}

static int are_in_order(const csr_rows *rows, size_t count)
{
    char text[32];

    for (size_t i = 0; i < count; i++) {
        const row *r = csri_rows_at(rows, i);
        snprintf(text, sizeof(text), "row %zu", i);
        if (r->number != (int64_t)i || r->text.len != strlen(text) || strcmp(r->text.ptr, text) != 0)
            return 0;
    }
    return csri_rows_count(rows) == count;
}

/* Rows move as they grow, texts do not. */
static void rows_and_texts_grow(void)
{
    for (size_t expected = 1; expected <= 300; expected += 100) {
        begin();
        csr_rows *rows = new_rows(expected);
        for (int64_t i = 0; i < 1000; i++)
            CU_ASSERT_EQUAL(add(rows, i), CSR_OK);
        CU_ASSERT(are_in_order(rows, 1000));
        csri_rows_free(rows);
        CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
    }
}

/* What fits into the expected room takes one allocation. */
static void one_allocation(void)
{
    csr_str text;

    begin();
    csr_rows *rows = new_rows(50);
    CU_ASSERT_EQUAL(host.allocations, 1);
    for (int64_t i = 0; i < 50; i++)
        CU_ASSERT_EQUAL(add(rows, i), CSR_OK);
    CU_ASSERT_EQUAL(csr_rows_text(rows, NULL, 0, &text), CSR_OK);
    CU_ASSERT_EQUAL(host.allocations, 1);
    csri_rows_free(rows);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

static void texts_of_all_lengths(void)
{
    char *bytes = malloc(100000);
    csr_str texts[40];
    size_t lengths[40];
    csr_rows *rows;

    CU_ASSERT_PTR_NOT_NULL_FATAL(bytes);
    for (size_t i = 0; i < 100000; i++)
        bytes[i] = (char)(i % 253);
    begin();
    rows = new_rows(1);
    for (size_t i = 0; i < 40; i++) {
        lengths[i] = i < 8 ? i : (i * i * 61 + 250) % 99999;
        CU_ASSERT_EQUAL(csr_rows_text(rows, lengths[i] == 0 ? NULL : bytes, lengths[i], &texts[i]), CSR_OK);
    }
    for (size_t i = 0; i < 40; i++) {
        CU_ASSERT_EQUAL(texts[i].len, lengths[i]);
        CU_ASSERT(lengths[i] == 0 || memcmp(texts[i].ptr, bytes, lengths[i]) == 0);
        CU_ASSERT(texts[i].ptr != bytes && texts[i].ptr[lengths[i]] == '\0');
    }
    csri_rows_free(rows);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
    free(bytes);
}

/* Around the end of the first room: its last byte is for a NUL. */
static void texts_that_just_fit(void)
{
    char bytes[300] = "";

    for (size_t len = 250; len < 260; len++) {
        csr_str text;
        begin();
        csr_rows *rows = new_rows(1);
        CU_ASSERT_EQUAL(csr_rows_text(rows, bytes, len, &text), CSR_OK);
        CU_ASSERT_EQUAL(text.ptr[len], '\0');
        csri_rows_free(rows);
        CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
    }
}

static void cutting(void)
{
    begin();
    csr_rows *rows = new_rows(2);
    for (int64_t i = 0; i < 10; i++)
        CU_ASSERT_EQUAL(add(rows, i), CSR_OK);
    csri_rows_cut(rows, 20);
    CU_ASSERT(are_in_order(rows, 10));
    csri_rows_cut(rows, 4);
    CU_ASSERT(are_in_order(rows, 4));
    CU_ASSERT_EQUAL(add(rows, 4), CSR_OK);
    CU_ASSERT(are_in_order(rows, 5));
    csri_rows_cut(rows, 0);
    CU_ASSERT(are_in_order(rows, 0));
    csri_rows_free(rows);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

static void attached_rows_live_as_long(void)
{
    csr_rows *rows[4];

    begin();
    for (size_t i = 0; i < 4; i++) {
        rows[i] = new_rows(1);
        for (int64_t k = 0; k < 50; k++)
            CU_ASSERT_EQUAL(add(rows[i], k), CSR_OK);
        if (i > 0)
            csri_rows_attach(rows[0], rows[i]);
    }
    for (size_t i = 0; i < 4; i++)
        CU_ASSERT(are_in_order(rows[i], 50));
    CU_ASSERT_PTR_EQUAL(csri_rows_host(rows[0])->user, &host);
    csri_rows_free(rows[0]);
    csri_rows_free(NULL);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

static void without_memory(void)
{
    csr_error err = CSR_ERROR_INIT;
    csr_rows *rows = (csr_rows *)&host;

    begin();
    csr_test_host_fail_alloc(&host, 1, 0);
    CU_ASSERT_EQUAL(csri_rows_new(&host.host, sizeof(row), 1, &rows, &err), CSR_E_NO_MEMORY);
    CU_ASSERT_PTR_NULL(rows);
    CU_ASSERT_EQUAL(err.status, CSR_E_NO_MEMORY);
    for (uint64_t nth = 1; nth < 12; nth++) {
        int64_t n = 0;
        rows = new_rows(1);
        csr_test_host_fail_alloc(&host, nth, 0);
        while (n < 400 && add(rows, n) == CSR_OK)
            n++;
        csr_test_host_fail_alloc(&host, 0, 0);
        CU_ASSERT(are_in_order(rows, (size_t)n)); /* and it goes on as if nothing had been */
        for (; n < 400; n++)
            CU_ASSERT_EQUAL(add(rows, n), CSR_OK);
        CU_ASSERT(are_in_order(rows, 400));
        csri_rows_free(rows);
    }
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

static CU_TestInfo tests[] = {
    { "rows and texts grow", rows_and_texts_grow },
    { "one allocation for what is expected", one_allocation },
    { "texts of all lengths", texts_of_all_lengths },
    { "texts that just fit", texts_that_just_fit },
    { "cutting", cutting },
    { "attached rows live as long", attached_rows_live_as_long },
    { "without memory", without_memory },
    CU_TEST_INFO_NULL,
};

int main(void)
{
    CU_SuiteInfo suites[] = {
        { "record/rows", NULL, NULL, NULL, NULL, tests },
        CU_SUITE_INFO_NULL,
    };

    return csr_test_main("rows_test", suites, 7);
}
