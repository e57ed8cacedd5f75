/* csr sla VERB: clocks and the policies that set them. */
#include "common.h"
#include "extras.h"
#include "sla_eval.h"

static int eval_verb(struct tool *tool)
{
    if (sla_eval(stdin, stdout, args_value(&tool->args, "zoneinfo")) != 0)
        return say(CODE_REFUSED, "sla eval: reading or writing failed");
    return CODE_DONE;
}

const struct extra_verb sla_verbs[] = {
    { "eval", "", "Play SLA clocks, one JSON object a line.", 0, 0, { NULL }, eval_verb },
    { NULL, NULL, NULL, 0, 0, { NULL }, NULL },
};

int sla_command(struct tool *tool, int argc, char **argv, int at)
{
    static const char *const own[] = { "+zoneinfo", NULL };

    return extra_verbs_run(tool, "sla", sla_verbs, own, argc, argv, at);
}
