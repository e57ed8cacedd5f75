/*
 * csr import: an export of a desk, or lines of another system. Which of the two a file is says its first line.
 */
#include "clone.h"
#include "common.h"
#include "extras.h"

#include <errno.h>
#include <string.h>

enum { BATCH_MAX = 1000000 };

static int import_file(struct tool *tool, FILE *file, const struct clone_plan *plan)
{
    char begun[64];
    size_t len = fread(begun, 1, sizeof begun, file);

    if (clone_begins(begun, len))
        return clone_import(tool, file, begun, len, plan);
    return say(CODE_REFUSED, "%s: this is no export of a desk", plan->name);
}

static int import_path(struct tool *tool, const char *path, struct clone_plan *plan)
{
    int standard = strcmp(path, "-") == 0, code;
    FILE *file = standard ? stdin : fopen(path, "rb");

    plan->name = standard ? "standard input" : path;
    if (file == NULL)
        return say(CODE_REFUSED, "%s: %s", path, strerror(errno));
    code = import_file(tool, file, plan);
    if (!standard)
        fclose(file);
    return code;
}

int import_command(struct tool *tool, int argc, char **argv, int at)
{
    static const char *const own[] = { "+batch", "dry_run", "unproven", NULL };
    struct option_set set = { NULL, 0, 0 };
    struct clone_plan plan = { NULL, 0, 0, 0 };
    int code = extra_args(tool, &set, own, argc, argv, at);

    if (code == CODE_DONE && tool->args.word_count != 1)
        code = say(CODE_USAGE, "import: which file? csr import FILE|-");
    if (code == CODE_DONE)
        code = extra_count_option(tool, "import", "batch", BATCH_MAX, &plan.batch);
    plan.dry_run = tool_asked(tool, "dry_run");
    plan.unproven = tool_asked(tool, "unproven");
    if (code == CODE_DONE)
        code = import_path(tool, tool->args.words[0], &plan);
    option_set_free(&set);
    return code;
}
