/**
 * A clock as it is stored, and as it is reckoned with. Pure.
 */
#ifndef CSRI_POLICY_SLA_STATE_H
#define CSRI_POLICY_SLA_STATE_H

#include "base/time.h"
#include "record/records.h"

/** Bytes of the levels as text, NUL included. */
#define CSRI_SLA_LEVELS_BYTES 448

/** Open time that a cycle can have, in microseconds: all that csr_time_format() can write. Less than nothing as far. */
#define CSRI_SLA_ELAPSED_MAX_US (CSRI_TIME_MAX - CSRI_TIME_MIN)

/** The clock that a row holds; its calendar is borrowed. CSR_E_CORRUPT (levels; or the member that no clock has
 * written), or what arming fails with. */
csr_status csri_sla_restore(const struct csri_clock *row, const csr_calendar *calendar, csr_sla_clock *out,
                            csr_error *err);
/** The row of a clock: what the fold decides; ids and the rule stay. Its levels are borrowed from `levels`. */
csr_status csri_sla_keep(const csr_sla_clock *clock, struct csri_clock *row, char levels[CSRI_SLA_LEVELS_BYTES],
                         csr_error *err);
/** Give a clock other levels; one that it has already stays as it is, fired or not. What is new is not armed. */
void csri_sla_relevel(csr_sla_clock *clock, const int32_t *percents, int32_t count);
/** Beside the fold: at an instant, more or less time has passed in this cycle than was counted. Only for a clock that
 * runs or is paused; fails as csr_sla_clock_apply() does. (lib/policy/sla_clock.c) */
csr_status csri_sla_add_elapsed(csr_sla_clock *clock, csr_time at, int64_t us, csr_error *err);
/** How much of a cycle that starts has passed already where it begins when the one before was due: less than nothing when
 * that is still to come, and never a whole target. (lib/policy/sla_clock.c) */
csr_status csri_sla_head(const csr_sla_clock *started, csr_time due_before, int64_t *out_us, csr_error *err);
/** Reckon the instants of the levels of a running clock anew, from its last event on. (lib/policy/sla_clock.c) */
csr_status csri_sla_arm(csr_sla_clock *clock, csr_error *err);

#endif
