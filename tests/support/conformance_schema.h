/*
 * A small schema that no desk has: every class of member, every flag and every kind of index, reduced to what a store
 * can get wrong.
 */
#ifndef CSR_CONFORMANCE_SCHEMA_H
#define CSR_CONFORMANCE_SCHEMA_H

#include <csr/sys/backend.h>

/* As the first record must be: one row, whose id is the desk's. */
typedef struct conf_desk {
    uint32_t struct_size;
    int32_t reserved;
    csr_id id;
    int64_t version;
} conf_desk;

typedef struct conf_owner {
    uint32_t struct_size;
    int32_t reserved;
    csr_id id;
    int64_t version;
    csr_id parent; /* an owner, itself perhaps */
    csr_str name;
} conf_owner;

typedef struct conf_thing {
    uint32_t struct_size;
    int32_t rank;
    csr_id id;
    int64_t version;
    csr_id owner;  /* must be there */
    csr_id keeper; /* an owner; may be unset */
    csr_id maker;  /* the same, in no index */
    int64_t size;
    int64_t due_at; /* unset = last */
    int32_t state;  /* may be unset */
    char code[4];
    csr_str name;
    csr_str label;
    csr_str body;
    csr_str encoded;
    uint8_t digest[32];
    uint8_t mark[32];
} conf_thing;

/* Neither version nor index. */
typedef struct conf_plain {
    uint32_t struct_size;
    int32_t value;
    csr_id id;
} conf_plain;

/* Rows without ids, in commit order. */
typedef struct conf_note {
    uint32_t struct_size;
    int32_t kind;
    int64_t position;
    csr_id subject;
    int64_t seq;
    csr_id owner; /* may be unset */
    csr_str text;
} conf_note;

extern const csr_record conf_desk_record;
extern const csr_record conf_owner_record;
extern const csr_record conf_thing_record;
extern const csr_record conf_plain_record;
extern const csr_record conf_note_record;

enum { CONF_OWNER_BY_NAME, CONF_OWNER_BY_PARENT };
enum {
    CONF_THING_BY_OWNER,  /* owner, rank, due_at */
    CONF_THING_BY_NAME,   /* unique: owner, name */
    CONF_THING_BY_CODE,   /* unique, sparse: code, rank */
    CONF_THING_BY_KEEPER, /* sparse: keeper, size */
    CONF_THING_BY_LABEL,  /* label, which may be unset */
    CONF_THING_BY_DUE_AT,
    CONF_THING_BY_ALL /* rank, size, due_at, name, digest */
};
enum { CONF_NOTE_BY_SUBJECT, CONF_NOTE_BY_KIND };

extern const csr_schema conf_schema;

#endif
