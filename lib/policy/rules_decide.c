/*
 * One pass over the rules of a ticket. First all conditions are asked of one snapshot and episodes open and close; then
 * the steps that are due fire, so that the order of rules decides what comes first and never what is true.
 */
#include "policy/rules_pass.h"

#include "base/error.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

/* ---- What is remembered ---- */

static csri_rules_memo *memo_at(pass *p, size_t i)
{
    return (csri_rules_memo *)(void *)p->memos.ptr + i;
}

static size_t memo_count(const pass *p)
{
    return p->memos.len / sizeof(csri_rules_memo);
}

static csri_rules_memo *memo_of(pass *p, csr_str id)
{
    for (size_t i = 0; i < memo_count(p); i++) {
        csri_rules_memo *memo = memo_at(p, i);
        if (memo->id.len == id.len && memcmp(memo->id.ptr, id.ptr, id.len) == 0)
            return memo;
    }
    return NULL;
}

static csri_rules_memo *memo_make(pass *p, csr_str id)
{
    csri_rules_memo memo = { .id = id, .due = CSRI_RULES_NEVER };
    csri_rules_memo *found = memo_of(p, id);

    if (found != NULL)
        return found;
    csri_buffer_put(&p->memos, &memo, sizeof(memo));
    return p->memos.status == CSR_OK ? memo_at(p, memo_count(p) - 1) : NULL;
}

static int is_of(const csri_rules_memo *memo, const csr_rules *set)
{
    return memcmp(memo->set, set->id, sizeof(memo->set)) == 0;
}

/* ---- Episodes ---- */

static void close_episode(pass *p, const csri_rules_view *view, uint32_t rule, csri_rules_memo *memo)
{
    csri_rules_firing firing = { .set = view->set, .rule = rule, .outcome = CSRI_CLOSED };

    firing.episode = memo->episode;
    firing.step = memo->next;
    memo->open = 0;
    memo->due = CSRI_RULES_NEVER;
    memo->kept = CSR_STR("");
    p->dirty = 1;
    csri_pass_tell(p, &firing);
}

/* The values that rules which this one inhibits want to be the same. */
static csr_str keep_values(pass *p, const csri_rules_view *view, const csri_rules_rule *rule)
{
    csri_buffer text;

    if (rule->keeps == NULL)
        return CSR_STR("");
    csri_buffer_init(&text, p->in->host, 0);
    csri_rule_facts_json(view->set, rule->keeps, view->facts, view->fact_count, &text);
    return csri_arena_keep(&p->out->arena, &text);
}

static void open_episode(pass *p, const csri_rules_view *view, uint32_t number)
{
    const csri_rules_rule *rule = &view->set->rules[number];
    csri_rules_memo *memo = memo_make(p, rule->id);

    if (memo == NULL || (rule->fire == CSRI_FIRE_ONCE && memo->fired > 0))
        return;
    memo->episode++;
    memo->open = 1;
    memo->since = p->due;
    memo->next = 0;
    memo->due = p->due + rule->steps[0].after_us;
    memo->kept = keep_values(p, view, rule);
    memcpy(memo->set, view->set->id, sizeof(memo->set));
    p->dirty = 1;
}

/* A rule that asked for every event fires once for each, without an episode that lasts. */
static void meet_event(pass *p, const csri_rules_view *view, uint32_t number, int undecided)
{
    csri_rules_memo *memo = p->in->event == 0 ? NULL : memo_make(p, view->set->rules[number].id);

    if (memo == NULL || memo->event == p->in->event)
        return;
    memo->episode++;
    memo->event = p->in->event;
    p->dirty = 1;
    csri_pass_fire(p, view, number, memo, 0, p->due, undecided);
}

/* What a condition that holds, does not or cannot be decided does to the episode. */
static void settle_episode(pass *p, const csri_rules_view *view, uint32_t number, int truth)
{
    const csri_rules_rule *rule = &view->set->rules[number];
    csri_rules_memo *memo = memo_of(p, rule->id);
    int reset =
        rule->reset == NULL ? 0 : csri_clause_truth(rule->reset, view->facts, view->fact_count, &p->out->cost) == 1;

    if (memo != NULL && memo->open) {
        if (rule->reset != NULL ? reset : truth == 0)
            close_episode(p, view, number, memo);
    } else if (truth == 1 && !reset) {
        open_episode(p, view, number);
    }
}

/* ---- The set in force ---- */

/* Who may hold beside whom: of a group that picks one the first, and nobody behind a rule that stops. */
typedef struct order {
    uint8_t *taken; /* by group: 1 = nobody else of it */
    int stopped;
} order;

static int is_blocked(const order *o, const csri_rules_rule *rule)
{
    return o->stopped || (rule->group >= 0 && o->taken[rule->group]);
}

/* What is in shadow keeps nobody from anything. */
static void take_place(order *o, const csr_rules *set, const csri_rules_rule *rule)
{
    if (rule->shadow)
        return;
    if (rule->group >= 0 && (set->groups[rule->group].first || rule->stop == CSRI_STOP_GROUP))
        o->taken[rule->group] = 1;
    o->stopped |= rule->stop == CSRI_STOP_ALL;
}

/* Nothing that the rule reads has changed, so it is as it was. */
static int is_unchanged(const pass *p, const csri_rules_rule *rule)
{
    const uint64_t *changed = p->in->sets[0].changed;

    if (changed == NULL || p->views[0].set->has_stops || rule->timed || rule->fire == CSRI_FIRE_EACH_EVENT)
        return 0;
    for (size_t i = 0; i < (p->views[0].fact_count + 63) / 64; i++)
        if (changed[i] & rule->reads.word[i])
            return 0;
    return 1;
}

static void ask_rule(pass *p, uint32_t number, order *o)
{
    const csri_rules_view *view = &p->views[0];
    const csri_rules_rule *rule = &view->set->rules[number];
    const csri_rules_memo *memo = memo_of(p, rule->id);
    int truth, undecided;

    /* An episode that began under another version goes on under that one. */
    if ((memo != NULL && memo->open && !is_of(memo, view->set)) || is_unchanged(p, rule))
        return;
    undecided = csri_match_has(p->found.is_undecided, number);
    truth = undecided ? -1 : csri_match_has(p->found.is_true, number);
    p->out->undecided += undecided != 0;
    if (undecided && rule->fires_undecided)
        truth = 1;
    if (truth == 1 && is_blocked(o, rule))
        truth = 0;
    if (truth == 1)
        take_place(o, view->set, rule);
    if (rule->fire == CSRI_FIRE_EACH_EVENT) {
        if (truth == 1)
            meet_event(p, view, number, undecided);
    } else {
        settle_episode(p, view, number, truth);
    }
}

/* All conditions at once, over one snapshot. */
static void match_all(pass *p, const csri_match *match, const csr_expression_input *input, csri_match_found *found)
{
    csri_arena *arena = &p->out->arena;
    size_t bytes = csri_match_words(match) * sizeof(uint64_t);
    void *row = csri_arena_take(arena, csri_match_row_bytes(match));

    found->is_true = csri_arena_take(arena, bytes);
    found->is_undecided = csri_arena_take(arena, bytes);
    if (!arena->exhausted)
        csri_match_all(match, csri_match_bind(match, input, row), CSRI_MATCH_INDEXED, found);
}

/* 0 = no memory. */
static int match_rules(pass *p)
{
    const csri_rules_view *view = &p->views[0];
    csr_expression_input input = CSR_EXPRESSION_INPUT_INIT;

    input.facts = view->facts;
    input.fact_count = view->fact_count;
    input.room = csri_arena_take(&p->out->arena, CSRI_RULES_ROOM);
    input.room_bytes = CSRI_RULES_ROOM;
    input.cost_limit = CSRI_RULES_COST;
    match_all(p, view->set->match, &input, &p->found);
    if (view->set->turns != NULL)
        match_all(p, view->set->turns, &input, &p->turns);
    return !p->out->arena.exhausted;
}

static void ask_all(pass *p)
{
    const csr_rules *set = p->views[0].set;
    order o = { 0 };

    if (set == NULL)
        return;
    o.taken = csri_arena_take(&p->out->arena, set->group_count + 1);
    if (!match_rules(p))
        return;
    for (size_t i = 0; i < set->rule_count; i++)
        ask_rule(p, (uint32_t)i, &o);
}

/* ---- Older versions ---- */

static const csri_rules_view *view_of(const pass *p, const csri_rules_memo *memo)
{
    for (size_t i = 0; i < p->in->set_count; i++)
        if (p->views[i].set != NULL && is_of(memo, p->views[i].set))
            return &p->views[i];
    return NULL;
}

/* The set in force takes over what is open: by the rule of the same name, else it is over. */
static void migrate(pass *p)
{
    const csri_rules_view *view = &p->views[0];

    for (size_t i = 0; i < memo_count(p); i++) {
        csri_rules_memo *memo = memo_at(p, i);
        int32_t rule = csri_rules_find(view->set, memo->id);
        if (!memo->open || is_of(memo, view->set))
            continue;
        p->dirty = 1;
        memcpy(memo->set, view->set->id, sizeof(memo->set));
        memo->open = rule >= 0 && view->set->rules[rule].fire != CSRI_FIRE_EACH_EVENT;
        if (!memo->open)
            memo->due = CSRI_RULES_NEVER;
    }
}

static csr_status ask_older(pass *p, csr_error *err)
{
    for (size_t i = 0, count = memo_count(p); i < count; i++) {
        csri_rules_memo *memo = memo_at(p, i);
        const csri_rules_view *view = view_of(p, memo);
        int32_t rule;
        if (!memo->open || (view != NULL && view == p->views))
            continue;
        if (view == NULL)
            return csri_fail(err, CSR_E_ARGUMENT, "sets", "rule \"%s\" is open under a set that is not given",
                             memo->id.ptr);
        rule = csri_rules_find(view->set, memo->id);
        if (rule < 0) {
            memo->open = 0;
            p->dirty = 1;
            continue;
        }
        settle_episode(p, view, (uint32_t)rule,
                       csri_rule_truth(&view->set->rules[rule], view->facts, view->fact_count, &p->out->cost));
    }
    return CSR_OK;
}

/* ---- The whole ---- */

/* The facts of a set, with now among them; behind the last ones. */
static csr_value *bind(const csri_rules_input *in, size_t i, csr_value *facts, csri_rules_view *view)
{
    const csri_rules_bound *bound = &in->sets[i];
    size_t count;

    view->set = bound->set;
    if (bound->set == NULL)
        return facts;
    count = bound->set->schema->field_count;
    view->fact_count = count;
    view->facts = facts;
    memcpy(facts, bound->facts, (bound->fact_count < count ? bound->fact_count : count) * sizeof(*facts));
    if (facts[bound->set->now_field].kind == 0)
        facts[bound->set->now_field] = csri_fact_instant(in->now);
    return facts + count;
}

/* All sets see one snapshot. 0 = no memory. */
static int bind_all(pass *p)
{
    csr_value *facts;
    size_t count = 1;

    for (size_t i = 0; i < p->in->set_count; i++)
        count += p->in->sets[i].set == NULL ? 0 : p->in->sets[i].set->schema->field_count;
    p->views = csri_arena_take(&p->out->arena, (p->in->set_count + 1) * sizeof(*p->views));
    facts = csri_arena_take(&p->out->arena, count * sizeof(*facts));
    if (p->out->arena.exhausted)
        return 0;
    for (size_t i = 0; i < p->in->set_count; i++)
        facts = bind(p->in, i, facts, &p->views[i]);
    return 1;
}

static void fire_due(pass *p)
{
    for (size_t i = 0; i < memo_count(p); i++) {
        csri_rules_memo *memo = memo_at(p, i);
        const csri_rules_view *view = memo->open ? view_of(p, memo) : NULL;
        if (view != NULL)
            csri_pass_step(p, view, (uint32_t)csri_rules_find(view->set, memo->id), memo);
    }
}

static csr_status run(pass *p, csr_error *err)
{
    csr_status status;

    if (p->views[0].set != NULL && p->views[0].set->migrate)
        migrate(p);
    status = ask_older(p, err);
    if (status != CSR_OK)
        return status;
    ask_all(p);
    if (p->out->arena.exhausted)
        return CSR_E_NO_MEMORY;
    fire_due(p);
    status = csri_pass_finish(p, err);
    if (status == CSR_OK && p->dirty) {
        p->out->state =
            csri_rules_state_make(p->in->host, memo_at(p, 0), memo_count(p),
                                  (const csr_time *)(const void *)p->recent.ptr, p->recent.len / sizeof(csr_time));
        status = p->out->state == NULL ? CSR_E_NO_MEMORY : CSR_OK;
    }
    return status;
}

/* What is remembered of the ticket, without the notices that are too old to count. */
static void begin_memory(pass *p)
{
    const csri_rules_state *state = p->in->state;
    size_t old = 0;

    while (old < state->recent_count && state->recent[old] <= p->in->now - CSRI_RULES_GUARD_US)
        old++;
    csri_buffer_put(&p->memos, state->memos, state->count * sizeof(csri_rules_memo));
    csri_buffer_put(&p->recent, state->recent + old, (state->recent_count - old) * sizeof(csr_time));
}

csr_status csri_rules_decide(const csri_rules_input *input, csri_rules_decision *out, csr_error *err)
{
    pass p = { .in = input, .out = out };
    csr_status status = CSR_E_NO_MEMORY;

    memset(out, 0, sizeof(*out));
    csri_arena_init(&out->arena, input->host);
    out->next_look = CSRI_RULES_NEVER;
    p.due = input->due != 0 && input->event == 0 && input->due < input->now ? input->due : input->now;
    csri_buffer_init(&p.memos, input->host, 0);
    csri_buffer_init(&p.firings, input->host, 0);
    csri_buffer_init(&p.recent, input->host, 0);
    if (input->state != NULL)
        begin_memory(&p);
    if (bind_all(&p) && p.memos.status == CSR_OK)
        status = run(&p, err);
    csri_buffer_free(&p.memos);
    csri_buffer_free(&p.firings);
    csri_buffer_free(&p.recent);
    return status == CSR_E_NO_MEMORY ? csri_fail(err, status, NULL, "no memory for the rules of a ticket") : status;
}

void csri_rules_decision_free(csri_rules_decision *decision)
{
    csri_rules_state_free(decision->state);
    csri_arena_free(&decision->arena);
    decision->state = NULL;
    decision->firings = NULL;
    decision->firing_count = 0;
}
