/* csr calendar VERB: what people ask of calendars, with or without a desk. */
#include "calendar_eval.h"
#include "calendar_show.h"
#include "calendar_source.h"
#include "common.h"
#include "documents.h"
#include "extras.h"
#include "holidays.h"
#include "instants.h"
#include "output.h"

#include <stdlib.h>
#include <string.h>

static int eval_verb(struct tool *tool)
{
    if (calendar_eval(stdin, stdout, args_value(&tool->args, "zoneinfo")) != 0)
        return say(CODE_REFUSED, "calendar eval: reading or writing failed");
    return CODE_DONE;
}

static int check_verb(struct tool *tool)
{
    return document_check(tool, "calendar", tool->args.words[1]);
}

static int show_verb(struct tool *tool)
{
    struct calendar_source source;
    int code = calendar_source_open(tool, tool->args.words[1], &source);

    if (code == CODE_DONE)
        code = calendar_show(tool, source.calendar);
    calendar_source_close(&source);
    return code;
}

/* FROM and DURATION: the deadline, and the opening at which people would rather see it. */
static int answer_add(struct tool *tool, const csr_calendar *calendar)
{
    char text[WALL_TEXT_BYTES];
    csr_error err = CSR_ERROR_INIT;
    csr_time from, at, opening;
    int64_t open_us;
    json_t *answer;
    int code = calendar_instant(calendar, tool->args.words[2], &from);

    if (code == CODE_DONE && !duration_read(tool->args.words[3], &open_us))
        return say(CODE_USAGE, "%s is no duration; write 90s, 2h30m or 3d", tool->args.words[3]);
    if (code != CODE_DONE)
        return code;
    if ((tool_asked(tool, "back") ? csr_calendar_sub : csr_calendar_add)(calendar, from, open_us, &at, &err) != CSR_OK)
        return say_error("calendar add", &err);
    opening = at;
    if (tool_asked(tool, "next_open") && csr_calendar_next_open(calendar, at, &opening, &err) != CSR_OK)
        return say_error("calendar add", &err);
    if (tool_for_people(tool)) {
        calendar_show_instant(calendar, opening, text);
        puts(text);
        return CODE_DONE;
    }
    answer = need(json_pack("{s:o, s:I, s:o}", "from", calendar_json_instant(from), "open_s",
                            (json_int_t)(open_us / SECOND_US), "at", calendar_json_instant(opening)));
    output_json(answer);
    json_decref(answer);
    return CODE_DONE;
}

static int answer_within(struct tool *tool, const csr_calendar *calendar)
{
    char text[WALL_TEXT_BYTES];
    csr_error err = CSR_ERROR_INIT;
    csr_time from, to;
    int64_t open_us;
    json_t *answer;
    int code = calendar_instant(calendar, tool->args.words[2], &from);

    if (code == CODE_DONE)
        code = calendar_instant(calendar, tool->args.words[3], &to);
    if (code != CODE_DONE)
        return code;
    if (csr_calendar_within(calendar, from, to, &open_us, &err) != CSR_OK)
        return say_error("calendar within", &err);
    if (tool_for_people(tool)) {
        calendar_show_duration(open_us, text);
        puts(text);
        return CODE_DONE;
    }
    answer = need(json_pack("{s:o, s:o, s:I}", "from", calendar_json_instant(from), "to", calendar_json_instant(to),
                            "open_s", (json_int_t)(open_us / SECOND_US)));
    output_json(answer);
    json_decref(answer);
    return CODE_DONE;
}

static int ask(struct tool *tool, int (*answer)(struct tool *tool, const csr_calendar *calendar))
{
    struct calendar_source source;
    int code = calendar_source_open(tool, tool->args.words[1], &source);

    if (code == CODE_DONE)
        code = answer(tool, source.calendar);
    calendar_source_close(&source);
    return code;
}

static int add_verb(struct tool *tool)
{
    return ask(tool, answer_add);
}

static int within_verb(struct tool *tool)
{
    return ask(tool, answer_within);
}

const struct extra_verb calendar_verbs[] = {
    { "add",
      "NAME|FILE FROM DURATION [--back] [--next-open]",
      "The instant by which so much open time has passed.",
      3,
      3,
      { "back", "next_open" },
      add_verb },
    { "check",
      "FILE",
      "Whether a document is a calendar, and everything that is wrong with it.",
      1,
      1,
      { NULL },
      check_verb },
    { "eval", "", "Answer questions to calendars, one JSON object a line.", 0, 0, { NULL }, eval_verb },
    { "import-holidays",
      "FILE HOLIDAYS [--format tsv|ics] [--country IT] [--state CODE] [--type public] [--years "
      "2025-2027] [--names COLUMN] [--output FILE]",
      "Take holidays from a table or an .ics file into a calendar document.",
      2,
      2,
      { "+format", "+country", "+state", "+type", "+years", "+names", "+output" },
      import_holidays },
    { "show",
      "NAME|FILE [--week DATE | --month 2025-12]",
      "The hours of a week or a month, and why it is closed.",
      1,
      1,
      { "+week", "+month" },
      show_verb },
    { "within", "NAME|FILE FROM TO", "The open time between two instants.", 3, 3, { NULL }, within_verb },
    { NULL, NULL, NULL, 0, 0, { NULL }, NULL },
};

int calendar_command(struct tool *tool, int argc, char **argv, int at)
{
    return extra_verbs_run(tool, "calendar", calendar_verbs, argc, argv, at);
}
