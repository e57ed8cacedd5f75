/* What fires in a pass, what becomes of its actions, and when the next pass is due. */
#include "policy/rules_pass.h"

#include "base/error.h"
#include "base/json.h"
#include "base/time.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const csri_rules_rule *rule_of(const csri_rules_firing *firing)
{
    return &firing->set->rules[firing->rule];
}

static int is_text(csr_str text, const char *other)
{
    return text.len == strlen(other) && memcmp(text.ptr, other, text.len) == 0;
}

/* ---- Firing ---- */

void csri_pass_tell(pass *p, csri_rules_firing *firing)
{
    firing->id = rule_of(firing)->id;
    firing->fired_at = p->in->now;
    if (firing->due_at == 0)
        firing->due_at = p->due;
    firing->key = firing->because = firing->audit = CSR_STR("");
    csri_buffer_put(&p->firings, firing, sizeof(*firing));
}

static int fired_before(const csri_rules_cascade *cascade, csr_str id)
{
    for (uint32_t i = 0; cascade != NULL && i < cascade->count; i++)
        if (is_text(id, cascade->fired[i].rule))
            return 1;
    return 0;
}

void csri_pass_fire(pass *p, const csri_rules_view *view, uint32_t rule, csri_rules_memo *memo, int32_t step,
                    csr_time due, int undecided)
{
    const csri_rules_rule *r = &view->set->rules[rule];
    const csri_rules_step *s = &r->steps[(size_t)step % r->step_count];
    csri_rules_firing firing = { .set = view->set, .rule = rule, .outcome = CSRI_FIRED };

    if (fired_before(p->in->cascade, r->id))
        firing.outcome = CSRI_SUPPRESSED;
    else if (r->shadow)
        firing.outcome = CSRI_FIRED_SHADOW;
    firing.episode = memo->episode;
    firing.step = step;
    firing.undecided = undecided;
    firing.due_at = due;
    firing.actions = s->actions;
    firing.action_count = s->action_count;
    memo->fired++;
    csri_pass_tell(p, &firing);
}

/* When the episode is to do something again. */
static csr_time next_due(const csri_rules_rule *rule, const csri_rules_memo *memo, csr_time now)
{
    size_t step = (size_t)memo->next % rule->step_count;
    int64_t delay = rule->steps[step].after_us;

    if (rule->fire == CSRI_FIRE_EVERY) {
        if (rule->every_max != 0 && memo->next >= rule->every_max)
            return CSRI_RULES_NEVER;
        return memo->since + ((now - memo->since) / rule->every_us + 1) * rule->every_us;
    }
    if ((size_t)memo->next >= rule->step_count * ((size_t)rule->repeat + 1))
        return CSRI_RULES_NEVER;
    /* The second time round the first step needs a delay too: where it has none, that of the last one. */
    return now + (delay != 0 ? delay : rule->steps[rule->step_count - 1].after_us);
}

static int holds(pass *p, const csri_rules_view *view, const csri_rules_clause *clause)
{
    return clause->expression != NULL && csri_clause_truth(clause, view->facts, view->fact_count, &p->out->cost) == 1;
}

static const csri_rules_step *step_of(const csri_rules_rule *rule, const csri_rules_memo *memo)
{
    return &rule->steps[(size_t)memo->next % rule->step_count];
}

static int is_unsure(const pass *p, const csri_rules_view *view, uint32_t rule)
{
    return view == &p->views[0] && csri_match_has(p->found.is_undecided, rule);
}

/* Whether the steps are over, since `until` of the next one holds; said once. */
static int is_stopped(pass *p, const csri_rules_view *view, uint32_t rule, csri_rules_memo *memo)
{
    csri_rules_firing stopped = { .set = view->set, .rule = rule, .outcome = CSRI_STOPPED };

    if (memo->due == CSRI_RULES_NEVER || !holds(p, view, &step_of(&view->set->rules[rule], memo)->until))
        return memo->due == CSRI_RULES_NEVER;
    stopped.episode = memo->episode;
    stopped.step = memo->next;
    memo->due = CSRI_RULES_NEVER;
    p->dirty = 1;
    csri_pass_tell(p, &stopped);
    return 1;
}

void csri_pass_step(pass *p, const csri_rules_view *view, uint32_t rule, csri_rules_memo *memo)
{
    const csri_rules_rule *r = &view->set->rules[rule];

    if (is_stopped(p, view, rule, memo) || memo->due > p->in->now || holds(p, view, &step_of(r, memo)->hold_while))
        return;
    csri_pass_fire(p, view, rule, memo, memo->next, memo->due, memo->next == 0 && is_unsure(p, view, rule));
    memo->next++;
    memo->due = next_due(r, memo, p->in->now);
    p->dirty = 1;
    /* A look in a moment would find nothing else: what is over is over now. */
    (void)is_stopped(p, view, rule, memo);
}

/* ---- Inhibition ---- */

static int is_same_value(pass *p, const csri_rules_view *view, uint16_t field, const json_t *kept)
{
    const csri_field *f = &view->set->schema->fields[field];
    const json_t *json = json_object_get(kept, f->name.ptr);
    const char *why;
    csr_value was;

    return json != NULL && csri_fact_read(&p->out->arena, f, json, &was, &why) &&
           csri_fact_same(&was, &view->facts[field]);
}

/* What was kept when the inhibitor began is still so. */
static int is_same(pass *p, const csri_rules_view *view, const csri_rules_rule *rule, csr_str kept)
{
    json_t *json = NULL;
    csr_status status;
    int same;

    if (rule->same_count == 0)
        return 1;
    status = csri_json_read(kept.ptr, kept.len, 0, 0, &json, NULL);
    same = status == CSR_OK;
    p->out->arena.exhausted |= status == CSR_E_NO_MEMORY;
    for (size_t i = 0; i < rule->same_count && same; i++)
        same = is_same_value(p, view, rule->same[i], json);
    json_decref(json);
    return same;
}

static void inhibit(pass *p, csri_rules_firing *firing)
{
    const csri_rules_rule *rule = rule_of(firing), *by;

    if (firing->outcome != CSRI_FIRED || rule->inhibitor < 0)
        return;
    by = &firing->set->rules[rule->inhibitor];
    for (size_t i = 0; i < p->memos.len / sizeof(csri_rules_memo) && !by->shadow; i++) {
        const csri_rules_memo *memo = (const csri_rules_memo *)(const void *)p->memos.ptr + i;
        if (memo->open && memo->id.len == by->id.len && memcmp(memo->id.ptr, by->id.ptr, by->id.len) == 0 &&
            is_same(p, csri_pass_view(p, firing->set), rule, memo->kept)) {
            firing->outcome = CSRI_INHIBITED;
            firing->because = by->id;
        }
    }
}

/* ---- Too many notices ---- */

static int is_notice(const csri_rules_action *action)
{
    return action->kind == CSRI_ACTION_ESCALATE || action->kind == CSRI_ACTION_EMIT;
}

static int notifies(const csri_rules_firing *firing)
{
    for (size_t i = 0; i < firing->action_count; i++)
        if (is_notice(&firing->actions[i]))
            return 1;
    return 0;
}

/* Of the firings with notices that acted, so many in so many minutes are enough for one ticket. */
static const struct {
    int64_t minutes;
    size_t most;
} guards[] = { { 10, 10 }, { 30, 15 }, { 60, 25 }, { 180, 50 }, { 600, 100 } };

static int is_too_much(const pass *p)
{
    const csr_time *recent = (const csr_time *)(const void *)p->recent.ptr;
    size_t count = p->recent.len / sizeof(*recent);

    for (size_t i = 0; i < sizeof(guards) / sizeof(guards[0]); i++)
        if (count >= guards[i].most && recent[count - guards[i].most] > p->in->now - guards[i].minutes * CSRI_MINUTE_US)
            return 1;
    return 0;
}

static void guard(pass *p, csri_rules_firing *firing)
{
    if (firing->outcome != CSRI_FIRED || !notifies(firing))
        return;
    p->dirty = 1;
    if (is_too_much(p))
        firing->outcome = CSRI_GUARDED;
    else
        csri_buffer_put(&p->recent, &p->in->now, sizeof(p->in->now));
}

/* ---- What becomes of actions ---- */

/* Only one rule can have its way with these. */
static int is_exclusive(const csri_rules_action *action)
{
    return action->kind == CSRI_ACTION_SET_PRIORITY || action->kind == CSRI_ACTION_SET_TEAM ||
           action->kind == CSRI_ACTION_SET_ASSIGNEE || action->kind == CSRI_ACTION_STANDING;
}

/* Whether the one that comes first leaves nothing to the other. */
static int settles(const csri_rules_action *first, const csri_rules_action *other)
{
    return first->kind == other->kind ? is_exclusive(other) : csri_action_undoes(first, other);
}

/* A rule that comes before writes the same in this pass. */
static int is_lost(const csri_rules_firing *all, size_t before, const csri_rules_action *action)
{
    for (size_t i = 0; i < before && action->field >= 0; i++)
        for (size_t k = 0; k < all[i].action_count; k++)
            if (all[i].fates[k] == CSRI_FATE_APPLY && settles(&all[i].actions[k], action))
                return 1;
    return 0;
}

/* Of the i-th firing; those before it are decided. fates has room for its actions. */
static void decide_fates(csri_rules_firing *all, size_t i, csri_fate *fates)
{
    csri_rules_firing *firing = &all[i];

    for (size_t k = 0; k < firing->action_count; k++) {
        const csri_rules_action *action = &firing->actions[k];
        if (firing->outcome == CSRI_FIRED_SHADOW)
            fates[k] = CSRI_FATE_SHADOW;
        else if (firing->outcome == CSRI_SUPPRESSED || (firing->outcome != CSRI_FIRED && is_notice(action)))
            fates[k] = CSRI_FATE_HELD;
        else
            fates[k] = is_lost(all, i, action) ? CSRI_FATE_LOST : CSRI_FATE_APPLY;
    }
    firing->fates = fates;
}

/* ---- Cascades ---- */

static int is_acting(const csri_rules_firing *firing)
{
    return firing->outcome == CSRI_FIRED || firing->outcome == CSRI_INHIBITED || firing->outcome == CSRI_GUARDED;
}

/* The rule of the pass before that may have brought this one about. */
static void find_cause(const pass *p, csri_rules_firing *firing)
{
    const csri_rules_cascade *cascade = p->in->cascade;
    const csri_rules_rule *rule = rule_of(firing);

    for (uint32_t i = 0; cascade != NULL && i < cascade->count; i++) {
        csr_str id;
        int32_t from;
        csr_str_set(&id, cascade->fired[i].rule, CSR_NTS);
        from = csri_rules_find(firing->set, id);
        if (cascade->fired[i].pass + 1 != cascade->passes || firing->because.len != 0 || from < 0)
            continue;
        for (size_t w = 0; w < CSRI_RULES_FIELD_WORDS; w++)
            if (firing->set->rules[from].writes.word[w] & rule->reads.word[w])
                firing->because = firing->set->rules[from].id;
    }
}

static csr_status refuse_loop(const csri_rules_cascade *cascade, const csri_rules_firing *firing, csr_error *err)
{
    char way[160] = "";
    size_t len = 0;
    uint32_t first = cascade->count > 6 ? cascade->count - 6 : 0;

    for (uint32_t i = first; i < cascade->count; i++) {
        size_t n = strlen(cascade->fired[i].rule);
        if (len + n + 5 > sizeof(way))
            break;
        memcpy(way + len, cascade->fired[i].rule, n);
        memcpy(way + len + n, " -> ", 5);
        len += n + 4;
    }
    return csri_fail(err, CSR_E_POLICY, "rules", "rule_loop: more than %d passes: %s%s", CSRI_RULES_PASSES_MAX, way,
                     firing->id.ptr);
}

static csr_status note_cascade(pass *p, const csri_rules_firing *all, size_t count, csr_error *err)
{
    csri_rules_cascade *cascade = p->in->cascade;

    for (size_t i = 0; cascade != NULL && i < count; i++) {
        if (!is_acting(&all[i]))
            continue;
        if (cascade->passes > CSRI_RULES_PASSES_MAX || cascade->count == CSRI_RULES_CASCADE_MAX)
            return refuse_loop(cascade, &all[i], err);
        memcpy(cascade->fired[cascade->count].rule, all[i].id.ptr, all[i].id.len + 1);
        cascade->fired[cascade->count++].pass = cascade->passes;
    }
    return CSR_OK;
}

/* ---- The end of a pass ---- */

static void make_key(pass *p, csri_rules_firing *firing)
{
    csri_buffer text;

    csri_buffer_init(&text, p->in->host, 0);
    csri_buffer_format(&text, "%s/%s/%.*s/%" PRId64 "/%d", firing->set->name.ptr, firing->id.ptr,
                       (int)p->in->subject.len, p->in->subject.ptr, firing->episode, (int)firing->step);
    firing->key = csri_arena_keep(&p->out->arena, &text);
}

static int by_rank(const void *a, const void *b)
{
    const csri_rules_firing *one = a, *other = b;
    int order;

    if (rule_of(one)->priority != rule_of(other)->priority)
        return rule_of(one)->priority < rule_of(other)->priority ? 1 : -1;
    order = strcmp(one->id.ptr, other->id.ptr);
    /* What is closed stands before what then opens, a step before the end of the steps. */
    if (order == 0)
        order = (one->episode > other->episode) - (one->episode < other->episode);
    return order != 0 ? order : (one->step > other->step) - (one->step < other->step);
}

static size_t action_count(const pass *p)
{
    const csri_rules_firing *all = (const csri_rules_firing *)(const void *)p->firings.ptr;
    size_t actions = 0;

    for (size_t i = 0; i < p->firings.len / sizeof(*all); i++)
        actions += all[i].action_count;
    return actions;
}

csr_status csri_pass_finish(pass *p, csr_error *err)
{
    size_t count = p->firings.len / sizeof(csri_rules_firing);
    csri_rules_firing *all = csri_arena_take(&p->out->arena, (count + 1) * sizeof(*all));
    csri_fate *fates = csri_arena_take(&p->out->arena, action_count(p) + 1);

    if (p->out->arena.exhausted || p->firings.status != CSR_OK || p->memos.status != CSR_OK)
        return CSR_E_NO_MEMORY;
    if (count != 0) {
        memcpy(all, p->firings.ptr, count * sizeof(*all));
        qsort(all, count, sizeof(*all), by_rank);
    }
    if (p->in->cascade != NULL)
        p->in->cascade->passes++;
    for (size_t i = 0; i < count; i++) {
        make_key(p, &all[i]);
        if (all[i].outcome == CSRI_CLOSED || all[i].outcome == CSRI_STOPPED)
            continue;
        inhibit(p, &all[i]);
        guard(p, &all[i]);
        decide_fates(all, i, fates);
        fates += all[i].action_count;
        find_cause(p, &all[i]);
    }
    if (note_cascade(p, all, count, err) != CSR_OK)
        return CSR_E_POLICY;
    for (size_t i = 0; i < count && !p->out->arena.exhausted; i++)
        if (all[i].outcome != CSRI_CLOSED && all[i].outcome != CSRI_STOPPED)
            csri_pass_audit(p, &all[i]);
    csri_pass_look(p);
    p->out->firings = all;
    p->out->firing_count = count;
    return p->out->arena.exhausted || p->recent.status != CSR_OK ? CSR_E_NO_MEMORY : CSR_OK;
}
