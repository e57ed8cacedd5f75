/*
 * Remedy policies, inside: ladders of rungs. The conditions of all rungs are the rules of a rule set, so that they know the
 * same fields, are bound, explained and tried by the same code. Pure.
 */
#ifndef CSRI_POLICY_REMEDY_POLICY_H
#define CSRI_POLICY_REMEDY_POLICY_H

#include "base/arena.h"
#include "policy/document.h"
#include "policy/rules.h"

#include <csr/interaction.h>
#include <csr/remedy.h>
#include <csr/remedy_policy.h>
#include <csr/ticket.h>

#define CSRI_REMEDY_BYTES_MAX 262144
#define CSRI_REMEDY_LADDERS_MAX 50
#define CSRI_REMEDY_RUNGS_MAX 30
#define CSRI_REMEDY_NAMES_MAX 50
#define CSRI_REMEDY_NAME_BYTES 40
#define CSRI_REMEDY_TEXT_BYTES 120
#define CSRI_REMEDY_TIMES_MAX 20

/* A rung: one thing to offer. */
typedef struct csri_remedy_rung {
    csr_str name, title, words;
    csr_remedy_kind kind;
    csr_role role;          /* the lowest that may offer it */
    int32_t times;          /* how often at one ticket */
    int32_t first_if_upset; /* before all others while the customer is upset */
    int32_t after_all;      /* all rungs before it that apply have to be tried */
    csr_str *after;         /* or these */
    size_t after_count;
    int64_t max_minor;    /* 0 = nothing is said */
    int64_t basis_points; /* 0 = it is no percentage */
    char currency[4];
    int64_t promise_us;
    uint32_t rule; /* of its condition */
    int32_t conditional, has_yes, has_no;
} csri_remedy_rung;

typedef struct csri_remedy_ladder {
    csr_str name;
    uint32_t kinds;    /* bits of csr_ticket_kind; 0 = all */
    csr_str *products; /* none = all */
    size_t product_count;
    csri_remedy_rung *rungs;
    size_t rung_count;
} csri_remedy_ladder;

struct csr_remedy_policy {
    csr_host host;
    csri_arena arena;
    csri_remedy_ladder *ladders;
    size_t ladder_count;
    csr_rules *conditions;
};

/* Compile a document. findings (may be NULL) gets all errors. CSR_E_POLICY with field = place of the first, or
 * CSR_E_NO_MEMORY; *out is NULL on failure. The host is copied; zoneinfo is that of csri_rules_source. */
csr_status csri_remedy_policy_load(const csr_host *host, const csr_str *document, const csr_str *zoneinfo,
                                   csr_remedy_policy **out, csri_findings *findings, csr_error *err);

/* ---- Deciding (remedy_decide.c) ---- */

/* A remedy that was offered at the ticket before. */
typedef struct csri_remedy_tried {
    csr_str rung;
    csr_remedy_state state;
} csri_remedy_tried;

typedef struct csri_remedy_input {
    const csr_remedy_policy *policy;
    const csri_remedy_ladder *ladder;
    const csr_value *facts; /* of the fields of policy->conditions */
    size_t fact_count;
    const csri_remedy_tried *tried;
    size_t tried_count;
    int upset;     /* tone upset or worse */
    csr_role role; /* whose doing it is; 0 = the system, who may offer everything */
    csr_time now;
} csri_remedy_input;

typedef struct csri_remedy_step {
    const csri_remedy_rung *rung;
    const csri_remedy_rung *because; /* of what is blocked or comes later: what comes first */
    csr_remedy_verdict verdict;
    int32_t offered;
    int may_offer;
} csri_remedy_step;

/* The first ladder for a ticket of this kind and product, or NULL. */
const csri_remedy_ladder *csri_remedy_ladder_of(const csr_remedy_policy *policy, csr_ticket_kind kind,
                                                const csr_str *product);
/* One step for each rung of input->ladder. */
void csri_remedy_decide(const csri_remedy_input *input, csri_remedy_step steps[CSRI_REMEDY_RUNGS_MAX]);
/* The verdict in words. */
void csri_remedy_why(const csri_remedy_input *input, const csri_remedy_step *step, csr_str subject, csri_buffer *out);
/* Words and troubleshooting are done as they are said. */
int csri_remedy_is_said(csr_remedy_kind kind);
/* Whether a remedy may go from one state to the other. */
int csri_remedy_may_follow(csr_remedy_kind kind, csr_remedy_state from, csr_remedy_state to);

#endif
