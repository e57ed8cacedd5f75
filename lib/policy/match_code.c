#include "policy/match_inside.h"

size_t csri_match_leaves(const csri_condition *c)
{
    size_t count = 0;

    if (c->kind == CSRI_CONDITION_LEAF)
        return 1;
    for (uint32_t i = 0; i < c->count; i++)
        count += csri_match_leaves(c->parts[i]);
    return count;
}

/* Code is laid from its end to its beginning, so that every target is known when it is needed. */
typedef struct layer {
    csri_match_code *code;
    size_t count, total;
} layer;

static uint16_t lay(layer *l, const csri_condition *c, uint16_t on_true, uint16_t on_false)
{
    csri_match_code *code;

    if (c->kind == CSRI_CONDITION_LEAF) {
        l->count++;
        code = &l->code[l->total - l->count];
        *code = c->leaf;
        code->to[!c->leaf.negated] = on_true;
        code->to[c->leaf.negated] = on_false;
        return (uint16_t)(l->total - l->count);
    }
    if (c->kind == CSRI_CONDITION_AND) {
        for (uint32_t i = c->count; i > 0; i--)
            on_true = lay(l, c->parts[i - 1], on_true, on_false);
        return on_true;
    }
    for (uint32_t i = c->count; i > 0; i--)
        on_false = lay(l, c->parts[i - 1], on_true, on_false);
    return on_false;
}

/* What the index does not answer: the parts of the rule's AND that are not marked. */
static uint16_t lay_rest(layer *l, const csri_condition *root)
{
    uint16_t on_true = CSRI_MATCH_TO_TRUE;

    for (uint32_t i = root->count; i > 0; i--)
        if (!root->parts[i - 1]->indexed)
            on_true = lay(l, root->parts[i - 1], on_true, CSRI_MATCH_TO_FALSE);
    return on_true;
}

int csri_match_generate(csri_match *match, csri_compiled_rule *rule)
{
    layer l = { .total = 2 * csri_match_leaves(rule->root) };

    l.code = csri_arena_take(&match->arena, l.total * sizeof(*l.code));
    if (l.code == NULL)
        return 0;
    rule->code = l.code;
    rule->rest_entry = lay_rest(&l, rule->root);
    rule->entry = lay(&l, rule->root, CSRI_MATCH_TO_TRUE, CSRI_MATCH_TO_FALSE);
    return 1;
}
