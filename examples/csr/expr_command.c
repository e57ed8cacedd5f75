/* csr expr VERB: expressions. */
#include "common.h"
#include "expr_eval.h"
#include "expr_match.h"
#include "extras.h"

static int eval_verb(struct tool *tool)
{
    if (expr_eval(stdin, stdout, args_value(&tool->args, "zoneinfo")) != 0)
        return say(CODE_REFUSED, "expr eval: reading or writing failed");
    return CODE_DONE;
}

static int match_verb(struct tool *tool)
{
    const char *rules = args_value(&tool->args, "rules"), *facts = args_value(&tool->args, "facts");
    size_t repeat = 5;
    int code = extra_count_option(tool, "expr match", "repeat", 1000, &repeat);

    if (code != CODE_DONE)
        return code;
    if (!rules || !facts)
        return say(CODE_USAGE, "usage: csr expr match --rules FILE --facts FILE [--repeat N]");
    return expr_match(rules, facts, (unsigned)repeat, stdout);
}

const struct extra_verb expr_verbs[] = {
    { "eval", "", "Evaluate expressions, one JSON object a line.", 0, 0, { NULL }, eval_verb },
    { "match",
      "--rules FILE --facts FILE [--repeat N]",
      "Match rules against facts, and say how long it takes.",
      0,
      0,
      { "+rules", "+facts", "+repeat", NULL },
      match_verb },
    { NULL, NULL, NULL, 0, 0, { NULL }, NULL },
};

int expr_command(struct tool *tool, int argc, char **argv, int at)
{
    return extra_verbs_run(tool, "expr", expr_verbs, argc, argv, at);
}
