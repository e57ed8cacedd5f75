#include "torture/campaign.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define PRINTED_MAX 20
#define WATCHDOG_S 280

/* The campaign that is under way, and how far it was when the watchdog last looked. */
static const campaign *watched;
static uint64_t seen;

/* SIGALRM ends the program: a deadlock is a failure and not a gate that waits. A campaign that has come farther since the
 * last look only takes long, as on a slow machine. */
static void watch(int number)
{
    uint64_t is = watched->faults + watched->checks;

    if (is == seen) {
        (void)signal(number, SIG_DFL);
        (void)raise(number);
        return;
    }
    seen = is;
    (void)alarm(WATCHDOG_S * watched->depth);
}

static int64_t now_us(void)
{
    struct timespec at = { 0, 0 };

    (void)clock_gettime(CLOCK_MONOTONIC, &at);
    return (int64_t)at.tv_sec * 1000000 + at.tv_nsec / 1000;
}

static unsigned number_of(const char *variable, unsigned otherwise)
{
    const char *text = getenv(variable);

    return text != NULL && *text != '\0' ? (unsigned)strtoul(text, NULL, 10) : otherwise;
}

void campaign_begin(campaign *c, const char *name)
{
    *c = (campaign){ .name = name, .unit = "faults", .began_us = now_us() };
    c->depth = number_of("CSR_DEPTH", 1);
    c->depth = c->depth == 0 ? 1 : c->depth;
    c->seed = number_of("CSR_SEED", 20260302);
    watched = c;
    seen = 0;
    (void)sigaction(SIGALRM, &(struct sigaction){ .sa_handler = watch, .sa_flags = SA_RESTART }, NULL);
    (void)alarm(WATCHDOG_S * c->depth);
}

unsigned campaign_end(campaign *c)
{
    double took = (double)(now_us() - c->began_us) / 1e6;

    (void)alarm(0);
    printf("\n    torture %s: depth %u, seed %llu: %llu %s, %llu checks, %u complaints%s, %.1f s", c->name, c->depth,
           (unsigned long long)c->seed, (unsigned long long)c->faults, c->unit, (unsigned long long)c->checks,
           c->complaints, c->quiet ? " (wanted)" : "", took);
    (void)fflush(stdout);
    return c->complaints;
}

void campaign_complain(campaign *c, const char *format, ...)
{
    va_list args;

    c->complaints++;
    if (c->quiet || c->complaints > PRINTED_MAX)
        return;
    fprintf(stderr, "\n    %s: ", c->name);
    va_start(args, format);
    (void)vfprintf(stderr, format, args);
    va_end(args);
}

unsigned campaign_size(const campaign *c, unsigned small, unsigned large)
{
    unsigned depth = c->depth > DEPTH_ALL ? DEPTH_ALL : c->depth;

    if (large >= small)
        return small + (large - small) * (depth - 1) / (DEPTH_ALL - 1);
    return small - (small - large) * (depth - 1) / (DEPTH_ALL - 1);
}

uint64_t torture_random(uint64_t *state)
{
    uint64_t z = (*state += 0x9E3779B97F4A7C15u);

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}
