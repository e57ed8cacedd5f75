/*
 * What rules may know of a record: its described members as fields of expressions, and a row as their values.
 *
 * A member `status` of the noun "ticket" is the field "ticket.status". Enumerations are texts of which only their names
 * are allowed; instants are timestamps, lengths of time durations, flags bools; ids of records are texts; numbers keep
 * their unit. What may be unset is optional, and absent when it is. Left out are members of the library's own (hidden),
 * documents, bytes and long bodies.
 *
 *     n = csri_fact_fields(&csri_ticket_record, "ticket", &arena, fields);
 *     csri_fact_values(&csri_ticket_record, &row, room, values);
 *
 * Custom fields are no members: who binds facts takes their values from csri_field_facts() of the desk, and their fields
 * from csri_fact_custom_field().
 */
#ifndef CSRI_RECORD_FACT_FIELDS_H
#define CSRI_RECORD_FACT_FIELDS_H

#include "base/arena.h"

#include <csr/expression.h>
#include <csr/field.h>
#include <csr/sys/backend.h>

/* How many fields a record has. */
size_t csri_fact_count(const csr_record *record);

/* Its fields, in the order of its members, into out[csri_fact_count()]; texts lie in the arena or are static. 0 when there
 * is no memory, else 1. */
int csri_fact_fields(const csr_record *record, const char *noun, csri_arena *arena, csr_expression_field *out);

/* How many bytes the texts of its ids need. */
size_t csri_fact_room(const csr_record *record);

/*
 * The values of a row's fields into out[csri_fact_count()]; row NULL = there is no such record, all are absent. Texts are
 * borrowed from the row; those of ids are written to room[csri_fact_room()].
 */
void csri_fact_values(const csr_record *record, const void *row, char *room, csr_value *out);

/* One member by itself: its field, 1; 0 when rules do not get to see it, or when the arena is exhausted. */
int csri_fact_field(const csr_member *m, const char *noun, csri_arena *arena, csr_expression_field *out);
/* Its value, an unset enumeration absent, anything else as if it were set; the text of an id is written to
 * room[CSR_ID_TEXT_BYTES]. */
csr_value csri_fact_value(const csr_member *m, const void *row, char *room);

/*
 * The field of a custom field: "ticket.custom.colour" for the noun "ticket" and the name "colour". Always optional, for
 * nobody has to give it a value; a decimal number is a double, a date a text such as "2026-11-22". 0 when there is no memory.
 */
int csri_fact_custom_field(const char *noun, csr_str name, csr_field_type type, csri_arena *arena,
                           csr_expression_field *out);
/* The value of one, as csri_field_facts() gives it; its text is borrowed. */
csr_value csri_fact_custom_value(const csr_field_value_view *value);

#endif
