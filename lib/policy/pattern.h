/*
 * Regular expressions in RE2's syntax, matched in time linear in the text: the pattern becomes a machine of states, and
 * all states that can be reached are followed at once. There are no back references and no looking around.
 *
 * What is taken: literals, ., [classes], [[:names:]], \d \w \s and their opposites, \b \B \A \z ^ $, * + ? {m,n} (lazy
 * ones alike), |, (groups), (?:..), (?i) (?s) (?m). With (?i) there are ASCII characters only.
 */
#ifndef CSRI_POLICY_PATTERN_H
#define CSRI_POLICY_PATTERN_H

#include "base/arena.h"

#include <csr/status.h>

/* Longest pattern in bytes; most states; most repetitions, those of nested ones multiplied; nesting of groups. */
#define CSRI_PATTERN_BYTES 256
#define CSRI_PATTERN_STATES 2000
#define CSRI_PATTERN_REPEATS 1000
#define CSRI_PATTERN_DEPTH 32

typedef struct csri_pattern csri_pattern;

/* Compile; NULL with *why = what is wrong (static text), or with *why = NULL when memory is short. */
const csri_pattern *csri_pattern_compile(csri_arena *arena, csr_str text, const char **why);

/* How many states it has. */
size_t csri_pattern_states(const csri_pattern *pattern);

/* Whether it matches anywhere in valid UTF-8. At most states * len steps, no memory. */
int csri_pattern_matches(const csri_pattern *pattern, const char *ptr, size_t len);

#endif
