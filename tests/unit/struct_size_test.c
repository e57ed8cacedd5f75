#include "support/desk_day.h"

#include "desk/run.h"
#include "record/params_json.h"
#include "record/row.h"

#include <stdlib.h>

/*
 * Callers of other versions: parameter structs and views that are shorter or longer than this library's.
 */
#define BYTES 1200

/* An operation's answer and error, called with raw parameters. */
typedef struct outcome {
    csr_status status;
    char field[64];
} outcome;

static outcome run(desk_fixture *f, const csri_operation *op, const void *params)
{
    const csr_id nobody = { { 1 } };
    csr_result *result = NULL;
    outcome o = { CSR_OK, "" };

    o.status = csri_run(f->session, op, op->subject == NULL ? NULL : &nobody, params,
                        op->gives == CSRI_GIVES_RESULT ? &result : NULL, &f->err);
    snprintf(o.field, sizeof(o.field), "%s", f->err.field);
    csr_result_free(result);
    return o;
}

static int same(outcome a, outcome b)
{
    return a.status == b.status && strcmp(a.field, b.field) == 0;
}

static void put_size(void *params, size_t size)
{
    uint32_t n = (uint32_t)size;

    memcpy(params, &n, sizeof(n));
}

/* Every word that no member covers, one by one: a value in it is of a newer header, or the struct was never zeroed. */
static void check_reserved(desk_fixture *f, const csri_operation *op, char *params)
{
    const outcome reserved = { CSR_E_NEWER_STRUCT, "reserved" };
    unsigned char used[CSRI_SHAPE_BYTES_MAX] = { 1, 1, 1, 1 };

    for (unsigned k = 0; k < op->in->count; k++)
        memset(used + op->in->members[k].offset, 1, op->in->members[k].size);
    if (op->in->clear_at >= 0)
        memset(used + op->in->clear_at, 1, 8);
    for (unsigned at = 0; at < op->in->size; at++) {
        params[at] = (char)(params[at] ^ 1);
        if (!used[at])
            CU_ASSERT_TRUE(same(run(f, op, params), reserved));
        params[at] = (char)(params[at] ^ 1);
    }
}

static void check_operation(desk_fixture *f, const csri_operation *op)
{
    _Alignas(16) char params[BYTES] = { 0 };
    const outcome too_small = { CSR_E_ARGUMENT, "struct_size" }, newer = { CSR_E_NEWER_STRUCT, "struct_size" };
    outcome exact;
    size_t size = op->in->size;

    put_size(params, size);
    exact = run(f, op, params);
    CU_ASSERT_STRING_NOT_EQUAL(exact.field, "struct_size");
    check_reserved(f, op, params);
    put_size(params, 0);
    CU_ASSERT_TRUE(same(run(f, op, params), too_small));
    put_size(params, 4);
    CU_ASSERT_TRUE(op->in->min_size <= 4 || same(run(f, op, params), too_small));
    put_size(params, op->in->min_size - 1u);
    CU_ASSERT_TRUE(same(run(f, op, params), too_small));
    put_size(params, op->in->min_size);
    CU_ASSERT_STRING_NOT_EQUAL(run(f, op, params).field, "struct_size");
    /* A newer caller that does not use what is new. */
    put_size(params, size + 8);
    CU_ASSERT_TRUE(same(run(f, op, params), exact));
    put_size(params, BYTES);
    CU_ASSERT_TRUE(same(run(f, op, params), exact));
    /* And one that does, in the first byte that we do not know and in the last. */
    params[size] = 1;
    CU_ASSERT_TRUE(same(run(f, op, params), newer));
    params[size] = 0;
    params[BYTES - 1] = 1;
    CU_ASSERT_TRUE(same(run(f, op, params), newer));
    put_size(params, BYTES - 1);
    CU_ASSERT_TRUE(same(run(f, op, params), exact));
}

static void parameters(desk_fixture *f)
{
    for (size_t i = 0; i < csri_operation_count; i++) {
        /* These succeed without parameters. */
        if (csri_operations[i]->in == NULL || strcmp(csri_operations[i]->name, "settings.change") == 0 ||
            strcmp(csri_operations[i]->name, "attachment.begin") == 0)
            continue;
        desk_keep(f);
        check_operation(f, csri_operations[i]);
        DESK_SAME(f);
    }
}
ON_BOTH(parameters)

/* A result of an operation given as text. */
static csr_result *result_of(desk_fixture *f, const char *operation, const char *params)
{
    const csri_operation *op = csri_operation_named(operation, strlen(operation));
    char *text = desk_words_to_json(&f->words, params);
    const csri_json *json;
    _Alignas(16) char taken[512] = { 0 };
    csr_result *result = NULL;
    csri_buffer documents;
    csr_id id = { { 0 } };

    CU_ASSERT_EQUAL_FATAL(csri_json_read(&f->host.host, text, strlen(text), 0, 0, &json, NULL), CSR_OK);
    (void)csr_id_parse(csri_json_str(csri_json_get(json, "id")).ptr, CSR_NTS, &id, NULL);
    csri_buffer_init(&documents, &f->host.host, 0);
    if (op->in != NULL)
        CU_ASSERT_EQUAL(csri_params_from_json(op->in, json, "id", taken, &documents, &f->err), CSR_OK);
    CU_ASSERT_EQUAL(csri_run(f->session, op, &id, taken, &result, &f->err), CSR_OK);
    csri_buffer_free(&documents);
    csri_json_free(json);
    free(text);
    return result;
}

/* The typed readers, with one face. */
#define READER(noun)                                                                                \
    static csr_status read_##noun(const csr_result *result, size_t row, void *view, csr_error *err) \
    {                                                                                               \
        return csr_##noun##_at(result, row, view, err);                                             \
    }
READER(settings)
READER(stats)
READER(diagnostic)
READER(customer)
READER(identity)
READER(tag)
READER(agent)
READER(skill)
READER(team)
READER(member)
READER(contact_point)
READER(interaction)
READER(hold)
READER(transfer)
READER(ticket)
READER(ticket_queue)
READER(policy)
READER(event)
READER(bookmark)
READER(note)
READER(link)
READER(watcher)
READER(claim)
READER(field)
READER(field_value)
READER(attachment)
READER(delivery)
READER(applied)
READER(recomputed)
READER(clock)
READER(clock_line)
READER(tick)
READER(due)
READER(duty)
READER(refund_reason)
READER(escalation)
READER(firing)
READER(rehearsal)
READER(judgement)
READER(remedy)
READER(remedy_step)
READER(purchase_line)
READER(return )
READER(return_line)
READER(replacement)

static const struct {
    csr_status (*read)(const csr_result *, size_t, void *, csr_error *);
    size_t size;
    const char *operation, *params;
} views[] = {
    { read_settings, sizeof(csr_settings_view), "settings.get", "{}" },
    { read_stats, sizeof(csr_stats_view), "desk.stats", "{}" },
    { read_diagnostic, sizeof(csr_diagnostic_view), "desk.verify", "{}" },
    { read_customer, sizeof(csr_customer_view), "customer.list", "{}" },
    { read_identity, sizeof(csr_identity_view), "identity.list", "{'customer':'$jana'}" },
    { read_tag, sizeof(csr_tag_view), "tag.list", "{'subject':'$jana'}" },
    { read_agent, sizeof(csr_agent_view), "agent.list", "{}" },
    { read_skill, sizeof(csr_skill_view), "skill.list", "{'agent':'$amy'}" },
    { read_team, sizeof(csr_team_view), "team.list", "{}" },
    { read_member, sizeof(csr_member_view), "member.list", "{'team':'$front'}" },
    { read_contact_point, sizeof(csr_contact_point_view), "contact_point.list", "{}" },
    { read_interaction, sizeof(csr_interaction_view), "interaction.list", "{}" },
    { read_hold, sizeof(csr_hold_view), "hold.list", "{'interaction':'$call'}" },
    { read_transfer, sizeof(csr_transfer_view), "transfer.list", "{'interaction':'$call'}" },
    { read_ticket, sizeof(csr_ticket_view), "ticket.list", "{}" },
    { read_ticket_queue, sizeof(csr_ticket_queue_view), "ticket.queue", "{'team':'$back'}" },
    { read_policy, sizeof(csr_policy_view), "policy.list", "{'kind':'lifecycle','name':'short'}" },
    { read_event, sizeof(csr_event_view), "event.list", "{}" },
    { read_bookmark, sizeof(csr_bookmark_view), "bookmark.get", "{'name':'mailer'}" },
    { read_watcher, sizeof(csr_watcher_view), "watcher.list", "{'ticket':'$torn'}" },
    { read_claim, sizeof(csr_claim_view), "claim.list", "{}" },
    { read_link, sizeof(csr_link_view), "link.list", "{'ticket':'$torn'}" },
    { read_note, sizeof(csr_note_view), "note.list", "{'customer':'$jana'}" },
    { read_field, sizeof(csr_field_view), "field.list", "{'subject_kind':'customer'}" },
    { read_field_value, sizeof(csr_field_value_view), "field.values", "{'subject':'$petr'}" },
    { read_attachment, sizeof(csr_attachment_view), "attachment.list", "{'subject':'$call'}" },
    { read_delivery, sizeof(csr_delivery_view), "delivery.list", "{'interaction':'$mail'}" },
    { read_clock, sizeof(csr_clock_view), "clock.list", "{'ticket':'$promised'}" },
    { read_clock_line, sizeof(csr_clock_line_view), "clock.explain", "{'ticket':'$promised','metric':'first_reply'}" },
    { read_applied, sizeof(csr_applied_view), "sla.apply", "{}" },
    { read_recomputed, sizeof(csr_recomputed_view), "sla.recompute", "{'dry_run':true}" },
    { read_tick, sizeof(csr_tick_view), "desk.tick", "{}" },
    { read_due, sizeof(csr_due_view), "desk.due", "{}" },
    { read_duty, sizeof(csr_duty_view), "duty.list", "{}" },
    { read_refund_reason, sizeof(csr_refund_reason_view), "refund.explain", "{'id':'$refund'}" },
    { read_escalation, sizeof(csr_escalation_view), "escalation.list", "{}" },
    { read_firing, sizeof(csr_firing_view), "firing.list", "{}" },
    { read_rehearsal, sizeof(csr_rehearsal_view), "firing.backtest", "{'ticket':'$loud'}" },
    { read_judgement, sizeof(csr_judgement_view), "judgement.list", "{'refund':'$judged'}" },
    { read_remedy, sizeof(csr_remedy_view), "remedy.list", "{'ticket':'$late'}" },
    { read_remedy_step, sizeof(csr_remedy_step_view), "remedy.next", "{'ticket':'$late'}" },
    { read_purchase_line, sizeof(csr_purchase_line_view), "purchase_line.list", "{'purchase':'$order'}" },
    { read_return, sizeof(csr_return_view), "return.list", "{'purchase':'$order'}" },
    { read_return_line, sizeof(csr_return_line_view), "return_line.list", "{'line':'$mugs'}" },
    { read_replacement, sizeof(csr_replacement_view), "replacement.list", "{'return_id':'$rma'}" },
};

static int all_are(const char *bytes, size_t from, size_t to, char value)
{
    for (size_t i = from; i < to; i++)
        if (bytes[i] != value)
            return 0;
    return 1;
}

/* The oldest view that is understood; members were added to some since. */
static size_t oldest_of(size_t i)
{
    for (size_t k = 0; k < csri_schema.record_count; k++)
        if (csri_schema.records[k]->view_size == views[i].size &&
            strncmp(csri_schema.records[k]->name, views[i].operation, strlen(csri_schema.records[k]->name)) == 0)
            return csri_schema.records[k]->view_min_size;
    return views[i].read == read_stats ? csri_stats_shape.min_size : views[i].size;
}

static void check_view(desk_fixture *f, size_t i, const csr_result *result)
{
    _Alignas(16) char exact[BYTES], view[BYTES];
    size_t size = views[i].size;
    uint32_t kept;

    DESK_TRUE(f, csr_result_count(result) > 0);
    memset(exact, 'x', sizeof(exact));
    put_size(exact, size);
    TYPED_OK(f, views[i].read(result, 0, exact, &f->err));
    /* Nothing behind the caller's struct is written. */
    DESK_TRUE(f, all_are(exact, size, BYTES, 'x'));
    /* A newer caller: what we do not know is zero, its size stays its own. */
    memset(view, 'x', sizeof(view));
    put_size(view, size + 40);
    TYPED_OK(f, views[i].read(result, 0, view, &f->err));
    memcpy(&kept, view, sizeof(kept));
    DESK_TRUE(f, kept == size + 40 && memcmp(view + 4, exact + 4, size - 4) == 0);
    DESK_TRUE(f, all_are(view, size, size + 40, 0) && all_are(view, size + 40, BYTES, 'x'));
    /* An older caller: nothing behind what it knows is written. */
    memset(view, 'x', sizeof(view));
    put_size(view, oldest_of(i));
    TYPED_OK(f, views[i].read(result, 0, view, &f->err));
    DESK_TRUE(f, memcmp(view + 4, exact + 4, oldest_of(i) - 4) == 0 && all_are(view, oldest_of(i), BYTES, 'x'));
    /* Too old: refused, and untouched. */
    memset(view, 'x', sizeof(view));
    put_size(view, oldest_of(i) - 1);
    TYPED_FAILS(f, views[i].read(result, 0, view, &f->err), CSR_E_ARGUMENT, "struct_size");
    DESK_TRUE(f, all_are(view, 4, BYTES, 'x'));
    put_size(view, 0);
    TYPED_FAILS(f, views[i].read(result, 0, view, &f->err), CSR_E_ARGUMENT, "struct_size");
    put_size(view, size);
    TYPED_FAILS(f, views[i].read(result, csr_result_count(result), view, &f->err), CSR_E_ARGUMENT, "row");
    DESK_TRUE(f, all_are(view, 4, BYTES, 'x'));
}

static void views_of_other_versions(desk_fixture *f)
{
    desk_day(f, 2);
    for (size_t i = 0; i < sizeof(views) / sizeof(views[0]); i++) {
        csr_result *result = result_of(f, views[i].operation, views[i].params);
        check_view(f, i, result);
        csr_result_free(result);
    }
}
ON_BOTH(views_of_other_versions)

/* The newest view begins with what every older one had: each public member lies where the tables say. */
static void reserved_members_are_zero(desk_fixture *f)
{
    csr_ticket_view ticket;
    csr_customer_view customer;
    csr_skill_view skill;
    csr_result *result;

    desk_day(f, 2);
    memset(&ticket, 'x', sizeof(ticket));
    memset(&customer, 'x', sizeof(customer));
    memset(&skill, 'x', sizeof(skill));
    ticket.struct_size = sizeof(ticket);
    customer.struct_size = sizeof(customer);
    skill.struct_size = sizeof(skill);
    result = result_of(f, "ticket.list", "{}");
    DESK_TRUE(f, csr_ticket_at(result, 0, &ticket, NULL) == CSR_OK && ticket.reserved == 0);
    csr_result_free(result);
    result = result_of(f, "customer.list", "{}");
    DESK_TRUE(f, csr_customer_at(result, 0, &customer, NULL) == CSR_OK && customer.reserved == 0);
    csr_result_free(result);
    result = result_of(f, "skill.list", "{'agent':'$amy'}");
    DESK_TRUE(f, csr_skill_at(result, 0, &skill, NULL) == CSR_OK && skill.reserved == 0);
    csr_result_free(result);
}
ON_BOTH(reserved_members_are_zero)

/* The typed door, and the structs that pass no operation. */
static void reserved_parameters_are_refused(desk_fixture *f)
{
    csr_skill_set_params skill = CSR_SKILL_SET_PARAMS_INIT;
    csr_session_open_params who = CSR_SESSION_OPEN_PARAMS_INIT;
    csr_zone_load_params zone = CSR_ZONE_LOAD_PARAMS_INIT;
    csr_calendar_load_params hours = CSR_CALENDAR_LOAD_PARAMS_INIT;
    csr_session *session = NULL;
    csr_zone *loaded = NULL;
    csr_calendar *calendar = NULL;
    csr_id amy;

    desk_day(f, 2);
    amy = desk_id(f, "amy");
    desk_keep(f);
    skill.name = CSR_STR("juggling");
    skill.reserved = 1;
    TYPED_FAILS(f, csr_skill_set(f->session, &amy, &skill, NULL, &f->err), CSR_E_NEWER_STRUCT, "reserved");
    DESK_FAILS(f, "skill.set", "{'id':'$amy','name':'juggling','reserved':1}", CSR_E_ARGUMENT, "reserved");
    DESK_SAME(f);
    who.reserved = -1;
    TYPED_FAILS(f, csr_session_open(f->desk, &who, &session, &f->err), CSR_E_NEWER_STRUCT, "reserved");
    DESK_TRUE(f, session == NULL);
    zone.name = CSR_STR("UTC");
    zone.reserved = 1;
    TYPED_FAILS(f, csr_zone_load(&zone, &loaded, &f->err), CSR_E_NEWER_STRUCT, "reserved");
    hours.reserved = 1;
    TYPED_FAILS(f, csr_calendar_load("{}", CSR_NTS, &hours, &calendar, &f->err), CSR_E_NEWER_STRUCT, "reserved");
    DESK_TRUE(f, loaded == NULL && calendar == NULL);
}
ON_BOTH(reserved_parameters_are_refused)

int main(void)
{
    CU_TestInfo tests[] = {
        { "struct_size/parameters", parameters_on_both },
        { "struct_size/views_of_other_versions", views_of_other_versions_on_both },
        { "struct_size/reserved_members_are_zero", reserved_members_are_zero_on_both },
        { "struct_size/reserved_parameters_are_refused", reserved_parameters_are_refused_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "struct_size", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("struct_size_test", suites, 4);
}
