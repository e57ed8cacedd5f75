#include "support/desk_fixture.h"

#include <csr/ticket.h>

/* The numbers of an answer's rows, joined by blanks. */
static void expect_numbers(desk_fixture *f, const char *operation, const char *params, const char *expected,
                           unsigned line)
{
    char got[200] = "";

    if (!desk_expect_at(f, params, desk_call(f, operation, params), CSR_OK, "", __FILE__, line))
        return;
    for (const char *at = f->answer; (at = strstr(at, "'number':")) != NULL; at++) {
        size_t n = strlen(got);
        snprintf(got + n, sizeof(got) - n, "%s%.*s", n == 0 ? "" : " ", (int)strcspn(at + 9, ","), at + 9);
    }
    desk_true_at(f, strcmp(got, expected) == 0, got, __FILE__, line);
}
#define LIST(params, expected) expect_numbers(f, "ticket.list", params, expected, __LINE__)
#define QUEUE(params, expected) expect_numbers(f, "ticket.queue", params, expected, __LINE__)

/* Eight tickets whose places in each order differ. */
static void make(desk_fixture *f)
{
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    DESK_MAKE(f, "petr", "customer.add", "{'name':'Petr'}");
    DESK_MAKE(f, "amy", "agent.add", "{'handle':'amy','name':'Amy A.'}");
    DESK_MAKE(f, "front", "team.add", "{'name':'Front'}");
    csr_test_host_advance(&f->host, INT64_C(86400000000));
    DESK_OK(f, "ticket.open", "{'subject':'1','team':'$front','customer':'$jana','opened_at':'2026-03-02T10:00:00Z'}");
    DESK_OK(f, "ticket.open", "{'subject':'2','team':'$front','customer':'$petr','opened_at':'2026-03-02T09:30:00Z'}");
    DESK_OK(f, "ticket.open", "{'subject':'3','team':'$front','due_at':'2026-03-09T00:00:00Z','assignee':'$amy'}");
    DESK_OK(f, "ticket.open", "{'subject':'4','team':'$front','due_at':'2026-03-08T00:00:00Z','customer':'$jana'}");
    DESK_OK(f, "ticket.open", "{'subject':'5','team':'$front','priority':'urgent','assignee':'$amy'}");
    DESK_OK(f, "ticket.open", "{'subject':'6','team':'$front','priority':'low','due_at':'2026-03-04T00:00:00Z'}");
    DESK_OK(f, "ticket.open", "{'subject':'7','customer':'$jana','opened_at':'2026-03-02T09:10:00Z'}");
    DESK_OK(f, "ticket.open", "{'subject':'8','team':'$front','state':'waiting_customer','assignee':'$amy'}");
}

static void lists_in_every_order(desk_fixture *f)
{
    make(f);
    LIST("{}", "8 7 6 5 4 3 2 1");
    LIST("{'order':'newest'}", "8 7 6 5 4 3 2 1");
    LIST("{'order':'oldest'}", "1 2 3 4 5 6 7 8");
    LIST("{'order':'customer','customer':'$jana'}", "4 1 7");
    LIST("{'order':'team','team':'$front'}", "5 4 3 2 1 6");
    LIST("{'order':'team','team':'$front','queue':'active'}", "5 4 3 2 1 6");
    LIST("{'order':'team','team':'$front','queue':'waiting'}", "8");
    LIST("{'order':'team','team':'$front','queue':'done'}", "");
    LIST("{'order':'assignee','assignee':'$amy'}", "5 3");
    LIST("{'order':'assignee','assignee':'$amy','queue':'waiting'}", "8");
}
ON_BOTH(lists_in_every_order)

/* Every order, page after page of every length, gives what one page gives. */
static void pages_in_every_order(desk_fixture *f)
{
    static const char *const orders[] = {
        "'order':'newest'",
        "'order':'oldest'",
        "'order':'customer','customer':'$jana'",
        "'order':'team','team':'$front'",
        "'order':'assignee','assignee':'$amy'",
    };
    make(f);
    for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
        char params[200], whole[300] = "", paged[300];
        snprintf(params, sizeof(params), "{%s}", orders[i]);
        DESK_TRUE(f, desk_call(f, "ticket.list", params) == CSR_OK);
        for (const char *at = f->raw; (at = strstr(at, "\"number\":")) != NULL; at++)
            snprintf(whole + strlen(whole), sizeof(whole) - strlen(whole), "%.2s", at + 9);
        for (int limit = 1; limit <= 4; limit++) {
            paged[0] = '\0';
            desk_words_let(&f->words, "next", "", 0);
            snprintf(params, sizeof(params), "{%s,'limit':%d,'after':'$next'}", orders[i], limit);
            do {
                DESK_TRUE(f, desk_call(f, "ticket.list", params) == CSR_OK);
                for (const char *at = f->raw; (at = strstr(at, "\"number\":")) != NULL; at++)
                    snprintf(paged + strlen(paged), sizeof(paged) - strlen(paged), "%.2s", at + 9);
            } while (strstr(f->raw, "\"next\":\"") != NULL && strlen(paged) < 100);
            DESK_TRUE(f, strcmp(whole, paged) == 0);
        }
    }
}
ON_BOTH(pages_in_every_order)

static void the_queue_shows_names(desk_fixture *f)
{
    make(f);
    QUEUE("{'team':'$front'}", "5 4 3 2 1 6");
    QUEUE("{'team':'$front','queue':'waiting'}", "8");
    QUEUE("{}", "7");
    QUEUE("{'queue':'done'}", "");
    QUEUE("{'team':'$front','limit':4}", "5 4 3 2");
    DESK_TRUE(f, strstr(f->answer, "{'kind':'queue','rows':[{'id':'$?','number':5,") == f->answer);
    QUEUE("{'team':'$front','limit':4,'after':'$next'}", "1 6");
    DESK_TRUE(f, strstr(f->answer, "'next':null") != NULL);
    DESK_HAS(f, "ticket.queue", "{'team':'$front','limit':1}",
             "{'kind':'queue','rows':[{'id':'$?','number':5,'subject':'5','priority':'urgent','kind':'other',"
             "'state':'new','phase':'new','opened_at':'2026-03-03T09:00:00Z','assignee':'$amy',"
             "'assignee_name':'Amy A.'}],'next':");
    DESK_IS(f, "ticket.queue", "{}",
            "{'kind':'queue','rows':[{'id':'$?','number':7,'subject':'7','priority':'normal','kind':'other',"
            "'state':'new','phase':'new','opened_at':'2026-03-02T09:10:00Z','customer':'$jana',"
            "'customer_name':'Jana'}],'next':null}");
    DESK_HAS(f, "ticket.queue", "{'team':'$front'}", "'customer':'$petr','customer_name':'Petr'");
    DESK_HAS(f, "ticket.queue", "{'team':'$front'}", "'due_at':'2026-03-04T00:00:00Z'}");
    DESK_HAS(f, "ticket.queue", "{'team':'$front'}", "'due_at':'2026-03-08T00:00:00Z','customer':'$jana'");
}
ON_BOTH(the_queue_shows_names)

static void counts(desk_fixture *f)
{
    csr_ticket_count_params in = CSR_TICKET_COUNT_PARAMS_INIT;
    int64_t count = -1;

    make(f);
    DESK_IS(f, "ticket.count", "{}", "{'count':1}");
    DESK_IS(f, "ticket.count", "{'team':'$front'}", "{'count':6}");
    DESK_IS(f, "ticket.count", "{'team':'$front','queue':'waiting'}", "{'count':1}");
    DESK_IS(f, "ticket.count", "{'team':'$front','queue':'done'}", "{'count':0}");
    TYPED_OK(f, csr_ticket_count(f->session, NULL, &count, &f->err));
    DESK_TRUE(f, count == 1);
    in.queue = 4;
    TYPED_FAILS(f, csr_ticket_count(f->session, &in, &count, &f->err), CSR_E_ARGUMENT, "queue");
    DESK_TRUE(f, count == 1);
}
ON_BOTH(counts)

static void finds_by_number_and_key(desk_fixture *f)
{
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'x','external_id':'ABC'}");
    DESK_HAS(f, "ticket.find", "{'number':1}", "{'id':'$t',");
    DESK_HAS(f, "ticket.find", "{'external_id':'ABC'}", "{'id':'$t',");
    DESK_FAILS(f, "ticket.find", "{'number':2}", CSR_E_NOT_FOUND, "number");
    DESK_FAILS(f, "ticket.find", "{'external_id':'abc'}", CSR_E_NOT_FOUND, "external_id");
    DESK_FAILS(f, "ticket.find", "{}", CSR_E_ARGUMENT, "number");
    DESK_FAILS(f, "ticket.find", "{'number':0}", CSR_E_ARGUMENT, "number");
    DESK_FAILS(f, "ticket.find", "{'number':-1}", CSR_E_ARGUMENT, "number");
    DESK_FAILS(f, "ticket.find", "{'number':1,'external_id':'ABC'}", CSR_E_ARGUMENT, "external_id");
    DESK_FAILS(f, "ticket.get", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id");
}
ON_BOTH(finds_by_number_and_key)

static void refuses(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "ticket.list", "{'order':'customer'}", CSR_E_ARGUMENT, "customer" },
        { "ticket.list", "{'order':'team'}", CSR_E_ARGUMENT, "team" },
        { "ticket.list", "{'order':'assignee'}", CSR_E_ARGUMENT, "assignee" },
        { "ticket.list", "{'customer':'$jana'}", CSR_E_ARGUMENT, "customer" },
        { "ticket.list", "{'team':'$front'}", CSR_E_ARGUMENT, "team" },
        { "ticket.list", "{'assignee':'$amy'}", CSR_E_ARGUMENT, "assignee" },
        { "ticket.list", "{'queue':'active'}", CSR_E_ARGUMENT, "queue" },
        { "ticket.list", "{'order':'oldest','queue':'done'}", CSR_E_ARGUMENT, "queue" },
        { "ticket.list", "{'order':'customer','customer':'$jana','queue':'done'}", CSR_E_ARGUMENT, "queue" },
        { "ticket.list", "{'order':'team','team':'$front','customer':'$jana'}", CSR_E_ARGUMENT, "customer" },
        { "ticket.list", "{'order':'urgency'}", CSR_E_ARGUMENT, "order" },
        { "ticket.list", "{'limit':1001}", CSR_E_ARGUMENT, "limit" },
        { "ticket.list", "{'after':'zz'}", CSR_E_ARGUMENT, "after" },
        { "ticket.queue", "{'queue':'lost'}", CSR_E_ARGUMENT, "queue" },
        { "ticket.queue", "{'limit':1001}", CSR_E_ARGUMENT, "limit" },
        { "ticket.queue", "{'after':'zz'}", CSR_E_ARGUMENT, "after" },
        { "ticket.count", "{'queue':5}", CSR_E_ARGUMENT, "queue" },
    };
    make(f);
    DESK_FAILURES(f, table);
}
ON_BOTH(refuses)

int main(void)
{
    CU_TestInfo tests[] = {
        { "ticket_read/lists_in_every_order", lists_in_every_order_on_both },
        { "ticket_read/pages_in_every_order", pages_in_every_order_on_both },
        { "ticket_read/the_queue_shows_names", the_queue_shows_names_on_both },
        { "ticket_read/counts", counts_on_both },
        { "ticket_read/finds_by_number_and_key", finds_by_number_and_key_on_both },
        { "ticket_read/refuses", refuses_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "ticket_read", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("ticket_read_test", suites, 6);
}
