/*
 * What all campaigns share: how deep to go, how to complain, what to say at the end.
 *
 * A campaign counts complaints instead of asserting, so that a test can also demand them: each campaign is run against
 * something that is broken on purpose, and has to complain about it.
 */
#ifndef CSR_TORTURE_CAMPAIGN_H
#define CSR_TORTURE_CAMPAIGN_H

#include <stdint.h>

typedef struct campaign {
    const char *name;
    unsigned depth;      /* CSR_DEPTH: 1 = short form, more = deeper, DEPTH_ALL and above = every single fault */
    uint64_t seed;       /* CSR_SEED, or a constant: the same run again */
    const char *unit;    /* what `faults` counts, when it is not faults */
    uint64_t faults;     /* injected */
    uint64_t checks;     /* times that everything was looked at after a fault */
    unsigned complaints; /* things found wrong */
    int quiet;           /* a run that is meant to complain: nothing is printed */
    int64_t began_us;
} campaign;

#define DEPTH_ALL 10

/* Begin; a watchdog ends the program when it gets no farther. Stays where it is until campaign_end(). */
void campaign_begin(campaign *c, const char *name);
/* Say how many faults were injected and how long it took; answers the number of complaints. */
unsigned campaign_end(campaign *c);
/* Something is wrong; what and where. */
void campaign_complain(campaign *c, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* small at depth 1, large at DEPTH_ALL, even steps between. */
unsigned campaign_size(const campaign *c, unsigned small, unsigned large);

/* A splitmix64 stream. */
uint64_t torture_random(uint64_t *state);

#endif
