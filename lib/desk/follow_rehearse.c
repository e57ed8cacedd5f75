#include "base/error.h"
#include "base/memory.h"
#include "desk/edit.h"
#include "desk/follow_history.h"

/*
 * Rehearsals: what rules would do now, would have done at an instant, or did over all that has happened. Nothing is written.
 */
#define LOG_MAX 1000

#define IN_STRUCT csr_firing_rehearse_params
/* clang-format off */
static const csr_member rehearse_params_members[] = {
    IN(explain, flag, 0),
    IN(ticket, ticket, REQUIRED),
    IN(document, document, 0),
    IN(rule, title, 0),
    IN(at, time, 0),
};
/* clang-format on */
static const csr_shape rehearse_params = CSRI_PARAMS(IN_STRUCT, rehearse_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_firing_backtest_params
/* clang-format off */
static const csr_member backtest_params_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(ticket, ticket, 0),
    IN(document, document, 0),
    IN(differences, flag, 0),
};
/* clang-format on */
static const csr_shape backtest_params = CSRI_PARAMS(IN_STRUCT, backtest_params_members);
#undef IN_STRUCT

/* A rehearsal under way. */
typedef struct rehearsal {
    csri_call *call;
    csr_rules *tried; /* a document that was given; NULL = none was */
    csr_id policy;
    csr_rows *revisions;
    csr_rows *out; /* csr_rehearsal_view */
    csr_rows *log; /* of a backtest: struct csri_firing of the ticket */
    uint8_t found[LOG_MAX];
    csr_id ticket;
    csr_str rule;
    int differences;
    csri_rules_bound *bound; /* for explanations; NULL = none are wanted */
    csr_time now, opened_at;
} rehearsal;

static csr_status copy(rehearsal *r, const char *ptr, size_t len, csr_str *out)
{
    return csr_rows_text(r->out, ptr, len, out) == CSR_OK
               ? CSR_OK
               : csri_fail(r->call->err, CSR_E_NO_MEMORY, NULL, "no memory for a rehearsal");
}

static csr_status add_row(rehearsal *r, csr_rehearsal_view **out)
{
    void *row = NULL;
    csr_status status = csr_rows_add(r->out, &row);

    *out = row;
    if (status != CSR_OK)
        return csri_fail(r->call->err, status, NULL, "no memory for a rehearsal");
    (*out)->ticket = r->ticket;
    (*out)->opened_at = r->opened_at;
    return CSR_OK;
}

static csr_status explain(rehearsal *r, uint32_t rule, csr_rehearsal_view *row)
{
    char subject[CSR_ID_TEXT_BYTES];
    csri_buffer text;
    csr_str name;
    csr_status status;

    if (r->bound == NULL)
        return CSR_OK;
    csr_id_format(&r->ticket, subject);
    csr_str_set(&name, subject, CSR_NTS);
    csri_buffer_init(&text, r->call->tx.host, csri_t_body.max_bytes);
    csri_rules_explain_text(r->bound, rule, name, r->now, &text);
    status = csri_buffer_check(&text, r->call->err);
    if (status == CSR_OK)
        status = copy(r, text.ptr, text.len, &row->text);
    csri_buffer_free(&text);
    return status;
}

static csr_firing_outcome outcome_of(csri_rules_outcome outcome)
{
    return outcome <= CSRI_SUPPRESSED ? outcome : 0;
}

static int same_text(const csr_str *a, const csr_str *b)
{
    return a->len == b->len && (a->len == 0 || memcmp(a->ptr, b->ptr, a->len) == 0);
}

/* Sets may have different names: the rest of the key says what it is. */
static csr_str behind_set(const csr_str *key)
{
    const char *slash = key->len == 0 ? NULL : memchr(key->ptr, '/', key->len);
    size_t n = slash == NULL ? 0 : (size_t)(slash - key->ptr);

    return (csr_str){ key->ptr + n, key->len - n };
}

/* 0 when the log has it, and marks it; 1 when it has not. */
static int32_t look_up(rehearsal *r, const csri_rules_firing *what)
{
    csr_str key = behind_set(&what->key);

    for (size_t i = 0; r->log != NULL && i < csri_rows_count(r->log); i++) {
        const csr_firing_view *had = &((const struct csri_firing *)csri_rows_at(r->log, i))->view;
        csr_str other = behind_set(&had->key);
        if (r->found[i] || had->outcome != outcome_of(what->outcome) || !same_text(&key, &other))
            continue;
        r->found[i] = 1;
        return 0;
    }
    return r->log != NULL;
}

static csr_status tell(void *user, const csri_rules_firing *what)
{
    rehearsal *r = user;
    csr_rehearsal_view *row;
    csri_buffer plan;
    int32_t differs;
    csr_status status;

    if (outcome_of(what->outcome) == 0 || (r->rule.len != 0 && !same_text(&r->rule, &what->id)))
        return CSR_OK;
    differs = look_up(r, what);
    if (r->differences && differs == 0)
        return CSR_OK;
    status = add_row(r, &row);
    if (status != CSR_OK)
        return status;
    row->outcome = outcome_of(what->outcome);
    row->episode = what->episode;
    row->due_at = what->due_at;
    row->step = what->step + 1;
    row->undecided = what->undecided;
    row->differs = differs;
    csri_buffer_init(&plan, r->call->tx.host, csri_t_explanation.max_bytes);
    status = csri_follow_plan(what, &plan, r->call->err);
    if (status == CSR_OK)
        status = copy(r, plan.ptr, plan.len, &row->actions);
    if (status == CSR_OK)
        status = copy(r, what->id.ptr, what->id.len, &row->rule);
    if (status == CSR_OK)
        status = copy(r, what->key.ptr, what->key.len, &row->key);
    csri_buffer_free(&plan);
    return status == CSR_OK ? explain(r, what->rule, row) : status;
}

/* A firing of the log that did not come again. */
static csr_status tell_lost(rehearsal *r, const csr_firing_view *had)
{
    csr_rehearsal_view *row;
    csr_status status = add_row(r, &row);

    if (status != CSR_OK)
        return status;
    row->outcome = had->outcome;
    row->episode = had->episode;
    row->due_at = had->due_at;
    row->step = had->step;
    row->undecided = had->undecided;
    row->differs = -1;
    status = copy(r, had->rule.ptr, had->rule.len, &row->rule);
    if (status == CSR_OK)
        status = copy(r, had->key.ptr, had->key.len, &row->key);
    return status == CSR_OK ? copy(r, had->actions.ptr, had->actions.len, &row->actions) : status;
}

static csr_status begin(rehearsal *r, csri_call *call, const csr_str *document)
{
    void *compiled = NULL;
    csr_status status = csri_rows_new(call->tx.host, sizeof(csr_rehearsal_view), 8, &r->out, call->err);

    r->call = call;
    if (status == CSR_OK)
        status = csri_follow_read(call, &r->policy);
    if (status == CSR_OK && document->len != 0)
        status = csri_policy_compile(&call->desk->policies, &call->tx, CSR_POLICY_RULES, document, &compiled, NULL,
                                     call->err);
    r->tried = compiled;
    if (status == CSR_OK && r->tried == NULL && csr_id_is_none(&r->policy))
        status = csri_fail(call->err, CSR_E_NOT_FOUND, "document", "no rules are in force");
    return status == CSR_OK ? csri_history_revisions(call, &r->revisions) : status;
}

static csr_status end(rehearsal *r, csr_status status, csri_buffer *token, csr_result **out)
{
    csri_call *call = r->call;

    if (r->tried != NULL)
        csri_policy_discard(CSR_POLICY_RULES, r->tried);
    csri_rows_free(r->revisions);
    csri_rows_free(r->log);
    return csri_result_page(status, r->out, "rehearsal", &csri_rehearsal_shape, sizeof(csr_rehearsal_view), token, out,
                            call->err);
}

/* ---- One ticket ---- */

static csr_status read_state(csri_call *call, const csr_id *ticket, csri_rules_state **out)
{
    struct csri_rule_state key = { .view = { .ticket = *ticket } };
    csr_str text = { NULL, 0 };
    csr_rows *rows = NULL;
    csr_status status = csri_find(&call->tx, &csri_rule_state_record, CSRI_RULE_STATE_BY_TICKET, &key, &rows);

    if (rows != NULL)
        text = ((const struct csri_rule_state *)csri_rows_at(rows, 0))->view.state;
    if (status == CSR_OK)
        status = csri_rules_state_read(call->tx.host, text, out, call->err);
    csri_rows_free(rows);
    return status;
}

/* The rules that have nothing to do, and why. */
static csr_status tell_rest(rehearsal *r)
{
    const csr_rules *set = r->bound->set;
    csr_status status = CSR_OK;
    size_t told = csri_rows_count(r->out);
    int known = r->rule.len == 0;

    for (uint32_t i = 0; status == CSR_OK && i < csri_rules_count(set); i++) {
        csr_str id = csri_rules_rule_id(set, i);
        csr_rehearsal_view *row;
        int fires = 0;
        known |= same_text(&r->rule, &id);
        for (size_t k = 0; k < told; k++)
            fires |= same_text(&((const csr_rehearsal_view *)csri_rows_at(r->out, k))->rule, &id);
        if (fires || (r->rule.len != 0 && !same_text(&r->rule, &id)))
            continue;
        status = add_row(r, &row);
        if (status == CSR_OK)
            status = copy(r, id.ptr, id.len, &row->rule);
        if (status == CSR_OK)
            status = explain(r, i, row);
    }
    if (status == CSR_OK && !known)
        status = csri_fail(r->call->err, CSR_E_NOT_FOUND, "rule", "the set has no such rule");
    return status;
}

/* One pass over sets that are bound to a scene. */
static csr_status decide(rehearsal *r, csri_follow_sets *sets, csri_scene *scene, const csri_rules_state *state,
                         int all)
{
    csri_rules_clocks clocks = { csri_facts_reach, scene };
    char subject[CSR_ID_TEXT_BYTES];
    csri_rules_input input = { .host = r->call->tx.host,
                               .sets = sets->bound,
                               .set_count = sets->count,
                               .state = state,
                               .now = scene->now,
                               .event = INT64_MAX,
                               .clocks = &clocks };
    csri_rules_decision decision = { 0 };
    csr_status status;

    if (sets->bound[0].set == NULL)
        return csri_fail(r->call->err, CSR_E_NOT_FOUND, "document", "no rules were in force");
    csr_id_format(&r->ticket, subject);
    csr_str_set(&input.subject, subject, CSR_NTS);
    r->bound = &sets->bound[0];
    r->now = scene->now;
    status = csri_rules_decide(&input, &decision, r->call->err);
    for (size_t i = 0; status == CSR_OK && i < decision.firing_count; i++)
        status = tell(r, &decision.firings[i]);
    if (status == CSR_OK && (all || r->rule.len != 0))
        status = tell_rest(r);
    csri_rules_decision_free(&decision);
    return status;
}

static csr_status rehearse_now(rehearsal *r, int all)
{
    csri_rules_state *state = NULL;
    csri_follow_sets sets = { .policy = r->policy };
    csri_scene scene = { 0 };
    csr_status status = read_state(r->call, &r->ticket, &state);

    csri_arena_init(&sets.arena, r->call->tx.host);
    if (status == CSR_OK)
        status = csri_follow_sets_load(r->call, &r->policy, r->tried, state, &sets);
    if (status == CSR_OK)
        status = csri_scene_load(r->call, &r->ticket, sets.needs, &scene);
    if (status == CSR_OK)
        status = csri_follow_sets_bind(&sets, &scene, r->call->err);
    if (status == CSR_OK)
        status = decide(r, &sets, &scene, state, all);
    csri_follow_sets_free(&sets);
    csri_scene_free(&scene);
    csri_rules_state_free(state);
    return status;
}

/* Nobody listens. */
static csr_status hear_nothing(void *user, const csri_rules_firing *what)
{
    (void)user;
    (void)what;
    return CSR_OK;
}

static csr_status play(rehearsal *r, csri_history *history, csri_history_run *run, csr_time until)
{
    csri_call *call = r->call;
    csr_status status = csri_history_load(call, &r->ticket, history);

    run->call = call;
    run->history = history;
    run->set = r->tried;
    run->revisions = r->revisions;
    run->cascade = csri_alloc_zero(call->tx.host, sizeof(*run->cascade));
    if (status == CSR_OK && run->cascade == NULL)
        status = csri_fail(call->err, CSR_E_NO_MEMORY, NULL, "no memory for the past of a ticket");
    return status == CSR_OK ? csri_history_play(run, until) : status;
}

static void end_play(rehearsal *r, csri_history *history, csri_history_run *run)
{
    csri_free(r->call->tx.host, run->cascade, sizeof(*run->cascade));
    csri_rules_state_free(run->state);
    csri_history_free(history);
}

static csr_status rehearse_then(rehearsal *r, csr_time at, int all)
{
    csri_history history = { 0 };
    csri_history_run run = { .fired = hear_nothing };
    csri_follow_sets sets = { 0 };
    csr_status status = play(r, &history, &run, at);

    csri_arena_init(&sets.arena, r->call->tx.host);
    if (status == CSR_OK) {
        csri_history_settle(&history, at);
        status = csri_history_sets(&run, at, &sets);
    }
    if (status == CSR_OK)
        status = decide(r, &sets, &history.scene, run.state, all);
    csri_follow_sets_free(&sets);
    end_play(r, &history, &run);
    return status;
}

static csr_status rehearse(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_firing_rehearse_params *in = params;
    rehearsal r = { .call = call, .ticket = in->ticket, .rule = in->rule };
    csr_status status = csri_not_future(call, in->at, "at");
    csri_buffer none;

    (void)id;
    csri_buffer_init(&none, call->tx.host, 0);
    if (status == CSR_OK)
        status = csri_exists(&call->tx, &csri_ticket_record, &in->ticket, "ticket");
    if (status != CSR_OK)
        return status;
    status = begin(&r, call, &in->document);
    if (status == CSR_OK)
        status = in->at == 0 ? rehearse_now(&r, in->explain) : rehearse_then(&r, in->at, in->explain);
    return end(&r, status, &none, out);
}

const csri_operation csri_firing_rehearse = {
    .name = "firing.rehearse",
    .run = rehearse,
    .in = &rehearse_params,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_firing_rehearse(csr_session *session, const csr_firing_rehearse_params *params, csr_result **out_result,
                               csr_error *err)
{
    return csri_run(session, &csri_firing_rehearse, NULL, params, out_result, err);
}

/* ---- All that has happened ---- */

static csr_status read_log(rehearsal *r)
{
    struct csri_firing from = { .view = { .ticket = r->ticket } };
    csr_scan scan = { .index = CSRI_FIRING_BY_TICKET, .equal = 1, .limit = LOG_MAX, .from = &from };
    csri_call *call = r->call;

    csri_rows_free(r->log);
    r->log = NULL;
    memset(r->found, 0, sizeof(r->found));
    if (csri_rows_new(call->tx.host, sizeof(from), 8, &r->log, call->err) != CSR_OK)
        return CSR_E_NO_MEMORY;
    return call->tx.ops->scan(call->tx.handle, &csri_firing_record, &scan, r->log, call->err);
}

static csr_status read_opening(rehearsal *r)
{
    csr_rows *rows = NULL;
    csr_status status = csri_load(&r->call->tx, &csri_ticket_record, &r->ticket, "ticket", &rows);

    if (status == CSR_OK)
        r->opened_at = ((const struct csri_ticket *)csri_rows_at(rows, 0))->view.opened_at;
    csri_rows_free(rows);
    return status;
}

static csr_status test_ticket(rehearsal *r, const csr_id *ticket)
{
    csri_history history = { 0 };
    csri_history_run run = { .fired = tell, .user = r };
    csr_status status;

    r->ticket = *ticket;
    status = read_opening(r);
    if (status == CSR_OK)
        status = read_log(r);
    if (status == CSR_OK)
        status = play(r, &history, &run, r->call->tx.now);
    end_play(r, &history, &run);
    for (size_t i = 0; status == CSR_OK && i < csri_rows_count(r->log); i++)
        if (!r->found[i])
            status = tell_lost(r, &((const struct csri_firing *)csri_rows_at(r->log, i))->view);
    return status;
}

static csr_status backtest(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_firing_backtest_params *in = params;
    csr_scan scan = { .index = CSR_SCAN_BY_ID, .limit = (uint32_t)in->limit, .columns = 1 };
    rehearsal r = { .call = call, .differences = in->differences };
    csr_rows *tickets = NULL;
    csri_buffer token;
    csr_status status = csri_exists(&call->tx, &csri_ticket_record, &in->ticket, "ticket");

    (void)id;
    if (status != CSR_OK)
        return status;
    csri_buffer_init(&token, call->tx.host, 0);
    status = begin(&r, call, &in->document);
    if (status == CSR_OK && !csr_id_is_none(&in->ticket))
        status = test_ticket(&r, &in->ticket);
    else if (status == CSR_OK)
        status = csri_page_rows(&call->tx, &csri_ticket_record, &scan, &in->after, &tickets, &token);
    for (size_t i = 0; status == CSR_OK && tickets != NULL && i < csri_rows_count(tickets); i++)
        status = test_ticket(&r, &((const struct csri_ticket *)csri_rows_at(tickets, i))->view.id);
    csri_rows_free(tickets);
    return end(&r, status, &token, out);
}

const csri_operation csri_firing_backtest = {
    .name = "firing.backtest",
    .run = backtest,
    .in = &backtest_params,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_firing_backtest(csr_session *session, const csr_firing_backtest_params *params, csr_result **out_result,
                               csr_error *err)
{
    return csri_run(session, &csri_firing_backtest, NULL, params, out_result, err);
}

csr_status csr_rehearsal_at(const csr_result *result, size_t row, csr_rehearsal_view *view, csr_error *err)
{
    return csri_result_view(result, &csri_rehearsal_shape, row, view, err);
}
