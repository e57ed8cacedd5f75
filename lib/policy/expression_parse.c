#include "policy/expression_lex.h"

#include <string.h>

/* A parser one token ahead. */
typedef struct parser {
    csr_expression *e;
    uint32_t at; /* behind the token */
    unsigned depth;
    csri_token token;
    uint32_t end; /* of the token before */
} parser;

#define BRACKETS 2

static csri_node *parse_expression(parser *p);

static void advance(parser *p)
{
    p->end = p->token.to;
    csri_expression_token(p->e, &p->at, &p->token);
}

/* What a word of other languages is in this one, or NULL. */
static const char *sign_for(csr_str word)
{
    static const char *const signs[][2] = {
        { "and", "&&" }, { "AND", "&&" }, { "or", "||" }, { "OR", "||" }, { "is", "==" }
    };

    for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
        if (word.len == strlen(signs[i][0]) && memcmp(word.ptr, signs[i][0], word.len) == 0)
            return signs[i][1];
    return NULL;
}

/* What nobody expected here; a bad token has been reported already. */
static csri_node *unexpected(parser *p, const char *wanted)
{
    const csri_token *t = &p->token;
    const char *instead = sign_for(t->name);

    if (t->kind == CSRI_TOKEN_END)
        csri_expression_report(p->e, t->from, t->to, "E001", "the expression ends too early, %s is missing", wanted);
    else if (t->kind == CSRI_TOKEN_NAME && instead != NULL)
        csri_expression_report(p->e, t->from, t->to, "E004", "write \"%s\" for \"%.*s\"", instead, (int)t->name.len,
                               t->name.ptr);
    else if (t->kind != CSRI_TOKEN_BAD)
        csri_expression_report(p->e, t->from, t->to, "E002", "%s was expected here", wanted);
    return NULL;
}

static int take(parser *p, int kind)
{
    if (p->token.kind != kind)
        return 0;
    advance(p);
    return 1;
}

/* A closing bracket after a sound part. */
static csri_node *close(parser *p, csri_node *node, int kind, const char *wanted)
{
    if (node == NULL)
        return NULL;
    if (!take(p, kind))
        return unexpected(p, wanted);
    node->to = p->end;
    return node;
}

static csri_node *make(parser *p, int op, uint32_t from)
{
    csri_node *node = csri_arena_take(&p->e->arena, sizeof(*node));

    if (node != NULL) {
        node->op = (uint8_t)op;
        node->from = from;
        node->to = p->end;
        node->depth = 1;
    }
    return node;
}

/* Too deep a tree is refused here, so that whoever walks it need not look. */
static csri_node *add(parser *p, csri_node *node, csri_node *child)
{
    if (node == NULL || child == NULL)
        return NULL;
    if (child->depth >= node->depth)
        node->depth = (uint16_t)(child->depth + 1);
    if (node->depth > CSRI_EXPRESSION_DEPTH) {
        csri_expression_report(p->e, child->from, child->to, "E008", "this is nested too deeply");
        return NULL;
    }
    if (node->first == NULL)
        node->first = child;
    else
        node->last->next = child;
    node->last = child;
    node->count++;
    node->to = p->end;
    return node;
}

/* An expression inside another. In brackets it takes more stack to read than as the rest of a choice. */
static csri_node *deeper(parser *p, unsigned weight)
{
    csri_node *node;

    if (p->depth + weight > CSRI_EXPRESSION_DEPTH) {
        csri_expression_report(p->e, p->token.from, p->token.to, "E008", "this is nested too deeply");
        return NULL;
    }
    p->depth += weight;
    node = parse_expression(p);
    p->depth -= weight;
    return node;
}

/* Expressions with commas between them, behind which the list may have one more. */
static csri_node *parse_items(parser *p, csri_node *node, int closing, int trailing, const char *wanted)
{
    uint32_t most = (p->e->flags & CSR_EXPRESSION_LARGE) != 0 ? UINT16_MAX : CSRI_EXPRESSION_ITEMS;

    while (node != NULL && p->token.kind != closing) {
        node = add(p, node, deeper(p, BRACKETS));
        if (node != NULL && node->count > most) {
            csri_expression_report(p->e, node->from, p->end, "E008", "this list has more than %u items", most);
            return NULL;
        }
        if (node == NULL || !take(p, CSRI_TOKEN_COMMA))
            break;
        if (!trailing && p->token.kind == closing)
            return unexpected(p, "an expression");
    }
    return close(p, node, closing, wanted);
}

static csri_node *parse_map(parser *p, uint32_t from)
{
    csri_node *node = make(p, CSRI_NODE_MAP, from);

    while (node != NULL && p->token.kind != CSRI_TOKEN_CLOSE_MAP) {
        node = add(p, node, deeper(p, BRACKETS));
        if (node != NULL && !take(p, CSRI_TOKEN_COLON))
            return unexpected(p, "\":\"");
        node = add(p, node, deeper(p, BRACKETS));
        if (node == NULL || !take(p, CSRI_TOKEN_COMMA))
            break;
    }
    return close(p, node, CSRI_TOKEN_CLOSE_MAP, "\"}\"");
}

static int is_reserved(csr_str name)
{
    static const char *const words[] = { "as",       "break", "const",   "continue", "else", "for",
                                         "function", "if",    "let",     "import",   "loop", "namespace",
                                         "return",   "var",   "package", "void",     "while" };

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (name.ptr[0] == words[i][0] && name.len == strlen(words[i]) && memcmp(name.ptr, words[i], name.len) == 0)
            return 1;
    return 0;
}

static csri_node *parse_name(parser *p, uint32_t from, int flags)
{
    csr_str name = p->token.name;
    csri_node *node;

    if (p->token.kind != CSRI_TOKEN_NAME)
        return unexpected(p, "a name");
    if (is_reserved(name)) {
        csri_expression_report(p->e, p->token.from, p->token.to, "E009", "\"%.*s\" is a reserved word", (int)name.len,
                               name.ptr);
        return NULL;
    }
    advance(p);
    node = make(p, p->token.kind == CSRI_TOKEN_OPEN ? CSRI_NODE_CALL : CSRI_NODE_NAME, from);
    if (node == NULL)
        return NULL;
    node->name = name;
    node->flags = (uint8_t)flags;
    return take(p, CSRI_TOKEN_OPEN) ? parse_items(p, node, CSRI_TOKEN_CLOSE, 0, "\")\"") : node;
}

static csri_node *parse_literal(parser *p)
{
    csri_token t = p->token;
    csri_node *node;

    if (t.value.kind == CSR_VALUE_INT && t.magnitude > (uint64_t)INT64_MAX) {
        csri_expression_report(p->e, t.from, t.to, "E005", "this number is too large");
        return NULL;
    }
    advance(p);
    node = make(p, CSRI_NODE_CONST, t.from);
    if (node != NULL)
        node->value = t.value;
    return node;
}

static csri_node *parse_primary(parser *p)
{
    csri_token t = p->token;
    csri_node *node;

    switch (t.kind) {
    case CSRI_TOKEN_LITERAL: return parse_literal(p);
    case CSRI_TOKEN_OPEN:
        advance(p);
        node = close(p, deeper(p, BRACKETS), CSRI_TOKEN_CLOSE, "\")\"");
        if (node != NULL)
            node->flags |= CSRI_NODE_CLOSED;
        return node;
    case CSRI_TOKEN_OPEN_LIST:
        advance(p);
        return parse_items(p, make(p, CSRI_NODE_LIST, t.from), CSRI_TOKEN_CLOSE_LIST, 1, "\"]\"");
    case CSRI_TOKEN_OPEN_MAP: advance(p); return parse_map(p, t.from);
    case CSRI_TOKEN_DOT: advance(p); return parse_name(p, t.from, CSRI_NODE_ABSOLUTE);
    default: return parse_name(p, t.from, 0);
    }
}

/* Behind a dot: a field, or a function with its arguments. */
static csri_node *parse_member(parser *p, csri_node *operand)
{
    csri_token t = p->token;
    csri_node *node;

    /* Behind a dot every word is a name. */
    if (t.kind != CSRI_TOKEN_NAME && t.kind != CSRI_TOKEN_QUOTED_NAME)
        return unexpected(p, "a name");
    advance(p);
    node = make(p, t.kind == CSRI_TOKEN_NAME && p->token.kind == CSRI_TOKEN_OPEN ? CSRI_NODE_CALL : CSRI_NODE_SELECT,
                operand->from);
    node = add(p, node, operand);
    if (node == NULL)
        return NULL;
    node->name = t.name;
    if (node->op == CSRI_NODE_SELECT)
        return node;
    node->flags = CSRI_NODE_METHOD;
    advance(p);
    return parse_items(p, node, CSRI_TOKEN_CLOSE, 0, "\")\"");
}

static csri_node *parse_postfix(parser *p)
{
    csri_node *node = parse_primary(p), *index;

    while (node != NULL) {
        if (take(p, CSRI_TOKEN_DOT)) {
            node = parse_member(p, node);
        } else if (take(p, CSRI_TOKEN_OPEN_LIST)) {
            index = add(p, make(p, CSRI_NODE_INDEX, node->from), node);
            index = add(p, index, deeper(p, BRACKETS));
            node = close(p, index, CSRI_TOKEN_CLOSE_LIST, "\"]\"");
        } else if (p->token.kind == CSRI_TOKEN_OPEN_MAP &&
                   (node->op == CSRI_NODE_NAME || node->op == CSRI_NODE_SELECT)) {
            csri_expression_report(p->e, node->from, p->token.to, "E010", "there are no messages in libcsr's CEL");
            return NULL;
        } else {
            break;
        }
    }
    return node;
}

/* A minus sign right before a number belongs to it: the smallest int has no positive counterpart. */
static void negate_literal(csri_token *t)
{
    if (t->value.kind == CSR_VALUE_INT)
        t->value.as.integer = (int64_t)(0 - t->magnitude);
    else
        t->value.as.real = -t->value.as.real;
    t->magnitude = 0;
}

static int is_signed_number(const csri_token *t)
{
    return t->kind == CSRI_TOKEN_LITERAL && t->is_number && t->value.kind != CSR_VALUE_UINT;
}

/* Two signs undo each other. */
static csri_node *parse_unary(parser *p)
{
    int sign = p->token.kind, op = sign == CSRI_TOKEN_NOT ? CSRI_NODE_NOT : CSRI_NODE_NEGATE;
    uint32_t from = p->token.from;
    unsigned signs = 0;
    csri_node *node;

    if (sign == CSRI_TOKEN_NOT || sign == CSRI_TOKEN_MINUS)
        while (take(p, sign))
            signs++;
    if (sign == CSRI_TOKEN_MINUS && is_signed_number(&p->token)) {
        negate_literal(&p->token);
        signs--;
    }
    node = parse_postfix(p);
    if (node == NULL || signs % 2 == 0)
        return node;
    return add(p, make(p, op, from), node);
}

typedef struct operation {
    uint8_t token, op, rank;
} operation;

static const operation operations[] = {
    { CSRI_TOKEN_OR, CSRI_NODE_OR, 1 },          { CSRI_TOKEN_AND, CSRI_NODE_AND, 2 },
    { CSRI_TOKEN_EQ, CSRI_NODE_EQ, 3 },          { CSRI_TOKEN_NE, CSRI_NODE_NE, 3 },
    { CSRI_TOKEN_LT, CSRI_NODE_LT, 3 },          { CSRI_TOKEN_LE, CSRI_NODE_LE, 3 },
    { CSRI_TOKEN_GT, CSRI_NODE_GT, 3 },          { CSRI_TOKEN_GE, CSRI_NODE_GE, 3 },
    { CSRI_TOKEN_IN, CSRI_NODE_IN, 3 },          { CSRI_TOKEN_PLUS, CSRI_NODE_ADD, 4 },
    { CSRI_TOKEN_MINUS, CSRI_NODE_SUBTRACT, 4 }, { CSRI_TOKEN_STAR, CSRI_NODE_MULTIPLY, 5 },
    { CSRI_TOKEN_SLASH, CSRI_NODE_DIVIDE, 5 },   { CSRI_TOKEN_PERCENT, CSRI_NODE_REMAINDER, 5 },
};

static const operation *operation_of(int token)
{
    for (size_t i = 0; i < sizeof(operations) / sizeof(operations[0]); i++)
        if (operations[i].token == token)
            return &operations[i];
    return NULL;
}

/* a && b && c is one node of three. The longest text has no room for more operands than can be counted. */
static csri_node *join(parser *p, const operation *o, csri_node *left, csri_node *right)
{
    csri_node *node = left;

    if ((o->op != CSRI_NODE_AND && o->op != CSRI_NODE_OR) || left->op != o->op || left->flags & CSRI_NODE_CLOSED)
        node = add(p, make(p, o->op, left->from), left);
    return add(p, node, right);
}

/* Operators of at least this rank; those of one rank from left to right. */
static csri_node *parse_ranked(parser *p, unsigned rank)
{
    csri_node *left = parse_unary(p), *right;
    const operation *o;

    while (left != NULL && (o = operation_of(p->token.kind)) != NULL && o->rank >= rank) {
        advance(p);
        right = parse_ranked(p, o->rank + 1u);
        left = right == NULL ? NULL : join(p, o, left, right);
    }
    return left;
}

/* The middle part has no choice of its own unless in parentheses, as CEL has it. */
static csri_node *parse_expression(parser *p)
{
    csri_node *first = parse_ranked(p, 1), *choice;

    if (first == NULL || !take(p, CSRI_TOKEN_QUESTION))
        return first;
    choice = add(p, make(p, CSRI_NODE_CHOOSE, first->from), first);
    choice = add(p, choice, parse_ranked(p, 1));
    if (choice != NULL && !take(p, CSRI_TOKEN_COLON))
        return unexpected(p, "\":\"");
    return choice == NULL ? NULL : add(p, choice, deeper(p, 1));
}

csri_node *csri_expression_parse(csr_expression *e)
{
    parser p = { .e = e };
    csri_node *root;

    advance(&p);
    root = parse_expression(&p);
    if (root != NULL && p.token.kind != CSRI_TOKEN_END)
        return unexpected(&p, "the end of the expression");
    return root;
}
