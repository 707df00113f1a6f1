/* Arithmetic with checked overflow, comparison and `in`. */
#include "base/arena.h"
#include "cel/equal.h"
#include "cel/eval.h"
#include "cel/iter.h"
#include "cel/number.h"
#include "cel/times.h"

static struct cel_value no_overload(struct cel_run *run, enum token_kind op, struct cel_value a,
                                    struct cel_value b) {
    return cel_error_of(run->arena, "no such overload: %s %s %s", cel_type_name(a),
                        cel_lex_symbol(op), cel_type_name(b));
}

/* ---- arithmetic ---- */

static struct cel_value overflow(struct cel_run *run) {
    return cel_error_of(run->arena, "integer overflow");
}

static struct cel_value int_arithmetic(struct cel_run *run, enum token_kind op, int64_t a,
                                       int64_t b) {
    int64_t result = 0;
    bool bad = false;
    switch ((int)op) {
    case TOKEN_PLUS:
        bad = __builtin_add_overflow(a, b, &result);
        break;
    case TOKEN_MINUS:
        bad = __builtin_sub_overflow(a, b, &result);
        break;
    case TOKEN_STAR:
        bad = __builtin_mul_overflow(a, b, &result);
        break;
    default:
        if (b == 0)
            return cel_error_of(run->arena,
                                op == TOKEN_SLASH ? "division by zero" : "modulus by zero");
        bad = a == INT64_MIN && b == -1;
        if (!bad)
            result = op == TOKEN_SLASH ? a / b : a % b;
    }
    return bad ? overflow(run) : cel_int(result);
}

static struct cel_value uint_arithmetic(struct cel_run *run, enum token_kind op, uint64_t a,
                                        uint64_t b) {
    uint64_t result = 0;
    bool bad = false;
    switch ((int)op) {
    case TOKEN_PLUS:
        bad = __builtin_add_overflow(a, b, &result);
        break;
    case TOKEN_MINUS:
        bad = __builtin_sub_overflow(a, b, &result);
        break;
    case TOKEN_STAR:
        bad = __builtin_mul_overflow(a, b, &result);
        break;
    default:
        if (b == 0)
            return cel_error_of(run->arena,
                                op == TOKEN_SLASH ? "division by zero" : "modulus by zero");
        result = op == TOKEN_SLASH ? a / b : a % b;
    }
    return bad ? overflow(run) : (struct cel_value){.type = CEL_UINT, .unsigned_integer = result};
}

static struct cel_value double_arithmetic(struct cel_run *run, enum token_kind op,
                                          struct cel_value a, struct cel_value b) {
    switch ((int)op) {
    case TOKEN_PLUS:
        return cel_double(a.number + b.number);
    case TOKEN_MINUS:
        return cel_double(a.number - b.number);
    case TOKEN_STAR:
        return cel_double(a.number * b.number);
    case TOKEN_SLASH:
        return cel_double(a.number / b.number);
    default:
        return no_overload(run, op, a, b);
    }
}

static struct cel_value concat_text(struct cel_run *run, struct cel_value a, struct cel_value b) {
    if (!cel_run_room(run, a.text.len + b.text.len + 16))
        return cel_run_no_room(run);
    cel_run_charge(run, (a.text.len + b.text.len) / 64);
    struct strbuf out = strbuf_new(run->arena);
    strbuf_append(&out, a.text);
    strbuf_append(&out, b.text);
    a.text = strbuf_str(&out);
    return a;
}

static struct cel_value concat_lists(struct cel_run *run, struct cel_value a, struct cel_value b) {
    size_t n = cel_iter_count(a) + cel_iter_count(b);
    if (!cel_run_room(run, n * sizeof(struct cel_value)))
        return cel_run_no_room(run);
    cel_run_charge(run, n / 16);
    struct cel_value *items = NEW_ARRAY(run->arena, n, struct cel_value);
    size_t filled = 0;
    const struct cel_value both[2] = {a, b};
    for (size_t i = 0; i < 2; i++)
        for (struct cel_iter it = cel_iter(both[i]); cel_iter_next(&it);)
            items[filled++] = it.value;
    struct missing_set missing =
        missing_union(run->arena, cel_run_missing(run, a), cel_run_missing(run, b));
    return cel_list_of(run->arena, items, n, missing);
}

static struct cel_value add_others(struct cel_run *run, struct cel_value a, struct cel_value b) {
    if (a.type == b.type && (a.type == CEL_STRING || a.type == CEL_BYTES))
        return concat_text(run, a, b);
    if (a.type == CEL_LIST && b.type == CEL_LIST)
        return concat_lists(run, a, b);
    return no_overload(run, TOKEN_PLUS, a, b);
}

struct cel_value cel_operator_arithmetic(struct cel_run *run, enum token_kind op,
                                         struct cel_value a, struct cel_value b) {
    if (a.type == CEL_INT && b.type == CEL_INT)
        return int_arithmetic(run, op, a.integer, b.integer);
    if (a.type == CEL_UINT && b.type == CEL_UINT)
        return uint_arithmetic(run, op, a.unsigned_integer, b.unsigned_integer);
    if (a.type == CEL_DOUBLE && b.type == CEL_DOUBLE)
        return double_arithmetic(run, op, a, b);
    struct cel_value moment;
    if ((op == TOKEN_PLUS || op == TOKEN_MINUS) &&
        cel_times_arithmetic(run, op == TOKEN_MINUS, a, b, &moment))
        return moment;
    return op == TOKEN_PLUS ? add_others(run, a, b) : no_overload(run, op, a, b);
}

struct cel_value cel_operator_negate(struct cel_run *run, struct cel_value a) {
    if (a.type == CEL_INT)
        return a.integer == INT64_MIN ? overflow(run) : cel_int(-a.integer);
    if (a.type == CEL_DOUBLE)
        return cel_double(-a.number);
    return cel_error_of(run->arena, "no such overload: -%s", cel_type_name(a));
}

/* ---- comparison ---- */

/* memcmp's results are of any size; CEL_UNORDERED must not be among them. */
static int sign_of(int order) {
    return (order > 0) - (order < 0);
}

bool cel_operator_order(struct cel_value a, struct cel_value b, int *ret_order) {
    if (cel_number_is(a) && cel_number_is(b)) {
        *ret_order = (int)cel_number_cmp(a, b);
        return true;
    }
    if (a.type != b.type)
        return false;
    if (a.type == CEL_BOOL)
        *ret_order = a.boolean - b.boolean;
    else if (a.type == CEL_STRING || a.type == CEL_BYTES)
        *ret_order = sign_of(str_cmp(a.text, b.text));
    else if (a.type == CEL_TIMESTAMP || a.type == CEL_DURATION)
        *ret_order = time_cmp(a.time, b.time);
    else
        return false;
    return true;
}

static bool holds(enum token_kind op, int order) {
    if (order == CEL_UNORDERED)
        return false;
    switch ((int)op) {
    case TOKEN_LT:
        return order < 0;
    case TOKEN_LE:
        return order <= 0;
    case TOKEN_GT:
        return order > 0;
    default:
        return order >= 0;
    }
}

static struct cel_value contains(struct cel_run *run, struct cel_value item,
                                 struct cel_value container) {
    struct cel_value ignored;
    struct cel_outcome outcome = {0};
    if (container.type == CEL_MAP) {
        cel_run_charge(run, cel_iter_count(container) / 16);
        if (cel_iter_find(container, item, &ignored))
            return cel_bool(true);
    } else {
        struct cel_value found = cel_equal_any(run, container, item);
        if (cel_is_true(found))
            return found;
        cel_run_gather(run, &outcome, found);
    }
    if (cel_iter_is_partial(container)) {
        outcome.unknown = true;
        outcome.missing =
            missing_union(run->arena, outcome.missing, cel_run_missing(run, container));
    }
    return cel_run_outcome(run, &outcome, cel_bool(false));
}

static enum token_kind mirrored(enum token_kind op) {
    switch ((int)op) {
    case TOKEN_LT:
        return TOKEN_GT;
    case TOKEN_LE:
        return TOKEN_GE;
    case TOKEN_GT:
        return TOKEN_LT;
    case TOKEN_GE:
        return TOKEN_LE;
    default:
        return op;
    }
}

/* A number that is at least `bound` against one that is known. */
static bool decided_by_bound(enum token_kind op, int64_t bound, int64_t n, bool *ret_result) {
    if ((op == TOKEN_GE && bound >= n) || (op == TOKEN_GT && bound > n)) {
        *ret_result = true;
        return true;
    }
    if ((op == TOKEN_LT && bound >= n) || (op == TOKEN_LE && bound > n)) {
        *ret_result = false;
        return true;
    }
    return false;
}

static struct cel_value compare_bounded(struct cel_run *run, enum token_kind op, struct cel_value a,
                                        struct cel_value b) {
    bool left = a.has_bound;
    int64_t n;
    bool result;
    if (cel_number_index(left ? b : a, &n) &&
        decided_by_bound(left ? op : mirrored(op), cel_unknown_bound(left ? a : b), n, &result))
        return cel_bool(result);
    struct cel_outcome outcome = {0};
    cel_run_gather(run, &outcome, a);
    cel_run_gather(run, &outcome, b);
    return cel_run_outcome(run, &outcome, cel_null());
}

struct cel_value cel_operator_compare(struct cel_run *run, enum token_kind op, struct cel_value a,
                                      struct cel_value b) {
    if (a.has_bound || b.has_bound)
        return compare_bounded(run, op, a, b);
    int order;
    if (op == TOKEN_EQ || op == TOKEN_NE) {
        struct cel_value same = cel_equal_in(run, a, b);
        if (same.type == CEL_BOOL && op == TOKEN_NE)
            same.boolean = !same.boolean;
        return same;
    }
    if (op == TOKEN_IN && (b.type == CEL_LIST || b.type == CEL_MAP))
        return contains(run, a, b);
    if (op == TOKEN_IN || !cel_operator_order(a, b, &order))
        return no_overload(run, op, a, b);
    return cel_bool(holds(op, order));
}
