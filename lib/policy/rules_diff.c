/* How two sets differ: rules that came, went and changed, and what of them. */
#include "base/json.h"
#include "policy/rules_set.h"

static void tell(csr_str id, const char *change, const char *member, csri_buffer *out)
{
    csri_buffer_format(out, "{\"change\":\"%s\"", change);
    if (member != NULL) {
        csri_buffer_text(out, ",\"member\":");
        csri_json_text(out, member, strlen(member));
    }
    csri_buffer_text(out, ",\"rule\":");
    csri_json_text(out, id.ptr, id.len);
    csri_buffer_text(out, "}\n");
}

/* Both documents, to be given back. They were JSON before, so only memory can be short. */
static csr_status read_both(csr_str before, csr_str after, json_t **one, json_t **other)
{
    csr_status status = csri_json_read(before.ptr, before.len, 0, 0, one, NULL);

    *other = NULL;
    return status != CSR_OK ? status : csri_json_read(after.ptr, after.len, 0, 0, other, NULL);
}

/* A rule as it stands in its document. */
static json_t *rule_in(json_t *root, const csri_rules_rule *rule)
{
    return json_array_get(json_object_get(root, "rules"), rule->place);
}

/* The members that are not the same, those of the other included; order as canonical JSON has it. */
static void compare(csr_str id, json_t *one, json_t *other, csri_buffer *out)
{
    for (void *m = json_object_iter(one); m != NULL; m = json_object_iter_next(one, m))
        if (!json_equal(json_object_iter_value(m), json_object_get(other, json_object_iter_key(m))))
            tell(id, "changed", json_object_iter_key(m), out);
    for (void *m = json_object_iter(other); m != NULL; m = json_object_iter_next(other, m))
        if (json_object_get(one, json_object_iter_key(m)) == NULL)
            tell(id, "changed", json_object_iter_key(m), out);
}

/* The head of a set: everything but its rules. */
static void compare_heads(const json_t *one, const json_t *other, csri_buffer *out)
{
    static const char *const members[] = { "effective_from", "facts", "groups", "migrate", "schema", "set" };

    for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
        const json_t *a = json_object_get(one, members[i]), *b = json_object_get(other, members[i]);
        if (a != b && !json_equal(a, b))
            tell(CSR_STR(""), "changed", members[i], out);
    }
}

static void compare_rules(const csr_rules *before, const csr_rules *after, json_t *one, json_t *other, csri_buffer *out)
{
    for (size_t i = 0; i < before->rule_count; i++) {
        const csri_rules_rule *rule = &before->rules[before->by_id[i]];
        int32_t now = csri_rules_find(after, rule->id);
        if (now < 0)
            tell(rule->id, "removed", NULL, out);
        else
            compare(rule->id, rule_in(one, rule), rule_in(other, &after->rules[now]), out);
    }
    for (size_t i = 0; i < after->rule_count; i++) {
        const csri_rules_rule *rule = &after->rules[after->by_id[i]];
        if (csri_rules_find(before, rule->id) < 0)
            tell(rule->id, "added", NULL, out);
    }
}

csr_status csri_rules_diff(const csr_rules *before, const csr_rules *after, csri_buffer *out)
{
    json_t *one, *other;
    csr_status status = read_both(before->json, after->json, &one, &other);

    if (status == CSR_OK) {
        compare_heads(one, other, out);
        compare_rules(before, after, one, other, out);
    }
    json_decref(one);
    json_decref(other);
    return status;
}
