#include "board.h"

#include "words.h"

#include <inttypes.h>
#include <string.h>

#define MINUTE_US (INT64_C(60) * 1000000)

/* What the contacts of a ticket add up to. */
struct course {
    size_t contacts;
    int64_t held_us;
    int32_t holds, drops, confirmed;
    csr_tone first, last;
};

static void add_contact(struct course *course, const csr_interaction_view *contact)
{
    if (contact->channel == CSR_CHANNEL_NOTE)
        return;
    course->contacts++;
    course->holds += contact->holds;
    course->held_us += contact->held_us;
    course->drops += contact->drops;
    course->confirmed |= contact->confirmed_solved;
    if (course->first == 0)
        course->first = contact->tone_start;
    if (contact->tone_end != 0)
        course->last = contact->tone_end;
}

static void read_course(struct day *day, const csr_id *ticket, struct course *course)
{
    csr_interaction_query query = CSR_INTERACTION_QUERY_INIT;
    csr_interaction_view contact = { .struct_size = sizeof contact };
    csr_result *found = NULL;

    query.ticket = *ticket;
    query.without_body = 1;
    if (day->status == CSR_OK)
        day->status = csr_interaction_list(day->house, &query, &found, &day->err);
    for (size_t i = 0; i < csr_result_count(found) && day->status == CSR_OK; i++) {
        day->status = csr_interaction_at(found, i, &contact, &day->err);
        if (day->status == CSR_OK)
            add_contact(course, &contact);
    }
    csr_result_free(found);
}

static void write_minutes(FILE *story, int64_t us)
{
    int64_t minutes = us / MINUTE_US;

    if (minutes >= 60)
        fprintf(story, "%" PRId64 " h ", minutes / 60);
    fprintf(story, "%" PRId64 " min", minutes % 60);
}

static void write_course(FILE *story, const struct course *course)
{
    fprintf(story, "     %zu contact%s", course->contacts, course->contacts == 1 ? "" : "s");
    if (course->holds > 0) {
        fputs(", on hold for ", story);
        write_minutes(story, course->held_us);
    }
    if (course->first != 0 && course->first != course->last)
        fprintf(story, ", %s to %s", word_of_tone(course->first), word_of_tone(course->last));
    if (course->drops > 0)
        fprintf(story, " with %" PRId32 " drop%s", course->drops, course->drops == 1 ? "" : "s");
    if (course->confirmed)
        fputs(", confirmed by the customer", story);
    fputc('\n', story);
}

static void write_ticket(FILE *story, const csr_ticket_view *ticket)
{
    char number[CSR_TICKET_NUMBER_BYTES];

    csr_ticket_number_format(ticket->number, number);
    fprintf(story, "   = %s, %s: %s", number, word_of_kind(ticket->kind), ticket->state.ptr);
    if (ticket->resolved_at != 0) {
        fputs(" after ", story);
        write_minutes(story, ticket->resolved_at - ticket->opened_at);
        fprintf(story, ", %s", word_of_resolution(ticket->resolution));
    }
    if (ticket->reopened > 0)
        fprintf(story, ", reopened %s", ticket->reopened == 1 ? "once" : "more than once");
    fputc('\n', story);
}

void board_conclude(struct day *day, enum matter_number number)
{
    struct matter *matter = &day->matters[number];
    csr_ticket_view ticket = { .struct_size = sizeof ticket };
    struct course course = { 0 };
    csr_result *found = NULL;

    read_course(day, &matter->ticket, &course);
    if (day->status == CSR_OK)
        day->status = csr_ticket_get(day->house, &matter->ticket, &found, &day->err);
    if (day->status == CSR_OK)
        day->status = csr_ticket_at(found, 0, &ticket, &day->err);
    if (day->status == CSR_OK) {
        write_ticket(matter->story, &ticket);
        write_course(matter->story, &course);
    }
    csr_result_free(found);
}

/* Bytes of a text are not its width: pad by characters. */
static void print_padded(const char *words, int width)
{
    for (const char *p = words; *p != '\0'; p++)
        width -= ((unsigned char)*p & 0xc0) != 0x80;
    fputs(words, stdout);
    printf("%*s", width > 0 ? width : 0, "");
}

static void print_line(const csr_ticket_queue_view *line)
{
    char number[CSR_TICKET_NUMBER_BYTES], due[6] = "";

    csr_ticket_number_format(line->number, number);
    if (line->due_at != 0)
        day_clock_text(line->due_at, due);
    printf("   %-5s %-7s %-6s %-3s %-6s ", number, word_of_priority(line->priority), line->state.ptr,
           line->due_at != 0 ? day_of_week(line->due_at) : "", due);
    print_padded(line->customer_name.ptr, 15);
    print_padded(line->assignee_name.ptr, 14);
    printf("%s\n", line->subject.ptr);
}

void board_queue(struct day *day, enum team team)
{
    csr_ticket_queue_query query = CSR_TICKET_QUEUE_QUERY_INIT;
    csr_ticket_queue_view line = { .struct_size = sizeof line };
    csr_result *page = NULL;

    query.team = day->team[team];
    if (day->status == CSR_OK)
        day->status = csr_ticket_queue(day->house, &query, &page, &day->err);
    printf("   %-5s %-7s %-6s %-10s %-15s%-14s%s\n", "", "", "state", "due", "customer", "agent", "about");
    for (size_t i = 0; i < csr_result_count(page) && day->status == CSR_OK; i++) {
        day->status = csr_ticket_queue_at(page, i, &line, &day->err);
        if (day->status == CSR_OK)
            print_line(&line);
    }
    csr_result_free(page);
}

/* The name of whoever acted: none is the system. */
static void read_actor(struct day *day, const csr_id *actor, char out[64])
{
    csr_agent_view agent = { .struct_size = sizeof agent };
    csr_result *found = NULL;

    snprintf(out, 64, "%s", "the system");
    if (csr_id_is_none(actor) || day->status != CSR_OK)
        return;
    day->status = csr_agent_get(day->house, actor, &found, &day->err);
    if (day->status == CSR_OK)
        day->status = csr_agent_at(found, 0, &agent, &day->err);
    if (day->status == CSR_OK)
        snprintf(out, 64, "%s", agent.name.ptr);
    csr_result_free(found);
}

/* Print "old -> new" of a member with text values out of {"member":[old,new],...}, if the event changed it. */
static void print_change(const csr_str *changes, const char *member, const char *before)
{
    const char *at = strstr(changes->ptr, member);
    size_t old_len, new_len;
    const char *was, *is;

    if (at == NULL || strstr(at, "[null,") == at + strlen(member))
        return;
    was = at + strlen(member) + strlen("[\"");
    old_len = strcspn(was, "\"");
    is = was + old_len + strlen("\",\"");
    new_len = strcspn(is, "\"");
    printf("%s%.*s -> %.*s", before, (int)old_len, was, (int)new_len, is);
}

static void print_event(struct day *day, const csr_event_view *event)
{
    char clock[6], actor[64];

    read_actor(day, &event->actor, actor);
    day_clock_text(event->at, clock);
    printf("   %2" PRId64 "  %s  ", event->seq, clock);
    print_padded(actor, 14);
    fputs(word_of_event(event->kind), stdout);
    print_change(&event->changes, "\"state\":", ": ");
    printf(event->reason.len > 0 ? "  (%s)\n" : "\n", event->reason.ptr);
}

void board_history(struct day *day, enum matter_number number)
{
    csr_event_history_query query = CSR_EVENT_HISTORY_QUERY_INIT;
    csr_event_view event = { .struct_size = sizeof event };
    csr_result *page = NULL;

    query.subject = day->matters[number].ticket;
    if (day->status == CSR_OK)
        day->status = csr_event_history(day->house, &query, &page, &day->err);
    for (size_t i = 0; i < csr_result_count(page) && day->status == CSR_OK; i++) {
        day->status = csr_event_at(page, i, &event, &day->err);
        if (day->status == CSR_OK)
            print_event(day, &event);
    }
    csr_result_free(page);
}

/* A finding behind the first row means that the file was altered: the demo fails then. */
void board_verify(struct day *day)
{
    csr_diagnostic_view line = { .struct_size = sizeof line };
    csr_result *findings = NULL;

    if (day->status == CSR_OK)
        day->status = csr_desk_verify(day->house, NULL, &findings, &day->err);
    for (size_t i = 0; i < csr_result_count(findings) && day->status == CSR_OK; i++) {
        day->status = csr_diagnostic_at(findings, i, &line, &day->err);
        if (day->status == CSR_OK)
            printf("   %s%s\n", line.severity == CSR_SEVERITY_ERROR ? "error: " : "", line.text.ptr);
    }
    if (csr_result_count(findings) > 1)
        day_fail(day, "the desk does not hold what its events say");
    csr_result_free(findings);
}

void board_stats(struct day *day)
{
    csr_stats_view stats = { .struct_size = sizeof stats };
    csr_result *found = NULL;

    if (day->status == CSR_OK)
        day->status = csr_desk_stats(day->house, &found, &day->err);
    if (day->status == CSR_OK)
        day->status = csr_stats_at(found, 0, &stats, &day->err);
    if (day->status == CSR_OK)
        printf("   %" PRId64 " customers, %" PRId64 " agents in %" PRId64 " teams, %" PRId64
               " contact points\n   %" PRId64 " tickets, %" PRId64 " interactions, %" PRId64 " events\n",
               stats.customers, stats.agents, stats.teams, stats.contact_points, stats.tickets, stats.interactions,
               stats.events);
    csr_result_free(found);
}
