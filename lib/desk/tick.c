#include "base/error.h"
#include "base/time.h"
#include "desk/edit.h"
#include "desk/escalation.h"
#include "desk/follow.h"
#include "desk/policy.h"
#include "desk/return.h"
#include "desk/sla.h"
#include "desk/timer.h"

/*
 * Ticks: what has come due is looked at, a bounded number of timers in one transaction. So a timer acts once however
 * many processes tick, and what a process was doing when it died is done by the next.
 */
#define TIMERS_DEFAULT 100
/* When a timer cannot act, because a zone file is missing for instance, it tries again so much later. */
#define POSTPONED_US CSRI_MINUTE_US

#define IN_STRUCT csr_desk_tick_params
/* clang-format off */
static const csr_member tick_params_members[] = {
    IN(limit, limit, 0),
};
/* clang-format on */
static const csr_shape tick_params = CSRI_PARAMS(IN_STRUCT, tick_params_members);
#undef IN_STRUCT

/* A tick under way. */
typedef struct ticking {
    csri_call *call;
    csr_tick_view *told;
    uint32_t left; /* pieces of work that it may still do */
} ticking;

/* The ticket and the clocks of a clock's row. */
typedef struct clock_at_work {
    csr_rows *rows;
    struct csri_ticket ticket;
    csri_clock_set *set;
} clock_at_work;

static csr_status load_work(csri_call *call, const csr_id *ticket, clock_at_work *w)
{
    csr_status status = csri_load(&call->tx, &csri_ticket_record, ticket, "ticket", &w->rows);

    if (status != CSR_OK)
        return status;
    w->ticket = *(const struct csri_ticket *)csri_rows_at(w->rows, 0);
    return csri_clocks_load(call, &w->ticket, &w->set);
}

static void free_work(csri_call *call, clock_at_work *w)
{
    csri_clocks_free(call, w->set);
    csri_rows_free(w->rows);
}

/* Whether a failure is about this one timer, such as a zone file that is missing, and not the store's. */
static int is_its_own(csr_status status)
{
    return status == CSR_E_NO_OPEN_TIME || status == CSR_E_POLICY || status == CSR_E_LIMIT;
}

/* A timer that cannot act waits, so that those behind it are not held up. The host's log says why. */
static csr_status postpone(ticking *t, const struct csri_timer *timer)
{
    csri_call *call = t->call;
    struct csri_timer is = *timer;

    call->desk->host.log(call->desk->host.user, CSR_LOG_WARNING, "tick", call->err != NULL ? call->err->message : "");
    csri_error_clear(call->err);
    is.view.at = call->tx.now + POSTPONED_US;
    t->told->postponed++;
    return csri_update(&call->tx, &csri_timer_record, timer, &is);
}

/* The timer goes to the next instant of its clock, or away: it is at hand and need not be looked for, unless what this
 * tick did before has taken it away. */
static csr_status put_timer(csri_call *call, const struct csri_timer *timer, csri_clock_work *w)
{
    struct csri_timer is = *timer;
    csr_status status;

    is.view.at = w->is.view.next_at;
    if (is.view.at == 0)
        status = csri_erase(&call->tx, &csri_timer_record, &timer->view.id);
    else
        status = csri_update(&call->tx, &csri_timer_record, timer, &is);
    w->timer_at = status == CSR_OK ? is.view.at : timer->view.at;
    if (status == CSR_E_NOT_FOUND)
        csri_error_clear(call->err);
    return status == CSR_E_NOT_FOUND ? CSR_OK : status;
}

static csr_status act_on_clock(ticking *t, const struct csri_timer *timer)
{
    csri_call *call = t->call;
    clock_at_work w = { 0 };
    csr_status status = load_work(call, &timer->view.subject, &w);
    csr_sla_metric metric = 0;

    for (csr_sla_metric m = CSR_SLA_FIRST_REPLY; status == CSR_OK && m <= CSR_SLA_RESOLUTION; m++)
        if (w.set->work[m].exists && memcmp(&w.set->work[m].is.view.id, &timer->view.owner, sizeof(csr_id)) == 0)
            metric = m;
    if (status != CSR_OK && is_its_own(status)) {
        status = postpone(t, timer);
    } else if (status == CSR_OK && metric == 0) {
        status = csri_erase(&call->tx, &csri_timer_record, &timer->view.id);
    } else if (status == CSR_OK) {
        /* What is stored is the truth: a timer that was set for another instant is put right. */
        status = csri_clock_look(call, &w.ticket, w.set, metric, call->tx.now, &t->told->told);
        if (status == CSR_OK)
            status = put_timer(call, timer, &w.set->work[metric]);
        if (status == CSR_OK)
            status = csri_clocks_arm(call, w.set);
    }
    free_work(call, &w);
    return status;
}

/* A clock goes over to a calendar, or to a new version of its zone, at an instant. */
static csr_status move_clock(ticking *t, const struct csri_clock *row, const csr_id *calendar, csr_time at)
{
    csri_call *call = t->call;
    csri_clock_move move = { .metric = row->view.metric, .kind = CSR_SLA_EVENT_RETARGET, .at = at };
    clock_at_work w = { 0 };
    csr_status status = load_work(call, &row->view.ticket, &w);

    move.sets_calendar = 1;
    move.calendar = *calendar;
    if (status == CSR_OK)
        status = csri_clock_apply(call, &w.ticket, w.set, &move);
    if (status == CSR_OK)
        status = csri_clocks_arm(call, w.set);
    t->told->moved += status == CSR_OK;
    free_work(call, &w);
    return status;
}

/* A clock whose calendar is `from` and that has to go over, or rows = NULL. Where they are the same, one that was
 * reckoned with another version of the zone: those stand before or behind the ones that were not. */
static csr_status find_to_move(csri_call *call, const csr_id *from, const csr_id *to, csr_rows **out)
{
    struct csri_clock key = { .live = *from };
    csr_scan scan = { .index = CSRI_CLOCK_BY_LIVE, .equal = 1, .from = &key };
    const csr_calendar *calendar = NULL;
    uint8_t hash[CSRI_HASH_BYTES];
    csr_status status = csri_first(&call->tx, &csri_clock_record, &scan, out);

    if (status != CSR_OK || *out == NULL || memcmp(from, to, sizeof(*from)) != 0)
        return status;
    status = csri_calendar_of(&call->desk->policies, &call->tx, to, &calendar);
    if (status == CSR_OK)
        csr_zone_hash(csr_calendar_zone(calendar), hash);
    for (int i = 0; status == CSR_OK && i < 2; i++) {
        if (*out != NULL &&
            memcmp(((const struct csri_clock *)csri_rows_at(*out, 0))->view.zone_hash, hash, sizeof(hash)) != 0)
            return CSR_OK;
        csri_rows_free(*out);
        *out = NULL;
        scan.flags = CSR_SCAN_REVERSE;
        if (i == 0)
            status = csri_first(&call->tx, &csri_clock_record, &scan, out);
    }
    if (status != CSR_OK) {
        csri_rows_free(*out);
        *out = NULL;
    }
    return status;
}

/* Move all clocks of a calendar to another, as far as the tick may; *out_done = none is left. */
static csr_status move_clocks(ticking *t, const csr_id *from, const csr_policy_view *to, csr_time at, int *out_done)
{
    csr_status status = CSR_OK;

    *out_done = 0;
    while (status == CSR_OK && t->left > 0) {
        csr_rows *rows = NULL;
        status = find_to_move(t->call, from, &to->id, &rows);
        if (status == CSR_OK && rows == NULL) {
            *out_done = 1;
            return CSR_OK;
        }
        t->left--;
        if (status == CSR_OK)
            status = move_clock(t, csri_rows_at(rows, 0), &to->id, at);
        csri_rows_free(rows);
    }
    return status;
}

/* C9: the clocks of every earlier revision of this calendar, at the instant from which it is in force. T10: its own
 * that were reckoned with another version of the zone, now. */
static csr_status act_on_calendar(ticking *t, const struct csri_timer *timer)
{
    csri_call *call = t->call;
    csr_rows *own = NULL, *rows = NULL;
    const csr_policy_view *to;
    csr_status status = csri_load(&call->tx, &csri_policy_record, &timer->view.owner, "calendar", &own);
    csr_time since;
    int done = 0;

    if (status != CSR_OK)
        return status;
    to = &((const struct csri_policy *)csri_rows_at(own, 0))->view;
    since = to->effective_from > to->created_at ? to->effective_from : to->created_at;
    status = move_clocks(t, &to->id, to, call->tx.now, &done);
    if (status == CSR_OK)
        status = csri_policy_before(call, to, &rows);
    while (status == CSR_OK && done && rows != NULL) {
        const csr_policy_view *before = &((const struct csri_policy *)csri_rows_at(rows, 0))->view;
        csr_rows *next = NULL;
        status = move_clocks(t, &before->id, to, since, &done);
        if (status == CSR_OK && done)
            status = csri_policy_before(call, before, &next);
        csri_rows_free(rows);
        rows = next;
    }
    csri_rows_free(rows);
    csri_rows_free(own);
    if (status == CSR_OK && done)
        status = csri_erase(&call->tx, &csri_timer_record, &timer->view.id);
    return status;
}

static csr_status act(ticking *t, const struct csri_timer *timer)
{
    t->told->timers++;
    t->left--;
    if (timer->view.kind == CSRI_TIMER_CLOCK)
        return act_on_clock(t, timer);
    if (timer->view.kind == CSRI_TIMER_CALENDAR)
        return act_on_calendar(t, timer);
    if (timer->view.kind == CSRI_TIMER_CUSTOMER)
        return csri_sla_rematch_customer(t->call, timer, &t->left, &t->told->moved);
    if (timer->view.kind == CSRI_TIMER_ESCALATION)
        return csri_escalation_due(t->call, timer, &t->told->told);
    if (timer->view.kind == CSRI_TIMER_RULES)
        return csri_follow_due(t->call, timer, &t->told->told);
    if (timer->view.kind == CSRI_TIMER_FOLLOW_UP)
        return csri_follow_up_due(t->call, timer, &t->told->told);
    if (timer->view.kind == CSRI_TIMER_RETURN)
        return csri_return_due(t->call, timer, &t->told->told);
    /* A kind of a later version: that version will act. */
    return postpone(t, timer);
}

/* T10: once for each handle, since a calendar that is loaded keeps its zone: calendars whose clocks were reckoned with
 * another version of the zone get a timer. */
static csr_status check_zones(csri_call *call)
{
    struct csri_policy from = { .view = { .kind = CSR_POLICY_CALENDAR } }, after;
    csr_scan scan = { .index = CSRI_POLICY_BY_NAME, .equal = 1, .from = &from };
    csr_rows *rows, *texts = NULL;
    csr_status status = csri_first(&call->tx, &csri_policy_record, &scan, &rows);

    while (status == CSR_OK && rows != NULL) {
        const struct csri_policy *policy = csri_rows_at(rows, 0);
        csr_rows *stale = NULL;
        status = find_to_move(call, &policy->view.id, &policy->view.id, &stale);
        if (is_its_own(status))
            status = CSR_OK;
        else if (status == CSR_OK && stale != NULL)
            status = csri_timer_set(call, CSRI_TIMER_CALENDAR, &policy->view.id, NULL, call->tx.now);
        csri_rows_free(stale);
        after = *policy;
        scan.after = &after;
        csri_rows_free(texts);
        texts = rows;
        if (status == CSR_OK)
            status = csri_first(&call->tx, &csri_policy_record, &scan, &rows);
        else
            rows = NULL;
    }
    csri_rows_free(texts);
    return status;
}

static csr_status first_timer(csri_call *call, csr_time *out)
{
    csr_scan scan = { .index = CSRI_TIMER_BY_AT };
    csr_rows *rows;
    csr_status status = csri_first(&call->tx, &csri_timer_record, &scan, &rows);

    *out = rows != NULL ? ((const struct csri_timer *)csri_rows_at(rows, 0))->view.at : 0;
    csri_rows_free(rows);
    return status;
}

/* The timers that are due, earliest first. */
static csr_status run_timers(ticking *t)
{
    csri_call *call = t->call;
    csr_scan scan = { .index = CSRI_TIMER_BY_AT, .limit = t->left };
    csr_rows *rows;
    csr_status status = csri_rows_new(call->tx.host, sizeof(struct csri_timer), t->left, &rows, call->err);

    if (status != CSR_OK)
        return status;
    status = call->tx.ops->scan(call->tx.handle, &csri_timer_record, &scan, rows, call->err);
    for (size_t i = 0; status == CSR_OK && i < csri_rows_count(rows) && t->left > 0; i++) {
        const struct csri_timer *timer = csri_rows_at(rows, i);
        if (timer->view.at > call->tx.now)
            break;
        status = act(t, timer);
    }
    csri_rows_free(rows);
    return status;
}

static csr_status tick(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_desk_tick_params *in = params;
    void *row = NULL;
    csr_rows *rows;
    csr_status status = csri_rows_new(call->tx.host, sizeof(csr_tick_view), 1, &rows, call->err);
    ticking t = { .call = call, .left = in->limit == 0 ? TIMERS_DEFAULT : (uint32_t)in->limit };

    (void)id;
    if (status != CSR_OK)
        return status;
    status = csr_rows_add(rows, &row);
    t.told = row;
    if (status == CSR_OK && !atomic_load(&call->desk->zones_checked)) {
        status = check_zones(call);
        if (status == CSR_OK)
            atomic_store(&call->desk->zones_checked, 1);
    }
    if (status == CSR_OK)
        status = run_timers(&t);
    if (status == CSR_OK)
        status = first_timer(call, &t.told->next_at);
    if (status != CSR_OK) {
        csri_rows_free(rows);
        return status;
    }
    t.told->more = t.told->next_at != 0 && t.told->next_at <= call->tx.now;
    return csri_result_make(rows, "tick", &csri_tick_shape, sizeof(csr_tick_view), sizeof(csr_tick_view), out,
                            call->err);
}

const csri_operation csri_desk_tick = {
    .name = "desk.tick",
    .run = tick,
    .in = &tick_params,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_desk_tick(csr_session *session, const csr_desk_tick_params *params, csr_result **out_result,
                         csr_error *err)
{
    return csri_run(session, &csri_desk_tick, NULL, params, out_result, err);
}

csr_status csr_tick_at(const csr_result *result, size_t row, csr_tick_view *view, csr_error *err)
{
    return csri_result_view(result, &csri_tick_shape, row, view, err);
}

static csr_status due(csri_call *call, const csr_id *id, const void *params, void *out)
{
    void *row = NULL;
    csr_rows *rows;
    csr_status status = csri_rows_new(call->tx.host, sizeof(csr_due_view), 1, &rows, call->err);

    (void)id;
    (void)params;
    if (status != CSR_OK)
        return status;
    status = csr_rows_add(rows, &row);
    if (status == CSR_OK)
        status = first_timer(call, &((csr_due_view *)row)->at);
    if (status != CSR_OK) {
        csri_rows_free(rows);
        return status;
    }
    return csri_result_make(rows, "due", &csri_due_shape, sizeof(csr_due_view), sizeof(csr_due_view), out, call->err);
}

const csri_operation csri_desk_due = {
    .name = "desk.due",
    .run = due,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_desk_due(csr_session *session, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_desk_due, NULL, NULL, out_result, err);
}

csr_status csr_due_at(const csr_result *result, size_t row, csr_due_view *view, csr_error *err)
{
    return csri_result_view(result, &csri_due_shape, row, view, err);
}
