#include "store/content.h"

#include "base/error.h"
#include "base/hash.h"
#include "record/row.h"

static const uint8_t no_hash[CSRI_HASH_BYTES];

static int is_upload(const struct csri_content *head)
{
    return csr_id_is_none(&head->view.content) && memcmp(head->view.hash, no_hash, CSRI_HASH_BYTES) == 0;
}

csr_status csri_content_begin(csri_tx *tx, csr_id *out_id)
{
    struct csri_content head = { .view = { .parts = 1, .created_at = tx->now, .coming = 1 } };
    csr_status status = csri_new_id(tx, &head.view.id);

    if (status == CSR_OK)
        status = csri_insert(tx, &csri_content_record, &head);
    if (status == CSR_OK)
        *out_id = head.view.id;
    return status;
}

/* The head of an upload; rows owns it. */
static csr_status load_upload(csri_tx *tx, const csr_id *id, csr_rows **rows)
{
    csr_status status = csri_load(tx, &csri_content_record, id, "id", rows);

    if (status != CSR_OK || is_upload(csri_rows_at(*rows, 0)))
        return status;
    csri_rows_free(*rows);
    *rows = NULL;
    return csri_fail(tx->err, CSR_E_STATE, "id", "this is no upload that is still coming in");
}

static csr_status insert_part(csri_tx *tx, const struct csri_content *head, const char *bytes, size_t n)
{
    struct csri_content part = { .view = { .content = head->view.id,
                                           .created_at = tx->now,
                                           .start = head->view.total_bytes,
                                           .bytes = { bytes, n } } };
    csr_status status = csri_new_id(tx, &part.view.id);

    csri_hash_once(bytes, n, part.view.part_hash);
    return status != CSR_OK ? status : csri_insert(tx, &csri_content_record, &part);
}

/* Append to a head that is edited; the first bytes stand in it. */
static csr_status append(csri_tx *tx, struct csri_content *head, const csr_str *bytes)
{
    csr_status status = CSR_OK;

    for (size_t at = 0; status == CSR_OK && at < bytes->len;) {
        size_t n = bytes->len - at < CSRI_CONTENT_PART ? bytes->len - at : CSRI_CONTENT_PART;
        if (head->view.total_bytes == 0) {
            head->view.bytes = (csr_str){ bytes->ptr + at, n };
            csri_hash_once(bytes->ptr + at, n, head->view.part_hash);
        } else {
            status = insert_part(tx, head, bytes->ptr + at, n);
            head->view.parts++;
        }
        head->view.total_bytes += (int64_t)n;
        at += n;
    }
    return status;
}

csr_status csri_content_append(csri_tx *tx, const csr_id *id, int64_t offset, const csr_str *bytes, int64_t most,
                               int64_t *out_total)
{
    const struct csri_content *was;
    struct csri_content is;
    csr_rows *rows;
    csr_status status = load_upload(tx, id, &rows);

    if (status != CSR_OK)
        return status;
    was = csri_rows_at(rows, 0);
    is = *was;
    if (offset != 0 && offset != is.view.total_bytes)
        status =
            csri_fail(tx->err, CSR_E_CONFLICT, "offset", "the upload has %lld bytes", (long long)is.view.total_bytes);
    else if (is.view.total_bytes + (int64_t)bytes->len > most)
        status = csri_fail(tx->err, CSR_E_LIMIT, "bytes", "an attachment has at most %lld bytes", (long long)most);
    is.view.coming = 1; /* uploads that older libraries began have not said so */
    if (status == CSR_OK)
        status = append(tx, &is, bytes);
    if (status == CSR_OK)
        status = csri_update(tx, &csri_content_record, was, &is);
    if (status == CSR_OK)
        *out_total = is.view.total_bytes;
    csri_rows_free(rows);
    return status;
}

/* The part behind a place in the order of the parts, or *out = NULL. */
static csr_status next_part(csri_tx *tx, const struct csri_content *place, uint32_t flags, csr_rows **out)
{
    csr_scan scan = { .index = CSRI_CONTENT_BY_CONTENT, .equal = 1, .flags = flags, .from = place, .after = place };

    return csri_first(tx, &csri_content_record, &scan, out);
}

static csr_status damaged(csri_tx *tx)
{
    return csri_fail(tx->err, CSR_E_CORRUPT, "content", "the content is not that which was given");
}

static int is_sound(const struct csri_content *part)
{
    uint8_t hash[CSRI_HASH_BYTES];

    if (part->view.bytes.len == 0)
        return memcmp(part->view.part_hash, no_hash, CSRI_HASH_BYTES) == 0;
    csri_hash_once(part->view.bytes.ptr, part->view.bytes.len, hash);
    return memcmp(hash, part->view.part_hash, CSRI_HASH_BYTES) == 0;
}

/* Read on behind `place` to the end and hash it all; *at = bytes so far, *rows_seen = rows. */
static csr_status hash_parts(csri_tx *tx, struct csri_content *place, csri_hash *hash, int64_t *at, int32_t *rows_seen)
{
    csr_rows *rows;
    csr_status status = next_part(tx, place, 0, &rows);

    while (status == CSR_OK && rows != NULL) {
        const struct csri_content *part = csri_rows_at(rows, 0);
        if (part->view.start != *at || !is_sound(part))
            status = damaged(tx);
        csri_hash_put(hash, part->view.bytes.ptr, part->view.bytes.len);
        *at += (int64_t)part->view.bytes.len;
        ++*rows_seen;
        place->view.start = part->view.start;
        place->view.id = part->view.id;
        csri_rows_free(rows);
        rows = NULL;
        if (status == CSR_OK)
            status = next_part(tx, place, 0, &rows);
    }
    return status;
}

/* The hash of all bytes of a head and its parts, which must be as many as the head says. */
static csr_status hash_whole(csri_tx *tx, const struct csri_content *head, uint8_t out[CSRI_HASH_BYTES])
{
    struct csri_content place = { .view = { .content = head->view.id } };
    int64_t at = (int64_t)head->view.bytes.len;
    int32_t rows_seen = 1;
    csri_hash hash;
    csr_status status;

    if (!is_sound(head))
        return damaged(tx);
    csri_hash_init(&hash);
    csri_hash_put(&hash, head->view.bytes.ptr, head->view.bytes.len);
    status = hash_parts(tx, &place, &hash, &at, &rows_seen);
    if (status == CSR_OK && (at != head->view.total_bytes || rows_seen != head->view.parts))
        status = damaged(tx);
    csri_hash_end(&hash, out);
    return status;
}

/* Rows of parts, a few at a time and without their bytes. */
static csr_status erase_parts(csri_tx *tx, const csr_id *id)
{
    struct csri_content from = { .view = { .content = *id } };
    csr_scan scan = { .index = CSRI_CONTENT_BY_CONTENT, .equal = 1, .limit = 64, .from = &from, .columns = 1 };
    csr_status status = CSR_OK;
    size_t got = scan.limit;

    while (status == CSR_OK && got == scan.limit) {
        csr_rows *rows;
        status = csri_rows_new(tx->host, csri_content_record.row->size, 8, &rows, tx->err);
        if (status != CSR_OK)
            return status;
        status = tx->ops->scan(tx->handle, &csri_content_record, &scan, rows, tx->err);
        got = csri_rows_count(rows);
        for (size_t i = 0; status == CSR_OK && i < got; i++)
            status =
                csri_erase(tx, &csri_content_record, &((const struct csri_content *)csri_rows_at(rows, i))->view.id);
        csri_rows_free(rows);
    }
    return status;
}

static csr_status erase_whole(csri_tx *tx, const csr_id *id)
{
    csr_status status = erase_parts(tx, id);

    return status != CSR_OK ? status : csri_erase(tx, &csri_content_record, id);
}

/* The head that the store has under a hash, or *found = 0. Its bytes are not given out. */
static csr_status find_hash(csri_tx *tx, const uint8_t hash[CSRI_HASH_BYTES], struct csri_content *out, int *found)
{
    struct csri_content wanted = { 0 };
    csr_rows *rows;
    csr_status status;

    memcpy(wanted.view.hash, hash, CSRI_HASH_BYTES);
    status = csri_find(tx, &csri_content_record, CSRI_CONTENT_BY_HASH, &wanted, &rows);
    *found = rows != NULL;
    if (rows != NULL)
        *out = *(const struct csri_content *)csri_rows_at(rows, 0);
    out->view.bytes = (csr_str){ NULL, 0 };
    csri_rows_free(rows);
    return status;
}

void csri_content_hash_text(const uint8_t hash[CSRI_HASH_BYTES], char out[2 * CSRI_HASH_BYTES + 1])
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < CSRI_HASH_BYTES; i++) {
        out[2 * i] = digits[hash[i] >> 4];
        out[2 * i + 1] = digits[hash[i] & 15];
    }
    out[2 * (size_t)CSRI_HASH_BYTES] = '\0';
}

static csr_status expect_hash(csri_tx *tx, const csr_str *wanted, const uint8_t hash[CSRI_HASH_BYTES])
{
    char text[2 * CSRI_HASH_BYTES + 1];

    csri_content_hash_text(hash, text);
    if (wanted->len == 0 || (wanted->len == 2 * CSRI_HASH_BYTES && memcmp(wanted->ptr, text, wanted->len) == 0))
        return CSR_OK;
    return csri_fail(tx->err, CSR_E_ARGUMENT, "hash", "hash: the content has %s", text);
}

static csr_status keep_or_drop(csri_tx *tx, const struct csri_content *was, const csr_str *wanted,
                               struct csri_content *out)
{
    struct csri_content is = *was;
    int found;
    csr_status status = hash_whole(tx, was, is.view.hash);

    if (status == CSR_OK)
        status = expect_hash(tx, wanted, is.view.hash);
    if (status == CSR_OK)
        status = find_hash(tx, is.view.hash, out, &found);
    if (status != CSR_OK)
        return status;
    if (found)
        return erase_whole(tx, &was->view.id);
    is.view.coming = 0;
    *out = is;
    out->view.bytes = (csr_str){ NULL, 0 };
    return csri_update(tx, &csri_content_record, was, &is);
}

csr_status csri_content_finish(csri_tx *tx, const csr_id *id, const csr_str *wanted, struct csri_content *out)
{
    csr_rows *rows;
    csr_status status = load_upload(tx, id, &rows);

    if (status == CSR_OK)
        status = keep_or_drop(tx, csri_rows_at(rows, 0), wanted, out);
    csri_rows_free(rows);
    return status;
}

csr_status csri_content_put(csri_tx *tx, const csr_str *bytes, const csr_str *wanted, struct csri_content *out)
{
    uint8_t hash[CSRI_HASH_BYTES];
    struct csri_content head = { .view = { .parts = 1, .created_at = tx->now } };
    int found = 0;
    csr_status status;

    csri_hash_once(bytes->ptr, bytes->len, hash);
    status = expect_hash(tx, wanted, hash);
    if (status == CSR_OK)
        status = find_hash(tx, hash, out, &found);
    if (status != CSR_OK || found)
        return status;
    status = csri_new_id(tx, &head.view.id);
    if (status != CSR_OK)
        return status;
    /* The parts refer to the head, so it comes first, and is complete at the second writing. */
    *out = head;
    if (bytes->len > CSRI_CONTENT_PART)
        status = csri_insert(tx, &csri_content_record, &head);
    if (status == CSR_OK)
        status = append(tx, out, bytes);
    memcpy(out->view.hash, hash, CSRI_HASH_BYTES);
    if (status == CSR_OK)
        status = bytes->len > CSRI_CONTENT_PART ? csri_update(tx, &csri_content_record, &head, out)
                                                : csri_insert(tx, &csri_content_record, out);
    out->view.bytes = (csr_str){ NULL, 0 };
    return status;
}

csr_status csri_content_size(csri_tx *tx, const csr_id *id, int64_t *out_total)
{
    csr_rows *rows;
    csr_status status = load_upload(tx, id, &rows);

    if (status == CSR_OK)
        *out_total = ((const struct csri_content *)csri_rows_at(rows, 0))->view.total_bytes;
    csri_rows_free(rows);
    return status;
}

csr_status csri_content_abandon(csri_tx *tx, const csr_id *id)
{
    csr_rows *rows;
    csr_status status = load_upload(tx, id, &rows);

    csri_rows_free(rows);
    return status != CSR_OK ? status : erase_whole(tx, id);
}

/* Append what a part has from *offset on; both counters move on. */
static csr_status take_bytes(csri_tx *tx, const struct csri_content *part, int64_t *offset, size_t *most,
                             csri_buffer *out)
{
    size_t skip = (size_t)(*offset - part->view.start), n;

    if (*offset < part->view.start || skip > part->view.bytes.len || !is_sound(part))
        return damaged(tx);
    n = part->view.bytes.len - skip < *most ? part->view.bytes.len - skip : *most;
    csri_buffer_put(out, part->view.bytes.ptr + skip, n);
    *offset += (int64_t)n;
    *most -= n;
    return csri_buffer_check(out, tx->err);
}

/* Parts from the one that holds *offset on. */
static csr_status read_parts(csri_tx *tx, const struct csri_content *head, int64_t offset, size_t most,
                             csri_buffer *out)
{
    struct csri_content place = { .view = { .content = head->view.id, .start = offset } };
    csr_rows *rows;
    csr_status status;

    memset(&place.view.id, 0xff, sizeof(place.view.id));
    status = next_part(tx, &place, CSR_SCAN_REVERSE, &rows);
    while (status == CSR_OK && rows != NULL && most != 0) {
        const struct csri_content *part = csri_rows_at(rows, 0);
        status = take_bytes(tx, part, &offset, &most, out);
        place.view.start = part->view.start;
        place.view.id = part->view.id;
        csri_rows_free(rows);
        rows = NULL;
        if (status == CSR_OK && most != 0)
            status = next_part(tx, &place, 0, &rows);
    }
    csri_rows_free(rows);
    return status == CSR_OK && most != 0 && offset != head->view.total_bytes ? damaged(tx) : status;
}

csr_status csri_content_read(csri_tx *tx, const csr_id *id, int64_t offset, size_t most, csri_buffer *out,
                             int64_t *out_total)
{
    const struct csri_content *head;
    csr_rows *rows;
    csr_status status = csri_load(tx, &csri_content_record, id, "content", &rows);

    if (status != CSR_OK)
        return status;
    head = csri_rows_at(rows, 0);
    *out_total = head->view.total_bytes;
    if ((int64_t)most > head->view.total_bytes - offset)
        most = offset < head->view.total_bytes ? (size_t)(head->view.total_bytes - offset) : 0;
    if (most != 0 && offset < (int64_t)head->view.bytes.len)
        status = take_bytes(tx, head, &offset, &most, out);
    if (status == CSR_OK && most != 0)
        status = read_parts(tx, head, offset, most, out);
    csri_rows_free(rows);
    return status;
}

csr_status csri_content_check(csri_tx *tx, const csr_id *id)
{
    uint8_t hash[CSRI_HASH_BYTES];
    csr_rows *rows;
    csr_status status = csri_load(tx, &csri_content_record, id, "content", &rows);

    if (status != CSR_OK)
        return status;
    status = hash_whole(tx, csri_rows_at(rows, 0), hash);
    if (status == CSR_OK &&
        memcmp(hash, ((const struct csri_content *)csri_rows_at(rows, 0))->view.hash, CSRI_HASH_BYTES) != 0)
        status = damaged(tx);
    csri_rows_free(rows);
    return status;
}

csr_status csri_content_drop(csri_tx *tx, const csr_id *id, int64_t *dropped)
{
    struct csri_attachment from = { .content = *id };
    csr_scan scan = { .index = CSRI_ATTACHMENT_BY_CONTENT, .equal = 1, .from = &from };
    csr_rows *rows;
    csr_status status = csri_first(tx, &csri_attachment_record, &scan, &rows);

    if (status == CSR_OK && rows == NULL) {
        status = erase_whole(tx, id);
        *dropped += status == CSR_OK;
    }
    csri_rows_free(rows);
    return status;
}
