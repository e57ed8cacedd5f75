#include "store/change.h"

#include "base/error.h"
#include "record/row.h"
#include "store/event_code.h"

/* Members of a root's row by their meaning. */
static int64_t *version_of(const csr_record *record, const void *row)
{
    return (int64_t *)((char *)row + record->version_at);
}

static csr_time *time_at(const void *row, uint16_t at)
{
    return (csr_time *)((char *)row + at);
}

static const csr_id *id_of(const csr_record *record, const void *row)
{
    return (const csr_id *)((const char *)row + record->id_at);
}

static uint64_t set_members(const csr_record *record, const void *row)
{
    uint64_t mask = 0;

    for (unsigned i = 0; i < record->row->count; i++)
        if (!csri_unset(&record->row->members[i], row))
            mask |= UINT64_C(1) << i;
    return mask;
}

static csri_pair make_pair(const csr_record *record, const void *was, const void *is)
{
    csri_pair pair = { record, was, is, 0 };

    if (record == NULL)
        return pair;
    if (was != NULL && is != NULL)
        pair.changed = csri_diff(record->row, was, is);
    else if (was != NULL || is != NULL)
        pair.changed = set_members(record, was != NULL ? was : is);
    pair.changed = csri_event_only(record, pair.changed);
    return pair;
}

/* A child that is added or erased is a change even if it has no member that is set. */
static int differs(const csri_change_request *r, const csri_pair *root, const csri_pair *child)
{
    if (r->was == NULL || root->changed != 0)
        return 1;
    return r->child != NULL && (child->changed != 0 || r->child_was == NULL || r->child_is == NULL);
}

/* A buffer keeps its memory for the next call, and must not keep a failure: the session would never write again. */
static void begin_again(csri_buffer *b)
{
    if (b->status != CSR_OK)
        csri_buffer_free(b);
    b->len = 0;
}

/* Text of the event in the transaction's two scratch buffers. */
static csr_status encode(csri_tx *tx, const csri_change_request *r, const csri_pair *root, const csri_pair *child,
                         struct csri_event *event)
{
    csri_buffer *change = &tx->scratch[0], *personal = &tx->scratch[1];
    uint8_t salt[CSRI_SALT_BYTES];
    csr_status status = csri_entropy(tx->ids, tx->host, salt, sizeof(salt), tx->err);

    if (status != CSR_OK)
        return status;
    begin_again(change);
    begin_again(personal);
    csri_buffer_put(personal, salt, sizeof(salt));
    if (csri_event_encode(root, child, &r->reason, change, personal)) {
        event->personal = (csr_str){ personal->ptr, personal->len };
        if (personal->status == CSR_OK)
            csri_event_commit(r->root, r->was == NULL ? r->is : NULL, personal->ptr, personal->len, event->commitment);
    }
    event->change = (csr_str){ change->ptr, change->len };
    status = csri_buffer_check(change, tx->err);
    return status != CSR_OK ? status : csri_buffer_check(personal, tx->err);
}

static void set_subject(const csri_tx *tx, const csri_change_request *r, csr_time at, struct csri_event *event)
{
    event->view.kind = r->event;
    event->view.subject = *id_of(r->root, r->is);
    event->view.subject_kind = r->root->number;
    event->view.seq = *version_of(r->root, r->is);
    event->view.at = at;
    event->view.effective_at = r->effective_at == at ? 0 : r->effective_at;
    event->view.actor = tx->actor;
    if (r->child != NULL) {
        event->view.row = *id_of(r->child, r->child_is != NULL ? r->child_is : r->child_was);
        event->view.row_kind = r->child->number;
    }
}

static csr_status write_row(csri_tx *tx, const csr_record *record, const void *was, const void *is)
{
    if (was == NULL)
        return csri_insert(tx, record, is);
    if (is == NULL)
        return csri_erase(tx, record, id_of(record, was));
    return csri_update(tx, record, was, is);
}

/* The ticket or the customer that a change is about, for the rules. */
static void touch(csri_tx *tx, const csri_change_request *r)
{
    csri_touched touched = { .kind = CSR_RECORD_TICKET };

    if (r->root == &csri_ticket_record) {
        touched.id = *id_of(r->root, r->is);
    } else if (r->root == &csri_interaction_record) {
        touched.id = ((const struct csri_interaction *)r->is)->view.ticket;
    } else if (r->root == &csri_refund_record) {
        touched.id = ((const struct csri_refund *)r->is)->view.ticket;
    } else if (r->root == &csri_customer_record && r->was != NULL) {
        touched.kind = CSR_RECORD_CUSTOMER;
        touched.id = *id_of(r->root, r->is);
    }
    if (!csr_id_is_none(&touched.id))
        csri_buffer_put(tx->touched, &touched, sizeof(touched));
}

static csr_status write_all(csri_tx *tx, const csri_change_request *r, const struct csri_event *event)
{
    csr_status status = write_row(tx, r->root, r->was, r->is);

    if (status == CSR_OK && r->child != NULL)
        status = write_row(tx, r->child, r->child_was, r->child_is);
    if (status == CSR_OK)
        status = csri_insert(tx, &csri_event_record, event);
    if (status == CSR_OK && tx->touched != NULL)
        touch(tx, r);
    return status;
}

csr_status csri_change(csri_tx *tx, const csri_change_request *r)
{
    static const uint8_t nothing_before[CSRI_HASH_BYTES] = { 0 };
    const csri_root *root = csri_root_of(r->root);
    csri_pair rows = make_pair(r->root, r->was, r->is), child = make_pair(r->child, r->child_was, r->child_is);
    struct csri_event event = { 0 };
    uint8_t *chain = (uint8_t *)r->is + root->chain_at;
    csr_time at = tx->now;
    csr_status status;

    if (!differs(r, &rows, &child))
        return CSR_OK;
    if (r->was != NULL && at < *time_at(r->was, root->updated_at))
        at = *time_at(r->was, root->updated_at);
    *version_of(r->root, r->is) = r->was == NULL ? 1 : *version_of(r->root, r->was) + 1;
    *time_at(r->is, root->updated_at) = at;
    if (r->was == NULL)
        *time_at(r->is, root->created_at) = at;
    set_subject(tx, r, at, &event);
    status = encode(tx, r, &rows, &child, &event);
    if (status != CSR_OK)
        return status;
    csri_event_hash(r->was == NULL ? nothing_before : chain, &event, event.view.hash);
    memcpy(chain, event.view.hash, CSRI_HASH_BYTES);
    return write_all(tx, r, &event);
}

/* Names of the members that events after a version changed, as far as they fit. */
static void name_changed(csri_tx *tx, const csr_record *root, const void *row, int64_t version, csri_buffer *names)
{
    struct csri_event from = { .view = { .subject = *id_of(root, row), .seq = version } };
    csr_scan scan = { .index = CSRI_EVENT_BY_SUBJECT, .equal = 1, .limit = 16, .from = &from, .after = &from };
    csr_rows *events;

    if (csri_rows_new(tx->host, sizeof(struct csri_event), 16, &events, NULL) != CSR_OK)
        return;
    if (tx->ops->scan(tx->handle, &csri_event_record, &scan, events, NULL) == CSR_OK)
        for (size_t i = 0; i < csri_rows_count(events); i++)
            csri_event_name_members(csri_rows_at(events, i), names);
    csri_rows_free(events);
}

csr_status csri_expect(csri_tx *tx, const csr_record *root, const void *row, int64_t version)
{
    int64_t now = *version_of(root, row);
    csri_buffer names;
    csr_status status;

    if (version == 0 || version == now)
        return CSR_OK;
    csri_buffer_init(&names, tx->host, 0);
    if (version < now)
        name_changed(tx, root, row, version, &names);
    csri_buffer_byte(&names, 0);
    status =
        csri_fail(tx->err, CSR_E_CONFLICT, names.status == CSR_OK && names.len > 1 ? names.ptr : "expected_version",
                  "the %s has version %lld, not %lld: read it again, then decide", root->name, (long long)now,
                  (long long)version);
    csri_buffer_free(&names);
    return status;
}

#define FORGET_PAGE 64

static csr_status forget_page(csri_tx *tx, const csr_rows *events)
{
    csr_status status = CSR_OK;

    for (size_t i = 0; i < csri_rows_count(events) && status == CSR_OK; i++) {
        const struct csri_event *was = csri_rows_at(events, i);
        struct csri_event is = *was;
        is.personal = (csr_str){ NULL, 0 };
        status = csri_update(tx, &csri_event_record, was, &is);
    }
    return status;
}

csr_status csri_forget(csri_tx *tx, const csr_id *subject)
{
    struct csri_event last = { .view = { .subject = *subject } };
    csr_scan scan = { .index = CSRI_EVENT_BY_SUBJECT, .equal = 1, .limit = FORGET_PAGE, .from = &last, .after = &last };
    csr_status status = CSR_OK;

    for (size_t n = FORGET_PAGE; status == CSR_OK && n == FORGET_PAGE;) {
        csr_rows *events;
        status = csri_rows_new(tx->host, sizeof(struct csri_event), FORGET_PAGE, &events, tx->err);
        if (status != CSR_OK)
            return status;
        status = tx->ops->scan(tx->handle, &csri_event_record, &scan, events, tx->err);
        if (status == CSR_OK)
            status = forget_page(tx, events);
        n = csri_rows_count(events);
        if (n != 0)
            last.view.seq = ((const struct csri_event *)csri_rows_at(events, n - 1))->view.seq;
        csri_rows_free(events);
    }
    return status;
}
