/*
 * csr-demo [FILE]: a day at a service desk. Without FILE the desk lies in a temporary folder that is removed at the end.
 */
#include "board.h"
#include "house.h"
#include "scenes.h"

#include <stdlib.h>
#include <unistd.h>

/* The day by the clock. Matters take turns; each tells its own story. */
static void play(struct day *day)
{
    static void (*const scenes[])(struct day *) = {
        scene_noisy_room,   scene_torn_jacket,    scene_wrong_price,   scene_lamp_reported,
        scene_upset_caller, scene_newcomer,       scene_machine_stops, scene_check_out,
        scene_question,     scene_chairs_ordered, scene_visit,         scene_machine_mended,
        scene_praise,       scene_next_guest,     scene_abuse,         scene_chairs_confirmed,
        scene_rule,         scene_machine_again,  scene_lamp_mended,   scene_tomorrow,
    };

    for (size_t i = 0; i < sizeof scenes / sizeof scenes[0]; i++)
        scenes[i](day);
}

static void print_stories(struct day *day)
{
    static const char *const titles[MATTERS] = {
        [ROOM] = "A hotel guest's room",
        [JACKET] = "A torn jacket at the returns counter",
        [PRICE] = "A wrong price at the till",
        [LAMP] = "Nobody's matter",
        [CALLER] = "An upset caller",
        [NEWCOMER] = "A brand-new customer",
        [MACHINE] = "A machine that stops",
        [QUESTION] = "A question that is not guessed at",
        [CHAIRS] = "An order by e-mail",
        [VISIT] = "An appointment for tomorrow",
        [PRAISE] = "Praise",
        [ABUSE] = "A call that is ended",
        [RISING] = "A rule that calls the supervisor",
        [TOMORROW] = "What is left for tomorrow",
    };

    for (int i = 0; i < MATTERS && day->status == CSR_OK; i++) {
        if (i != TOMORROW) /* three tickets; the queue below shows them */
            board_conclude(day, (enum matter_number)i);
        if (fflush(day->matters[i].story) != 0)
            day_fail(day, "no memory for the stories");
        heading(day, titles[i]);
        fputs(day->matters[i].text, stdout);
    }
}

static int run(const char *path, int bold)
{
    struct day day;

    day_begin(&day, path);
    day.bold = bold;
    house_open(&day);
    play(&day);
    heading(&day, "A day at Passage House, Monday 2 March 2026");
    print_stories(&day);
    heading(&day, "The queue of the technical team");
    board_queue(&day, TECHNICAL);
    heading(&day, "The history of the coffee machine's ticket");
    board_history(&day, MACHINE);
    day_at(&day, 18, 0);
    day_reopen(&day, path);
    heading(&day, "18:00: the desk is closed, opened again, and verified");
    board_verify(&day);
    board_stats(&day);
    return day_end(&day);
}

/* SQLite keeps two more files beside a desk while it is open; an orderly close leaves neither. */
static int run_in_temporary_folder(int bold)
{
    const char *base = getenv("TMPDIR");
    char folder[4096], path[4200];
    int code;

    snprintf(folder, sizeof folder, "%s/csr-demo-XXXXXX", base != NULL && base[0] != '\0' ? base : "/tmp");
    if (mkdtemp(folder) == NULL) {
        perror("csr-demo: a temporary folder");
        return 1;
    }
    snprintf(path, sizeof path, "%s/desk.db", folder);
    code = run(path, bold);
    if (remove(path) != 0 || rmdir(folder) != 0) {
        perror("csr-demo: removing the temporary desk");
        return 1;
    }
    return code;
}

int main(int argc, char **argv)
{
    int bold = isatty(STDOUT_FILENO) && getenv("NO_COLOR") == NULL;
    int code;

    if (argc > 2 || (argc == 2 && argv[1][0] == '-')) {
        fputs(
            "usage: csr-demo [FILE]\n\nPlays a day at a service desk. FILE is a new desk, kept for csr --desk FILE.\n",
            stderr);
        return 2;
    }
    code = argc == 2 ? run(argv[1], bold) : run_in_temporary_folder(bold);
    if (fflush(stdout) != 0) {
        perror("csr-demo: the output");
        return 1;
    }
    return code;
}
