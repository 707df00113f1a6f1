/* Strict reading of rule files: the shape a value must have, and errors that show its place. */
#ifndef VIRTREADY_RULES_SHAPE_H
#define VIRTREADY_RULES_SHAPE_H

#include "base/diag.h"
#include "base/vec.h"
#include "document/value.h"
#include "rules/rule.h"

struct intern;
struct reference_kinds;

/* One file that is being read. Nothing stops at the first error; the reader looks at `errors` when
 * it is through. */
struct shape {
    struct arena *arena;
    struct diag_sink *sink;
    struct str file, text;
    size_t errors;
    VEC(size_t) starts;            /* of lines, once somebody asked */
    struct reference_kinds *kinds; /* get what the expressions of a rule read; NULL: nobody asks */
};

/* The one document of the file. False after one error. */
bool shape_read(struct shape *shape, struct intern *intern, struct value *ret_root);
/* Offset of a line, from 1; SIZE_MAX where there is none. */
size_t shape_line_start(struct shape *shape, uint32_t line);
/* The line that holds the offset. */
uint32_t shape_line_of(struct shape *shape, size_t offset);
/* At the value's own text. */
struct diag_where shape_where(const struct shape *shape, struct value at);
void shape_error(struct shape *shape, enum diag_id id, struct value at, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* At the key of the entry `it`. */
void shape_key_error(struct shape *shape, const struct value_iter *it, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* `word` is not among the words: says so, and which was probably meant. */
void shape_word_error(struct shape *shape, struct value at, const char *what, struct str word,
                      struct strs words);

/* Words that a rule file may hold: a list that ends with NULL. */
#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})
bool shape_has_word(const char *const *words, struct str word);
struct strs shape_words(struct arena *arena, const char *const *words);

/* Must be a map with no keys but these. False after an error. */
bool shape_map(struct shape *shape, struct value v, const char *what, const char *const *keys);
/* Must be a list. An absent or null one is empty. */
bool shape_list(struct shape *shape, struct value v, const char *what);

enum shape_need { OPTIONAL, REQUIRED };
/* The text of a map's entry, white space around it removed; empty where it is absent. */
struct str shape_text(struct shape *shape, struct value map, const char *key, enum shape_need need);
/* The same, which YAML must have read as text: 4.10 unquoted is a number. */
struct str shape_version(struct shape *shape, struct value map, const char *key,
                         enum shape_need need);
/* One of some words. */
struct str shape_choice(struct shape *shape, struct value map, const char *key,
                        const char *const *words, enum shape_need need);
/* A list of texts; with `words`, each one of these. */
struct strs shape_texts(struct shape *shape, struct value map, const char *key,
                        const char *const *words);
bool shape_bool(struct shape *shape, struct value map, const char *key, bool otherwise);
/* A whole number from 1 to `most`. */
uint32_t shape_count(struct shape *shape, struct value map, const char *key, uint32_t otherwise,
                     uint32_t most);
bool shape_has(struct strs strs, struct str word);

#endif
