#include "support/desk_fixture.h"

#define MINUTE INT64_C(60000000)

static void a_message(desk_fixture *f)
{
    DESK_MAKE(f, "mail", "interaction.add", "{'channel':'email','direction':'outgoing','body':'Sorry'}");
    DESK_MAKE(f, "way", "delivery.queue", "{'interaction':'$mail','recipient':'j@x.cz','max_attempts':2}");
}

static void queue_claim_report(desk_fixture *f)
{
    a_message(f);
    DESK_IS(f, "delivery.queue", "{'interaction':'$mail','recipient':'j@x.cz'}", "{'id':'$way'}");
    DESK_HAS(f, "delivery.outbox", "{}", "'state':'queued','waiting':true,'next_attempt_at':'2026-03-02T09:00:00Z'");
    DESK_HAS(f, "delivery.claim", "{'sender':'a'}", "'attempts':1");
    DESK_IS(f, "delivery.claim", "{'sender':'b'}", "{'kind':'delivery','rows':[],'next':null}");
    DESK_HAS(f, "delivery.get", "{'id':'$way'}", "'leased_until':'2026-03-02T09:05:00Z'");
    DESK_OK(f, "delivery.report", "{'id':'$way','state':'sent','provider':'relay','reference':'m1'}");
    DESK_IS(f, "delivery.outbox", "{}", "{'kind':'delivery','rows':[],'next':null}");
    DESK_IS(f, "delivery.notice", "{'provider':'relay','reference':'m1','state':'delivered'}", "{'version':5}");
    DESK_IS(f, "delivery.notice", "{'provider':'relay','reference':'m1','state':'delivered'}", "{'version':5}");
    DESK_IS(f, "delivery.notice", "{'provider':'relay','reference':'m1','state':'sent'}", "{'version':5}");
    DESK_HAS(f, "delivery.list", "{'interaction':'$mail'}", "'state':'delivered'");
    DESK_HAS(f, "event.history", "{'subject':'$mail','after_seq':4}", "'delivery.state':['sent','delivered']");
}
ON_BOTH(queue_claim_report)

/* A sender that dies is waited for, and then another one takes over; after the last attempt nobody does. */
static void claims_end(desk_fixture *f)
{
    a_message(f);
    DESK_HAS(f, "delivery.claim", "{'sender':'a','lease_us':60000000}", "'attempts':1");
    csr_test_host_advance(&f->host, MINUTE - 1);
    DESK_HAS(f, "delivery.claim", "{'sender':'b'}", "'rows':[]");
    csr_test_host_advance(&f->host, 1);
    DESK_HAS(f, "delivery.claim", "{'sender':'b','lease_us':60000000}", "'attempts':2");
    csr_test_host_advance(&f->host, MINUTE);
    DESK_HAS(f, "delivery.claim", "{'sender':'c'}", "'rows':[]");
    DESK_HAS(f, "delivery.get", "{'id':'$way'}", "'state':'failed'");
    DESK_HAS(f, "delivery.outbox", "{}", "'rows':[]");
    DESK_FAILS(f, "delivery.requeue", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id");
    DESK_OK(f, "delivery.requeue", "{'id':'$way'}");
    DESK_FAILS(f, "delivery.requeue", "{'id':'$way'}", CSR_E_STATE, "id");
    DESK_HAS(f, "delivery.claim", "{'sender':'c'}", "'attempts':1");
}
ON_BOTH(claims_end)

static void temporary_bounces(desk_fixture *f)
{
    a_message(f);
    DESK_OK(f, "delivery.claim", "{'sender':'a'}");
    DESK_OK(f, "delivery.report", "{'id':'$way','state':'bounced','bounce':'temporary','reason':'full'}");
    DESK_HAS(f, "delivery.outbox", "{}", "'next_attempt_at':'2026-03-02T09:01:00Z'");
    DESK_HAS(f, "delivery.get", "{'id':'$way'}", "'reason':'full'");
    csr_test_host_advance(&f->host, MINUTE);
    DESK_HAS(f, "delivery.claim", "{'sender':'a'}", "'attempts':2");
    DESK_OK(f, "delivery.report", "{'id':'$way','state':'failed','reason':'no line'}");
    DESK_HAS(f, "delivery.outbox", "{}", "'rows':[]");
    DESK_HAS(f, "delivery.get", "{'id':'$way'}", "'state':'failed'");
}
ON_BOTH(temporary_bounces)

/* What is due longest goes first, what is not due yet does not go. */
static void in_the_order_due(desk_fixture *f)
{
    DESK_MAKE(f, "mail", "interaction.add", "{'channel':'email','direction':'outgoing','body':'Sorry'}");
    DESK_MAKE(f, "late", "delivery.queue",
              "{'interaction':'$mail','recipient':'a','not_before':'2026-03-02T11:00:00Z'}");
    DESK_MAKE(f, "second", "delivery.queue",
              "{'interaction':'$mail','recipient':'b','not_before':'2026-03-02T10:00:00Z'}");
    DESK_MAKE(f, "first", "delivery.queue", "{'interaction':'$mail','recipient':'c'}");
    DESK_HAS(f, "delivery.claim", "{'sender':'s','limit':1}", "'id':'$first'");
    DESK_HAS(f, "delivery.claim", "{'sender':'s','limit':1}", "'rows':[]");
    csr_test_host_advance(&f->host, 61 * MINUTE);
    DESK_OK(f, "delivery.report", "{'id':'$first','state':'sent'}");
    DESK_HAS(f, "delivery.claim", "{'sender':'s','limit':2}", "'rows':[{'id':'$second'");
    DESK_HAS(f, "delivery.outbox", "{'limit':1}", "'next':'$next'");
    DESK_HAS(f, "delivery.outbox", "{'limit':1,'after':'$next'}", "'next':null");
}
ON_BOTH(in_the_order_due)

static void refuses(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "delivery.queue", "{'recipient':'x'}", CSR_E_ARGUMENT, "interaction" },
        { "delivery.queue", "{'interaction':'$mail'}", CSR_E_ARGUMENT, "recipient" },
        { "delivery.queue", "{'interaction':'" NOBODY "','recipient':'x'}", CSR_E_NOT_FOUND, "interaction" },
        { "delivery.queue", "{'interaction':'$in','recipient':'x'}", CSR_E_STATE, "interaction" },
        { "delivery.queue", "{'interaction':'$mail','recipient':'x','max_attempts':101}", CSR_E_ARGUMENT,
          "max_attempts" },
        { "delivery.claim", "{}", CSR_E_ARGUMENT, "sender" },
        { "delivery.claim", "{'sender':'s','limit':101}", CSR_E_ARGUMENT, "limit" },
        { "delivery.claim", "{'sender':'s','lease_us':86400000001}", CSR_E_ARGUMENT, "lease_us" },
        { "delivery.report", "{'id':'$way'}", CSR_E_ARGUMENT, "state" },
        { "delivery.report", "{'id':'" NOBODY "','state':'sent'}", CSR_E_NOT_FOUND, "id" },
        { "delivery.report", "{'id':'$way','state':'queued'}", CSR_E_ARGUMENT, "state" },
        { "delivery.report", "{'id':'$way','state':'sent','bounce':'temporary'}", CSR_E_ARGUMENT, "bounce" },
        { "delivery.report", "{'id':'$way','state':'sent','next_attempt_at':'2026-03-02T10:00:00Z'}", CSR_E_ARGUMENT,
          "next_attempt_at" },
        { "delivery.report", "{'id':'$way','state':'bounced','next_attempt_at':'2026-03-02T10:00:00Z'}", CSR_E_ARGUMENT,
          "next_attempt_at" },
        { "delivery.report", "{'id':'$way','state':'sent','at':'2026-03-02T09:00:01Z'}", CSR_E_ARGUMENT, "at" },
        { "delivery.report", "{'id':'$way','state':'sent','provider':'p','reference':'r'}", CSR_E_DUPLICATE,
          "reference" },
        { "delivery.notice", "{'provider':'p','reference':'nothing','state':'sent'}", CSR_E_NOT_FOUND, "reference" },
        { "delivery.notice", "{'provider':'q','reference':'r','state':'sent'}", CSR_E_NOT_FOUND, "reference" },
        { "delivery.notice", "{'reference':'r','state':'sent'}", CSR_E_ARGUMENT, "provider" },
        { "delivery.requeue", "{'id':'$way'}", CSR_E_STATE, "id" },
        { "delivery.get", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id" },
        { "delivery.list", "{}", CSR_E_ARGUMENT, "interaction" },
    };

    a_message(f);
    DESK_MAKE(f, "in", "interaction.add", "{'channel':'email','body':'Hello'}");
    DESK_MAKE(f, "other", "delivery.queue", "{'interaction':'$mail','recipient':'p@x.cz'}");
    DESK_OK(f, "delivery.report", "{'id':'$other','state':'sent','provider':'p','reference':'r'}");
    DESK_FAILURES(f, table);
}
ON_BOTH(refuses)

int main(void)
{
    CU_TestInfo tests[] = {
        { "delivery/queue_claim_report", queue_claim_report_on_both },
        { "delivery/claims_end", claims_end_on_both },
        { "delivery/temporary_bounces", temporary_bounces_on_both },
        { "delivery/in_the_order_due", in_the_order_due_on_both },
        { "delivery/refuses", refuses_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "delivery", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("delivery_test", suites, 5);
}
