/* Recursive descent with one token of look-ahead; binary operators by precedence climbing, chains
 * of one precedence gathered in one node. Every recursion passes parse_expr or parse_unary, which
 * count the depth. */
#include "cel/parse.h"

#include <math.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/vec.h"
#include "cel/macro.h"

struct parser {
    struct arena *arena;
    const struct source_reporter *reporter;
    struct lexer lexer;
    struct token token;
    uint32_t last_end; /* of the token before it */
    unsigned depth;
};

struct arguments {
    VEC(struct expr *) exprs;
    VEC(uint8_t) marks;
    VEC(struct place) places;
};

static struct expr *parse_expr(struct parser *p);
static struct expr *parse_binary(struct parser *p, int level);

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
    x->place = span.place;
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
    struct source_span span = {x->start, x->start, x->place};
    return x->height <= LIMIT_EXPR_DEPTH || too_deep(p, span) ? x : NULL;
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

/* '?' before an entry; puts its mark. */
static bool parse_mark(struct parser *p, struct arguments *into) {
    bool optional = p->token.kind == TOKEN_QUESTION;
    *vec_push(p->arena, &into->marks) = optional;
    return !optional || advance(p);
}

static bool parse_entry(struct parser *p, struct arguments *into, bool is_map) {
    if (!parse_mark(p, into))
        return false;
    struct expr *key = is_map ? parse_expr(p) : NULL;
    if (is_map && (!key || !expect(p, TOKEN_COLON, "':' after the key")))
        return false;
    if (is_map)
        *vec_push(p->arena, &into->exprs) = key;
    struct expr *value = parse_expr(p);
    if (!value)
        return false;
    *vec_push(p->arena, &into->exprs) = value;
    return true;
}

/* Entries to the closing bracket; a comma may stand behind the last. */
static struct expr *parse_container(struct parser *p, bool is_map) {
    struct expr *x = new_expr(p, is_map ? EXPR_MAP : EXPR_LIST, p->token.span);
    enum token_kind close = is_map ? TOKEN_RBRACE : TOKEN_RBRACKET;
    struct arguments entries = {0};
    if (!advance(p))
        return NULL;
    while (p->token.kind != close) {
        if (!parse_entry(p, &entries, is_map))
            return NULL;
        if (p->token.kind == close)
            break;
        if (!expect(p, TOKEN_COMMA, is_map ? "',' or '}'" : "',' or ']'"))
            return NULL;
    }
    if (!advance(p))
        return NULL;
    x->marks = entries.marks.items;
    return with_args(p, x, entries.exprs.items, entries.exprs.count);
}

/* After '(' up to and with ')'. */
static bool parse_arguments(struct parser *p, struct arguments *into) {
    while (p->token.kind != TOKEN_RPAREN) {
        struct expr *argument = parse_expr(p);
        if (!argument)
            return false;
        *vec_push(p->arena, &into->exprs) = argument;
        if (p->token.kind == TOKEN_RPAREN)
            break;
        if (!expect(p, TOKEN_COMMA, "',' or ')'"))
            return false;
    }
    return advance(p);
}

/* ---- macros and calls ---- */

static struct expr *macro_error(struct parser *p, const struct expr *at, const char *message) {
    struct source_span span = {at->start, at->start, at->place};
    if (at->kind == EXPR_NAME)
        span.end = at->end;
    cel_source_error(p->reporter, DIAG_CEL_SYNTAX, span, "%s", message);
    return NULL;
}

static struct expr *has_macro(struct parser *p, struct expr *x, struct arguments *arguments) {
    if (arguments->exprs.count != 1 || arguments->exprs.items[0]->kind != EXPR_SELECT)
        return macro_error(p, x, "has() takes one field selection, as in has(a.b)");
    struct expr *select = arguments->exprs.items[0];
    x->kind = EXPR_HAS;
    x->name = select->name;
    x->place = select->place;
    return with_args(p, x, select->args, 1);
}

static struct expr *take_names(struct parser *p, struct expr *x, struct expr **args, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (args[i]->kind != EXPR_NAME || args[i]->leading_dot)
            return macro_error(p, args[i], "the variable of a macro must be a plain name");
        x->names[i] = args[i]->name;
    }
    if (n == 2 && str_eq(x->names[0], x->names[1]))
        return macro_error(p, args[1], "the two variables of a macro must differ");
    x->n_names = (uint32_t)n;
    return x;
}

static bool is_cel_bind(const struct expr *receiver, struct str name, size_t n_args) {
    return receiver->kind == EXPR_NAME && str_eq(receiver->name, STR("cel")) &&
           str_eq(name, STR("bind")) && n_args == 3;
}

/* x.name(args) where the arguments are known. */
static struct expr *receiver_call(struct parser *p, struct expr *x, struct expr *receiver,
                                  struct arguments *arguments) {
    struct expr **args = arguments->exprs.items;
    size_t n = arguments->exprs.count;
    if (is_cel_bind(receiver, x->name, n)) {
        x->kind = EXPR_BIND;
        return take_names(p, x, args, 1) ? with_args(p, x, args + 1, 2) : NULL;
    }
    const struct macro *macro = cel_macro_find(x->name, n);
    size_t n_names = macro ? macro->n_names : 0;
    if (macro && !take_names(p, x, args, n_names))
        return NULL;
    if (macro) {
        x->kind = macro->kind;
        x->op = macro->loop;
    }
    struct expr **all = NEW_ARRAY(p->arena, n + 1 - n_names, struct expr *);
    all[0] = receiver;
    for (size_t i = n_names; i < n; i++)
        all[i + 1 - n_names] = args[i];
    return with_args(p, x, all, n + 1 - n_names);
}

static bool is_reserved(struct str name) {
    static const char *const words[] = {
        "as",  "break", "const",   "continue",  "else",   "for", "function", "if",   "import",
        "let", "loop",  "package", "namespace", "return", "var", "void",     "while"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_is(name, words[i]))
            return true;
    return false;
}

/* A name or a call by name, with or without the dot that means "not in the container". */
static struct expr *parse_name(struct parser *p) {
    struct source_span start = p->token.span;
    bool leading_dot = p->token.kind == TOKEN_DOT;
    if (leading_dot && !advance(p))
        return NULL;
    if (p->token.kind != TOKEN_IDENTIFIER)
        return unexpected(p, leading_dot ? "a name after '.'" : "an expression");
    if (is_reserved(p->token.text)) {
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
    struct arguments arguments = {0};
    if (!advance(p) || !parse_arguments(p, &arguments))
        return NULL;
    x->kind = EXPR_CALL;
    x->end = p->last_end;
    if (str_eq(x->name, STR("has")))
        return has_macro(p, x, &arguments);
    return with_args(p, x, arguments.exprs.items, arguments.exprs.count);
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
    struct arguments arguments = {0};
    if (!advance(p) || !parse_arguments(p, &arguments))
        return NULL;
    x->kind = EXPR_CALL;
    x->is_receiver = true;
    return receiver_call(p, x, operand, &arguments);
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
    struct source_span literal_span = {span.start, p->token.span.end, span.place};
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
    struct arguments chain = {0};
    static const enum expr_kind kinds[] = {EXPR_OR, EXPR_AND, EXPR_COMPARE, EXPR_ARITHMETIC,
                                           EXPR_ARITHMETIC};
    struct expr *x = new_expr(p, kinds[level], p->token.span);
    x->start = first->start;
    *vec_push(p->arena, &chain.exprs) = first;
    while (level_of(p->token.kind) == level) {
        *vec_push(p->arena, &chain.marks) = (uint8_t)p->token.kind;
        *vec_push(p->arena, &chain.places) = p->token.span.place;
        struct expr *next = advance(p) ? parse_binary(p, level + 1) : NULL;
        if (!next)
            return NULL;
        *vec_push(p->arena, &chain.exprs) = next;
    }
    x->marks = chain.marks.items;
    x->places = chain.places.items;
    return with_args(p, x, chain.exprs.items, chain.exprs.count);
}

static struct expr *parse_binary(struct parser *p, int level) {
    if (level == LEVEL_UNARY)
        return parse_unary(p);
    struct expr *left = parse_binary(p, level + 1);
    if (!left || level_of(p->token.kind) != level)
        return left;
    return level == LEVEL_COMPARE ? parse_compare(p, left) : parse_chain(p, left, level);
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
    struct parser p = {.arena = reporter->arena, .reporter = reporter, .lexer = cel_lex(reporter)};
    if (source->text.len > LIMIT_EXPR_BYTES) {
        struct source_span span = {0, 0, {source->line, source->column}};
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
