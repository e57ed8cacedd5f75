#include <csr/call.h>

#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "desk/run.h"
#include "record/header_text.h"

static void put_text(csri_buffer *out, const char *text)
{
    csri_json_text(out, text, strlen(text));
}

static void put_pair(csri_buffer *out, const char *name, const char *text)
{
    csri_buffer_format(out, ",\"%s\":", name);
    if (text == NULL)
        csri_buffer_text(out, "null");
    else
        put_text(out, text);
}

static void put_flag(csri_buffer *out, const char *name, int on)
{
    csri_buffer_format(out, ",\"%s\":%s", name, on ? "true" : "false");
}

/* The sentence of an owner's member; both tables are sorted. */
static const char *sentence(const csri_sentence *table, size_t count, const char *owner, const char *member)
{
    size_t low = 0, high = count;

    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(owner, table[middle].owner);
        if (order == 0)
            order = strcmp(member, table[middle].member);
        if (order == 0)
            return table[middle].text;
        if (order > 0)
            low = middle + 1;
        else
            high = middle;
    }
    return "";
}

static const char *meaning_name(csr_meaning meaning)
{
    static const char *const names[] = { "",    "integer", "flag", "enum", "time", "duration", "id",
                                         "ref", "text",    "body", "json", "code", "bytes" };

    return names[meaning];
}

static void put_values(csri_buffer *out, const csr_type *type)
{
    csri_buffer_text(out, ",\"values\":[");
    for (unsigned i = 0; i < type->name_count; i++) {
        csri_buffer_text(out, i == 0 ? "{\"name\":" : ",{\"name\":");
        put_text(out, type->names[i].name);
        put_pair(out, "text", type->names[i].text);
        csri_buffer_byte(out, '}');
    }
    csri_buffer_byte(out, ']');
}

static void put_member(csri_buffer *out, const csr_member *m, const char *owner, int is_param)
{
    const csr_type *type = m->type;

    csri_buffer_text(out, "{\"name\":");
    put_text(out, m->name);
    put_pair(out, "type", type->name);
    put_pair(out, "meaning", meaning_name(type->meaning));
    put_pair(out, "target", type->target);
    put_pair(out, "unit", type->unit);
    if (type->meaning == CSR_MEANING_INTEGER || type->meaning == CSR_MEANING_DURATION)
        csri_buffer_format(out, ",\"low\":%lld,\"high\":%lld", (long long)type->low, (long long)type->high);
    if (m->c == CSR_CLASS_STR || m->c == CSR_CLASS_CODE)
        csri_buffer_format(out, ",\"max_bytes\":%u", (unsigned)type->max_bytes);
    if (is_param) {
        put_flag(out, "required", (m->flags & CSR_MEMBER_REQUIRED) != 0);
        put_flag(out, "clearable", m->clear != 0);
    } else {
        put_flag(out, "personal", (m->flags & CSR_MEMBER_PERSONAL) != 0);
        put_flag(out, "optional", (m->flags & (CSR_MEMBER_NULLABLE | CSR_MEMBER_UNSET_LAST)) != 0);
    }
    if (type->names != NULL)
        put_values(out, type);
    put_pair(out, "text", sentence(csri_member_sentences, CSRI_MEMBER_SENTENCES_COUNT, owner, m->name));
    csri_buffer_byte(out, '}');
}

static void put_members(csri_buffer *out, const csr_shape *shape, const char *owner, int is_param)
{
    int first = 1;

    for (unsigned i = 0; shape != NULL && i < shape->count; i++) {
        if ((shape->members[i].flags & CSR_MEMBER_HIDDEN) != 0)
            continue;
        if (!first)
            csri_buffer_byte(out, ',');
        put_member(out, &shape->members[i], owner, is_param);
        first = 0;
    }
}

/* "ticket.open" is csr_ticket_open(). */
static void function_of(const char *operation, char out[64])
{
    size_t n = strlen(operation);

    memcpy(out, "csr_", 4);
    for (size_t i = 0; i <= n && i < 59; i++)
        out[4 + i] = (char)(operation[i] == '.' ? '_' : operation[i]);
    out[63] = '\0';
}

static void put_operation(csri_buffer *out, const csri_operation *op)
{
    static const char *const gives[] = { "nothing", "id", "version", "count", "result" };
    char function[64];

    function_of(op->name, function);
    csri_buffer_text(out, "{\"name\":");
    put_text(out, op->name);
    put_pair(out, "text", sentence(csri_function_sentences, CSRI_FUNCTION_SENTENCES_COUNT, function, ""));
    put_pair(out, "mode", op->mode == CSRI_WRITE ? "write" : "read");
    put_pair(out, "gives", gives[op->gives]);
    put_pair(out, "subject", op->subject == NULL ? NULL : op->subject->name);
    csri_buffer_text(out, ",\"params\":[");
    put_members(out, op->in, op->in == NULL ? "" : op->in->name, 1);
    csri_buffer_text(out, "]}");
}

static void put_record(csri_buffer *out, const char *name, const char *view, const csr_shape *shape, int first)
{
    csri_buffer_text(out, first ? "{\"name\":" : ",{\"name\":");
    put_text(out, name);
    csri_buffer_text(out, ",\"members\":[");
    put_members(out, shape, view, 0);
    csri_buffer_text(out, "]}");
}

/* Every kind of rows that a result may hold: the public records, and what is computed. */
static void put_records(csri_buffer *out)
{
    static const struct {
        const char *name, *view;
        const csr_shape *shape;
    } computed[] = { { "applied", "csr_applied_view", &csri_applied_shape },
                     { "attachment_part", "csr_attachment_part_view", &csri_attachment_part_shape },
                     { "clock", "csr_clock_view", &csri_clock_view_shape },
                     { "clock_line", "csr_clock_line_view", &csri_clock_line_shape },
                     { "diagnostic", "csr_diagnostic_view", &csri_diagnostic_shape },
                     { "due", "csr_due_view", &csri_due_shape },
                     { "duty", "csr_duty_view", &csri_duty_shape },
                     { "event", "csr_event_view", &csri_event_view_shape },
                     { "field_value", "csr_field_value_view", &csri_field_value_shape },
                     { "payout_finding", "csr_payout_finding_view", &csri_payout_finding_shape },
                     { "queue", "csr_ticket_queue_view", &csri_ticket_queue_shape },
                     { "recomputed", "csr_recomputed_view", &csri_recomputed_shape },
                     { "rehearsal", "csr_rehearsal_view", &csri_rehearsal_shape },
                     { "remedy_step", "csr_remedy_step_view", &csri_remedy_step_shape },
                     { "stats", "csr_stats_view", &csri_stats_shape },
                     { "tick", "csr_tick_view", &csri_tick_shape } };
    size_t written = 0;

    csri_buffer_text(out, ",\"records\":[");
    for (size_t i = 0; i < csri_schema.record_count; i++) {
        const csr_record *record = csri_schema.records[i];
        char view[64] = "csr_";
        size_t n = strlen(record->name);
        if (record == &csri_event_record || record == &csri_checkpoint_record || record == &csri_counter_record ||
            record == &csri_request_record || record == &csri_field_value_record || record == &csri_content_record ||
            record == &csri_clock_record || record == &csri_timer_record || record == &csri_rule_state_record)
            continue;
        memcpy(view + 4, record->name, n);
        memcpy(view + 4 + n, "_view", 6);
        put_record(out, record->name, view, record->row, written++ == 0);
    }
    for (size_t i = 0; i < sizeof(computed) / sizeof(computed[0]); i++)
        put_record(out, computed[i].name, computed[i].view, computed[i].shape, 0);
    csri_buffer_byte(out, ']');
}

static void put_all(csri_buffer *out)
{
    for (size_t i = 0; i < csri_operation_count; i++) {
        if (i != 0)
            csri_buffer_byte(out, ',');
        put_operation(out, csri_operations[i]);
    }
}

csr_status csr_describe(const char *operation, size_t operation_len, csr_buf **out_buf, csr_error *err)
{
    const csri_operation *op = NULL;
    csri_buffer text;
    csr_host host;

    csri_error_clear(err);
    if (out_buf == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, "out_buf", "there is no place for the text");
    *out_buf = NULL;
    if (operation != NULL) {
        csr_status status = csri_operation_find(operation, operation_len, &op, err);
        if (status != CSR_OK)
            return status;
    }
    csri_host_take(&host, NULL);
    csri_buffer_init(&text, &host, 0);
    csri_buffer_text(&text, "{\"operations\":[");
    if (op != NULL)
        put_operation(&text, op);
    else
        put_all(&text);
    csri_buffer_byte(&text, ']');
    if (op == NULL)
        put_records(&text);
    csri_buffer_byte(&text, '}');
    return csri_buffer_finish(&text, out_buf, err);
}
