#include "support/desk_fixture.h"

static void begins_empty(desk_fixture *f)
{
    DESK_IS(f, "settings.get", "{}",
            "{'kind':'settings','rows':[{'id':'$?','version':1,'created_at':'2026-03-02T09:00:00Z',"
            "'updated_at':'2026-03-02T09:00:00Z'}],'next':null}");
}
ON_BOTH(begins_empty)

#define ALL                                                                                                           \
    "'name':'Kolektiv s.r.o.','zone':'Europe/Prague','display_offset':'+01:00','language':'cs','calling_code':'420'," \
    "'currency':'CZK'"

static void takes_everything(desk_fixture *f)
{
    csr_test_host_advance(&f->host, 1500000);
    DESK_IS(f, "settings.change", "{" ALL "}", "{'version':2}");
    DESK_IS(f, "settings.get", "{}",
            "{'kind':'settings','rows':[{'id':'$?','version':2,'created_at':'2026-03-02T09:00:00Z',"
            "'updated_at':'2026-03-02T09:00:01.500000Z'," ALL "}],'next':null}");
}
ON_BOTH(takes_everything)

static void what_is_unset_stays(desk_fixture *f)
{
    DESK_OK(f, "settings.change", "{" ALL "}");
    DESK_IS(f, "settings.change", "{'language':'sk'}", "{'version':3}");
    DESK_HAS(f, "settings.get", "{}",
             "'name':'Kolektiv s.r.o.','zone':'Europe/Prague','display_offset':'+01:00','language':'sk',"
             "'calling_code':'420','currency':'CZK'}");
}
ON_BOTH(what_is_unset_stays)

static void the_same_again_is_nothing(desk_fixture *f)
{
    DESK_OK(f, "settings.change", "{" ALL "}");
    desk_keep(f);
    csr_test_host_advance(&f->host, 1000000);
    DESK_IS(f, "settings.change", "{" ALL "}", "{'version':2}");
    DESK_IS(f, "settings.change", "{}", "{'version':2}");
    DESK_IS(f, "settings.change", "{'expected_version':2}", "{'version':2}");
    DESK_SAME(f);
}
ON_BOTH(the_same_again_is_nothing)

static void null_empties(desk_fixture *f)
{
    static const char *const members[] = { "currency", "zone", "display_offset", "language", "calling_code" };
    char params[60];

    for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
        DESK_OK(f, "settings.change", "{" ALL "}");
        snprintf(params, sizeof(params), "{'%s':null}", members[i]);
        desk_is_at(f, "settings.change", params, "{'version':", 0, __FILE__, __LINE__);
        DESK_HAS(f, "settings.get", "{}", "'name':'Kolektiv s.r.o.'");
        snprintf(params, sizeof(params), "'%s':", members[i]);
        DESK_TRUE(f, strstr(f->answer, params) == NULL);
    }
    DESK_FAILS(f, "settings.change", "{'name':null}", CSR_E_ARGUMENT, "name");
}
ON_BOTH(null_empties)

static void clear_bits_empty(desk_fixture *f)
{
    csr_settings_change_params in = CSR_SETTINGS_CHANGE_PARAMS_INIT;
    int64_t version = 0;

    DESK_OK(f, "settings.change", "{" ALL "}");
    in.clear = CSR_SETTINGS_CLEAR_CURRENCY | CSR_SETTINGS_CLEAR_ZONE | CSR_SETTINGS_CLEAR_DISPLAY_OFFSET |
               CSR_SETTINGS_CLEAR_LANGUAGE | CSR_SETTINGS_CLEAR_CALLING_CODE;
    TYPED_OK(f, csr_settings_change(f->session, &in, &version, &f->err));
    DESK_TRUE(f, version == 3);
    DESK_HAS(f, "settings.get", "{}", "'name':'Kolektiv s.r.o.'}]");
    in.clear = CSR_SETTINGS_CLEAR_APPROVAL_CALENDAR << 1;
    TYPED_FAILS(f, csr_settings_change(f->session, &in, &version, &f->err), CSR_E_ARGUMENT, "clear");
    in.clear = CSR_SETTINGS_CLEAR_ZONE;
    in.zone = CSR_STR("Europe/Vienna");
    TYPED_FAILS(f, csr_settings_change(f->session, &in, &version, &f->err), CSR_E_ARGUMENT, "zone");
    DESK_TRUE(f, version == 3);
}
ON_BOTH(clear_bits_empty)

static void refuses(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "settings.change", "{'currency':'eur'}", CSR_E_ARGUMENT, "currency" },
        { "settings.change", "{'currency':'EU'}", CSR_E_ARGUMENT, "currency" },
        { "settings.change", "{'currency':'EURO'}", CSR_E_ARGUMENT, "currency" },
        { "settings.change", "{'currency':'E1R'}", CSR_E_ARGUMENT, "currency" },
        { "settings.change", "{'currency':978}", CSR_E_ARGUMENT, "currency" },
        { "settings.change", "{'display_offset':'+1:00'}", CSR_E_ARGUMENT, "display_offset" },
        { "settings.change", "{'display_offset':'+24:00'}", CSR_E_ARGUMENT, "display_offset" },
        { "settings.change", "{'display_offset':'UTC'}", CSR_E_ARGUMENT, "display_offset" },
        { "settings.change", "{'calling_code':'+42'}", CSR_E_ARGUMENT, "calling_code" },
        { "settings.change", "{'calling_code':'4200'}", CSR_E_ARGUMENT, "calling_code" },
        { "settings.change", "{'expected_version':-1}", CSR_E_ARGUMENT, "expected_version" },
        { "settings.change", "{'expected_version':2}", CSR_E_CONFLICT, "expected_version" },
        { "settings.change", "{'language':'cs_CZ'}", CSR_E_ARGUMENT, "language" },
        { "settings.change", "{'language':'Czech language'}", CSR_E_ARGUMENT, "language" },
        { "settings.change", "{'zone':'../../etc/passwd'}", CSR_E_ARGUMENT, "zone" },
        { "settings.change", "{'zone':'/etc/localtime'}", CSR_E_ARGUMENT, "zone" },
        { "settings.change", "{'zone':'Central European'}", CSR_E_ARGUMENT, "zone" },
        { "settings.change", "{'colour':'red'}", CSR_E_ARGUMENT, "colour" },
        { "settings.change", "{'name':5}", CSR_E_ARGUMENT, "name" },
    };
    DESK_FAILURES(f, table);
}
ON_BOTH(refuses)

/* The form is checked, and kept byte by byte; whether there is such a zone depends on the machine. */
static void names_are_kept_as_given(desk_fixture *f)
{
    DESK_OK(f, "settings.change", "{'language':'ZH-hant-tw','zone':'Europe/Atlantis'}");
    DESK_HAS(f, "settings.get", "{}", "'zone':'Europe/Atlantis','language':'ZH-hant-tw'");
}
ON_BOTH(names_are_kept_as_given)

static void conflicts_name_what_changed(desk_fixture *f)
{
    DESK_OK(f, "settings.change", "{'zone':'Europe/Prague'}");
    DESK_OK(f, "settings.change", "{'name':'Kolektiv','language':'cs'}");
    DESK_OK(f, "settings.change", "{'zone':'Europe/Vienna'}");
    DESK_FAILS(f, "settings.change", "{'name':'K','expected_version':1}", CSR_E_CONFLICT, "zone,name,language");
    DESK_FAILS(f, "settings.change", "{'name':'K','expected_version':3}", CSR_E_CONFLICT, "zone");
    DESK_FAILS(f, "settings.change", "{'name':'K','expected_version':5}", CSR_E_CONFLICT, "expected_version");
    DESK_IS(f, "settings.change", "{'name':'K','expected_version':4}", "{'version':5}");
}
ON_BOTH(conflicts_name_what_changed)

static void view_is_filled(desk_fixture *f)
{
    csr_settings_view view = { .struct_size = sizeof(view) };
    csr_result *result = NULL;

    DESK_OK(f, "settings.change", "{" ALL "}");
    if (!TYPED_OK(f, csr_settings_get(f->session, &result, &f->err)))
        return;
    DESK_TRUE(f, csr_result_count(result) == 1 && strcmp(csr_result_kind(result), "settings") == 0);
    TYPED_OK(f, csr_settings_at(result, 0, &view, &f->err));
    DESK_TRUE(f, view.version == 2 && view.created_at == CSR_TEST_MONDAY && view.updated_at == CSR_TEST_MONDAY);
    DESK_TRUE(f, strcmp(view.currency, "CZK") == 0 && strcmp(view.zone.ptr, "Europe/Prague") == 0);
    DESK_TRUE(f, strcmp(view.name.ptr, "Kolektiv s.r.o.") == 0 && view.name.len == 15);
    DESK_TRUE(f, !csr_id_is_none(&view.id));
    csr_result_free(result);
}
ON_BOTH(view_is_filled)

int main(void)
{
    CU_TestInfo tests[] = {
        { "settings/begins_empty", begins_empty_on_both },
        { "settings/takes_everything", takes_everything_on_both },
        { "settings/what_is_unset_stays", what_is_unset_stays_on_both },
        { "settings/the_same_again_is_nothing", the_same_again_is_nothing_on_both },
        { "settings/null_empties", null_empties_on_both },
        { "settings/clear_bits_empty", clear_bits_empty_on_both },
        { "settings/refuses", refuses_on_both },
        { "settings/names_are_kept_as_given", names_are_kept_as_given_on_both },
        { "settings/conflicts_name_what_changed", conflicts_name_what_changed_on_both },
        { "settings/view_is_filled", view_is_filled_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "settings", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("settings_test", suites, 10);
}
