/*
 * csr import: an export of a desk, or lines of another system. Which of the two a file is says its first line.
 */
#include "clone.h"
#include "common.h"
#include "extras.h"
#include "import_lines.h"

#include <errno.h>
#include <string.h>

enum { BATCH_MAX = 1000000 };

static int import_file(struct tool *tool, FILE *file, const struct clone_plan *clone, const struct lines_plan *lines)
{
    char begun[64];
    size_t len = fread(begun, 1, sizeof begun, file);

    if (!clone_begins(begun, len))
        return lines_import(tool, file, begun, len, lines);
    if (lines->rejects != NULL || lines->strict)
        return say(CODE_USAGE, "import: of an export nothing is rejected: it is taken whole or not at all");
    return clone_import(tool, file, begun, len, clone);
}

static int import_path(struct tool *tool, const char *path, struct clone_plan *clone, struct lines_plan *lines)
{
    int standard = strcmp(path, "-") == 0, code;
    FILE *file = stdin;

    if (!standard && tool_is_desk(tool, path))
        return say(CODE_REFUSED, "%s: this is the desk", path);
    if (!standard)
        file = fopen(path, "rb");
    lines->beside = !standard;
    clone->name = lines->name = standard ? "standard input" : path;
    if (file == NULL)
        return say(CODE_REFUSED, "%s: %s", path, strerror(errno));
    code = import_file(tool, file, clone, lines);
    if (!standard)
        fclose(file);
    return code;
}

int import_command(struct tool *tool, int argc, char **argv, int at)
{
    static const char *const own[] = { "+batch", "+rejects", "dry_run", "strict", "unproven", NULL };
    struct option_set set = { NULL, 0, 0 };
    struct clone_plan clone = { NULL, 0, 0, 0 };
    struct lines_plan lines = { NULL, NULL, LINES_BATCH_DEFAULT, 0, 0, 0 };
    int code = extra_args(tool, &set, own, argc, argv, at);

    if (code == CODE_DONE && tool->args.word_count != 1)
        code = say(CODE_USAGE, "import: which file? csr import FILE|-");
    if (code == CODE_DONE)
        code = extra_count_option(tool, "import", "batch", BATCH_MAX, &clone.batch);
    lines.batch = clone.batch > 0 ? clone.batch : lines.batch;
    lines.rejects = args_value(&tool->args, "rejects");
    lines.strict = tool_asked(tool, "strict");
    clone.dry_run = lines.dry_run = tool_asked(tool, "dry_run");
    clone.unproven = tool_asked(tool, "unproven");
    if (code == CODE_DONE)
        code = import_path(tool, tool->args.words[0], &clone, &lines);
    option_set_free(&set);
    return code;
}
