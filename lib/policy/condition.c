#include "policy/condition.h"

#include "base/text.h"
#include "record/records.h"
#include "record/row.h"
#include "record/types.h"

#include <stdio.h>

/* A clause: a field is one of some values. */
typedef struct csri_clause {
    const csr_member *member;
    int32_t about; /* CSRI_ABOUT_* */
    uint32_t first, count;
} csri_clause;

/* A value of the class of its field. */
typedef struct csri_value {
    int64_t number;
    csr_id id;
    uint32_t text, len; /* in the texts */
} csri_value;

/* A condition being read. */
typedef struct scanner {
    csri_document *d;
    const csri_place *at;
    csri_conditions *all;
    const char *text;
    size_t len, i;
    int failed;
} scanner;

/* The one fact that is no column. */
static const csr_member channel_member = {
    .name = "channel", .type = &csri_t_channel, .size = sizeof(csr_channel), .c = CSR_CLASS_I32, .into = -1
};

void csri_conditions_init(csri_conditions *all, const csr_host *host)
{
    memset(all, 0, sizeof *all);
    csri_buffer_init(&all->clauses, host, 0);
    csri_buffer_init(&all->values, host, 0);
    csri_buffer_init(&all->texts, host, 0);
}

void csri_conditions_free(csri_conditions *all)
{
    csri_buffer_free(&all->clauses);
    csri_buffer_free(&all->values);
    csri_buffer_free(&all->texts);
}

csr_status csri_conditions_check(const csri_conditions *all, csr_error *err)
{
    csr_status status = csri_buffer_check(&all->clauses, err);
    status = status == CSR_OK ? csri_buffer_check(&all->values, err) : status;
    return status == CSR_OK ? csri_buffer_check(&all->texts, err) : status;
}

/* Refuse once: what follows the first mistake makes no sense to a reader. */
static void wrong(scanner *s, const char *suggestion, const char *what)
{
    if (!s->failed) {
        csri_document_refuse(s->d, s->at, suggestion, "at character %zu: %s", s->i + 1, what);
    }
    s->failed = 1;
}

static void skip_blanks(scanner *s)
{
    while (s->i < s->len && strchr(" \t\r\n", s->text[s->i])) {
        s->i++;
    }
}

static int is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

/* A run of letters, digits, points; empty when there is none. */
static csr_str word(scanner *s)
{
    skip_blanks(s);
    csr_str out = { s->text + s->i, 0 };
    while (s->i < s->len && is_word(s->text[s->i])) {
        s->i++;
        out.len++;
    }
    return out;
}

static int is(const csr_str *text, const char *name)
{
    return text->len == strlen(name) && memcmp(text->ptr, name, text->len) == 0;
}

/* Take a sign if it comes next. */
static int take(scanner *s, const char *sign)
{
    size_t n = strlen(sign);
    skip_blanks(s);
    if (s->len - s->i < n || memcmp(s->text + s->i, sign, n) != 0) {
        return 0;
    }
    s->i += n;
    return 1;
}

/* Whether documents may ask about a column: no hidden ones, no personal ones, none that are only good for ranges. */
static int may_ask(const csr_member *m)
{
    static const uint32_t closed = CSR_MEMBER_HIDDEN | CSR_MEMBER_PERSONAL | CSR_MEMBER_BULK;
    csr_meaning meaning = m->type->meaning;
    return (m->flags & closed) == 0 && meaning != CSR_MEANING_TIME && meaning != CSR_MEANING_DURATION &&
           meaning != CSR_MEANING_BYTES && meaning != CSR_MEANING_BODY && meaning != CSR_MEANING_JSON;
}

static void no_such_field(scanner *s, const char *whose, const csr_shape *shape, const csr_str *name)
{
    csri_name_list known = { 0 };
    for (unsigned i = 0; i < shape->count; i++) {
        if (may_ask(&shape->members[i])) {
            csri_name_list_add(&known, shape->members[i].name, strlen(shape->members[i].name));
        }
    }
    char what[160], there[240];
    (void)snprintf(what, sizeof what, "%s has no field \"%.*s\" to ask about", whose,
                   (int)csri_utf8_cut(name->ptr, name->len, 60), name->ptr);
    (void)snprintf(there, sizeof there, "there are: %s%s", shape == csri_ticket_record.row ? "channel, " : "",
                   known.text);
    wrong(s, there, what);
}

/* ticket.<column>, customer.<column>, ticket.channel */
static int read_field(scanner *s, csri_clause *out)
{
    csr_str name = word(s);
    const csr_shape *shape;
    if (name.len > 7 && memcmp(name.ptr, "ticket.", 7) == 0) {
        name = (csr_str){ name.ptr + 7, name.len - 7 };
        shape = csri_ticket_record.row;
        out->about = CSRI_ABOUT_TICKET;
    } else if (name.len > 9 && memcmp(name.ptr, "customer.", 9) == 0) {
        name = (csr_str){ name.ptr + 9, name.len - 9 };
        shape = csri_customer_record.row;
        out->about = CSRI_ABOUT_CUSTOMER;
    } else {
        wrong(s, "write a field such as ticket.priority or customer.loyalty", "a field is expected");
        return 0;
    }
    if (out->about == CSRI_ABOUT_TICKET && is(&name, "channel")) {
        out->about = CSRI_ABOUT_CHANNEL;
        out->member = &channel_member;
        s->all->about_channel = 1;
        return 1;
    }
    out->member = csri_member_named(shape, name.ptr, name.len);
    if (!out->member || !may_ask(out->member)) {
        no_such_field(s, out->about == CSRI_ABOUT_TICKET ? "a ticket" : "a customer", shape, &name);
        return 0;
    }
    if (out->about == CSRI_ABOUT_TICKET) {
        s->all->ticket_members |= UINT64_C(1) << (out->member - shape->members);
    } else {
        s->all->about_customer = 1;
    }
    return 1;
}

/* A text in quotation marks of either kind; escapes are not needed for any value there is. */
static int read_quoted(scanner *s, csr_str *out)
{
    char quote = s->text[s->i];
    const char *begin = s->text + s->i + 1;
    const char *end = memchr(begin, quote, s->len - s->i - 1);
    if (!end || memchr(begin, '\\', (size_t)(end - begin))) {
        wrong(s, "", end ? "a text with \\ in it is not understood yet" : "the text has no end");
        return 0;
    }
    *out = (csr_str){ begin, (size_t)(end - begin) };
    s->i += out->len + 2;
    return 1;
}

static void no_such_name(scanner *s, const csr_type *type, const csr_str *text)
{
    csri_name_list known = { 0 };
    char what[160], there[200];
    for (uint32_t i = 0; i < type->name_count; i++) {
        csri_name_list_add(&known, type->names[i].name, strlen(type->names[i].name));
    }
    (void)snprintf(what, sizeof what, "\"%.*s\" is no %s", (int)csri_utf8_cut(text->ptr, text->len, 60), text->ptr,
                   type->name);
    (void)snprintf(there, sizeof there, "there are: %s", known.text);
    wrong(s, there, what);
}

/* A text as a value of the field's type. */
static void read_text_value(scanner *s, const csr_member *m, csri_value *out)
{
    csr_meaning meaning = m->type->meaning;
    csr_str text;
    if (!read_quoted(s, &text)) {
        return;
    }
    if (meaning == CSR_MEANING_ENUM) {
        out->number = csri_enum_value(m->type, text.ptr, text.len);
        if (out->number == 0) {
            no_such_name(s, m->type, &text);
        }
    } else if (meaning == CSR_MEANING_ID || meaning == CSR_MEANING_REF) {
        if (csr_id_parse(text.ptr, text.len, &out->id, NULL) != CSR_OK) {
            wrong(s, "", "an id as UUID text is expected");
        }
    } else if (meaning == CSR_MEANING_TEXT || meaning == CSR_MEANING_CODE) {
        out->text = (uint32_t)s->all->texts.len;
        out->len = (uint32_t)text.len;
        csri_buffer_put(&s->all->texts, text.ptr, text.len);
    } else {
        wrong(s, "", meaning == CSR_MEANING_FLAG ? "true or false is expected" : "a whole number is expected");
    }
}

/* A whole number without an exponent, or true and false. */
static void read_bare_value(scanner *s, const csr_member *m, csri_value *out)
{
    size_t begin = s->i;
    int negative = take(s, "-");
    csr_str text = word(s);
    csr_meaning meaning = m->type->meaning;
    if (meaning == CSR_MEANING_FLAG && !negative && (is(&text, "true") || is(&text, "false"))) {
        out->number = is(&text, "true");
        return;
    }
    int digits = text.len > 0 && text.len < 19 && meaning == CSR_MEANING_INTEGER;
    for (size_t i = 0; i < text.len && digits; i++) {
        digits = text.ptr[i] >= '0' && text.ptr[i] <= '9';
        out->number = digits ? out->number * 10 + (text.ptr[i] - '0') : 0;
    }
    out->number = negative ? -out->number : out->number;
    if (!digits) {
        s->i = begin;
        wrong(s, "",
              meaning == CSR_MEANING_FLAG      ? "true or false is expected"
              : meaning == CSR_MEANING_INTEGER ? "a whole number is expected"
                                               : "a text in quotation marks is expected");
    }
}

static void read_value(scanner *s, csri_clause *clause)
{
    csri_value value = { 0 };
    skip_blanks(s);
    if (s->i < s->len && (s->text[s->i] == '\'' || s->text[s->i] == '"')) {
        read_text_value(s, clause->member, &value);
    } else {
        read_bare_value(s, clause->member, &value);
    }
    if (!s->failed) {
        csri_buffer_put(&s->all->values, &value, sizeof value);
        clause->count++;
    }
}

static void read_values(scanner *s, csri_clause *clause)
{
    do {
        if (clause->count == CSRI_CONDITION_VALUES_MAX) {
            wrong(s, "", "the list is too long");
        } else {
            read_value(s, clause);
        }
    } while (!s->failed && take(s, ","));
    if (!s->failed && !take(s, "]")) {
        wrong(s, "", "] or another value is expected");
    }
}

static void read_clause(scanner *s)
{
    csri_clause clause = { .first = (uint32_t)(s->all->values.len / sizeof(csri_value)) };
    if (!read_field(s, &clause)) {
        return;
    }
    if (take(s, "==")) {
        read_value(s, &clause);
    } else {
        csr_str in = word(s);
        if (!is(&in, "in") || !take(s, "[")) {
            wrong(s, "write field == value, or field in [value, value]", "== or in [ is expected");
            return;
        }
        read_values(s, &clause);
    }
    if (!s->failed) {
        csri_buffer_put(&s->all->clauses, &clause, sizeof clause);
    }
}

void csri_condition_read(csri_document *d, const csri_place *at, json_t *json, csri_conditions *all,
                         csri_condition *out)
{
    csr_str text;
    uint32_t first = (uint32_t)(all->clauses.len / sizeof(csri_clause));
    *out = (csri_condition){ first, 0 };
    if (!csri_document_text(d, at, json, &text)) {
        return;
    }
    if (text.len > CSRI_CONDITION_BYTES_MAX) {
        csri_document_refuse(d, at, "", "a condition has at most %d bytes", CSRI_CONDITION_BYTES_MAX);
        return;
    }
    scanner s = { .d = d, .at = at, .all = all, .text = text.ptr, .len = text.len };
    csr_str always = word(&s);
    skip_blanks(&s);
    if (is(&always, "true") && s.i == s.len) {
        return;
    }
    s.i = 0;
    do {
        read_clause(&s);
        out->count++;
    } while (!s.failed && out->count < CSRI_CONDITION_CLAUSES_MAX && take(&s, "&&"));
    skip_blanks(&s);
    if (!s.failed && s.i < s.len) {
        wrong(&s, "join clauses by &&", "nothing is expected here");
    }
    if (s.failed) {
        out->count = 0;
    }
}

static int value_is(const csri_conditions *all, const csri_value *value, const csr_member *m, const void *row)
{
    const void *at = (const char *)row + m->offset;
    const char *text = all->texts.ptr ? all->texts.ptr + value->text : "";
    switch (m->c) {
    case CSR_CLASS_I32: return *(const int32_t *)at == value->number;
    case CSR_CLASS_I64: return *(const int64_t *)at == value->number;
    case CSR_CLASS_ID: return memcmp(at, &value->id, sizeof value->id) == 0;
    case CSR_CLASS_STR:
        return ((const csr_str *)at)->len == value->len &&
               (value->len == 0 || memcmp(((const csr_str *)at)->ptr, text, value->len) == 0);
    default: /* a code, NUL-ended */ return strlen(at) == value->len && memcmp(at, text, value->len) == 0;
    }
}

static int clause_holds(const csri_conditions *all, const csri_clause *clause, const csri_facts *facts)
{
    const csri_value *values = (const csri_value *)(const void *)all->values.ptr + clause->first;
    const void *row = clause->about == CSRI_ABOUT_TICKET     ? (const void *)facts->ticket
                      : clause->about == CSRI_ABOUT_CUSTOMER ? (const void *)facts->customer
                                                             : (const void *)&facts->channel;
    for (uint32_t i = 0; row && i < clause->count; i++) {
        if (value_is(all, &values[i], clause->member, row)) {
            return 1;
        }
    }
    return 0;
}

int csri_condition_holds(const csri_conditions *all, const csri_condition *condition, const csri_facts *facts)
{
    const csri_clause *clauses = (const csri_clause *)(const void *)all->clauses.ptr + condition->first;
    for (uint32_t i = 0; i < condition->count; i++) {
        if (!clause_holds(all, &clauses[i], facts)) {
            return 0;
        }
    }
    return 1;
}
