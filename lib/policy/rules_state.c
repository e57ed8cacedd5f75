/* What is remembered of a ticket: which episodes are open, and how far their steps are. */
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "policy/rules_set.h"

#include <inttypes.h>
#include <stdlib.h>

#define FORMAT "csr-rules-state/1"
#define BYTES_MAX 16777216
#define DEPTH 4

static int by_id(const void *a, const void *b)
{
    const csri_rules_memo *one = a, *other = b;
    return strcmp(one->id.ptr, other->id.ptr);
}

static void note_set(csri_rules_state *state, const uint8_t *id)
{
    for (size_t i = 0; i < state->set_count; i++)
        if (memcmp(state->sets[i], id, CSRI_RULES_ID_BYTES) == 0)
            return;
    memcpy(state->sets[state->set_count++], id, CSRI_RULES_ID_BYTES);
}

/* Texts of the memos lie in the state's arena. */
static csri_rules_state *finish(csri_rules_state *state)
{
    state->sets = csri_arena_take(&state->arena, (state->count + 1) * sizeof(*state->sets));
    if (state->arena.exhausted) {
        csri_rules_state_free(state);
        return NULL;
    }
    qsort(state->memos, state->count, sizeof(*state->memos), by_id);
    for (size_t i = 0; i < state->count; i++)
        if (state->memos[i].open)
            note_set(state, state->memos[i].set);
    return state;
}

static csri_rules_state *begin(const csr_host *host, size_t count)
{
    csri_rules_state *state = csri_alloc_zero(host, sizeof(*state));

    if (state == NULL)
        return NULL;
    state->host = *host;
    csri_arena_init(&state->arena, &state->host);
    state->memos = csri_arena_take(&state->arena, (count + 1) * sizeof(*state->memos));
    state->count = state->memos == NULL ? 0 : count;
    return state;
}

csri_rules_state *csri_rules_state_make(const csr_host *host, const csri_rules_memo *memos, size_t count)
{
    csri_rules_state *state = begin(host, count);

    if (state == NULL)
        return NULL;
    for (size_t i = 0; i < state->count; i++) {
        state->memos[i] = memos[i];
        state->memos[i].id = csri_arena_text(&state->arena, memos[i].id.ptr, memos[i].id.len);
        state->memos[i].kept = csri_arena_text(&state->arena, memos[i].kept.ptr, memos[i].kept.len);
    }
    return finish(state);
}

void csri_rules_state_free(csri_rules_state *state)
{
    csr_host host;

    if (state == NULL)
        return;
    host = state->host;
    csri_arena_free(&state->arena);
    csri_free(&host, state, sizeof(*state));
}

size_t csri_rules_state_sets(const csri_rules_state *state)
{
    return state == NULL ? 0 : state->set_count;
}

const uint8_t *csri_rules_state_set(const csri_rules_state *state, size_t number)
{
    return state->sets[number];
}

/* ---- As text ---- */

static void write_memo(const csri_rules_memo *memo, csri_buffer *out)
{
    csri_json_text(out, memo->id.ptr, memo->id.len);
    csri_buffer_text(out, ":{");
    if (memo->due != CSRI_RULES_NEVER)
        csri_buffer_format(out, "\"due\":%" PRId64 ",", memo->due);
    csri_buffer_format(out, "\"episode\":%" PRId64 ",\"event\":%" PRId64 ",\"fired\":%" PRId64, memo->episode,
                       memo->event, memo->fired);
    if (memo->kept.len != 0)
        csri_buffer_format(out, ",\"kept\":%.*s", (int)memo->kept.len, memo->kept.ptr);
    if (memo->open) {
        csri_buffer_format(out, ",\"next\":%d,\"set\":\"", (int)memo->next);
        for (size_t i = 0; i < CSRI_RULES_ID_BYTES; i++)
            csri_buffer_format(out, "%02x", memo->set[i]);
        csri_buffer_format(out, "\",\"since\":%" PRId64, memo->since);
    }
    csri_buffer_byte(out, '}');
}

void csri_rules_state_write(const csri_rules_state *state, csri_buffer *out)
{
    csri_buffer_text(out, "{\"format\":\"" FORMAT "\",\"rules\":{");
    for (size_t i = 0; state != NULL && i < state->count; i++) {
        csri_buffer_text(out, i == 0 ? "" : ",");
        write_memo(&state->memos[i], out);
    }
    csri_buffer_text(out, "}}");
}

static int read_hex(const json_t *json, uint8_t *out)
{
    static const char digits[] = "0123456789abcdef";
    const char *text = json_string_value(json);

    if (text == NULL || json_string_length(json) != 2 * (size_t)CSRI_RULES_ID_BYTES)
        return 0;
    for (size_t i = 0; i < CSRI_RULES_ID_BYTES; i++) {
        const char *high = strchr(digits, text[2 * i]), *low = strchr(digits, text[2 * i + 1]);
        if (high == NULL || low == NULL)
            return 0;
        out[i] = (uint8_t)((high - digits) * 16 + (low - digits));
    }
    return 1;
}

static int read_number(const json_t *json, int64_t low, int64_t *out)
{
    *out = json_integer_value(json);
    return json_is_integer(json) && *out >= low;
}

static int read_memo(csri_rules_state *state, const char *id, const json_t *json, csri_rules_memo *out)
{
    const json_t *due = json_object_get(json, "due"), *next = json_object_get(json, "next");
    const json_t *kept = json_object_get(json, "kept");
    int64_t number = 0;
    csri_buffer text;

    out->id = csri_arena_text(&state->arena, id, strlen(id));
    out->due = CSRI_RULES_NEVER;
    out->open = next != NULL;
    if (out->id.len == 0 || out->id.len > CSRI_RULES_NAME_BYTES ||
        !read_number(json_object_get(json, "episode"), 0, &out->episode) ||
        !read_number(json_object_get(json, "event"), 0, &out->event) ||
        !read_number(json_object_get(json, "fired"), 0, &out->fired) ||
        (due != NULL && !read_number(due, INT64_MIN, &out->due)))
        return 0;
    if (out->open && (!read_number(next, 0, &number) || number > 1000000 ||
                      !read_number(json_object_get(json, "since"), INT64_MIN, &out->since) ||
                      !read_hex(json_object_get(json, "set"), out->set)))
        return 0;
    out->next = (int32_t)number;
    if (kept == NULL)
        return 1;
    csri_buffer_init(&text, &state->host, 0);
    (void)csri_json_canonical(kept, &text, NULL);
    out->kept = csri_arena_keep(&state->arena, &text);
    return json_typeof(kept) == JSON_OBJECT;
}

static csr_status read_rules(const csr_host *host, const json_t *root, csri_rules_state **out)
{
    json_t *rules = json_object_get(root, "rules");
    const json_t *format = json_object_get(root, "format");
    csri_rules_state *state;
    size_t i = 0;

    if (!json_is_object(rules) || !json_is_string(format) || strcmp(json_string_value(format), FORMAT) != 0)
        return CSR_E_CORRUPT;
    state = begin(host, json_object_size(rules));
    if (state == NULL)
        return CSR_E_NO_MEMORY;
    for (void *m = json_object_iter(rules); m != NULL && i < state->count; m = json_object_iter_next(rules, m))
        if (!read_memo(state, json_object_iter_key(m), json_object_iter_value(m), &state->memos[i++]) &&
            !state->arena.exhausted) {
            csri_rules_state_free(state);
            return CSR_E_CORRUPT;
        }
    *out = finish(state);
    return *out == NULL ? CSR_E_NO_MEMORY : CSR_OK;
}

csr_status csri_rules_state_read(const csr_host *host, csr_str text, csri_rules_state **out, csr_error *err)
{
    json_t *root = NULL;
    csr_status status = CSR_OK;

    *out = NULL;
    if (text.len == 0) {
        *out = csri_rules_state_make(host, NULL, 0);
        return *out == NULL ? csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for the state of rules") : CSR_OK;
    }
    status = csri_json_read(text.ptr, text.len, BYTES_MAX, DEPTH, &root, NULL);
    if (status == CSR_OK)
        status = read_rules(host, root, out);
    json_decref(root);
    if (status == CSR_E_NO_MEMORY)
        return csri_fail(err, status, NULL, "no memory for the state of rules");
    return status == CSR_OK ? CSR_OK : csri_fail(err, CSR_E_CORRUPT, "state", "this is no state of rules");
}
