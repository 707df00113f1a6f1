/* Making values. Nothing is copied: text and entries stay where they are. */
#include "cel/value.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/arena.h"
#include "cel/iter.h"
#include "cel/opaque.h"

struct cel_value cel_bool(bool b) {
    return (struct cel_value){.type = CEL_BOOL, .boolean = b};
}

struct cel_value cel_int(int64_t i) {
    return (struct cel_value){.type = CEL_INT, .integer = i};
}

struct cel_value cel_double(double d) {
    return (struct cel_value){.type = CEL_DOUBLE, .number = d};
}

struct cel_value cel_string(struct str s) {
    return (struct cel_value){.type = CEL_STRING, .text = s};
}

struct cel_value cel_null(void) {
    return (struct cel_value){.type = CEL_NULL};
}

struct cel_value cel_time(struct timepoint t) {
    return (struct cel_value){.type = CEL_TIMESTAMP, .time = t};
}

struct cel_value cel_tree(struct value v) {
    switch (value_kind(v)) {
    case VALUE_BOOL:
        return cel_bool(value_bool(v));
    case VALUE_INT:
        return cel_int(value_int(v));
    case VALUE_DOUBLE:
        return cel_double(value_double(v));
    case VALUE_STRING:
        return cel_string(value_str(v));
    case VALUE_LIST:
        return (struct cel_value){.type = CEL_LIST, .is_tree = true, .tree = v};
    case VALUE_MAP:
        return (struct cel_value){.type = CEL_MAP, .is_tree = true, .tree = v};
    case VALUE_ABSENT:
    case VALUE_NULL:
    default:
        return cel_null();
    }
}

struct cel_value cel_list_of(struct arena *arena, const struct cel_value *items, size_t count,
                             struct missing_set missing) {
    struct cel_list *list = NEW(arena, struct cel_list);
    *list = (struct cel_list){items, count, missing};
    return (struct cel_value){.type = CEL_LIST, .list = list};
}

struct cel_value cel_optional_of(struct arena *arena, struct cel_value v) {
    struct cel_value *held = NEW(arena, struct cel_value);
    *held = v;
    return (struct cel_value){.type = CEL_OPTIONAL, .optional = held};
}

struct cel_value cel_optional_none(void) {
    return (struct cel_value){.type = CEL_OPTIONAL};
}

/* What CEL_UNKNOWN points at; has_bound says whether the second field counts. */
struct unknown {
    struct missing_set missing;
    int64_t at_least;
};

struct cel_value cel_unknown_of(struct arena *arena, struct missing_set missing) {
    struct missing_set *held = NEW(arena, struct missing_set);
    *held = missing.count ? missing : missing_one(arena, (struct missing){0});
    return (struct cel_value){.type = CEL_UNKNOWN, .unknown = held};
}

struct cel_value cel_unknown_bound_of(struct arena *arena, struct missing_set missing,
                                      int64_t at_least) {
    struct unknown *held = NEW(arena, struct unknown);
    *held = (struct unknown){missing, at_least};
    return (struct cel_value){.type = CEL_UNKNOWN, .has_bound = true, .unknown = &held->missing};
}

int64_t cel_unknown_bound(struct cel_value unknown) {
    return ((const struct unknown *)(const void *)unknown.unknown)->at_least;
}

struct cel_value cel_error_of(struct arena *arena, const char *format, ...) {
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    struct cel_error *error = NEW(arena, struct cel_error);
    error->message = str_valid_utf8(arena, str_copy(arena, str_of(text)));
    return (struct cel_value){.type = CEL_ERROR, .error = error};
}

bool cel_is_true(struct cel_value v) {
    return v.type == CEL_BOOL && v.boolean;
}

size_t cel_list_count(struct cel_value list) {
    return cel_iter_count(list);
}

const struct cel_value *cel_list_items(struct arena *arena, struct cel_value list) {
    if (!list.is_tree)
        return list.list->items;
    struct cel_value *items = NEW_ARRAY(arena, value_count(list.tree), struct cel_value);
    struct cel_iter it = cel_iter(list);
    for (size_t i = 0; cel_iter_next(&it); i++)
        items[i] = it.value;
    return items;
}

struct missing_set cel_list_missing(struct cel_value list) {
    static const struct missing unnamed;
    if (!list.is_tree)
        return list.list->missing;
    return value_is_cut(list.tree) ? (struct missing_set){&unnamed, 1} : (struct missing_set){0};
}

const char *cel_type_name(struct cel_value v) {
    static const char *const names[] = {
        [CEL_NULL] = "null_type",
        [CEL_BOOL] = "bool",
        [CEL_INT] = "int",
        [CEL_UINT] = "uint",
        [CEL_DOUBLE] = "double",
        [CEL_STRING] = "string",
        [CEL_BYTES] = "bytes",
        [CEL_LIST] = "list",
        [CEL_MAP] = "map",
        [CEL_TIMESTAMP] = "google.protobuf.Timestamp",
        [CEL_DURATION] = "google.protobuf.Duration",
        [CEL_TYPE] = "type",
        [CEL_OPTIONAL] = "optional_type",
        [CEL_ERROR] = "error",
        [CEL_UNKNOWN] = "unknown",
    };
    return v.type == CEL_OPAQUE ? v.opaque->type->name : names[v.type];
}
