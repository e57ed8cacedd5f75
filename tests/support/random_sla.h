/*
 * Random courses of SLA clocks on random calendars.
 */
#ifndef CSR_TEST_RANDOM_SLA_H
#define CSR_TEST_RANDOM_SLA_H

#include "support/random_calendar.h"

#include <csr/sla.h>

#define CSR_TEST_SLA_EVENTS 40

typedef struct csr_test_scenario {
    csr_calendar *calendars[3]; /* the last one is always open */
    csr_sla_event events[CSR_TEST_SLA_EVENTS];
    size_t count;
    int32_t percents[5];
    size_t levels;
    csr_sla_reopen reopen;
    csr_time end; /* a look after the last event */
} csr_test_scenario;

csr_sla_event csr_test_sla_event(csr_sla_event_kind kind, csr_time at);

/* Levels and what reopening does, without calendars and events. */
void csr_test_begin_scenario(csr_test_random *r, csr_test_scenario *s);

/* Events an hour to a day apart, now and then at the same instant. The first one starts the clock. */
void csr_test_add_events(csr_test_random *r, csr_test_scenario *s, csr_time at);

/* All of it; csr_test_end_scenario() frees the calendars. */
void csr_test_random_scenario(csr_test_random *r, const csr_host *host, csr_test_scenario *s);
void csr_test_end_scenario(csr_test_scenario *s);

#endif
