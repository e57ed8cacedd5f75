/*
 * Rows made up from their description, and what a store should answer of them: the model that the suite compares with.
 */
#ifndef CSR_CONFORMANCE_MODEL_H
#define CSR_CONFORMANCE_MODEL_H

#include "record/row.h"
#include "record/rows.h"

#include <csr/sys/backend.h>

/* More records than a schema has, and bytes that hold any row. */
#define CONF_RECORDS_MAX 64
#define CONF_ROW_MAX 768

/* Room for a row of any record. */
typedef union conf_row {
    csr_id aligned;
    int64_t integer;
    csr_str text;
    char bytes[CONF_ROW_MAX];
} conf_row;

uint64_t conf_random(uint64_t *state);
/* 0 to n - 1; 0 when n is 0. */
size_t conf_below(uint64_t *state, size_t n);
void conf_random_id(uint64_t *state, csr_id *out);

/* The rows of each record. */
typedef struct conf_model {
    const csr_schema *schema;
    csr_rows *rows[CONF_RECORDS_MAX];
} conf_model;

/* 1, or 0 when there is no memory. */
int conf_model_init(conf_model *model, const csr_schema *schema, const csr_host *host);
void conf_model_end(conf_model *model);
size_t conf_record_number(const csr_schema *schema, const csr_record *record);
csr_rows *conf_model_rows(const conf_model *model, const csr_record *record);
/* Append a copy of a row, its texts too; NULL when there is no memory. */
void *conf_rows_copy(csr_rows *rows, const csr_record *record, const void *row);

/* Values for one member: small ones that clash, long ones, edges. Texts are borrowed from the model or static. */
void conf_fill_member(conf_model *model, uint64_t *random, const csr_record *record, const csr_member *m, void *row);
/* A row of any values, with a new id and references to rows of the model; it may clash. 0 when there is nothing to refer
 * to. */
int conf_fill_row(conf_model *model, uint64_t *random, const csr_record *record, void *row);
/*
 * A row that the store must take: a new id, references to rows of the model, no duplicate in it. 0 when that cannot be
 * had, because what it has to refer to is not there or because nothing unique is left.
 */
int conf_make_row(conf_model *model, uint64_t *random, const csr_record *record, void *row);

/* The member by which a row is named: the id, or else the position. */
const csr_member *conf_identity(const csr_record *record);
/* Whether the row agrees with another one than number `self` in a unique index that has both. */
int conf_clashes(const conf_model *model, const csr_record *record, const csr_index *index, const void *row,
                 size_t self);
/* The name of the first index in which it does; NULL when there is none. */
const char *conf_duplicate(const conf_model *model, const csr_record *record, const void *row, size_t self);
/* Whether an index has the row. */
int conf_covers(const csr_record *record, const csr_index *index, const void *row);

/* One order of a record: index >= 0, or CSR_SCAN_BY_*. */
typedef struct conf_order {
    const csr_record *record;
    int32_t index;
    const csr_member *members[6];
    unsigned count;  /* with the tie break */
    unsigned unique; /* without it */
} conf_order;

/* The nth order of a record; 0 when it has no more. */
int conf_order_at(const csr_record *record, unsigned n, conf_order *out);
/* Whether it is an index that is read by equality of its first member only. */
int conf_is_sparse(const conf_order *order);
/* <0, 0, >0 by the first `count` members. */
int conf_order_compare(const conf_order *order, const void *a, const void *b, unsigned count);
/* The rows that a scan should give, ascending: pointers into rows; returns how many. Equal members are those of from. */
size_t conf_expected(const conf_order *order, const csr_rows *rows, unsigned equal, const void *from, const void **out);

/* Whether two rows agree in the members of a mask (0 = all). */
int conf_rows_agree(const csr_record *record, const void *a, const void *b, uint64_t columns);
/* Whether the members not in a mask are unset, the id, version and position aside. */
int conf_rest_is_unset(const csr_record *record, const void *row, uint64_t columns);

#endif
