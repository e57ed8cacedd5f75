/*
 * What an event says, as bytes. Frozen from the first release: docs/adr/0004-events.md has the same in prose.
 *
 * change   = 0x01, entries of the root, 0x00, [entries of the child, 0x00]
 * entry    = varint(number of the member + 1), flags, [old value], [new value]
 * flags    = wire kind (2 bits) | HAS_OLD | HAS_NEW | APART
 * personal = 16 bytes of salt, then as `change` without its first byte; the entries of personal members, and the
 *            actor's reason as entry REASON
 *
 * The number of a member is its place in its record's table, which only grows at its end. An unset value is left
 * out. An entry APART says that the member changed and that its values are personal, or bulk and in the row.
 *
 * commitment = BLAKE2b-256("csr.apart.1", personal with its salt, then for each bulk member set in an added row:
 *              varint(number + 1) and its value); zero when nothing is apart
 * hash       = BLAKE2b-256("csr.event.1", hash before, then for each member of the event that is set, but not
 *              position, personal and hash: its name, NUL, length as 4 bytes, its value; integers as 8 bytes, all
 *              little-endian). Members that later versions add are unset in older events, whose hashes stay valid.
 */
#ifndef CSRI_STORE_EVENT_CODE_H
#define CSRI_STORE_EVENT_CODE_H

#include "base/buffer.h"
#include "base/hash.h"
#include "record/records.h"
#include "record/rows.h"

#define CSRI_SALT_BYTES 16
/* The entry of the reason: a number that no member has, tables being limited to 64. */
#define CSRI_ENTRY_REASON 64

/* Which members of a row an event tells: all but the id, the version, the instants and the chain of a root, which
 * follow from the event itself. For a child: all but the id. */
uint64_t csri_event_members(const csr_record *record);
/* Those of them that are in the mask. */
uint64_t csri_event_only(const csr_record *record, uint64_t mask);

/* The two halves of a change of one record: a row that was (or NULL) and one that is (or NULL). */
typedef struct csri_pair {
    const csr_record *record;
    const void *was, *is;
    uint64_t changed; /* bit i = member i differs */
} csri_pair;

/* Encode root and child (child->record may be NULL). change and personal are begun by the caller: change empty,
 * personal with the salt. Returns whether anything is apart. */
int csri_event_encode(const csri_pair *root, const csri_pair *child, const csr_str *reason, csri_buffer *change,
                      csri_buffer *personal);
/* The commitment to what is apart; row = the row of an added root, whose bulk members count, or NULL. */
void csri_event_commit(const csr_record *record, const void *row, const void *personal, size_t personal_len,
                       uint8_t out[CSRI_HASH_BYTES]);
/* The hash of an event. */
void csri_event_hash(const uint8_t before[CSRI_HASH_BYTES], const struct csri_event *event,
                     uint8_t out[CSRI_HASH_BYTES]);

/* Replay an event's new values into its root's row and, when it has one, its child's; texts borrow from the event.
 * 0 = malformed. */
int csri_event_apply(const struct csri_event *event, const csr_record *root, void *root_row, const csr_record *child,
                     void *child_row);
/* Whether a later event says that a bulk member changed: they never do but when they are erased. */
int csri_event_empties(const struct csri_event *event, const csr_record *root);
/* What changed as JSON {"member":[old,new],...}, child members as "record.member", hidden ones left out. The reason
 * is borrowed from the event. 0 = malformed. */
int csri_event_tell(const struct csri_event *event, csri_buffer *json, csr_str *reason);
/* Append the names of the members that an event changed, joined by ",", each once; children as their record's name. */
void csri_event_name_members(const struct csri_event *event, csri_buffer *names);

#endif
