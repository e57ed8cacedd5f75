#include "record/describe.h"
#include "record/records.h"

#define AT(m) ((uint16_t)offsetof(ROW, m))

#define ROW struct csri_payout_row
/* clang-format off */
static const csr_member payout_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(refund, refund, 0),
    COLUMN(payment, payment, 0),
    COLUMN(created_at, time, SYSTEM),
    COLUMN(state, payout_state, 0),
    COLUMN(waiting, flag, NULLABLE),
    COLUMN(due_at, time, UNSET_LAST),
    COLUMN(first_sent_at, time, NULLABLE),
    COLUMN(last_sent_at, time, NULLABLE),
    COLUMN(amount_minor, minor, 0),
    COLUMN(key_life_s, seconds, 0),
    COLUMN(inflight_s, seconds, 0),
    COLUMN(margin_s, seconds, 0),
    COLUMN(step, payout_step, NULLABLE),
    COLUMN(attempts, count, 0),
    COLUMN(alarm, flag, 0),
    COLUMN(incident, flag, 0),
    COLUMN(has_lookup, flag, 0),
    COLUMN(currency, currency, 0),
    COLUMN(key, label, 0),
    COLUMN(gateway, title, 0),
    COLUMN(reference, external_id, NULLABLE),
    COLUMN(reason, reason, NULLABLE),
    COLUMN(reported_at, time, NULLABLE),
    COLUMN(voids, flag, NULLABLE),
    COLUMN(went_minor, minor, NULLABLE),
    COLUMN(incident_closed_at, time, NULLABLE),
};
/* clang-format on */
static const csr_index payout_indexes[] = {
    { .name = "by_refund", .flags = 0, .n = 1, .at = { AT(view.refund) } },
    { .name = "by_payment", .flags = 0, .n = 1, .at = { AT(view.payment) } },
    { .name = "by_due",
      .flags = CSR_INDEX_SPARSE,
      .n = 3,
      .at = { AT(view.waiting), AT(view.gateway), AT(view.due_at) } },
    { .name = "by_reference",
      .flags = CSR_INDEX_UNIQUE | CSR_INDEX_SPARSE,
      .n = 2,
      .at = { AT(view.reference), AT(view.gateway) } },
};
static const csr_shape payout_row = CSRI_SHAPE(struct csri_payout_row, payout_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_payout_record = {
    .name = "payout",
    .row = &payout_row,
    .indexes = payout_indexes,
    .index_count = CSRI_COUNT(payout_indexes),
    .number = CSR_RECORD_PAYOUT,
    .view_size = sizeof(csr_payout_view),
    .view_min_size = offsetof(csr_payout_view, reported_at),
    .id_at = AT(view.id),
    .version_at = CSR_NO_MEMBER,
};
#undef ROW

#define ROW struct csri_payout_notice
/* clang-format off */
static const csr_member notice_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(version, version, SYSTEM),
    COLUMN(created_at, time, SYSTEM),
    COLUMN(updated_at, time, SYSTEM),
    COLUMN(news, payout_news, 0),
    COLUMN(payout, payout, NULLABLE | SYSTEM),
    COLUMN(our_reference, subject_id, NULLABLE),
    COLUMN(amount_minor, minor, 0),
    COLUMN(waiting, flag, NULLABLE | SYSTEM),
    COLUMN(currency, currency, NULLABLE),
    COLUMN(gateway, title, 0),
    COLUMN(event_id, external_id, 0),
    COLUMN(reference, external_id, 0),
    COLUMN(reason, reason, NULLABLE),
    HIDDEN_COLUMN(chain, hash, SYSTEM),
};
/* clang-format on */
static const csr_index notice_indexes[] = {
    { .name = "by_event", .flags = CSR_INDEX_UNIQUE, .n = 2, .at = { AT(view.event_id), AT(view.gateway) } },
    { .name = "by_waiting",
      .flags = CSR_INDEX_SPARSE,
      .n = 3,
      .at = { AT(view.waiting), AT(view.gateway), AT(view.reference) } },
    { .name = "by_payout", .flags = CSR_INDEX_SPARSE, .n = 1, .at = { AT(view.payout) } },
};
static const csr_shape notice_row = CSRI_SHAPE(struct csri_payout_notice, notice_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_payout_notice_record = {
    .name = "payout_notice",
    .row = &notice_row,
    .indexes = notice_indexes,
    .index_count = CSRI_COUNT(notice_indexes),
    .number = CSR_RECORD_PAYOUT_NOTICE,
    .view_size = sizeof(csr_payout_notice_view),
    .view_min_size = sizeof(csr_payout_notice_view),
    .id_at = AT(view.id),
    .version_at = AT(view.version),
};
#undef ROW

#define ROW struct csri_attestation
/* clang-format off */
static const csr_member attestation_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(refund, refund, SYSTEM),
    COLUMN(payout, payout, SYSTEM),
    COLUMN(agent, agent, SYSTEM),
    COLUMN(created_at, time, SYSTEM),
    COLUMN(news, payout_news, 0),
    COLUMN(evidence, note, PERSONAL),
    COLUMN(amount_minor, minor, NULLABLE | SYSTEM),
    COLUMN(incident, incident_step, NULLABLE | SYSTEM),
};
/* clang-format on */
static const csr_index attestation_indexes[] = {
    { .name = "by_payout", .flags = 0, .n = 1, .at = { AT(view.payout) } },
};
static const csr_shape attestation_row = CSRI_SHAPE(struct csri_attestation, attestation_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_attestation_record = {
    .name = "attestation",
    .row = &attestation_row,
    .indexes = attestation_indexes,
    .index_count = CSRI_COUNT(attestation_indexes),
    .number = CSR_RECORD_ATTESTATION,
    .view_size = sizeof(csr_attestation_view),
    .view_min_size = offsetof(csr_attestation_view, amount_minor),
    .id_at = AT(view.id),
    .version_at = CSR_NO_MEMBER,
};
#undef ROW
