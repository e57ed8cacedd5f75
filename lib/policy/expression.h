/*
 * Expressions, inside: a tree of nodes that the parser makes, the checker resolves and types, and the evaluator walks.
 *
 *     text -> expression_lex -> expression_parse -> expression_check -> expression_fold -> expression_run
 *
 * Everything that a compiled expression needs lies in its arena.
 */
#ifndef CSRI_POLICY_EXPRESSION_H
#define CSRI_POLICY_EXPRESSION_H

#include "base/arena.h"
#include "base/buffer.h"

#include <csr/calendar.h>
#include <csr/expression.h>

/* Nesting of brackets and operators; of loops; errors that are reported; items of a list; bytes; fields that are declared. */
#define CSRI_EXPRESSION_DEPTH 64
#define CSRI_EXPRESSION_LOOPS 8
#define CSRI_EXPRESSION_ERRORS 8
#define CSRI_EXPRESSION_ITEMS 256
/* Units of work of an evaluation, unless said otherwise. */
#define CSRI_EXPRESSION_COST INT64_C(1000000)
#define CSRI_EXPRESSION_LARGE_BYTES 65536
#define CSRI_EXPRESSION_FIELDS 1024

/* What a node does. Behind each: its children. */
enum csri_node_op {
    CSRI_NODE_CONST = 1, /* value */
    CSRI_NODE_NAME,      /* name; before it is resolved */
    CSRI_NODE_FIELD,     /* slot */
    CSRI_NODE_LOCAL,     /* slot: number of the loop variable */
    CSRI_NODE_UNKNOWN,   /* name: resolved to nothing */
    CSRI_NODE_SELECT,    /* operand; name */
    CSRI_NODE_HAS,       /* operand; name */
    CSRI_NODE_HAS_FIELD, /* slot */
    CSRI_NODE_INDEX,     /* operand, index */
    CSRI_NODE_LIST,      /* items */
    CSRI_NODE_MAP,       /* key, value, key, value */
    CSRI_NODE_AND,       /* two or more */
    CSRI_NODE_OR,        /* two or more */
    CSRI_NODE_NOT,
    CSRI_NODE_NEGATE,
    CSRI_NODE_CHOOSE, /* condition, then, else */
    CSRI_NODE_EQ,
    CSRI_NODE_NE,
    CSRI_NODE_LT,
    CSRI_NODE_LE,
    CSRI_NODE_GT,
    CSRI_NODE_GE,
    CSRI_NODE_IN,
    CSRI_NODE_ADD,
    CSRI_NODE_SUBTRACT,
    CSRI_NODE_MULTIPLY,
    CSRI_NODE_DIVIDE,
    CSRI_NODE_REMAINDER,
    CSRI_NODE_CALL,       /* [receiver], arguments; name, function */
    CSRI_NODE_ALL,        /* range, predicate; slot */
    CSRI_NODE_EXISTS,     /* range, predicate */
    CSRI_NODE_EXISTS_ONE, /* range, predicate */
    CSRI_NODE_FILTER,     /* range, predicate */
    CSRI_NODE_TRANSFORM   /* range, [predicate], result */
};

/* The call has a receiver; the name began with a dot; the node stood in parentheses. */
#define CSRI_NODE_METHOD 1
#define CSRI_NODE_ABSOLUTE 2
#define CSRI_NODE_CLOSED 4
/* A call of matches() with a constant pattern. */
#define CSRI_NODE_PATTERN 8

/* A type: the kind of value, and of what. 0 = dyn: anything. */
typedef struct csri_value_type {
    int32_t kind; /* csr_value_kind, CSRI_TYPE_DYN or CSRI_TYPE_FREE */
    int32_t reserved;
    const struct csri_value_type *key; /* MAP: of the keys */
    const struct csri_value_type *of;  /* LIST, MAP: of the values; TYPE: of what */
} csri_value_type;

#define CSRI_TYPE_DYN 0
/* Of the items of an empty list: whatever is asked for. */
#define CSRI_TYPE_FREE (-1)

struct csri_function;
struct csri_pattern;

typedef struct csri_node {
    uint8_t op;
    uint8_t flags;
    uint16_t count; /* children */
    uint16_t depth; /* of the tree below, itself included */
    uint16_t slot;
    uint32_t from, to; /* where in the text */
    const csri_value_type *type;
    struct csri_node *first, *last, *next;
    union {
        csr_value value; /* CONST */
        struct {
            csr_str name;
            const struct csri_function *function; /* CALL */
            union {
                const struct csri_pattern *pattern; /* PATTERN */
                const csr_zone *zone;               /* a part of an instant in a constant zone; or NULL */
            };
        };
    };
} csri_node;

/* A declared field. */
typedef struct csri_field {
    csr_str name, unit;
    const csri_value_type *type;
    const csr_str *values;
    size_t value_count;
    uint32_t flags;
    uint32_t max_items, max_bytes; /* of a list and of a text; 0 = what is usual: expression_bound.h */
    uint32_t reserved;
} csri_field;

struct csri_host_function;

/* What an expression may name. */
typedef struct csri_scope {
    csri_arena *arena; /* where it lies, and the expressions that share it */
    csri_field *fields;
    size_t field_count;
    uint16_t *places; /* of fields by their names: number plus one, 0 = none; a power of two */
    size_t place_count;
    struct csri_host_function *functions; /* of the host's */
    size_t function_count;
    csr_str zoneinfo; /* where expressions that share it find zones */
} csri_scope;

/* A zone or pattern held by an expression. */
typedef struct csri_held {
    struct csri_held *next;
    csr_zone *zone;
    csr_str name;
} csri_held;

typedef struct csri_expression_error {
    uint32_t from, to;
    const char *code; /* "E101 unknown-field" */
    csr_str text;     /* a second line is advice */
    csr_str noun;     /* E101 without advice: what has no such field, where it has others; else empty */
} csri_expression_error;

#define CSRI_UNKNOWN_FIELD "E101 unknown-field"
/* Bytes of an error's text, NUL included. */
#define CSRI_EXPRESSION_SAID 512

struct csr_expression {
    csri_arena *arena; /* of its scope; one with a shared scope lies there itself */
    uint32_t flags;
    uint32_t is_shared; /* its scope outlives it */
    csr_str text, container, zoneinfo;
    const csri_field *fields; /* of its own scope or of a shared one */
    size_t field_count;
    const uint64_t *guarded; /* while it is compiled: bits of fields that are there, whatever has() is asked; or NULL */
    const csri_scope *scope; /* that one */
    csri_node *root;
    const char *type;
    csri_held *held;
    struct csr_expression *next;   /* of its owner's list */
    csri_expression_error *errors; /* NULL until there is one */
    size_t error_count;
};

/* Copy what parameters declare into the arena. CSR_E_ARGUMENT, CSR_E_LIMIT, CSR_E_NO_MEMORY. */
csr_status csri_scope_take(csri_scope *out, csri_arena *arena, const csr_expression_params *params, csr_error *err);

/* The number of a field, or -1. */
int32_t csri_scope_find(const csri_scope *scope, const char *name, size_t len);

/*
 * csr_expression_compile() of a condition in a scope that is shared and outlives the expression, which is laid into its
 * arena: many are compiled faster so. Of the parameters text, flags and zoneinfo count, the last for being sound alone.
 */
csr_status csri_expression_compile_in(const csri_scope *scope, const csr_expression_params *params,
                                      csr_expression **out, csr_buf **out_report, csr_error *err);

/* Report an error at from..to of the text; printf-like. Once memory is short nothing is reported but that. */
void csri_expression_report(csr_expression *e, uint32_t from, uint32_t to, const char *code, const char *format, ...)
    __attribute__((__format__(__printf__, 5, 6)));

/*
 * The same of a sound text. guarded: 1024 bits of fields that need no has(), or NULL. CSR_E_POLICY leaves the expression
 * with its errors in *out, to be told and freed.
 */
csr_status csri_expression_compile_condition(const csri_scope *scope, csr_str text, uint32_t flags,
                                             const uint64_t *guarded, csr_expression **out, csr_error *err);

/* csr_expression_compile() with parameters that are sound; what CSR_E_POLICY leaves is as above. */
csr_status csri_expression_compile_told(const csr_expression_params *params, csr_expression **out, csr_error *err);

/* An error of an expression: the text with carets below the place, and what is wrong; its column, from 1; in one line. */
void csri_expression_point(const csr_expression *e, const csri_expression_error *error, csri_buffer *out);
unsigned csri_expression_column(const csr_expression *e, const csri_expression_error *error);
const char *csri_expression_say(const csri_expression_error *error, char out[CSRI_EXPRESSION_SAID]);

/* Parse e->text: the tree, or NULL after a report. */
csri_node *csri_expression_parse(csr_expression *e);

/* Resolve names and functions, settle types, report what is wrong. */
void csri_expression_check(csr_expression *e, csri_node *root);

/* Evaluate what is constant. */
void csri_expression_fold(csr_expression *e, csri_node *root);

#endif
