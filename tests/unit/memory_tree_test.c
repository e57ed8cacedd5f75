#include "backends/memory/memory_order.h"
#include "backends/memory/ordered_tree.h"
#include "support/conformance_model.h"
#include "support/conformance_schema.h"
#include "support/runner.h"
#include "support/test_host.h"

#include <stdlib.h>

#define ITEMS 300

typedef struct item {
    csri_node node;
    int key;
    int is_in;
} item;

static int compare(const void *key, const csri_node *node)
{
    const int a = *(const int *)key, b = ((const item *)(const void *)node)->key;

    return (a > b) - (a < b);
}

static void put(csri_tree *tree, item *items, int i)
{
    items[i].key = i;
    csri_tree_link(tree, &items[i].node, compare, &items[i].key);
    items[i].is_in = 1;
}

static void take(csri_tree *tree, item *items, int i)
{
    csri_tree_unlink(tree, &items[i].node);
    items[i].is_in = 0;
}

/* The height; counts what is out of balance or hangs wrong. */
static int height(const csri_node *node, const csri_node *parent, int *wrong)
{
    int left, right;

    if (node == NULL)
        return 0;
    left = height(node->child[0], node, wrong);
    right = height(node->child[1], node, wrong);
    *wrong += node->parent != parent || right - left != node->balance || abs(right - left) > 1;
    return 1 + (left > right ? left : right);
}

/* Both ways through the tree stand exactly the items that are in it, in their order. */
static int is_sound(const csri_tree *tree, const item *items, int count)
{
    int wrong = 0;
    size_t n = 0;
    const csri_node *node = csri_tree_begin(tree, 1), *last = NULL;

    (void)height(tree->root, NULL, &wrong);
    for (int i = 0; i < count; i++) {
        if (!items[i].is_in)
            continue;
        wrong += node != &items[i].node;
        last = node;
        node = node == NULL ? NULL : csri_tree_step(node, 1);
        n++;
    }
    wrong += node != NULL || n != tree->count || csri_tree_begin(tree, 0) != last;
    for (node = last; node != NULL && n > 0; n--)
        node = csri_tree_step(node, 0);
    return wrong == 0 && node == NULL && n == 0;
}

static void stays_balanced(void)
{
    static item items[ITEMS];
    csri_tree tree = { NULL, 0 };
    uint64_t random = 1;
    int wrong = 0;

    memset(items, 0, sizeof(items));
    for (int round = 0; round < 20000; round++) {
        /* Full and empty in turns. */
        int i = (int)conf_below(&random, ITEMS), fill = round / 1500 % 2 == 0 || conf_below(&random, 4) == 0;
        if (fill && !items[i].is_in)
            put(&tree, items, i);
        else if (!fill && items[i].is_in)
            take(&tree, items, i);
        wrong += !is_sound(&tree, items, ITEMS);
    }
    CU_ASSERT_EQUAL(wrong, 0);
    for (int i = 0; i < ITEMS; i++)
        if (items[i].is_in)
            take(&tree, items, i);
    CU_ASSERT(tree.root == NULL && tree.count == 0);
}

static void sorted_input_stays_flat(void)
{
    enum { MANY = 1 << 15 };
    item *items = calloc(MANY, sizeof(*items));
    csri_tree up = { NULL, 0 };
    int wrong = 0;

    CU_ASSERT_PTR_NOT_NULL_FATAL(items);
    for (int i = 0; i < MANY; i++)
        put(&up, items, i);
    CU_ASSERT_EQUAL(height(up.root, NULL, &wrong), 16);
    for (int i = MANY - 1; i >= 0; i--)
        take(&up, items, i);
    for (int i = MANY - 1; i >= 0; i--)
        put(&up, items, i);
    CU_ASSERT_EQUAL(height(up.root, NULL, &wrong), 16);
    CU_ASSERT_EQUAL(wrong, 0);
    free(items);
}

static void equal_keys_stand_in_their_order(void)
{
    item items[50];
    csri_tree tree = { NULL, 0 };
    int key = 7;
    const csri_node *node;

    for (int i = 0; i < 50; i++) {
        items[i].key = key;
        csri_tree_link(&tree, &items[i].node, compare, &key);
    }
    node = csri_tree_seek(&tree, compare, &key, 1, 0);
    for (int i = 0; i < 50; i++, node = csri_tree_step(node, 1))
        CU_ASSERT_PTR_EQUAL_FATAL(node, &items[i].node);
    CU_ASSERT_PTR_NULL(node);
}

/* Every second key is there; look for all of them and beyond, in both directions. */
static void seeking(void)
{
    static item items[2 * ITEMS];
    csri_tree tree = { NULL, 0 };
    const int last = 2 * ITEMS - 2;

    for (int i = 0; i <= last; i += 2)
        put(&tree, items, i);
    for (int key = -1; key <= last + 1; key++) {
        const int even = key % 2 == 0;
        const int up = even ? key : key + 1, down = even ? key : key - 1;
        const int above = even ? key + 2 : key + 1, below = even ? key - 2 : key - 1;
        const csri_node *found[] = {
            csri_tree_seek(&tree, compare, &key, 1, 0),
            csri_tree_seek(&tree, compare, &key, 0, 0),
            csri_tree_seek(&tree, compare, &key, 1, 1),
            csri_tree_seek(&tree, compare, &key, 0, 1),
        };
        const int expected[] = { up, down, above, below };
        for (int i = 0; i < 4; i++) {
            const csri_node *node = expected[i] < 0 || expected[i] > last ? NULL : &items[expected[i]].node;
            CU_ASSERT_PTR_EQUAL(found[i], node);
        }
    }
}

/* --- keys --- */

static int sign(int c)
{
    return (c > 0) - (c < 0);
}

/* An order of things, as a table makes it. */
static void make_order(csri_memory_order *order, const csri_memory_layout *layout, const conf_order *from)
{
    memset(order, 0, sizeof(*order));
    order->layout = layout;
    for (unsigned i = 0; i < from->count; i++)
        csri_memory_order_add(order, from->members[i]);
}

/* However a key is cut, it sorts as the members do. */
static void keys_sort_as_members(void)
{
    csr_test_host host;
    conf_model model;
    csri_memory_layout layout = { .record = &conf_thing_record, .order_count = 1, .data_at = 64 };
    uint64_t random = 3;
    conf_row rows[60], row;
    conf_order from;
    int wrong = 0;

    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    CU_ASSERT_FATAL(conf_model_init(&model, &conf_schema, &host.host));
    CU_ASSERT_FATAL(conf_make_row(&model, &random, &conf_owner_record, &row));
    conf_rows_copy(conf_model_rows(&model, &conf_owner_record), &conf_owner_record, &row);
    for (size_t i = 0; i < 60; i++)
        CU_ASSERT_FATAL(conf_make_row(&model, &random, &conf_thing_record, &rows[i]));
    for (unsigned n = 0; conf_order_at(&conf_thing_record, n, &from); n++) {
        csri_memory_order order;
        make_order(&order, &layout, &from);
        for (size_t i = 0; i < 60; i++) {
            csri_memory_row *made = csri_memory_row_new(&host.host, &layout, &rows[i], &rows[i], UINT64_MAX);
            csri_memory_node *node = csri_memory_node_new(&order, &host.host, made);
            for (size_t k = 0; k < 60; k++) {
                csri_memory_probe probe;
                for (unsigned count = 0; count <= from.count; count++) {
                    csri_memory_probe_set(&probe, &order, &rows[k], count);
                    wrong += sign(csri_memory_key_order(&probe.key, &node->node)) !=
                             sign(conf_order_compare(&from, &rows[k], &rows[i], count));
                }
            }
            csri_pool_give(&order.nodes, node);
            csri_memory_row_free(&host.host, made);
        }
        csri_pool_end(&order.nodes, &host.host);
    }
    CU_ASSERT_EQUAL(wrong, 0);
    conf_model_end(&model);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

/* --- pools --- */

static void pool_gives_back_what_it_got(void)
{
    csr_test_host host;
    csri_pool pool = { .size = 24 };
    void *blocks[5000];

    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 5000; i++) {
            blocks[i] = csri_pool_take(&pool, &host.host);
            CU_ASSERT_PTR_NOT_NULL_FATAL(blocks[i]);
            memset(blocks[i], i & 0xff, pool.size);
        }
        for (int i = 0; i < 5000; i++) {
            CU_ASSERT_EQUAL(((const unsigned char *)blocks[i])[23], i & 0xff);
            csri_pool_give(&pool, blocks[i]);
        }
        CU_ASSERT(host.allocations < 20); /* and none in the second round */
    }
    csri_pool_end(&pool, &host.host);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

static void pool_without_memory(void)
{
    csr_test_host host;
    csri_pool pool = { .size = 24 };

    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    csr_test_host_fail_alloc(&host, 1, 0);
    CU_ASSERT_PTR_NULL(csri_pool_take(&pool, &host.host));
    CU_ASSERT_PTR_NOT_NULL(csri_pool_take(&pool, &host.host));
    csri_pool_end(&pool, &host.host);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

static CU_TestInfo tests[] = {
    { "stays balanced", stays_balanced },
    { "sorted input stays flat", sorted_input_stays_flat },
    { "equal keys stand in their order", equal_keys_stand_in_their_order },
    { "seeking", seeking },
    { "keys sort as members", keys_sort_as_members },
    { "a pool gives back what it got", pool_gives_back_what_it_got },
    { "a pool without memory", pool_without_memory },
    CU_TEST_INFO_NULL,
};

int main(void)
{
    CU_SuiteInfo suites[] = {
        { "backends/memory/tree", NULL, NULL, NULL, NULL, tests },
        CU_SUITE_INFO_NULL,
    };

    return csr_test_main("memory_tree_test", suites, 7);
}
