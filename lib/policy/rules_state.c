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

static csri_rules_state *begin(const csr_host *host, size_t count, size_t recent_count)
{
    csri_rules_state *state = csri_alloc_zero(host, sizeof(*state));

    if (state == NULL)
        return NULL;
    state->host = *host;
    csri_arena_init(&state->arena, &state->host);
    state->memos = csri_arena_take(&state->arena, (count + 1) * sizeof(*state->memos));
    state->count = state->memos == NULL ? 0 : count;
    state->recent = csri_arena_take(&state->arena, (recent_count + 1) * sizeof(*state->recent));
    state->recent_count = state->recent == NULL ? 0 : recent_count;
    return state;
}

csri_rules_state *csri_rules_state_make(const csr_host *host, const csri_rules_memo *memos, size_t count,
                                        const csr_time *recent, size_t recent_count)
{
    csri_rules_state *state = begin(host, count, recent_count);

    if (state == NULL)
        return NULL;
    for (size_t i = 0; i < state->recent_count; i++)
        state->recent[i] = recent[i];
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

static void write_recent(const csri_rules_state *state, csri_buffer *out)
{
    csri_buffer_text(out, "\"recent\":[");
    for (size_t i = 0; i < state->recent_count; i++)
        csri_buffer_format(out, "%s%" PRId64, i == 0 ? "" : ",", state->recent[i]);
    csri_buffer_text(out, "],");
}

void csri_rules_state_write(const csri_rules_state *state, csri_buffer *out)
{
    csri_buffer_text(out, "{\"format\":\"" FORMAT "\",");
    if (state != NULL && state->recent_count != 0)
        write_recent(state, out);
    csri_buffer_text(out, "\"rules\":{");
    for (size_t i = 0; state != NULL && i < state->count; i++) {
        csri_buffer_text(out, i == 0 ? "" : ",");
        write_memo(&state->memos[i], out);
    }
    csri_buffer_text(out, "}}");
}

static int read_hex(const csri_json *json, uint8_t *out)
{
    static const char digits[] = "0123456789abcdef";
    const char *text = csri_json_str(json).ptr;

    if (text == NULL || csri_json_str(json).len != 2 * (size_t)CSRI_RULES_ID_BYTES)
        return 0;
    for (size_t i = 0; i < CSRI_RULES_ID_BYTES; i++) {
        const char *high = strchr(digits, text[2 * i]), *low = strchr(digits, text[2 * i + 1]);
        if (high == NULL || low == NULL)
            return 0;
        out[i] = (uint8_t)((high - digits) * 16 + (low - digits));
    }
    return 1;
}

static int read_number(const csri_json *json, int64_t low, int64_t *out)
{
    *out = csri_json_integer(json);
    return csri_json_is(json, CSRI_JSON_INTEGER) && *out >= low;
}

static int read_memo(csri_rules_state *state, const char *id, const csri_json *json, csri_rules_memo *out)
{
    const csri_json *due = csri_json_get(json, "due"), *next = csri_json_get(json, "next");
    const csri_json *kept = csri_json_get(json, "kept");
    int64_t number = 0;
    csri_buffer text;

    out->id = csri_arena_text(&state->arena, id, strlen(id));
    out->due = CSRI_RULES_NEVER;
    out->open = next != NULL;
    if (out->id.len == 0 || out->id.len > CSRI_RULES_NAME_BYTES ||
        !read_number(csri_json_get(json, "episode"), 0, &out->episode) ||
        !read_number(csri_json_get(json, "event"), 0, &out->event) ||
        !read_number(csri_json_get(json, "fired"), 0, &out->fired) ||
        (due != NULL && !read_number(due, INT64_MIN, &out->due)))
        return 0;
    if (out->open && (!read_number(next, 0, &number) || number > 1000000 ||
                      !read_number(csri_json_get(json, "since"), INT64_MIN, &out->since) ||
                      !read_hex(csri_json_get(json, "set"), out->set)))
        return 0;
    out->next = (int32_t)number;
    if (kept == NULL)
        return 1;
    csri_buffer_init(&text, &state->host, 0);
    (void)csri_json_canonical(kept, &text, NULL);
    out->kept = csri_arena_keep(&state->arena, &text);
    return csri_json_is(kept, CSRI_JSON_OBJECT);
}

/* Instants in their order; without them there were none. */
static int read_recent(csri_rules_state *state, const csri_json *json)
{
    int64_t before = INT64_MIN;

    for (size_t i = 0; i < state->recent_count; i++) {
        if (!read_number(csri_json_at(json, i), before, &state->recent[i]))
            return 0;
        before = state->recent[i];
    }
    return json == NULL || csri_json_is(json, CSRI_JSON_LIST);
}

static csr_status read_rules(const csr_host *host, const csri_json *root, csri_rules_state **out)
{
    const csri_json *rules = csri_json_get(root, "rules");
    const csri_json *format = csri_json_get(root, "format"), *recent = csri_json_get(root, "recent");
    csri_rules_state *state;
    size_t i = 0;

    if (!csri_json_is(rules, CSRI_JSON_OBJECT) || !csri_json_is(format, CSRI_JSON_STRING) ||
        strcmp(csri_json_str(format).ptr, FORMAT) != 0)
        return CSR_E_CORRUPT;
    state = begin(host, csri_json_members(rules), csri_json_elements(recent));
    if (state == NULL)
        return CSR_E_NO_MEMORY;
    if (!read_recent(state, recent)) {
        csri_rules_state_free(state);
        return CSR_E_CORRUPT;
    }
    for (const csri_json *m = csri_json_first(rules); m != NULL && i < state->count; m = csri_json_next(rules, m))
        if (!read_memo(state, m->name.ptr, m, &state->memos[i++]) && !state->arena.exhausted) {
            csri_rules_state_free(state);
            return CSR_E_CORRUPT;
        }
    *out = finish(state);
    return *out == NULL ? CSR_E_NO_MEMORY : CSR_OK;
}

csr_status csri_rules_state_read(const csr_host *host, csr_str text, csri_rules_state **out, csr_error *err)
{
    const csri_json *root = NULL;
    csr_status status = CSR_OK;

    *out = NULL;
    if (text.len == 0) {
        *out = csri_rules_state_make(host, NULL, 0, NULL, 0);
        return *out == NULL ? csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for the state of rules") : CSR_OK;
    }
    status = csri_json_read(host, text.ptr, text.len, BYTES_MAX, DEPTH, &root, NULL);
    if (status == CSR_OK)
        status = read_rules(host, root, out);
    csri_json_free(root);
    if (status == CSR_E_NO_MEMORY)
        return csri_fail(err, status, NULL, "no memory for the state of rules");
    return status == CSR_OK ? CSR_OK : csri_fail(err, CSR_E_CORRUPT, "state", "this is no state of rules");
}
