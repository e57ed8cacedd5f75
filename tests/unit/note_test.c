#include "support/desk_fixture.h"

#include <stdlib.h>

/*
 * Notes: kept at a ticket or a customer, pinned, erased.
 */

static void open_a_ticket(desk_fixture *f)
{
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    DESK_MAKE(f, "eva", "agent.add", "{'handle':'eva'}");
    DESK_MAKE(f, "torn", "ticket.open", "{'subject':'Torn','customer':'$jana'}");
}

static void is_kept_at_a_record(desk_fixture *f)
{
    csr_session *eva;

    open_a_ticket(f);
    eva = desk_session_of(f, "eva");
    desk_expect_at(f, "note of eva", desk_call_in(f, eva, "note.add", "{'ticket':'$torn','body':'Third time'}"), CSR_OK,
                   "", __FILE__, __LINE__);
    csr_session_close(eva);
    DESK_HAS(f, "note.list", "{'ticket':'$torn'}", "'agent':'$eva'");
    DESK_HAS(f, "note.list", "{'ticket':'$torn'}", "'body':'Third time'");
    DESK_IS(f, "note.list", "{'customer':'$jana'}", "{'kind':'note','rows':[],'next':null}");
    /* What it is kept at has not changed: nobody's edit is refused for it. */
    DESK_OK(f, "ticket.change", "{'id':'$torn','priority':'high','expected_version':1}");
    /* Nor is it part of the conversation. */
    DESK_HAS(f, "interaction.list", "{'order':'ticket','ticket':'$torn'}", "'rows':[]");
}
ON_BOTH(is_kept_at_a_record)

static void expect_order(desk_fixture *f, const char *bodies)
{
    csr_note_query query = CSR_NOTE_QUERY_INIT;
    char found[20] = "", token[400] = "";

    query.ticket = desk_id(f, "torn");
    query.limit = 2;
    do {
        csr_result *page = NULL;
        csr_str next = { NULL, 0 };
        csr_str_set(&query.after, token, CSR_NTS);
        TYPED_OK(f, csr_note_list(f->session, &query, &page, &f->err));
        for (size_t i = 0; i < csr_result_count(page); i++) {
            csr_note_view note = { .struct_size = sizeof(note) };
            TYPED_OK(f, csr_note_at(page, i, &note, &f->err));
            strncat(found, note.body.ptr, 1);
        }
        TYPED_OK(f, csr_result_token(page, &next, &f->err));
        snprintf(token, sizeof(token), "%.*s", (int)next.len, next.len == 0 ? "" : next.ptr);
        csr_result_free(page);
    } while (token[0] != '\0');
    desk_true_at(f, strcmp(found, bodies) == 0, found, __FILE__, __LINE__);
}

/* Pinned ones first, then the last one first, over all pages. */
static void order(desk_fixture *f)
{
    open_a_ticket(f);
    for (char c = 'a'; c <= 'e'; c++) {
        char params[100], name[2] = { c, '\0' };
        snprintf(params, sizeof(params), "{'ticket':'$torn','body':'%c','pinned':%s}", c, c == 'b' ? "true" : "false");
        csr_test_host_advance(&f->host, 1000000);
        desk_make_at(f, name, "note.add", params, __FILE__, __LINE__);
    }
    expect_order(f, "bedca");
    DESK_OK(f, "note.pin", "{'id':'$d'}");
    expect_order(f, "dbeca");
    DESK_OK(f, "note.unpin", "{'id':'$b'}");
    expect_order(f, "decba");
    desk_keep(f);
    DESK_IS(f, "note.unpin", "{'id':'$b'}", "{'version':2}");
    DESK_SAME(f);
}
ON_BOTH(order)

static int holds(desk_fixture *f, const char *text)
{
    char *dump = desk_dump(f->session);
    int found = strstr(dump, text) != NULL;

    free(dump);
    return found;
}

/* What was noted is gone from the row and from the log, and the desk verifies: the fixture looks at the end. */
static void erasing(desk_fixture *f)
{
    open_a_ticket(f);
    DESK_MAKE(f, "n", "note.add", "{'customer':'$jana','body':'SECRET','pinned':true}");
    DESK_TRUE(f, holds(f, "SECRET"));
    DESK_IS(f, "note.erase", "{'id':'$n','expected_version':1,'reason':'Asked for'}", "{'version':2}");
    DESK_TRUE(f, !holds(f, "SECRET"));
    DESK_HAS(f, "note.get", "{'id':'$n'}", "'pinned':false");
    DESK_HAS(f, "note.get", "{'id':'$n'}", "'erased_at':'2026-03-02T09:00:00Z'");
    DESK_HAS(f, "event.history", "{'subject':'$n'}", "'reason':'Asked for'");
    DESK_HAS(f, "desk.verify", "{}", ": 0 errors");
    /* Once is enough, and nothing that is gone is pinned. */
    desk_keep(f);
    DESK_IS(f, "note.erase", "{'id':'$n','reason':'Again'}", "{'version':2}");
    DESK_SAME(f);
    DESK_FAILS(f, "note.pin", "{'id':'$n'}", CSR_E_STATE, "id");
}
ON_BOTH(erasing)

/* More events than are emptied at once. */
static void erasing_a_long_history(desk_fixture *f)
{
    open_a_ticket(f);
    DESK_MAKE(f, "n", "note.add", "{'customer':'$jana','body':'SECRET'}");
    for (int i = 0; i < 70; i++) {
        DESK_OK(f, "note.pin", "{'id':'$n'}");
        DESK_OK(f, "note.unpin", "{'id':'$n'}");
    }
    DESK_IS(f, "note.erase", "{'id':'$n'}", "{'version':142}");
    DESK_HAS(f, "desk.verify", "{}", ": 0 errors");
}
ON_BOTH(erasing_a_long_history)

/* The key of another system holds for ever: the same note is recorded once, also when it was unpinned or erased since. */
static void is_known_by_external_id(desk_fixture *f)
{
    static const char same[] = "{'ticket':'$torn','body':'Third time','pinned':true,'external_id':'crm-1'}";
    static const desk_failure others[] = {
        { "note.add", "{'ticket':'$torn','body':'Third tide','external_id':'crm-1'}", CSR_E_DUPLICATE, "external_id" },
        { "note.add", "{'ticket':'$torn','body':'Third','external_id':'crm-1'}", CSR_E_DUPLICATE, "external_id" },
        { "note.add", "{'ticket':'$torn','body':'Third time','content_type':'html','external_id':'crm-1'}",
          CSR_E_DUPLICATE, "external_id" },
        { "note.add", "{'customer':'$jana','body':'Third time','external_id':'crm-1'}", CSR_E_DUPLICATE,
          "external_id" },
    };

    open_a_ticket(f);
    DESK_MAKE(f, "other", "ticket.open", "{'subject':'Other'}");
    DESK_MAKE(f, "n", "note.add", same);
    DESK_HAS(f, "note.get", "{'id':'$n'}", "'external_id':'crm-1'");
    csr_test_host_advance(&f->host, INT64_C(400) * 86400 * 1000000);
    desk_keep(f);
    DESK_IS(f, "note.add", same, "{'id':'$n'}");
    DESK_SAME(f);
    DESK_FAILURES(f, others);
    DESK_FAILS(f, "note.add", "{'ticket':'$other','body':'Third time','external_id':'crm-1'}", CSR_E_DUPLICATE,
               "external_id");
    DESK_OK(f, "note.unpin", "{'id':'$n'}");
    DESK_OK(f, "note.erase", "{'id':'$n'}");
    desk_keep(f);
    DESK_IS(f, "note.add", same, "{'id':'$n'}");
    DESK_SAME(f);
    DESK_FAILS(f, "note.add", "{'customer':'$jana','body':'Third time','external_id':'crm-1'}", CSR_E_DUPLICATE,
               "external_id");
    DESK_MAKE(f, "next", "note.add", "{'customer':'$jana','body':'Third time','external_id':'crm-2'}");
}
ON_BOTH(is_known_by_external_id)

static void refuses(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "note.add", "{'body':'x'}", CSR_E_ARGUMENT, "ticket" },
        { "note.add", "{'ticket':'$torn','customer':'$jana','body':'x'}", CSR_E_ARGUMENT, "customer" },
        { "note.add", "{'ticket':'$torn'}", CSR_E_ARGUMENT, "body" },
        { "note.add", "{'ticket':'" NOBODY "','body':'x'}", CSR_E_NOT_FOUND, "ticket" },
        { "note.add", "{'customer':'" NOBODY "','body':'x'}", CSR_E_NOT_FOUND, "customer" },
        { "note.add", "{'ticket':'$torn','body':'x','pinned':2}", CSR_E_ARGUMENT, "pinned" },
        { "note.list", "{}", CSR_E_ARGUMENT, "ticket" },
        { "note.list", "{'ticket':'$torn','customer':'$jana'}", CSR_E_ARGUMENT, "customer" },
        { "note.get", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id" },
        { "note.pin", "{'id':'$torn'}", CSR_E_NOT_FOUND, "id" },
        { "note.pin", "{'id':'$n','expected_version':7}", CSR_E_CONFLICT, "expected_version" },
        { "note.erase", "{'id':'$n','expected_version':7}", CSR_E_CONFLICT, "expected_version" },
    };

    open_a_ticket(f);
    DESK_MAKE(f, "n", "note.add", "{'ticket':'$torn','body':'x'}");
    DESK_FAILURES(f, table);
}
ON_BOTH(refuses)

int main(void)
{
    CU_TestInfo tests[] = {
        { "note/is_kept_at_a_record", is_kept_at_a_record_on_both },
        { "note/order", order_on_both },
        { "note/is_known_by_external_id", is_known_by_external_id_on_both },
        { "note/erasing", erasing_on_both },
        { "note/erasing_a_long_history", erasing_a_long_history_on_both },
        { "note/refuses", refuses_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "note", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("note_test", suites, 6);
}
