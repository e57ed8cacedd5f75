/*
 * SLA documents: any text is loaded or refused with a place; what is loaded has sound targets, finds its rules by their
 * names, and its conditions answer the same question the same way twice.
 *
 * Input: four bytes of facts, then the text of a document.
 */
#include "base/memory.h"
#include "policy/sla_policy.h"
#include "support/fuzz.h"

#include <stdlib.h>
#include <string.h>

static csr_status known(void *user, const csr_str *name, int *out, csr_error *err)
{
    (void)user;
    (void)err;
    *out = name->len % 2 == 0;
    return CSR_OK;
}

static void check_rules(const csri_sla_policy *p, const csri_facts *facts)
{
    const csri_sla_rule *rules = (const csri_sla_rule *)(const void *)p->rules.ptr;
    const csri_sla_rule *match = csri_sla_match(p, facts);

    FUZZ_REQUIRE(csri_sla_match(p, facts) == match);
    for (size_t i = 0; i < p->rules.len / sizeof(*rules); i++) {
        csr_str name = csri_sla_rule_name(p, &rules[i]);
        FUZZ_REQUIRE(name.len >= 1 && name.len <= CSRI_SLA_NAME_BYTES);
        FUZZ_REQUIRE(csri_sla_rule_named(p, &name) == &rules[i]);
        FUZZ_REQUIRE(rules[i].level_count < CSR_SLA_LEVELS_MAX && rules[i].reopen != 0 && rules[i].pauses != 0);
        /* The first that holds is the match. */
        FUZZ_REQUIRE((match != NULL && match <= &rules[i]) || !csri_condition_holds(&rules[i].when, facts));
        for (csr_sla_metric m = CSR_SLA_FIRST_REPLY; m <= CSR_SLA_RESOLUTION; m++) {
            const csri_sla_target *target = csri_sla_target_of(p, &rules[i], m, facts);
            FUZZ_REQUIRE(target == NULL || (target->target_s >= 1 && target->target_s <= CSR_SLA_TARGET_MAX_S));
            FUZZ_REQUIRE(target == NULL || csri_sla_calendar_name(p, target).len <= CSRI_SLA_NAME_BYTES);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const csri_calendar_names calendars = { known, NULL };
    fuzz_in in = { data, data + size };
    csr_ticket_view ticket = { .priority = fuzz_byte(&in) % 5, .fault = fuzz_byte(&in) % 5 };
    csr_customer_view customer = { .loyalty = fuzz_byte(&in) % 5 };
    csri_facts facts = { &ticket, &customer, fuzz_byte(&in) % 8 };
    csr_str text = fuzz_rest(&in);
    char *copy = fuzz_copy(text.ptr, text.len);
    csr_error err = CSR_ERROR_INIT;
    csri_sla_policy *policy;
    csr_host host;
    csr_status status;

    csri_host_take(&host, NULL);
    status = csri_sla_load(&host, copy, text.len, &calendars, &policy, NULL, &err);
    FUZZ_REQUIRE((status == CSR_OK) == (policy != NULL));
    FUZZ_REQUIRE(status == CSR_OK || (status == CSR_E_POLICY && err.status == status && err.field[0] != '\0'));
    if (policy != NULL) {
        check_rules(policy, &facts);
        facts.customer = NULL;
        check_rules(policy, &facts);
    }
    csri_sla_free(policy);
    free(copy);
    return 0;
}
