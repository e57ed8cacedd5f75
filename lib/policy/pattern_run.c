#include "policy/pattern_inside.h"

#include "base/memory.h"
#include "base/text.h"

#include <string.h>

/* A machine being built. */
typedef struct builder {
    csri_state *states;
    size_t count;
    unsigned pieces; /* built so far: repetitions of nothing make no states */
    int full;
} builder;

#define PIECES_MAX (10 * CSRI_PATTERN_STATES)

static size_t put(builder *b, int op, size_t to_a, size_t to_b)
{
    if (b->count == CSRI_PATTERN_STATES) {
        b->full = 1;
        return 0;
    }
    b->states[b->count] = (csri_state){ .op = (uint8_t)op, .a = (uint16_t)to_a, .b = (uint16_t)to_b };
    return b->count++;
}

static void build(builder *b, const csri_piece *piece);

/* One or the other: split to a row and to the rest, until the last; then all go on behind it. */
static void build_choice(builder *b, const csri_piece *choice)
{
    const csri_piece *row = choice->first;
    size_t split, leave, last_leave = 0;

    for (; row->next != NULL && !b->full; row = row->next) {
        split = put(b, CSRI_STATE_SPLIT, b->count + 1, 0);
        build(b, row);
        leave = put(b, CSRI_STATE_GO, last_leave, 0); /* a chain through those that leave, until the end is known */
        last_leave = leave + 1;
        b->states[split].b = (uint16_t)b->count;
    }
    build(b, row);
    while (last_leave != 0 && !b->full) {
        size_t at = last_leave - 1;
        last_leave = b->states[at].a;
        b->states[at].a = (uint16_t)b->count;
    }
}

static void build_repeat(builder *b, const csri_piece *repeat)
{
    size_t split;

    for (unsigned i = 0; i < repeat->low && !b->full; i++)
        build(b, repeat->first);
    if (repeat->high == CSRI_REPEAT_FOREVER) {
        split = put(b, CSRI_STATE_SPLIT, b->count + 1, 0);
        build(b, repeat->first);
        (void)put(b, CSRI_STATE_GO, split, 0);
        b->states[split].b = (uint16_t)b->count;
        return;
    }
    /* As many as may be: each can also leave, which is the same as leaving out what follows. */
    for (unsigned i = repeat->low; i < repeat->high && !b->full; i++) {
        split = put(b, CSRI_STATE_SPLIT, b->count + 1, 0);
        build(b, repeat->first);
        b->states[split].b = (uint16_t)b->count;
    }
}

static void build(builder *b, const csri_piece *piece)
{
    size_t at;

    if (b->full || ++b->pieces > PIECES_MAX) {
        b->full = 1;
        return;
    }
    switch (piece->kind) {
    case CSRI_PIECE_CLASS:
        at = put(b, CSRI_STATE_CLASS, 0, 0);
        b->states[at].set = &piece->set;
        break;
    case CSRI_PIECE_PLACE:
        at = put(b, CSRI_STATE_ASSERT, 0, 0);
        b->states[at].place = piece->place;
        break;
    case CSRI_PIECE_ROW:
        for (const csri_piece *p = piece->first; p != NULL; p = p->next)
            build(b, p);
        break;
    case CSRI_PIECE_CHOICE: build_choice(b, piece); break;
    case CSRI_PIECE_REPEAT: build_repeat(b, piece); break;
    default: break; /* nothing matches the empty text */
    }
}

/* As large as it has become. */
static csri_pattern *keep(csri_arena *arena, const builder *b)
{
    csri_pattern *pattern = csri_arena_take(arena, sizeof(*pattern));
    csri_state *states = csri_arena_take(arena, b->count * sizeof(*states));

    if (pattern == NULL || states == NULL)
        return NULL;
    memcpy(states, b->states, b->count * sizeof(*states));
    *pattern = (csri_pattern){ states, b->count };
    return pattern;
}

const csri_pattern *csri_pattern_compile(csri_arena *arena, csr_str text, const char **why)
{
    const csri_piece *whole = csri_pattern_parse(arena, text, why);
    const size_t most = CSRI_PATTERN_STATES * sizeof(csri_state);
    csri_pattern *pattern = NULL;
    builder b = { .count = 0 };

    if (whole == NULL)
        return NULL;
    b.states = csri_alloc(arena->host, most);
    if (b.states == NULL)
        return NULL;
    build(&b, whole);
    (void)put(&b, CSRI_STATE_MATCH, 0, 0);
    if (b.full)
        *why = "the pattern needs more than 2,000 states";
    else
        pattern = keep(arena, &b);
    csri_free(arena->host, b.states, most);
    return pattern;
}

size_t csri_pattern_states(const csri_pattern *pattern)
{
    return pattern->count;
}

static int in_ranges(const csri_class *set, uint32_t c)
{
    for (uint16_t i = 0; i < set->count; i++)
        if (c >= set->ranges[i].low && c <= set->ranges[i].high)
            return 1;
    return 0;
}

static int in_class(const csri_class *set, uint32_t c)
{
    int in = in_ranges(set, c);
    uint32_t lower = c | 32;

    if (!in && set->fold && lower >= 'a' && lower <= 'z')
        in = in_ranges(set, c ^ 32);
    return in != set->negated;
}

/* No character: before the first and behind the last. */
#define NONE UINT32_MAX

static int is_word(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static int is_place(int place, uint32_t before, uint32_t behind)
{
    switch (place) {
    case CSRI_PLACE_TEXT_BEGIN: return before == NONE;
    case CSRI_PLACE_TEXT_END: return behind == NONE;
    case CSRI_PLACE_LINE_BEGIN: return before == NONE || before == '\n';
    case CSRI_PLACE_LINE_END: return behind == NONE || behind == '\n';
    case CSRI_PLACE_WORD_EDGE: return is_word(before) != is_word(behind);
    default: return is_word(before) == is_word(behind);
    }
}

/* The states that wait for a character, and those that have been seen at this place. */
typedef struct front {
    uint16_t waiting[CSRI_PATTERN_STATES];
    size_t count;
    uint8_t seen[(CSRI_PATTERN_STATES + 7) / 8];
    int matched;
} front;

static int mark(front *f, size_t state)
{
    uint8_t bit = (uint8_t)(1u << (state % 8));

    if (f->seen[state / 8] & bit)
        return 0;
    f->seen[state / 8] |= bit;
    return 1;
}

/* Follow everything that needs no character from a state on. */
static void follow(const csri_pattern *pattern, front *f, size_t state, uint32_t before, uint32_t behind)
{
    uint16_t stack[CSRI_PATTERN_STATES + 1];
    size_t top = 0;

    stack[top++] = (uint16_t)state;
    while (top > 0) {
        size_t at = stack[--top];
        const csri_state *s = &pattern->states[at];
        if (!mark(f, at))
            continue;
        if (s->op == CSRI_STATE_CLASS) {
            f->waiting[f->count++] = (uint16_t)at;
        } else if (s->op == CSRI_STATE_MATCH) {
            f->matched = 1;
            return;
        } else if (s->op == CSRI_STATE_ASSERT) {
            if (is_place(s->place, before, behind))
                stack[top++] = (uint16_t)(at + 1);
        } else {
            if (s->op == CSRI_STATE_SPLIT)
                stack[top++] = s->b;
            stack[top++] = s->a;
        }
    }
}

int csri_pattern_matches(const csri_pattern *pattern, const char *ptr, size_t len)
{
    front fronts[2], *now = &fronts[0], *then = &fronts[1], *swap;
    size_t at, ahead = 0;
    uint32_t before = NONE, c = len == 0 ? NONE : csri_utf8_next(ptr, &ahead), behind;

    now->count = 0;
    now->matched = 0;
    memset(now->seen, 0, sizeof(now->seen));
    for (;;) {
        follow(pattern, now, 0, before, c); /* a match may begin anywhere */
        if (now->matched || c == NONE)
            return now->matched;
        at = ahead;
        behind = at < len ? csri_utf8_next(ptr, &ahead) : NONE;
        then->count = 0;
        then->matched = 0;
        memset(then->seen, 0, sizeof(then->seen));
        for (size_t i = 0; i < now->count && !then->matched; i++)
            if (in_class(pattern->states[now->waiting[i]].set, c))
                follow(pattern, then, now->waiting[i] + 1u, c, behind);
        if (then->matched)
            return 1;
        before = c;
        c = behind;
        swap = now;
        now = then;
        then = swap;
    }
}
