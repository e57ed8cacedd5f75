/*
 * Make the file of a desk that holds something of every kind, to be kept for the libraries to come: tests/desks/make.sh.
 *
 *     make_desk_file DESK TRANSCRIPT
 *
 * The clock stands still and the ids are seeded, so that the same library makes the same file.
 */
#include "support/desk_day.h"
#include "support/desk_transcript.h"

#include <stdlib.h>

/* What the day has not: texts of many scripts, a ticket that is closed, one that is spam, bodies of every shape. */
static const desk_step extras[] = {
    { "customer.add", "{'name':'Ελένη Παπαδοπούλου','language':'el'}", NULL, "eleni" },
    { "customer.add", "{'name':'محمد','note':'\\u200fيكتب من اليمين'}", NULL, "mohamed" },
    { "customer.add", "{'name':'山田 太郎 👩‍👩‍👧','note':'é ≠ e\\u0301'}", NULL, "yamada" },
    { "identity.add", "{'customer':'$yamada','kind':'handle','value':'ＹＡＭＡＤＡ'}", NULL, NULL },
    { "ticket.open", "{'customer':'$eleni','subject':'Ξεθωριασμένο ύφασμα','priority':'low'}", NULL, "faded" },
    { "interaction.add", "{'channel':'chat','ticket':'$faded','body':'a\\u0000b\\n\\t\\u2028\\ud83d\\ude00'}", NULL,
      NULL },
    { "ticket.move", "{'id':'$faded','state':'resolved','resolution':'solved'}", NULL, NULL },
    { "ticket.move", "{'id':'$faded','state':'closed'}", NULL, NULL },
    { "ticket.open", "{'subject':'Buy now!!!','external_id':'≤ spam ≥'}", NULL, "spam" },
    { "ticket.move", "{'id':'$spam','state':'spam'}", NULL, NULL },
    { "ticket.tag", "{'id':'$faded','tag':'Naïve ČÁRKA'}", NULL, NULL },
};

static void more(desk_fixture *f)
{
    for (size_t i = 0; i < sizeof(extras) / sizeof(extras[0]); i++)
        (void)desk_day_run(f, &extras[i], 2);
}

/* Each orderly close seals what was written: several checkpoints. */
static void play(desk_fixture *f)
{
    desk_day(f, 2);
    (void)desk_reopen(f);
    more(f);
    (void)desk_reopen(f);
    f->err = (csr_error)CSR_ERROR_INIT;
    DESK_OK(f, "customer.change", "{'id':'$eleni','note':'last'}");
}

static const char *desk_path, *transcript_path;

static void test_make(void)
{
    desk_fixture f;
    FILE *out;

    if (!desk_begin(&f, "sqlite", desk_path, 2026))
        return;
    play(&f);
    (void)desk_reopen(&f);
    out = fopen(transcript_path, "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(out);
    CU_ASSERT_TRUE(desk_transcript_write(f.session, out));
    CU_ASSERT_EQUAL(fclose(out), 0);
    desk_end(&f);
}

int main(int argc, char **argv)
{
    CU_TestInfo tests[] = { { "make", test_make }, CU_TEST_INFO_NULL };
    CU_SuiteInfo suites[] = { { "desk_file", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

    if (argc != 3) {
        fprintf(stderr, "usage: make_desk_file DESK TRANSCRIPT\n");
        return 2;
    }
    desk_path = argv[1];
    transcript_path = argv[2];
    return csr_test_main("make_desk_file", suites, 1);
}
