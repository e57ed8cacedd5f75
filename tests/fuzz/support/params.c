#include "support/params.h"

#include "base/base64.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/time.h"
#include "policy/lifecycle.h"
#include "record/row.h"

#include <string.h>

/* Texts that mean something to some operation, so that inputs meet again what they wrote; the last ones are wrong. */
static const char *const words[] = {
    "a",
    "A",
    "Jana",
    " jana ",
    "JANA",
    "jana@example.com",
    "Jana@Example.com",
    "+420 777 123 456",
    "777123456",
    "new",
    "open",
    "waiting_customer",
    "resolved",
    "closed",
    "spam",
    "deleted",
    "default",
    "Counter",
    "ext-1",
    "petr",
    "cs",
    "Europe/Prague",
    "+01:00",
    "Z",
    "420",
    "\xc3\x84rger",
    "\xc3\xa4rger",
    "Ma\xc3\x9f",
    "MASS",
    "vip",
    "",
    " ",
    "\xff",
    "\xc3",
    "x\x01y",
    "\"quoted\\\"",
};
#define WORD_COUNT (sizeof(words) / sizeof(words[0]))

/* Room for two texts of the longest kind that is generated; a body is never made that long. */
#define LONGEST 5000
#define TEXT_ROOM (24 * LONGEST)

int fuzz_record_of(const csri_operation *operation)
{
    size_t n = strcspn(operation->name, ".");

    for (size_t i = 0; i < csri_schema.record_count; i++) {
        const char *name = csri_schema.records[i]->name;
        if (strlen(name) == n && memcmp(name, operation->name, n) == 0)
            return (int)i;
    }
    return -1;
}

void fuzz_ids_add(fuzz_ids *ids, int record, const csr_id *id)
{
    if (record >= 0 && record < FUZZ_RECORDS_MAX)
        ids->ids[record][ids->made[record]++ % FUZZ_IDS_MAX] = *id;
}

static int record_named(const char *name)
{
    for (size_t i = 0; name != NULL && i < csri_schema.record_count; i++)
        if (strcmp(csri_schema.records[i]->name, name) == 0)
            return (int)i;
    return -1;
}

/* One that was made before, or rarely any other: of another record, or nobody's. */
static csr_id pick_id(fuzz_in *in, const fuzz_ids *ids, int record)
{
    uint32_t how = fuzz_byte(in), made;
    csr_id nobody = { { 1, 2, 3 } };

    if (record < 0 || how >= 240)
        record = (int)fuzz_below(in, FUZZ_RECORDS_MAX);
    made = ids->made[record] < FUZZ_IDS_MAX ? ids->made[record] : FUZZ_IDS_MAX;
    return made == 0 || how == 255 ? nobody : ids->ids[record][how % made];
}

static int64_t make_integer(fuzz_in *in, const csr_member *m, const fuzz_ids *ids)
{
    uint8_t how = fuzz_byte(in);

    if (m->type->meaning == CSR_MEANING_TIME)
        return how < 250 ? ids->now + ((int64_t)how - 125) * CSRI_HOUR_US : fuzz_i64(in);
    if (how < 200)
        return how % 8;
    if (how < 210)
        return m->type->high;
    if (how < 220)
        return m->type->high == INT64_MAX ? 0 : m->type->high + 1;
    if (how < 230)
        return m->type->low == INT64_MIN ? 0 : m->type->low - 1;
    return fuzz_i64(in);
}

static int32_t make_enum(fuzz_in *in, const csr_member *m)
{
    uint8_t how = fuzz_byte(in);

    return how < 250 ? m->type->names[how % m->type->name_count].value : (int32_t)fuzz_i64(in);
}

/* As long as allowed, or one byte more. */
static void put_long(csri_buffer *text, const csr_member *m, int too_long)
{
    size_t n = m->type->max_bytes < LONGEST ? m->type->max_bytes : LONGEST - 1;

    for (size_t i = 0; i < n + (size_t)too_long; i++)
        csri_buffer_byte(text, (uint8_t)('a' + i % 26));
}

static void put_document(csri_buffer *text, fuzz_in *in)
{
    const csr_str *builtin = csri_lifecycle_builtin_text();
    size_t at = text->len;

    csri_buffer_put(text, builtin->ptr, builtin->len);
    if (fuzz_byte(in) >= 128 && text->status == CSR_OK)
        text->ptr[at + fuzz_below(in, 1024) % builtin->len] = (char)fuzz_byte(in);
}

/* What has a form and is seldom met by words of other kinds. */
static const char *form_of(const csr_member *m, uint8_t how)
{
    static const char *const languages[] = { "cs", "pt-BR", "ZH-hant", "en-x-till" };
    static const char *const zones[] = { "Europe/Prague", "UTC", "Etc/GMT+5" };

    if (strcmp(m->type->name, "language") == 0)
        return languages[how % 4];
    return strcmp(m->type->name, "zone") == 0 ? zones[how % 3] : NULL;
}

static csr_str make_text(fuzz_in *in, const csr_member *m, const fuzz_ids *ids, csri_buffer *text)
{
    uint8_t how = fuzz_byte(in);
    size_t at = text->len;

    if (m->type->meaning == CSR_MEANING_JSON && how < 200)
        put_document(text, in);
    else if (strcmp(m->type->name, "token") == 0 && how < 200)
        return ids->token;
    else if (how < 200 && form_of(m, how) != NULL)
        csri_buffer_text(text, form_of(m, how));
    else if (how < 6 * WORD_COUNT)
        csri_buffer_text(text, words[how % WORD_COUNT]);
    else if (how < 225)
        put_long(text, m, how < 218);
    else {
        csr_str given = fuzz_bytes(in, 60);
        csri_buffer_put(text, given.ptr, given.len);
    }
    FUZZ_REQUIRE(text->status == CSR_OK && text->len <= TEXT_ROOM);
    return (csr_str){ text->ptr + at, text->len - at };
}

/* Capital letters as the type wants them, or any bytes. */
static void make_code(fuzz_in *in, const csr_member *m, char *out)
{
    uint8_t how = fuzz_byte(in);

    for (size_t i = 0; i + 1 < m->size; i++)
        out[i] = (char)(how < 240 ? 'A' + (how + i) % 26 : fuzz_byte(in));
    out[m->size - 1] = (char)(how == 255 ? 'A' : 0);
}

static void make_member(fuzz_in *in, const csr_member *m, const fuzz_ids *ids, fuzz_params *out)
{
    void *v = out->bytes + m->offset;

    switch ((csr_class)m->c) {
    case CSR_CLASS_I32: {
        int64_t number = m->type->meaning == CSR_MEANING_ENUM ? make_enum(in, m) : make_integer(in, m, ids);
        *(int32_t *)v = (int32_t)number;
        break;
    }
    case CSR_CLASS_I64: *(int64_t *)v = make_integer(in, m, ids); break;
    case CSR_CLASS_STR: *(csr_str *)v = make_text(in, m, ids, &out->text); break;
    case CSR_CLASS_CODE: make_code(in, m, v); break;
    case CSR_CLASS_ID: *(csr_id *)v = pick_id(in, ids, record_named(m->type->target)); break;
    case CSR_CLASS_BYTES:
    default: break;
    }
}

/* Whether a value can be said in JSON, where enumerations are names, instants have four-digit years and texts are
 * UTF-8. What is unset is left out there, which says the same. */
static int in_json(const csr_member *m, const void *params)
{
    const void *v = csri_at(m, params);
    char text[CSR_TIME_TEXT_BYTES];

    if (csri_unset(m, params))
        return 1;
    if (m->type->meaning == CSR_MEANING_ENUM)
        return csri_enum_name(m->type, *(const int32_t *)v) != NULL;
    if (m->type->meaning == CSR_MEANING_TIME)
        return csr_time_format(*(const csr_time *)v, 0, text, NULL) == CSR_OK;
    if (m->c == CSR_CLASS_STR)
        return m->type->meaning == CSR_MEANING_BYTES ||
               csri_utf8_valid(((const csr_str *)v)->ptr, ((const csr_str *)v)->len, NULL);
    if (m->c == CSR_CLASS_CODE)
        return memchr(v, 0, m->size) != NULL && csri_utf8_valid(v, strlen(v), NULL);
    return 1;
}

static void put_value(csri_buffer *json, const csr_member *m, const void *params)
{
    const void *v = csri_at(m, params);

    if (m->type->meaning == CSR_MEANING_ENUM) {
        const char *name = csri_enum_name(m->type, *(const int32_t *)v);
        csri_json_text(json, name, strlen(name));
    } else if (m->type->meaning == CSR_MEANING_TIME) {
        csri_json_time(json, *(const csr_time *)v);
    } else if (m->c == CSR_CLASS_I32 || m->c == CSR_CLASS_I64) {
        csri_json_int(json, m->c == CSR_CLASS_I32 ? *(const int32_t *)v : *(const int64_t *)v);
    } else if (m->c == CSR_CLASS_ID) {
        csri_json_id(json, v);
    } else if (m->type->meaning == CSR_MEANING_BYTES) {
        csri_buffer_byte(json, '"');
        csri_base64_put(json, ((const csr_str *)v)->ptr, ((const csr_str *)v)->len);
        csri_buffer_byte(json, '"');
    } else if (m->c == CSR_CLASS_STR) {
        csri_json_text(json, ((const csr_str *)v)->ptr, ((const csr_str *)v)->len);
    } else {
        csri_json_text(json, v, strlen(v));
    }
}

static uint64_t clear_of(const csr_shape *shape, const void *params)
{
    uint64_t clear = 0;

    if (shape->clear_at >= 0)
        memcpy(&clear, (const char *)params + shape->clear_at, sizeof(clear));
    return clear;
}

/* {"id":..,"member":value,"emptied":null,...} */
static void put_json(const csri_operation *operation, fuzz_params *out)
{
    uint64_t clear = operation->in == NULL ? 0 : clear_of(operation->in, out->bytes);

    csri_buffer_byte(&out->json, '{');
    if (operation->subject != NULL && !csr_id_is_none(&out->id)) {
        csri_buffer_text(&out->json, "\"id\":");
        csri_json_id(&out->json, &out->id);
    }
    for (unsigned i = 0; operation->in != NULL && i < operation->in->count; i++) {
        const csr_member *m = &operation->in->members[i];
        int emptied = (clear & m->clear) != 0;
        if (!emptied && csri_unset(m, out->bytes))
            continue;
        csri_buffer_format(&out->json, "%s\"%s\":", out->json.len > 1 ? "," : "", m->name);
        if (emptied)
            csri_buffer_text(&out->json, "null");
        else
            put_value(&out->json, m, out->bytes);
    }
    csri_buffer_byte(&out->json, '}');
}

/* Which members are emptied, by the same bytes as which are given; rarely an unknown bit. */
static void make_clear(fuzz_in *in, const csr_shape *shape, fuzz_params *out)
{
    uint8_t how = fuzz_byte(in);
    uint64_t clear = how < 160 ? 0 : UINT64_C(1) << (how % 16);

    memcpy(out->bytes + shape->clear_at, &clear, sizeof(clear));
    for (unsigned i = 0; i < shape->count; i++) {
        const csr_member *m = &shape->members[i];
        out->typed_only |= (clear & m->clear) != 0 && !csri_unset(m, out->bytes);
        clear &= ~m->clear;
    }
    out->typed_only |= clear != 0;
}

static void make_members(fuzz_in *in, const csr_shape *shape, const fuzz_ids *ids, fuzz_params *out)
{
    uint32_t size = shape->size;

    FUZZ_REQUIRE(size <= FUZZ_PARAMS_MAX);
    memcpy(out->bytes, &size, sizeof(size));
    for (unsigned i = 0; i < shape->count; i++) {
        const csr_member *m = &shape->members[i];
        uint8_t given = fuzz_byte(in);
        if (given >= ((m->flags & CSR_MEMBER_REQUIRED) != 0 ? 250 : 100))
            continue;
        make_member(in, m, ids, out);
        out->typed_only |= !in_json(m, out->bytes);
    }
    if (shape->clear_at >= 0)
        make_clear(in, shape, out);
}

void fuzz_params_make(fuzz_in *in, const csri_operation *operation, const fuzz_ids *ids, fuzz_params *out)
{
    memset(out->bytes, 0, sizeof(out->bytes));
    out->id = (csr_id){ { 0 } };
    out->typed_only = 0;
    csri_host_take(&out->host, NULL);
    csri_buffer_init(&out->json, &out->host, 0);
    csri_buffer_init(&out->text, &out->host, 0);
    FUZZ_REQUIRE(csri_buffer_reserve(&out->text, TEXT_ROOM) != NULL);
    if (operation->subject != NULL)
        out->id = pick_id(in, ids, record_named(operation->subject->name));
    if (operation->in != NULL)
        make_members(in, operation->in, ids, out);
    if (!out->typed_only)
        put_json(operation, out);
    FUZZ_REQUIRE(out->json.status == CSR_OK);
}

void fuzz_params_free(fuzz_params *params)
{
    csri_buffer_free(&params->json);
    csri_buffer_free(&params->text);
}
