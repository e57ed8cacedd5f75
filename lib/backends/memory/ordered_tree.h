/*
 * An ordered tree whose nodes lie inside what it orders: an AVL tree with links to the parent.
 *
 * It never allocates, so that nothing here can fail; the caller compares.
 */
#ifndef CSRI_MEMORY_ORDERED_TREE_H
#define CSRI_MEMORY_ORDERED_TREE_H

#include <stddef.h>

typedef struct csri_node {
    struct csri_node *parent;
    struct csri_node *child[2]; /* 0 = what stands before, 1 = what stands behind */
    int balance;                /* height of child[1] less that of child[0]: -1, 0 or 1 */
} csri_node;

typedef struct csri_tree {
    csri_node *root;
    size_t count;
} csri_tree;

/* <0, 0, >0 as the key stands before, at or behind the node. */
typedef int csri_node_order(const void *key, const csri_node *node);

/* Put a node in at its key; behind those that have an equal one. */
void csri_tree_link(csri_tree *tree, csri_node *node, csri_node_order *order, const void *key);
void csri_tree_unlink(csri_tree *tree, csri_node *node);

/* The first node in a direction (1 = forwards) that stands at the key or behind it, or strictly behind it. */
csri_node *csri_tree_seek(const csri_tree *tree, csri_node_order *order, const void *key, int direction, int strictly);
/* The first node in a direction. */
csri_node *csri_tree_begin(const csri_tree *tree, int direction);
/* The next node in a direction, or NULL. */
csri_node *csri_tree_step(const csri_node *node, int direction);

#endif
