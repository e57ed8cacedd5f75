/*
 * A fresh desk for every case, once in memory and once in an SQLite file, with a still clock and seeded ids.
 *
 * What a case leaves behind is checked without a word of its own: the desk verifies clean, both stores hold the same
 * bytes, nothing leaks. What a case asks for stands in one line: an operation by its name, its parameters as text (see
 * support/desk_words.h), and what is expected. tests/unit/doors_test.c proves that the typed calls do the same.
 */
#ifndef CSR_TEST_DESK_FIXTURE_H
#define CSR_TEST_DESK_FIXTURE_H

#include "support/desk_dump.h"
#include "support/desk_words.h"
#include "support/runner.h"
#include "support/test_host.h"

#include <csr/csr.h>
#include <stdio.h>
#include <string.h>

typedef struct desk_fixture {
    const char *store; /* "memory" or "sqlite" */
    const char *uri;
    const char *zoneinfo; /* directory of zone files; NULL = where systems keep them */
    csr_test_host host;
    csr_desk *desk;
    csr_session *session; /* the system's */
    csr_error err;
    desk_words words;
    char *raw;    /* the last answer as it came */
    char *answer; /* and with words for values */
    char *before; /* what desk_keep() saw */
    int spoilt;   /* set by a case that harms its store: no verification at its end */
    int apart;    /* set by a case whose stores may differ at its end */
} desk_fixture;

typedef void desk_case(desk_fixture *f);

/* Run a case on both stores, each with a fresh desk. */
void desk_on_both(desk_case *run);
/* Define the test <name>_on_both, which runs the case <name> on both stores. */
#define ON_BOTH(name)                \
    static void name##_on_both(void) \
    {                                \
        desk_on_both(name);          \
    }

/* The two halves of it, for cases that need several desks. seed decides the ids. */
int desk_begin(desk_fixture *f, const char *store, const char *uri, uint64_t seed);
int desk_begin_zoned(desk_fixture *f, const char *store, const char *uri, uint64_t seed, const char *zoneinfo);
void desk_end(desk_fixture *f);
/* Close everything and open the file again: 1, or 0 on a store that does not survive it. */
int desk_reopen(desk_fixture *f);
int desk_is_sqlite(const desk_fixture *f);
/* Open a session of an agent whose id has this name. */
csr_session *desk_session_of(desk_fixture *f, const char *agent);

/* Names of ids. */
void desk_let(desk_fixture *f, const char *name, const csr_id *id);
csr_id desk_id(const desk_fixture *f, const char *name);

/* Run an operation; f->answer is what it gave, f->err why not. A page's token becomes $next. */
csr_status desk_call(desk_fixture *f, const char *operation, const char *params);
csr_status desk_call_in(desk_fixture *f, csr_session *session, const char *operation, const char *params);

/* Remember everything the desk holds; check that it is still so. */
void desk_keep(desk_fixture *f);
void desk_same_at(desk_fixture *f, const char *what, const char *file, unsigned line);
#define DESK_SAME(f) desk_same_at(f, "nothing changed", __FILE__, __LINE__)

/* The last call answered `got`; expected are the status and, on failure, the field, and that nothing has changed since
 * desk_keep(). */
int desk_expect_at(desk_fixture *f, const char *what, csr_status got, csr_status status, const char *field,
                   const char *file, unsigned line);

/* It succeeds. */
#define DESK_OK(f, operation, params) \
    desk_expect_at(f, operation " " params, desk_call(f, operation, params), CSR_OK, "", __FILE__, __LINE__)
/* It succeeds and answers exactly this; or has this in its answer. */
void desk_is_at(desk_fixture *f, const char *operation, const char *params, const char *expected, int whole,
                const char *file, unsigned line);
#define DESK_IS(f, operation, params, expected) desk_is_at(f, operation, params, expected, 1, __FILE__, __LINE__)
#define DESK_HAS(f, operation, params, expected) desk_is_at(f, operation, params, expected, 0, __FILE__, __LINE__)
/* It succeeds and gives an id, which gets a name. */
void desk_make_at(desk_fixture *f, const char *name, const char *operation, const char *params, const char *file,
                  unsigned line);
#define DESK_MAKE(f, name, operation, params) desk_make_at(f, name, operation, params, __FILE__, __LINE__)
/* It fails so, and changes nothing. */
void desk_fails_at(desk_fixture *f, const char *operation, const char *params, csr_status status, const char *field,
                   const char *file, unsigned line);
#define DESK_FAILS(f, operation, params, status, field) \
    desk_fails_at(f, operation, params, status, field, __FILE__, __LINE__)

/* The same in the session of somebody at work: it ends so; it fails so, and changes nothing; it gives an id. */
#define DESK_AS(f, who, operation, params, status, field)                                                              \
    desk_expect_at(f, #who " " operation " " params, desk_call_in(f, who, operation, params), status, field, __FILE__, \
                   __LINE__)
#define DESK_AS_FAILS(f, who, operation, params, status, field) \
    do {                                                        \
        desk_keep(f);                                           \
        DESK_AS(f, who, operation, params, status, field);      \
    } while (0)
void desk_make_as(desk_fixture *f, csr_session *who, const char *name, const char *operation, const char *params);

/* The same in a session of its own of the agent of this name. */
csr_status desk_call_as(desk_fixture *f, const char *agent, const char *operation, const char *params);
#define AGENT_OK(f, agent, operation, params) \
    desk_expect_at(f, operation " " params, desk_call_as(f, agent, operation, params), CSR_OK, "", __FILE__, __LINE__)
#define AGENT_FAILS(f, agent, operation, params, status, field)                                                     \
    do {                                                                                                            \
        desk_keep(f);                                                                                               \
        desk_expect_at(f, operation " " params, desk_call_as(f, agent, operation, params), status, field, __FILE__, \
                       __LINE__);                                                                                   \
    } while (0)

/* Agents at work, each in a session of their own: of[0] is the first of the handles, which a NULL ends. */
#define DESK_STAFF_MAX 4
typedef struct desk_staff {
    csr_session *of[DESK_STAFF_MAX];
} desk_staff;
desk_staff desk_staff_begin(desk_fixture *f, const char *const *handles);
void desk_staff_end(desk_staff *staff);

/* A table of failures. */
typedef struct desk_failure {
    const char *operation, *params;
    csr_status status;
    const char *field;
} desk_failure;
void desk_failures_at(desk_fixture *f, const desk_failure *table, size_t count, const char *file, unsigned line);
#define DESK_FAILURES(f, table) desk_failures_at(f, table, sizeof(table) / sizeof((table)[0]), __FILE__, __LINE__)

/* A typed call that takes &f->err: succeeds; fails so and changes nothing. */
#define TYPED_OK(f, call) desk_expect_at(f, #call, call, CSR_OK, "", __FILE__, __LINE__)
#define TYPED_FAILS(f, call, status, field)                                \
    do {                                                                   \
        desk_keep(f);                                                      \
        desk_expect_at(f, #call, call, status, field, __FILE__, __LINE__); \
    } while (0)

/* An assertion that says on which store it failed. */
void desk_true_at(const desk_fixture *f, int ok, const char *what, const char *file, unsigned line);
#define DESK_TRUE(f, condition) desk_true_at(f, (condition) != 0, #condition, __FILE__, __LINE__)

/* An id that nothing has. */
#define NOBODY "00000000-0000-7000-8000-00000000beef"

#endif
