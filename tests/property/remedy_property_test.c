#include "policy/remedy_policy.h"
#include "policy/rules_set.h"
#include "support/runner.h"
#include "support/seeded.h"
#include "support/test_host.h"

#include <stdio.h>
#include <string.h>

/*
 * Random ladders, facts and pasts: each verdict is that of a second reading of docs/remedies.md, which works on names and
 * truths alone; one rung at most is next, and whoever goes on offering what is next comes to an end.
 */
#define LADDERS 400
#define PASTS 12
#define RUNGS 8

static csr_test_host host;

/* A ladder as it was written, and what is known. */
typedef struct world {
    size_t count;
    int truth[RUNGS]; /* 1, 0, -1 */
    int apology[RUNGS], said[RUNGS], after_all[RUNGS], after[RUNGS][RUNGS], times[RUNGS], role[RUNGS];
    csr_remedy_state tried[40];
    size_t of[40], tried_count;
    int upset, my_role;
    char text[6000];
} world;

static void write_rung(world *w, size_t i, csr_test_random *random)
{
    static const char *const kinds[] = { "apology", "explanation", "repair", "refund", "voucher" };
    static const char *const whens[] = { "ticket.reopened == 1", "ticket.reopened == 0", "ticket.children == 0" };
    static const char *const roles[] = { "cashier", "associate", "supervisor", "manager" };
    size_t kind = csr_test_below(random, 5), when = csr_test_below(random, 3), len = strlen(w->text);
    int listed = 0;

    w->apology[i] = kind == 0;
    w->said[i] = kind < 2;
    w->truth[i] = when == 0 ? 1 : when == 1 ? 0 : -1;
    w->times[i] = 1 + (int)csr_test_below(random, 2);
    w->role[i] = (int)csr_test_below(random, 4);
    w->after_all[i] = csr_test_below(random, 4) == 0;
    len += (size_t)snprintf(w->text + len, sizeof w->text - len,
                            "%s{\"rung\":\"r%zu\",\"remedy\":\"%s\",\"when\":[\"%s\"],\"times\":%d,\"role\":\"%s\"",
                            i == 0 ? "" : ",", i, kinds[kind], whens[when], w->times[i], roles[w->role[i]]);
    if (w->after_all[i])
        len += (size_t)snprintf(w->text + len, sizeof w->text - len, ",\"after\":\"all\"");
    for (size_t k = 0; k < i && !w->after_all[i]; k++) {
        w->after[i][k] = csr_test_below(random, 4) == 0;
        if (!w->after[i][k])
            continue;
        len += (size_t)snprintf(w->text + len, sizeof w->text - len, "%s\"r%zu\"", listed ? "," : ",\"after\":[", k);
        listed = 1;
    }
    (void)snprintf(w->text + len, sizeof w->text - len, "%s}", listed ? "]" : "");
}

static csr_remedy_policy *make_ladder(world *w, csr_test_random *random)
{
    csr_remedy_policy_params params = CSR_REMEDY_POLICY_PARAMS_INIT;
    csr_remedy_policy *policy = NULL;
    csr_error err = CSR_ERROR_INIT;

    memset(w, 0, sizeof *w);
    w->count = 1 + csr_test_below(random, RUNGS);
    (void)snprintf(w->text, sizeof w->text,
                   "{\"format\":\"csr-remedies/1\",\"ladders\":[{\"ladder\":\"l\",\"rungs\":[");
    for (size_t i = 0; i < w->count; i++)
        write_rung(w, i, random);
    (void)snprintf(w->text + strlen(w->text), sizeof w->text - strlen(w->text), "]}]}");
    params.document = (csr_str){ w->text, strlen(w->text) };
    params.host = &host.host;
    CU_ASSERT_EQUAL(csr_remedy_policy_load(&params, &policy, NULL, &err), CSR_OK);
    return policy;
}

static void make_past(world *w, csr_test_random *random)
{
    w->tried_count = csr_test_below(random, 7);
    for (size_t i = 0; i < w->tried_count; i++) {
        w->of[i] = csr_test_below(random, w->count);
        w->tried[i] = 1 + (csr_remedy_state)csr_test_below(random, 6);
    }
    w->upset = (int)csr_test_below(random, 2);
    w->my_role = (int)csr_test_below(random, 5) - 1;
}

/* ---- The second reading ---- */

static int offered(const world *w, size_t rung)
{
    int count = 0;

    for (size_t i = 0; i < w->tried_count; i++)
        count += w->of[i] == rung && w->tried[i] != CSR_REMEDY_WITHDRAWN;
    return count;
}

static int is_open(const world *w, size_t rung)
{
    for (size_t i = 0; i < w->tried_count; i++)
        if (w->of[i] == rung &&
            (w->tried[i] == CSR_REMEDY_OFFERED || (w->tried[i] == CSR_REMEDY_ACCEPTED && !w->said[rung])))
            return 1;
    return 0;
}

static int was_tried(const world *w, size_t rung)
{
    for (size_t i = 0; i < w->tried_count; i++)
        if (w->of[i] == rung &&
            (w->tried[i] == CSR_REMEDY_DECLINED || w->tried[i] == CSR_REMEDY_FULFILLED ||
             w->tried[i] == CSR_REMEDY_FAILED || (w->tried[i] == CSR_REMEDY_ACCEPTED && w->said[rung])))
            return 1;
    return 0;
}

static int must_wait(const world *w, size_t rung)
{
    if (w->upset && w->apology[rung] && w->truth[rung] == 1 && offered(w, rung) == 0)
        return 0;
    for (size_t i = 0; w->upset && i < w->count; i++)
        if (w->apology[i] && w->truth[i] == 1 && offered(w, i) == 0)
            return 1;
    for (size_t i = 0; i < rung; i++)
        if ((w->after_all[rung] || w->after[rung][i]) && w->truth[i] == 1 && !was_tried(w, i))
            return 1;
    return 0;
}

static csr_remedy_verdict verdict_of(const world *w, size_t rung)
{
    if (is_open(w, rung))
        return CSR_REMEDY_OPEN;
    if (w->truth[rung] != 1)
        return w->truth[rung] == 0 ? CSR_REMEDY_DOES_NOT_APPLY : CSR_REMEDY_UNDECIDED;
    if (offered(w, rung) >= w->times[rung])
        return CSR_REMEDY_USED;
    return must_wait(w, rung) ? CSR_REMEDY_BLOCKED : CSR_REMEDY_LATER;
}

/* ---- Both ---- */

static const csri_remedy_rung *decide(const csr_remedy_policy *policy, world *w, csri_remedy_step *steps)
{
    csr_value facts[CSRI_RULES_FIELDS_MAX] = { 0 };
    csri_remedy_tried tried[40];
    csri_remedy_input input = { .policy = policy,
                                .ladder = &policy->ladders[0],
                                .facts = facts,
                                .fact_count = csri_rules_field_count(policy->conditions),
                                .tried = tried,
                                .tried_count = w->tried_count,
                                .upset = w->upset,
                                .role = w->my_role < 0 ? 0 : w->my_role + CSR_ROLE_CASHIER };
    const csri_remedy_rung *next = NULL;

    facts[csri_rules_field(policy->conditions, "ticket.reopened")] =
        (csr_value){ .kind = CSR_VALUE_INT, .as.integer = 1 };
    for (size_t i = 0; i < w->tried_count; i++)
        tried[i] = (csri_remedy_tried){ policy->ladders[0].rungs[w->of[i]].name, w->tried[i] };
    csri_remedy_decide(&input, steps);
    for (size_t i = 0; i < w->count; i++)
        if (steps[i].verdict == CSR_REMEDY_NEXT) {
            CU_ASSERT_PTR_NULL(next);
            next = steps[i].rung;
        }
    return next;
}

static void compare(const csr_remedy_policy *policy, world *w)
{
    csri_remedy_step steps[CSRI_REMEDY_RUNGS_MAX];
    const csri_remedy_rung *next = decide(policy, w, steps), *first = NULL;
    int open = 0;

    for (size_t i = 0; i < w->count; i++) {
        csr_remedy_verdict wanted = verdict_of(w, i);
        open |= wanted == CSR_REMEDY_OPEN;
        CU_ASSERT_EQUAL(steps[i].verdict == CSR_REMEDY_NEXT ? CSR_REMEDY_LATER : steps[i].verdict, wanted);
        CU_ASSERT_EQUAL(steps[i].offered, offered(w, i));
        CU_ASSERT_EQUAL(steps[i].may_offer, w->my_role < 0 || w->my_role >= w->role[i]);
        CU_ASSERT_EQUAL(steps[i].because != NULL,
                        steps[i].verdict == CSR_REMEDY_BLOCKED || steps[i].verdict == CSR_REMEDY_LATER);
        if (wanted == CSR_REMEDY_LATER && first == NULL)
            first = steps[i].rung;
    }
    CU_ASSERT_PTR_EQUAL(next, open ? NULL : first);
}

/* Offering whatever is next, and having it declined, ends: each rung that applies was offered as often as it may be. */
static void climb(const csr_remedy_policy *policy, world *w)
{
    csri_remedy_step steps[CSRI_REMEDY_RUNGS_MAX];
    const csri_remedy_rung *next;

    w->tried_count = 0;
    while ((next = decide(policy, w, steps)) != NULL && w->tried_count < 40) {
        w->of[w->tried_count] = (size_t)(next - policy->ladders[0].rungs);
        w->tried[w->tried_count++] = CSR_REMEDY_DECLINED;
    }
    for (size_t i = 0; i < w->count; i++)
        CU_ASSERT_EQUAL(offered(w, i), w->truth[i] == 1 ? w->times[i] : 0);
}

static void test_two_readings(void)
{
    csr_test_random random = csr_test_random_begin("ladders of remedies", 20260302);
    static world w;

    for (int i = 0; i < LADDERS; i++) {
        csr_remedy_policy *policy = make_ladder(&w, &random);
        if (policy == NULL)
            break;
        for (int k = 0; k < PASTS; k++) {
            make_past(&w, &random);
            compare(policy, &w);
        }
        climb(policy, &w);
        csr_remedy_policy_free(policy);
    }
}

/* The negative control: a reading in which an accepted repair counts as tried does not agree. */
static void test_control(void)
{
    csr_test_random random = csr_test_random_begin("ladders of remedies, misread", 20260302);
    static world w;
    int differs = 0;

    for (int i = 0; i < LADDERS && !differs; i++) {
        csri_remedy_step steps[CSRI_REMEDY_RUNGS_MAX];
        csr_remedy_policy *policy = make_ladder(&w, &random);
        if (policy == NULL)
            break;
        make_past(&w, &random);
        (void)decide(policy, &w, steps);
        memset(w.said, 1, sizeof w.said);
        for (size_t k = 0; k < w.count; k++)
            differs |= verdict_of(&w, k) != (steps[k].verdict == CSR_REMEDY_NEXT ? CSR_REMEDY_LATER : steps[k].verdict);
        csr_remedy_policy_free(policy);
    }
    CU_ASSERT_TRUE(differs);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "remedy_property/two_readings", test_two_readings },
        { "remedy_property/control", test_control },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "remedy_property", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    int result;

    csr_test_host_init(&host, CSR_TEST_MONDAY, 7);
    result = csr_test_main("remedy_property_test", suites, 2);
    return csr_test_host_done(&host) != 0 ? 1 : result;
}
