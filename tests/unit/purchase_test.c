#include "support/desk_fixture.h"

/* Purchases, their lines and payments: put once or often, they are what the host knows, and are found again. */

#define PUT(members) "{'external_id':'W-1'" members "}"

static void begin(desk_fixture *f)
{
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    DESK_MAKE(f, "petr", "customer.add", "{'name':'Petr'}");
    DESK_MAKE(f, "order", "purchase.put", PUT(",'currency':'EUR','customer':'$jana'"));
}

static void put(desk_fixture *f)
{
    begin(f);
    DESK_IS(f, "purchase.get", "{'id':'$order'}",
            "{'kind':'purchase','rows':[{'id':'$order','version':1,'created_at':'2026-03-02T09:00:00Z',"
            "'updated_at':'2026-03-02T09:00:00Z','customer':'$jana','bought_at':'2026-03-02T09:00:00Z',"
            "'shipping_minor':0,'shipping_tax_minor':0,'duties_minor':0,'currency':'EUR','external_id':'W-1'}],"
            "'next':null}");
    /* What is told again changes nothing, what is new is written, what is left out stays. */
    desk_keep(f);
    DESK_IS(f, "purchase.put", PUT(",'currency':'EUR','customer':'$jana'"), "{'id':'$order'}");
    DESK_SAME(f);
    DESK_IS(f, "purchase.put", PUT(",'shipping_minor':500"), "{'id':'$order'}");
    DESK_HAS(f, "purchase.find", "{'external_id':'W-1'}", "'version':2");
    DESK_HAS(f, "purchase.find", "{'external_id':'W-1'}", "'shipping_minor':500");
    DESK_HAS(f, "event.history", "{'subject':'$order'}", "'kind':'purchase_changed'");
}
ON_BOTH(put)

static void refused(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "purchase.put", "{'currency':'EUR'}", CSR_E_ARGUMENT, "external_id" },
        { "purchase.put", "{'external_id':'W-2'}", CSR_E_ARGUMENT, "currency" },
        { "purchase.put", "{'external_id':'W-2','currency':'XAU'}", CSR_E_CURRENCY, "currency" },
        { "purchase.put", "{'external_id':'W-2','currency':'eur'}", CSR_E_ARGUMENT, "currency" },
        { "purchase.put", "{'external_id':'W-2','currency':'EUR','customer':'" NOBODY "'}", CSR_E_NOT_FOUND,
          "customer" },
        { "purchase.put", "{'external_id':'W-2','currency':'EUR','shipping_minor':-1}", CSR_E_ARGUMENT,
          "shipping_minor" },
        { "purchase.put", "{'external_id':'W-2','currency':'EUR','shipping_minor':1,'shipping_tax_minor':2}",
          CSR_E_ARGUMENT, "shipping_tax_minor" },
        { "purchase.put", "{'external_id':'W-2','currency':'EUR','bought_at':'2026-03-03T09:00:00Z'}", CSR_E_ARGUMENT,
          "bought_at" },
        { "purchase.put", PUT(",'delivered_at':'2026-03-03T09:00:00Z'"), CSR_E_ARGUMENT, "delivered_at" },
        { "purchase.put", PUT(",'currency':'CZK'"), CSR_E_CURRENCY, "currency" },
        { "purchase.put", PUT(",'customer':'$petr'"), CSR_E_STATE, "customer" },
        { "purchase.get", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id" },
        { "purchase.find", "{'external_id':'W-9'}", CSR_E_NOT_FOUND, "external_id" },
        { "purchase.list", "{}", CSR_E_ARGUMENT, "customer" },
    };

    begin(f);
    DESK_FAILURES(f, table);
}
ON_BOTH(refused)

/* The desk's currency is that of a purchase that names none; a customer may become known later. */
static void defaults(desk_fixture *f)
{
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    DESK_OK(f, "settings.change", "{'currency':'CZK'}");
    DESK_MAKE(f, "order", "purchase.put", PUT(""));
    DESK_HAS(f, "purchase.get", "{'id':'$order'}", "'currency':'CZK'");
    DESK_OK(f, "purchase.put", PUT(",'customer':'$jana'"));
    DESK_HAS(f, "purchase.list", "{'customer':'$jana'}", "'id':'$order'");
}
ON_BOTH(defaults)

/* Those of one customer, the last one bought first, page by page. */
static void listed(desk_fixture *f)
{
    begin(f);
    DESK_MAKE(f, "old", "purchase.put",
              "{'external_id':'W-0','currency':'EUR','customer':'$jana','bought_at':'2026-01-02T09:00:00Z'}");
    DESK_MAKE(f, "other", "purchase.put", "{'external_id':'W-3','currency':'EUR','customer':'$petr'}");
    DESK_HAS(f, "purchase.list", "{'customer':'$jana','limit':1}", "'id':'$order'");
    DESK_HAS(f, "purchase.list", "{'customer':'$jana','limit':1,'after':'$next'}", "'id':'$old'");
    DESK_HAS(f, "purchase.list", "{'customer':'$petr'}", "'id':'$other'");
}
ON_BOTH(listed)

static void lines(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "purchase_line.put", "{'purchase':'$order','sku':'A'}", CSR_E_ARGUMENT, "number" },
        { "purchase_line.put", "{'number':9,'sku':'A'}", CSR_E_ARGUMENT, "purchase" },
        { "purchase_line.put", "{'purchase':'" NOBODY "','number':9,'sku':'A'}", CSR_E_NOT_FOUND, "purchase" },
        { "purchase_line.put", "{'purchase':'$order','number':9}", CSR_E_ARGUMENT, "sku" },
        { "purchase_line.put", "{'purchase':'$order','number':9,'sku':'A','fulfilled':2}", CSR_E_ARGUMENT,
          "fulfilled" },
        { "purchase_line.put", "{'purchase':'$order','number':9,'sku':'A','tax_minor':1}", CSR_E_ARGUMENT,
          "tax_minor" },
        { "purchase_line.put", "{'purchase':'$order','number':9,'sku':'A','quantity':2,'serial':'S'}", CSR_E_ARGUMENT,
          "serial" },
        { "purchase_line.list", "{}", CSR_E_ARGUMENT, "purchase" },
        { "purchase_line.list", "{'purchase':'$order','serial':'S'}", CSR_E_ARGUMENT, "serial" },
    };

    begin(f);
    DESK_MAKE(f, "two", "purchase_line.put",
              "{'purchase':'$order','number':2,'sku':'MUG','quantity':3,'gross_minor':1000,'tax_minor':174}");
    DESK_MAKE(f, "one", "purchase_line.put", "{'purchase':'$order','number':1,'sku':'KETTLE','serial':'S-1'}");
    DESK_IS(f, "purchase_line.put", "{'purchase':'$order','number':2,'fulfilled':3}", "{'id':'$two'}");
    desk_keep(f);
    DESK_IS(f, "purchase_line.put", "{'purchase':'$order','number':2,'fulfilled':3}", "{'id':'$two'}");
    DESK_SAME(f);
    DESK_HAS(f, "purchase_line.list", "{'purchase':'$order','limit':1}", "'id':'$one'");
    DESK_HAS(f, "purchase_line.list", "{'purchase':'$order','limit':1,'after':'$next'}", "'fulfilled':3");
    DESK_HAS(f, "purchase_line.list", "{'serial':'S-1'}", "'id':'$one'");
    DESK_HAS(f, "event.history", "{'subject':'$order'}", "'kind':'purchase_line_changed'");
    DESK_FAILURES(f, table);
}
ON_BOTH(lines)

static void payments(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "payment.put", "{'purchase':'$order','number':9}", CSR_E_ARGUMENT, "method" },
        { "payment.put", "{'purchase':'$order','method':'card'}", CSR_E_ARGUMENT, "number" },
        { "payment.put", "{'purchase':'" NOBODY "','number':9,'method':'card'}", CSR_E_NOT_FOUND, "purchase" },
        { "payment.put", "{'purchase':'$order','number':9,'method':'card','charged_back_minor':1}", CSR_E_ARGUMENT,
          "charged_back_minor" },
        { "payment.put", "{'purchase':'$order','number':9,'method':'card','gateway':'relay','reference':'ch-1'}",
          CSR_E_DUPLICATE, "reference" },
        { "payment.list", "{}", CSR_E_ARGUMENT, "purchase" },
    };

    begin(f);
    DESK_MAKE(
        f, "card", "payment.put",
        "{'purchase':'$order','number':1,'method':'card','captured_minor':900,'gateway':'relay','reference':'ch-1'}");
    DESK_HAS(f, "payment.list", "{'purchase':'$order'}", "'state':'unknown'");
    DESK_HAS(f, "payment.list", "{'purchase':'$order'}", "'dispute':'none'");
    DESK_IS(f, "payment.put", "{'purchase':'$order','number':1,'state':'settled','dispute':'open'}", "{'id':'$card'}");
    DESK_HAS(f, "payment.list", "{'purchase':'$order'}", "'dispute':'open'");
    DESK_MAKE(f, "gift", "payment.put", "{'purchase':'$order','number':2,'method':'gift_card','gateway':'relay'}");
    DESK_MAKE(f, "bank", "payment.put",
              "{'purchase':'$order','number':3,'method':'card','gateway':'bank','reference':'ch-1'}");
    DESK_HAS(f, "event.history", "{'subject':'$order'}", "'kind':'payment_changed'");
    DESK_FAILURES(f, table);
}
ON_BOTH(payments)

static CU_TestInfo tests[] = {
    { "purchase/put", put_on_both },
    { "purchase/refused", refused_on_both },
    { "purchase/defaults", defaults_on_both },
    { "purchase/listed", listed_on_both },
    { "purchase/lines", lines_on_both },
    { "purchase/payments", payments_on_both },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "purchase", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("purchases", suites, 6);
}
