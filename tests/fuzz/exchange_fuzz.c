/*
 * Exports that were meddled with: whatever the lines are, an import takes them or refuses them, and what it takes gives
 * the same bytes again and verifies clean.
 *
 * Input: a byte that says whether lines get checks that fit (then they are told apart by what they say, not by the hash)
 * and how large the pieces are, then lines. A line "@N" stands for the Nth line of the export of a desk that was made;
 * "@N/from/to" for that line with the first `from` in it replaced; "ALL" for all of them but the end, "END" for an end
 * that fits.
 */
#include "record/row_line.h"
#include "store/exchange_lines.h"
#include "support/desk.h"
#include "support/desk_clone.h"

#include <csr/csr.h>
#include <stdlib.h>
#include <string.h>

/* Lines of the export, each without its check. */
static struct {
    char *text;
    csr_str lines[400];
    size_t count;
} made;

static void make(void)
{
    fuzz_desk desk;
    fuzz_ids ids = { 0 };
    char *at;

    FUZZ_REQUIRE(fuzz_desk_open(&desk, "memory:", 0) == CSR_OK);
    fuzz_desk_fill(&desk, &ids);
    made.text = desk_export(desk.session, NULL);
    FUZZ_REQUIRE(made.text != NULL);
    fuzz_desk_close(&desk);
    for (at = made.text; *at != '\0' && made.count < 400; at = strchr(at, '\n') + 1) {
        size_t len = (size_t)(strchr(at, '\n') - at) - strlen(CSRI_EXCHANGE_CHECK) - CSRI_EXCHANGE_DIGITS - 2;
        made.lines[made.count++] = (csr_str){ at, len };
    }
}

static const char *find(const csr_str *in, const char *what, size_t n)
{
    for (size_t i = 0; n > 0 && i + n <= in->len; i++)
        if (memcmp(in->ptr + i, what, n) == 0)
            return in->ptr + i;
    return NULL;
}

/* "@N" or "@N/from/to", or the line as it is. */
static void put_line(csri_buffer *out, const char *line, size_t len)
{
    const char *end = line + len, *from, *to, *found;
    const csr_str *base;
    size_t number = 0;

    if (len < 2 || line[0] != '@') {
        csri_buffer_put(out, line, len);
        return;
    }
    for (line++; line < end && *line >= '0' && *line <= '9' && number < 1000; line++)
        number = number * 10 + (size_t)(*line - '0');
    base = &made.lines[number % made.count];
    from = line < end ? line + 1 : end;
    to = memchr(from, '/', (size_t)(end - from));
    found = to == NULL ? NULL : find(base, from, (size_t)(to - from));
    if (found == NULL) {
        csri_buffer_put(out, base->ptr, base->len);
        return;
    }
    csri_buffer_put(out, base->ptr, (size_t)(found - base->ptr));
    csri_buffer_put(out, to + 1, (size_t)(end - to - 1));
    found += to - from;
    csri_buffer_put(out, found, (size_t)(base->ptr + base->len - found));
}

/* The end line that fits what stands before it. */
static void put_end(csri_buffer *out, const csri_line_hash *hash, int64_t lines, const int64_t *rows)
{
    csri_line_hash before = *hash;
    uint8_t digest[CSRI_HASH_BYTES];

    csri_line_hash_add(&before, "", 0, digest);
    csri_exchange_put_end(out, lines, rows, digest);
}

/* Count a line as an import does. */
static void count(const char *line, size_t len, int64_t *rows)
{
    csri_line_in in = { line, line + len, NULL };
    csr_str name;

    if (!csri_line_take(&in, "{") || !csri_line_name(&in, &name) ||
        (len > 13 && memcmp(line + len - 13, ",\"again\":true", 13) == 0))
        return;
    for (unsigned i = 0; i < csri_schema.record_count; i++)
        if (strlen(csri_exchange_record(i)->name) == name.len &&
            memcmp(csri_exchange_record(i)->name, name.ptr, name.len) == 0)
            rows[i]++;
}

/* The text being built. */
typedef struct building {
    csri_buffer *out;
    int with_checks;
    csri_line_hash hash;
    int64_t lines, rows[CSRI_EXCHANGE_KINDS];
} building;

static void add_line(building *b, const char *line, size_t len)
{
    size_t start = b->out->len;
    uint8_t digest[CSRI_HASH_BYTES];

    if (len == 3 && memcmp(line, "END", 3) == 0)
        put_end(b->out, &b->hash, b->lines, b->rows);
    else
        put_line(b->out, line, len);
    if (b->with_checks && b->out->len > start) {
        count(b->out->ptr + start, b->out->len - start, b->rows);
        csri_line_hash_add(&b->hash, b->out->ptr + start, b->out->len - start, digest);
        csri_line_check_put(b->out, digest);
    }
    b->lines++;
    csri_buffer_byte(b->out, '\n');
}

/* All lines of the input: "ALL" stands for all of the export but its end, "END" for the end line that fits. */
static void build(const csr_str *input, int with_checks, csri_buffer *out)
{
    const char *at = input->ptr, *end = input->ptr + input->len;
    building b = { .out = out, .with_checks = with_checks };

    csri_line_hash_init(&b.hash);
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t len = (size_t)((stop == NULL ? end : stop) - at);
        if (len == 3 && memcmp(at, "ALL", 3) == 0 && out->len < 1000000)
            for (size_t i = 0; i + 1 < made.count; i++)
                add_line(&b, made.lines[i].ptr, made.lines[i].len);
        else
            add_line(&b, at, len);
        at += len + 1;
    }
    csri_buffer_byte(out, '\0');
}

static int is_refusal(csr_status status)
{
    return status == CSR_E_ARGUMENT || status == CSR_E_NOT_FOUND || status == CSR_E_DUPLICATE ||
           status == CSR_E_UNSUPPORTED || status == CSR_E_SCHEMA_NEW || status == CSR_E_CONFLICT ||
           status == CSR_E_STATE || status == CSR_E_LIMIT;
}

/* The export of the desk is the text that it was made from, as far as that goes. */
static void check_export(csr_session *session, const char *text)
{
    csr_export *lines;
    csr_buf *buf = NULL;

    FUZZ_REQUIRE(csr_export_open(session, &lines, NULL) == CSR_OK);
    while (csr_export_next(lines, &buf, NULL) == CSR_OK && buf != NULL) {
        FUZZ_REQUIRE(strncmp(csr_buf_text(buf), text, csr_buf_size(buf)) == 0);
        text += csr_buf_size(buf);
        csr_buf_free(buf);
    }
    FUZZ_REQUIRE(text[strspn(text, "\n")] == '\0');
    csr_export_close(lines);
}

static void check_taken(csr_desk *desk, const char *text)
{
    csr_session *session;
    csr_result *findings = NULL;

    FUZZ_REQUIRE(csr_session_open(desk, NULL, &session, NULL) == CSR_OK);
    check_export(session, text);
    FUZZ_REQUIRE(csr_desk_verify(session, NULL, &findings, NULL) == CSR_OK && csr_result_count(findings) == 1);
    csr_result_free(findings);
    csr_session_close(session);
    csr_desk_close(desk);
}

static csr_status take(const csr_import_open_params *params, const csri_buffer *text, size_t piece, csr_desk **out,
                       csr_error *err)
{
    csr_import_view view = { .struct_size = sizeof(view) };
    csr_import *lines;
    csr_status status = csr_import_open("memory:", params, &lines, err);

    for (size_t at = 0; at < text->len - 1 && status == CSR_OK; at += piece)
        status = csr_import_put(lines, text->ptr + at, text->len - 1 - at < piece ? text->len - 1 - at : piece, err);
    if (status == CSR_OK)
        status = csr_import_finish(lines, out, err);
    csr_import_cancel(lines); /* nothing runs any more */
    FUZZ_REQUIRE(csr_import_progress(lines, &view, NULL) == CSR_OK && view.recorded <= view.lines);
    csr_import_close(lines);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_in in = { data, data + size };
    uint8_t how = fuzz_byte(&in);
    csr_str input = fuzz_rest(&in);
    csr_test_host host;
    csr_desk_open_params desk = CSR_DESK_OPEN_PARAMS_INIT;
    csr_import_open_params params = CSR_IMPORT_OPEN_PARAMS_INIT;
    csr_error err = CSR_ERROR_INIT;
    csri_buffer text;
    csr_desk *taken = NULL;
    csr_status status;

    if (made.text == NULL)
        make();
    csr_test_host_init(&host, CSR_TEST_MONDAY, 5);
    desk.host = &host.host;
    params.desk = &desk;
    params.batch = 1 + how / 64;
    csri_buffer_init(&text, &host.host, 0);
    build(&input, how % 2 == 0, &text);
    status = take(&params, &text, (size_t)(how % 16 < 8 ? 1 << 20 : how % 16), &taken, &err);
    FUZZ_REQUIRE(status == CSR_OK || (is_refusal(status) && taken == NULL && err.status == status));
    if (status == CSR_OK)
        check_taken(taken, text.ptr);
    csri_buffer_free(&text);
    FUZZ_REQUIRE(csr_test_host_done(&host) == 0);
    return 0;
}
