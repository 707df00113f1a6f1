/* Enough of JSON Schema for templates/report.schema.json: $ref into $defs, type, const, enum,
 * properties, required, additionalProperties, items, minimum. Any other keyword fails, so that the
 * schema cannot say more than is checked. */
#ifndef VIRTREADY_TESTS_SCHEMA_H
#define VIRTREADY_TESTS_SCHEMA_H

#include <json-c/json.h>
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

static inline bool schema_object(struct schema *s, struct json_object *schema,
                                 struct json_object *value, const char *where) {
    struct json_object *required = json_object_object_get(schema, "required");
    struct json_object *properties = json_object_object_get(schema, "properties");
    for (size_t i = 0; required && i < json_object_array_length(required); i++)
        if (!json_object_object_get_ex(
                value, json_object_get_string(json_object_array_get_idx(required, i)), NULL))
            return schema_fail(s, json_object_get_string(json_object_array_get_idx(required, i)),
                               where);
    json_object_object_foreach(value, key, member) {
        struct json_object *rule;
        if (!json_object_object_get_ex(properties, key, &rule))
            return schema_fail(s, "further member", key);
        if (!schema_valid(s, rule, member, key))
            return false;
    }
    return true;
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
    if (!strcmp(keyword, "minimum"))
        return json_object_get_int64(value) >= json_object_get_int64(rule) ||
               schema_fail(s, "minimum", where);
    if (!strcmp(keyword, "properties"))
        return !json_object_is_type(value, json_type_object) ||
               schema_object(s, schema, value, where);
    if (!strcmp(keyword, "items")) {
        for (size_t i = 0;
             json_object_is_type(value, json_type_array) && i < json_object_array_length(value);
             i++)
            if (!schema_valid(s, rule, json_object_array_get_idx(value, i), where))
                return false;
        return true;
    }
    static const char *const silent[] = {
        "required", "additionalProperties", "$schema", "$id", "$defs", "title", "description"};
    for (size_t i = 0; i < sizeof silent / sizeof *silent; i++)
        if (!strcmp(keyword, silent[i]))
            return true;
    return schema_fail(s, "unknown keyword", keyword);
}

static inline bool schema_valid(struct schema *s, struct json_object *schema,
                                struct json_object *value, const char *where) {
    struct json_object *ref = json_object_object_get(schema, "$ref");
    if (ref) {
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
