/*
 * What the parser and the machine of a pattern share.
 */
#ifndef CSRI_POLICY_PATTERN_INSIDE_H
#define CSRI_POLICY_PATTERN_INSIDE_H

#include "policy/pattern.h"

/* Characters from low to high. */
typedef struct csri_range {
    uint32_t low, high;
} csri_range;

/* A set of characters. */
typedef struct csri_class {
    const csri_range *ranges;
    uint16_t count;
    uint8_t negated;
    uint8_t fold; /* letters of ASCII in either case */
} csri_class;

enum csri_state_op {
    CSRI_STATE_CLASS = 1, /* a character of the class, then the next state */
    CSRI_STATE_SPLIT,     /* to a and to b */
    CSRI_STATE_GO,        /* to a */
    CSRI_STATE_ASSERT,    /* when the place is right, the next state */
    CSRI_STATE_MATCH
};

enum csri_place {
    CSRI_PLACE_TEXT_BEGIN = 1,
    CSRI_PLACE_TEXT_END,
    CSRI_PLACE_LINE_BEGIN,
    CSRI_PLACE_LINE_END,
    CSRI_PLACE_WORD_EDGE,
    CSRI_PLACE_NO_WORD_EDGE
};

typedef struct csri_state {
    uint8_t op;
    uint8_t place;
    uint16_t a, b;
    uint16_t reserved;
    const csri_class *set;
} csri_state;

struct csri_pattern {
    csri_state *states;
    size_t count;
};

/* What a pattern is made of. */
enum csri_piece_kind {
    CSRI_PIECE_EMPTY = 1,
    CSRI_PIECE_CLASS,
    CSRI_PIECE_PLACE,
    CSRI_PIECE_ROW,    /* one after the other */
    CSRI_PIECE_CHOICE, /* one or the other */
    CSRI_PIECE_REPEAT  /* first, at least low and at most high times */
};
#define CSRI_REPEAT_FOREVER UINT16_MAX

typedef struct csri_piece {
    uint8_t kind;
    uint8_t place;
    uint16_t low, high;
    struct csri_piece *first, *last, *next;
    csri_class set;
} csri_piece;

/* The tree of a pattern; NULL with *why. */
const csri_piece *csri_pattern_parse(csri_arena *arena, csr_str text, const char **why);

#endif
