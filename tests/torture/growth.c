#include "torture/growth.h"

#include "support/copy_file.h"
#include "torture/faultsim.h"
#include "torture/inspect.h"

#include <stdlib.h>
#include <string.h>

#define SMALL "growth-small.db"
#define LARGE "growth-large.db"
#define FIRST "growth-first.db"

/* The day that is measured comes after all that the house remembers of the copies for a while. */
#define LATER_US (INT64_C(400) * 86400 * 1000000)
/* What is added to both bounds: a tree that is a level deeper is looked through by a few more instructions. */
#define SLACK_STEPS 16
#define SLACK_PAGES 64

/* ---- The day before ---- */

static void stage_begin(const campaign *c, stage *s, const char *path, csr_time now)
{
    memset(s, 0, sizeof(*s));
    csr_test_host_init(&s->host, now, c->seed + (uint64_t)now);
    s->uri = path;
    s->options = faultsim_normal;
    s->option_count = 1;
}

static void stage_end(campaign *c, stage *s)
{
    scenario_close(s);
    if (csr_test_host_done(&s->host) != 0)
        campaign_complain(c, "the host's memory was not given back");
}

void growth_day_play(campaign *c, growth_day *day)
{
    csr_status status = CSR_OK;

    inspect_remove(FIRST);
    stage_begin(c, &day->stage, FIRST, CSR_TEST_MONDAY);
    for (size_t i = 0; scenario_step_at(i) != NULL && status == CSR_OK; i++) {
        status = scenario_do(&day->stage, scenario_step_at(i));
        if (status != CSR_OK)
            campaign_complain(c, "the day before ends at %s: %s", scenario_step_at(i)->operation,
                              day->stage.err.message);
    }
    stage_end(c, &day->stage);
    day->played = status == CSR_OK;
}

void growth_day_end(void)
{
    inspect_remove(FIRST);
}

static void copy_file(const growth *g, const char *from, const char *to)
{
    inspect_remove(to);
    if (!csr_test_copy_file(from, to))
        campaign_complain(g->campaign, "%s cannot be copied to %s", from, to);
}

/* ---- The day that is measured ---- */

typedef struct side {
    stage stage;
    growth_meter meter;
} side;

static csr_status measured(side *one, const scenario_step *step)
{
    csr_status status;

    growth_meter_start(&one->meter);
    status = scenario_do(&one->stage, step);
    growth_meter_stop();
    return status;
}

static const char *id_named(const stage *s, const char *name)
{
    for (size_t i = 0; i < SCENARIO_NAMES && s->names[i].name != NULL; i++)
        if (strcmp(s->names[i].name, name) == 0)
            return s->names[i].id;
    return NULL;
}

/* Who works here and who comes here today has done so for years, and its tickets may be as old. */
static void adopt(const growth *g, const stage *s, const scenario_step *step)
{
    static const char *const busy[] = { "eva", "petr", "mia", "vera", "repairs", "front", "hotel", "jana", "max" };
    const char *was = id_named(&g->before->stage, step->save), *is = id_named(s, step->save);
    int adopted = g->large.shape == GROWTH_TICKETS && strncmp(step->operation, "ticket.", 7) == 0;
    csr_id old, new_one;

    for (size_t i = 0; i < sizeof(busy) / sizeof(busy[0]); i++)
        adopted |= strcmp(busy[i], step->save) == 0;
    if (!adopted || was == NULL || is == NULL)
        return;
    if (csr_id_parse(was, CSR_NTS, &old, NULL) == CSR_OK && csr_id_parse(is, CSR_NTS, &new_one, NULL) == CSR_OK)
        growth_copies_adopt(g->campaign, s->uri, &old, &new_one);
}

static const growth_walker *walker_of(const growth *g, const char *operation)
{
    for (size_t i = 0; i < g->walker_count; i++)
        if (strcmp(g->walkers[i].operation, operation) == 0)
            return &g->walkers[i];
    return NULL;
}

static growth_line *line_of(growth *g, const char *operation)
{
    for (size_t i = 0; i < g->line_count; i++)
        if (strcmp(g->lines[i].operation, operation) == 0)
            return &g->lines[i];
    if (g->line_count == GROWTH_LINES_MAX)
        return NULL;
    g->lines[g->line_count] = (growth_line){ .operation = operation };
    return &g->lines[g->line_count++];
}

static int is_more(uint64_t small, uint64_t large, uint64_t percent, uint64_t slack)
{
    return large * 100 > small * percent + slack * 100;
}

static int grows(const growth_count *small, const growth_count *large)
{
    return is_more(small->steps, large->steps, GROWTH_STEPS_PERCENT, SLACK_STEPS) ||
           is_more(small->pages, large->pages, GROWTH_PAGES_PERCENT, SLACK_PAGES) ||
           large->statements > small->statements || large->scanned > small->scanned || large->sorts > small->sorts ||
           large->indexes > small->indexes;
}

/* Whoever walks what there is takes no more steps for a row of a large desk than for one of a small desk. */
static int walks_straight(const growth *g, const growth_count *small, const growth_count *large)
{
    double copies = (double)g->large.copies / g->small.copies, tickets = (double)g->large.tickets / g->small.tickets;
    double more = copies > tickets ? copies : tickets;

    return (double)large->steps <= (double)small->steps * more * GROWTH_STEPS_PERCENT / 100 + SLACK_STEPS &&
           (double)large->statements <= (double)small->statements * more * GROWTH_STEPS_PERCENT / 100;
}

/* It grew more than the step that stands for its operation, or as much and costs more. */
static int is_worse_step(const growth_line *line, const growth_count *was, const growth_count *is)
{
    uint64_t now = is->steps * line->small.steps, before = line->large.steps * was->steps;

    return now > before || (now == before && is->steps >= line->large.steps);
}

static void judge(growth *g, const scenario_step *step, const side *small, const side *large)
{
    const growth_count *was = &small->meter.count, *is = &large->meter.count;
    int walks = walker_of(g, step->operation) != NULL;
    growth_line *line = line_of(g, step->operation);

    g->campaign->faults++;
    if (line == NULL) {
        campaign_complain(g->campaign, "too many operations");
        return;
    }
    if (is_worse_step(line, was, is)) {
        line->small = *was;
        line->large = *is;
    }
    line->walks = walks;
    if (!grows(was, is))
        return;
    line->grew = 1;
    if (walks && walks_straight(g, was, is))
        return;
    campaign_complain(g->campaign,
                      "%s: %s: %llu steps become %llu, %llu statements %llu, %llu pages %llu, %llu scanned %llu, "
                      "%llu sorts %llu%s",
                      g->name, step->operation, (unsigned long long)was->steps, (unsigned long long)is->steps,
                      (unsigned long long)was->statements, (unsigned long long)is->statements,
                      (unsigned long long)was->pages, (unsigned long long)is->pages, (unsigned long long)was->scanned,
                      (unsigned long long)is->scanned, (unsigned long long)was->sorts, (unsigned long long)is->sorts,
                      walks ? ", more than there are rows more" : "");
    if (!g->campaign->quiet)
        growth_meter_tell(&small->meter, &large->meter, stderr);
}

static void play_both(growth *g)
{
    side small = { 0 }, large = { 0 };
    const scenario_step *step;

    stage_begin(g->campaign, &small.stage, SMALL, CSR_TEST_MONDAY + LATER_US);
    stage_begin(g->campaign, &large.stage, LARGE, CSR_TEST_MONDAY + LATER_US);
    for (size_t i = 0; (step = scenario_step_at(i)) != NULL; i++) {
        csr_status was = measured(&small, step), is = measured(&large, step);
        if (was != CSR_OK || is != CSR_OK) {
            campaign_complain(g->campaign, "%s: the day ends at %s: %s: %s: %s", g->name, step->operation,
                              was != CSR_OK ? "small" : "large", csr_status_name(was != CSR_OK ? was : is),
                              was != CSR_OK ? small.stage.err.message : large.stage.err.message);
            break;
        }
        judge(g, step, &small, &large);
        if (step->save != NULL && g->large.shape != GROWTH_NEIGHBOURS) {
            adopt(g, &small.stage, step);
            adopt(g, &large.stage, step);
        }
        if (g->until != NULL && strcmp(step->operation, g->until) == 0)
            break;
    }
    stage_end(g->campaign, &small.stage);
    stage_end(g->campaign, &large.stage);
    growth_meter_free(&small.meter);
    growth_meter_free(&large.meter);
}

void growth_run(growth *g)
{
    g->line_count = 0;
    if (!g->before->played)
        return;
    copy_file(g, FIRST, SMALL);
    copy_file(g, FIRST, LARGE);
    growth_copies_make(g->campaign, SMALL, &g->small, CSR_TEST_MONDAY, &g->small_size);
    growth_copies_make(g->campaign, LARGE, &g->large, CSR_TEST_MONDAY, &g->large_size);
    if (g->spoil != NULL)
        growth_copies_sql(g->campaign, LARGE, g->spoil);
    growth_meter_watch();
    play_both(g);
    growth_meter_end();
    inspect_remove(SMALL);
    inspect_remove(LARGE);
}

int growth_grew(const growth *g, const char *operation)
{
    for (size_t i = 0; i < g->line_count; i++)
        if (strcmp(g->lines[i].operation, operation) == 0)
            return g->lines[i].grew;
    return 0;
}

static int by_operation(const void *left, const void *right)
{
    return strcmp(((const growth_line *)left)->operation, ((const growth_line *)right)->operation);
}

static double growth_of(const growth_line *line)
{
    return line->small.steps == 0 ? 1 : (double)line->large.steps / (double)line->small.steps;
}

/* It grew more, or as much and costs more. */
static int is_worse(const growth_line *line, const growth_line *than)
{
    double is = growth_of(line), was = growth_of(than);

    return is > was + 0.005 || (is > was - 0.005 && line->large.steps > than->large.steps);
}

static size_t group_of(const growth_line *line)
{
    return strcspn(line->operation, ".");
}

/* What an operation is about, how many there are of it, and the one of them that grew most. */
static void print_group(const growth_line *first, size_t count, FILE *out)
{
    const growth_line *worst = first;

    for (size_t i = 1; i < count; i++)
        worst = is_worse(&first[i], worst) ? &first[i] : worst;
    fprintf(out, "| `%.*s` | %zu | `%s` | %llu | %llu | %.2f | %llu | %llu |\n", (int)group_of(first), first->operation,
            count, worst->operation, (unsigned long long)worst->small.steps, (unsigned long long)worst->large.steps,
            growth_of(worst), (unsigned long long)worst->small.pages, (unsigned long long)worst->large.pages);
}

static void print_groups(const growth_line *lines, size_t count, FILE *out)
{
    size_t first = 0;

    for (size_t i = 1; i <= count; i++) {
        if (i < count && group_of(&lines[i]) == group_of(&lines[first]) &&
            strncmp(lines[i].operation, lines[first].operation, group_of(&lines[i])) == 0)
            continue;
        print_group(&lines[first], i - first, out);
        first = i;
    }
}

static int is_walker(const growth_line *line, int walks)
{
    return strchr(line->operation, '.') != NULL && line->walks == walks;
}

void growth_print(const growth *g, FILE *out)
{
    growth_line lines[GROWTH_LINES_MAX];
    size_t count = 0;

    for (size_t i = 0; i < g->line_count; i++)
        if (is_walker(&g->lines[i], 0))
            lines[count++] = g->lines[i];
    qsort(lines, count, sizeof(*lines), by_operation);
    fprintf(out, "\n%s: %llu rows and %llu tickets, against %llu rows and %llu tickets\n\n", g->name,
            (unsigned long long)g->small_size.rows, (unsigned long long)g->small_size.tickets,
            (unsigned long long)g->large_size.rows, (unsigned long long)g->large_size.tickets);
    print_groups(lines, count, out);
    fputc('\n', out);
    for (size_t i = 0; i < g->line_count; i++)
        if (is_walker(&g->lines[i], 1))
            print_group(&g->lines[i], 1, out);
}
