/* Fixtures: cases that stand beside a rule and say whether it holds. */
#include "base/json.h"
#include "policy/rules_set.h"

#define MEMBERS(table) table, sizeof(table) / sizeof((table)[0])

/* ---- Reading them ---- */

static void read_fixture_fact(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_rules_loader *l = d->into;
    int32_t field = csri_rules_field(l->set, at->name);
    const char *why = "";

    if (field < 0)
        csri_document_refuse(d, at, "", "there is no field \"%s\" [" CSRI_UNKNOWN_FIELD "]", at->name);
    else if (l->fixture.facts != NULL &&
             !csri_fact_read(&l->set->arena, &l->set->schema->fields[field], json, &l->fixture.facts[field], &why))
        csri_document_refuse(d, at, "", "%s", why);
}

static void read_fixture_facts(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_rules_loader *l = d->into;
    csr_value *facts;

    if (!csri_json_is(json, CSRI_JSON_OBJECT)) {
        csri_document_refuse(d, at, "", "facts in { } are expected, such as {\"ticket.fault\": \"company\"}");
        return;
    }
    l->fixture.facts = facts = csri_arena_take(&l->set->arena, l->set->schema->field_count * sizeof(csr_value));
    for (const csri_json *m = csri_json_first(json); m != NULL; m = csri_json_next(json, m)) {
        const csri_place here = { at, m->name.ptr, 0 };
        read_fixture_fact(d, &here, m);
    }
    if (facts != NULL && facts[l->set->now_field].kind == CSR_VALUE_TIMESTAMP)
        l->fixture.now = csri_fact_us(&facts[l->set->now_field]);
}

static void read_yes(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_rules_loader *l = d->into;
    l->fixture.expect += CSRI_EXPECT_YES;
    read_fixture_facts(d, at, json);
}

static void read_no(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_rules_loader *l = d->into;
    l->fixture.expect += CSRI_EXPECT_NO;
    read_fixture_facts(d, at, json);
}

static void read_undecided(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_rules_loader *l = d->into;
    l->fixture.expect += CSRI_EXPECT_UNDECIDED;
    read_fixture_facts(d, at, json);
}

static void read_fixture(csri_document *d, const csri_place *at, const csri_json *json)
{
    static const csri_document_member members[] = {
        { "no", read_no, 0 },
        { "note", csri_rules_read_note, 0 },
        { "undecided", read_undecided, 0 },
        { "yes", read_yes, 0 },
    };
    csri_rules_loader *l = d->into;
    int said = (csri_json_get(json, "yes") != NULL) + (csri_json_get(json, "no") != NULL) +
               (csri_json_get(json, "undecided") != NULL);

    l->fixture = (csri_rules_fixture){ 0 };
    csri_document_object(d, at, json, MEMBERS(members));
    if (csri_json_is(json, CSRI_JSON_OBJECT) && said != 1)
        csri_document_refuse(d, at, "", "a fixture says one of yes, no and undecided");
    csri_buffer_put(&l->fixtures, &l->fixture, sizeof(l->fixture));
}

void csri_rules_read_tests(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_document_list(d, at, json, 0, CSRI_RULES_TESTS_MAX, read_fixture);
}

/* ---- Running them ---- */

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
