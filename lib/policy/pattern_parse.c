#include "policy/pattern_inside.h"

#include "base/text.h"

#include <string.h>

#define FOLD 1  /* (?i) */
#define LINES 2 /* (?m) */
#define ALL 4   /* (?s) */

#define CLASS_RANGES 64
#define CHARACTER_MAX 0x10ffff

typedef struct parser {
    csri_arena *arena;
    const char *text;
    size_t at, len;
    unsigned flags, depth;
    const char *why;
} parser;

static csri_piece *parse_choice(parser *p);

static void *fail(parser *p, const char *why)
{
    if (p->why == NULL)
        p->why = why;
    return NULL;
}

static int more(const parser *p)
{
    return p->at < p->len;
}

/* ASCII at the place, or 0. */
static char peek(const parser *p)
{
    return more(p) ? p->text[p->at] : '\0';
}

static int take(parser *p, char c)
{
    if (!more(p) || p->text[p->at] != c)
        return 0;
    p->at++;
    return 1;
}

static int take_text(parser *p, const char *text)
{
    size_t len = strlen(text);

    if (p->len - p->at < len || memcmp(p->text + p->at, text, len) != 0)
        return 0;
    p->at += len;
    return 1;
}

static csri_piece *make(parser *p, int kind)
{
    csri_piece *piece = csri_arena_take(p->arena, sizeof(*piece));

    if (piece != NULL)
        piece->kind = (uint8_t)kind;
    return piece;
}

static void append(csri_piece *to, csri_piece *piece)
{
    if (to->first == NULL)
        to->first = piece;
    else
        to->last->next = piece;
    to->last = piece;
}

static const csri_range digits[] = { { '0', '9' } };
static const csri_range words[] = { { '0', '9' }, { 'A', 'Z' }, { '_', '_' }, { 'a', 'z' } };
static const csri_range blanks[] = { { '\t', '\n' }, { '\f', '\r' }, { ' ', ' ' } };
static const csri_range newline[] = { { '\n', '\n' } };
static const csri_range alphas[] = { { 'A', 'Z' }, { 'a', 'z' } };
static const csri_range alnums[] = { { '0', '9' }, { 'A', 'Z' }, { 'a', 'z' } };
static const csri_range lowers[] = { { 'a', 'z' } };
static const csri_range uppers[] = { { 'A', 'Z' } };
static const csri_range spaces[] = { { '\t', '\r' }, { ' ', ' ' } };
static const csri_range puncts[] = { { '!', '/' }, { ':', '@' }, { '[', '`' }, { '{', '~' } };
static const csri_range xdigits[] = { { '0', '9' }, { 'A', 'F' }, { 'a', 'f' } };

/* Sets with a letter; those with a name in [[:..:]]. */
typedef struct named_set {
    const char *name;
    const csri_range *ranges;
    uint16_t count;
} named_set;

#define SET(name, ranges)                                              \
    {                                                                  \
        name, ranges, (uint16_t)(sizeof(ranges) / sizeof((ranges)[0])) \
    }
static const named_set letter_sets[] = { SET("dD", digits), SET("wW", words), SET("sS", blanks) };
static const named_set posix_sets[] = { SET("alpha", alphas), SET("digit", digits),   SET("alnum", alnums),
                                        SET("lower", lowers), SET("upper", uppers),   SET("space", spaces),
                                        SET("punct", puncts), SET("xdigit", xdigits), SET("word", words) };

/* \d and the like behind the backslash: the set, and whether its opposite is meant. */
static const named_set *take_letter_set(parser *p, int *opposite)
{
    for (size_t i = 0; i < sizeof(letter_sets) / sizeof(letter_sets[0]); i++) {
        const char *name = letter_sets[i].name;
        if (peek(p) == name[0] || peek(p) == name[1]) {
            *opposite = peek(p) == name[1];
            p->at++;
            return &letter_sets[i];
        }
    }
    return NULL;
}

static int take_hex(parser *p, uint32_t *out)
{
    int braced = take(p, '{'), count = 0;

    for (*out = 0; more(p) && count < (braced ? 6 : 2); p->at++, count++) {
        char c = peek(p);
        if (c >= '0' && c <= '9')
            *out = *out * 16 + (uint32_t)(c - '0');
        else if ((c | 32) >= 'a' && (c | 32) <= 'f')
            *out = *out * 16 + (uint32_t)((c | 32) - 'a' + 10);
        else
            break;
    }
    return braced ? count > 0 && take(p, '}') && *out <= CHARACTER_MAX : count == 2;
}

/* One character, behind a backslash that has been taken. */
static int take_escape(parser *p, uint32_t *out)
{
    static const char names[] = "afnrtv", values[] = "\a\f\n\r\t\v";
    char c = peek(p);
    const char *found = c == '\0' ? NULL : strchr(names, c);

    if (found != NULL)
        *out = (uint32_t)values[found - names];
    else if (c > 0 && c < 127 && strchr("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ ", c) != NULL)
        *out = (uint32_t)c;
    else if (c == 'x') {
        p->at++;
        if (!take_hex(p, out))
            return fail(p, "\\x needs two hexadecimal digits, or some in braces") != NULL;
        return 1;
    } else {
        return fail(p, "this escape is not known") != NULL;
    }
    p->at++;
    return 1;
}

/* A class being read. */
typedef struct class_reader {
    csri_range ranges[CLASS_RANGES];
    uint16_t count;
} class_reader;

static int put_range(parser *p, class_reader *c, uint32_t low, uint32_t high)
{
    if (c->count == CLASS_RANGES)
        return fail(p, "a class has too many ranges") != NULL;
    c->ranges[c->count++] = (csri_range){ low, high };
    return 1;
}

static int put_set(parser *p, class_reader *c, const named_set *set, int opposite)
{
    uint32_t from = 0;

    for (uint16_t i = 0; i < set->count; i++) {
        const csri_range *r = &set->ranges[i];
        if (!opposite && !put_range(p, c, r->low, r->high))
            return 0;
        if (opposite && !put_range(p, c, from, r->low - 1)) /* no two ranges touch, none begins at 0 */
            return 0;
        from = r->high + 1;
    }
    return !opposite || put_range(p, c, from, CHARACTER_MAX);
}

/* [:name:] or [:^name:] */
static int take_posix(parser *p, class_reader *c)
{
    int opposite = take(p, '^');

    for (size_t i = 0; i < sizeof(posix_sets) / sizeof(posix_sets[0]); i++)
        if (take_text(p, posix_sets[i].name))
            return take_text(p, ":]") ? put_set(p, c, &posix_sets[i], opposite)
                                      : fail(p, "a class of this name is not known") != NULL;
    return fail(p, "a class of this name is not known") != NULL;
}

/* A character as it stands. Others fold what lies beyond ASCII too: rather than not to match, that is refused. */
static int take_character(parser *p, uint32_t *out)
{
    *out = csri_utf8_next(p->text, &p->at);
    if (*out >= 0x80 && p->flags & FOLD)
        return fail(p, "with (?i) there are ASCII letters only") != NULL;
    return 1;
}

/* There is one. */
static int take_class_character(parser *p, uint32_t *out)
{
    return take(p, '\\') ? take_escape(p, out) : take_character(p, out);
}

static int take_class_item(parser *p, class_reader *c)
{
    uint32_t low, high;
    size_t from = p->at;

    if (take_text(p, "[:"))
        return take_posix(p, c);
    if (take(p, '\\')) {
        int opposite;
        const named_set *set = take_letter_set(p, &opposite);
        if (set != NULL)
            return put_set(p, c, set, opposite);
        p->at = from;
    }
    if (!take_class_character(p, &low))
        return 0;
    high = low;
    if (p->len - p->at >= 2 && peek(p) == '-' && p->text[p->at + 1] != ']') {
        p->at++;
        if (!take_class_character(p, &high))
            return 0;
    }
    return high >= low ? put_range(p, c, low, high) : fail(p, "a range runs backwards") != NULL;
}

static csri_piece *make_class(parser *p, const csri_range *ranges, uint16_t count, int negated)
{
    csri_piece *piece = make(p, CSRI_PIECE_CLASS);
    csri_range *copy = csri_arena_take(p->arena, (count + 1u) * sizeof(*copy));

    if (piece == NULL || copy == NULL)
        return NULL;
    if (count != 0)
        memcpy(copy, ranges, count * sizeof(*copy));
    piece->set = (csri_class){ copy, count, (uint8_t)negated, p->flags & FOLD ? 1 : 0 };
    return piece;
}

static csri_piece *parse_class(parser *p)
{
    class_reader c = { .count = 0 };
    int negated = take(p, '^'), first = 1;

    for (; first || peek(p) != ']'; first = 0)
        if (!more(p) || !take_class_item(p, &c))
            return fail(p, "\"]\" is missing");
    p->at++;
    return make_class(p, c.ranges, c.count, negated);
}

static csri_piece *make_place(parser *p, int place)
{
    csri_piece *piece = make(p, CSRI_PIECE_PLACE);

    if (piece != NULL)
        piece->place = (uint8_t)place;
    return piece;
}

static csri_piece *make_character(parser *p, uint32_t c)
{
    csri_range range = { c, c };

    return make_class(p, &range, 1, 0);
}

static csri_piece *parse_escape(parser *p)
{
    int opposite;
    const named_set *set = take_letter_set(p, &opposite);
    uint32_t c;

    if (set != NULL)
        return make_class(p, set->ranges, set->count, opposite);
    if (take(p, 'b'))
        return make_place(p, CSRI_PLACE_WORD_EDGE);
    if (take(p, 'B'))
        return make_place(p, CSRI_PLACE_NO_WORD_EDGE);
    if (take(p, 'A'))
        return make_place(p, CSRI_PLACE_TEXT_BEGIN);
    if (take(p, 'z'))
        return make_place(p, CSRI_PLACE_TEXT_END);
    return take_escape(p, &c) ? make_character(p, c) : NULL;
}

/* The letters of (?ims-ims, of which the first two characters have been taken; the closing mark is left. */
static int take_flags(parser *p)
{
    static const char letters[] = "ims";
    static const unsigned bits[] = { FOLD, LINES, ALL };
    int on = 1;

    for (; more(p) && peek(p) != ':' && peek(p) != ')'; p->at++) {
        const char *found = strchr(letters, peek(p));
        if (peek(p) == '-')
            on = 0;
        else if (found == NULL || *found == '\0')
            return 0;
        else
            p->flags = on ? p->flags | bits[found - letters] : p->flags & ~bits[found - letters];
    }
    return more(p);
}

/* Behind "(". */
static csri_piece *parse_group(parser *p)
{
    unsigned flags = p->flags;
    csri_piece *piece;

    if (take_text(p, "?P<")) {
        while (more(p) && peek(p) != '>')
            p->at++;
        (void)take(p, '>');
    } else if (take(p, '?')) {
        if (!take_flags(p))
            return fail(p, "groups of this kind are not known");
        if (take(p, ')'))
            return make(p, CSRI_PIECE_EMPTY); /* the flags hold to the end of the group that this stands in */
        p->at++;
    }
    if (p->depth == CSRI_PATTERN_DEPTH)
        return fail(p, "groups are nested too deeply");
    p->depth++;
    piece = parse_choice(p);
    p->depth--;
    p->flags = flags;
    if (piece == NULL || !take(p, ')'))
        return fail(p, "\")\" is missing");
    return piece;
}

static csri_piece *parse_atom(parser *p)
{
    uint32_t character;

    if (take(p, '('))
        return parse_group(p);
    if (take(p, '['))
        return parse_class(p);
    if (take(p, '\\'))
        return parse_escape(p);
    if (take(p, '.'))
        return p->flags & ALL ? make_class(p, NULL, 0, 1) : make_class(p, newline, 1, 1);
    if (take(p, '^'))
        return make_place(p, p->flags & LINES ? CSRI_PLACE_LINE_BEGIN : CSRI_PLACE_TEXT_BEGIN);
    if (take(p, '$'))
        return make_place(p, p->flags & LINES ? CSRI_PLACE_LINE_END : CSRI_PLACE_TEXT_END);
    if (peek(p) == '*' || peek(p) == '+' || peek(p) == '?')
        return fail(p, "there is nothing to repeat");
    return take_character(p, &character) ? make_character(p, character) : NULL;
}

static int take_count(parser *p, uint16_t *out)
{
    size_t from = p->at;
    unsigned value = 0;

    for (; peek(p) >= '0' && peek(p) <= '9'; p->at++)
        if (value <= CSRI_PATTERN_REPEATS)
            value = value * 10 + (unsigned)(peek(p) - '0');
    *out = (uint16_t)(value > CSRI_PATTERN_REPEATS ? CSRI_PATTERN_REPEATS + 1 : value);
    return p->at > from;
}

/* {m}, {m,} or {m,n}; anything else in braces stands for itself. */
static int take_braces(parser *p, uint16_t *low, uint16_t *high)
{
    size_t from = p->at;

    if (take(p, '{') && take_count(p, low)) {
        *high = *low;
        if (take(p, ',') && !take_count(p, high))
            *high = CSRI_REPEAT_FOREVER;
        if (take(p, '}'))
            return 1;
    }
    p->at = from;
    return 0;
}

static int take_repeat(parser *p, uint16_t *low, uint16_t *high)
{
    *low = 0;
    *high = CSRI_REPEAT_FOREVER;
    if (take(p, '*'))
        return 1;
    if (take(p, '+')) {
        *low = 1;
        return 1;
    }
    if (take(p, '?')) {
        *high = 1;
        return 1;
    }
    return take_braces(p, low, high);
}

static csri_piece *parse_repeats(parser *p)
{
    csri_piece *piece = parse_atom(p), *repeat;
    uint16_t low, high, more_low, more_high;

    if (piece == NULL || !take_repeat(p, &low, &high))
        return piece;
    (void)take(p, '?'); /* lazy: what matches is the same */
    if (take_repeat(p, &more_low, &more_high))
        return fail(p, "a repetition is repeated");
    if (low > CSRI_PATTERN_REPEATS || (high != CSRI_REPEAT_FOREVER && high > CSRI_PATTERN_REPEATS))
        return fail(p, "this repeats too often");
    if (high < low)
        return fail(p, "a repetition runs backwards");
    repeat = make(p, CSRI_PIECE_REPEAT);
    if (repeat == NULL)
        return NULL;
    repeat->low = low;
    repeat->high = high;
    append(repeat, piece);
    return repeat;
}

static csri_piece *parse_row(parser *p)
{
    csri_piece *row = make(p, CSRI_PIECE_ROW), *piece;

    while (row != NULL && more(p) && peek(p) != '|' && peek(p) != ')') {
        piece = parse_repeats(p);
        if (piece == NULL)
            return NULL;
        append(row, piece);
    }
    return row;
}

static csri_piece *parse_choice(parser *p)
{
    csri_piece *choice = make(p, CSRI_PIECE_CHOICE), *row;

    do {
        row = choice == NULL ? NULL : parse_row(p);
        if (row == NULL)
            return NULL;
        append(choice, row);
    } while (take(p, '|'));
    return choice;
}

const csri_piece *csri_pattern_parse(csri_arena *arena, csr_str text, const char **why)
{
    parser p = { .arena = arena, .text = text.ptr, .len = text.len };
    csri_piece *whole = NULL;

    if (text.len > CSRI_PATTERN_BYTES)
        fail(&p, "the pattern is longer than 256 bytes");
    else
        whole = parse_choice(&p);
    if (whole != NULL && more(&p))
        whole = fail(&p, "\"(\" is missing");
    *why = arena->exhausted ? NULL : p.why; /* what is missing then is memory */
    return whole;
}
