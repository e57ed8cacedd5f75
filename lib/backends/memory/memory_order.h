/*
 * One order of the rows of a table: by an index, by id or by position.
 *
 * The nodes of an order lie close to each other and carry the beginning of the row's key as numbers that sort as the
 * members do, so that a look into the tree seldom has to go to a row, on which it would otherwise spend its time.
 */
#ifndef CSRI_MEMORY_ORDER_H
#define CSRI_MEMORY_ORDER_H

#include "backends/memory/memory_pool.h"
#include "backends/memory/memory_row.h"
#include "backends/memory/ordered_tree.h"

/* Members of a key: those of an index, and the tie break. */
#define CSRI_KEY_MEMBERS 6
/* Words of a member in a key, at most; a longer one is cut, and nothing follows it. */
#define CSRI_KEY_MEMBER_WORDS 2

struct csri_memory_node {
    csri_node node;
    csri_memory_row *row;
    uint64_t words[]; /* of the key */
};

typedef struct csri_memory_order {
    csri_tree tree;
    csri_pool nodes;
    const char *name; /* of the index, or of the member */
    const csri_memory_layout *layout;
    const csr_member *members[CSRI_KEY_MEMBERS]; /* of the index, then the tie break */
    unsigned ends[CSRI_KEY_MEMBERS + 1];         /* words of the first i members */
    unsigned whole;                              /* members that are in the key without loss */
    unsigned unique_count;                       /* members without the tie break */
    unsigned count;                              /* with it */
    uint64_t mask;                               /* the members as bits */
    uint32_t flags;                              /* CSR_INDEX_* */
} csri_memory_order;

/* The first `count` members of a row in an order. */
typedef struct csri_memory_key {
    const csri_memory_order *order;
    const void *data; /* the row */
    const uint64_t *words;
    unsigned count;
} csri_memory_key;

/* The same with room for the words. */
typedef struct csri_memory_probe {
    csri_memory_key key;
    uint64_t words[CSRI_KEY_MEMBERS * CSRI_KEY_MEMBER_WORDS];
} csri_memory_probe;

/* Add a member to the order that is being made; all members are added before the first row. */
void csri_memory_order_add(csri_memory_order *order, const csr_member *member);

/* Whether a row is in the order. */
int csri_memory_order_covers(const csri_memory_order *order, const void *data);
/* A node for a row, not linked yet; NULL when there is no memory. */
csri_memory_node *csri_memory_node_new(csri_memory_order *order, const csr_host *host, csri_memory_row *row);

void csri_memory_order_link(csri_memory_order *order, csri_memory_node *node);
void csri_memory_order_unlink(csri_memory_order *order, csri_memory_node *node);

/* A key to look for; the row is borrowed. */
void csri_memory_probe_set(csri_memory_probe *probe, const csri_memory_order *order, const void *data, unsigned count);
/* The key of one member, an id, by which the order is led. */
void csri_memory_probe_id(csri_memory_probe *probe, const csri_memory_order *order, const csr_id *id);
/* Order of a key and a node, as csri_node_order wants it. */
int csri_memory_key_order(const void *key, const csri_node *node);
/* The first node in a direction at the key, or strictly behind it; NULL when there is none. */
const csri_memory_node *csri_memory_order_seek(const csri_memory_key *key, int direction, int strictly);
const csri_memory_node *csri_memory_order_begin(const csri_memory_order *order, int direction);
const csri_memory_node *csri_memory_order_step(const csri_memory_node *node, int direction);
/* Whether the node, which may be NULL, has the key. */
int csri_memory_key_is(const csri_memory_key *key, const csri_memory_node *node);

#endif
