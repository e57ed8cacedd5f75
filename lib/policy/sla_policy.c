#include "policy/sla_policy.h"

#include "base/memory.h"

void csri_sla_free(csri_sla_policy *policy)
{
    if (policy) {
        /* The host lies in the block that is freed. */
        const csr_host host = policy->host;
        csri_buffer_free(&policy->rules);
        csri_buffer_free(&policy->targets);
        csri_buffer_free(&policy->texts);
        csri_conditions_free(&policy->conditions);
        csri_free(&host, policy, sizeof *policy);
    }
}

static const csri_sla_rule *rule_at(const csri_sla_policy *policy, size_t i)
{
    return (const csri_sla_rule *)(const void *)policy->rules.ptr + i;
}

static size_t rule_count(const csri_sla_policy *policy)
{
    return policy->rules.len / sizeof(csri_sla_rule);
}

const csri_sla_rule *csri_sla_match(const csri_sla_policy *policy, const csri_facts *facts)
{
    for (size_t i = 0; i < rule_count(policy); i++) {
        if (csri_condition_holds(&rule_at(policy, i)->when, facts)) {
            return rule_at(policy, i);
        }
    }
    return NULL;
}

static csr_str text_of(const csri_sla_policy *policy, uint32_t at, uint32_t len)
{
    const char *texts = policy->texts.ptr;
    return len == 0 ? (csr_str){ "", 0 } : (csr_str){ texts + at, len };
}

csr_str csri_sla_rule_name(const csri_sla_policy *policy, const csri_sla_rule *rule)
{
    return text_of(policy, rule->name, rule->name_len);
}

csr_str csri_sla_calendar_name(const csri_sla_policy *policy, const csri_sla_target *target)
{
    return text_of(policy, target->calendar, target->calendar_len);
}

const csri_sla_rule *csri_sla_rule_named(const csri_sla_policy *policy, const csr_str *name)
{
    for (size_t i = 0; i < rule_count(policy); i++) {
        csr_str has = csri_sla_rule_name(policy, rule_at(policy, i));
        /* One that was refused before it got a name has an empty one, which nobody asks for. */
        if (has.len == name->len && memcmp(has.ptr, name->ptr, has.len) == 0)
            return rule_at(policy, i);
    }
    return NULL;
}

const csri_sla_target *csri_sla_target_of(const csri_sla_policy *policy, const csri_sla_rule *rule,
                                          csr_sla_metric metric, const csri_facts *facts)
{
    const csri_sla_target *targets = (const csri_sla_target *)(const void *)policy->targets.ptr;
    for (uint32_t i = 0; rule && i < rule->count[metric]; i++) {
        const csri_sla_target *target = &targets[rule->first[metric] + i];
        if (csri_condition_holds(&target->when, facts)) {
            return target;
        }
    }
    return NULL;
}
