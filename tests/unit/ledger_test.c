#include "support/runner.h"

#include "record/enum_names.h"
#include "record/records.h"
#include "record/types.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Events on disk refer to columns by number and to enumerations by value. tests/unit/data/columns.txt lists what was
 * ever given out; it may only grow.
 */

/* The types, from the list that says them once. */
#define X(name, meaning, c, ...) &csri_t_##name,
static const csr_type *const types[] = { CSRI_TYPES(X) };
#undef X

typedef struct ledger {
    size_t count;
    char lines[2000][120];
} ledger;

static const char *class_name(uint8_t c)
{
    static const char *const names[] = { "?", "i32", "i64", "id", "str", "bytes", "code" };

    return c < sizeof(names) / sizeof(names[0]) ? names[c] : "?";
}

static char *next_line(ledger *l)
{
    CU_ASSERT_TRUE_FATAL(l->count < sizeof(l->lines) / sizeof(l->lines[0]));
    return l->lines[l->count++];
}

/* What the tables say today. */
static void list_tables(ledger *l)
{
    for (size_t i = 0; i < csri_schema.record_count; i++) {
        const csr_record *record = csri_schema.records[i];
        snprintf(next_line(l), 120, "record %s %u", record->name, (unsigned)record->number);
        for (unsigned k = 0; k < record->row->count; k++) {
            const csr_member *m = &record->row->members[k];
            snprintf(next_line(l), 120, "column %s %u %s %s %s", record->name, k + 1, m->name, m->type->name,
                     class_name(m->c));
        }
    }
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        for (unsigned k = 0; k < types[i]->name_count; k++)
            snprintf(next_line(l), 120, "enum %s %s %d", types[i]->name, types[i]->names[k].name,
                     (int)types[i]->names[k].value);
    for (unsigned k = 0; k < CSRI_NAMES_STATUS_COUNT; k++)
        snprintf(next_line(l), 120, "enum status %s %d", csri_names_status[k].name, (int)csri_names_status[k].value);
}

static void ledger_path(char *out, size_t size)
{
    const char *slash = strrchr(__FILE__, '/');

    snprintf(out, size, "%.*sdata/columns.txt", slash == NULL ? 0 : (int)(slash - __FILE__ + 1), __FILE__);
}

static int read_ledger(ledger *l)
{
    char path[1024], line[120];
    FILE *file;

    ledger_path(path, sizeof(path));
    file = fopen(path, "r");
    if (file == NULL)
        return 0;
    while (fgets(line, sizeof(line), file) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] != '\0' && line[0] != '#')
            snprintf(next_line(l), 120, "%s", line);
    }
    fclose(file);
    return 1;
}

static int has(const ledger *l, const char *line)
{
    for (size_t i = 0; i < l->count; i++)
        if (strcmp(l->lines[i], line) == 0)
            return 1;
    return 0;
}

static void complain(const char *what, const char *line)
{
    char text[300];

    snprintf(text, sizeof(text), "%s: %s", what, line);
    CU_assertImplementation(CU_FALSE, __LINE__, text, __FILE__, "", CU_FALSE);
}

static void test_what_was_given_out_stays(void)
{
    ledger *given = calloc(1, sizeof(*given)), *today = calloc(1, sizeof(*today));

    CU_ASSERT_TRUE_FATAL(given != NULL && today != NULL);
    list_tables(today);
    CU_ASSERT_TRUE(read_ledger(given));
    for (size_t i = 0; i < given->count; i++)
        if (!has(today, given->lines[i]))
            complain("was given out and is now missing or changed; take another number", given->lines[i]);
    for (size_t i = 0; i < today->count; i++)
        if (!has(given, today->lines[i]))
            complain("is new: append this line to tests/unit/data/columns.txt", today->lines[i]);
    CU_ASSERT_EQUAL(given->count, today->count);
    free(given);
    free(today);
}

static void test_numbers_are_given_once(void)
{
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        const csr_type *type = types[i];
        CU_ASSERT_EQUAL(type->names != NULL, type->name_count != 0);
        CU_ASSERT_EQUAL(type->meaning == CSR_MEANING_ENUM, type->names != NULL);
        for (unsigned k = 0; k < type->name_count; k++) {
            CU_ASSERT_TRUE(type->names[k].value > 0 && type->names[k].name[0] != '\0' &&
                           type->names[k].text[0] != '\0');
            for (unsigned j = 0; j < k; j++) {
                CU_ASSERT_NOT_EQUAL(type->names[j].value, type->names[k].value);
                CU_ASSERT_STRING_NOT_EQUAL(type->names[j].name, type->names[k].name);
            }
        }
    }
}

static void test_types_are_sound(void)
{
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        const csr_type *type = types[i];
        int is_text = type->c == CSR_CLASS_STR || type->c == CSR_CLASS_CODE;
        int is_int = type->c == CSR_CLASS_I32 || type->c == CSR_CLASS_I64;
        CU_ASSERT_EQUAL(is_text, type->max_bytes != 0);
        CU_ASSERT_TRUE(is_int ? type->low < type->high : type->low == 0 && type->high == 0);
        CU_ASSERT_TRUE(type->c != CSR_CLASS_I32 || (type->low >= INT32_MIN && type->high <= INT32_MAX));
        for (size_t j = 0; j < i; j++)
            CU_ASSERT_STRING_NOT_EQUAL(types[j]->name, type->name);
    }
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "ledger/what_was_given_out_stays", test_what_was_given_out_stays },
        { "ledger/numbers_are_given_once", test_numbers_are_given_once },
        { "ledger/types_are_sound", test_types_are_sound },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "ledger", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("ledger_test", suites, 3);
}
