/* Selectors over labels. What an API server would have refused matches nothing. */
#include "graph/selector.h"

static bool is_in(struct value values, struct str text) {
    struct value_iter it = value_iter(values);
    while (value_next(&it))
        if (str_eq(value_str(it.value), text))
            return true;
    return false;
}

static bool compares(struct value values, struct str text, bool greater) {
    int64_t have, bound;
    if (!str_to_int64(text, &have) || !str_to_int64(value_str(value_at(values, 0)), &bound))
        return false;
    return greater ? have > bound : have < bound;
}

bool selector_holds(struct value requirement, const struct str *label) {
    struct value values = value_get(requirement, STR("values"));
    struct str operation = value_str(value_get(requirement, STR("operator")));
    if (str_eq(operation, STR("In")))
        return label && is_in(values, *label);
    if (str_eq(operation, STR("NotIn")))
        return !label || !is_in(values, *label);
    if (str_eq(operation, STR("Exists")))
        return label != NULL;
    if (str_eq(operation, STR("DoesNotExist")))
        return !label;
    if (str_eq(operation, STR("Gt")) || str_eq(operation, STR("Lt")))
        return label && compares(values, *label, str_eq(operation, STR("Gt")));
    return false;
}

bool selector_requirement(struct value requirement, struct value labels) {
    struct value label = value_get(labels, value_str(value_get(requirement, STR("key"))));
    struct str text = value_str(label);
    return selector_holds(requirement, value_is(label, VALUE_ABSENT) ? NULL : &text);
}

bool selector_matches(struct value selector, struct value labels) {
    struct value_iter it = value_iter(value_get(selector, STR("matchLabels")));
    while (value_next(&it)) {
        struct value label = value_get(labels, it.key);
        if (value_is(label, VALUE_ABSENT) || !str_eq(value_str(label), value_str(it.value)))
            return false;
    }
    it = value_iter(value_get(selector, STR("matchExpressions")));
    while (value_next(&it))
        if (!selector_requirement(it.value, labels))
            return false;
    return true;
}
