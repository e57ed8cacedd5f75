#include "support/random_sla.h"

#include <string.h>

#define SECOND INT64_C(1000000)
#define DAY_US (INT64_C(86400) * SECOND)

csr_sla_event csr_test_sla_event(csr_sla_event_kind kind, csr_time at)
{
    csr_sla_event event = CSR_SLA_EVENT_INIT;
    event.kind = kind;
    event.at = at;
    return event;
}

static csr_sla_event random_event(csr_test_random *r, const csr_test_scenario *s, csr_time at)
{
    static const csr_sla_event_kind kinds[] = { CSR_SLA_EVENT_START,  CSR_SLA_EVENT_PAUSE,    CSR_SLA_EVENT_PAUSE,
                                                CSR_SLA_EVENT_RESUME, CSR_SLA_EVENT_RESUME,   CSR_SLA_EVENT_RESUME,
                                                CSR_SLA_EVENT_STOP,   CSR_SLA_EVENT_RETARGET, CSR_SLA_EVENT_RETARGET,
                                                CSR_SLA_EVENT_REOPEN, CSR_SLA_EVENT_REOPEN,   CSR_SLA_EVENT_CANCEL };
    csr_sla_event event = csr_test_sla_event(kinds[csr_test_below(r, csr_test_below(r, 6) == 0 ? 12 : 11)], at);
    int wants_target = event.kind == CSR_SLA_EVENT_START || csr_test_below(r, 2);
    event.target_s = wants_target ? csr_test_between(r, 1, 60) * 900 : 0;
    event.calendar = s->calendars[csr_test_below(r, 3)];
    event.sets_calendar = event.kind == CSR_SLA_EVENT_START || csr_test_below(r, 2) ? 1 : 0;
    return event;
}

void csr_test_begin_scenario(csr_test_random *r, csr_test_scenario *s)
{
    memset(s, 0, sizeof *s);
    s->levels = (size_t)csr_test_below(r, 6);
    for (size_t i = 0; i < s->levels; i++) {
        s->percents[i] = (int32_t)csr_test_between(r, 1, 30) * 10;
    }
    s->reopen = (csr_sla_reopen)csr_test_below(r, 4);
}

/* Events an hour to a day apart, now and then at the same instant. */
void csr_test_add_events(csr_test_random *r, csr_test_scenario *s, csr_time at)
{
    s->count = (size_t)csr_test_between(r, 1, 12);
    for (size_t i = 0; i < s->count; i++) {
        s->events[i] = random_event(r, s, at);
        at += csr_test_below(r, 5) == 0 ? 0 : csr_test_between(r, 1, 1500) * 60 * SECOND;
    }
    s->events[0].kind = CSR_SLA_EVENT_START;
    s->events[0].sets_calendar = 1;
    s->events[0].target_s = csr_test_between(r, 1, 60) * 900;
    s->end = at;
}

void csr_test_random_scenario(csr_test_random *r, const csr_host *host, csr_test_scenario *s)
{
    csr_test_begin_scenario(r, s);
    csr_test_calendar_model m;
    for (int i = 0; i < 2; i++) {
        csr_test_random_calendar(r, &m);
        s->calendars[i] = csr_test_load_calendar(r, host, &m, 0);
    }
    csr_test_add_events(r, s, ((int64_t)m.first_day + csr_test_between(r, 0, 80)) * DAY_US);
}

void csr_test_end_scenario(csr_test_scenario *s)
{
    csr_calendar_free(s->calendars[0]);
    csr_calendar_free(s->calendars[1]);
}
