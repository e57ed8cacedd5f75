/* csr expr VERB: expressions. */
#include "common.h"
#include "expr_eval.h"
#include "extras.h"

static int eval_verb(struct tool *tool)
{
    if (expr_eval(stdin, stdout, args_value(&tool->args, "zoneinfo")) != 0)
        return say(CODE_REFUSED, "expr eval: reading or writing failed");
    return CODE_DONE;
}

const struct extra_verb expr_verbs[] = {
    { "eval", "", "Evaluate expressions, one JSON object a line.", 0, 0, { NULL }, eval_verb },
    { NULL, NULL, NULL, 0, 0, { NULL }, NULL },
};

int expr_command(struct tool *tool, int argc, char **argv, int at)
{
    return extra_verbs_run(tool, "expr", expr_verbs, argc, argv, at);
}
