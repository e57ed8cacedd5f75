/**
 * The rule behind the last transition of a zone file: a TZ string of POSIX with the extensions of RFC 9636.
 *
 * Names as letters or in < >, offsets of up to 24 hours, instants of the year as Jn, n or Mm.w.d at -167 to 167 hours
 * of the day, daylight saving time that lies behind standard time. Pure.
 */
#ifndef CSRI_POLICY_POSIX_RULE_H
#define CSRI_POLICY_POSIX_RULE_H

#include <stddef.h>
#include <stdint.h>

/** Seconds of a day. */
#define CSRI_DAY_S 86400

/** Farthest that local time is from UTC, to the west and to the east: what a rule can say, an hour of summer included. */
#define CSRI_OFFSET_MIN_S (-89999)
#define CSRI_OFFSET_MAX_S 93599

/** A day and time of every year. */
typedef struct csri_rule_date {
    char form;                /**< 'J', 'n' or 'M'. */
    int32_t month;            /**< 1 to 12; of M. */
    int32_t week;             /**< 1 to 5, 5 = the last; of M. */
    int32_t day;              /**< J: 1 to 365 without a leap day; n: 0 to 365; M: 0 = Sunday. */
    int32_t after_midnight_s; /**< In local time before the change. */
} csri_rule_date;

/** A rule. */
typedef struct csri_posix_rule {
    int32_t standard_s;   /**< Seconds east of UTC. */
    int32_t summer_s;     /**< The same in daylight saving time. */
    int32_t has_summer;   /**< 0 = standard time all the year; the rest is then unset. */
    csri_rule_date start; /**< Of daylight saving time. */
    csri_rule_date end;
} csri_posix_rule;

/** Read a rule, all of len bytes: 1, or 0 when it is none. */
int csri_posix_rule_read(const char *text, size_t len, csri_posix_rule *out);

/** Unix seconds at which daylight saving time begins and ends in the rule's year; the instants may lie outside it. */
int64_t csri_posix_rule_start(const csri_posix_rule *rule, int64_t year);
int64_t csri_posix_rule_end(const csri_posix_rule *rule, int64_t year);

#endif
