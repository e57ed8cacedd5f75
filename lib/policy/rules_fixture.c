/* Fixtures: cases that stand beside a rule and say whether it holds. */
#include "base/json.h"
#include "policy/rules_set.h"

static const char *const expected[] = { "", "yes", "no", "undecided" };

/* What comes out, in the words of fixtures. */
static int32_t outcome_of(const csri_rules_rule *rule, const csri_rules_fixture *fixture, size_t count)
{
    int truth = csri_rule_truth(rule, fixture->facts, count, NULL);

    return truth < 0 ? CSRI_EXPECT_UNDECIDED : truth ? CSRI_EXPECT_YES : CSRI_EXPECT_NO;
}

static void tell(const csr_rules *set, uint32_t rule, size_t number, int32_t is, csri_buffer *out)
{
    const csri_rules_rule *r = &set->rules[rule];
    const csri_rules_fixture *fixture = &r->fixtures[number];
    csri_rules_bound bound = { .set = set, .facts = fixture->facts, .fact_count = set->schema->field_count };
    csri_buffer text;

    csri_buffer_format(out, "{\"expected\":\"%s\",\"fixture\":%zu,\"ok\":%s,\"rule\":", expected[fixture->expect],
                       number, is == fixture->expect ? "true" : "false");
    csri_json_text(out, r->id.ptr, r->id.len);
    if (is != fixture->expect) {
        csri_buffer_init(&text, out->host, 0);
        csri_rules_explain_text(&bound, rule, CSR_STR("a fixture"), fixture->now, &text);
        csri_buffer_format(out, ",\"was\":\"%s\",\"why\":", expected[is]);
        csri_json_text(out, text.ptr, text.len);
        if (text.status != CSR_OK)
            csri_buffer_fail(out, text.status);
        csri_buffer_free(&text);
    }
    csri_buffer_text(out, "}\n");
}

int64_t csri_rules_run_fixtures(const csr_rules *set, csri_buffer *out)
{
    int64_t failed = 0;

    for (size_t i = 0; i < set->rule_count; i++)
        for (size_t k = 0; k < set->rules[i].fixture_count; k++) {
            const csri_rules_fixture *fixture = &set->rules[i].fixtures[k];
            int32_t is = outcome_of(&set->rules[i], fixture, set->schema->field_count);
            failed += is != fixture->expect;
            tell(set, (uint32_t)i, k, is, out);
        }
    return failed;
}
