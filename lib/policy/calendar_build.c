#include "policy/calendar_load.h"

#include "base/memory.h"
#include <stdlib.h>

/* Pieces of one day while they are put together: ranges of its own, of the day before, and one more for each break. */
#define SET_MAX (5 * CSRI_CALENDAR_RANGES_MAX + 8)

typedef struct piece_set {
    uint32_t count;
    csri_wall_piece pieces[SET_MAX]; /* ascending and apart */
} piece_set;

/* What is built: csri_calendar_date and csri_wall_piece, one behind the other. */
typedef struct builder {
    const csri_calendar_row *rows;
    size_t count, next;
    csri_buffer dates, pieces;
    uint32_t week[8];
} builder;

static int by_day(const void *a, const void *b)
{
    const csri_calendar_row *x = a, *y = b;
    int weekly = (y->kind == CSRI_ROW_WEEK) - (x->kind == CSRI_ROW_WEEK);
    if (weekly != 0) {
        return weekly;
    }
    if (x->day != y->day) {
        return x->day < y->day ? -1 : 1;
    }
    return (x->name > y->name) - (x->name < y->name);
}

/* Unite a range with the set. */
static void unite(piece_set *set, int32_t from_s, int32_t to_s)
{
    uint32_t first = 0, last;
    if (from_s == to_s) {
        return;
    }
    while (first < set->count && set->pieces[first].to_s < from_s) {
        first++;
    }
    for (last = first; last < set->count && set->pieces[last].from_s <= to_s; last++) {
        from_s = from_s < set->pieces[last].from_s ? from_s : set->pieces[last].from_s;
        to_s = to_s > set->pieces[last].to_s ? to_s : set->pieces[last].to_s;
    }
    /* Pieces first to last - 1 become one. */
    memmove(&set->pieces[first + 1], &set->pieces[last], (set->count - last) * sizeof *set->pieces);
    set->pieces[first] = (csri_wall_piece){ from_s, to_s };
    set->count = set->count - (last - first) + 1;
}

/* Cut a range out of the set. */
static void subtract(piece_set *set, int32_t from_s, int32_t to_s)
{
    piece_set left = { 0 };
    for (uint32_t i = 0; i < set->count; i++) {
        csri_wall_piece p = set->pieces[i];
        if (p.to_s <= from_s || p.from_s >= to_s) {
            left.pieces[left.count++] = p;
            continue;
        }
        if (p.from_s < from_s) {
            left.pieces[left.count++] = (csri_wall_piece){ p.from_s, from_s };
        }
        if (p.to_s > to_s) {
            left.pieces[left.count++] = (csri_wall_piece){ to_s, p.to_s };
        }
    }
    *set = left;
}

/* Append the set; where it begins is returned. */
static uint32_t emit(builder *b, const piece_set *set)
{
    uint32_t first = (uint32_t)(b->pieces.len / sizeof(csri_wall_piece));
    csri_buffer_put(&b->pieces, set->pieces, set->count * sizeof *set->pieces);
    return first;
}

static void build_week(builder *b)
{
    for (int32_t day = 0; day < 7; day++) {
        piece_set set = { 0 };
        for (; b->next < b->count && b->rows[b->next].kind == CSRI_ROW_WEEK && b->rows[b->next].day == day; b->next++) {
            unite(&set, b->rows[b->next].from_s, b->rows[b->next].to_s);
        }
        b->week[day] = emit(b, &set);
    }
    b->week[7] = (uint32_t)(b->pieces.len / sizeof(csri_wall_piece));
}

/* What a range does to a set. */
typedef void change_fn(piece_set *set, int32_t from_s, int32_t to_s);

/* Unite or cut what the rows of one kind say. */
static void apply(const csri_calendar_row *rows, size_t count, int32_t kind, piece_set *set, change_fn *change)
{
    for (size_t i = 0; i < count; i++) {
        if (rows[i].kind == kind) {
            change(set, rows[i].from_s, rows[i].to_s);
        }
    }
}

/* What the weekly hours say about a weekday. They are built. */
static void take_weekday(const builder *b, int32_t weekday, piece_set *set)
{
    csri_wall_piece piece;
    for (uint32_t i = b->week[weekday]; i < b->week[weekday + 1]; i++) {
        memcpy(&piece, b->pieces.ptr + i * sizeof piece, sizeof piece);
        unite(set, piece.from_s, piece.to_s);
    }
}

/* One date, of which there are `count` rows: a holiday beats special hours, these beat the weekday's; then breaks. */
static void build_date(builder *b, const csri_calendar_row *rows, size_t count)
{
    csri_calendar_date date = { .day = rows->day };
    piece_set set = { 0 };
    for (size_t i = 0; i < count; i++) {
        date.why |= rows[i].kind == CSRI_ROW_HOLIDAY ? CSRI_DATE_HOLIDAY : 0;
        date.why |= rows[i].kind == CSRI_ROW_SPECIAL ? CSRI_DATE_SPECIAL : 0;
        date.why |= rows[i].kind == CSRI_ROW_BREAK ? CSRI_DATE_BREAK : 0;
        /* Of a holiday that is listed twice, the first name that the document has. */
        date.name = date.name == 0 ? rows[i].name : date.name;
    }
    if ((date.why & (CSRI_DATE_HOLIDAY | CSRI_DATE_SPECIAL)) == 0 && b->pieces.status == CSR_OK) {
        take_weekday(b, csri_weekday(date.day), &set);
    }
    if ((date.why & CSRI_DATE_HOLIDAY) == 0) {
        apply(rows, count, CSRI_ROW_SPECIAL, &set, unite);
        apply(rows, count, CSRI_ROW_TAIL, &set, unite);
    }
    date.whole_first = emit(b, &set);
    date.whole_count = set.count;
    apply(rows, count, CSRI_ROW_BREAK, &set, subtract);
    date.first = (date.why & CSRI_DATE_BREAK) != 0 ? emit(b, &set) : date.whole_first;
    date.count = set.count;
    csri_buffer_put(&b->dates, &date, sizeof date);
}

static void build_dates(builder *b)
{
    while (b->next < b->count) {
        size_t end = b->next;
        while (end < b->count && b->rows[end].day == b->rows[b->next].day) {
            end++;
        }
        build_date(b, b->rows + b->next, end - b->next);
        b->next = end;
    }
}

static int opens_anything(const builder *b)
{
    int open = b->week[7] > 0;
    for (size_t i = 0; i < b->dates.len / sizeof(csri_calendar_date); i++) {
        open |= ((const csri_calendar_date *)(const void *)b->dates.ptr)[i].count > 0;
    }
    return open;
}

/* Copy a buffer to where the block goes on, and say where it is. */
static char *place(char **room, const csri_buffer *from)
{
    char *at = *room;
    if (from->len > 0) {
        memcpy(at, from->ptr, from->len);
    }
    *room += from->len;
    return at;
}

/* One block: the calendar, where its span is, dates, pieces, texts; in the order of their alignment. */
static csr_calendar *assemble(const csr_host *host, const builder *b, csri_calendar_parts *parts)
{
    size_t bytes = sizeof(csr_calendar) + sizeof(csri_published) + b->dates.len + b->pieces.len + parts->texts.len;
    csr_calendar *c = csri_alloc_zero(host, bytes);
    if (!c) {
        return NULL;
    }
    char *room = (char *)(c + 1);
    c->host = *host;
    c->bytes = bytes;
    c->zone = parts->zone;
    c->published = (csri_published *)(void *)room;
    atomic_init(&c->published->newest, NULL);
    room += sizeof(csri_published);
    memcpy(c->week, b->week, sizeof c->week);
    c->date_count = (uint32_t)(b->dates.len / sizeof(csri_calendar_date));
    c->piece_count = (uint32_t)(b->pieces.len / sizeof(csri_wall_piece));
    c->dates = (const csri_calendar_date *)(const void *)place(&room, &b->dates);
    c->pieces = (const csri_wall_piece *)(const void *)place(&room, &b->pieces);
    c->texts = place(&room, &parts->texts);
    csr_str_set(&c->name, c->texts + parts->name, CSR_NTS);
    parts->zone = NULL;
    return c;
}

csr_status csri_calendar_build(const csr_host *host, csri_calendar_parts *parts, csr_calendar **out)
{
    builder b = { .count = parts->rows.len / sizeof(csri_calendar_row) };
    csr_status status = CSR_E_NO_OPEN_TIME;
    csri_buffer_init(&b.dates, host, 0);
    csri_buffer_init(&b.pieces, host, 0);
    if (b.count > 0) {
        qsort(parts->rows.ptr, b.count, sizeof(csri_calendar_row), by_day);
        b.rows = (const csri_calendar_row *)(const void *)parts->rows.ptr;
    }
    build_week(&b);
    build_dates(&b);
    if (b.dates.status != CSR_OK || b.pieces.status != CSR_OK || parts->texts.status != CSR_OK ||
        parts->rows.status != CSR_OK) {
        status = CSR_E_NO_MEMORY;
    } else if (opens_anything(&b)) {
        *out = assemble(host, &b, parts);
        status = *out ? CSR_OK : CSR_E_NO_MEMORY;
    }
    csri_buffer_free(&b.dates);
    csri_buffer_free(&b.pieces);
    return status;
}
