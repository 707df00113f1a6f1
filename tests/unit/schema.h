/* Enough of JSON Schema for the two schemas of the repository: $ref into $defs, type, const, enum,
 * properties, required, additionalProperties, propertyNames, items, oneOf, pattern and bounds. Any
 * other keyword fails, so that a schema cannot say more than is checked. */
#ifndef VIRTREADY_TESTS_SCHEMA_H
#define VIRTREADY_TESTS_SCHEMA_H

#include <json-c/json.h>
#include <regex.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct schema {
    struct json_object *root;
    char problem[300];
};

static inline bool schema_fail(struct schema *s, const char *what, const char *where) {
    snprintf(s->problem, sizeof s->problem, "%s at %s", what, where);
    return false;
}

static inline const char *schema_type(struct json_object *value) {
    switch (json_object_get_type(value)) {
    case json_type_null:
        return "null";
    case json_type_boolean:
        return "boolean";
    case json_type_int:
        return "integer";
    case json_type_double:
        return "number";
    case json_type_object:
        return "object";
    case json_type_array:
        return "array";
    case json_type_string:
        break;
    }
    return "string";
}

static inline bool schema_type_is(struct json_object *wanted, struct json_object *value) {
    if (json_object_is_type(wanted, json_type_string))
        return !strcmp(json_object_get_string(wanted), schema_type(value));
    for (size_t i = 0; i < json_object_array_length(wanted); i++)
        if (!strcmp(json_object_get_string(json_object_array_get_idx(wanted, i)),
                    schema_type(value)))
            return true;
    return false;
}

static inline bool schema_one_of(struct json_object *list, struct json_object *value) {
    for (size_t i = 0; i < json_object_array_length(list); i++)
        if (json_object_equal(json_object_array_get_idx(list, i), value))
            return true;
    return false;
}

static inline bool schema_valid(struct schema *s, struct json_object *schema,
                                struct json_object *value, const char *where);

static inline bool schema_required(struct schema *s, struct json_object *required,
                                   struct json_object *value, const char *where) {
    for (size_t i = 0; i < json_object_array_length(required); i++) {
        const char *name = json_object_get_string(json_object_array_get_idx(required, i));
        if (!json_object_object_get_ex(value, name, NULL))
            return schema_fail(s, name, where);
    }
    return true;
}

/* Members that `properties` does not name are as additionalProperties says; none, where that is
 * left out. */
static inline bool schema_object(struct schema *s, struct json_object *schema,
                                 struct json_object *value, const char *where) {
    struct json_object *properties = json_object_object_get(schema, "properties");
    struct json_object *further = json_object_object_get(schema, "additionalProperties");
    (void)where;
    json_object_object_foreach(value, key, member) {
        struct json_object *rule = NULL;
        if (!json_object_object_get_ex(properties, key, &rule) &&
            json_object_is_type(further, json_type_object))
            rule = further;
        if (!rule)
            return schema_fail(s, "further member", key);
        if (!schema_valid(s, rule, member, key))
            return false;
    }
    return true;
}

static inline bool schema_names(struct schema *s, struct json_object *rule,
                                struct json_object *value, const char *where) {
    json_object_object_foreach(value, key, member) {
        struct json_object *name = json_object_new_string(key);
        bool valid = schema_valid(s, rule, name, where);
        (void)member;
        json_object_put(name);
        if (!valid)
            return false;
    }
    return true;
}

static inline bool schema_matches(struct json_object *pattern, struct json_object *value) {
    regex_t regex;
    if (regcomp(&regex, json_object_get_string(pattern), REG_EXTENDED | REG_NOSUB) != 0)
        return false;
    bool matches = regexec(&regex, json_object_get_string(value), 0, NULL, 0) == 0;
    regfree(&regex);
    return matches;
}

static inline bool schema_one(struct schema *s, struct json_object *rules,
                              struct json_object *value, const char *where) {
    size_t count = 0;
    for (size_t i = 0; i < json_object_array_length(rules); i++)
        count += schema_valid(s, json_object_array_get_idx(rules, i), value, where);
    return count == 1 || schema_fail(s, "oneOf", where);
}

static inline bool schema_items(struct schema *s, struct json_object *rule,
                                struct json_object *value, const char *where) {
    for (size_t i = 0; i < json_object_array_length(value); i++)
        if (!schema_valid(s, rule, json_object_array_get_idx(value, i), where))
            return false;
    return true;
}

/* Keywords about one type; true where the value is of another. */
static inline bool schema_typed(struct schema *s, const char *keyword, struct json_object *rule,
                                struct json_object *value, const char *where, bool *ret_known) {
    int64_t bound = json_object_get_int64(rule);
    bool object = json_object_is_type(value, json_type_object);
    bool array = json_object_is_type(value, json_type_array);
    bool string = json_object_is_type(value, json_type_string);
    bool good = true;
    if (!strcmp(keyword, "minimum"))
        good = json_object_get_int64(value) >= bound;
    else if (!strcmp(keyword, "maximum"))
        good = json_object_get_int64(value) <= bound;
    else if (!strcmp(keyword, "minLength"))
        good = !string || json_object_get_string_len(value) >= bound;
    else if (!strcmp(keyword, "minItems"))
        good = !array || (int64_t)json_object_array_length(value) >= bound;
    else if (!strcmp(keyword, "minProperties"))
        good = !object || json_object_object_length(value) >= bound;
    else if (!strcmp(keyword, "pattern"))
        good = !string || schema_matches(rule, value);
    else if (!strcmp(keyword, "required"))
        return !object || schema_required(s, rule, value, where);
    else if (!strcmp(keyword, "propertyNames"))
        return !object || schema_names(s, rule, value, where);
    else if (!strcmp(keyword, "items"))
        return !array || schema_items(s, rule, value, where);
    else
        *ret_known = false;
    return good || schema_fail(s, keyword, where);
}

static inline bool schema_keyword(struct schema *s, struct json_object *schema, const char *keyword,
                                  struct json_object *rule, struct json_object *value,
                                  const char *where) {
    if (!strcmp(keyword, "type"))
        return schema_type_is(rule, value) || schema_fail(s, "type", where);
    if (!strcmp(keyword, "const"))
        return json_object_equal(rule, value) || schema_fail(s, "const", where);
    if (!strcmp(keyword, "enum"))
        return schema_one_of(rule, value) || schema_fail(s, "enum", where);
    if (!strcmp(keyword, "oneOf"))
        return schema_one(s, rule, value, where);
    bool has_properties = json_object_object_get(schema, "properties") != NULL;
    if (!strcmp(keyword, "properties") ||
        (!strcmp(keyword, "additionalProperties") && !has_properties))
        return !json_object_is_type(value, json_type_object) ||
               schema_object(s, schema, value, where);
    static const char *const silent[] = {"additionalProperties", "$schema", "$id", "$defs", "title",
                                         "description",          "$ref"};
    bool known = true, good = schema_typed(s, keyword, rule, value, where, &known);
    if (known)
        return good;
    for (size_t i = 0; i < sizeof silent / sizeof *silent; i++)
        if (!strcmp(keyword, silent[i]))
            return true;
    return schema_fail(s, "unknown keyword", keyword);
}

static inline bool schema_valid(struct schema *s, struct json_object *schema,
                                struct json_object *value, const char *where) {
    struct json_object *ref = json_object_object_get(schema, "$ref");
    if (ref) {
        /* Beside a $ref stands only what says nothing. */
        const char *name = strrchr(json_object_get_string(ref), '/') + 1;
        schema = json_object_object_get(json_object_object_get(s->root, "$defs"), name);
        if (!schema)
            return schema_fail(s, "dangling $ref", name);
    }
    json_object_object_foreach(schema, keyword, rule) {
        if (!schema_keyword(s, schema, keyword, rule, value, where))
            return false;
    }
    return true;
}

#endif
