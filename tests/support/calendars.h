/*
 * Calendars for tests, in zones that need no files: Etc/UTC, Europe/Prague, Australia/Lord_Howe, Asia/Kathmandu,
 * America/New_York by their rules of 2025, and Africa/Casablanca with its changes of 2025 alone.
 */
#ifndef CSR_TEST_CALENDARS_H
#define CSR_TEST_CALENDARS_H

#include "policy/calendar.h"

/* A zone source whose user is the csr_host. */
csr_status csr_test_find_zone(void *user, const csr_str *name, csr_zone **out, csr_error *err);

/* Write the zones as files below a folder that is made; how many. */
int csr_test_write_zones(const char *folder);

/* The calendar of a document in which ' stands for "; what is wrong with it ends the program, for it
 * may be made where CUnit knows of no test yet. */
csr_calendar *csr_test_calendar(const csr_host *host, const char *quoted);

/* An instant from RFC 3339 text with its offset, such as "2025-03-28T16:00+01:00" (seconds may be left out). */
csr_time csr_test_at(const char *text);

#endif
