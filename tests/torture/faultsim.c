#include "torture/faultsim.h"

#include "torture/dump.h"
#include "torture/inspect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STEPS_MAX 512
/* Rounds on a fresh desk. Every round gets at least one chance further in some step, so that the deep form ends of itself;
 * the short one leaves out what is absorbed again and again, such as most of what SQLite allocates while it opens. */
#define ROUNDS_MAX 20000
#define ROUNDS_SHORT 2
#define EVERY_SHORT 3

const csr_option faultsim_normal[1] = { { "synchronous", "normal" } };

/* How far each step is. */
typedef struct progress {
    uint64_t next[STEPS_MAX]; /* the chance to fail next */
    int done[STEPS_MAX];      /* all its chances have failed once */
    unsigned round, every;    /* of the steps every so many have their turn in a round */
} progress;

static int is_turn(const progress *p, size_t at)
{
    return !p->done[at] && (at + p->round) % p->every == 0;
}

static void stage_begin(const faultsim *f, stage *s)
{
    memset(s, 0, sizeof(*s));
    csr_test_host_init(&s->host, CSR_TEST_MONDAY, f->campaign->seed);
    s->uri = f->uri;
    s->backend = f->backend;
    s->options = f->options;
    s->option_count = f->option_count;
}

static void stage_end(const faultsim *f, stage *s, const char *when)
{
    int in_file = strcmp(s->uri, "memory:") != 0;

    scenario_close(s);
    if (s->host.live_blocks != 0 || s->host.misuses != 0)
        campaign_complain(f->campaign, "%s: %zu blocks leaked, %u misused", when, s->host.live_blocks, s->host.misuses);
    (void)csr_test_host_done(&s->host);
    if (in_file) {
        inspect_file(f->campaign, s->uri, when);
        inspect_remove(s->uri);
    }
    if (f->source->leaked != NULL && f->source->leaked() != 0)
        campaign_complain(f->campaign, "%s: %llu of %s leaked", when, (unsigned long long)f->source->leaked(),
                          f->source->name);
}

/* Whether the step failed as it may, leaving everything as it was. */
static void check_failure(const faultsim *f, const stage *s, const char *operation, csr_status status,
                          const char *changed)
{
    f->campaign->checks++;
    if (!f->source->expects(status))
        campaign_complain(f->campaign, "%s: answers %s: %s", operation, csr_status_name(status), s->err.message);
    if (s->err.status != status)
        campaign_complain(f->campaign, "%s: answers %s, its error says %s", operation, csr_status_name(status),
                          csr_status_name(s->err.status));
    if (changed != NULL)
        campaign_complain(f->campaign, "%s: failed and changed rows of %s", operation, changed);
    if (s->desk == NULL && s->host.live_blocks != 0)
        campaign_complain(f->campaign, "%s: failed and leaked %zu blocks", operation, s->host.live_blocks);
}

/* One call of a step with its next chance armed; answers how many faults it met. */
static uint64_t attempt(const faultsim *f, stage *s, size_t at, progress *p, csr_status *out)
{
    int armed = is_turn(p, at);
    uint64_t hits = 0;

    if (armed)
        f->source->arm(s, p->next[at], f->forever);
    *out = scenario_do(s, scenario_step_at(at));
    if (!armed)
        return 0;
    hits = f->source->disarm(s);
    f->campaign->faults += hits;
    if (hits == 0)
        p->done[at] = 1;
    else
        p->next[at] += f->stride;
    return hits;
}

/* A control has shown what it was to show; and what is broken through and through need not be told a thousand times. */
static int enough(const campaign *c)
{
    return c->complaints > (c->quiet ? 0 : 1000);
}

/* Let chance after chance of a step fail until it is done: 1. 0 = give up the round; -1 = the change was made, and the
 * caller was told, as it may be, that nobody knows. */
static int torture_step(const faultsim *f, stage *s, size_t at, progress *p)
{
    fingerprint was, is;
    int known = s->desk != NULL && is_turn(p, at) && inspect_fingerprint(f->campaign, s, &was), go = 2;

    while (go == 2) {
        csr_status status;
        uint64_t hits = attempt(f, s, at, p, &status);
        if (status == CSR_OK) {
            go = 1;
        } else if (hits == 0) {
            campaign_complain(f->campaign, "%s: fails although nothing was injected: %s: %s",
                              scenario_step_at(at)->operation, csr_status_name(status), s->err.message);
            go = 0;
        } else {
            int seen = s->desk != NULL && inspect_fingerprint(f->campaign, s, &is);
            const char *changed = known && seen ? fingerprint_difference(&was, &is) : NULL;
            if (csr_status_maybe_committed(status) && changed != NULL)
                go = -1;
            else
                check_failure(f, s, scenario_step_at(at)->operation, status, changed);
            was = seen ? is : was;
            known = seen;
        }
        go = go == 2 && enough(f->campaign) ? 0 : go;
    }
    return go;
}

static void record(const scenario_step *step, const stage *s, FILE *out)
{
    if ((step->flags & STEP_UNRECORDED) == 0)
        fprintf(out, "%s %s\n", step->operation, s->answer == NULL ? "" : s->answer);
}

/* The scenario once. Answers what was said and what is there in the end, comparable between runs; NULL when the round was
 * given up. With p = NULL nothing fails. */
static char *play(const faultsim *f, progress *p)
{
    char *said = NULL, *normal, *rows;
    size_t size = 0, at;
    int go = 1;
    FILE *out = open_memstream(&said, &size);
    stage s;

    stage_begin(f, &s);
    for (at = 0; scenario_step_at(at) != NULL && go > 0; at++) {
        go = p == NULL ? scenario_do(&s, scenario_step_at(at)) == CSR_OK : torture_step(f, &s, at, p);
        if (go > 0)
            record(scenario_step_at(at), &s, out);
    }
    if (go > 0 && s.session != NULL) {
        inspect_verify(f->campaign, s.session, f->source->name);
        rows = inspect_dump(f->campaign, &s, DUMP_WITHOUT_CHECKPOINTS);
        fputs(rows == NULL ? "" : rows, out);
        free(rows);
    } else if (go == 0) {
        campaign_complain(f->campaign, "%s: the scenario ends at %s: %s", f->source->name,
                          scenario_step_at(at - 1)->operation, s.err.message);
    }
    /* A change whose outcome was unknown and that was made: the caller has no answer, so this day ends here. */
    if (go < 0 && s.session != NULL)
        inspect_verify(f->campaign, s.session, f->source->name);
    (void)fclose(out);
    stage_end(f, &s, f->source->name);
    normal = go > 0 ? torture_normal(said) : NULL;
    free(said);
    return normal;
}

static int all_done(const progress *p)
{
    for (size_t i = 0; scenario_step_at(i) != NULL; i++)
        if (!p->done[i])
            return 0;
    return 1;
}

void faultsim_run(const faultsim *f)
{
    progress p = { .every = campaign_size(f->campaign, EVERY_SHORT, 1) };
    char *wanted = play(f, NULL);
    uint64_t random = f->campaign->seed;
    unsigned rounds = campaign_size(f->campaign, ROUNDS_SHORT, ROUNDS_MAX);

    for (size_t i = 0; scenario_step_at(i) != NULL; i++)
        p.next[i] = 1 + torture_random(&random) % f->stride;
    for (; p.round < rounds && wanted != NULL && !all_done(&p); p.round++) {
        char *is = play(f, &p);
        if (is != NULL && strcmp(wanted, is) != 0)
            campaign_complain(f->campaign, "%s: after all faults it is not as without: %s", f->source->name,
                              torture_difference(wanted, is));
        free(is);
        if (enough(f->campaign))
            break;
    }
    free(wanted);
}

static void arm_host(stage *s, uint64_t nth, int forever)
{
    csr_test_host_fail_alloc(&s->host, nth, forever);
}

static uint64_t disarm_host(stage *s)
{
    uint64_t hits = s->host.allocations >= s->host.fail_from ? s->host.allocations - s->host.fail_from + 1 : 0;

    hits = hits != 0 && s->host.fail_until == s->host.fail_from ? 1 : hits;
    csr_test_host_fail_alloc(&s->host, 0, 0);
    return hits;
}

static int expects_no_memory(csr_status status)
{
    return status == CSR_E_NO_MEMORY;
}

const fault_source fault_host_memory = {
    .name = "memory of the host",
    .arm = arm_host,
    .disarm = disarm_host,
    .expects = expects_no_memory,
};
