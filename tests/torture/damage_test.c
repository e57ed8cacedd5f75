/*
 * Damaged desk files: bytes flipped, pages swapped or gone, the end cut off. Nothing crashes and nothing hangs, and where a
 * row that events cover reads differently than it was written, or cannot be read, desk.verify says so.
 */
#include "fuzz/support/covered.h"
#include "support/desk_day.h"
#include "support/runner.h"
#include "torture/campaign.h"
#include "torture/inspect.h"

#include <stdlib.h>
#include <unistd.h>

#define RECORDS_MAX 64
#define PAGE 4096
#define FLIPS_MAX 20

static const char path[] = "damaged.db";

/* The desk as it was written. */
static struct {
    char *bytes;
    size_t size;
    char *rows[RECORDS_MAX];
} whole;

/* What became of the files. */
static struct {
    unsigned files, refused, unreadable, found, unharmed, only_uncovered, missed;
} counts;

/* Content proves itself, and all that this desk has is attached. */
static int is_covered(const csr_record *record)
{
    return covered_by_events(record) || record == &csri_content_record;
}

static void read_whole(void)
{
    FILE *file = fopen(path, "rb");

    if (file == NULL)
        abort();
    (void)fseek(file, 0, SEEK_END);
    whole.size = (size_t)ftell(file);
    rewind(file);
    whole.bytes = malloc(whole.size);
    if (whole.bytes == NULL || fread(whole.bytes, 1, whole.size, file) != whole.size)
        abort();
    (void)fclose(file);
}

/* A day at a desk, closed, which seals its events. */
static int make_whole(void)
{
    desk_fixture f;
    int made;

    inspect_remove(path);
    made = desk_begin(&f, "sqlite", path, 17);
    if (made) {
        desk_day(&f, 2);
        made = desk_reopen(&f);
    }
    for (size_t i = 0; made && i < csri_schema.record_count; i++)
        whole.rows[i] = desk_dump_record(f.session, csri_schema.records[i]);
    desk_end(&f);
    read_whole();
    return made;
}

static void free_whole(void)
{
    for (size_t i = 0; i < RECORDS_MAX; i++)
        free(whole.rows[i]);
    free(whole.bytes);
    inspect_remove(path);
}

static void test_the_desk(void)
{
    CU_ASSERT_TRUE_FATAL(make_whole());
}

/* --- damage --- */

static void flip(char *bytes, size_t size, uint64_t *random)
{
    unsigned n = 1 + (unsigned)(torture_random(random) % FLIPS_MAX);

    /* Near one another or anywhere. */
    size_t at = (size_t)(torture_random(random) % size);
    int scattered = torture_random(random) % 2 != 0;
    while (n-- > 0) {
        if (scattered)
            at = (size_t)(torture_random(random) % size);
        else
            at = (at + (size_t)(torture_random(random) % 40)) % size;
        bytes[at] = (char)(bytes[at] ^ (char)(1u << torture_random(random) % 8));
    }
}

static char *page_of(char *bytes, size_t size, uint64_t *random)
{
    return bytes + torture_random(random) % (size / PAGE) * PAGE;
}

static void swap_pages(char *bytes, size_t size, uint64_t *random)
{
    char kept[PAGE], *a = page_of(bytes, size, random), *b = page_of(bytes, size, random);

    memcpy(kept, a, PAGE);
    memcpy(a, b, PAGE);
    memcpy(b, kept, PAGE);
}

/* Harm a copy; its length afterwards. */
static size_t harm(char *bytes, size_t size, uint64_t *random)
{
    switch (torture_random(random) % 10) {
    case 0: return (size_t)(torture_random(random) % size);
    case 1: return (size_t)(torture_random(random) % (size / PAGE)) * PAGE;
    case 2:
    case 3: swap_pages(bytes, size, random); return size;
    case 4: memset(page_of(bytes, size, random), torture_random(random) % 2 ? 0 : 0xff, PAGE); return size;
    default: flip(bytes, size, random); return size;
    }
}

static void write_file(const char *bytes, size_t size)
{
    FILE *file;

    inspect_remove(path);
    file = fopen(path, "wb");
    if (file == NULL || fwrite(bytes, 1, size, file) != size || fclose(file) != 0)
        abort();
}

/* --- what is left --- */

typedef struct difference {
    int unreadable, covered, uncovered;
    const char *where;
} difference;

static difference compare(csr_session *session)
{
    difference d = { 0 };

    for (size_t i = 0; i < csri_schema.record_count; i++) {
        const csr_record *record = csri_schema.records[i];
        char *rows = desk_dump_record(session, record);
        int same = rows != NULL && strcmp(rows, whole.rows[i]) == 0;
        d.unreadable |= rows == NULL;
        d.covered |= !same && is_covered(record);
        d.uncovered |= !same && !is_covered(record);
        if (!same && is_covered(record))
            d.where = record->name;
        free(rows);
    }
    return d;
}

/* The doctor comes to every desk, whatever is left of it, and always has an answer. */
static int doctor(campaign *c)
{
    csr_error err = CSR_ERROR_INIT;
    csr_result *findings = NULL;
    int errors = 0;

    if (csr_desk_examine(path, NULL, &findings, &err) != CSR_OK)
        campaign_complain(c, "the doctor has no answer: %s", err.message);
    for (size_t i = 0; i < csr_result_count(findings); i++) {
        csr_diagnostic_view line = { .struct_size = sizeof(line) };
        if (csr_diagnostic_at(findings, i, &line, NULL) == CSR_OK)
            errors += line.severity == CSR_SEVERITY_ERROR;
    }
    csr_result_free(findings);
    return errors;
}

static void look_at(campaign *c, csr_session *session, unsigned number)
{
    int errors = desk_verify_errors(session, NULL, 0);
    difference d = compare(session);

    if (errors != 0 && d.unreadable)
        counts.unreadable++;
    else if (errors != 0)
        counts.found++;
    else if (d.covered || d.unreadable)
        counts.missed++;
    else if (d.uncovered)
        counts.only_uncovered++;
    else
        counts.unharmed++;
    if (errors == 0 && (d.covered || d.unreadable))
        campaign_complain(c, "file %u: %s is not what was written, and verify finds nothing", number,
                          d.where == NULL ? "something" : d.where);
}

static void try_one(campaign *c, unsigned number, uint64_t *random)
{
    csr_desk_open_params params = CSR_DESK_OPEN_PARAMS_INIT;
    csr_session *session = NULL;
    csr_desk *desk = NULL;
    char *bytes = malloc(whole.size);
    size_t size;

    if (bytes == NULL)
        abort();
    memcpy(bytes, whole.bytes, whole.size);
    size = harm(bytes, whole.size, random);
    write_file(bytes, size);
    counts.files++;
    c->faults++;
    params.flags = CSR_OPEN_EXISTING;
    if (csr_desk_open(path, &params, &desk, NULL) == CSR_OK && csr_session_open(desk, NULL, &session, NULL) == CSR_OK)
        look_at(c, session, number);
    else
        counts.refused++;
    csr_session_close(session);
    csr_desk_close(desk);
    if (session == NULL && doctor(c) == 0)
        campaign_complain(c, "file %u: it cannot be opened, and the doctor finds nothing", number);
    c->checks++;
    free(bytes);
}

static void test_damage(void)
{
    campaign c;
    uint64_t random;
    unsigned files;

    campaign_begin(&c, "damaged files");
    c.unit = "files";
    random = c.seed;
    files = campaign_size(&c, 100, 3000);
    for (unsigned i = 0; i < files; i++)
        try_one(&c, i, &random);
    printf("\n    torture damaged files: %u: %u refused when opened, %u with rows that cannot be read, %u found by "
           "verify, "
           "%u where no row reads differently, %u where only rows without events do, %u missed",
           counts.files, counts.refused, counts.unreadable, counts.found, counts.unharmed, counts.only_uncovered,
           counts.missed);
    CU_ASSERT_EQUAL(campaign_end(&c), 0);
    CU_ASSERT_TRUE(counts.refused > 0 && counts.found > 0);
}

/* A change that leaves the file sound for SQLite, and yet no row what it was: the measure of the campaign is sharp. */
static void test_control(void)
{
    csr_session *session = NULL;
    csr_desk *desk = NULL;
    char *at;
    int errors = -1;
    difference d = { 0 };

    write_file(whole.bytes, whole.size);
    at = whole.bytes;
    for (size_t i = 0; i + 8 < whole.size; i++)
        if (memcmp(whole.bytes + i, "hears wel", 8) == 0)
            at = whole.bytes + i;
    CU_ASSERT_PTR_NOT_EQUAL(at, whole.bytes);
    at[0] = 'H';
    write_file(whole.bytes, whole.size);
    at[0] = 'h';
    if (csr_desk_open(path, NULL, &desk, NULL) == CSR_OK && csr_session_open(desk, NULL, &session, NULL) == CSR_OK) {
        errors = desk_verify_errors(session, NULL, 0);
        d = compare(session);
    }
    csr_session_close(session);
    csr_desk_close(desk);
    CU_ASSERT_TRUE(errors > 0 && d.covered && !d.unreadable);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "the desk", test_the_desk },
        { "damage is found", test_damage },
        { "control: one letter", test_control },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = {
        { .pName = "torture/damage", .pTests = tests },
        CU_SUITE_INFO_NULL,
    };
    int code;

    code = csr_test_main("damage_test", suites, 3);
    free_whole();
    return code;
}
