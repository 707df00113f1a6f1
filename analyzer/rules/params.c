/* Turns the `params` of a rule file and of the command line into typed values. */
#include "rules/params.h"

#include "base/arena.h"
#include "base/nearest.h"
#include "rules/rule_keys.h"

bool params_duration(struct str text, struct timepoint *ret_span) {
    static const struct {
        struct str unit;
        int64_t milliseconds;
    } units[] = {
        {{"ms", 2}, 1},      {{"s", 1}, 1000},         {{"m", 1}, 60000},
        {{"h", 1}, 3600000}, {{"d", 1}, 24 * 3600000},
    };
    enum { MOST = 100 * 365 }; /* days: a bound that keeps the sum in range */
    int64_t sum = 0;
    size_t at = 0;
    while (at < text.len) {
        size_t from = at;
        while (at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9')
            at++;
        int64_t number, unit = 0;
        if (!str_to_int64(str_slice(text, from, at), &number))
            return false;
        struct str rest = str_slice(text, at, text.len);
        for (size_t i = 0; i < sizeof units / sizeof *units && !unit; i++) {
            if (!str_starts_with(rest, units[i].unit))
                continue;
            unit = units[i].milliseconds;
            at += units[i].unit.len;
        }
        if (!unit || number > MOST * units[4].milliseconds / unit)
            return false;
        sum += number * unit;
    }
    *ret_span = (struct timepoint){sum / 1000, (int32_t)(sum % 1000) * 1000000};
    return text.len > 0;
}

static bool value_of_text(struct str type, struct str text, struct cel_value *ret_value) {
    int64_t integer;
    double number;
    struct timepoint span;
    if (str_eq(type, STR("int")) && str_to_int64(text, &integer))
        *ret_value = cel_int(integer);
    else if (str_eq(type, STR("double")) && str_to_double(text, &number))
        *ret_value = cel_double(number);
    else if (str_eq(type, STR("string")))
        *ret_value = cel_string(text);
    else if (str_eq(type, STR("bool")) && (str_eq(text, STR("true")) || str_eq(text, STR("false"))))
        *ret_value = cel_bool(str_eq(text, STR("true")));
    else if (str_eq(type, STR("duration")) && params_duration(text, &span))
        *ret_value = (struct cel_value){.type = CEL_DURATION, .time = span};
    else
        return false;
    return true;
}

/* Scalars as written: a number is no string and a quoted number is no number. */
static bool value_of(struct shape *shape, struct value v, struct str type,
                     struct cel_value *ret_value) {
    bool text_type = str_eq(type, STR("string")) || str_eq(type, STR("duration"));
    enum value_kind kind = value_kind(v);
    bool scalar =
        kind == VALUE_STRING || kind == VALUE_INT || kind == VALUE_DOUBLE || kind == VALUE_BOOL;
    if (scalar && (kind == VALUE_STRING) == text_type &&
        value_of_text(type, value_str(v), ret_value))
        return true;
    shape_error(shape, DIAG_RULE_SHAPE, v, "not of type %.*s", STR_ARG(type));
    return false;
}

void params_load(struct shape *shape, struct value map, struct rule *rule) {
    VEC(struct rule_param) params = {0};
    if (value_kind(map) == VALUE_ABSENT)
        return;
    if (value_kind(map) != VALUE_MAP) {
        shape_error(shape, DIAG_RULE_SHAPE, map, "'params' must be a mapping");
        return;
    }
    struct value_iter it = value_iter(map);
    while (value_next(&it)) {
        if (!shape_map(shape, it.value, "a parameter", KEYS_PARAM))
            continue;
        struct rule_param param = {.name = it.key};
        param.type = shape_choice(shape, it.value, "type", WORDS_PARAM_TYPE, REQUIRED);
        param.help = shape_text(shape, it.value, "help", REQUIRED);
        struct value value = value_get(it.value, STR("value"));
        if (value_kind(value) == VALUE_ABSENT)
            shape_error(shape, DIAG_RULE_KEY, it.value, "key 'value' is missing");
        else if (value_of(shape, value, param.type, &param.value))
            *vec_push(shape->arena, &params) = param;
    }
    rule->params = params.items;
    rule->n_params = params.count;
}

static size_t param_index(const struct rule *rule, struct str name) {
    size_t i = 0;
    while (i < rule->n_params && !str_eq(rule->params[i].name, name))
        i++;
    return i;
}

static struct rule_param *copy_params(struct arena *arena, const struct rule *rule) {
    struct rule_param *params = NEW_ARRAY(arena, rule->n_params, struct rule_param);
    for (size_t i = 0; i < rule->n_params; i++)
        params[i] = rule->params[i];
    return params;
}

bool params_replace(struct shape *shape, struct value map, const struct rule *rule,
                    const struct rule_param **ret_params) {
    struct rule_param *params = copy_params(shape->arena, rule);
    size_t before = shape->errors;
    struct value_iter it = value_iter(map);
    while (value_next(&it)) {
        size_t i = param_index(rule, it.key);
        if (i == rule->n_params)
            shape_key_error(shape, &it, "the rule has no parameter '%.*s'", STR_ARG(it.key));
        else
            value_of(shape, it.value, params[i].type, &params[i].value);
    }
    *ret_params = params;
    return shape->errors == before;
}

static bool usage(struct diag_sink *sink, struct str option, const char *problem) {
    diag_add(sink, DIAG_ERROR, DIAG_USAGE, (struct diag_where){0}, "--param %.*s: %s",
             STR_ARG(option), problem);
    return false;
}

bool params_option(struct rule_set *set, struct str option, struct diag_sink *sink) {
    struct str left, text, id, name;
    if (!str_cut(option, '=', &left, &text) || !str_cut(left, '.', &id, &name))
        return usage(sink, option, "expected ID.NAME=VALUE");
    struct rule *rule = map_find(&set->by_id, id);
    if (!rule)
        return usage(sink, option, "there is no such rule");
    size_t i = param_index(rule, name);
    if (i == rule->n_params)
        return usage(sink, option, "the rule has no such parameter");
    struct rule_param *params = copy_params(set->arena, rule);
    if (!value_of_text(params[i].type, str_copy(set->arena, text), &params[i].value))
        return usage(
            sink, option,
            str_c(set->arena, str_printf(set->arena, "not of type %.*s", STR_ARG(params[i].type))));
    rule->params = params;
    return true;
}
