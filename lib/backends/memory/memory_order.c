#include "backends/memory/memory_order.h"

#include "record/row.h"

static int is_whole(const csr_member *m)
{
    return m->c != CSR_CLASS_STR && m->size <= CSRI_KEY_MEMBER_WORDS * sizeof(uint64_t);
}

static unsigned words_of(const csr_member *m)
{
    return is_whole(m) && m->size <= sizeof(uint64_t) ? 1 : CSRI_KEY_MEMBER_WORDS;
}

void csri_memory_order_add(csri_memory_order *order, const csr_member *member)
{
    const unsigned i = order->count++;
    const int in_key = order->whole == i;

    order->members[i] = member;
    order->mask |= UINT64_C(1) << (member - order->layout->record->row->members);
    order->ends[i + 1] = order->ends[i] + (in_key ? words_of(member) : 0);
    if (in_key && is_whole(member))
        order->whole++;
    order->nodes.size = sizeof(csri_memory_node) + order->ends[i + 1] * sizeof(uint64_t);
}

int csri_memory_order_covers(const csri_memory_order *order, const void *data)
{
    return (order->flags & CSR_INDEX_SPARSE) == 0 || !csri_unset(order->members[0], data);
}

/* An integer as a number without sign that sorts as it does. */
static uint64_t word_of(int64_t value)
{
    return (uint64_t)value ^ UINT64_C(0x8000000000000000);
}

/* In one load, where the compiler knows the idiom. */
static uint64_t big_endian(const uint8_t b[8])
{
    return (uint64_t)b[0] << 56 | (uint64_t)b[1] << 48 | (uint64_t)b[2] << 40 | (uint64_t)b[3] << 32 |
           (uint64_t)b[4] << 24 | (uint64_t)b[5] << 16 | (uint64_t)b[6] << 8 | (uint64_t)b[7];
}

/* Bytes as numbers that sort as memcmp() does; what there is no room for is cut, what is missing is zero. */
static void put_bytes(uint64_t *words, const void *bytes, size_t n, unsigned count)
{
    const uint8_t *b = bytes;

    for (unsigned w = 0; w < count; w++) {
        const size_t at = w * sizeof(uint64_t);
        uint8_t rest[sizeof(uint64_t)] = { 0 };
        if (n > at && n < at + sizeof(rest))
            memcpy(rest, b + at, n - at);
        words[w] = big_endian(n >= at + sizeof(rest) ? b + at : rest);
    }
}

/* The member as numbers that sort as csri_order() sorts members. */
static void put_member(uint64_t *words, const csr_member *m, const void *data)
{
    const void *v = csri_at(m, data);
    const int last = (m->flags & CSR_MEMBER_UNSET_LAST) != 0 && csri_unset(m, data);

    switch ((csr_class)m->c) {
    case CSR_CLASS_I32: words[0] = word_of(*(const int32_t *)v); break;
    case CSR_CLASS_I64: words[0] = word_of(last ? INT64_MAX : *(const int64_t *)v); break;
    case CSR_CLASS_STR: put_bytes(words, ((const csr_str *)v)->ptr, ((const csr_str *)v)->len, words_of(m)); break;
    case CSR_CLASS_CODE: put_bytes(words, v, strnlen(v, m->size), words_of(m)); break;
    default: put_bytes(words, v, m->size, words_of(m)); break;
    }
}

static void put_key(uint64_t *words, const csri_memory_order *order, const void *data, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        if (order->ends[i + 1] > order->ends[i])
            put_member(words + order->ends[i], order->members[i], data);
}

csri_memory_node *csri_memory_node_new(csri_memory_order *order, const csr_host *host, csri_memory_row *row)
{
    csri_memory_node *node = csri_pool_take(&order->nodes, host);

    if (node != NULL) {
        node->row = row;
        put_key(node->words, order, csri_memory_data(order->layout, row), order->count);
    }
    return node;
}

void csri_memory_order_link(csri_memory_order *order, csri_memory_node *node)
{
    const csri_memory_key key = { order, csri_memory_data(order->layout, node->row), node->words, order->count };

    csri_tree_link(&order->tree, &node->node, csri_memory_key_order, &key);
}

void csri_memory_order_unlink(csri_memory_order *order, csri_memory_node *node)
{
    csri_tree_unlink(&order->tree, &node->node);
}

void csri_memory_probe_set(csri_memory_probe *probe, const csri_memory_order *order, const void *data, unsigned count)
{
    probe->key = (csri_memory_key){ order, data, probe->words, count };
    put_key(probe->words, order, data, count);
}

void csri_memory_probe_id(csri_memory_probe *probe, const csri_memory_order *order, const csr_id *id)
{
    probe->key = (csri_memory_key){ order, NULL, probe->words, 1 };
    put_bytes(probe->words, id->bytes, sizeof(id->bytes), order->ends[1]);
}

/* The node is the first member of what it belongs to. */
static const csri_memory_node *around(const csri_node *node)
{
    return (const csri_memory_node *)(const void *)node;
}

int csri_memory_key_order(const void *key, const csri_node *node)
{
    const csri_memory_key *k = key;
    const csri_memory_order *order = k->order;
    const uint64_t *words = around(node)->words;
    int c = 0;

    for (unsigned i = 0; i < order->ends[k->count]; i++)
        if (k->words[i] != words[i])
            return k->words[i] < words[i] ? -1 : 1;
    const void *data = csri_memory_data(order->layout, around(node)->row);
    for (unsigned i = order->whole; i < k->count && c == 0; i++)
        c = csri_order(order->members[i], k->data, data);
    return c;
}

const csri_memory_node *csri_memory_order_seek(const csri_memory_key *key, int direction, int strictly)
{
    return around(csri_tree_seek(&key->order->tree, csri_memory_key_order, key, direction, strictly));
}

const csri_memory_node *csri_memory_order_begin(const csri_memory_order *order, int direction)
{
    return around(csri_tree_begin(&order->tree, direction));
}

const csri_memory_node *csri_memory_order_step(const csri_memory_node *node, int direction)
{
    return around(csri_tree_step(&node->node, direction));
}

int csri_memory_key_is(const csri_memory_key *key, const csri_memory_node *node)
{
    return node != NULL && csri_memory_key_order(key, &node->node) == 0;
}
