#include "store/exchange_lines.h"

#include "record/row.h"

static void put_hash(csri_line_hash *kept, const csri_hash *hash)
{
    memcpy(kept->bytes, hash, sizeof(*hash));
}

void csri_line_hash_init(csri_line_hash *kept)
{
    csri_hash hash;

    csri_hash_init(&hash);
    put_hash(kept, &hash);
}

void csri_line_hash_add(csri_line_hash *kept, const char *line, size_t len, uint8_t out[CSRI_HASH_BYTES])
{
    csri_hash hash, so_far;

    memcpy(&hash, kept->bytes, sizeof(hash));
    csri_hash_put(&hash, line, len);
    so_far = hash;
    csri_hash_end(&so_far, out);
    put_hash(kept, &hash);
}

void csri_line_check_put(csri_buffer *out, const uint8_t hash[CSRI_HASH_BYTES])
{
    static const char digits[] = "0123456789abcdef";
    char text[CSRI_EXCHANGE_DIGITS];

    for (unsigned i = 0; i < CSRI_EXCHANGE_DIGITS; i++)
        text[i] = digits[(i % 2 == 0 ? hash[i / 2] >> 4 : hash[i / 2]) & 15];
    csri_buffer_text(out, CSRI_EXCHANGE_CHECK);
    csri_buffer_put(out, text, sizeof(text));
    csri_buffer_put(out, "\"}", 2);
}

const csr_record *csri_exchange_record(unsigned n)
{
    return csri_schema.records[(n + 1) % csri_schema.record_count];
}

uint64_t csri_refers_forward(const csr_record *record, const void *row)
{
    uint64_t mask = 0;

    for (unsigned i = 0; i < record->row->count; i++) {
        const csr_member *m = &record->row->members[i];
        if (m->type->target != NULL && strcmp(m->type->target, record->name) == 0 &&
            memcmp(csri_at(m, row), (const char *)row + record->id_at, sizeof(csr_id)) > 0)
            mask |= UINT64_C(1) << i;
    }
    return mask;
}

void csri_exchange_put_end(csri_buffer *out, int64_t lines, const int64_t rows[CSRI_EXCHANGE_KINDS],
                           const uint8_t hash[CSRI_HASH_BYTES])
{
    const char *between = "";

    csri_buffer_format(out, "{\"end\":{\"lines\":%lld,\"rows\":{", (long long)lines);
    for (unsigned i = 0; i < csri_schema.record_count; i++) {
        if (rows[i] == 0)
            continue;
        csri_buffer_format(out, "%s\"%s\":%lld", between, csri_exchange_record(i)->name, (long long)rows[i]);
        between = ",";
    }
    csri_buffer_text(out, "},\"hash\":\"");
    for (unsigned i = 0; i < CSRI_HASH_BYTES; i++)
        csri_buffer_format(out, "%02x", (unsigned)hash[i]);
    csri_buffer_text(out, "\"}");
}
