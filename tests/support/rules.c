#include "support/rules.h"

#include "base/memory.h"
#include "policy/rules_set.h"
#include "support/runner.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define QUOTED_MAX 65536

const char *test_rules_quote(const char *text)
{
    static char quoted[4][QUOTED_MAX];
    static unsigned turn;
    char *out = quoted[turn++ % 4];
    size_t len = strlen(text);

    if (len >= QUOTED_MAX)
        abort();
    for (size_t i = 0; i <= len; i++)
        out[i] = (char)(text[i] == '`' ? '"' : text[i]);
    return out;
}

static csr_rules *load(const char *document, csr_buf **report, csr_error *err)
{
    csr_rules_params params = CSR_RULES_PARAMS_INIT;
    csr_rules *rules = NULL;

    csr_str_set(&params.text, test_rules_quote(document), CSR_NTS);
    (void)csr_rules_load(&params, &rules, report, err);
    return rules;
}

csr_rules *test_rules(const char *document)
{
    csr_error err = CSR_ERROR_INIT;
    csr_buf *report = NULL;
    csr_rules *rules = load(document, &report, &err);

    CU_ASSERT_PTR_NOT_NULL(rules);
    if (rules == NULL)
        fprintf(stderr, "%s\n%s: %s\n", csr_buf_text(report), err.field, err.message);
    csr_buf_free(report);
    return rules;
}

csr_rules *test_rules_of(const char *rules)
{
    static char document[QUOTED_MAX];

    (void)snprintf(document, sizeof(document),
                   "{`format`:`csr-rules/1`,`set`:`test`,`groups`:{`one`:{`pick`:`first`},`many`:{}},`rules`:[%s]}",
                   rules);
    return test_rules(document);
}

const char *test_rules_report(const char *document)
{
    static char told[QUOTED_MAX];
    csr_buf *report = NULL;
    csr_rules *rules = load(document, &report, NULL);

    (void)snprintf(told, sizeof(told), "%s", csr_buf_text(report));
    csr_rules_free(rules);
    csr_buf_free(report);
    return told;
}

static void tell(test_rules_ticket *t, const char *format, ...) __attribute__((__format__(__printf__, 2, 3)));

static void tell(test_rules_ticket *t, const char *format, ...)
{
    size_t used = strlen(t->told);
    va_list values;

    va_start(values, format);
    (void)vsnprintf(t->told + used, sizeof(t->told) - used, format, values);
    va_end(values);
}

static void tell_firing(test_rules_ticket *t, const csri_rules_firing *f)
{
    static const char *const outcomes[] = { "",           "fired",   "shadow", "inhibited",
                                            "suppressed", "guarded", "closed", "stopped" };
    static const char *const fates[] = { "", "apply", "shadow", "held", "lost" };
    static const char *const kinds[] = { "",     "escalate", "priority",    "team",     "assignee",
                                         "tag",  "untag",    "note",        "standing", "follow_up",
                                         "emit", "pause",    "end_contact", "require",  "propose" };

    tell(t, "%s%s/%" PRId64 "/%d %s", t->told[0] == '\0' ? "" : ", ", f->id.ptr, f->episode, (int)f->step,
         outcomes[f->outcome]);
    if (f->because.len != 0)
        tell(t, " because %s", f->because.ptr);
    for (size_t i = 0; i < f->action_count; i++)
        tell(t, " %s:%s", kinds[f->actions[i].kind], fates[f->fates[i]]);
    if (f->audit.len != 0)
        (void)snprintf(t->audit, sizeof(t->audit), "%s", f->audit.ptr);
}

/* Bits of the fields that are named. */
static void mark_changed(const csr_rules *set, const char *names, uint64_t *bits)
{
    char name[80];

    while (sscanf(names, " %79s", name) == 1) {
        int32_t field = csri_rules_field(set, name);
        CU_ASSERT(field >= 0);
        bits[field / 64] |= UINT64_C(1) << field % 64;
        names = strstr(names, name) + strlen(name);
    }
}

const char *test_rules_pass(test_rules_ticket *t, const char *facts, int64_t now_s, int64_t event)
{
    csri_rules_bound bound[3] = { { 0 } };
    uint64_t changed[16] = { 0 };
    csri_rules_input input = { .sets = bound, .set_count = t->set_count, .cascade = t->cascade, .event = event };
    csri_rules_decision decision;
    csr_error why = CSR_ERROR_INIT;
    csri_arena arena;
    csr_host host;
    const char *text = test_rules_quote(facts);
    const csri_json *json;

    csri_host_take(&host, NULL);
    csri_arena_init(&arena, &host);
    CU_ASSERT_EQUAL(csri_json_read(&host, text, strlen(text), 0, 0, &json, NULL), CSR_OK);
    for (size_t i = 0; i < t->set_count; i++) {
        csr_value *values;
        bound[i].set = t->sets[i];
        if (t->sets[i] == NULL)
            continue;
        values = csri_arena_take(&arena, csri_rules_field_count(t->sets[i]) * sizeof(*values));
        CU_ASSERT_EQUAL(csri_facts_read(t->sets[i], &arena, json, values, NULL, "facts", &why), CSR_OK);
        bound[i].facts = values;
        bound[i].fact_count = csri_rules_field_count(t->sets[i]);
    }
    if (why.status != CSR_OK)
        fprintf(stderr, "%s\n", why.message);
    if (t->changed != NULL) {
        mark_changed(t->sets[0], t->changed, changed);
        bound[0].changed = changed;
    }
    input.host = &host;
    input.state = t->state;
    csr_str_set(&input.subject, "T-1", CSR_NTS);
    input.now = now_s * 1000000;
    input.due = t->due;
    input.clocks = t->clocks;
    t->told[0] = t->audit[0] = '\0';
    t->err = (csr_error)CSR_ERROR_INIT;
    t->status = csri_rules_decide(&input, &decision, &t->err);
    for (size_t i = 0; i < decision.firing_count; i++)
        tell_firing(t, &decision.firings[i]);
    if (decision.state != NULL) {
        csri_rules_state_free(t->state);
        t->state = decision.state;
        decision.state = NULL;
    }
    t->look = decision.next_look;
    csri_rules_decision_free(&decision);
    csri_json_free(json);
    csri_arena_free(&arena);
    return t->told;
}

void test_rules_end(test_rules_ticket *t)
{
    csri_rules_state_free(t->state);
    for (size_t i = 0; i < 3; i++)
        csr_rules_free(t->sets[i]);
}
