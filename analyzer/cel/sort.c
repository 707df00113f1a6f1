/* Merge sort of indexes, from runs of one upwards, without recursion. */
#include "cel/sort.h"

#include "base/arena.h"
#include "cel/eval.h"
#include "cel/number.h"
#include "cel/opaque.h"

struct sorting {
    const struct cel_sort_input *input;
    bool failed;
    size_t a, b; /* the pair without an order */
};

bool cel_sort_order(struct cel_value a, struct cel_value b, int *ret_order) {
    if (a.type == CEL_OPAQUE && b.type == CEL_OPAQUE && a.opaque->type == b.opaque->type) {
        *ret_order = a.opaque->type->cmp(a.opaque, b.opaque);
        return true;
    }
    return cel_operator_order(a, b, ret_order) && *ret_order != CEL_UNORDERED;
}

static bool goes_first(struct sorting *s, size_t a, size_t b) {
    int order = 0;
    if (!cel_sort_order(s->input->keys[a], s->input->keys[b], &order) && !s->failed) {
        s->failed = true;
        s->a = a;
        s->b = b;
    }
    return order <= 0;
}

static void merge(struct sorting *s, const size_t *from, size_t *to, const size_t bounds[3]) {
    size_t left = bounds[0], right = bounds[1];
    for (size_t at = bounds[0]; at < bounds[2]; at++) {
        bool take_left =
            right >= bounds[2] || (left < bounds[1] && goes_first(s, from[left], from[right]));
        to[at] = take_left ? from[left++] : from[right++];
    }
}

static const size_t *sort_indexes(struct arena *arena, struct sorting *s, size_t n) {
    size_t *from = NEW_ARRAY(arena, n, size_t), *to = NEW_ARRAY(arena, n, size_t);
    for (size_t i = 0; i < n; i++)
        from[i] = i;
    for (size_t width = 1; width < n; width *= 2) {
        for (size_t at = 0; at < n; at += 2 * width) {
            size_t middle = at + width < n ? at + width : n;
            size_t end = at + 2 * width < n ? at + 2 * width : n;
            merge(s, from, to, (const size_t[3]){at, middle, end});
        }
        size_t *swapped = from;
        from = to;
        to = swapped;
    }
    return from;
}

bool cel_sort(struct cel_run *run, const struct cel_sort_input *input,
              struct cel_value **ret_sorted, struct cel_value *ret_error) {
    struct sorting s = {.input = input};
    int ignored;
    /* A single key must be of a type that has an order, too. */
    if (input->count == 1 && !cel_sort_order(input->keys[0], input->keys[0], &ignored))
        s.failed = true;
    cel_run_charge(run, input->count);
    const size_t *order = sort_indexes(run->arena, &s, input->count);
    if (s.failed) {
        *ret_error = cel_error_of(run->arena, "%s and %s have no order to sort by",
                                  cel_type_name(input->keys[s.a]), cel_type_name(input->keys[s.b]));
        return false;
    }
    struct cel_value *sorted = NEW_ARRAY(run->arena, input->count, struct cel_value);
    for (size_t i = 0; i < input->count; i++)
        sorted[i] = input->values[order[i]];
    *ret_sorted = sorted;
    return true;
}
