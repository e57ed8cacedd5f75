/*
 * What the constants of the library are called in this house.
 */
#ifndef CSR_DEMO_WORDS_H
#define CSR_DEMO_WORDS_H

#include <csr/csr.h>

const char *word_of_kind(csr_ticket_kind kind);
const char *word_of_priority(csr_priority priority);
const char *word_of_resolution(csr_resolution resolution);
const char *word_of_tone(csr_tone tone);
const char *word_of_event(csr_event_kind kind);

#endif
