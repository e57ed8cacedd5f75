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
static csr_status read_both(const csr_rules *before, const csr_rules *after, const csri_json **one,
                            const csri_json **other)
{
    csr_status status = csri_json_read(&before->host, before->json.ptr, before->json.len, 0, 0, one, NULL);

    *other = NULL;
    return status != CSR_OK ? status
                            : csri_json_read(&before->host, after->json.ptr, after->json.len, 0, 0, other, NULL);
}

/* A rule as it stands in its document. */
static const csri_json *rule_in(const csri_json *root, const csri_rules_rule *rule)
{
    return csri_json_at(csri_json_get(root, "rules"), rule->place);
}

/* The members that are not the same, those of the other included; order as canonical JSON has it. */
static void compare(csr_str id, const csri_json *one, const csri_json *other, csri_buffer *out)
{
    for (const csri_json *m = csri_json_first(one); m != NULL; m = csri_json_next(one, m))
        if (!csri_json_equal(m, csri_json_get(other, m->name.ptr)))
            tell(id, "changed", m->name.ptr, out);
    for (const csri_json *m = csri_json_first(other); m != NULL; m = csri_json_next(other, m))
        if (csri_json_get(one, m->name.ptr) == NULL)
            tell(id, "changed", m->name.ptr, out);
}

/* The head of a set: everything but its rules. */
static void compare_heads(const csri_json *one, const csri_json *other, csri_buffer *out)
{
    static const char *const members[] = { "effective_from", "facts", "groups", "migrate", "schema", "set" };

    for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
        const csri_json *a = csri_json_get(one, members[i]), *b = csri_json_get(other, members[i]);
        if (a != b && !csri_json_equal(a, b))
            tell(CSR_STR(""), "changed", members[i], out);
    }
}

static void compare_rules(const csr_rules *before, const csr_rules *after, const csri_json *one, const csri_json *other,
                          csri_buffer *out)
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
    const csri_json *one, *other;
    csr_status status = read_both(before, after, &one, &other);

    if (status == CSR_OK) {
        compare_heads(one, other, out);
        compare_rules(before, after, one, other, out);
    }
    csri_json_free(one);
    csri_json_free(other);
    return status;
}
