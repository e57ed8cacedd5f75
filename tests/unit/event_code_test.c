#include "support/runner.h"
#include "support/test_host.h"

#include "record/row.h"
#include "store/event_code.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * The bytes of events are frozen: what a desk wrote once is hashed and must be read for ever. Expected values come from
 * the description in store/event_code.h, by another program in another language.
 */

typedef struct coded {
    csr_test_host host;
    csri_buffer change, personal;
    int apart;
} coded;

/* A salt of 16 times this byte. */
#define SALT 0x5a

static void encode(coded *c, const csri_pair *root, const csri_pair *child, csr_str reason)
{
    const csri_pair none = { NULL, NULL, NULL, 0 };

    csr_test_host_init(&c->host, 0, 1);
    csri_buffer_init(&c->change, &c->host.host, 0);
    csri_buffer_init(&c->personal, &c->host.host, 0);
    for (int i = 0; i < CSRI_SALT_BYTES; i++)
        csri_buffer_byte(&c->personal, SALT);
    c->apart = csri_event_encode(root, child == NULL ? &none : child, &reason, &c->change, &c->personal);
}

static void drop(coded *c)
{
    csri_buffer_free(&c->change);
    csri_buffer_free(&c->personal);
    CU_ASSERT_EQUAL(csr_test_host_done(&c->host), 0);
}

static void is_hex(const void *bytes, size_t n, const char *expected, unsigned line)
{
    char *text = malloc(2 * n + strlen(expected) + 40), *hex = text;

    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    hex[0] = '\0';
    for (size_t i = 0; i < n; i++)
        snprintf(hex + 2 * i, 3, "%02x", ((const uint8_t *)bytes)[i]);
    CU_assertImplementation(strcmp(hex, expected) == 0 ? CU_TRUE : CU_FALSE, line, hex, __FILE__, "", CU_FALSE);
    free(text);
}
#define IS_HEX(ptr, n, expected) is_hex(ptr, n, expected, __LINE__)
#define SALT_HEX "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a"

/* An id whose bytes are 16 times the same. */
static csr_id id_of(int byte)
{
    csr_id id;

    memset(&id, byte, sizeof(id));
    return id;
}

static csri_pair pair_of(const csr_record *record, const void *was, const void *is)
{
    static const char nothing[CSRI_ROW_MAX];
    csri_pair pair = { record, was, is, 0 };

    pair.changed =
        csri_diff(record->row, was == NULL ? nothing : was, is == NULL ? nothing : is) & csri_event_members(record);
    return pair;
}

/* An added root: an integer, personal texts, a hidden key; nothing that follows from the event itself. */
static void test_added(void)
{
    struct csri_agent amy = { .view = { .id = id_of(1),
                                        .version = 1,
                                        .created_at = 7,
                                        .updated_at = 7,
                                        .role = CSR_ROLE_SUPERVISOR,
                                        .handle = CSR_STR("Amy"),
                                        .name = CSR_STR("A") },
                              .key = CSR_STR("amy") };
    csri_pair root = pair_of(&csri_agent_record, NULL, &amy);
    coded c;

    memset(amy.chain, 9, sizeof(amy.chain));
    encode(&c, &root, NULL, CSR_STR(""));
    CU_ASSERT_TRUE(c.apart);
    IS_HEX(c.change.ptr, c.change.len,
           "01"
           "050806"
           "0611"
           "0711"
           "0911"
           "00");
    IS_HEX(c.personal.ptr, c.personal.len,
           SALT_HEX "060903416d79"
                    "07090141"
                    "090903616d79"
                    "00");
    drop(&c);
}

/* Old and new values of each class, set and unset. */
static void test_changed(void)
{
    struct csri_ticket was = { .view = { .id = id_of(1),
                                         .version = 3,
                                         .kind = CSR_TICKET_BILLING,
                                         .customer = id_of(0xaa),
                                         .due_at = 1000000,
                                         .state = CSR_STR("new"),
                                         .subject = CSR_STR("s"),
                                         .product = CSR_STR("P") } };
    struct csri_ticket is = was;
    csri_pair root;
    coded c;

    is.view.version = 4;
    is.view.kind = CSR_TICKET_ENQUIRY;
    is.view.customer = id_of(0);
    is.view.team = id_of(0xbb);
    is.view.due_at = 0;
    is.view.state = CSR_STR("open");
    is.view.product = CSR_STR("");
    is.urgency = -3;
    root = pair_of(&csri_ticket_record, &was, &is);
    encode(&c, &root, NULL, CSR_STR(""));
    CU_ASSERT_FALSE(c.apart);
    IS_HEX(c.change.ptr, c.change.len,
           "01"
           "060c0602"
           "070d036e6577046f70656e"
           "0c0805"
           "1006aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
           "110abbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
           "180480897a"
           "1d050150"
           "00");
    IS_HEX(c.personal.ptr, c.personal.len, SALT_HEX "00");
    drop(&c);
}

static void test_child_and_reason(void)
{
    struct csri_customer jana = { .view = { .id = id_of(1), .version = 1, .name = CSR_STR("J") } };
    struct csri_identity room = { .view = { .id = id_of(2),
                                            .customer = id_of(1),
                                            .created_at = 5,
                                            .kind = CSR_IDENTITY_ROOM,
                                            .value = CSR_STR("12") },
                                  .key = CSR_STR("12") };
    csri_pair root = pair_of(&csri_customer_record, &jana, &jana);
    csri_pair child = pair_of(&csri_identity_record, NULL, &room);
    coded c;

    encode(&c, &root, &child, CSR_STR("why"));
    CU_ASSERT_TRUE(c.apart);
    IS_HEX(c.change.ptr, c.change.len,
           "01"
           "00"
           "020a01010101010101010101010101010101"
           "03080a"
           "040808"
           "0511"
           "0811"
           "00");
    IS_HEX(c.personal.ptr, c.personal.len,
           SALT_HEX "410903776879"
                    "00"
                    "0509023132"
                    "0809023132"
                    "00");
    drop(&c);
}

static void test_codes_bytes_and_bulk(void)
{
    struct csri_settings settings = { .view = { .id = id_of(1), .currency = "CZK" } };
    struct csri_policy policy = { .view = { .id = id_of(1), .kind = 1, .document = CSR_STR("{}") } };
    csri_pair root = pair_of(&csri_settings_record, NULL, &settings);
    coded c;

    encode(&c, &root, NULL, CSR_STR(""));
    IS_HEX(c.change.ptr, c.change.len, "010a0903435a4b00");
    drop(&c);
    memset(policy.view.hash, 0xcc, sizeof(policy.view.hash));
    root = pair_of(&csri_policy_record, NULL, &policy);
    encode(&c, &root, NULL, CSR_STR(""));
    CU_ASSERT_TRUE(c.apart);
    /* The document itself stands in its row. */
    IS_HEX(c.change.ptr, c.change.len,
           "01050802090920cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc0a1100");
    IS_HEX(c.personal.ptr, c.personal.len, SALT_HEX "00");
    drop(&c);
}

static void test_commitment(void)
{
    struct csri_interaction note = { .view = { .id = id_of(1), .body = CSR_STR("a\0b") } };
    const uint8_t personal[CSRI_SALT_BYTES + 1] = { SALT, SALT, SALT, SALT, SALT, SALT, SALT, SALT, SALT,
                                                    SALT, SALT, SALT, SALT, SALT, SALT, SALT, 0 };
    uint8_t hash[CSRI_HASH_BYTES];

    csri_event_commit(&csri_interaction_record, &note, personal, sizeof(personal), hash);
    IS_HEX(hash, sizeof(hash), "e1dfd7adced8c0f93627aa3e668d57e8299b0f28422ddb45746061b43acca4d4");
    csri_event_commit(&csri_interaction_record, NULL, personal, sizeof(personal), hash);
    IS_HEX(hash, sizeof(hash), "7c4d54b6be61e77e8203cf2bc171c8e9bbb3106cbd7cc2d39544d0e9537980d4");
    note.view.body.len = 0;
    csri_event_commit(&csri_interaction_record, &note, personal, sizeof(personal), hash);
    IS_HEX(hash, sizeof(hash), "7c4d54b6be61e77e8203cf2bc171c8e9bbb3106cbd7cc2d39544d0e9537980d4");
}

static struct csri_event sample_event(void)
{
    struct csri_event event = { .view = { .position = 77,
                                          .kind = CSR_EVENT_TICKET_MOVED,
                                          .subject = id_of(1),
                                          .subject_kind = CSR_RECORD_TICKET,
                                          .seq = 2,
                                          .at = CSR_TEST_MONDAY,
                                          .effective_at = CSR_TEST_MONDAY - 1,
                                          .actor = id_of(3) },
                                .change = CSR_STR("\x01\x00"),
                                .personal = CSR_STR("not hashed") };

    memset(event.commitment, 0xdd, sizeof(event.commitment));
    memset(event.view.hash, 0xee, sizeof(event.view.hash));
    return event;
}

static void test_hash(void)
{
    static const uint8_t first[CSRI_HASH_BYTES] = { 0 };
    struct csri_event event = sample_event();
    uint8_t hash[CSRI_HASH_BYTES], again[CSRI_HASH_BYTES];

    csri_event_hash(first, &event, hash);
    IS_HEX(hash, sizeof(hash), "c144d934f1e91fec681f2f3704263aff69a4c9c67d5ceef61cd306bd9a65b43d");
    csri_event_hash(hash, &event, again);
    IS_HEX(again, sizeof(again), "2faec374b428ad8598d8c57992403c713f8d0a257e0efaeef66e92dde423bfda");
    event.view.row = id_of(4);
    event.view.row_kind = CSR_RECORD_TAG;
    event.view.effective_at = 0;
    event.view.actor = id_of(0);
    memset(event.commitment, 0, sizeof(event.commitment));
    csri_event_hash(first, &event, hash);
    IS_HEX(hash, sizeof(hash), "4e002fc1baf47eaae4fc6001c7a6dc41988339da5b4c57b56dbee054ad1ff775");
}

/* What the chain covers: every member but the position, the hash itself and the erasable half. */
static void test_hash_covers(void)
{
    static const uint8_t before[CSRI_HASH_BYTES] = { 1 };
    const csr_shape *shape = csri_event_record.row;
    struct csri_event event = sample_event();
    uint8_t was[CSRI_HASH_BYTES], is[CSRI_HASH_BYTES];

    csri_event_hash(before, &event, was);
    for (unsigned i = 0; i < shape->count; i++) {
        const csr_member *m = &shape->members[i];
        int covered =
            strcmp(m->name, "position") != 0 && strcmp(m->name, "hash") != 0 && strcmp(m->name, "personal") != 0;
        event = sample_event();
        if (m->c == CSR_CLASS_STR)
            *(csr_str *)((char *)&event + m->offset) = CSR_STR("other");
        else
            *((char *)&event + m->offset) = (char)(*((char *)&event + m->offset) ^ 1);
        csri_event_hash(before, &event, is);
        CU_assertImplementation((memcmp(was, is, sizeof(was)) != 0) == covered ? CU_TRUE : CU_FALSE, __LINE__, m->name,
                                __FILE__, "", CU_FALSE);
    }
    event = sample_event();
    was[0] ^= 1;
    csri_event_hash(was, &event, is);
    CU_ASSERT_NOT_EQUAL(memcmp(was, is, sizeof(was)), 0);
}

/* Which members events tell of: all but those that follow from the event. */
static void test_event_members(void)
{
    CU_ASSERT_EQUAL(csri_event_members(&csri_agent_record), 0x7df0);
    CU_ASSERT_EQUAL(csri_event_members(&csri_interaction_record), 0xffffff0);
    CU_ASSERT_EQUAL(csri_event_members(&csri_tag_record), 0x3e);
    CU_ASSERT_EQUAL(csri_event_members(&csri_hold_record), 0x3e);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "event_code/added", test_added },
        { "event_code/changed", test_changed },
        { "event_code/child_and_reason", test_child_and_reason },
        { "event_code/codes_bytes_and_bulk", test_codes_bytes_and_bulk },
        { "event_code/commitment", test_commitment },
        { "event_code/hash", test_hash },
        { "event_code/hash_covers", test_hash_covers },
        { "event_code/event_members", test_event_members },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "event_code", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("event_code_test", suites, 8);
}
