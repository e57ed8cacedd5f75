/*
 * The words of an expression.
 */
#ifndef CSRI_POLICY_EXPRESSION_LEX_H
#define CSRI_POLICY_EXPRESSION_LEX_H

#include "policy/expression.h"

/* What a token is. Operators and brackets have a number of their own. */
enum csri_token_kind {
    CSRI_TOKEN_END = 1,
    CSRI_TOKEN_BAD, /* reported */
    CSRI_TOKEN_NAME,
    CSRI_TOKEN_QUOTED_NAME, /* `any-thing`, only behind a dot */
    CSRI_TOKEN_LITERAL,     /* value */
    CSRI_TOKEN_EQ,
    CSRI_TOKEN_NE,
    CSRI_TOKEN_LT,
    CSRI_TOKEN_LE,
    CSRI_TOKEN_GT,
    CSRI_TOKEN_GE,
    CSRI_TOKEN_AND,
    CSRI_TOKEN_OR,
    CSRI_TOKEN_NOT,
    CSRI_TOKEN_PLUS,
    CSRI_TOKEN_MINUS,
    CSRI_TOKEN_STAR,
    CSRI_TOKEN_SLASH,
    CSRI_TOKEN_PERCENT,
    CSRI_TOKEN_QUESTION,
    CSRI_TOKEN_COLON,
    CSRI_TOKEN_COMMA,
    CSRI_TOKEN_DOT,
    CSRI_TOKEN_OPEN,
    CSRI_TOKEN_CLOSE,
    CSRI_TOKEN_OPEN_LIST,
    CSRI_TOKEN_CLOSE_LIST,
    CSRI_TOKEN_OPEN_MAP,
    CSRI_TOKEN_CLOSE_MAP,
    CSRI_TOKEN_IN
};

typedef struct csri_token {
    int kind;
    int is_number;     /* a literal that a minus sign may precede */
    uint32_t from, to; /* in the text */
    csr_str name;
    csr_value value;
    uint64_t magnitude; /* of an int literal, which may be one larger than the largest int when it is negated */
} csri_token;

/* The token at *at; *at then stands behind it. */
void csri_expression_token(csr_expression *e, uint32_t *at, csri_token *out);

/* The value of a literal in quotation marks that begins at `from` (its prefix included). 0 = reported. */
int csri_expression_quoted(csr_expression *e, uint32_t from, uint32_t *to, csr_value *out);

#endif
