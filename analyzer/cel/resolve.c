/* Names to slots and functions, once, so that evaluating looks nothing up. The variables of macros
 * form a stack; a name is looked for there first, then among variables (longest dotted name first,
 * innermost container first), then among types. */
#include "cel/resolve.h"
#include "base/arena.h"
#include "base/intern.h"
#include "base/limits.h"
#include "cel/eval.h"
#include "cel/regex.h"

enum { LOCALS_MAX = 2 * LIMIT_EXPR_DEPTH };

struct resolver {
    const struct source_reporter *reporter;
    const struct cel_env *env;
    struct cel_env_names names;
    struct arena *arena;
    uint32_t n_ids;
    uint32_t n_locals, max_locals;
    struct str *locals; /* LOCALS_MAX: each level of the tree adds two at most */
};

static bool resolve(struct resolver *r, struct expr *x);

static struct source_span span_of(const struct expr *x) {
    struct source_span span = {x->at, x->at};
    if (x->kind == EXPR_NAME || x->kind == EXPR_CALL)
        span.end += (uint32_t)x->name.len;
    if (x->kind == EXPR_LITERAL)
        span.end = x->end;
    return span;
}

static bool resolve_args(struct resolver *r, struct expr *x, size_t from) {
    for (size_t i = from; i < x->n_args; i++) {
        x->args[i]->parent = x->id;
        if (!resolve(r, x->args[i]))
            return false;
    }
    return true;
}

/* ---- names ---- */

static uint32_t find_local(const struct resolver *r, struct str name) {
    for (uint32_t i = r->n_locals; i-- > 0;)
        if (str_eq(r->locals[i], name))
            return i;
    return UINT32_MAX;
}

/* Looks for container.name, with less and less of the container. */
static uint32_t find_variable(const struct resolver *r, struct str name, bool absolute) {
    struct str container = absolute ? (struct str){0} : r->names.container;
    while (container.len) {
        struct str full = str_printf(r->arena, "%.*s.%.*s", STR_ARG(container), STR_ARG(name));
        uint32_t slot = cel_env_find_variable(r->env, full);
        if (slot != UINT32_MAX)
            return slot;
        size_t dot = container.len;
        while (dot > 0 && container.ptr[dot - 1] != '.')
            dot--;
        container = str_slice(container, 0, dot ? dot - 1 : 0);
    }
    return cel_env_find_variable(r->env, name);
}

static const char *const types[] = {"google.protobuf.Timestamp",
                                    "google.protobuf.Duration",
                                    "net.IP",
                                    "net.CIDR",
                                    "kubernetes.Quantity",
                                    "kubernetes.Semver",
                                    "bool",
                                    "bytes",
                                    "double",
                                    "int",
                                    "list",
                                    "map",
                                    "null_type",
                                    "optional_type",
                                    "string",
                                    "type",
                                    "uint"};
/* What stands before the first dot in any of them. */
static const struct str type_roots[] = {STR_INIT("google"), STR_INIT("net"),
                                        STR_INIT("kubernetes")};

static bool find_type(struct str name, struct cel_value *ret_type) {
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (str_is(name, types[i])) {
            *ret_type = (struct cel_value){.type = CEL_TYPE, .text = str_of(types[i])};
            return true;
        }
    return false;
}

/* Makes x the variable or type of that name. */
static bool bind_name(struct resolver *r, struct expr *x, struct str name, bool absolute) {
    uint32_t slot = find_variable(r, name, absolute);
    if (slot != UINT32_MAX) {
        x->kind = EXPR_VARIABLE;
        x->slot = slot;
        x->name = name;
        return true;
    }
    if (!find_type(name, &x->literal))
        return false;
    x->kind = EXPR_LITERAL;
    x->is_constant = true;
    return true;
}

static bool unknown_name(struct resolver *r, struct expr *x) {
    if (r->names.unchecked) {
        x->kind = EXPR_UNBOUND;
        return true;
    }
    struct str best = cel_env_suggest_variable(r->env, x->name);
    unsigned distance = cel_env_suggest_limit(x->name);
    struct str local = {0};
    for (uint32_t i = 0; i < r->n_locals; i++)
        cel_env_suggest(x->name, r->locals[i], &local, &distance);
    if (local.len)
        best = local;
    if (best.len)
        cel_source_error(r->reporter, DIAG_CEL_NAME, span_of(x),
                         "unknown name '%.*s', did you mean '%.*s'?", STR_ARG(x->name),
                         STR_ARG(best));
    else
        cel_source_error(r->reporter, DIAG_CEL_NAME, span_of(x), "unknown name '%.*s'",
                         STR_ARG(x->name));
    return false;
}

static bool resolve_name(struct resolver *r, struct expr *x) {
    uint32_t local = x->leading_dot ? UINT32_MAX : find_local(r, x->name);
    if (local != UINT32_MAX) {
        x->kind = EXPR_LOCAL;
        x->slot = local;
        return true;
    }
    return bind_name(r, x, x->name, x->leading_dot) || unknown_name(r, x);
}

/* Whether selections from x may spell a name: most are fields of a plain variable, and nothing has
 * to be put together to find that out. */
static bool may_be_dotted(const struct resolver *r, const struct expr *x) {
    while (x->kind == EXPR_SELECT)
        x = x->args[0];
    if (x->kind != EXPR_NAME)
        return false;
    if (r->names.container.len || cel_env_is_qualifier(r->env, x->name))
        return true;
    for (size_t i = 0; i < sizeof type_roots / sizeof *type_roots; i++)
        if (str_eq(type_roots[i], x->name))
            return true;
    return false;
}

/* The dotted name that a chain of plain selections spells; empty where it is none, or begins with
 * the variable of a macro. */
static struct str dotted_name(const struct resolver *r, const struct expr *x, bool *ret_absolute) {
    const struct expr *parts[16];
    size_t n = 0;
    for (; x->kind == EXPR_SELECT && n < 15; x = x->args[0])
        parts[n++] = x;
    if (x->kind != EXPR_NAME || (!x->leading_dot && find_local(r, x->name) != UINT32_MAX))
        return (struct str){0};
    *ret_absolute = x->leading_dot;
    struct strbuf name = strbuf_new(r->arena);
    strbuf_append(&name, x->name);
    while (n-- > 0) {
        strbuf_append_byte(&name, '.');
        strbuf_append(&name, parts[n]->name);
    }
    return strbuf_str(&name);
}

static bool resolve_select(struct resolver *r, struct expr *x) {
    bool absolute = false;
    bool dotted = x->kind == EXPR_SELECT && may_be_dotted(r, x);
    struct str name = dotted ? dotted_name(r, x, &absolute) : (struct str){0};
    if (name.len && bind_name(r, x, name, absolute)) {
        x->n_args = 0;
        return true;
    }
    x->atom = intern_add(r->names.intern, x->name);
    return resolve_args(r, x, 0);
}

/* ---- calls ---- */

/* "math.gretest(…)": names the whole where a whole name is near. */
static struct str suggest_qualified(struct resolver *r, struct str prefix, struct str *name) {
    if (!prefix.len)
        return prefix;
    struct str full = str_printf(r->arena, "%.*s.%.*s", STR_ARG(prefix), STR_ARG(*name));
    struct str best = cel_env_suggest_function(r->env, full, false);
    if (best.len)
        *name = full;
    return best;
}

static bool unknown_function(struct resolver *r, struct expr *x) {
    bool receiver = x->is_receiver, absolute = false;
    if (r->names.unchecked)
        return resolve_args(r, x, receiver);
    struct str name = x->name;
    struct str prefix = receiver ? dotted_name(r, x->args[0], &absolute) : (struct str){0};
    struct str best = suggest_qualified(r, prefix, &name);
    if (!best.len)
        best = cel_env_suggest_function(r->env, name, receiver);
    struct source_span span = span_of(x);
    if (best.len)
        cel_source_error(r->reporter, DIAG_CEL_NAME, span,
                         "unknown function '%.*s', did you mean '%.*s'?", STR_ARG(name),
                         STR_ARG(best));
    else
        cel_source_error(r->reporter, DIAG_CEL_NAME, span, "unknown function '%.*s'",
                         STR_ARG(name));
    return false;
}

static bool wrong_arity(struct resolver *r, const struct expr *x,
                        const struct cel_function *function) {
    unsigned self = function->receiver;
    unsigned min = function->min_args - self, max = function->max_args - self;
    if (min == max)
        cel_source_error(r->reporter, DIAG_CEL_NAME, span_of(x), "'%s' takes %u argument%s, not %u",
                         function->name, min, min == 1 ? "" : "s", x->n_args - self);
    else
        cel_source_error(r->reporter, DIAG_CEL_NAME, span_of(x),
                         "'%s' takes %u to %u arguments, not %u", function->name, min, max,
                         x->n_args - self);
    return false;
}

/* "math.greatest(…)": a name in dots with no variable before it. */
static const struct function *find_qualified(struct resolver *r, struct expr *x, bool *ret_arity) {
    bool absolute, dotted = may_be_dotted(r, x->args[0]);
    struct str prefix = dotted ? dotted_name(r, x->args[0], &absolute) : (struct str){0};
    if (!prefix.len)
        return NULL;
    struct str name = str_printf(r->arena, "%.*s.%.*s", STR_ARG(prefix), STR_ARG(x->name));
    const struct function *function =
        cel_env_find_function(r->env, name, false, x->n_args - 1, ret_arity);
    if (!function)
        return NULL;
    x->is_receiver = false;
    x->name = name;
    x->args++;
    x->n_args--;
    return function;
}

static bool compile_pattern(struct resolver *r, struct expr *x) {
    if (!(x->function->flags & FUNCTION_PATTERN) || x->args[1]->kind != EXPR_LITERAL ||
        x->args[1]->literal.type != CEL_STRING)
        return true;
    struct str why;
    x->pattern = cel_regex_compile(r->arena, x->args[1]->literal.text, &why);
    if (!x->pattern)
        cel_source_error(r->reporter, DIAG_CEL_SYNTAX, span_of(x->args[1]), "%.*s", STR_ARG(why));
    return x->pattern;
}

/* Literals that a function reads (durations, versions, …) are checked and read once. */
static bool compute_constant(struct resolver *r, struct expr *x) {
    if (!(x->function->flags & FUNCTION_CONSTANT) || r->names.unchecked)
        return true;
    for (size_t i = 0; i < x->n_args; i++)
        if (x->args[i]->kind != EXPR_LITERAL)
            return true;
    struct cel_value result = cel_eval_constant(r->arena, x);
    if (result.type == CEL_ERROR) {
        cel_source_error(r->reporter, DIAG_CEL_SYNTAX, span_of(x->n_args ? x->args[0] : x), "%.*s",
                         STR_ARG(result.error->message));
        return false;
    }
    x->literal = result;
    x->is_constant = true;
    return true;
}

/* or() and orValue() evaluate their argument only where it is needed. */
static bool lazy_optional(const struct expr *x, uint8_t *ret_kind) {
    if (!x->is_receiver || x->n_args != 2)
        return false;
    bool or_value = str_eq(x->name, STR("orValue"));
    *ret_kind = or_value ? EXPR_OR_VALUE : EXPR_OR_OPTIONAL;
    return or_value || str_eq(x->name, STR("or"));
}

static bool resolve_call(struct resolver *r, struct expr *x) {
    bool arity = false, receiver = x->is_receiver;
    const struct function *function = receiver ? find_qualified(r, x, &arity) : NULL;
    uint8_t lazy;
    if (!function && lazy_optional(x, &lazy)) {
        x->kind = lazy;
        return resolve_args(r, x, 0);
    }
    if (!function)
        function = cel_env_find_function(r->env, x->name, receiver, x->n_args, &arity);
    if (!function)
        return unknown_function(r, x);
    if (!arity)
        return wrong_arity(r, x, function->row);
    x->function = function;
    return resolve_args(r, x, 0) && compile_pattern(r, x) && compute_constant(r, x);
}

/* ---- macros and literals ---- */

static bool resolve_macro(struct resolver *r, struct expr *x) {
    x->args[0]->parent = x->id;
    if (!resolve(r, x->args[0]))
        return false;
    x->slot = r->n_locals;
    for (uint32_t i = 0; i < x->n_names; i++)
        r->locals[r->n_locals++] = x->names[i];
    if (r->n_locals > r->max_locals)
        r->max_locals = r->n_locals;
    bool good = resolve_args(r, x, 1);
    r->n_locals = x->slot;
    return good;
}

/* A list of nothing but literals is made once. */
static bool resolve_list(struct resolver *r, struct expr *x) {
    if (!resolve_args(r, x, 0))
        return false;
    for (size_t i = 0; i < x->n_args; i++)
        if (x->args[i]->kind != EXPR_LITERAL || x->marks[i])
            return true;
    struct cel_value *items = NEW_ARRAY(r->arena, x->n_args, struct cel_value);
    for (size_t i = 0; i < x->n_args; i++)
        items[i] = x->args[i]->literal;
    x->literal = cel_list_of(r->arena, items, x->n_args, (struct missing_set){0});
    x->is_constant = true;
    return true;
}

static bool resolve_map(struct resolver *r, struct expr *x) {
    for (size_t i = 0; i < x->n_args; i += 2) {
        struct expr *key = x->args[i];
        if (key->kind == EXPR_LITERAL && key->literal.type == CEL_DOUBLE) {
            cel_source_error(r->reporter, DIAG_CEL_SYNTAX, span_of(key),
                             "a map's key is a string, an integer or a bool");
            return false;
        }
    }
    return resolve_args(r, x, 0);
}

static bool resolve(struct resolver *r, struct expr *x) {
    x->id = ++r->n_ids;
    switch ((enum expr_kind)x->kind) {
    case EXPR_NAME:
        return resolve_name(r, x);
    case EXPR_SELECT:
    case EXPR_OPT_SELECT:
    case EXPR_HAS:
        return resolve_select(r, x);
    case EXPR_CALL:
        return resolve_call(r, x);
    case EXPR_LOOP:
    case EXPR_BIND:
    case EXPR_OPT_MAP:
    case EXPR_OPT_FLAT_MAP:
        return resolve_macro(r, x);
    case EXPR_LIST:
        return resolve_list(r, x);
    case EXPR_MAP:
        return resolve_map(r, x);
    case EXPR_LITERAL:
    case EXPR_VARIABLE:
    case EXPR_LOCAL:
    case EXPR_UNBOUND:
    case EXPR_INDEX:
    case EXPR_OPT_INDEX:
    case EXPR_OR_OPTIONAL:
    case EXPR_OR_VALUE:
    case EXPR_NOT:
    case EXPR_NEGATE:
    case EXPR_ARITHMETIC:
    case EXPR_COMPARE:
    case EXPR_AND:
    case EXPR_OR:
    case EXPR_CONDITION:
    default:
        return resolve_args(r, x, 0);
    }
}

bool cel_resolve(const struct source_reporter *reporter, const struct cel_env *env,
                 struct expr *root, uint32_t *ret_n_locals) {
    struct str locals[LOCALS_MAX];
    struct resolver r = {.reporter = reporter,
                         .env = env,
                         .names = cel_env_names(env),
                         .arena = reporter->arena,
                         .locals = locals};
    bool good = resolve(&r, root);
    *ret_n_locals = r.max_locals;
    return good;
}
