#include "record/describe.h"
#include "record/records.h"

#define AT(m) ((uint16_t)offsetof(ROW, m))

/* What has elapsed of a cycle that is still to begin is less than nothing. To whoever reads events it is a duration. */
static const csr_type csri_t_elapsed = { .name = "duration",
                                         .unit = "microseconds",
                                         .low = INT64_MIN,
                                         .high = INT64_MAX,
                                         .meaning = CSR_MEANING_DURATION,
                                         .c = CSR_CLASS_I64 };
enum { csri_is_elapsed = CSR_CLASS_I64 };

#define ROW struct csri_clock
/* clang-format off */
static const csr_member clock_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(ticket, ticket, SYSTEM),
    COLUMN(metric, sla_metric, SYSTEM),
    COLUMN(state, sla_state, SYSTEM),
    COLUMN(outcome, sla_outcome, NULLABLE | SYSTEM),
    COLUMN(reopen, sla_reopen, SYSTEM),
    COLUMN(cycle, count, SYSTEM),
    COLUMN(revision, count, SYSTEM),
    COLUMN(target_s, seconds, SYSTEM),
    COLUMN(elapsed_us, elapsed, SYSTEM),
    COLUMN(last_at, time, SYSTEM),
    COLUMN(started_at, time, SYSTEM),
    COLUMN(stopped_at, time, NULLABLE | SYSTEM),
    COLUMN(due_at, time, NULLABLE | SYSTEM),
    COLUMN(next_at, time, NULLABLE | SYSTEM),
    COLUMN(breached_at, time, NULLABLE | SYSTEM),
    COLUMN(sla, policy, NULLABLE | SYSTEM),
    COLUMN(calendar, policy, NULLABLE | SYSTEM),
    COLUMN(rule, title, SYSTEM),
    COLUMN(levels, sla_levels, SYSTEM),
    COLUMN(zone_hash, hash, SYSTEM),
    HIDDEN_COLUMN(live, subject_id, NULLABLE | SYSTEM),
};
/* clang-format on */
static const csr_index clock_indexes[] = {
    { .name = "by_ticket", .flags = CSR_INDEX_UNIQUE, .n = 2, .at = { AT(view.ticket), AT(view.metric) } },
    { .name = "by_live", .flags = CSR_INDEX_SPARSE, .n = 2, .at = { AT(live), AT(view.zone_hash) } },
};
static const csr_shape clock_row = CSRI_SHAPE(struct csri_clock, clock_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_clock_record = {
    .name = "clock",
    .row = &clock_row,
    .indexes = clock_indexes,
    .index_count = CSRI_COUNT(clock_indexes),
    .number = CSR_RECORD_CLOCK,
    .view_size = sizeof(struct csri_clock_view),
    .view_min_size = sizeof(struct csri_clock_view),
    .id_at = AT(view.id),
    .version_at = CSR_NO_MEMBER,
};
#undef ROW

#define ROW struct csri_timer
/* clang-format off */
static const csr_member timer_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(at, time, SYSTEM),
    COLUMN(kind, timer_kind, SYSTEM),
    COLUMN(owner, subject_id, SYSTEM),
    COLUMN(subject, subject_id, NULLABLE | SYSTEM),
};
/* clang-format on */
static const csr_index timer_indexes[] = {
    { .name = "by_at", .flags = 0, .n = 1, .at = { AT(view.at) } },
    { .name = "by_owner", .flags = CSR_INDEX_UNIQUE, .n = 2, .at = { AT(view.owner), AT(view.kind) } },
};
static const csr_shape timer_row = CSRI_SHAPE(struct csri_timer, timer_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_timer_record = {
    .name = "timer",
    .row = &timer_row,
    .indexes = timer_indexes,
    .index_count = CSRI_COUNT(timer_indexes),
    .number = CSR_RECORD_TIMER,
    .view_size = sizeof(struct csri_timer_view),
    .view_min_size = sizeof(struct csri_timer_view),
    .id_at = AT(view.id),
    .version_at = CSR_NO_MEMBER,
};
#undef ROW
