#include "store/verify.h"

#include "base/error.h"
#include "record/row.h"
#include "store/content.h"
#include "store/event_code.h"
#include "store/verify_parts.h"

#include <stdio.h>

#define PAGE 200

/* A child of the subject as its events leave it. */
typedef struct child_fold {
    const csr_record *record;
    csr_id id;
    _Alignas(16) char row[CSRI_ROW_MAX];
} child_fold;

/* The subject under verification, rebuilt from its events. */
typedef struct fold {
    const csri_root *root;
    const void *actual; /* the row in the store */
    _Alignas(16) char row[CSRI_ROW_MAX];
    uint8_t hash[CSRI_HASH_BYTES];
    int64_t seq;
    int64_t events; /* of it that were read */
    csr_time first_at, last_at;
    int erased;         /* personal values were erased: they cannot be compared */
    int broken;         /* a finding was made: nothing more is said of this subject */
    csr_rows *children; /* of child_fold */
    csr_rows *texts;    /* owners of the events, whose texts the rows borrow */
} fold;

static csr_status break_off(csri_verifying *v, fold *f, int64_t position, const char *place, const char *what)
{
    f->broken = 1;
    return csri_verify_report(v, (const csr_id *)((const char *)f->actual + f->root->record->id_at), position, place,
                              "%s", what);
}

/* The fold of an event's child, begun when it is met first; NULL = no memory. */
static child_fold *child_of(csri_verifying *v, fold *f, const struct csri_event *event)
{
    void *added;

    for (size_t i = 0; i < csri_rows_count(f->children); i++) {
        child_fold *c = csri_rows_at(f->children, i);
        if (memcmp(&c->id, &event->view.row, sizeof(csr_id)) == 0)
            return c;
    }
    if (csr_rows_add(f->children, &added) != CSR_OK) {
        csri_fail(v->tx->err, CSR_E_NO_MEMORY, NULL, "no memory to verify");
        return NULL;
    }
    ((child_fold *)added)->record = csri_record_of(event->view.row_kind);
    ((child_fold *)added)->id = event->view.row;
    return added;
}

static int has_bulk(const csr_record *record, const void *row)
{
    for (unsigned i = 0; i < record->row->count; i++)
        if ((record->row->members[i].flags & CSR_MEMBER_BULK) != 0 && !csri_unset(&record->row->members[i], row))
            return 1;
    return 0;
}

static csr_status check_commitment(csri_verifying *v, fold *f, const struct csri_event *event)
{
    static const uint8_t none[CSRI_HASH_BYTES] = { 0 };
    uint8_t commitment[CSRI_HASH_BYTES];

    if (event->view.seq != 1 && has_bulk(f->root->record, f->actual) && csri_event_empties(event, f->root->record))
        return break_off(v, f, event->view.position, "bulk", "the row holds a value that was erased");
    if (event->personal.len == 0 && memcmp(event->commitment, none, CSRI_HASH_BYTES) != 0) {
        f->erased = 1;
        return CSR_OK;
    }
    if (event->personal.len == 0)
        return event->view.seq == 1 && has_bulk(f->root->record, f->actual)
                   ? break_off(v, f, event->view.position, "bulk", "the row holds a value that no event committed to")
                   : CSR_OK;
    csri_event_commit(f->root->record, event->view.seq == 1 ? f->actual : NULL, event->personal.ptr,
                      event->personal.len, commitment);
    if (memcmp(commitment, event->commitment, CSRI_HASH_BYTES) == 0)
        return CSR_OK;
    return break_off(v, f, event->view.position, "personal",
                     "personal or bulk values are not those that the event committed to");
}

static csr_status check_event(csri_verifying *v, fold *f, const struct csri_event *event)
{
    uint8_t hash[CSRI_HASH_BYTES];
    child_fold *child = NULL;

    if (event->view.seq != f->seq + 1)
        return break_off(v, f, event->view.position, "seq", "an event is missing before this one");
    csri_event_hash(f->hash, event, hash);
    if (memcmp(hash, event->view.hash, CSRI_HASH_BYTES) != 0)
        return break_off(v, f, event->view.position, "hash", "the event is not the one that was written");
    if (event->view.row_kind != 0 && (child = child_of(v, f, event)) == NULL)
        return CSR_E_NO_MEMORY;
    if (!csri_event_apply(event, f->root->record, f->row, child == NULL ? NULL : child->record,
                          child == NULL ? NULL : child->row))
        return break_off(v, f, event->view.position, "change", "the event cannot be read");
    memcpy(f->hash, hash, CSRI_HASH_BYTES);
    f->seq = event->view.seq;
    if (f->seq == 1)
        f->first_at = event->view.at;
    f->last_at = event->view.at;
    f->events++;
    return check_commitment(v, f, event);
}

/* All events of the subject; what they hold stays until the subject is done. */
static csr_status fold_events(csri_verifying *v, fold *f)
{
    struct csri_event from = { 0 };
    csr_scan scan = { .index = CSRI_EVENT_BY_SUBJECT, .equal = 1, .limit = PAGE, .from = &from, .after = &from };
    csr_status status = CSR_OK;
    size_t got = PAGE;

    memcpy(&from.view.subject, (const char *)f->actual + f->root->record->id_at, sizeof(csr_id));
    while (status == CSR_OK && got == PAGE && !f->broken) {
        csr_rows *page;
        status = csri_rows_new(v->tx->host, sizeof(struct csri_event), 4, &page, v->tx->err);
        if (status != CSR_OK)
            return status;
        csri_rows_attach(f->texts, page);
        status = v->tx->ops->scan(v->tx->handle, &csri_event_record, &scan, page, v->tx->err);
        got = csri_rows_count(page);
        for (size_t i = 0; i < got && status == CSR_OK && !f->broken; i++)
            status = check_event(v, f, csri_rows_at(page, i));
        from.view.seq = f->seq;
    }
    return status;
}

/* Members that must be equal in a row and in its fold. */
static uint64_t comparable(const csr_record *record, int erased)
{
    uint64_t mask = csri_event_members(record);

    for (unsigned i = 0; i < record->row->count; i++) {
        uint32_t flags = record->row->members[i].flags;
        if ((flags & CSR_MEMBER_BULK) != 0 || (erased && (flags & CSR_MEMBER_PERSONAL) != 0))
            mask &= ~(UINT64_C(1) << i);
    }
    return mask;
}

static csr_status compare(csri_verifying *v, fold *f, const csr_record *record, const void *actual, const void *folded)
{
    uint64_t differs = csri_diff(record->row, actual, folded) & comparable(record, f->erased);
    char place[64];

    if (differs == 0)
        return CSR_OK;
    for (unsigned i = 0; i < record->row->count; i++)
        if ((differs >> i & 1) != 0) {
            snprintf(place, sizeof(place), "%s.%s", record->name, record->row->members[i].name);
            break;
        }
    return break_off(v, f, 0, place, "the row does not hold what its events say");
}

/* A child whose members are all unset was erased by its last event. */
static int is_gone(const child_fold *c)
{
    static const char nothing[CSRI_ROW_MAX];

    return csri_diff(c->record->row, c->row, nothing) == 0;
}

static csr_status check_child(csri_verifying *v, fold *f, const child_fold *c)
{
    int gone = is_gone(c);
    csr_rows *rows = NULL;
    csr_status status = csri_rows_new(v->tx->host, c->record->row->size, 1, &rows, v->tx->err);

    if (status != CSR_OK)
        return status;
    status = v->tx->ops->get_many(v->tx->handle, c->record, &c->id, 1, 0, rows, v->tx->err);
    v->children[c->record->number & (CSRI_RECORD_NUMBERS - 1)] += !gone;
    if (status == CSR_OK && gone != (csri_rows_count(rows) == 0))
        status = break_off(v, f, 0, c->record->name, gone ? "a row that was erased is there" : "a row is missing");
    else if (status == CSR_OK && !gone)
        status = compare(v, f, c->record, csri_rows_at(rows, 0), c->row);
    csri_rows_free(rows);
    return status;
}

static csr_status check_head(csri_verifying *v, fold *f)
{
    const char *row = f->actual;
    int64_t version;

    memcpy(&version, row + f->root->record->version_at, sizeof(version));
    if (version != f->seq)
        return break_off(v, f, 0, "version", "events are missing at the end, or the row is older than its events");
    if (memcmp(row + f->root->chain_at, f->hash, CSRI_HASH_BYTES) != 0)
        return break_off(v, f, 0, "chain", "the row's head is not the hash of its last event");
    if (memcmp(row + f->root->updated_at, &f->last_at, sizeof(csr_time)) != 0 ||
        memcmp(row + f->root->created_at, &f->first_at, sizeof(csr_time)) != 0)
        return break_off(v, f, 0, "updated_at", "the row's instants are not those of its events");
    return compare(v, f, f->root->record, row, f->row);
}

/* Of a subject that was reported nothing follows: its events are told of, whatever they tell, and nobody knows which
 * children it should have. */
static csr_status pass_over(csri_verifying *v, fold *f)
{
    struct csri_event from = { 0 };
    csr_scan scan = { .index = CSRI_EVENT_BY_SUBJECT, .equal = 1, .from = &from };

    v->broken++;
    memcpy(&from.view.subject, (const char *)f->actual + f->root->record->id_at, sizeof(csr_id));
    return v->tx->ops->count(v->tx->handle, &csri_event_record, &scan, &f->events, v->tx->err);
}

static csr_status check_subject(csri_verifying *v, fold *f)
{
    csr_status status = fold_events(v, f);

    v->subjects++;
    if (status == CSR_OK && !f->broken)
        status = check_head(v, f);
    for (size_t i = 0; status == CSR_OK && !f->broken && i < csri_rows_count(f->children); i++)
        status = check_child(v, f, csri_rows_at(f->children, i));
    return status == CSR_OK && f->broken ? pass_over(v, f) : status;
}

static csr_status verify_subject(csri_verifying *v, const csri_root *root, const void *row)
{
    fold f = { .root = root, .actual = row };
    csr_status status = csri_rows_new(v->tx->host, sizeof(child_fold), 1, &f.children, v->tx->err);

    if (status == CSR_OK)
        status = csri_rows_new(v->tx->host, 16, 1, &f.texts, v->tx->err);
    if (status == CSR_OK)
        status = check_subject(v, &f);
    v->events += f.events;
    csri_rows_free(f.children);
    csri_rows_free(f.texts);
    return status;
}

/* Every row of a record, a page at a time; root = NULL: no event tells of them, and it is enough that they can be read. */
static csr_status verify_rows(csri_verifying *v, const csr_record *record, const csri_root *root)
{
    _Alignas(16) char after[CSRI_ROW_MAX] = { 0 };
    csr_scan scan = { .index = CSR_SCAN_BY_ID, .limit = PAGE };
    csr_status status = CSR_OK;
    size_t got = PAGE;

    while (status == CSR_OK && got == PAGE && csri_rows_count(v->findings) <= v->limit) {
        csr_rows *page;
        status = csri_rows_new(v->tx->host, record->row->size, PAGE, &page, v->tx->err);
        if (status != CSR_OK)
            return status;
        status = v->tx->ops->scan(v->tx->handle, record, &scan, page, v->tx->err);
        got = csri_rows_count(page);
        for (size_t i = 0; root != NULL && i < got && status == CSR_OK; i++)
            status = verify_subject(v, root, csri_rows_at(page, i));
        if (got != 0)
            memcpy(after, csri_rows_at(page, got - 1), record->row->size);
        scan.after = after;
        csri_rows_free(page);
    }
    return status;
}

/* Request keys, drafts, timers and the like; the content of attachments has been read. */
static csr_status read_the_rest(csri_verifying *v)
{
    csr_status status = CSR_OK;

    for (size_t i = 0; i < csri_schema.record_count && status == CSR_OK; i++) {
        const csr_record *record = csri_schema.records[i];
        int is_read = csri_root_of(record) != NULL || csri_is_child(record) || record == &csri_event_record ||
                      record == &csri_content_record;
        if (!is_read)
            status = verify_rows(v, record, NULL);
    }
    return status;
}

/* Rows that no event tells of, and events of subjects that are gone. */
static csr_status check_totals(csri_verifying *v)
{
    csr_scan events = { .index = CSR_SCAN_BY_POSITION }, rows = { .index = CSR_SCAN_BY_ID };
    int64_t count = 0;
    csr_status status = v->tx->ops->count(v->tx->handle, &csri_event_record, &events, &count, v->tx->err);

    if (status == CSR_OK && count != v->events)
        status =
            csri_verify_report(v, NULL, 0, "event", "%lld events belong to no row", (long long)(count - v->events));
    for (size_t i = 0; i < csri_child_count && status == CSR_OK && v->broken == 0; i++) {
        const csr_record *record = csri_children[i];
        status = v->tx->ops->count(v->tx->handle, record, &rows, &count, v->tx->err);
        if (status == CSR_OK && count != v->children[record->number & (CSRI_RECORD_NUMBERS - 1)])
            status = csri_verify_report(v, NULL, 0, record->name, "%lld rows are told of by no event",
                                        (long long)(count - v->children[record->number & (CSRI_RECORD_NUMBERS - 1)]));
    }
    return status;
}

static csr_status content_differs(void *user, const csr_id *subject)
{
    return csri_verify_report(user, subject, 0, "content", "the content of an attachment is not that which was given");
}

/* The first finding, filled in when everything is known. */
static csr_status summarise(csri_verifying *v)
{
    csr_diagnostic_view *first = csri_rows_at(v->findings, 0);
    char text[200];

    snprintf(text, sizeof(text), "checked %lld subjects, %lld events and %lld checkpoints: %zu errors",
             (long long)v->subjects, (long long)v->events, (long long)v->checkpoints, csri_rows_count(v->findings) - 1);
    first->severity = CSR_SEVERITY_INFO;
    if (csr_rows_text(v->findings, text, strlen(text), &first->text) != CSR_OK)
        return csri_fail(v->tx->err, CSR_E_NO_MEMORY, NULL, "no memory for the findings");
    return CSR_OK;
}

/* What the events prove. */
static csr_status verify_events(csri_verifying *v)
{
    csr_status status = CSR_OK;

    for (size_t i = 0; i < csri_root_count && status == CSR_OK; i++)
        status = verify_rows(v, csri_roots[i].record, &csri_roots[i]);
    if (status == CSR_OK && csri_rows_count(v->findings) <= v->limit)
        status = check_totals(v);
    if (status == CSR_OK)
        status = csri_content_verify(v->tx, content_differs, v);
    if (status == CSR_OK)
        status = csri_verify_checkpoints(v);
    if (status == CSR_OK)
        status = csri_verify_counter(v);
    return status == CSR_OK ? read_the_rest(v) : status;
}

csr_status csri_verify(csri_tx *tx, size_t limit, csr_rows *findings)
{
    csri_verifying v = { .tx = tx, .findings = findings, .limit = limit };
    void *first;
    csr_status status = csr_rows_add(findings, &first);

    /* The store first: what it says explains what cannot be read afterwards. */
    if (status == CSR_OK && tx->ops->check != NULL)
        status = tx->ops->check(tx->handle, limit, findings, tx->err);
    if (status == CSR_OK)
        status = verify_events(&v);
    if (status == CSR_E_CORRUPT && csri_rows_count(findings) > 1) {
        csri_error_clear(tx->err);
        status = CSR_OK;
    }
    return status != CSR_OK ? status : summarise(&v);
}
