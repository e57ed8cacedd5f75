/* What rules do, as it stands in documents. */
#include "base/json.h"
#include "policy/rules_set.h"
#include "record/row.h"
#include "record/types.h"

#include <inttypes.h>

static void put(csri_buffer *out, const char *name, csr_str text)
{
    csri_buffer_format(out, "\"%s\":", name);
    csri_json_text(out, text.ptr, text.len);
}

/* What stands behind "to". */
static void put_whom(csri_buffer *out, const char *name, const csri_rules_action *action)
{
    const char *before = action->to_kind == CSRI_TO_TEAM ? "team:" : action->to_kind == CSRI_TO_AGENT ? "agent:" : "";
    csri_buffer text;

    csri_buffer_init(&text, out->host, 0);
    csri_buffer_text(&text, before);
    csri_buffer_put(&text, action->to.ptr, action->to.len);
    put(out, name, (csr_str){ text.ptr, text.len });
    if (text.status != CSR_OK)
        csri_buffer_fail(out, text.status);
    csri_buffer_free(&text);
}

static void put_name(csri_buffer *out, const char *name, const csr_type *type, int32_t value)
{
    csr_str text;

    csr_str_set(&text, csri_enum_name(type, value), CSR_NTS);
    put(out, name, text);
}

static void put_length(csri_buffer *out, const char *name, int64_t us)
{
    csr_value length = csri_fact_length(us);

    csri_buffer_format(out, "\"%s\":", name);
    csri_value_json(&length, out);
}

static void put_reason(csri_buffer *out, const char *name, const csri_rules_action *action)
{
    if (action->text.len == 0)
        return;
    csri_buffer_byte(out, ',');
    put(out, name, action->text);
}

static void put_requirement(csri_buffer *out, const csri_rules_action *action)
{
    csri_buffer_text(out, "\"require_approval\":{");
    if (action->text.len != 0) {
        put(out, "reason", action->text);
        csri_buffer_byte(out, ',');
    }
    put_name(out, "role", &csri_t_role, action->to_role);
    csri_buffer_byte(out, '}');
}

static void put_proposal(csri_buffer *out, const csri_rules_action *action)
{
    csri_buffer_text(out, "\"propose_remedy\":{");
    if (action->minor != 0)
        csri_buffer_format(out, "\"amount_minor\":%" PRId64 ",", action->minor);
    if (action->text.len != 0) {
        put(out, "note", action->text);
        csri_buffer_byte(out, ',');
    }
    put(out, "rung", action->to);
    csri_buffer_byte(out, '}');
}

void csri_rules_action_json(const csri_rules_action *action, csri_buffer *out)
{
    csri_buffer_byte(out, '{');
    switch (action->kind) {
    case CSRI_ACTION_ESCALATE:
        csri_buffer_format(out, "\"escalate\":{\"level\":%d", (int)action->level);
        put_reason(out, "reason", action);
        csri_buffer_byte(out, ',');
        put_whom(out, "to", action);
        csri_buffer_byte(out, '}');
        break;
    case CSRI_ACTION_SET_PRIORITY:
        csri_buffer_text(out, "\"set\":{");
        put_name(out, "priority", &csri_t_priority, action->value);
        csri_buffer_byte(out, '}');
        break;
    case CSRI_ACTION_SET_TEAM:
        csri_buffer_text(out, "\"set\":{");
        put(out, "team", action->to);
        csri_buffer_byte(out, '}');
        break;
    case CSRI_ACTION_SET_ASSIGNEE:
        csri_buffer_text(out, "\"set\":{");
        put_whom(out, "assignee", action);
        csri_buffer_byte(out, '}');
        break;
    case CSRI_ACTION_TAG: put(out, "tag", action->text); break;
    case CSRI_ACTION_UNTAG: put(out, "untag", action->text); break;
    case CSRI_ACTION_NOTE: put(out, "note", action->text); break;
    case CSRI_ACTION_STANDING: put_name(out, "standing", &csri_t_standing, action->value); break;
    case CSRI_ACTION_FOLLOW_UP:
        csri_buffer_text(out, "\"follow_up\":{");
        put_length(out, "after", action->length_us);
        put_reason(out, "text", action);
        csri_buffer_byte(out, '}');
        break;
    case CSRI_ACTION_EMIT:
        csri_buffer_text(out, "\"emit\":{");
        if (action->text.len != 0)
            csri_buffer_format(out, "\"data\":%.*s,", (int)action->text.len, action->text.ptr);
        put(out, "name", action->to);
        csri_buffer_byte(out, '}');
        break;
    case CSRI_ACTION_PAUSE:
        csri_buffer_text(out, "\"pause\":{");
        put_length(out, "for", action->length_us);
        put_reason(out, "reason", action);
        csri_buffer_byte(out, '}');
        break;
    case CSRI_ACTION_REQUIRE: put_requirement(out, action); break;
    case CSRI_ACTION_PROPOSE: put_proposal(out, action); break;
    default: put(out, "end_contact", action->text); break;
    }
    csri_buffer_byte(out, '}');
}
