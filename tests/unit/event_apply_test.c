#include "support/runner.h"
#include "support/test_host.h"

#include "record/row.h"
#include "store/event_code.h"

#include <stdlib.h>
#include <string.h>

/* Bytes on the heap, exactly as many, so that the sanitizer sees one read too far. */
static csr_str heap(const char *bytes, size_t n)
{
    char *copy = malloc(n == 0 ? 1 : n);

    CU_ASSERT_PTR_NOT_NULL_FATAL(copy);
    memcpy(copy, bytes, n);
    return (csr_str){ copy, n };
}

static void drop(csr_str text)
{
    free((char *)(uintptr_t)text.ptr);
}

#define SALT "saltsaltsaltsalt"
/* An agent of role 3 with handle, name and key; the reason "why". */
static const char added[] = "\x01\x05\x08\x06\x06\x11\x07\x11\x09\x11";
static const char added_personal[] = SALT "\x41\x09\x03why\x06\x09\x03"
                                          "Amy\x07\x09\x01"
                                          "A\x09\x09\x03"
                                          "amy";

static struct csri_event event_of(csr_str change, csr_str personal)
{
    struct csri_event event = { .view = { .subject_kind = CSR_RECORD_AGENT }, .change = change, .personal = personal };

    return event;
}

static void test_apply(void)
{
    struct csri_event event =
        event_of((csr_str){ added, sizeof(added) }, (csr_str){ added_personal, sizeof(added_personal) });
    struct csri_agent row = { .view = { .email = CSR_STR("stays") } };

    CU_ASSERT_TRUE(csri_event_apply(&event, &csri_agent_record, &row, NULL, NULL));
    CU_ASSERT_EQUAL(row.view.role, CSR_ROLE_SUPERVISOR);
    CU_ASSERT_TRUE(row.view.handle.len == 3 && memcmp(row.view.handle.ptr, "Amy", 3) == 0);
    CU_ASSERT_TRUE(row.key.len == 3 && row.view.name.len == 1 && row.view.email.len == 5);
    /* Erased: what is not personal is still told. */
    memset(&row, 0, sizeof(row));
    event.personal.len = 0;
    CU_ASSERT_TRUE(csri_event_apply(&event, &csri_agent_record, &row, NULL, NULL));
    CU_ASSERT_TRUE(row.view.role == CSR_ROLE_SUPERVISOR && row.view.handle.len == 0 && row.key.len == 0);
}

static void test_tell(void)
{
    struct csri_event event =
        event_of((csr_str){ added, sizeof(added) }, (csr_str){ added_personal, sizeof(added_personal) });
    csr_str reason = { NULL, 0 };
    csr_test_host host;
    csri_buffer json;

    csr_test_host_init(&host, 0, 1);
    csri_buffer_init(&json, &host.host, 0);
    CU_ASSERT_TRUE(csri_event_tell(&event, &json, &reason));
    csri_buffer_byte(&json, 0);
    CU_ASSERT_STRING_EQUAL(json.ptr,
                           "{\"role\":[null,\"supervisor\"],\"handle\":[null,\"Amy\"],\"name\":[null,\"A\"]}");
    CU_ASSERT_TRUE(reason.len == 3 && memcmp(reason.ptr, "why", 3) == 0);
    json.len = 0;
    event.personal.len = 0;
    CU_ASSERT_TRUE(csri_event_tell(&event, &json, &reason));
    csri_buffer_byte(&json, 0);
    CU_ASSERT_STRING_EQUAL(json.ptr, "{\"role\":[null,\"supervisor\"]}");
    CU_ASSERT_EQUAL(reason.len, 0);
    json.len = 0;
    csri_event_name_members(&event, &json);
    csri_buffer_byte(&json, 0);
    CU_ASSERT_STRING_EQUAL(json.ptr, "role,handle,name");
    csri_buffer_free(&json);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

/* Members of later versions, 40 and 41 of an agent: passed over, whatever they hold. */
static void test_unknown_members_are_passed_over(void)
{
    static const char change[] = "\x01\x28\x0c\x02\x04\x29\x0d\x01x\x02yz\x2a\x0e"
                                 "0123456789abcdef"
                                 "0123456789abcdef"
                                 "\x05\x0c\x02\x08";
    struct csri_event event = event_of((csr_str){ change, sizeof(change) }, (csr_str){ NULL, 0 });
    struct csri_agent row = { .view = { .role = 1 } };
    csr_str reason;
    csr_test_host host;
    csri_buffer json;

    CU_ASSERT_TRUE(csri_event_apply(&event, &csri_agent_record, &row, NULL, NULL));
    CU_ASSERT_EQUAL(row.view.role, 4);
    csr_test_host_init(&host, 0, 1);
    csri_buffer_init(&json, &host.host, 0);
    CU_ASSERT_TRUE(csri_event_tell(&event, &json, &reason));
    csri_buffer_byte(&json, 0);
    CU_ASSERT_STRING_EQUAL(json.ptr, "{\"role\":[\"cashier\",\"manager\"]}");
    csri_buffer_free(&json);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

/* Read an event in every way; whether each found it sound. */
static int read_all(const struct csri_event *event, int *out_told)
{
    struct csri_agent row;
    struct csri_skill child;
    csr_test_host host;
    csri_buffer json;
    csr_str reason;
    int sound;

    memset(&row, 0, sizeof(row));
    memset(&child, 0, sizeof(child));
    csr_test_host_init(&host, 0, 1);
    csri_buffer_init(&json, &host.host, 0);
    sound = csri_event_apply(event, &csri_agent_record, &row, &csri_skill_record, &child);
    *out_told = csri_event_tell(event, &json, &reason);
    csri_event_name_members(event, &json);
    csri_buffer_free(&json);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
    return sound;
}

/* Cut off anywhere it is found malformed, and nothing behind its end is read. */
static void test_cut_off(void)
{
    int told = 1;

    for (size_t n = 0; n < sizeof(added); n++) {
        csr_str change = heap(added, n), personal = heap(added_personal, sizeof(added_personal));
        struct csri_event event = event_of(change, personal);
        CU_ASSERT_FALSE(read_all(&event, &told));
        CU_ASSERT_FALSE(told);
        drop(change);
        drop(personal);
    }
    for (size_t n = 1; n < sizeof(added_personal); n++) {
        csr_str change = heap(added, sizeof(added)), personal = heap(added_personal, n);
        struct csri_event event = event_of(change, personal);
        CU_ASSERT_FALSE(read_all(&event, &told));
        CU_ASSERT_FALSE(told);
        drop(change);
        drop(personal);
    }
}

/* Any byte may be anything: no crash, no read beyond the end. */
static void test_any_byte(void)
{
    int told = 0;

    for (size_t at = 0; at < sizeof(added) + sizeof(added_personal); at++)
        for (int value = 0; value < 256; value++) {
            csr_str change = heap(added, sizeof(added)), personal = heap(added_personal, sizeof(added_personal));
            char *byte = (char *)(uintptr_t)(at < sizeof(added) ? change.ptr + at : personal.ptr + at - sizeof(added));
            struct csri_event event = event_of(change, personal);
            *byte = (char)value;
            event.view.row_kind = value % 3 == 0 ? CSR_RECORD_SKILL : 0;
            (void)read_all(&event, &told);
            drop(change);
            drop(personal);
        }
    CU_PASS("no sanitizer has spoken");
}

/* Kinds of records that are unknown here are passed over as well. */
static void test_unknown_kinds(void)
{
    struct csri_event event =
        event_of((csr_str){ added, sizeof(added) }, (csr_str){ added_personal, sizeof(added_personal) });
    csr_test_host host;
    csri_buffer json;
    csr_str reason;

    event.view.subject_kind = 99;
    csr_test_host_init(&host, 0, 1);
    csri_buffer_init(&json, &host.host, 0);
    CU_ASSERT_TRUE(csri_event_tell(&event, &json, &reason));
    csri_buffer_byte(&json, 0);
    CU_ASSERT_STRING_EQUAL(json.ptr, "{}");
    csri_event_name_members(&event, &json);
    csri_buffer_free(&json);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "event_apply/apply", test_apply },
        { "event_apply/tell", test_tell },
        { "event_apply/unknown_members_are_passed_over", test_unknown_members_are_passed_over },
        { "event_apply/cut_off", test_cut_off },
        { "event_apply/any_byte", test_any_byte },
        { "event_apply/unknown_kinds", test_unknown_kinds },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "event_apply", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("event_apply_test", suites, 6);
}
