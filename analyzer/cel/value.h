/* Values of the expression language: scalars, views on document trees, and what evaluation makes.
 *
 * A list or map is either a view on a document (`tree`, nothing is copied) or was built by an
 * expression. Values live in the arena of the evaluation, views as long as their documents. */
#ifndef VIRTREADY_CEL_VALUE_H
#define VIRTREADY_CEL_VALUE_H

#include "base/missing.h"
#include "base/time.h"
#include "document/value.h"

enum cel_type {
    CEL_NULL,
    CEL_BOOL,
    CEL_INT,
    CEL_UINT,
    CEL_DOUBLE,
    CEL_STRING,
    CEL_BYTES,
    CEL_LIST,
    CEL_MAP,
    CEL_TIMESTAMP,
    CEL_DURATION,
    CEL_TYPE,
    CEL_OPTIONAL,
    CEL_OPAQUE, /* quantity, semver, version, ip, cidr */
    CEL_ERROR,
    CEL_UNKNOWN,
};

struct cel_value {
    enum cel_type type;
    bool is_tree;   /* of CEL_LIST and CEL_MAP: `tree` is the value, else `list` or `map` */
    bool has_bound; /* of CEL_UNKNOWN: a number known to be at least cel_unknown_bound() */
    union {
        bool boolean;
        int64_t integer;
        uint64_t unsigned_integer;
        double number;
        struct str text; /* CEL_STRING, CEL_BYTES, and the name of a CEL_TYPE */
        struct value tree;
        const struct cel_list *list;
        const struct cel_map *map;
        struct timepoint
            time; /* CEL_TIMESTAMP; of CEL_DURATION: seconds and nanos of the same sign */
        const struct cel_value *optional; /* NULL: none */
        const struct cel_opaque *opaque;  /* cel/opaque.h */
        const struct cel_error *error;
        const struct missing_set *unknown; /* what was missing; never empty */
    };
};

/* A built list. With `missing` it is partial: there may be more entries, of which nothing is known.
 * One without entries stays a list, to which more can be added; every question about it is unknown.
 */
struct cel_list {
    const struct cel_value *items;
    size_t count;
    struct missing_set missing;
};

struct cel_map {
    const struct cel_value *keys;
    const struct cel_value *values;
    size_t count;
    const struct cel_value *otherwise; /* what every other key gives; NULL: there is no other */
};

struct cel_error {
    struct str message;    /* "no such key 'versions'" */
    uint32_t line, column; /* in the file the expression stands in; 0: not placed yet */
    struct str file;
};

struct cel_value cel_bool(bool b);
struct cel_value cel_int(int64_t i);
struct cel_value cel_double(double d);
struct cel_value cel_string(struct str s);
struct cel_value cel_null(void);
struct cel_value cel_time(struct timepoint t);
/* A tree's value as the language sees it; an absent value gives null. */
struct cel_value cel_tree(struct value v);
/* items are not copied. missing may be empty. */
struct cel_value cel_list_of(struct arena *arena, const struct cel_value *items, size_t count,
                             struct missing_set missing);
struct cel_value cel_optional_of(struct arena *arena, struct cel_value v);
struct cel_value cel_optional_none(void);
struct cel_value cel_unknown_of(struct arena *arena, struct missing_set missing);
/* A number of which only the least possible value is known: the size of a partial list. `>=` and
 * `>` can be true, `<` and `<=` false; for everything else it is unknown. */
struct cel_value cel_unknown_bound_of(struct arena *arena, struct missing_set missing,
                                      int64_t at_least);
int64_t cel_unknown_bound(struct cel_value unknown);
struct cel_value cel_error_of(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

bool cel_is_true(struct cel_value v);
/* Entries of any list, partial or not. cel_list_at works on trees by walking: iterate with
 * cel_list_items for all of them. */
size_t cel_list_count(struct cel_value list);
/* All entries as an array in `arena` (or the list's own). */
const struct cel_value *cel_list_items(struct arena *arena, struct cel_value list);
/* What a partial list lacks; of a list that was cut in the archive an unnamed thing. */
struct missing_set cel_list_missing(struct cel_value list);
/* Equality of the language (1 == 1.0, maps by key, any depth up to the limit). Neither may be an
 * error or unknown; what cannot be decided (partial lists) is not equal. */
bool cel_equal(struct cel_value a, struct cel_value b);
/* A total order over all values for sorting results; not the language's `<`. */
int cel_cmp_total(struct cel_value a, struct cel_value b);
/* For people: strings as they are, lists "a, b", times RFC 3339, unknown "?"; at most `limit`
 * bytes. What messages are made of. */
struct str cel_display(struct arena *arena, struct cel_value v, size_t limit);
const char *cel_type_name(struct cel_value v);

#endif
