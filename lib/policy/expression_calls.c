#include "policy/expression_check.h"
#include "policy/expression_host.h"
#include "policy/expression_time.h"
#include "policy/pattern.h"

typedef struct macro {
    const char *name;
    uint8_t op, arguments, other; /* so many arguments, or `other` */
} macro;

static const macro macros[] = {
    { "all", CSRI_NODE_ALL, 2, 2 },
    { "exists", CSRI_NODE_EXISTS, 2, 2 },
    { "exists_one", CSRI_NODE_EXISTS_ONE, 2, 2 },
    { "existsOne", CSRI_NODE_EXISTS_ONE, 2, 2 },
    { "filter", CSRI_NODE_FILTER, 2, 2 },
    { "map", CSRI_NODE_TRANSFORM, 2, 3 },
};

static const macro *macro_of(const csri_node *node)
{
    if (!(node->flags & CSRI_NODE_METHOD))
        return NULL;
    for (size_t i = 0; i < sizeof(macros) / sizeof(macros[0]); i++)
        if (csri_is_named(node, macros[i].name) &&
            (node->count == macros[i].arguments + 1 || node->count == macros[i].other + 1))
            return &macros[i];
    return NULL;
}

/* The second child of a loop is the name of its variable; it is taken out. */
static void check_loop(csri_checker *c, csri_node *node, const macro *m)
{
    csri_node *range = node->first, *variable = range->next;
    const csri_value_type *of;

    if (variable->op != CSRI_NODE_NAME || variable->flags & CSRI_NODE_ABSOLUTE) {
        csri_expression_report(c->e, variable->from, variable->to, "E013", "%s() needs the name of a variable here",
                               m->name);
        return;
    }
    if (c->local_count == CSRI_EXPRESSION_LOOPS) {
        csri_expression_report(c->e, node->from, node->to, "E008", "loops are nested too deeply");
        return;
    }
    csri_check_node(c, range);
    of = range->type;
    if (!csri_is_unchecked(c) && !csri_is_any(of) && of->kind != CSR_VALUE_LIST && of->kind != CSR_VALUE_MAP)
        csri_expression_report(c->e, range->from, range->to, "E110", "%s() needs a list or a map, and this is %s",
                               m->name, csri_value_kind_said(of->kind));
    node->op = m->op;
    node->slot = (uint16_t)c->local_count;
    range->next = variable->next;
    node->count--;
    c->locals[c->local_count] = variable->name;
    c->local_types[c->local_count++] = of->kind == CSR_VALUE_LIST  ? of->of
                                       : of->kind == CSR_VALUE_MAP ? of->key
                                                                   : csri_value_type_of(CSRI_TYPE_DYN);
    for (csri_node *body = range->next; body != NULL; body = body->next)
        csri_check_node(c, body);
    c->local_count--;
    if (node->op != CSRI_NODE_TRANSFORM || node->count == 3)
        csri_check_bool(c, range->next);
    if (node->op == CSRI_NODE_TRANSFORM)
        node->type = csri_value_type_list(&c->e->arena, node->last->type);
    else if (node->op == CSRI_NODE_FILTER)
        node->type =
            csri_value_type_list(&c->e->arena, of->kind == CSR_VALUE_MAP    ? of->key
                                               : of->kind == CSR_VALUE_LIST ? of->of
                                                                            : csri_value_type_of(CSRI_TYPE_DYN));
    else
        node->type = csri_value_type_of(CSR_VALUE_BOOL);
}

static void become_has(csri_checker *c, csri_node *node)
{
    csri_node *of = node->first;

    if (of->op != CSRI_NODE_SELECT) {
        csri_expression_report(c->e, of->from, of->to, "E014",
                               of->op == CSRI_NODE_INDEX
                                   ? "has() needs a field, such as has(a.b); for a key write \"k\" in m"
                                   : "has() needs a field, such as has(a.b)");
        return;
    }
    node->op = CSRI_NODE_HAS;
    node->name = of->name;
    node->first = node->last = of->first;
    node->flags = 0;
    csri_check_has(c, node, of);
}

static int may_take(const csri_function *f, const csri_node *node)
{
    const char *letter = f->arguments;

    if (strlen(letter) != node->count)
        return 0;
    for (const csri_node *child = node->first; child != NULL; child = child->next, letter++)
        if (*letter != '?' && !csri_is_any(child->type) && *letter != csri_value_letter(child->type->kind))
            return 0;
    return !csri_is_host_function(f) || csri_host_function_fits(f, node);
}

/* The type of a call of one of the host's functions, where one or more may be meant. */
static void settle_host_call(csri_checker *c, csri_node *node, const csri_function *fits, unsigned fitting)
{
    node->type = fitting == 1 ? csri_host_function_result(fits) : csri_value_type_of(CSRI_TYPE_DYN);
    if ((c->e->flags & CSR_EXPRESSION_PURE) != 0 && !csri_is_pure(node->function))
        csri_expression_report(c->e, node->from, node->to, "E103",
                               "%.*s() may give another value each time; only pure functions are allowed here",
                               (int)node->name.len, node->name.ptr);
}

/* A function that there is not: what may have been meant. */
static void report_name(csri_checker *c, const csri_node *node)
{
    csr_str near = csri_function_near(node->name, node->flags & CSRI_NODE_METHOD);

    if (csri_is_named(node, "not"))
        csri_expression_report(c->e, node->from, node->from + 3, "E004", "write \"!\" for \"not\"");
    else
        csri_expression_report(c->e, node->from, node->to, "E102", "there is no function %.*s()%s%.*s%s",
                               (int)node->name.len, node->name.ptr, near.len != 0 ? ". Did you mean " : "",
                               (int)near.len, near.len != 0 ? near.ptr : "", near.len != 0 ? "()?" : "");
}

static void report_call(csri_checker *c, const csri_node *node)
{
    if (csri_is_unchecked(c))
        return;
    if (node->function == NULL)
        report_name(c, node);
    else
        csri_expression_report(c->e, node->from, node->to, "E110", "%s() does not take these arguments%s",
                               node->function->name,
                               (node->flags & CSRI_NODE_METHOD) && node->first->type->kind == CSR_VALUE_LIST
                                   ? CSRI_IN_LIST
                                   : "");
}

static void hold_pattern(csri_checker *c, csri_node *node)
{
    const csri_node *text = node->last;
    const char *why = NULL;

    /* A constant that may be the pattern is a text. */
    if (text->op != CSRI_NODE_CONST) {
        if (!csri_is_unchecked(c))
            csri_expression_report(c->e, text->from, text->to, "E140", "the pattern must be a text that stands here");
        return;
    }
    node->pattern = csri_pattern_compile(&c->e->arena, (csr_str){ text->value.as.text, text->value.count }, &why);
    if (why != NULL)
        csri_expression_report(c->e, text->from, text->to, "E140", "%s", why);
    else if (node->pattern == NULL)
        c->e->arena.exhausted = 1;
}

static void hold_zone(csri_checker *c, csri_node *node)
{
    csr_zone_load_params load = CSR_ZONE_LOAD_PARAMS_INIT;
    const csri_node *text = node->last;
    csri_held *held;
    int64_t offset;
    csr_status status;
    csr_str name;

    if (text->op != CSRI_NODE_CONST)
        return;
    name = (csr_str){ text->value.as.text, text->value.count };
    held = csri_time_fixed_zone(name, &offset) ? NULL : csri_arena_take(&c->e->arena, sizeof(*held));
    if (held == NULL)
        return;
    load.host = &c->e->host;
    load.name = name;
    load.directory = c->e->zoneinfo;
    status = csr_zone_load(&load, &held->zone, NULL);
    if (status == CSR_E_NO_MEMORY)
        c->e->arena.exhausted = 1;
    if (status != CSR_OK) {
        csri_expression_report(c->e, text->from, text->to, "E141", "this time zone is not known");
        return;
    }
    held->next = c->e->held;
    c->e->held = held;
    node->zone = held->zone;
}

void csri_check_call(csri_checker *c, csri_node *node)
{
    const macro *m = macro_of(node);
    const csri_function *fits = NULL;
    unsigned fitting = 0;

    if (m != NULL) {
        check_loop(c, node, m);
        return;
    }
    if (csri_is_has(node)) {
        become_has(c, node);
        return;
    }
    for (csri_node *child = node->first; child != NULL; child = child->next)
        csri_check_node(c, child);
    node->function = csri_function_find(c->e->scope, node->name, node->flags & CSRI_NODE_METHOD);
    for (const csri_function *f = node->function; f != NULL; f = csri_function_next(f))
        if (may_take(f, node)) {
            fits = f;
            fitting++;
        }
    if (fitting == 0)
        report_call(c, node);
    else if (csri_is_host_function(fits))
        settle_host_call(c, node, fits, fitting);
    else if (fits->result == CSR_VALUE_TYPE)
        node->type = csri_value_type_type(&c->e->arena, node->first->type);
    else
        node->type = csri_value_type_of(fits->result);
    if (fitting == 0 || csri_is_host_function(fits))
        return;
    if (csri_is_named(node, "matches"))
        hold_pattern(c, node);
    else if (node->count == 2 && strncmp(fits->name, "get", 3) == 0)
        hold_zone(c, node);
}
