/*
 * The filters behind `csr calendar eval` and `csr sla eval`: the shared cases, and lines that are wrong.
 */
#include "support/runner.h"
#include "support/seeded.h"

#include "csr/calendar_eval.h"
#include "csr/json_text.h"
#include "csr/sla_eval.h"
#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define ZONES "/usr/share/zoneinfo"

typedef int filter(FILE *in, FILE *out, const char *zoneinfo_dir);

/* What a filter answers to a text, NUL-ended; the caller frees it. */
static char *answer(filter *run, const char *text, size_t len, const char *zones)
{
    char *out = NULL;
    size_t out_len = 0;
    FILE *in_file = tmpfile(), *out_file = open_memstream(&out, &out_len);
    CU_ASSERT_TRUE_FATAL(in_file && out_file && fwrite(text, 1, len, in_file) == len);
    rewind(in_file);
    CU_ASSERT_EQUAL(run(in_file, out_file, zones), 0);
    CU_ASSERT_EQUAL(fclose(in_file), 0);
    CU_ASSERT_EQUAL(fclose(out_file), 0);
    return out;
}

static char *read_file(const char *path, size_t *len)
{
    FILE *file = fopen(path, "rb");
    char *text = calloc(1, 1 << 20);
    CU_ASSERT_TRUE_FATAL(file && text);
    *len = fread(text, 1, (1 << 20) - 1, file);
    CU_ASSERT_EQUAL(fclose(file), 0);
    return text;
}

/* The answer to a case has its id and what it expects. */
static int is_expected(const char *case_line, const char *answer_line)
{
    json_t *asked = json_loads(case_line, JSON_DISABLE_EOF_CHECK, NULL);
    json_t *got = json_loads(answer_line, JSON_DISABLE_EOF_CHECK, NULL);
    int same = asked && got && json_object_size(got) == 2 &&
               json_equal(json_object_get(asked, "id"), json_object_get(got, "id")) &&
               json_equal(json_object_get(asked, "expected"), json_object_get(got, "result"));
    json_decref(asked);
    json_decref(got);
    return same;
}

static void check_cases(filter *run, const char *cases, const char *zones, unsigned least)
{
    char cases_path[512], zones_path[512];
    size_t len;
    unsigned count = 0;
    if (!csr_test_data(cases, cases_path, sizeof cases_path) || !csr_test_data(zones, zones_path, sizeof zones_path)) {
        return;
    }
    char *text = read_file(cases_path, &len), *out = answer(run, text, len, zones_path);
    const char *asked = text, *got = out;
    for (; *asked != '\0' && *got != '\0'; count++) {
        int good = is_expected(asked, got);
        CU_ASSERT_TRUE(good);
        if (!good) {
            fprintf(stderr, "%.*s\n-> %.*s\n", (int)strcspn(asked, "\n"), asked, (int)strcspn(got, "\n"), got);
        }
        asked += strcspn(asked, "\n") + 1;
        got += strcspn(got, "\n") + 1;
    }
    CU_ASSERT_TRUE(*asked == '\0' && *got == '\0');
    CU_ASSERT_TRUE(count >= least);
    free(text);
    free(out);
}

static void test_business_time_cases(void)
{
    check_cases(calendar_eval, "time/business_time.jsonl", "time/zoneinfo", 251);
}

static void test_business_time_cases_slim(void)
{
    check_cases(calendar_eval, "time/business_time.jsonl", "time/zoneinfo-slim", 251);
}

static void test_sla_cases(void)
{
    check_cases(sla_eval, "time/sla_clock.jsonl", "time/zoneinfo", 120);
}

static void test_sla_cases_slim(void)
{
    check_cases(sla_eval, "time/sla_clock.jsonl", "time/zoneinfo-slim", 120);
}

/* One line in, one line out; ' stands for ". */
typedef struct line_case {
    const char *in, *out;
} line_case;

static void check_lines(filter *run, const line_case *cases, size_t count)
{
    char in[16384] = "", expected[16384] = "";
    for (size_t i = 0; i < count; i++) {
        (void)snprintf(in + strlen(in), sizeof in - strlen(in), "%s\n", cases[i].in);
        (void)snprintf(expected + strlen(expected), sizeof expected - strlen(expected), "%s\n", cases[i].out);
    }
    for (char *p = in; *p != '\0'; p++) {
        *p = (char)(*p == '\'' ? '"' : *p);
    }
    char *out = answer(run, in, strlen(in), ZONES);
    for (char *p = out; *p != '\0'; p++) {
        *p = (char)(*p == '"' ? '\'' : *p);
    }
    const char *want = expected, *got = out;
    for (size_t i = 0; i < count; i++) {
        size_t want_len = strcspn(want, "\n"), got_len = strcspn(got, "\n");
        int same = want_len == got_len && memcmp(want, got, want_len) == 0;
        CU_ASSERT_TRUE(same);
        if (!same) {
            fprintf(stderr, "%s\n-> %.*s\n", cases[i].in, (int)got_len, got);
        }
        want += want_len + (want[want_len] == '\n');
        got += got_len + (got[got_len] == '\n');
    }
    CU_ASSERT_STRING_EQUAL(got, "");
    free(out);
}

#define CALENDAR "'zone':'Etc/UTC','hours':{'mon':[['09:00','17:00']]}"
#define ASK "'op':'add_forward','start':0,'amount_s':3600"

static int has_zones(void)
{
    FILE *file = fopen(ZONES "/Etc/UTC", "rb");
    if (!file) {
        csr_test_skip("no zones in " ZONES);
        return 0;
    }
    CU_ASSERT_EQUAL(fclose(file), 0);
    return 1;
}

static void test_calendar_lines(void)
{
    static const line_case cases[] = {
        { "{'id':1," CALENDAR "," ASK "}", "{'id':1,'result':381600}" },
        { " { 'start' : 0 ,\t'amount_s':3600,'id' : 'x y' , 'op':'add_forward' ," CALENDAR " } \r",
          "{'id':'x y','result':381600}" },
        { "{'id':2,'tags':['a',{'b':[1.5e3,null,true,false]}],'name':'24x7'," CALENDAR "," ASK "}",
          "{'id':2,'result':381600}" },
        { "{'id':3," CALENDAR ",'op':'add_backward','start':381600,'amount_s':3600}", "{'id':3,'result':378000}" },
        { "{'id':4," CALENDAR ",'op':'within','start':0,'end':604800}", "{'id':4,'result':28800}" },
        { "{'id':4," CALENDAR ",'op':'within','start':604800,'end':0}", "{'id':4,'result':0}" },
        { "{'\\u0069d':5,'z\\u006fne':'Etc\\/UTC','hours':{'mon':[['09:00','17:00']]}," ASK "}",
          "{'id':5,'result':381600}" },
        { "{" CALENDAR "," ASK "}", "{'id':null,'result':381600}" },
        { "{'id':1.5," CALENDAR "," ASK "}", "{'id':null,'result':381600}" },
        { "{'id':[1]," CALENDAR "," ASK "}", "{'id':null,'result':381600}" },
        { "{'id':-7," CALENDAR "," ASK "}", "{'id':-7,'result':381600}" },
        /* Lines that cannot be read. */
        { "", "{'id':null,'error':'the line is no JSON'}" },
        { "nonsense", "{'id':null,'error':'the line is no JSON'}" },
        { "{'id':1", "{'id':null,'error':'the line is no JSON'}" },
        { "{'id':1} {'id':2}", "{'id':null,'error':'the line is no JSON'}" },
        { "{'id':1,'x':'\\q'}", "{'id':null,'error':'the line is no JSON'}" },
        { "{'id':1,'x':'\x80'}", "{'id':null,'error':'the line is no JSON'}" },
        { "[1]", "{'id':null,'error':'the line is no JSON object'}" },
        { "7", "{'id':null,'error':'the line is no JSON object'}" },
        { "null", "{'id':null,'error':'the line is no JSON object'}" },
        /* Lines that can be read and mean nothing. */
        { "{'id':1}", "{'id':1,'error':'op: within, add_forward or add_backward is expected'}" },
        { "{}", "{'id':null,'error':'op: within, add_forward or add_backward is expected'}" },
        { "{'id':1,'op':'add'}", "{'id':1,'error':'op: within, add_forward or add_backward is expected'}" },
        { "{'id':1,'op':7}", "{'id':1,'error':'op: a text is expected'}" },
        { "{'id':1,'op':'within'}", "{'id':1,'error':'start: start is missing'}" },
        { "{'id':1,'op':'within','start':0}", "{'id':1,'error':'end: end is missing'}" },
        { "{'id':1,'op':'add_forward','start':0}", "{'id':1,'error':'amount_s: amount_s is missing'}" },
        { "{'id':1,'op':'within','start':'0'}", "{'id':1,'error':'start: an integer is expected'}" },
        { "{'id':1,'op':'within','start':1.5}", "{'id':1,'error':'start: an integer is expected'}" },
        { "{'id':1,'op':'within','start':9223372036854775808}", "{'id':1,'error':'start: an integer is expected'}" },
        { "{'id':1,'op':'within','start':9223372036855}",
          "{'id':1,'error':'start: the number of seconds is too large'}" },
        { "{'id':1,'op':'within','start':-9223372036855}",
          "{'id':1,'error':'start: the number of seconds is too large'}" },
        { "{'id':1,'op':'within','start':0,'end':1}", "{'id':1,'error':'zone: zone is missing'}" },
        { "{'id':1," CALENDAR ",'op':'within','start':0,'end':9000000000000}",
          "{'id':1,'error':'calendars know the years 1900 to 2399'}" },
        { "{'id':1," CALENDAR ",'op':'add_forward','start':0,'amount_s':-1}",
          "{'id':1,'error':'open_us: a time to count is not negative'}" },
        { "{'id':1,'zone':'../Etc/UTC','hours':{}," ASK "}",
          "{'id':1,'error':'zone: a zone is named like Europe/Prague or Etc/GMT+5'}" },
        { "{'id':1,'zone':'Etc/Nowhere','hours':{}," ASK "}",
          "{'id':1,'error':'zone: there is no zone Etc/Nowhere in " ZONES "'}" },
        { "{'id':1,'zone':7,'hours':{}," ASK "}", "{'id':1,'error':'zone: a text in quotation marks is expected'}" },
        { "{'id':1,'zone':'Etc/UTC','hours':{}," ASK "}", "{'id':1,'error':'hours: the calendar is never open'}" },
        { "{'id':1,'zone':'Etc/UTC','hours':{'mon':[['9:00','17:00']]}," ASK "}",
          "{'id':1,'error':'hours.mon[0][0]: a time of day is written hh:mm, from 00:00 to 24:00'}" },
        { "{'id':1,'zone':'Etc/UTC','hours':{},'special_hours':{'1990-01-01':[['09:00','17:00']]}," ASK "}",
          "{'id':1,'error':'the calendar is not open within ten years'}" },
        { "{'id':9," CALENDAR "," ASK "}", "{'id':9,'result':381600}" },
    };
    if (has_zones()) {
        check_lines(calendar_eval, cases, COUNT(cases));
    }
}

#define CALENDARS "'calendars':{'A':{" CALENDAR ",'colour':1}}"
#define FIRST "{'t':378000,'kind':'start','target_s':7200,'calendar':'A'}"
#define CLOCK(id, events, at) "{'id':" id "," CALENDARS ",'levels':[50,100],'events':[" events "],'eval_at':" at "}"
#define IN_TIME                                                                                   \
    "{'state':'RUNNING','elapsed_s':0,'cycle':1,'log':[],'cycles':[],'result':null,'due':385200," \
    "'remaining_s':7200}"

static void test_sla_lines(void)
{
    static const line_case cases[] = {
        { CLOCK("1", FIRST, "378000"), "{'id':1,'result':" IN_TIME "}" },
        { "{'id':1," CALENDARS ",'events':[" FIRST "],'eval_at':378000}", "{'id':1,'result':" IN_TIME "}" },
        { CLOCK("1", FIRST ",{'t':378000,'kind':'retarget','target_s':null,'calendar':null,'x':1}", "378000"),
          "{'id':1,'result':" IN_TIME "}" },
        { CLOCK("1", FIRST ",{'t':378000,'kind':'retarget','target_s':3600,'calendar':'24x7'}", "381601"),
          "{'id':1,'result':{'state':'RUNNING','elapsed_s':3601,'cycle':1,'log':[{'at':379800,'level':50,'kind':'warn',"
          "'cycle':1},{'at':381600,'level':100,'kind':'breach','cycle':1}],'cycles':[],'result':null,'due':381600,"
          "'remaining_s':-1}}" },
        { CLOCK("1",
                FIRST ",{'t':379600,'kind':'pause'},{'t':379600,'kind':'resume'},{'t':381600,'kind':'stop'},"
                      "{'t':381600,'kind':'reopen'},{'t':381660,'kind':'stop'}",
                "381660"),
          "{'id':1,'result':{'state':'STOPPED','elapsed_s':3660,'cycle':1,'log':[{'at':381600,'level':50,'kind':'warn',"
          "'cycle':1}],'cycles':[{'cycle':1,'result':'MET','elapsed':3600,'at':381600},{'cycle':1,'result':'MET',"
          "'elapsed':3660,'at':381660}],'result':'MET','due':null,'remaining_s':3540}}" },
        { CLOCK("1", FIRST ",{'t':379600,'kind':'cancel'}", "379600"),
          "{'id':1,'result':{'state':'CANCELLED','elapsed_s':1600,'cycle':1,'log':[],'cycles':[],'result':null,'due':"
          "null,'remaining_s':5600}}" },
        { CLOCK("1", "", "0"), "{'id':1,'result':{'state':'NOT_STARTED','elapsed_s':0,'cycle':0,'log':[],'cycles':[],"
                               "'result':null,'due':null,'remaining_s':0}}" },
        { "x", "{'id':null,'error':'the line is no JSON'}" },
        { "{'id':1}", "{'id':1,'error':'eval_at: eval_at is missing'}" },
        { "{'id':1,'eval_at':'x'}", "{'id':1,'error':'eval_at: an integer is expected'}" },
        { "{'id':1,'eval_at':0}", "{'id':1,'error':'events: a list is expected'}" },
        { "{'id':1,'eval_at':0,'events':{}}", "{'id':1,'error':'events: a list is expected'}" },
        { "{'id':1,'eval_at':0,'events':[],'levels':{}}", "{'id':1,'error':'levels: a list is expected'}" },
        { "{'id':1,'eval_at':0,'events':[],'levels':[0]}",
          "{'id':1,'error':'levels: up to 16 percents are expected'}" },
        { "{'id':1,'eval_at':0,'events':[],'levels':['x']}",
          "{'id':1,'error':'levels: up to 16 percents are expected'}" },
        { "{'id':1,'eval_at':0,'events':[],'levels':[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]}",
          "{'id':1,'error':'levels: up to 16 percents are expected'}" },
        { "{'id':1,'eval_at':0,'events':[],'levels':[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]}",
          "{'id':1,'error':'count: a clock has at most 16 levels'}" },
        { "{'id':1,'eval_at':0,'events':[],'reopen':'later'}",
          "{'id':1,'error':'reopen: never, resume or new_cycle is expected'}" },
        { "{'id':1,'eval_at':0,'events':[],'reopen':7}",
          "{'id':1,'error':'reopen: never, resume or new_cycle is expected'}" },
        { CLOCK("1", "7", "0"), "{'id':1,'error':'events: every event has t and a kind'}" },
        { CLOCK("1", "{'t':0,'kind':'begin'}", "0"), "{'id':1,'error':'events: every event has t and a kind'}" },
        { CLOCK("1", "{'kind':'pause'}", "0"), "{'id':1,'error':'events: every event has t and a kind'}" },
        { CLOCK("1", "{'t':'x','kind':'pause'}", "0"), "{'id':1,'error':'t: an integer is expected'}" },
        { CLOCK("1", "{'t':0,'kind':'start','calendar':'A'}", "0"),
          "{'id':1,'error':'target_s: a target is 1 to 3162240000 seconds'}" },
        { CLOCK("1", "{'t':0,'kind':'start','target_s':0,'calendar':'A'}", "0"),
          "{'id':1,'error':'target_s: a target is above 0'}" },
        { CLOCK("1", "{'t':0,'kind':'start','target_s':1}", "0"),
          "{'id':1,'error':'calendar: a start names its calendar'}" },
        { CLOCK("1", "{'t':0,'kind':'start','target_s':1,'calendar':7}", "0"),
          "{'id':1,'error':'calendar: the name of a calendar is expected'}" },
        { CLOCK("1", "{'t':0,'kind':'start','target_s':1,'calendar':'B'}", "0"),
          "{'id':1,'error':'calendar: there is no calendar of this name'}" },
        { "{'id':1,'calendars':{'A':7},'events':[" FIRST "],'eval_at':378000}",
          "{'id':1,'error':'zone: zone is missing'}" },
        { "{'id':1,'calendars':{'24x7':7},'events':[{'t':0,'kind':'start','target_s':1,'calendar':'24x7'}],'eval_at':"
          "0}",
          "{'id':1,'result':{'state':'RUNNING','elapsed_s':0,'cycle':1,'log':[],'cycles':[],'result':null,'due':1,"
          "'remaining_s':1}}" },
        { CLOCK("1", FIRST ",{'t':377999,'kind':'pause'}", "378000"),
          "{'id':1,'error':'at: time does not go back behind the last event'}" },
        { CLOCK("1", FIRST, "377999"), "{'id':1,'error':'now: time does not go back behind the last event'}" },
        { CLOCK("9", FIRST, "378000"), "{'id':9,'result':" IN_TIME "}" },
    };
    if (has_zones()) {
        check_lines(sla_eval, cases, COUNT(cases));
    }
}

/* A last line without its end, bytes of all kinds, and a line with a NUL in it. */
static void test_odd_input(void)
{
    static const char text[] = "\0\n{\"id\":1}\xff\n{\"id\":\"\\u0000\"}\n{\"id\":3}";
    char *out = answer(calendar_eval, text, sizeof text - 1, NULL);
    CU_ASSERT_STRING_EQUAL(
        out, "{\"id\":null,\"error\":\"the line is no JSON\"}\n{\"id\":null,\"error\":\"the line is no JSON\"}\n"
             "{\"id\":\"\\u0000\",\"error\":\"op: within, add_forward or add_backward is expected\"}\n"
             "{\"id\":3,\"error\":\"op: within, add_forward or add_backward is expected\"}\n");
    free(out);
    out = answer(sla_eval, "", 0, NULL);
    CU_ASSERT_STRING_EQUAL(out, "");
    free(out);
}

/* More calendars than are kept, each asked twice; the second round compiles them again. */
static void test_many_calendars(void)
{
    char *text = NULL;
    size_t len = 0;
    if (!has_zones()) {
        return;
    }
    FILE *file = open_memstream(&text, &len);
    for (int i = 0; i < 5000; i++) {
        int minute = i % 2500 / 60, second = i % 60;
        fprintf(file,
                "{\"id\":%d,\"zone\":\"Etc/UTC\",\"hours\":{\"mon\":[[\"00:00\",\"24:00\"]]},\"breaks\":"
                "{\"1970-01-05\":[[\"00:00\",\"00:%02d:%02d\"]]},\"op\":\"within\",\"start\":0,\"end\":604800}\n",
                i, minute, second + (minute == 0 && second == 0));
    }
    CU_ASSERT_EQUAL(fclose(file), 0);
    char *out = answer(calendar_eval, text, len, ZONES);
    const char *got = out;
    for (int i = 0; i < 5000; i++) {
        char expected[60];
        int gone = i % 2500 / 60 * 60 + i % 60;
        (void)snprintf(expected, sizeof expected, "{\"id\":%d,\"result\":%d}\n", i, 86400 - (gone == 0 ? 1 : gone));
        CU_ASSERT_EQUAL(strncmp(got, expected, strlen(expected)), 0);
        got += strcspn(got, "\n") + 1;
    }
    free(text);
    free(out);
}

/* The texts that every reader of JSON must take, and those that none may. */
static void test_json_suite(void)
{
    char folder[400], path[700];
    unsigned good = 0, bad = 0;
    if (!csr_test_data("jsontestsuite/test_parsing", folder, sizeof folder)) {
        return;
    }
    DIR *files = opendir(folder);
    CU_ASSERT_PTR_NOT_NULL_FATAL(files);
    for (struct dirent *file; (file = readdir(files)) != NULL;) {
        if ((file->d_name[0] != 'y' && file->d_name[0] != 'n') || file->d_name[1] != '_') {
            continue;
        }
        size_t len;
        (void)snprintf(path, sizeof path, "%s/%s", folder, file->d_name);
        char *text = read_file(path, &len);
        const struct json_text whole = { text, len };
        int valid = json_text_valid(whole);
        CU_ASSERT_EQUAL(valid, file->d_name[0] == 'y');
        if (valid != (file->d_name[0] == 'y')) {
            fprintf(stderr, "%s\n", file->d_name);
        }
        good += file->d_name[0] == 'y';
        bad += file->d_name[0] == 'n';
        free(text);
    }
    CU_ASSERT_EQUAL(closedir(files), 0);
    printf("\n    %u good, %u bad\n", good, bad);
    CU_ASSERT_TRUE(good > 50 && bad > 100);
}

/* A line with some bytes changed is JSON exactly when jansson says so. */
static void test_json_against_jansson(void)
{
    static const char line[] = " {\"id\" : -12.5e+3,\"zone\":\"Praha \xc5\x99 \xe2\x82\xac \xf0\x9f\x98\x80 "
                               "\\n\",\"h\":{\"mon\":[[\"09:00\",0,1]"
                               ",[]],\"e\":{}},\"t\":true,\"f\":false,\"n\":null}\t";
    static const char bytes[] = "{}[],:\"\\ \n0123456789.eE+-tfnaulx\x80\xc2\xe2\xf0\xbf\x1f\x7f";
    csr_test_random r = csr_test_random_begin("JSON texts against jansson", 9);
    unsigned depth = csr_test_depth(40000), valid = 0;
    for (unsigned i = 0; i < depth; i++) {
        char *copy = malloc(sizeof line);
        json_error_t why;
        memcpy(copy, line, sizeof line);
        size_t len = csr_test_below(&r, 4) == 0 ? csr_test_below(&r, sizeof line) : sizeof line - 1;
        for (uint64_t k = csr_test_below(&r, 4); k > 0; k--) {
            copy[csr_test_below(&r, sizeof line - 1)] = bytes[csr_test_below(&r, sizeof bytes - 1)];
        }
        const struct json_text text = { copy, len };
        json_t *json = json_loadb(copy, len, JSON_DECODE_ANY | JSON_ALLOW_NUL, &why);
        int expected = json != NULL;
        /* A number too large for it ends jansson's reading. */
        int known = expected || json_error_code(&why) != json_error_numeric_overflow;
        CU_ASSERT_TRUE(!known || json_text_valid(text) == expected);
        if (known && json_text_valid(text) != expected) {
            fprintf(stderr, "%d %.*s (%s)\n", expected, (int)len, copy, why.text);
        }
        valid += expected != 0;
        json_decref(json);
        free(copy);
    }
    printf("    %u of %u valid\n", valid, depth);
    CU_ASSERT_TRUE(valid > depth / 100);
}

static CU_TestInfo tests[] = {
    { "time_filters/business_time_cases", test_business_time_cases },
    { "time_filters/business_time_cases_slim", test_business_time_cases_slim },
    { "time_filters/sla_cases", test_sla_cases },
    { "time_filters/sla_cases_slim", test_sla_cases_slim },
    { "time_filters/calendar_lines", test_calendar_lines },
    { "time_filters/sla_lines", test_sla_lines },
    { "time_filters/odd_input", test_odd_input },
    { "time_filters/many_calendars", test_many_calendars },
    { "time_filters/json_suite", test_json_suite },
    { "time_filters/json_against_jansson", test_json_against_jansson },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "time_filters", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("time_filters", suites, 10);
}
