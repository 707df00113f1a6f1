/* Recursive descent with one token of look-ahead; binary operators by precedence climbing, chains
 * of one precedence gathered in one node. Operands whose number is not known yet wait on one stack,
 * so that a node's own arrays are as long as they must be. Every recursion passes parse_expr or
 * parse_unary, which count the depth. */
#include "cel/parse.h"

#include <math.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/vec.h"
#include "cel/macro.h"

struct operand {
    struct expr *expr;
    uint32_t at;  /* of the operator behind it, */
    uint8_t mark; /* and its token; of an entry that it is optional */
};

struct parser {
    struct arena *arena;
    const struct source_reporter *reporter;
    struct lexer lexer;
    struct token token;
    uint32_t last_end; /* of the token before it */
    unsigned depth;
    VEC(struct operand) operands; /* of all nodes that are open, the innermost's last */
};

static struct expr *parse_expr(struct parser *p);
static struct expr *parse_binary(struct parser *p, int lowest);

static bool advance(struct parser *p) {
    p->last_end = p->token.span.end;
    return cel_lex_next(&p->lexer, &p->token);
}

static const char *describe(const struct token *token) {
    switch ((int)token->kind) {
    case TOKEN_END:
        return "the end";
    case TOKEN_STRING:
    case TOKEN_BYTES:
        return "a string";
    case TOKEN_INT:
    case TOKEN_UINT:
    case TOKEN_DOUBLE:
        return "a number";
    default:
        return NULL;
    }
}

static struct expr *unexpected(struct parser *p, const char *wanted) {
    const char *what = describe(&p->token);
    struct str text = str_slice(p->reporter->source->text, p->token.span.start, p->token.span.end);
    if (what)
        cel_source_error(p->reporter, DIAG_CEL_SYNTAX, p->token.span, "expected %s, found %s",
                         wanted, what);
    else
        cel_source_error(p->reporter, DIAG_CEL_SYNTAX, p->token.span, "expected %s, found '%.*s'",
                         wanted, STR_ARG(text));
    return NULL;
}

static bool expect(struct parser *p, enum token_kind kind, const char *wanted) {
    if (p->token.kind != kind) {
        unexpected(p, wanted);
        return false;
    }
    return advance(p);
}

static bool too_deep(struct parser *p, struct source_span span) {
    cel_source_error(p->reporter, DIAG_CEL_LIMIT, span,
                     "nested too deeply: more than %d levels (limit expr-depth)", LIMIT_EXPR_DEPTH);
    return false;
}

static bool enter(struct parser *p) {
    return ++p->depth <= LIMIT_EXPR_DEPTH || too_deep(p, p->token.span);
}

static struct expr *new_expr(struct parser *p, enum expr_kind kind, struct source_span span) {
    struct expr *x = NEW(p->arena, struct expr);
    x->kind = (uint8_t)kind;
    x->start = span.start;
    x->end = span.end;
    x->at = span.start;
    x->height = 1;
    return x;
}

/* Sets the arguments and with them the height; NULL where that is too much. */
static struct expr *with_args(struct parser *p, struct expr *x, struct expr **args, size_t n) {
    x->args = args;
    x->n_args = (uint32_t)n;
    for (size_t i = 0; i < n; i++)
        if (args[i]->height >= x->height)
            x->height = (uint16_t)(args[i]->height + 1);
    x->end = p->last_end;
    struct source_span span = {x->at, x->at};
    return x->height <= LIMIT_EXPR_DEPTH || too_deep(p, span) ? x : NULL;
}

static struct operand *push(struct parser *p, struct expr *x) {
    struct operand *operand = vec_push(p->arena, &p->operands);
    *operand = (struct operand){.expr = x};
    return operand;
}

static struct expr *with_operands(struct parser *p, struct expr *x, size_t from) {
    size_t n = p->operands.count - from;
    struct expr **args = n ? NEW_ARRAY(p->arena, n, struct expr *) : NULL;
    for (size_t i = 0; i < n; i++)
        args[i] = p->operands.items[from + i].expr;
    p->operands.count = from;
    return with_args(p, x, args, n);
}

/* The same with a mark for each `stride` of them. */
static struct expr *with_marks(struct parser *p, struct expr *x, size_t from, size_t stride) {
    size_t n = (p->operands.count - from) / stride;
    x->marks = NEW_ARRAY(p->arena, n, uint8_t);
    for (size_t i = 0; i < n; i++)
        x->marks[i] = p->operands.items[from + i * stride].mark;
    return with_operands(p, x, from);
}

static struct expr *with_two(struct parser *p, struct expr *x, struct expr *a, struct expr *b) {
    struct expr **args = NEW_ARRAY(p->arena, 2, struct expr *);
    args[0] = a;
    args[1] = b;
    return with_args(p, x, args, b ? 2 : 1);
}

/* ---- literals ---- */

static struct expr *bad_number(struct parser *p, struct source_span span, const char *why) {
    cel_source_error(p->reporter, DIAG_CEL_SYNTAX, span, "%s", why);
    return NULL;
}

static bool magnitude(struct str text, uint64_t *ret) {
    if (text.len < 2 || (text.ptr[1] | 0x20) != 'x')
        return str_to_uint64(text, ret);
    uint64_t value = 0;
    for (size_t i = 2; i < text.len; i++) {
        char c = text.ptr[i];
        unsigned digit = c <= '9' ? (unsigned)(c - '0') : (unsigned)((c | 0x20) - 'a' + 10);
        if (value >> 60)
            return false;
        value = value << 4 | digit;
    }
    *ret = value;
    return true;
}

static struct expr *literal(struct parser *p, struct source_span span, struct cel_value value) {
    struct expr *x = new_expr(p, EXPR_LITERAL, span);
    x->literal = value;
    x->is_constant = true;
    return advance(p) ? x : NULL;
}

static struct expr *int_literal(struct parser *p, struct source_span span, bool negative) {
    uint64_t value;
    if (!magnitude(p->token.text, &value) || value > (uint64_t)INT64_MAX + negative)
        return bad_number(p, span, "this number does not fit a 64-bit integer");
    return literal(p, span, cel_int(negative ? (int64_t)(0 - value) : (int64_t)value));
}

static struct expr *double_literal(struct parser *p, struct source_span span, bool negative) {
    double value;
    if (!str_to_double(p->token.text, &value) || isinf(value))
        return bad_number(p, span, "this number cannot be held");
    return literal(p, span, cel_double(negative ? -value : value));
}

static struct expr *parse_literal(struct parser *p) {
    struct source_span span = p->token.span;
    uint64_t value;
    switch ((int)p->token.kind) {
    case TOKEN_INT:
        return int_literal(p, span, false);
    case TOKEN_UINT:
        if (!magnitude(p->token.text, &value))
            return bad_number(p, span, "this number does not fit an unsigned 64-bit integer");
        return literal(p, span, (struct cel_value){.type = CEL_UINT, .unsigned_integer = value});
    case TOKEN_DOUBLE:
        return double_literal(p, span, false);
    case TOKEN_STRING:
        return literal(p, span, cel_string(p->token.text));
    case TOKEN_BYTES:
        return literal(p, span, (struct cel_value){.type = CEL_BYTES, .text = p->token.text});
    case TOKEN_TRUE:
    case TOKEN_FALSE:
        return literal(p, span, cel_bool(p->token.kind == TOKEN_TRUE));
    default:
        return literal(p, span, cel_null());
    }
}

/* ---- lists, maps, arguments ---- */

static bool parse_entry(struct parser *p, bool is_map) {
    bool optional = p->token.kind == TOKEN_QUESTION;
    if (optional && !advance(p))
        return false;
    struct expr *key = is_map ? parse_expr(p) : NULL;
    if (is_map && (!key || !expect(p, TOKEN_COLON, "':' after the key")))
        return false;
    if (is_map)
        push(p, key)->mark = optional;
    struct expr *value = parse_expr(p);
    if (!value)
        return false;
    push(p, value)->mark = optional;
    return true;
}

/* Entries to the closing bracket; a comma may stand behind the last. */
static struct expr *parse_container(struct parser *p, bool is_map) {
    struct expr *x = new_expr(p, is_map ? EXPR_MAP : EXPR_LIST, p->token.span);
    enum token_kind close = is_map ? TOKEN_RBRACE : TOKEN_RBRACKET;
    size_t from = p->operands.count;
    if (!advance(p))
        return NULL;
    while (p->token.kind != close) {
        if (!parse_entry(p, is_map))
            return NULL;
        if (p->token.kind == close)
            break;
        if (!expect(p, TOKEN_COMMA, is_map ? "',' or '}'" : "',' or ']'"))
            return NULL;
    }
    return advance(p) ? with_marks(p, x, from, is_map ? 2 : 1) : NULL;
}

/* After '(' up to and with ')'; puts the arguments on the stack. */
static bool parse_arguments(struct parser *p) {
    while (p->token.kind != TOKEN_RPAREN) {
        struct expr *argument = parse_expr(p);
        if (!argument)
            return false;
        push(p, argument);
        if (p->token.kind == TOKEN_RPAREN)
            break;
        if (!expect(p, TOKEN_COMMA, "',' or ')'"))
            return false;
    }
    return advance(p);
}

/* ---- macros and calls ---- */

static struct expr *macro_error(struct parser *p, const struct expr *at, const char *message) {
    struct source_span span = {at->at, at->at};
    if (at->kind == EXPR_NAME)
        span.end += (uint32_t)at->name.len;
    cel_source_error(p->reporter, DIAG_CEL_SYNTAX, span, "%s", message);
    return NULL;
}

static struct expr *has_macro(struct parser *p, struct expr *x, size_t from) {
    const struct expr *select = p->operands.count == from + 1 ? p->operands.items[from].expr : NULL;
    if (!select || select->kind != EXPR_SELECT)
        return macro_error(p, x, "has() takes one field selection, as in has(a.b)");
    p->operands.count = from;
    x->kind = EXPR_HAS;
    x->name = select->name;
    x->at = select->at;
    return with_args(p, x, select->args, 1);
}

static bool take_names(struct parser *p, struct expr *x, size_t from, uint8_t n) {
    for (uint8_t i = 0; i < n; i++) {
        const struct expr *arg = p->operands.items[from + i].expr;
        if (arg->kind != EXPR_NAME || arg->leading_dot)
            return macro_error(p, arg, "the variable of a macro must be a plain name");
        x->names[i] = arg->name;
    }
    if (n == 2 && str_eq(x->names[0], x->names[1]))
        return macro_error(p, p->operands.items[from + 1].expr,
                           "the two variables of a macro must differ");
    x->n_names = n;
    return true;
}

static bool is_cel_bind(const struct expr *receiver, struct str name, size_t n_args) {
    return receiver->kind == EXPR_NAME && str_is(receiver->name, "cel") && str_is(name, "bind") &&
           n_args == 3;
}

/* x.name(args): the receiver is on the stack at `from`, the arguments behind it. Names that a macro
 * gives are no operands: the receiver takes the place of the last of them. */
static struct expr *receiver_call(struct parser *p, struct expr *x, size_t from) {
    struct operand *all = p->operands.items + from;
    size_t n_args = p->operands.count - from - 1;
    bool bind = is_cel_bind(all[0].expr, x->name, n_args);
    const struct macro *macro = bind ? NULL : cel_macro_find(x->name, n_args);
    uint8_t n_names = bind ? 1 : macro ? macro->n_names : 0;
    if (!take_names(p, x, from + 1, n_names))
        return NULL;
    if (bind)
        x->kind = EXPR_BIND;
    else
        all[n_names] = all[0];
    if (macro) {
        x->kind = macro->kind;
        x->op = macro->loop;
    }
    x = with_operands(p, x, from + n_names + bind);
    p->operands.count = from;
    return x;
}

/* A name or a call by name, with or without the dot that means "not in the container". */
static struct expr *parse_name(struct parser *p) {
    struct source_span start = p->token.span;
    bool leading_dot = p->token.kind == TOKEN_DOT;
    if (leading_dot && !advance(p))
        return NULL;
    if (p->token.kind != TOKEN_IDENTIFIER)
        return unexpected(p, leading_dot ? "a name after '.'" : "an expression");
    if (cel_lex_is_reserved(p->token.text)) {
        cel_source_error(p->reporter, DIAG_CEL_SYNTAX, p->token.span, "'%.*s' is a reserved word",
                         STR_ARG(p->token.text));
        return NULL;
    }
    struct expr *x = new_expr(p, EXPR_NAME, p->token.span);
    x->start = start.start;
    x->name = p->token.text;
    x->leading_dot = leading_dot;
    if (!advance(p))
        return NULL;
    if (p->token.kind != TOKEN_LPAREN)
        return x;
    size_t from = p->operands.count;
    if (!advance(p) || !parse_arguments(p))
        return NULL;
    x->kind = EXPR_CALL;
    x->end = p->last_end;
    return str_is(x->name, "has") ? has_macro(p, x, from) : with_operands(p, x, from);
}

/* ---- members ---- */

/* After '.': [?] name [(arguments)]. */
static struct expr *parse_selection(struct parser *p, struct expr *operand) {
    bool optional = false;
    if (!advance(p))
        return NULL;
    if (p->token.kind == TOKEN_QUESTION) {
        optional = true;
        if (!advance(p))
            return NULL;
    }
    if (p->token.kind != TOKEN_IDENTIFIER && p->token.kind != TOKEN_QUOTED)
        return unexpected(p, "a field name after '.'");
    bool quoted = p->token.kind == TOKEN_QUOTED;
    struct expr *x = new_expr(p, optional ? EXPR_OPT_SELECT : EXPR_SELECT, p->token.span);
    x->name = p->token.text;
    x->start = operand->start;
    if (!advance(p))
        return NULL;
    if (p->token.kind != TOKEN_LPAREN || optional || quoted)
        return with_two(p, x, operand, NULL);
    size_t from = p->operands.count;
    push(p, operand);
    if (!advance(p) || !parse_arguments(p))
        return NULL;
    x->kind = EXPR_CALL;
    x->is_receiver = true;
    return receiver_call(p, x, from);
}

static struct expr *parse_index(struct parser *p, struct expr *operand) {
    struct source_span span = p->token.span;
    bool optional = false;
    if (!advance(p))
        return NULL;
    if (p->token.kind == TOKEN_QUESTION) {
        optional = true;
        if (!advance(p))
            return NULL;
    }
    struct expr *index = parse_expr(p);
    if (!index || !expect(p, TOKEN_RBRACKET, "']'"))
        return NULL;
    struct expr *x = new_expr(p, optional ? EXPR_OPT_INDEX : EXPR_INDEX, span);
    x->start = operand->start;
    return with_two(p, x, operand, index);
}

/* They are no node, but belong to the text of the one inside. */
static struct expr *parse_parentheses(struct parser *p) {
    uint32_t start = p->token.span.start;
    struct expr *inner = advance(p) ? parse_expr(p) : NULL;
    if (!inner || !expect(p, TOKEN_RPAREN, "')'"))
        return NULL;
    inner->start = start;
    inner->end = p->last_end;
    return inner;
}

static struct expr *parse_primary(struct parser *p) {
    switch ((int)p->token.kind) {
    case TOKEN_INT:
    case TOKEN_UINT:
    case TOKEN_DOUBLE:
    case TOKEN_STRING:
    case TOKEN_BYTES:
    case TOKEN_TRUE:
    case TOKEN_FALSE:
    case TOKEN_NULL:
        return parse_literal(p);
    case TOKEN_LBRACKET:
        return parse_container(p, false);
    case TOKEN_LBRACE:
        return parse_container(p, true);
    case TOKEN_LPAREN:
        return parse_parentheses(p);
    default:
        return parse_name(p);
    }
}

static struct expr *parse_member(struct parser *p, struct expr *x) {
    while (x) {
        if (p->token.kind == TOKEN_DOT)
            x = parse_selection(p, x);
        else if (p->token.kind == TOKEN_LBRACKET)
            x = parse_index(p, x);
        else
            return x;
    }
    return NULL;
}

/* ---- operators ---- */

static struct expr *parse_unary(struct parser *p) {
    struct source_span span = p->token.span;
    bool minus = p->token.kind == TOKEN_MINUS;
    if (!minus && p->token.kind != TOKEN_NOT)
        return parse_member(p, parse_primary(p));
    if (!advance(p))
        return NULL;
    /* A sign belongs to the number behind it: the least integer has no positive counterpart. */
    struct source_span literal_span = {span.start, p->token.span.end};
    if (minus && p->token.kind == TOKEN_INT)
        return parse_member(p, int_literal(p, literal_span, true));
    if (minus && p->token.kind == TOKEN_DOUBLE)
        return parse_member(p, double_literal(p, literal_span, true));
    if (!enter(p))
        return NULL;
    struct expr *operand = parse_unary(p);
    p->depth--;
    struct expr *x = new_expr(p, minus ? EXPR_NEGATE : EXPR_NOT, span);
    return operand ? with_two(p, x, operand, NULL) : NULL;
}

enum level {
    LEVEL_OR,
    LEVEL_AND,
    LEVEL_COMPARE,
    LEVEL_ADD,
    LEVEL_MULTIPLY,
    LEVEL_UNARY,
};

static int level_of(enum token_kind kind) {
    switch ((int)kind) {
    case TOKEN_OR:
        return LEVEL_OR;
    case TOKEN_AND:
        return LEVEL_AND;
    case TOKEN_EQ:
    case TOKEN_NE:
    case TOKEN_LT:
    case TOKEN_LE:
    case TOKEN_GT:
    case TOKEN_GE:
    case TOKEN_IN:
        return LEVEL_COMPARE;
    case TOKEN_PLUS:
    case TOKEN_MINUS:
        return LEVEL_ADD;
    case TOKEN_STAR:
    case TOKEN_SLASH:
    case TOKEN_PERCENT:
        return LEVEL_MULTIPLY;
    default:
        return -1;
    }
}

static struct expr *parse_compare(struct parser *p, struct expr *left) {
    while (left && level_of(p->token.kind) == LEVEL_COMPARE) {
        struct expr *x = new_expr(p, EXPR_COMPARE, p->token.span);
        x->op = (uint8_t)p->token.kind;
        x->start = left->start;
        struct expr *right = advance(p) ? parse_binary(p, LEVEL_ADD) : NULL;
        left = right ? with_two(p, x, left, right) : NULL;
    }
    return left;
}

static struct expr *parse_chain(struct parser *p, struct expr *first, int level) {
    static const enum expr_kind kinds[] = {EXPR_OR, EXPR_AND, EXPR_COMPARE, EXPR_ARITHMETIC,
                                           EXPR_ARITHMETIC};
    struct expr *x = new_expr(p, kinds[level], p->token.span);
    size_t from = p->operands.count;
    x->start = first->start;
    struct operand *last = push(p, first);
    while (level_of(p->token.kind) == level) {
        last->mark = (uint8_t)p->token.kind;
        last->at = p->token.span.start;
        struct expr *next = advance(p) ? parse_binary(p, level + 1) : NULL;
        if (!next)
            return NULL;
        last = push(p, next);
    }
    if (x->kind != EXPR_ARITHMETIC)
        return with_operands(p, x, from);
    x->ats = NEW_ARRAY(p->arena, p->operands.count - from, uint32_t);
    for (size_t i = from; i < p->operands.count; i++)
        x->ats[i - from] = p->operands.items[i].at;
    return with_marks(p, x, from, 1);
}

static struct expr *parse_binary(struct parser *p, int lowest) {
    struct expr *left = parse_unary(p);
    int level;
    while (left && (level = level_of(p->token.kind)) >= lowest)
        left = level == LEVEL_COMPARE ? parse_compare(p, left) : parse_chain(p, left, level);
    return left;
}

static struct expr *parse_condition(struct parser *p) {
    struct expr *test = parse_binary(p, LEVEL_OR);
    if (!test || p->token.kind != TOKEN_QUESTION)
        return test;
    struct expr *x = new_expr(p, EXPR_CONDITION, p->token.span);
    x->start = test->start;
    struct expr **args = NEW_ARRAY(p->arena, 3, struct expr *);
    args[0] = test;
    args[1] = advance(p) ? parse_binary(p, LEVEL_OR) : NULL;
    if (!args[1] || !expect(p, TOKEN_COLON, "':' of '? :'"))
        return NULL;
    args[2] = parse_expr(p);
    return args[2] ? with_args(p, x, args, 3) : NULL;
}

static struct expr *parse_expr(struct parser *p) {
    struct expr *x = enter(p) ? parse_condition(p) : NULL;
    p->depth--;
    return x;
}

struct expr *cel_parse(const struct source_reporter *reporter) {
    const struct cel_source *source = reporter->source;
    struct operand most[32]; /* are never more; where they are, the arena has them */
    struct parser p = {.arena = reporter->arena,
                       .reporter = reporter,
                       .lexer = cel_lex(reporter),
                       .operands = {most, 0, sizeof most / sizeof *most}};
    if (source->text.len > LIMIT_EXPR_BYTES) {
        struct source_span span = {0, 0};
        cel_source_error(reporter, DIAG_CEL_LIMIT, span,
                         "the expression is longer than %zu KiB (limit expr-bytes)",
                         LIMIT_EXPR_BYTES / KIB);
        return NULL;
    }
    if (!cel_lex_next(&p.lexer, &p.token))
        return NULL;
    struct expr *root = parse_expr(&p);
    if (root && p.token.kind != TOKEN_END)
        return unexpected(&p, "an operator or the end");
    return root;
}
