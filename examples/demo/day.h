/*
 * The day that is played: its clock, its people, its matters, and the first thing that failed.
 *
 * Every step looks at day.status before it does anything and leaves its own status there. So a story reads as a plain
 * list of what happens, no return value is lost, and nothing is done behind a failure.
 */
#ifndef CSR_DEMO_DAY_H
#define CSR_DEMO_DAY_H

#include <csr/csr.h>
#include <stdio.h>

enum agent { EVA, MAREK, LUCIE, ONDRA, TOMAS, PETR, IVANA, AGENTS };
enum team { RETURNS, TILLS, HOTEL, PHONES, TECHNICAL, TEAMS };
enum point { RETURNS_COUNTER, TILL_4, RECEPTION, CUSTOMER_LINE, MAILBOX, CHAT, WEB_FORM, POINTS };
/* In the order in which they begin. */
enum matter_number {
    ROOM,
    JACKET,
    PRICE,
    LAMP,
    CALLER,
    NEWCOMER,
    MACHINE,
    QUESTION,
    CHAIRS,
    VISIT,
    PRAISE,
    ABUSE,
    RISING,
    TOMORROW,
    MATTERS
};

/* One matter: what is known of it, and its story so far. Scenes of several matters take turns. */
struct matter {
    csr_id customer, ticket, contact;
    FILE *story;
    char *text;
    size_t size;
};

struct day {
    csr_time now; /* the host's clock: it goes on only when a story says so */
    csr_desk *desk;
    csr_session *house; /* the system actor: sets up, looks, and reads for the evening */
    csr_session *session[AGENTS];
    csr_id agent[AGENTS], team[TEAMS], point[POINTS];
    struct matter matters[MATTERS];
    int bold;          /* whether stdout is a terminal */
    csr_status status; /* of the first call that failed */
    csr_error err;
};

/* Begin the day at 08:30 with the desk of a path. */
void day_begin(struct day *day, const char *path);
/* Close the desk as a host does in the evening, and open it again. */
void day_reopen(struct day *day, const char *path);
/* Close everything; 0, or 1 and what failed on stderr. */
int day_end(struct day *day);

/* Set the clock to a time of the day, or let minutes pass. It never goes back. */
void day_at(struct day *day, int hour, int minute);
void day_pass(struct day *day, int minutes);
/* Hours and minutes of an instant as the house sees them, and the day of the week. */
void day_clock_text(csr_time at, char out[6]);
const char *day_of_week(csr_time at);

/* A paragraph of a matter's story, with the time; "\n" breaks a line that would be too long. */
void tell(struct day *day, enum matter_number number, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* A heading on stdout. */
void heading(const struct day *day, const char *words);

/* A literal or any other text that ends in NUL. */
csr_str text(const char *words);
/* Note a failure that is not the desk's own. */
void day_fail(struct day *day, const char *what);

#endif
