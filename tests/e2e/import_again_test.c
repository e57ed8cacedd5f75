/*
 * Lines of another system, taken in a second time a year later: upkeep has erased what expires, time has run out for what
 * has deadlines, and still nothing changes. The tool's own functions work at a desk whose clock a test can move.
 */
#include "support/desk_fixture.h"

#include "csr/import_lines.h"

#include <stdlib.h>

#define YEAR_US (INT64_C(366) * 86400 * 1000000)

/* One of every kind that an import takes, of some more than one. */
static const char *const lines[] = {
    "{'record':'settings','name':'Shop','calling_code':'420','zone':'Europe/Prague'}",
    "{'record':'policy','kind':'lifecycle','name':'repairs','document':{'states':[{'name':'in','category':'new'},"
    "{'name':'out','category':'closed'}],'initial':'in','transitions':[{'from':'in','to':'out'}]}}",
    "{'record':'policy','kind':'sla','name':'default','document':{'policies':[{'name':'all','targets':{"
    "'first_reply':{'target':'1h'},'resolution':{'target':'8h'}}}]}}",
    "{'record':'agent','handle':'eva','name':'Eva','role':'associate'}",
    "{'record':'agent','handle':'boss','name':'Ben','role':'manager'}",
    "{'record':'skill','agent':'eva','kind':'language','name':'cs','level':5}",
    "{'record':'skill','agent':'eva','name':'repairs','level':2}",
    "{'record':'team','name':'Counter','lead':'eva'}",
    "{'record':'member','team':'Counter','agent':'eva'}",
    "{'record':'contact_point','channel':'email','name':'info','address':'info@shop.cz','responsible':'eva'}",
    "{'record':'customer','external_id':'C-1','name':'Acme','kind':'organisation'}",
    "{'record':'customer','external_id':'C-2','name':'Jana','organisation':'C-1','note':'Rings twice'}",
    "{'record':'identity','customer':'C-2','kind':'email','value':'jana@example.org','verified':true}",
    "{'record':'identity','customer':'C-2','kind':'phone','value':'601 234 567'}",
    "{'record':'identity','customer':'C-2','kind':'loyalty_card','value':'12345'}",
    "{'record':'identity','customer':'C-2','kind':'room','value':'101'}",
    "{'record':'identity','customer':'C-2','kind':'booking','value':'B-1'}",
    "{'record':'identity','customer':'C-2','kind':'handle','value':'@jana'}",
    "{'record':'identity','customer':'C-2','kind':'account','value':'A-7'}",
    "{'record':'ticket','external_id':'T-1','subject':'Torn','customer':'C-2','kind':'complaint','priority':'high',"
    "'opened_at':'2020-01-02T07:00:00Z','team':'Counter','assignee':'eva',"
    "'contact_point':{'channel':'email','name':'info'}}",
    "{'record':'move','ticket':'T-1','state':'open','effective_at':'2020-01-02T07:30:00Z'}",
    "{'record':'move','ticket':'T-1','state':'resolved','resolution':'replaced','effective_at':'2020-01-03T07:30:00Z'}",
    "{'record':'ticket','external_id':'T-2','subject':'Second','customer':{'kind':'phone','value':'601234567'},"
    "'opened_at':'2020-02-02T07:00:00Z','state':'resolved','state_since':'2020-02-03T07:00:00Z',"
    "'resolution':'solved'}",
    "{'record':'ticket','external_id':'T-3','subject':'Now','customer':'C-2'}",
    "{'record':'ticket','external_id':'T-4','subject':'Waits','state':'waiting_customer',"
    "'state_since':'2020-02-03T07:00:00Z'}",
    "{'record':'interaction','external_id':'m-1','channel':'email','ticket':'T-1',"
    "'occurred_at':'2020-01-02T08:00:00Z','body':'Hello'}",
    "{'record':'interaction','external_id':'m-2','channel':'email','reply_to':'m-1','ticket':'T-1',"
    "'occurred_at':'2020-01-02T09:00:00Z','body':'Hi','direction':'outgoing','agent':'eva'}",
    "{'record':'interaction','external_id':'m-3','channel':'phone','customer':'C-2','tone':'angry','ended':true}",
    "{'record':'note','external_id':'n-1','ticket':'T-1','body':'Knows the shop well'}",
    "{'record':'note','external_id':'n-2','customer':'C-2','body':'Mornings only','pinned':true}",
    "{'record':'field','subject_kind':'ticket','name':'colour','type':'choice','choices':['red','blue']}",
    "{'record':'field','subject_kind':'customer','name':'vip','type':'flag'}",
    "{'record':'field','subject_kind':'interaction','name':'seen','type':'instant'}",
    "{'record':'value','ticket':'T-1','field':'colour','value':'red'}",
    "{'record':'value','customer':'C-2','field':'vip','value':true}",
    "{'record':'value','interaction':'m-1','ticket':'T-1','field':'seen','value':'2020-01-02T08:10:00Z'}",
    "{'record':'attachment','ticket':'T-1','name':'in.txt','bytes':'YWJj'}",
    "{'record':'attachment','interaction':'m-1','ticket':'T-1','name':'in.txt','bytes':'YWJjZA=='}",
    "{'record':'attachment','note':'n-1','ticket':'T-1','name':'n1.txt','bytes':'YWJj'}",
    "{'record':'attachment','note':'n-2','customer':'C-2','name':'n2.txt','bytes':'YWJj'}",
    "{'record':'tag','ticket':'T-1','tag':'vip'}",
    "{'record':'tag','customer':'C-2','tag':'vip'}",
    "{'record':'link','ticket':'T-2','kind':'related','other':'T-1'}",
    "{'record':'link','ticket':'T-3','kind':'child_of','other':'T-1'}",
    "{'record':'watcher','ticket':'T-1','agent':'eva'}",
    "{'record':'watcher','ticket':'T-1','customer':'C-2'}",
};

/* The lines as a file, with ' for ". */
static FILE *as_file(void)
{
    FILE *file = tmpfile();

    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        for (const char *at = lines[i]; *at != '\0'; at++)
            (void)fputc(*at == '\'' ? '"' : *at, file);
        (void)fputc('\n', file);
    }
    rewind(file);
    return file;
}

/* How many lines were refused. */
static int import(desk_fixture *f, const char *rejects)
{
    struct tool tool = { .desk = f->desk, .session = f->session };
    struct lines_plan plan = { .name = "lines", .rejects = rejects, .batch = 7 };
    FILE *file = as_file(), *said;
    int refused = -1;
    char line[2000];

    DESK_TRUE(f, catalog_load(&tool.catalog) == 0);
    DESK_TRUE(f, lines_import(&tool, file, "", 0, &plan) == 0);
    (void)fclose(file);
    tool.desk = NULL; /* the fixture's */
    tool.session = NULL;
    tool_close(&tool);
    said = fopen(rejects, "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(said);
    for (; fgets(line, sizeof(line), said) != NULL; refused++)
        if (refused >= 0)
            fprintf(stderr, "refused: %s", line);
    (void)fclose(said);
    return refused;
}

/* All upkeep that there is to do, and all that has come due. */
static void keep_up(desk_fixture *f)
{
    csr_maintenance_view view = { .struct_size = sizeof(view) };
    int64_t erased = 0;

    do {
        csr_result *result = NULL;
        TYPED_OK(f, csr_desk_maintain(f->desk, NULL, &result, &f->err));
        TYPED_OK(f, csr_maintenance_at(result, 0, &view, &f->err));
        erased += view.erased_rows;
        csr_result_free(result);
    } while (view.more);
    DESK_TRUE(f, erased >= 1);
    for (int i = 0; i < 5; i++)
        DESK_OK(f, "desk.tick", "{'limit':100}");
}

static void a_year_later(desk_fixture *f)
{
    DESK_TRUE(f, import(f, "rejects") == 0);
    DESK_OK(f, "customer.add", "{'name':'Somebody','request_key':'forgotten after a week'}");
    csr_test_host_advance(&f->host, YEAR_US);
    keep_up(f);
    desk_keep(f);
    DESK_TRUE(f, import(f, "rejects") == 0);
    DESK_SAME(f);
    csr_test_host_advance(&f->host, YEAR_US);
    DESK_TRUE(f, import(f, "rejects") == 0);
    DESK_SAME(f);
}
ON_BOTH(a_year_later)

int main(void)
{
    CU_TestInfo tests[] = {
        { "import_again/a_year_later", a_year_later_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "import_again", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("import_again_test", suites, 1);
}
