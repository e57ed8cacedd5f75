/**
 * The fields of tickets and customers that conditions may name, and their values. Pure.
 *
 * A field is a column that is neither hidden, personal nor an instant, "ticket.priority"; and "ticket.channel", which is
 * no column. Enumerations and ids are texts: the names of the one are all that it takes, the other is the text of a
 * UUID. An enumeration or id that is unset is absent, as is all of a customer that is not there; a text or a number is
 * never absent.
 */
#ifndef CSRI_POLICY_FACT_FIELDS_H
#define CSRI_POLICY_FACT_FIELDS_H

#include "policy/finding.h"
#include <csr/customer.h>
#include <csr/expression.h>
#include <csr/interaction.h>
#include <csr/sys/backend.h>
#include <csr/ticket.h>

/** Fields there are at most, and names of enumerations. */
#define CSRI_FACT_FIELDS_MAX 64
#define CSRI_FACT_NAMES_MAX 256

/** What conditions are asked of. */
typedef struct csri_facts {
    const csr_ticket_view *ticket;
    const csr_customer_view *customer; /**< NULL = nobody. */
    csr_channel channel;               /**< ticket.channel: 0 = not known. */
} csri_facts;

/** Whose field it is. */
enum { CSRI_ABOUT_TICKET, CSRI_ABOUT_CUSTOMER, CSRI_ABOUT_CHANNEL };

/** A field. */
typedef struct csri_fact_field {
    const csr_member *member;
    int32_t about;   /**< CSRI_ABOUT_*. */
    uint32_t column; /**< Number of the column in its record. */
} csri_fact_field;

/** All fields, as expressions want them declared; its texts are its own. Large: allocate it. */
typedef struct csri_fact_schema {
    size_t count, name_count;
    csri_fact_field fields[CSRI_FACT_FIELDS_MAX];
    csr_expression_field declared[CSRI_FACT_FIELDS_MAX];
    char spelled[CSRI_FACT_FIELDS_MAX][48]; /**< "ticket.priority". */
    csr_str names[CSRI_FACT_NAMES_MAX];     /**< Of the enumerations. */
} csri_fact_schema;

/** Fill in a schema; it must not be moved afterwards. */
void csri_fact_schema_make(csri_fact_schema *out);

/** Names of the fields of a ticket or a customer (CSRI_ABOUT_*), for a suggestion. */
void csri_fact_schema_list(const csri_fact_schema *schema, int32_t about, csri_name_list *out);

/** The value of a field, kind 0 = absent; the text of an id is written to id_text, other texts are borrowed. */
csr_value csri_fact_value(const csri_fact_field *field, const csri_facts *facts, char id_text[CSR_ID_TEXT_BYTES]);

/** Whether the texts of a field are ids. */
int csri_fact_is_id(const csri_fact_field *field);

#endif
