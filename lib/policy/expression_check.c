/*
 * From names to what they mean, and from operands to types: children first.
 */
#include "policy/expression_check.h"

#include <string.h>

static void check_index(csri_checker *c, csri_node *node)
{
    const csri_value_type *of, *index;

    csri_check_node(c, node->first);
    csri_check_node(c, node->last);
    of = node->first->type;
    index = node->last->type;
    if (of->kind == CSR_VALUE_LIST || of->kind == CSR_VALUE_MAP)
        node->type = of->of;
    if (csri_is_unchecked(c) || csri_is_any(of))
        return;
    if (of->kind != CSR_VALUE_LIST && of->kind != CSR_VALUE_MAP)
        csri_expression_report(c->e, node->from, node->to, "E111", "only a list or a map has places, and this is %s",
                               csri_value_kind_said(of->kind));
    else if (!csri_value_type_fits(index, of->kind == CSR_VALUE_LIST ? csri_value_type_of(CSR_VALUE_INT) : of->key))
        csri_expression_report(c->e, node->last->from, node->last->to, "E110", "%s does not name a place here",
                               csri_value_kind_said(index->kind));
}

static void check_list(csri_checker *c, csri_node *node)
{
    const csri_value_type *of = csri_value_type_of(CSRI_TYPE_FREE);

    for (csri_node *child = node->first; child != NULL; child = child->next) {
        csri_check_node(c, child);
        of = csri_value_type_join(&c->e->arena, of, child->type);
    }
    node->type = csri_value_type_list(&c->e->arena, of);
}

static void check_map(csri_checker *c, csri_node *node)
{
    const csri_value_type *key = csri_value_type_of(CSRI_TYPE_FREE), *of = key;
    unsigned i = 0;

    for (csri_node *child = node->first; child != NULL; child = child->next, i++) {
        csri_check_node(c, child);
        if (i % 2 == 0)
            key = csri_value_type_join(&c->e->arena, key, child->type);
        else
            of = csri_value_type_join(&c->e->arena, of, child->type);
    }
    node->type = csri_value_type_map(&c->e->arena, key, of);
}

void csri_check_node(csri_checker *c, csri_node *node)
{
    node->type = csri_value_type_of(CSRI_TYPE_DYN);
    switch (node->op) {
    case CSRI_NODE_CONST: node->type = csri_value_type_of(node->value.kind); break;
    case CSRI_NODE_NAME: csri_check_name(c, node); break;
    case CSRI_NODE_SELECT: csri_check_select(c, node); break;
    case CSRI_NODE_INDEX: check_index(c, node); break;
    case CSRI_NODE_LIST: check_list(c, node); break;
    case CSRI_NODE_MAP: check_map(c, node); break;
    case CSRI_NODE_AND:
    case CSRI_NODE_OR: csri_check_junction(c, node); break;
    case CSRI_NODE_NOT:
    case CSRI_NODE_NEGATE: csri_check_sign(c, node); break;
    case CSRI_NODE_CHOOSE: csri_check_choice(c, node); break;
    case CSRI_NODE_CALL: csri_check_call(c, node); break;
    default: csri_check_pair(c, node); break;
    }
    /* Out of memory: the expression is given up, and nobody needs to look for NULL. */
    if (node->type == NULL)
        node->type = csri_value_type_of(CSRI_TYPE_DYN);
}

void csri_expression_check(csr_expression *e, csri_node *root)
{
    csri_checker c = { .e = e, .from = root->from, .to = root->to };

    if (e->guarded != NULL)
        memcpy(c.guarded, e->guarded, sizeof(c.guarded));
    csri_check_node(&c, root);
}
