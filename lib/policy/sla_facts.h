/**
 * The fields of tickets and customers that the conditions of SLA documents may name, and their values. Pure.
 *
 * They are those of record/fact_fields.h but for what is personal and instants, and "ticket.channel",
 * which is no column. None is optional, so that nobody has to ask has() first: an enumeration or id that is unset is
 * absent, as is all of a customer that is not there; a text or a number is never absent.
 */
#ifndef CSRI_POLICY_SLA_FACTS_H
#define CSRI_POLICY_SLA_FACTS_H

#include "base/arena.h"
#include "policy/finding.h"
#include <csr/customer.h>
#include <csr/expression.h>
#include <csr/interaction.h>
#include <csr/sys/backend.h>
#include <csr/ticket.h>

/** Fields there are at most. */
#define CSRI_SLA_FIELDS_MAX 64

/** What conditions are asked of. */
typedef struct csri_facts {
    const csr_ticket_view *ticket;
    const csr_customer_view *customer; /**< NULL = nobody. */
    csr_channel channel;               /**< ticket.channel: 0 = not known. */
} csri_facts;

/** Whose field it is. */
enum { CSRI_ABOUT_TICKET, CSRI_ABOUT_CUSTOMER, CSRI_ABOUT_CHANNEL };

/** A field. */
typedef struct csri_sla_field {
    const csr_member *member;
    int32_t about;   /**< CSRI_ABOUT_*. */
    uint32_t column; /**< Number of the column in its record. */
} csri_sla_field;

/** All fields, as expressions want them declared. Large: allocate it. */
typedef struct csri_sla_schema {
    csri_arena arena; /**< Of the texts. */
    size_t count;
    csri_sla_field fields[CSRI_SLA_FIELDS_MAX];
    csr_expression_field declared[CSRI_SLA_FIELDS_MAX];
} csri_sla_schema;

/** Fill in a schema: 1, or 0 when there is no memory; then, too, its arena is freed by the caller. */
int csri_sla_schema_make(const csr_host *host, csri_sla_schema *out);

/** Names of the fields of a ticket or a customer (CSRI_ABOUT_*), for a suggestion. */
void csri_sla_schema_list(const csri_sla_schema *schema, int32_t about, csri_name_list *out);

/** The value of a field, kind 0 = absent; the text of an id is written to id_text, other texts are borrowed. */
csr_value csri_sla_value(const csri_sla_field *field, const csri_facts *facts, char id_text[CSR_ID_TEXT_BYTES]);

#endif
