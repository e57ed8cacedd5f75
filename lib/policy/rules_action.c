/* What rules do: reading it from documents. */
#include "base/json.h"
#include "policy/rules_set.h"
#include "record/types.h"
#include "record/row.h"

#define MEMBERS(table) table, sizeof(table) / sizeof((table)[0])
#define LEVEL_MAX 9
#define DATA_BYTES 4096

/* A text that means a role, somebody in particular, or a group. */
static void read_whom(csri_document *d, const csri_place *at, json_t *json, int for_assignee)
{
    csri_rules_loader *l = d->into;
    csri_rules_action *action = &l->action;
    csr_str text;

    if (!csri_rules_read_text(d, at, json, 200, &text))
        return;
    action->to = text;
    action->to_role = csri_enum_value(&csri_t_role, text.ptr, text.len);
    if (!for_assignee && action->to_role != 0) {
        action->to_kind = CSRI_TO_ROLE;
    } else if (strcmp(text.ptr, "responsible") == 0) {
        action->to_kind = CSRI_TO_RESPONSIBLE;
    } else if (for_assignee && strcmp(text.ptr, "nobody") == 0) {
        action->to_kind = CSRI_TO_NOBODY;
    } else if (!for_assignee && strncmp(text.ptr, "team:", 5) == 0 && text.len > 5) {
        action->to_kind = CSRI_TO_TEAM;
        action->to = (csr_str){ text.ptr + 5, text.len - 5 };
    } else if (strncmp(text.ptr, "agent:", 6) == 0 && text.len > 6) {
        action->to_kind = CSRI_TO_AGENT;
        action->to = (csr_str){ text.ptr + 6, text.len - 6 };
    } else {
        csri_document_refuse(d, at,
                             for_assignee ? "write responsible, nobody or agent:HANDLE"
                                          : "write a role (cashier, associate, supervisor, manager), responsible, "
                                            "team:NAME or agent:HANDLE",
                             "\"%s\" is nobody", text.ptr);
    }
}

static void read_to(csri_document *d, const csri_place *at, json_t *json)
{
    read_whom(d, at, json, 0);
}

static void read_level(csri_document *d, const csri_place *at, json_t *json)
{
    csri_rules_loader *l = d->into;
    int64_t level;

    if (csri_document_integer(d, at, json, 1, LEVEL_MAX, &level))
        l->action.level = (int32_t)level;
}

static void read_said(csri_document *d, const csri_place *at, json_t *json)
{
    csri_rules_loader *l = d->into;
    (void)csri_rules_read_text(d, at, json, CSRI_RULES_TEXT_BYTES, &l->action.text);
}

static void read_for(csri_document *d, const csri_place *at, json_t *json)
{
    csri_rules_loader *l = d->into;
    (void)csri_rules_read_length(d, at, json, &l->action.length_us);
}

static void read_event_name(csri_document *d, const csri_place *at, json_t *json)
{
    csri_rules_loader *l = d->into;
    (void)csri_rules_read_name(d, at, json, &l->action.to);
}

static void read_data(csri_document *d, const csri_place *at, json_t *json)
{
    csri_rules_loader *l = d->into;
    csri_buffer text;

    if (json_typeof(json) != JSON_OBJECT) {
        csri_document_refuse(d, at, "", "an object in { } is expected");
        return;
    }
    csri_buffer_init(&text, &l->set->host, 0);
    /* The whole document has a canonical form, so this has one. */
    (void)csri_json_canonical(json, &text, NULL);
    if (text.len > DATA_BYTES)
        csri_document_refuse(d, at, "", "data has more than %d bytes", DATA_BYTES);
    l->action.text = csri_arena_keep(&l->set->arena, &text);
}

static void add(csri_rules_loader *l)
{
    csri_buffer_put(&l->actions, &l->action, sizeof(l->action));
}

static void begin(csri_rules_loader *l, csri_action_kind kind)
{
    l->action = (csri_rules_action){ .kind = kind, .field = -1 };
}

static void read_escalate(csri_document *d, const csri_place *at, json_t *json)
{
    static const csri_document_member members[] = {
        { "to", read_to, 1 },
        { "level", read_level, 0 },
        { "reason", read_said, 0 },
    };
    csri_rules_loader *l = d->into;

    begin(l, CSRI_ACTION_ESCALATE);
    l->action.level = 1;
    l->action.field = csri_rules_field(l->set, "ticket.escalation_level");
    if (json_typeof(json) == JSON_STRING)
        read_to(d, at, json);
    else
        csri_document_object(d, at, json, MEMBERS(members));
    add(l);
}

static void read_set_priority(csri_document *d, const csri_place *at, json_t *json)
{
    csri_rules_loader *l = d->into;

    begin(l, CSRI_ACTION_SET_PRIORITY);
    l->action.field = csri_rules_field(l->set, "ticket.priority");
    l->action.value = csri_document_enum(d, at, json, &csri_t_priority, "priority");
    add(l);
}

static void read_set_team(csri_document *d, const csri_place *at, json_t *json)
{
    csri_rules_loader *l = d->into;

    begin(l, CSRI_ACTION_SET_TEAM);
    l->action.field = csri_rules_field(l->set, "ticket.team");
    l->action.to_kind = CSRI_TO_TEAM;
    (void)csri_rules_read_text(d, at, json, 200, &l->action.to);
    add(l);
}

static void read_set_assignee(csri_document *d, const csri_place *at, json_t *json)
{
    csri_rules_loader *l = d->into;

    begin(l, CSRI_ACTION_SET_ASSIGNEE);
    l->action.field = csri_rules_field(l->set, "ticket.assignee");
    read_whom(d, at, json, 1);
    add(l);
}

static void read_set(csri_document *d, const csri_place *at, json_t *json)
{
    static const csri_document_member members[] = {
        { "assignee", read_set_assignee, 0 },
        { "priority", read_set_priority, 0 },
        { "team", read_set_team, 0 },
    };

    csri_document_object(d, at, json, MEMBERS(members));
    if (json_typeof(json) == JSON_OBJECT && json_object_size(json) == 0)
        csri_document_refuse(d, at, "write priority, team or assignee", "nothing is set");
}

static void read_tagging(csri_document *d, const csri_place *at, json_t *json, csri_action_kind kind)
{
    csri_rules_loader *l = d->into;

    begin(l, kind);
    l->action.field = csri_rules_field(l->set, "ticket.tags");
    (void)csri_rules_read_text(d, at, json, (size_t)csri_t_tag.max_bytes, &l->action.text);
    add(l);
}

static void read_tag(csri_document *d, const csri_place *at, json_t *json)
{
    read_tagging(d, at, json, CSRI_ACTION_TAG);
}

static void read_untag(csri_document *d, const csri_place *at, json_t *json)
{
    read_tagging(d, at, json, CSRI_ACTION_UNTAG);
}

static void read_note(csri_document *d, const csri_place *at, json_t *json)
{
    csri_rules_loader *l = d->into;

    begin(l, CSRI_ACTION_NOTE);
    read_said(d, at, json);
    add(l);
}

static void read_standing(csri_document *d, const csri_place *at, json_t *json)
{
    csri_rules_loader *l = d->into;

    begin(l, CSRI_ACTION_STANDING);
    l->action.field = csri_rules_field(l->set, "customer.standing");
    l->action.value = csri_document_enum(d, at, json, &csri_t_standing, "standing");
    add(l);
}

static void read_follow_up(csri_document *d, const csri_place *at, json_t *json)
{
    static const csri_document_member members[] = {
        { "after", read_for, 1 },
        { "text", read_said, 1 },
    };
    csri_rules_loader *l = d->into;

    begin(l, CSRI_ACTION_FOLLOW_UP);
    csri_document_object(d, at, json, MEMBERS(members));
    add(l);
}

static void read_emit(csri_document *d, const csri_place *at, json_t *json)
{
    static const csri_document_member members[] = {
        { "data", read_data, 0 },
        { "name", read_event_name, 1 },
    };
    csri_rules_loader *l = d->into;

    begin(l, CSRI_ACTION_EMIT);
    if (json_typeof(json) == JSON_STRING)
        read_event_name(d, at, json);
    else
        csri_document_object(d, at, json, MEMBERS(members));
    add(l);
}

static void read_pause(csri_document *d, const csri_place *at, json_t *json)
{
    static const csri_document_member members[] = {
        { "for", read_for, 1 },
        { "reason", read_said, 0 },
    };
    csri_rules_loader *l = d->into;

    begin(l, CSRI_ACTION_PAUSE);
    l->action.field = csri_rules_field(l->set, "agent.on_duty");
    if (json_typeof(json) == JSON_STRING)
        read_for(d, at, json);
    else
        csri_document_object(d, at, json, MEMBERS(members));
    add(l);
}

static void read_end_contact(csri_document *d, const csri_place *at, json_t *json)
{
    csri_rules_loader *l = d->into;

    begin(l, CSRI_ACTION_END_CONTACT);
    l->action.field = csri_rules_field(l->set, "interaction.open");
    read_said(d, at, json);
    add(l);
}

static void read_role(csri_document *d, const csri_place *at, json_t *json)
{
    csri_rules_loader *l = d->into;
    l->action.to_role = csri_document_enum(d, at, json, &csri_t_role, "role");
}

static void read_require(csri_document *d, const csri_place *at, json_t *json)
{
    static const csri_document_member members[] = {
        { "reason", read_said, 0 },
        { "role", read_role, 1 },
    };
    csri_rules_loader *l = d->into;

    begin(l, CSRI_ACTION_REQUIRE);
    if (json_typeof(json) == JSON_STRING)
        read_role(d, at, json);
    else
        csri_document_object(d, at, json, MEMBERS(members));
    add(l);
}

static void read_rung(csri_document *d, const csri_place *at, json_t *json)
{
    csri_rules_loader *l = d->into;
    (void)csri_rules_read_name(d, at, json, &l->action.to);
}

static void read_minor(csri_document *d, const csri_place *at, json_t *json)
{
    csri_rules_loader *l = d->into;
    (void)csri_document_integer(d, at, json, 1, INT64_MAX, &l->action.minor);
}

static void read_propose(csri_document *d, const csri_place *at, json_t *json)
{
    static const csri_document_member members[] = {
        { "amount_minor", read_minor, 0 },
        { "note", read_said, 0 },
        { "rung", read_rung, 1 },
    };
    csri_rules_loader *l = d->into;

    begin(l, CSRI_ACTION_PROPOSE);
    if (json_typeof(json) == JSON_STRING)
        read_rung(d, at, json);
    else
        csri_document_object(d, at, json, MEMBERS(members));
    add(l);
}

static const csri_document_member kinds[] = {
    { "emit", read_emit, 0 },
    { "end_contact", read_end_contact, 0 },
    { "escalate", read_escalate, 0 },
    { "follow_up", read_follow_up, 0 },
    { "note", read_note, 0 },
    { "pause", read_pause, 0 },
    { "propose_remedy", read_propose, 0 },
    { "require_approval", read_require, 0 },
    { "set", read_set, 0 },
    { "standing", read_standing, 0 },
    { "tag", read_tag, 0 },
    { "untag", read_untag, 0 },
};

/* What a later release may do, and the kind of record that it needs. */
static const struct {
    const char *name, *needs;
} later[] = {
    { "phrase", "phrase" },
    { "playbook", "playbook" },
    { "task", "task" },
};

static void refuse_action(csri_document *d, const csri_place *at, const char *name)
{
    csri_name_list known = { 0 };
    csr_str text;

    for (size_t i = 0; i < sizeof(later) / sizeof(later[0]); i++)
        if (strcmp(later[i].name, name) == 0) {
            csri_document_refuse(d, at, "", "%s needs records of kind \"%s\", which this version does not have", name,
                                 later[i].needs);
            return;
        }
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        csri_name_list_add(&known, kinds[i].name, strlen(kinds[i].name));
    csr_str_set(&text, name, CSR_NTS);
    csri_document_refuse_name(d, at, &text, "action", &known);
}

static void read_action(csri_document *d, const csri_place *at, json_t *json)
{
    void *member = json_object_iter(json);
    const char *name = member == NULL ? "" : json_object_iter_key(member);

    if (json_object_size(json) != 1) {
        csri_document_refuse(d, at, "", "an action in { } with one member is expected, such as {\"tag\": \"press\"}");
        return;
    }
    const csri_place here = { at, name, 0 };
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (strcmp(kinds[i].name, name) == 0) {
            kinds[i].read(d, &here, json_object_iter_value(member));
            return;
        }
    refuse_action(d, &here, name);
}

int csri_action_undoes(const csri_rules_action *a, const csri_rules_action *b)
{
    const csri_rules_action *tag = a->kind == CSRI_ACTION_TAG ? a : b, *untag = tag == a ? b : a;

    return tag->kind == CSRI_ACTION_TAG && untag->kind == CSRI_ACTION_UNTAG && tag->text.len == untag->text.len &&
           memcmp(tag->text.ptr, untag->text.ptr, tag->text.len) == 0;
}

/* Whether one action of a step leaves nothing of another. */
static int is_twice(const csri_rules_action *a, const csri_rules_action *b)
{
    if (a->kind != b->kind)
        return csri_action_undoes(a, b);
    return a->field >= 0 && a->kind != CSRI_ACTION_TAG && a->kind != CSRI_ACTION_UNTAG &&
           a->kind != CSRI_ACTION_ESCALATE;
}

void csri_rules_read_actions(csri_document *d, const csri_place *at, json_t *json)
{
    csri_rules_loader *l = d->into;
    const csri_rules_action *actions;

    csri_document_list(d, at, json, 1, CSRI_RULES_ACTIONS_MAX, read_action);
    l->step.action_count = l->actions.len / sizeof(*actions);
    actions = l->step.actions = csri_rules_keep(l, &l->actions);
    if (actions == NULL)
        l->step.action_count = 0;
    for (size_t i = 0; i < l->step.action_count; i++)
        for (size_t k = 0; k < i; k++)
            if (is_twice(&actions[i], &actions[k]))
                csri_document_refuse(d, at, "", "the same is set twice");
}
