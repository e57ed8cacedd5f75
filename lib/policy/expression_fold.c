/*
 * What does not depend on facts is found out once: a node all of whose operands are constants becomes one.
 */
#include "policy/expression_host.h"

#include "base/guard.h"

#include <string.h>

/* The longest text or list that comes into being so; what is longer is left to every evaluation. */
#define ROOM_BYTES 1024

typedef struct folder {
    csr_expression *e;
    void *room;
} folder;

static int only_constants(const csri_node *node)
{
    if (node->op == CSRI_NODE_CALL && node->function != NULL && !csri_is_pure(node->function))
        return 0;
    for (const csri_node *child = node->first; child != NULL; child = child->next)
        if (child->op != CSRI_NODE_CONST)
            return 0;
    return 1;
}

/* A literal list is laid where the expression lives, however long it is. */
static int fold_list(csr_expression *e, csri_node *node)
{
    csr_value *items = csri_arena_take(e->arena, (node->count + 1u) * sizeof(*items));
    size_t i = 0;

    if (items == NULL)
        return 0;
    for (const csri_node *child = node->first; child != NULL; child = child->next)
        items[i++] = child->value;
    node->value = (csr_value){ .kind = CSR_VALUE_LIST, .as.items = items, .count = node->count };
    return 1;
}

/* What lies in the room of the evaluation moves to the expression. What is inside a list does so already. */
static int keep(csr_expression *e, csr_value *value)
{
    csr_value *items;

    if (value->kind == CSR_VALUE_STRING || value->kind == CSR_VALUE_BYTES) {
        value->as.text = csri_arena_text(e->arena, value->as.text, value->count).ptr;
        return value->as.text != NULL;
    }
    if (value->kind != CSR_VALUE_LIST)
        return CSRI_ALWAYS(value->kind != CSR_VALUE_MAP) && value->kind != CSR_VALUE_UNDECIDED;
    items = csri_arena_take(e->arena, (value->count + 1) * sizeof(*items));
    if (items == NULL)
        return 0;
    if (value->count != 0)
        memcpy(items, value->as.items, value->count * sizeof(*items));
    value->as.items = items;
    return 1;
}

static int fold_value(const folder *f, csri_node *node)
{
    const csr_expression_input input = { .struct_size = sizeof(input), .room = f->room, .room_bytes = ROOM_BYTES };
    csri_run run;
    csr_value value;

    csri_run_begin(&run, f->e, &input);
    value = csri_expression_value(&run, node);
    if (!keep(f->e, &value))
        return 0;
    node->value = value;
    return 1;
}

static void fold(const folder *f, csri_node *node)
{
    int folded;

    for (csri_node *child = node->first; child != NULL; child = child->next)
        fold(f, child);
    if (node->op <= CSRI_NODE_HAS_FIELD || node->op == CSRI_NODE_MAP || node->op > CSRI_NODE_CALL ||
        !only_constants(node))
        return;
    folded = node->op == CSRI_NODE_LIST ? fold_list(f->e, node) : fold_value(f, node);
    if (!folded)
        return;
    node->op = CSRI_NODE_CONST;
    node->first = node->last = NULL;
    node->count = 0;
}

void csri_expression_fold(csr_expression *e, csri_node *root)
{
    char room[ROOM_BYTES];
    const folder f = { .e = e, .room = room };

    fold(&f, root);
}
