/* Evaluation over places instead of values: a select is the field below each place that its operand
 * can come from, a loop's variable any entry of the list. Functions are taken to read all of their
 * arguments, but for the few that hand them on; what hides which field is meant (an index that is
 * computed) reads all there are. */
#include "cel/reads.h"

#include "base/arena.h"
#include "base/intern.h"
#include "base/limits.h"
#include "cel/expr.h"
#include "cel/lex.h"

/* Lists of lists of maps …: below it everything is read. */
enum { SHAPE_DEPTH_MAX = 6, LOCALS_MAX = 2 * LIMIT_EXPR_DEPTH };

struct walk {
    struct cel_reads *reads;
    struct intern *intern;
    struct cel_shape *locals[LOCALS_MAX];
};

/* ---- shapes ---- */

struct cel_shape *cel_shape_at(struct cel_reads *reads, struct fields *place) {
    struct with_place {
        struct cel_shape shape;
        struct fields *place; /* nearly all shapes are of one, and there are thousands */
    } *one = NEW(reads->arena, struct with_place);
    one->place = place;
    one->shape.places.items = &one->place;
    one->shape.places.count = one->shape.places.cap = 1;
    return &one->shape;
}

static struct cel_shape *made(struct cel_reads *reads, struct cel_shape *entries,
                              struct cel_shape *values) {
    if (!entries && !values)
        return NULL;
    struct cel_shape *shape = NEW(reads->arena, struct cel_shape);
    shape->entries = entries;
    shape->values = values;
    return shape;
}

struct cel_shape *cel_shape_list(struct cel_reads *reads, struct cel_shape *entries) {
    return made(reads, entries, NULL);
}

struct cel_shape *cel_shape_map(struct cel_reads *reads, struct cel_shape *values) {
    return made(reads, NULL, values);
}

void cel_shape_want_whole(struct cel_reads *reads, const struct cel_shape *shape) {
    for (size_t i = 0; shape && i < shape->places.count; i++)
        shape->places.items[i]->whole = true;
    if (shape && shape->entries)
        cel_shape_want_whole(reads, shape->entries);
    if (shape && shape->values)
        cel_shape_want_whole(reads, shape->values);
}

static void add_place(struct cel_reads *reads, struct cel_shape *shape, struct fields *place) {
    for (size_t i = 0; i < shape->places.count; i++)
        if (shape->places.items[i] == place)
            return;
    *vec_push(reads->arena, &shape->places) = place;
    reads->changes++;
}

/* As deep as SHAPE_DEPTH_MAX. */
static void add(struct cel_reads *reads, struct cel_shape **into, const struct cel_shape *more,
                unsigned depth) {
    if (!more)
        return;
    if (depth > SHAPE_DEPTH_MAX) {
        cel_shape_want_whole(reads, more);
        return;
    }
    if (!*into)
        *into = NEW(reads->arena, struct cel_shape);
    for (size_t i = 0; i < more->places.count; i++)
        add_place(reads, *into, more->places.items[i]);
    add(reads, &(*into)->entries, more->entries, depth + 1);
    add(reads, &(*into)->values, more->values, depth + 1);
}

void cel_shape_add(struct cel_reads *reads, struct cel_shape **into, const struct cel_shape *more) {
    add(reads, into, more, 0);
}

struct cel_shape *cel_shape_join(struct cel_reads *reads, struct cel_shape *a,
                                 struct cel_shape *b) {
    struct cel_shape *joined = NULL;
    size_t changes = reads->changes;
    if (!a || !b || a == b)
        return a ? a : b;
    add(reads, &joined, a, 0);
    add(reads, &joined, b, 0);
    reads->changes = changes; /* a new shape is no change of one */
    return joined;
}

static struct cel_shape *below(struct cel_reads *reads, const struct cel_shape *shape,
                               uint32_t key) {
    struct cel_shape *found = NULL;
    for (size_t i = 0; shape && i < shape->places.count; i++)
        found = cel_shape_join(
            reads, found,
            cel_shape_at(reads, fields_below(reads->set, shape->places.items[i], key)));
    return found;
}

static struct cel_shape *field_of(struct cel_reads *reads, const struct cel_shape *shape,
                                  uint32_t key) {
    return cel_shape_join(reads, below(reads, shape, key), shape ? shape->values : NULL);
}

static struct cel_shape *entries_of(struct cel_reads *reads, const struct cel_shape *shape) {
    return cel_shape_join(reads, below(reads, shape, FIELDS_ENTRY), shape ? shape->entries : NULL);
}

static void want_keys(const struct cel_shape *shape) {
    for (size_t i = 0; shape && i < shape->places.count; i++)
        shape->places.items[i]->keys = true;
}

static void want_places(const struct cel_shape *shape) {
    for (size_t i = 0; shape && i < shape->places.count; i++)
        shape->places.items[i]->whole = true;
}

/* ---- expressions ---- */

static struct cel_shape *read_expr(struct walk *w, const struct expr *x);

static struct cel_shape *read_all(struct walk *w, const struct expr *x, size_t from, bool whole) {
    struct cel_shape *joined = NULL;
    for (size_t i = from; i < x->n_args; i++) {
        struct cel_shape *shape = read_expr(w, x->args[i]);
        if (whole)
            cel_shape_want_whole(w->reads, shape);
        joined = cel_shape_join(w->reads, joined, shape);
    }
    return joined;
}

static bool is_text(const struct expr *x) {
    return x->kind == EXPR_LITERAL && x->literal.type == CEL_STRING;
}

static bool is_scalar_literal(const struct expr *x) {
    return x->kind == EXPR_LITERAL && x->literal.type != CEL_LIST && x->literal.type != CEL_MAP;
}

static struct cel_shape *read_index(struct walk *w, const struct expr *x) {
    const struct expr *key = x->args[1];
    struct cel_shape *holder = read_expr(w, x->args[0]);
    if (is_text(key))
        return field_of(w->reads, holder, intern_add(w->intern, key->literal.text));
    struct cel_shape *values = holder ? holder->values : NULL;
    if (is_scalar_literal(key))
        return cel_shape_join(w->reads, entries_of(w->reads, holder), values);
    read_expr(w, key);
    want_places(holder);
    return cel_shape_join(w->reads, holder ? holder->entries : NULL, values);
}

/* A place next to a literal is asked for its own value, and a container is none. */
static struct cel_shape *read_compare(struct walk *w, const struct expr *x) {
    bool literal = is_scalar_literal(x->args[0]) || is_scalar_literal(x->args[1]);
    read_all(w, x, 0, !literal || x->op == TOKEN_IN);
    return NULL;
}

/* With one name, that is an entry of a list or a key of a map; with two, the second one is an entry
 * or a value. */
static struct cel_shape *bind_entry(struct walk *w, const struct expr *x,
                                    const struct cel_shape *over) {
    struct cel_shape *entry = entries_of(w->reads, over);
    want_keys(over);
    if (x->n_names == 2) {
        want_places(over);
        entry = cel_shape_join(w->reads, entry, over ? over->values : NULL);
    }
    w->locals[x->slot] = x->n_names == 2 ? NULL : entry;
    if (x->n_names == 2)
        w->locals[x->slot + 1] = entry;
    return entry;
}

static struct cel_shape *read_loop(struct walk *w, const struct expr *x) {
    struct cel_reads *reads = w->reads;
    struct cel_shape *entry = bind_entry(w, x, read_expr(w, x->args[0]));
    struct cel_shape *body = NULL;
    for (size_t i = 1; i < x->n_args; i++)
        body = read_expr(w, x->args[i]);
    switch ((enum loop_kind)x->op) {
    case LOOP_FILTER:
        return cel_shape_list(reads, entry);
    case LOOP_SORT_BY:
        cel_shape_want_whole(reads, body);
        return cel_shape_list(reads, entry);
    case LOOP_MAP:
        return cel_shape_list(reads, body);
    case LOOP_TRANSFORM_MAP:
        return cel_shape_map(reads, body);
    case LOOP_TRANSFORM_MAP_ENTRY:
        cel_shape_want_whole(reads, body);
        return NULL;
    case LOOP_ALL:
    case LOOP_EXISTS:
    case LOOP_EXISTS_ONE:
        break;
    }
    return NULL;
}

/* A macro of one name that is its operand. */
static struct cel_shape *read_bound(struct walk *w, const struct expr *x) {
    w->locals[x->slot] = read_expr(w, x->args[0]);
    return read_expr(w, x->args[1]);
}

/* ---- calls ---- */

enum handling {
    HANDLING_WHOLE, /* everything is read, also what the result may hold */
    HANDLING_PASS,  /* nothing is read; the result may be an argument or one of its entries */
    HANDLING_COUNT, /* which entries there are */
    HANDLING_NONE,  /* that it is there, or of which type */
};

static enum handling handling_of(struct str name) {
    static const struct {
        struct str name;
        enum handling handling;
    } rows[] = {
        {STR_INIT("first"), HANDLING_PASS},
        {STR_INIT("last"), HANDLING_PASS},
        {STR_INIT("slice"), HANDLING_PASS},
        {STR_INIT("reverse"), HANDLING_PASS},
        {STR_INIT("flatten"), HANDLING_PASS},
        {STR_INIT("value"), HANDLING_PASS},
        {STR_INIT("optional.of"), HANDLING_PASS},
        {STR_INIT("dyn"), HANDLING_PASS},
        {STR_INIT("size"), HANDLING_COUNT},
        {STR_INIT("type"), HANDLING_NONE},
        {STR_INIT("hasValue"), HANDLING_NONE},
        /* of texts alone */
        {STR_INIT("contains"), HANDLING_NONE},
        {STR_INIT("endsWith"), HANDLING_NONE},
        {STR_INIT("matches"), HANDLING_NONE},
        {STR_INIT("startsWith"), HANDLING_NONE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (str_eq(name, rows[i].name))
            return rows[i].handling;
    return HANDLING_WHOLE;
}

/* Entries of entries too: of flatten(), and of lists that a list is made of. */
static struct cel_shape *handed_on(struct cel_reads *reads, struct cel_shape *shape) {
    struct cel_shape *entries = entries_of(reads, shape);
    return cel_shape_join(reads, shape, cel_shape_join(reads, entries, entries_of(reads, entries)));
}

static struct cel_shape *read_builtin(struct walk *w, const struct expr *x) {
    struct cel_reads *reads = w->reads;
    enum handling handling = handling_of(x->name);
    struct cel_shape *args = read_all(w, x, 0, handling == HANDLING_WHOLE);
    if (handling == HANDLING_COUNT)
        want_keys(args);
    return handling == HANDLING_PASS ? handed_on(reads, args) : NULL;
}

static struct str literal_text(const struct expr *x) {
    if (!is_text(x))
        return (struct str){0};
    return x->literal.text.len ? x->literal.text : STR("");
}

static struct cel_shape *read_call(struct walk *w, const struct expr *x) {
    enum { TEXTS_MAX = 4 };
    struct str texts[TEXTS_MAX] = {{0}};
    struct cel_reads_call call = {.name = x->name, .texts = texts};
    size_t first = x->is_receiver ? 1 : 0;
    for (size_t i = first; i < x->n_args && call.n_texts < TEXTS_MAX; i++, call.n_texts++)
        texts[call.n_texts] = literal_text(x->args[i]);
    struct cel_shape *result = NULL;
    call.receiver = first ? read_expr(w, x->args[0]) : NULL;
    if (!w->reads->call(w->reads, &call, &result))
        return read_builtin(w, x);
    read_all(w, x, first, false);
    return result;
}

/* As deep as the tree, which is no higher than LIMIT_EXPR_DEPTH. */
static struct cel_shape *read_expr(struct walk *w, const struct expr *x) {
    switch ((enum expr_kind)x->kind) {
    case EXPR_VARIABLE:
        return w->reads->variable(w->reads, x->slot);
    case EXPR_LOCAL:
        return w->locals[x->slot];
    case EXPR_SELECT:
    case EXPR_OPT_SELECT:
    case EXPR_HAS:
        return field_of(w->reads, read_expr(w, x->args[0]), x->atom);
    case EXPR_INDEX:
    case EXPR_OPT_INDEX:
        return read_index(w, x);
    case EXPR_CALL:
        return read_call(w, x);
    case EXPR_LIST:
        return cel_shape_list(w->reads, read_all(w, x, 0, false));
    case EXPR_MAP:
        return cel_shape_map(w->reads, read_all(w, x, 0, false));
    case EXPR_COMPARE:
        return read_compare(w, x);
    case EXPR_LOOP:
        return read_loop(w, x);
    case EXPR_BIND:
    case EXPR_OPT_MAP:
    case EXPR_OPT_FLAT_MAP:
        return read_bound(w, x);
    case EXPR_CONDITION:
        read_expr(w, x->args[0]);
        return read_all(w, x, 1, false);
    case EXPR_NOT:
    case EXPR_AND:
    case EXPR_OR:
        read_all(w, x, 0, false);
        return NULL;
    case EXPR_LITERAL:
    case EXPR_NAME:
    case EXPR_UNBOUND:
        return NULL;
    case EXPR_OR_OPTIONAL:
    case EXPR_OR_VALUE:
    case EXPR_NEGATE:
    case EXPR_ARITHMETIC: /* lists are joined by '+' */
    default:
        return read_all(w, x, 0, false);
    }
}

struct cel_shape *cel_program_reads(struct cel_reads *reads, const struct cel_program *program) {
    struct walk w; /* locals are written before they are read */
    w.reads = reads;
    w.intern = program->intern;
    return read_expr(&w, program->root);
}
