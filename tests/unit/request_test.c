#include "support/desk_fixture.h"

#include "record/records.h"

/*
 * Request keys: the same request again gives the first answer and writes nothing.
 */

static void gives_the_first_answer_again(desk_fixture *f)
{
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana','request_key':'k1'}");
    desk_keep(f);
    csr_test_host_advance(&f->host, 3600000000);
    DESK_IS(f, "customer.add", "{'request_key':'k1','name':'Jana'}", "{'id':'$jana'}");
    DESK_SAME(f);
    DESK_HAS(f, "desk.stats", "{}", "'customers':1");
    /* Without a key the same once more is another. */
    DESK_OK(f, "customer.add", "{'name':'Jana'}");
    DESK_HAS(f, "desk.stats", "{}", "'customers':2");
}
ON_BOTH(gives_the_first_answer_again)

static void writes_no_event(desk_fixture *f)
{
    DESK_OK(f, "customer.add", "{'name':'Jana','request_key':'k1'}");
    DESK_HAS(f, "desk.stats", "{}", "'events':2");
}
ON_BOTH(writes_no_event)

static void refuses_other_content(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "customer.add", "{'name':'Jan','request_key':'k1'}", CSR_E_DUPLICATE, "request_key" },
        { "customer.add", "{'name':'Jana','language':'cs','request_key':'k1'}", CSR_E_DUPLICATE, "request_key" },
        /* What is given counts, not what it comes to: person is what unset means. */
        { "customer.add", "{'name':'Jana','kind':'person','request_key':'k1'}", CSR_E_DUPLICATE, "request_key" },
    };

    DESK_OK(f, "customer.add", "{'name':'Jana','request_key':'k1'}");
    DESK_FAILURES(f, table);
}
ON_BOTH(refuses_other_content)

/* Neighbouring texts do not run into each other. */
static void tells_members_apart(desk_fixture *f)
{
    DESK_OK(f, "customer.add", "{'name':'ab','note':'cs','request_key':'k1'}");
    DESK_FAILS(f, "customer.add", "{'name':'a','note':'bcs','request_key':'k1'}", CSR_E_DUPLICATE, "request_key");
    DESK_FAILS(f, "customer.add", "{'name':'ab','language':'cs','request_key':'k1'}", CSR_E_DUPLICATE, "request_key");
}
ON_BOTH(tells_members_apart)

static void belongs_to_its_operation(desk_fixture *f)
{
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana','request_key':'mail-1'}");
    DESK_MAKE(f, "torn", "ticket.open", "{'subject':'Torn','request_key':'mail-1'}");
    DESK_IS(f, "ticket.open", "{'subject':'Torn','request_key':'mail-1'}", "{'id':'$torn'}");
    DESK_IS(f, "customer.add", "{'name':'Jana','request_key':'mail-1'}", "{'id':'$jana'}");
    /* Keys are compared byte by byte. */
    DESK_OK(f, "ticket.open", "{'subject':'Torn','request_key':'MAIL-1'}");
    DESK_HAS(f, "desk.stats", "{}", "'tickets':2");
}
ON_BOTH(belongs_to_its_operation)

/* The record that an operation is about is part of what was asked for. */
static void belongs_to_its_subject(desk_fixture *f)
{
    DESK_MAKE(f, "a", "ticket.open", "{'subject':'A'}");
    DESK_MAKE(f, "b", "ticket.open", "{'subject':'B'}");
    DESK_OK(f, "ticket.move", "{'id':'$a','state':'resolved','resolution':'solved'}");
    DESK_OK(f, "ticket.move", "{'id':'$b','state':'resolved','resolution':'solved'}");
    DESK_IS(f, "ticket.reopen", "{'id':'$a','request_key':'r'}", "{'id':'$a'}");
    DESK_FAILS(f, "ticket.reopen", "{'id':'$a'}", CSR_E_STATE, "state");
    desk_keep(f);
    DESK_IS(f, "ticket.reopen", "{'id':'$a','request_key':'r'}", "{'id':'$a'}");
    DESK_SAME(f);
    DESK_FAILS(f, "ticket.reopen", "{'id':'$b','request_key':'r'}", CSR_E_DUPLICATE, "request_key");
}
ON_BOTH(belongs_to_its_subject)

static void a_refusal_leaves_the_key_free(desk_fixture *f)
{
    DESK_FAILS(f, "ticket.open", "{'subject':'Torn','customer':'" NOBODY "','request_key':'k'}", CSR_E_NOT_FOUND,
               "customer");
    DESK_OK(f, "ticket.open", "{'subject':'Torn','request_key':'k'}");
}
ON_BOTH(a_refusal_leaves_the_key_free)

static void goes_with_the_transaction(desk_fixture *f)
{
    desk_keep(f);
    TYPED_OK(f, csr_session_begin(f->session, &f->err));
    DESK_MAKE(f, "first", "ticket.open", "{'subject':'Torn','request_key':'k'}");
    DESK_IS(f, "ticket.open", "{'subject':'Torn','request_key':'k'}", "{'id':'$first'}");
    TYPED_OK(f, csr_session_rollback(f->session, &f->err));
    DESK_SAME(f);
    TYPED_OK(f, csr_session_begin(f->session, &f->err));
    DESK_MAKE(f, "second", "ticket.open", "{'subject':'Torn','request_key':'k'}");
    /* A key that was given before spoils no transaction. */
    desk_keep(f);
    desk_expect_at(f, "other content", desk_call(f, "ticket.open", "{'subject':'Worn','request_key':'k'}"),
                   CSR_E_DUPLICATE, "request_key", __FILE__, __LINE__);
    DESK_OK(f, "customer.add", "{'name':'Jana'}");
    TYPED_OK(f, csr_session_commit(f->session, &f->err));
    DESK_IS(f, "ticket.open", "{'subject':'Torn','request_key':'k'}", "{'id':'$second'}");
}
ON_BOTH(goes_with_the_transaction)

static void both_doors_agree(desk_fixture *f)
{
    csr_policy_add_params rules = CSR_POLICY_ADD_PARAMS_INIT;
    csr_ticket_open_params matter = CSR_TICKET_OPEN_PARAMS_INIT;
    csr_id id;

    matter.subject = CSR_STR("Torn");
    matter.priority = CSR_PRIORITY_HIGH;
    matter.request_key = CSR_STR("k");
    TYPED_OK(f, csr_ticket_open(f->session, &matter, &id, &f->err));
    desk_let(f, "torn", &id);
    DESK_IS(f, "ticket.open", "{'priority':'high','request_key':'k','subject':'Torn'}", "{'id':'$torn'}");
    /* A document is what it says, not how it is written. */
    rules.kind = CSR_POLICY_LIFECYCLE;
    rules.document = CSR_STR("{\n \"states\":[{\"name\":\"on\",\"category\":\"new\"},"
                             "{\"category\":\"closed\",\"name\":\"off\"}],\"initial\":\"on\","
                             "\"transitions\":[{\"from\":\"on\",\"to\":\"off\"}]}");
    rules.request_key = CSR_STR("k");
    TYPED_OK(f, csr_policy_add(f->session, &rules, &id, &f->err));
    desk_let(f, "rules", &id);
    desk_keep(f);
    DESK_IS(f, "policy.add",
            "{'kind':'lifecycle','request_key':'k','document':{'initial':'on','states':[{'category':'new',"
            "'name':'on'},{'category':'closed','name':'off'}],'transitions':[{'from':'on','to':'off'}]}}",
            "{'id':'$rules'}");
    DESK_SAME(f);
    DESK_FAILS(f, "policy.add", "{'kind':'lifecycle','request_key':'k','document':'{'}", CSR_E_DUPLICATE,
               "request_key");
    DESK_FAILS(f, "policy.add", "{'kind':'lifecycle','request_key':'l','document':'{'}", CSR_E_POLICY, "document");
}
ON_BOTH(both_doors_agree)

/* Finding a customer is the same twice by itself; the key holds even when the identity has passed to somebody else. */
static void identifies_the_same_customer(desk_fixture *f)
{
    DESK_HAS(f, "customer.identify", "{'kind':'room','value':'12','name':'Jana','request_key':'in'}", "'name':'Jana'");
    DESK_HAS(f, "customer.identify", "{'kind':'room','value':'12','name':'Jana','request_key':'in'}", "'name':'Jana'");
    DESK_HAS(f, "desk.stats", "{}", "'customers':1");
    DESK_FAILS(f, "customer.identify", "{'kind':'room','value':'13','name':'Jana','request_key':'in'}", CSR_E_DUPLICATE,
               "request_key");
}
ON_BOTH(identifies_the_same_customer)

static void limits(desk_fixture *f)
{
    char ok[300], too_long[300], key[202];

    memset(key, 'k', 201);
    key[201] = '\0';
    snprintf(ok, sizeof(ok), "{'name':'Jana','request_key':'%s'}", key + 1);
    snprintf(too_long, sizeof(too_long), "{'name':'Jana','request_key':'%s'}", key);
    desk_expect_at(f, "200 bytes", desk_call(f, "customer.add", ok), CSR_OK, "", __FILE__, __LINE__);
    desk_keep(f);
    desk_expect_at(f, "201 bytes", desk_call(f, "customer.add", too_long), CSR_E_ARGUMENT, "request_key", __FILE__,
                   __LINE__);
    DESK_FAILS(f, "customer.add", "{'name':'Jana','request_key':'a\\u0000b'}", CSR_E_ARGUMENT, "request_key");
    /* An empty key is none. */
    DESK_OK(f, "customer.add", "{'name':'Jana','request_key':''}");
    DESK_OK(f, "customer.add", "{'name':'Jana','request_key':''}");
    DESK_HAS(f, "desk.stats", "{}", "'customers':3");
}
ON_BOTH(limits)

/* A caller whose struct ends before the key. */
static void an_older_caller(desk_fixture *f)
{
    struct {
        csr_team_add_params params;
        char behind[8];
    } in;
    csr_id id;

    memset(&in, 0x5a, sizeof(in));
    memset(&in, 0, offsetof(csr_team_add_params, request_key));
    in.params.struct_size = (uint32_t)offsetof(csr_team_add_params, request_key);
    in.params.name = CSR_STR("Front");
    TYPED_OK(f, csr_team_add(f->session, &in.params, &id, &f->err));
    DESK_HAS(f, "team.find", "{'name':'front'}", "'name':'Front'");
}
ON_BOTH(an_older_caller)

int main(void)
{
    CU_TestInfo tests[] = {
        { "request/gives_the_first_answer_again", gives_the_first_answer_again_on_both },
        { "request/writes_no_event", writes_no_event_on_both },
        { "request/refuses_other_content", refuses_other_content_on_both },
        { "request/tells_members_apart", tells_members_apart_on_both },
        { "request/belongs_to_its_operation", belongs_to_its_operation_on_both },
        { "request/belongs_to_its_subject", belongs_to_its_subject_on_both },
        { "request/a_refusal_leaves_the_key_free", a_refusal_leaves_the_key_free_on_both },
        { "request/goes_with_the_transaction", goes_with_the_transaction_on_both },
        { "request/both_doors_agree", both_doors_agree_on_both },
        { "request/identifies_the_same_customer", identifies_the_same_customer_on_both },
        { "request/limits", limits_on_both },
        { "request/an_older_caller", an_older_caller_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "request", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("request_test", suites, 12);
}
