#include "table.h"

#include "cell.h"
#include "common.h"

#include <libsmartcols.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { COLUMNS_MAX = 32 };

/*
 * What of a record people look at in a list; a member that the library does not know is passed over. Records that are
 * called by something short (a number, a handle, a name) show no id.
 */
static const struct layout {
    const char *kind;
    const char *columns;
} layouts[] = {
    { "ticket", "number priority state subject customer assignee team due_at" },
    { "queue", "number priority state subject customer_name assignee_name opened_at due_at" },
    { "customer", "name kind loyalty standing language organisation id" },
    { "identity", "kind value verified_at ended_at id" },
    { "agent", "handle name role email" },
    { "skill", "kind name level" },
    { "team", "name lead note" },
    { "member", "team agent created_at" },
    { "contact_point", "name channel address responsible team id" },
    { "interaction", "occurred_at channel direction agent tone_end label subject body id" },
    { "hold", "started_at ended_at agent reason" },
    { "transfer", "created_at from_agent to_agent to_team reason" },
    { "tag", "tag subject created_at" },
    { "policy", "name revision kind effective_from id" },
    { "event", "position seq at kind actor reason changes" },
    { "diagnostic", "severity place text suggestion" },
};

struct column {
    char name[64];
    struct libscols_column *shown;
};

struct grid {
    struct column columns[COLUMNS_MAX];
    size_t count;
};

static void grid_add(struct grid *grid, const char *name, size_t len)
{
    for (size_t i = 0; i < grid->count; i++)
        if (strlen(grid->columns[i].name) == len && strncmp(grid->columns[i].name, name, len) == 0)
            return;
    if (grid->count == COLUMNS_MAX || len >= sizeof grid->columns[0].name)
        return;
    memcpy(grid->columns[grid->count].name, name, len);
    grid->columns[grid->count].name[len] = '\0';
    grid->count++;
}

/* A column that is empty in every row says nothing. */
static int is_used(const json_t *rows, const char *member)
{
    const json_t *row;
    size_t i;

    json_array_foreach(rows, i, row)
    {
        const json_t *value = json_object_get(row, member);
        if (value != NULL && !json_is_null(value) && !(json_is_string(value) && json_string_length(value) == 0))
            return 1;
    }
    return 0;
}

static void choose_columns(struct grid *grid, const char *kind, const json_t *rows, int ids)
{
    const char *columns = NULL;

    for (size_t i = 0; i < sizeof layouts / sizeof layouts[0]; i++)
        if (strcmp(layouts[i].kind, kind) == 0)
            columns = layouts[i].columns;
    if (ids && is_used(rows, "id"))
        grid_add(grid, "id", 2);
    while (columns != NULL && *columns != '\0') {
        size_t len = strcspn(columns, " ");
        char name[64] = "";
        memcpy(name, columns, len < sizeof name ? len : 0);
        if (is_used(rows, name))
            grid_add(grid, name, len);
        columns += len + (columns[len] == ' ');
    }
    if (grid->count == 0) {
        const char *name;
        json_t *value;
        json_object_foreach(json_array_get(rows, 0), name, value)
        {
            grid_add(grid, name, strlen(name));
        }
    }
}

/* Texts of any length may be cut so that a row fits the terminal; what one copies and pastes may not. */
static int column_flags(const char *name, const json_t *rows)
{
    static const char *const long_ones[] = { "subject", "body", "note", "changes", "address", "reason", "name" };

    if (strcmp(name, "text") == 0 || strcmp(name, "suggestion") == 0)
        return SCOLS_FL_WRAP;
    for (size_t i = 0; i < sizeof long_ones / sizeof long_ones[0]; i++)
        if (strcmp(name, long_ones[i]) == 0)
            return SCOLS_FL_TRUNC;
    return json_is_integer(json_object_get(json_array_get(rows, 0), name)) && strcmp(name, "number") != 0
               ? SCOLS_FL_RIGHT
               : 0;
}

static struct libscols_table *new_table(void)
{
    struct libscols_table *table = need(scols_new_table());

    (void)scols_table_enable_colors(table, 0);
    if (!isatty(STDOUT_FILENO)) {
        (void)scols_table_set_termforce(table, SCOLS_TERMFORCE_NEVER);
        (void)scols_table_enable_maxout(table, 0);
    }
    return table;
}

static int print_table(struct libscols_table *table)
{
    int failed = scols_print_table(table);

    scols_unref_table(table);
    return failed != 0 ? say(CODE_REFUSED, "the table cannot be printed") : CODE_DONE;
}

/* Only the first line of a text, lest one body takes the whole screen. */
static char *first_line(char *text)
{
    text[strcspn(text, "\r\n")] = '\0';
    return text;
}

int table_rows(struct tool *tool, const char *kind, const json_t *rows)
{
    struct libscols_table *table;
    struct grid grid = { .count = 0 };
    const json_t *row;
    size_t i;

    if (json_array_size(rows) == 0)
        return CODE_DONE;
    table = new_table();
    choose_columns(&grid, kind, rows, tool_asked(tool, "ids"));
    for (size_t c = 0; c < grid.count; c++) {
        char *heading = text_replace(text_copy(grid.columns[c].name, strlen(grid.columns[c].name)), '_', ' ');
        grid.columns[c].shown =
            need(scols_table_new_column(table, heading, 0, column_flags(grid.columns[c].name, rows)));
        free(heading);
    }
    json_array_foreach(rows, i, row)
    {
        struct libscols_line *line = need(scols_table_new_line(table, NULL));
        for (size_t c = 0; c < grid.count; c++) {
            char *text = first_line(cell_text(tool, kind, grid.columns[c].name, row, 1));
            (void)scols_line_set_column_data(line, grid.columns[c].shown, text);
            free(text);
        }
    }
    return print_table(table);
}

/* Two columns without headings; texts of several lines keep them. */
static struct libscols_table *pairs_table(void)
{
    struct libscols_table *table = new_table();
    struct libscols_column *values;

    (void)scols_table_enable_noheadings(table, 1);
    need(scols_table_new_column(table, "name", 0, 0));
    values = need(scols_table_new_column(table, "value", 0, SCOLS_FL_WRAP));
    (void)scols_column_set_wrapfunc(values, scols_wrapnl_chunksize, scols_wrapnl_nextchunk, NULL);
    (void)scols_column_set_safechars(values, "\n");
    return table;
}

static void add_pair(struct libscols_table *table, const char *name, const char *value)
{
    struct libscols_line *line = need(scols_table_new_line(table, NULL));

    (void)scols_line_set_data(line, 0, name);
    (void)scols_line_set_data(line, 1, value);
}

int table_record(struct tool *tool, const char *kind, const json_t *row)
{
    struct libscols_table *table = pairs_table();
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)row, name, value)
    {
        char *text = cell_text(tool, kind, name, row, 0);
        char *shown = text_replace(text_copy(name, strlen(name)), '_', ' ');
        if (text[0] != '\0')
            add_pair(table, shown, text);
        free(shown);
        free(text);
    }
    return print_table(table);
}

int table_pairs(const char *title, const char *const *names, const char *const *values, size_t count)
{
    struct libscols_table *table = pairs_table();

    if (title != NULL)
        printf("%s\n", title);
    for (size_t i = 0; i < count; i++)
        add_pair(table, names[i], values[i]);
    return print_table(table);
}
