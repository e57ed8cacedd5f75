/*
 * A whole desk as lines of JSON: writing them from one snapshot, and taking them back. docs/exchange.md has the format.
 */
#ifndef CSRI_STORE_EXCHANGE_LINES_H
#define CSRI_STORE_EXCHANGE_LINES_H

#include "base/hash.h"
#include "store/tx.h"

/* Version of the format. */
#define CSRI_EXCHANGE_FORMAT 1
/* Longest line that is taken. */
#define CSRI_EXCHANGE_LINE_MAX ((size_t)64 * 1024 * 1024)
/* More kinds of records than there ever are. */
#define CSRI_EXCHANGE_KINDS 64
/* What stands between a line and its check, and how many digits that has. */
#define CSRI_EXCHANGE_CHECK ",\"check\":\""
#define CSRI_EXCHANGE_DIGITS 16

/* The hash of all lines so far, as it is kept between calls: a csri_hash must be aligned, which memory is not. */
typedef struct csri_line_hash {
    char bytes[sizeof(csri_hash)];
} csri_line_hash;

void csri_line_hash_init(csri_line_hash *kept);
/* Add a line without its check, and give the hash of all lines so far. */
void csri_line_hash_add(csri_line_hash *kept, const char *line, size_t len, uint8_t out[CSRI_HASH_BYTES]);
/* The check of a line, which is the beginning of that hash. */
void csri_line_check_put(csri_buffer *out, const uint8_t hash[CSRI_HASH_BYTES]);

/* The end line without its check: lines before it, rows of each kind, the hash of all of that. */
void csri_exchange_put_end(csri_buffer *out, int64_t lines, const int64_t rows[CSRI_EXCHANGE_KINDS],
                           const uint8_t hash[CSRI_HASH_BYTES]);

/* The nth kind of record in a file. The desk itself comes last: a store without it is no desk yet. */
const csr_record *csri_exchange_record(unsigned n);

/* The members that refer to a record of the same kind further on, by id, as bits: such a row comes again behind all of
 * its kind. */
uint64_t csri_refers_forward(const csr_record *record, const void *row);

/* An export under way. The caller fills in tx, with a transaction that reads, and zeroes the rest. */
typedef struct csri_exporter {
    csri_tx tx;
    csr_id desk;
    unsigned kind; /* the kind under way; behind the last one comes the end line */
    int begun;     /* the first line is written */
    int again;     /* rows that refer forward come again */
    int forward;   /* whether there are any */
    int has_after;
    int64_t lines;
    int64_t rows[CSRI_EXCHANGE_KINDS];
    csri_line_hash hash;
    _Alignas(
        16) char after[CSRI_ROW_MAX]; /* the row behind which to go on; of its members only the id or position count */
} csri_exporter;

/* Append the next lines, whole ones; nothing when there are none left. */
csr_status csri_export_next(csri_exporter *e, csri_buffer *out);

/* An import under way. The caller fills in tx without a handle, store, limit, unproven and batch, and zeroes the rest. */
typedef struct csri_importer {
    csri_tx tx;
    csr_store *store;
    int compare;             /* the desk is there already: look whether it holds the same, and write nothing */
    const csr_limit *limit;  /* of the call under way; NULL = none */
    int unproven;            /* leave out the verification at the end */
    uint32_t batch;          /* lines a transaction */
    csr_id desk;             /* of the store in which it is, then of the file */
    int ended;               /* the end line was taken */
    unsigned kind;           /* of the line before */
    int again;               /* likewise */
    int64_t position;        /* of the last row that has one */
    int64_t line;            /* lines taken */
    int64_t done;            /* lines that are recorded, by an earlier run or by this one */
    int64_t resumed;         /* lines that an earlier run had recorded */
    int64_t recorded, known; /* rows */
    int64_t rows[CSRI_EXCHANGE_KINDS];
    csri_line_hash hash;
    uint8_t so_far[CSRI_HASH_BYTES];    /* hash of the lines taken */
    uint8_t done_hash[CSRI_HASH_BYTES]; /* hash of the lines that an earlier run had recorded */
    csr_rows *desk_row;                 /* kept until the end */
    csri_buffer room, text;
} csri_importer;

/* Look at the store: what an earlier run has recorded, or whether the desk is there. */
csr_status csri_import_begin(csri_importer *i);
/* Take a line, without its line feed. After a failure the import cannot go on. */
csr_status csri_import_line(csri_importer *i, const char *line, size_t len);
/* After the end line: verify, and make it a desk. */
csr_status csri_import_end(csri_importer *i);
/* Roll back what is open and free what is held. */
void csri_import_stop(csri_importer *i);

/* For the file that reads lines: record a row, or compare it. again = it comes for the second time. */
csr_status csri_import_row(csri_importer *i, const csr_record *record, const void *row, int again);

/* Whether a store holds the beginning of an import, and no desk yet. tx has a transaction. */
csr_status csri_import_is_pending(csri_tx *tx, int *out);

#endif
