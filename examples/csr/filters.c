/* csr calendar eval, csr sla eval and csr expr eval: filters of JSON lines, which need no desk. */
#include "calendar_eval.h"
#include "common.h"
#include "expr_eval.h"
#include "extras.h"
#include "sla_eval.h"

#include <string.h>

typedef int (*line_filter_run)(FILE *in, FILE *out, const char *zoneinfo_dir);

static int run_filter(struct tool *tool, int argc, char **argv, int at, const char *noun, line_filter_run run)
{
    static const char *const own[] = { "+zoneinfo", NULL };
    struct option_set set = { NULL, 0, 0 };
    int code = extra_args(tool, &set, own, argc, argv, at);

    if (code == CODE_DONE && (tool->args.word_count != 1 || strcmp(tool->args.words[0], "eval") != 0))
        code = say(CODE_USAGE, "%s: which one? eval", noun);
    if (code == CODE_DONE && run(stdin, stdout, args_value(&tool->args, "zoneinfo")) != 0)
        code = say(CODE_REFUSED, "%s eval: reading or writing failed", noun);
    option_set_free(&set);
    return code;
}

int calendar_command(struct tool *tool, int argc, char **argv, int at)
{
    return run_filter(tool, argc, argv, at, "calendar", calendar_eval);
}

int sla_command(struct tool *tool, int argc, char **argv, int at)
{
    return run_filter(tool, argc, argv, at, "sla", sla_eval);
}

int expr_command(struct tool *tool, int argc, char **argv, int at)
{
    return run_filter(tool, argc, argv, at, "expr", expr_eval);
}
