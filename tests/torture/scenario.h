/*
 * A day at a desk in steps, which together touch every operation; each step is one call that can fail and be repeated.
 */
#ifndef CSR_TORTURE_SCENARIO_H
#define CSR_TORTURE_SCENARIO_H

#include <csr/csr.h>
#include <csr/sys/backend.h>

#include "support/test_host.h"

#define SCENARIO_NAMES 96

/* A desk at which the scenario is played; zeroed, then host initialised and uri, backend and options set. */
typedef struct stage {
    csr_test_host host;
    const char *uri;
    const csr_backend_ops *backend; /* NULL = what the uri names */
    const csr_option *options;
    size_t option_count;
    csr_desk *desk;
    csr_session *session;
    struct {
        const char *name;
        char id[CSR_ID_TEXT_BYTES];
    } names[SCENARIO_NAMES]; /* ids of what was made, by the scenario's names */
    csr_error err;
    char *answer; /* of the last step that was done, or NULL; free() */
} stage;

/* It cannot fail: what is disturbed is lost quietly, such as the seal at closing. */
#define STEP_SILENT 1u
/* Its answer may differ between two runs, because it counts checkpoints, for example: an opening that failed late
 * has closed the desk again, which seals one. */
#define STEP_UNRECORDED 2u
/* The desk is closed before it, or after it: nobody can look inside. */
#define STEP_OPENS 4u
#define STEP_CLOSES 8u

typedef struct scenario_step {
    const char *operation; /* name, or what the step does when it is `special` */
    /* Parameters; ' stands for ", $name for the id that a step before saved. "@name " before them: a session of that
     * agent does it. */
    const char *json;
    const char *save; /* name for the id in the answer, or NULL */
    csr_status (*special)(stage *s);
    unsigned flags; /* STEP_* */
} scenario_step;

/* All steps in order; NULL after the last. */
const scenario_step *scenario_step_at(size_t number);

/* The parts of scenario_money.c and scenario_returns.c. */
extern const scenario_step scenario_money[];
extern const size_t scenario_money_count;
extern const scenario_step scenario_returns[];
extern const size_t scenario_returns_count;

/* Do a step. Its answer, if it has one, stands in s->answer; on failure nothing else of s has changed but err. */
csr_status scenario_do(stage *s, const scenario_step *step);
/* Close whatever is open; host and names stay. */
void scenario_close(stage *s);

#endif
