/* One value of a document: a number of its node, cheap to copy, never changed.
 *
 * A document is an array of 16-byte nodes in the order of the text (a container, then its entries);
 * this header is the only way to read it. Values live as long as the document's arena. */
#ifndef VIRTREADY_DOCUMENT_VALUE_H
#define VIRTREADY_DOCUMENT_VALUE_H

#include "base/str.h"

struct document;

enum value_kind {
    VALUE_ABSENT, /* no such value; also the zero struct value */
    VALUE_NULL,
    VALUE_BOOL,
    VALUE_INT,
    VALUE_DOUBLE,
    VALUE_STRING,
    VALUE_LIST,
    VALUE_MAP,
};

struct value {
    const struct document *doc;
    uint32_t node;
};

enum value_kind value_kind(struct value v);
bool value_is(struct value v, enum value_kind kind);
/* These three assert the kind. Integers that do not fit int64 are VALUE_DOUBLE. */
bool value_bool(struct value v);
int64_t value_int(struct value v);
double value_double(struct value v);
/* Any scalar's text as written (decoded, valid UTF-8; hexadecimal, octal and very long numbers in
 * decimal); empty for containers, null and absent values. */
struct str value_str(struct value v);
/* Entries of a list or map; 0 for everything else. */
size_t value_count(struct value v);

/* The entry of a map under a key; absent where there is none, and where v is no map. */
struct value value_get(struct value v, struct str key);
/* The same by the key's atom in the document's intern: what expressions use. 0 finds nothing. */
struct value value_get_atom(struct value v, uint32_t key);
/* Keys joined by '.', none of which may hold a '.': value_path(v, "status.conditions"). */
struct value value_path(struct value v, const char *path);
/* The same for whoever follows one path in many objects: its keys are looked up once. */
struct intern;
struct value_keys {
    const struct intern *intern; /* of the documents; others are searched by text */
    const char *path;
    uint32_t atoms[8]; /* enough for any path of the program */
    uint32_t count;
};
struct value_keys value_keys(const struct intern *intern, const char *path);
struct value value_follow(struct value v, const struct value_keys *keys);
/* The entry of a list, counted from 0; absent beyond the end. Linear: iterate instead of counting
 * up. */
struct value value_at(struct value v, size_t index);

/* Walks the entries of a list or map in the order of the text:
 *     struct value_iter it = value_iter(v);
 *     while (value_next(&it)) use(it.key, it.value);                     key is empty in lists */
struct value_iter {
    struct str key;
    uint32_t key_atom;
    struct value value;
    uint32_t next, end;
};
struct value_iter value_iter(struct value v);
bool value_next(struct value_iter *it);
/* The same for whoever needs few of the keys: it.key is not set, value_key tells it. */
bool value_step(struct value_iter *it);
struct str value_key(const struct value_iter *it);

/* True for a container that was not read to its end or in which something was left out (the
 * document was cut short, a key is repeated or no text, a limit): what is not in it is unknown, not
 * absent. Never for scalars: half ones are left out. */
bool value_is_cut(struct value v);

/* True for a map on whose first line a key stands that was left out because nobody asks for it
 * (document/skip.h): the line may say more than the tree. */
bool value_hides_text(struct value v);

/* Lines count from 1 in the member. For an entry of a map, the line of its key. value_end_line is
 * the last line with text of the whole subtree; closing brackets do not count. */
uint32_t value_line(struct value v);
uint32_t value_end_line(struct value v);
/* Where the value's own text begins, 0 unless the document was read with positions (rule files). */
uint32_t value_text_line(struct value v);
uint32_t value_text_column(struct value v);

/* Identity: the same node of the same document. */
bool value_same(struct value a, struct value b);

#endif
