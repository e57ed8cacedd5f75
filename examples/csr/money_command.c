/* csr money VERB: amounts of money. */
#include "common.h"
#include "extras.h"
#include "money_eval.h"

static int eval_verb(struct tool *tool)
{
    (void)tool;
    if (money_eval(stdin, stdout) != 0)
        return say(CODE_REFUSED, "money eval: reading or writing failed");
    return CODE_DONE;
}

const struct extra_verb money_verbs[] = {
    { "eval", "", "Arithmetic on money, one JSON object a line.", 0, 0, { NULL }, eval_verb },
    { NULL, NULL, NULL, 0, 0, { NULL }, NULL },
};

int money_command(struct tool *tool, int argc, char **argv, int at)
{
    return extra_verbs_run(tool, "money", money_verbs, argc, argv, at);
}
