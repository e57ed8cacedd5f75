/*
 * What the operations of all nouns share: load and edit a root, add one, change a child of it, read and list.
 */
#ifndef CSRI_DESK_EDIT_H
#define CSRI_DESK_EDIT_H

#include "desk/run.h"
#include "record/describe.h"
#include "record/row.h"
#include "store/change.h"
#include "store/page.h"

/* A root being edited: the row as loaded, and the copy that is edited. */
typedef struct csri_edit {
    const csr_record *record;
    csr_rows *rows;
    const void *was;
    void *is;
} csri_edit;

/* Load the row of an id into an edit and its copy `is`; refuse when expected_version is neither 0 nor the row's. */
csr_status csri_edit_begin(csri_call *call, const csr_record *record, const csr_id *id, int64_t expected_version,
                           void *is, csri_edit *edit);
/* Write the edit unless status says that something failed, free it, and give the version. */
csr_status csri_edit_end(csri_call *call, csri_edit *edit, csr_status status, csri_change_request *request,
                         int64_t *out_version);
/* Add a root: a new id, the row, its event. */
csr_status csri_add(csri_call *call, csr_event_kind event, const csr_record *record, void *is, csr_id *out_id);
/* The whole of a plain "change": load, fill, check the references with `check` (may be NULL), write. */
typedef csr_status (*csri_row_check)(csri_call *call, void *is);
csr_status csri_change_plainly(csri_call *call, csr_event_kind event, const csr_record *record, const csr_id *id,
                               const csr_shape *shape, const void *params, int64_t expected_version,
                               csri_row_check check, void *is, int64_t *out_version);

/* The row of an id as a result. */
csr_status csri_get(csri_call *call, const csr_record *record, const csr_id *id, void *out);
/* The row of a unique key as a result; CSR_E_NOT_FOUND names `field`. */
csr_status csri_get_by(csri_call *call, const csr_record *record, int32_t index, const void *key, const char *field,
                       void *out);
/* A page of all rows of a record, the last recorded first. */
csr_status csri_list_newest(csri_call *call, const csr_record *record, int32_t limit, const csr_str *after, void *out);
/* A page of an index whose first `equal` members are those of `from`. */
csr_status csri_list(csri_call *call, const csr_record *record, int32_t index, uint32_t equal, uint32_t flags,
                     const void *from, int32_t limit, const csr_str *after, void *out);

/* The key form of a name in a buffer of the caller's, which it frees; CSR_E_ARGUMENT when nothing is left of it. */
csr_status csri_key_of(csri_call *call, const csr_str *text, const char *field, csri_buffer *buffer, csr_str *out);
/* No other row has this unique key; own = the row that may keep it, or NULL. */
csr_status csri_unique(csri_call *call, const csr_record *record, int32_t index, const void *key, const csr_id *own,
                       const char *field);
/* A required reference of a query, or two of which exactly one is required. */
csr_status csri_need(csri_call *call, const csr_id *id, const char *field);
csr_status csri_need_one(csri_call *call, int first, int second, const char *first_field, const char *second_field);
/* An instant given by the caller is not in the future. */
csr_status csri_not_future(csri_call *call, csr_time at, const char *field);
/* The settings of the desk; rows owns them. */
csr_status csri_settings_load(csri_call *call, csr_rows **rows, const csr_settings_view **out);
/* The zone of the desk, which lives as long as the desk; *out = NULL is UTC. */
csr_status csri_desk_zone(csri_call *call, const csr_zone **out);
/* A currency that is known; CSR_E_CURRENCY. */
csr_status csri_check_currency(csri_call *call, const char currency[4]);
/* The same; where none is given, that of the desk. */
csr_status csri_take_currency(csri_call *call, char currency[4]);

#endif
