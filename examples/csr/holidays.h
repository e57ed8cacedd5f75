/*
 * Holidays from elsewhere: tables and iCalendar files, taken into the document of a calendar.
 */
#ifndef CSR_TOOL_HOLIDAYS_H
#define CSR_TOOL_HOLIDAYS_H

#include "tool.h"

/* Longest name and most holidays that a calendar document takes, and longest event of an .ics file. */
enum { HOLIDAY_NAME_BYTES = 120, HOLIDAYS_MAX = 20000, HOLIDAY_DAYS_MAX = 366 };

struct holiday {
    int64_t day; /* since 1970-01-01 */
    char *name;  /* "" = it has none */
    int is_own;  /* the document has it already */
};

struct holiday_list {
    struct holiday *items;
    size_t count, capacity;
};

/* Which lines of a table are wanted; NULL = whatever there is. */
struct holiday_wish {
    const char *country, *state, *type, *names;
    int first_year, last_year;
};

/* Add a day, with a name of at most HOLIDAY_NAME_BYTES; a longer one is cut at a character. */
void holiday_add(struct holiday_list *list, int64_t day, const char *name, size_t len);
void holidays_free(struct holiday_list *list);

/* By day; days that come twice become one, which bears the document's name for it or all the names that it was given. */
void holidays_sort(struct holiday_list *list);

/* Read a table with a heading, or an .ics file. 0, or CODE_REFUSED and a message that begins with path and line. */
int holidays_read_table(const char *path, const char *text, size_t len, const struct holiday_wish *wish,
                        struct holiday_list *list);
int holidays_read_ics(const char *path, const char *text, size_t len, const struct holiday_wish *wish,
                      struct holiday_list *list);

/* csr calendar import-holidays. */
int import_holidays(struct tool *tool);

#endif
