#include "backends/memory/ordered_tree.h"

/* Let `is` hang where `was` hung. */
static void hang(csri_tree *tree, const csri_node *was, csri_node *is)
{
    csri_node *parent = was->parent;

    if (parent == NULL)
        tree->root = is;
    else
        parent->child[parent->child[1] == was] = is;
    if (is != NULL)
        is->parent = parent;
}

/* The child on one side changes places with its parent. */
static void rotate(csri_tree *tree, csri_node *top, int side)
{
    csri_node *up = top->child[side];

    hang(tree, top, up);
    top->child[side] = up->child[!side];
    if (top->child[side] != NULL)
        top->child[side]->parent = top;
    up->child[!side] = top;
    top->parent = up;
}

/* Make good a node that is two higher on one side; returns what stands in its place. */
static csri_node *level(csri_tree *tree, csri_node *top, int side)
{
    csri_node *heavy = top->child[side];
    int toward = side ? 1 : -1;

    if (heavy->balance == -toward) {
        csri_node *inner = heavy->child[!side];
        rotate(tree, heavy, !side);
        rotate(tree, top, side);
        top->balance = inner->balance == toward ? -toward : 0;
        heavy->balance = inner->balance == -toward ? toward : 0;
        inner->balance = 0;
        return inner;
    }
    rotate(tree, top, side);
    top->balance = heavy->balance == 0 ? toward : 0;
    heavy->balance = heavy->balance == 0 ? -toward : 0;
    return heavy;
}

static void grown(csri_tree *tree, csri_node *node)
{
    for (csri_node *up = node->parent; up != NULL; node = up, up = up->parent) {
        int side = up->child[1] == node;
        int toward = side ? 1 : -1;
        if (up->balance == toward) {
            level(tree, up, side);
            return;
        }
        up->balance += toward;
        if (up->balance == 0)
            return;
    }
}

static void shrunk(csri_tree *tree, csri_node *at, int side)
{
    while (at != NULL) {
        int away = side ? -1 : 1;
        if (at->balance == 0) {
            at->balance = away;
            return;
        }
        if (at->balance == away) {
            at = level(tree, at, !side);
            if (at->balance != 0)
                return;
        }
        at->balance = 0;
        side = at->parent != NULL && at->parent->child[1] == at;
        at = at->parent;
    }
}

void csri_tree_link(csri_tree *tree, csri_node *node, csri_node_order *order, const void *key)
{
    csri_node *parent = NULL, **place = &tree->root;

    while (*place != NULL) {
        parent = *place;
        place = &parent->child[order(key, parent) >= 0];
    }
    *node = (csri_node){ .parent = parent };
    *place = node;
    tree->count++;
    grown(tree, node);
}

/* Put `is` in the place of `was`. */
static void replace(csri_tree *tree, const csri_node *was, csri_node *is)
{
    *is = *was;
    hang(tree, was, is);
    for (int side = 0; side < 2; side++)
        if (is->child[side] != NULL)
            is->child[side]->parent = is;
}

void csri_tree_unlink(csri_tree *tree, csri_node *node)
{
    csri_node *at = node->parent;
    int side = at != NULL && at->child[1] == node;

    if (node->child[0] == NULL || node->child[1] == NULL) {
        hang(tree, node, node->child[node->child[0] == NULL]);
    } else {
        csri_node *next = csri_tree_step(node, 1);
        at = next->parent == node ? next : next->parent;
        side = next->parent == node;
        hang(tree, next, next->child[1]);
        replace(tree, node, next);
    }
    tree->count--;
    shrunk(tree, at, side);
}

csri_node *csri_tree_seek(const csri_tree *tree, csri_node_order *order, const void *key, int direction, int strictly)
{
    csri_node *found = NULL, *node = tree->root;

    while (node != NULL) {
        int c = order(key, node);
        int behind = direction ? c < 0 : c > 0;
        if (behind || (c == 0 && !strictly)) {
            found = node;
            node = node->child[!direction];
        } else {
            node = node->child[direction];
        }
    }
    return found;
}

static csri_node *outermost(csri_node *node, int side)
{
    while (node != NULL && node->child[side] != NULL)
        node = node->child[side];
    return node;
}

csri_node *csri_tree_begin(const csri_tree *tree, int direction)
{
    return outermost(tree->root, !direction);
}

csri_node *csri_tree_step(const csri_node *node, int direction)
{
    if (node->child[direction] != NULL)
        return outermost(node->child[direction], !direction);
    while (node->parent != NULL && node->parent->child[direction] == node)
        node = node->parent;
    return node->parent;
}
