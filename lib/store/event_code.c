#include "store/event_code.h"

#include "record/row.h"
#include "record/row_json.h"
#include "store/wire.h"

#define FORMAT 1
#define WIRE_MASK 3u
#define HAS_OLD 4u
#define HAS_NEW 8u
#define APART 16u

uint64_t csri_event_only(const csr_record *record, uint64_t mask)
{
    const csri_root *root = csri_root_of(record);
    uint64_t left = mask;

    for (unsigned i = 0; left != 0; i++, left >>= 1) {
        uint16_t at = record->row->members[i].offset;
        if ((left & 1) == 0)
            continue;
        if (at == record->id_at || at == record->version_at ||
            (root != NULL && (at == root->created_at || at == root->updated_at || at == root->chain_at)))
            mask &= ~(UINT64_C(1) << i);
    }
    return mask;
}

uint64_t csri_event_members(const csr_record *record)
{
    unsigned count = record->row->count;

    return csri_event_only(record, count == 64 ? UINT64_MAX : (UINT64_C(1) << count) - 1);
}

static void put_entry(csri_buffer *out, unsigned number, const csr_member *m, const void *was, const void *is)
{
    unsigned flags = (unsigned)csri_wire_of(m);

    if (was != NULL && !csri_unset(m, was))
        flags |= HAS_OLD;
    if (is != NULL && !csri_unset(m, is))
        flags |= HAS_NEW;
    csri_wire_put_uint(out, number + 1);
    csri_buffer_byte(out, (uint8_t)flags);
    if ((flags & HAS_OLD) != 0)
        csri_wire_put(out, m, was);
    if ((flags & HAS_NEW) != 0)
        csri_wire_put(out, m, is);
}

static int encode_pair(const csri_pair *pair, csri_buffer *change, csri_buffer *personal)
{
    int apart = 0;

    for (unsigned i = 0; i < pair->record->row->count; i++) {
        const csr_member *m = &pair->record->row->members[i];
        if ((pair->changed >> i & 1) == 0)
            continue;
        if ((m->flags & (CSR_MEMBER_PERSONAL | CSR_MEMBER_BULK)) == 0) {
            put_entry(change, i, m, pair->was, pair->is);
            continue;
        }
        apart = 1;
        csri_wire_put_uint(change, i + 1);
        csri_buffer_byte(change, (uint8_t)((unsigned)csri_wire_of(m) | APART));
        if ((m->flags & CSR_MEMBER_BULK) == 0)
            put_entry(personal, i, m, pair->was, pair->is);
    }
    return apart;
}

int csri_event_encode(const csri_pair *root, const csri_pair *child, const csr_str *reason, csri_buffer *change,
                      csri_buffer *personal)
{
    int apart;

    csri_buffer_byte(change, FORMAT);
    apart = encode_pair(root, change, personal);
    if (reason->len != 0) {
        apart = 1;
        csri_wire_put_uint(personal, CSRI_ENTRY_REASON + 1);
        csri_buffer_byte(personal, CSRI_WIRE_BYTES | HAS_NEW);
        csri_wire_put_uint(personal, reason->len);
        csri_buffer_put(personal, reason->ptr, reason->len);
    }
    csri_buffer_byte(change, 0);
    csri_buffer_byte(personal, 0);
    if (child->record != NULL) {
        apart |= encode_pair(child, change, personal);
        csri_buffer_byte(change, 0);
        csri_buffer_byte(personal, 0);
    }
    return apart;
}

static void hash_uint(csri_hash *hash, uint64_t value)
{
    uint8_t bytes[10];
    size_t n = 0;

    while (value >= 0x80) {
        bytes[n++] = (uint8_t)(value | 0x80);
        value >>= 7;
    }
    bytes[n++] = (uint8_t)value;
    csri_hash_put(hash, bytes, n);
}

void csri_event_commit(const csr_record *record, const void *row, const void *personal, size_t personal_len,
                       uint8_t out[CSRI_HASH_BYTES])
{
    csri_hash hash;

    csri_hash_init(&hash);
    csri_hash_put(&hash, "csr.apart.1", 11);
    csri_hash_put(&hash, personal, personal_len);
    for (unsigned i = 0; row != NULL && i < record->row->count; i++) {
        const csr_member *m = &record->row->members[i];
        const csr_str *text = csri_at(m, row);
        if ((m->flags & CSR_MEMBER_BULK) == 0 || csri_unset(m, row))
            continue;
        hash_uint(&hash, i + 1);
        hash_uint(&hash, text->len);
        csri_hash_put(&hash, text->ptr, text->len);
    }
    csri_hash_end(&hash, out);
}

static void little_endian(uint64_t value, uint8_t *out, size_t n)
{
    for (size_t i = 0; i < n; i++)
        out[i] = (uint8_t)(value >> (8 * i));
}

static void hash_member(csri_hash *hash, const csr_member *m, const void *row)
{
    const void *v = csri_at(m, row);
    uint8_t number[8], size[4];
    const void *bytes = number;
    size_t n = sizeof(number);

    if (m->c == CSR_CLASS_I32 || m->c == CSR_CLASS_I64) {
        int64_t value = m->c == CSR_CLASS_I32 ? *(const int32_t *)v : *(const int64_t *)v;
        little_endian((uint64_t)value, number, sizeof(number));
    } else if (m->c == CSR_CLASS_STR) {
        bytes = ((const csr_str *)v)->ptr;
        n = ((const csr_str *)v)->len;
    } else {
        bytes = v;
        n = m->size;
    }
    little_endian(n, size, sizeof(size));
    csri_hash_put(hash, m->name, strlen(m->name) + 1);
    csri_hash_put(hash, size, sizeof(size));
    csri_hash_put(hash, bytes, n);
}

void csri_event_hash(const uint8_t before[CSRI_HASH_BYTES], const struct csri_event *event,
                     uint8_t out[CSRI_HASH_BYTES])
{
    const csr_shape *shape = csri_event_record.row;
    csri_hash hash;

    csri_hash_init(&hash);
    csri_hash_put(&hash, "csr.event.1", 11);
    csri_hash_put(&hash, before, CSRI_HASH_BYTES);
    for (unsigned i = 0; i < shape->count; i++) {
        const csr_member *m = &shape->members[i];
        int left_out = (m->flags & (CSR_MEMBER_POSITION | CSR_MEMBER_PERSONAL)) != 0 ||
                       m->offset == offsetof(struct csri_event, view.hash);
        if (!left_out && !csri_unset(m, event))
            hash_member(&hash, m, event);
    }
    csri_hash_end(&hash, out);
}

/* One entry as it stands in the bytes. */
typedef struct entry {
    uint64_t number; /* 0 = the end */
    unsigned flags;
} entry;

static entry next_entry(csri_wire_in *in)
{
    entry e = { csri_wire_get_uint(in), 0 };

    if (e.number == 0 || !in->ok)
        return (entry){ 0, 0 };
    if (in->at == in->end) {
        in->ok = 0;
        return (entry){ 0, 0 };
    }
    e.flags = *in->at++;
    return e;
}

static const csr_member *entry_member(const csr_record *record, const entry *e)
{
    if (record == NULL || e->number > record->row->count)
        return NULL;
    return (e->flags & WIRE_MASK) == (unsigned)csri_wire_of(&record->row->members[e->number - 1])
               ? &record->row->members[e->number - 1]
               : NULL;
}

static void apply_entries(csri_wire_in *in, const csr_record *record, void *row)
{
    for (entry e = next_entry(in); in->ok && e.number != 0; e = next_entry(in)) {
        const csr_member *m = row == NULL ? NULL : entry_member(record, &e);
        enum csri_wire wire = (enum csri_wire)(e.flags & WIRE_MASK);
        if ((e.flags & HAS_OLD) != 0)
            csri_wire_skip(in, wire);
        if (m == NULL) {
            if ((e.flags & HAS_NEW) != 0)
                csri_wire_skip(in, wire);
        } else if ((e.flags & HAS_NEW) != 0) {
            csri_wire_get(in, m, row);
        } else if ((e.flags & APART) == 0) {
            memset((char *)row + m->offset, 0, m->size);
        }
    }
}

static csri_wire_in begin_change(const struct csri_event *event)
{
    const uint8_t *bytes = (const uint8_t *)event->change.ptr;
    csri_wire_in in = { bytes, bytes, 0 };

    if (event->change.len == 0)
        return in;
    in.end = bytes + event->change.len;
    in.ok = *in.at++ == FORMAT;
    return in;
}

static csri_wire_in begin_personal(const struct csri_event *event)
{
    const uint8_t *bytes = (const uint8_t *)event->personal.ptr;

    if (event->personal.len < CSRI_SALT_BYTES)
        return (csri_wire_in){ bytes, bytes, 0 };
    return (csri_wire_in){ bytes + CSRI_SALT_BYTES, bytes + event->personal.len, 1 };
}

int csri_event_apply(const struct csri_event *event, const csr_record *root, void *root_row, const csr_record *child,
                     void *child_row)
{
    csri_wire_in in = begin_change(event);

    apply_entries(&in, root, root_row);
    if (event->view.row_kind != 0)
        apply_entries(&in, child, child_row);
    if (!in.ok || event->personal.len == 0)
        return in.ok;
    in = begin_personal(event);
    apply_entries(&in, root, root_row);
    if (event->view.row_kind != 0)
        apply_entries(&in, child, child_row);
    return in.ok;
}

int csri_event_empties(const struct csri_event *event, const csr_record *root)
{
    csri_wire_in in = begin_change(event);

    for (entry e = next_entry(&in); in.ok && e.number != 0; e = next_entry(&in)) {
        const csr_member *m = entry_member(root, &e);
        if (m != NULL && (m->flags & CSR_MEMBER_BULK) != 0)
            return 1;
        for (unsigned side = HAS_OLD; side <= HAS_NEW; side <<= 1)
            if ((e.flags & side) != 0)
                csri_wire_skip(&in, (enum csri_wire)(e.flags & WIRE_MASK));
    }
    return 0;
}

/* One side of "member":[old,new]. */
static void tell_value(csri_wire_in *in, const csr_member *m, unsigned present, enum csri_wire wire, csri_buffer *json)
{
    _Alignas(16) char row[CSRI_ROW_MAX];

    if (!present) {
        csri_buffer_text(json, "null");
    } else if (m == NULL) {
        csri_wire_skip(in, wire);
        csri_buffer_text(json, "null");
    } else {
        memset(row, 0, sizeof(row));
        csri_wire_get(in, m, row);
        if (in->ok)
            csri_json_member(json, m, row);
    }
}

static void tell_entry(csri_wire_in *in, const csr_record *record, const entry *e, int is_child, csri_buffer *json)
{
    const csr_member *m = entry_member(record, e);
    enum csri_wire wire = (enum csri_wire)(e->flags & WIRE_MASK);

    if (m == NULL || (m->flags & CSR_MEMBER_HIDDEN) != 0) {
        if ((e->flags & HAS_OLD) != 0)
            csri_wire_skip(in, wire);
        if ((e->flags & HAS_NEW) != 0)
            csri_wire_skip(in, wire);
        return;
    }
    csri_buffer_text(json, json->len > 1 ? ",\"" : "\"");
    if (is_child) {
        csri_buffer_text(json, record->name);
        csri_buffer_byte(json, '.');
    }
    csri_buffer_text(json, m->name);
    csri_buffer_text(json, "\":[");
    tell_value(in, m, e->flags & HAS_OLD, wire, json);
    csri_buffer_byte(json, ',');
    tell_value(in, m, e->flags & HAS_NEW, wire, json);
    csri_buffer_byte(json, ']');
}

/* Members whose values are apart are told from the personal half, or not at all when it was erased. */
static void tell_entries(csri_wire_in *in, const csr_record *record, int is_child, csri_buffer *json, csr_str *reason)
{
    for (entry e = next_entry(in); in->ok && e.number != 0; e = next_entry(in)) {
        if (e.number == CSRI_ENTRY_REASON + 1 && (e.flags & HAS_NEW) != 0) {
            reason->len = (size_t)csri_wire_get_uint(in);
            if (in->ok && reason->len <= (size_t)(in->end - in->at)) {
                reason->ptr = (const char *)in->at;
                in->at += reason->len;
            } else {
                in->ok = 0;
            }
        } else if ((e.flags & APART) == 0) {
            tell_entry(in, record, &e, is_child, json);
        }
    }
}

int csri_event_tell(const struct csri_event *event, csri_buffer *json, csr_str *reason)
{
    const csr_record *root = csri_record_of(event->view.subject_kind);
    const csr_record *child = csri_record_of(event->view.row_kind);
    csri_wire_in in = begin_change(event);

    *reason = (csr_str){ NULL, 0 };
    csri_buffer_byte(json, '{');
    tell_entries(&in, root, 0, json, reason);
    if (event->view.row_kind != 0)
        tell_entries(&in, child, 1, json, reason);
    if (in.ok && event->personal.len != 0) {
        in = begin_personal(event);
        tell_entries(&in, root, 0, json, reason);
        if (event->view.row_kind != 0)
            tell_entries(&in, child, 1, json, reason);
    }
    csri_buffer_byte(json, '}');
    return in.ok;
}

static int is_named(const csri_buffer *names, const char *name)
{
    size_t n = strlen(name);

    for (size_t i = 0; i + n <= names->len; i++)
        if (memcmp(names->ptr + i, name, n) == 0 && (i == 0 || names->ptr[i - 1] == ',') &&
            (i + n == names->len || names->ptr[i + n] == ','))
            return 1;
    return 0;
}

static void add_name(csri_buffer *names, const char *name)
{
    if (is_named(names, name))
        return;
    if (names->len != 0)
        csri_buffer_byte(names, ',');
    csri_buffer_text(names, name);
}

void csri_event_name_members(const struct csri_event *event, csri_buffer *names)
{
    const csr_record *root = csri_record_of(event->view.subject_kind);
    const csr_record *child = csri_record_of(event->view.row_kind);
    csri_wire_in in = begin_change(event);

    for (entry e = next_entry(&in); in.ok && e.number != 0; e = next_entry(&in)) {
        const csr_member *m = entry_member(root, &e);
        if (m != NULL && (m->flags & CSR_MEMBER_HIDDEN) == 0)
            add_name(names, m->name);
        if ((e.flags & HAS_OLD) != 0)
            csri_wire_skip(&in, (enum csri_wire)(e.flags & WIRE_MASK));
        if ((e.flags & HAS_NEW) != 0)
            csri_wire_skip(&in, (enum csri_wire)(e.flags & WIRE_MASK));
    }
    if (child != NULL)
        add_name(names, child->name);
}
