#include "support/desk_refund.h"

#include <stdio.h>

static void pay(desk_fixture *f, const char *name, int number, int minor, const char *gateway)
{
    char params[300];

    (void)snprintf(params, sizeof params,
                   "{'purchase':'$order','number':%d,'method':'card','state':'settled','captured_minor':%d,"
                   "'gateway':'%s','reference':'ch-%d'}",
                   number, minor, gateway, number);
    desk_make_at(f, name, "payment.put", params, __FILE__, __LINE__);
}

void desk_refund_begin(desk_fixture *f, const char *gateway)
{
    DESK_MAKE(f, "rosa", "agent.add", "{'handle':'rosa','name':'Rosa'}");
    DESK_OK(f, "approval_limit.put",
            "{'role':'associate','purpose':'goods','currency':'EUR','single_minor':9999,'day_minor':9999,"
            "'purchase_minor':9999,'customer_minor':9999}");
    DESK_MAKE(f, "order", "purchase.put", "{'external_id':'W-1','currency':'EUR'}");
    DESK_MAKE(f, "line", "purchase_line.put", "{'purchase':'$order','number':1,'sku':'A','gross_minor':1000}");
    pay(f, "one", 1, 300, gateway);
    pay(f, "two", 2, 700, gateway);
    DESK_MAKE(f, "a", "refund.open", "{'purchase':'$order','reason':'x'}");
    DESK_OK(f, "refund.add", "{'id':'$a','kind':'amount','amount_minor':400}");
    AGENT_OK(f, "rosa", "refund.submit", "{'id':'$a'}");
}
