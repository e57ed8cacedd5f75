#include "torture/scenario.h"

/* What comes back: for other goods that nobody pays for, and then for money; what never came and is given again; what is
 * refused or given up. */

/* clang-format off */
const scenario_step scenario_returns[] = {
    { "return.open", "{'purchase':'$order','remedy':'replace','ticket':'$lamp','reason':'too small','note':'All','request_key':'b-1'}", "rma", NULL, 0 },
    { "return.add", "{'id':'$rma','line':'$mugs','units':1,'reason':'chipped'}", NULL, NULL, 0 },
    { "return.approve", "@petr {'id':'$rma','due_at':'2030-01-01T00:00:00Z'}", NULL, NULL, 0 },
    { "return.send", "{'id':'$rma','tracking':'CZ-1'}", NULL, NULL, 0 },
    { "return_line.list", "{'return_id':'$rma'}", "rmaline", NULL, 0 },
    { "return.receive", "{'id':'$rma','line':'$rmaline','units':1}", NULL, NULL, 0 },
    { "return.inspect", "{'id':'$rma','line':'$rmaline','accepted':1,'condition':'good'}", NULL, NULL, 0 },
    { "replacement.add", "{'return_id':'$rma','sku':'JUG','gross_minor':90000,'tax_minor':15620,'request_key':'b-2'}", "jug", NULL, 0 },
    { "return.settle", "{'id':'$rma'}", NULL, NULL, 0 },
    { "return.charge", "{'id':'$rma','charge':'failed','reference':'ch-8'}", NULL, NULL, 0 },
    { "replacement.remove", "{'id':'$jug'}", NULL, NULL, 0 },
    { "return.settle", "@petr {'id':'$rma','remedy':'refund','restocking_basis_points':1000,'fee_tax':'taxable','shipping_fee_minor':1}", NULL, NULL, 0 },
    { "return.find", "{'authorisation':'W-1-R1'}", NULL, NULL, 0 },
    { "return.open", "{'purchase':'$order','kind':'claim','remedy':'replace','reason':'lost'}", "claim", NULL, 0 },
    { "return.add", "{'id':'$claim','line':'$kettle','units':1,'fault':'missing'}", NULL, NULL, 0 },
    { "return.approve", "{'id':'$claim','keeps_goods':true}", NULL, NULL, 0 },
    { "return.settle", "{'id':'$claim'}", NULL, NULL, 0 },
    { "replacement.list", "{'return_id':'$claim'}", NULL, NULL, 0 },
    { "return.open", "{'purchase':'$order','reason':'late'}", "late_rma", NULL, 0 },
    { "return.reject", "{'id':'$late_rma','reason':'Half a year is over'}", NULL, NULL, 0 },
    { "return.open", "{'purchase':'$order','reason':'worn'}", "worn_rma", NULL, 0 },
    { "return.cancel", "{'id':'$worn_rma','reason':'They keep it'}", NULL, NULL, 0 },
    { "return.get", "{'id':'$claim'}", NULL, NULL, 0 },
    { "return.list", "{'customer':'$jana','open':true}", NULL, NULL, 0 },
};
/* clang-format on */

const size_t scenario_returns_count = sizeof(scenario_returns) / sizeof(scenario_returns[0]);
