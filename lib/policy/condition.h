/**
 * Conditions of policy documents: the part of CEL that needs no expression engine. Pure.
 *
 *     condition = "true" | clause { "&&" clause }
 *     clause    = field "==" literal | field "in" "[" literal { "," literal } "]"
 *     field     = "ticket." name | "customer." name
 *     literal   = text in ' ' or " " | whole number | "true" | "false"
 *
 * Names are those of the records' columns, and ticket.channel. An enumeration is compared by its names, an id by its
 * text. Everything that is accepted here is CEL and means the same there, so that an engine for the whole language can
 * take this one's place without a document being changed.
 */
#ifndef CSRI_POLICY_CONDITION_H
#define CSRI_POLICY_CONDITION_H

#include "policy/document.h"
#include <csr/customer.h>
#include <csr/interaction.h>
#include <csr/ticket.h>

/** Bytes of a condition. */
#define CSRI_CONDITION_BYTES_MAX 2000
/** Clauses of a condition, and literals of a list. */
#define CSRI_CONDITION_CLAUSES_MAX 32
#define CSRI_CONDITION_VALUES_MAX 100

/** What conditions are asked of. */
typedef struct csri_facts {
    const csr_ticket_view *ticket;
    const csr_customer_view *customer; /**< NULL = nobody: no clause about the customer holds. */
    csr_channel channel;               /**< ticket.channel: 0 = not known, and no clause about it holds. */
} csri_facts;

/** Whose field a clause is about. */
enum { CSRI_ABOUT_TICKET, CSRI_ABOUT_CUSTOMER, CSRI_ABOUT_CHANNEL };

/** The conditions of one document: all their clauses, values and texts. */
typedef struct csri_conditions {
    csri_buffer clauses; /**< csri_clause. */
    csri_buffer values;  /**< csri_value. */
    csri_buffer texts;
    uint64_t ticket_members; /**< Bit i = some clause is about column i of tickets. */
    int about_customer;      /**< Some clause is. */
    int about_channel;
} csri_conditions;

/** One condition: a range of clauses, all of which must hold; none = it always holds. */
typedef struct csri_condition {
    uint32_t first, count;
} csri_condition;

/** Begin; the host is borrowed. */
void csri_conditions_init(csri_conditions *all, const csr_host *host);
void csri_conditions_free(csri_conditions *all);
/** CSR_OK, or CSR_E_NO_MEMORY when something could not be kept. */
csr_status csri_conditions_check(const csri_conditions *all, csr_error *err);

/** Compile the text at a place of a document; what is wrong is said there, and out then always holds. */
void csri_condition_read(csri_document *d, const csri_place *at, json_t *json, csri_conditions *all,
                         csri_condition *out);

/** Whether a condition holds. */
int csri_condition_holds(const csri_conditions *all, const csri_condition *condition, const csri_facts *facts);

#endif
