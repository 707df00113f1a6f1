/* Turns a field's path into a value and says whether it may be shown. What holds secrets goes by
 * the names of keys, so the keys on the way to a value count as much as those within it. */
#include "rules/fieldpath.h"

#include "base/limits.h"

static struct str unquoted(struct str s) {
    bool quoted =
        s.len >= 2 && (s.ptr[0] == '\'' || s.ptr[0] == '"') && s.ptr[s.len - 1] == s.ptr[0];
    return quoted ? str_slice(s, 1, s.len - 1) : s;
}

static struct fieldpath_step bracket_step(struct str inside) {
    struct fieldpath_step step = {.kind = FIELDPATH_BAD};
    struct str plain = unquoted(inside);
    if (plain.len == 0)
        return step;
    if (plain.len != inside.len)
        return (struct fieldpath_step){.kind = FIELDPATH_KEY, .key = plain};
    if (str_to_int64(inside, &step.index) && step.index >= 0) {
        step.kind = FIELDPATH_INDEX;
        return step;
    }
    if (str_cut(inside, '=', &step.key, &step.value) && step.key.len)
        step.kind = FIELDPATH_ENTRY;
    step.value = unquoted(step.value);
    return step;
}

static size_t bracket_end(struct str path, size_t from) {
    char quote = 0;
    for (size_t at = from; at < path.len; at++) {
        char c = path.ptr[at];
        if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '\'' || c == '"')
            quote = c;
        else if (c == ']')
            return at;
    }
    return SIZE_MAX;
}

struct fieldpath_step fieldpath_step(struct str path, size_t *at) {
    struct fieldpath_step bad = {.kind = FIELDPATH_BAD};
    size_t from = *at, end = from;
    if (path.ptr[from] == '[') {
        end = bracket_end(path, from + 1);
        if (end == SIZE_MAX)
            return bad;
        *at = end + 1;
        if (*at < path.len && path.ptr[*at] == '.')
            ++*at;
        return bracket_step(str_slice(path, from + 1, end));
    }
    while (end < path.len && path.ptr[end] != '.' && path.ptr[end] != '[')
        end++;
    bool dot = end < path.len && path.ptr[end] == '.';
    *at = end + dot;
    if (end == from || (dot && *at == path.len))
        return bad;
    return (struct fieldpath_step){.kind = FIELDPATH_KEY, .key = str_slice(path, from, end)};
}

bool fieldpath_valid(struct str path) {
    size_t at = 0;
    while (at < path.len)
        if (fieldpath_step(path, &at).kind == FIELDPATH_BAD)
            return false;
    return path.len > 0;
}

static struct value entry_of(struct value list, struct str key, struct str text) {
    struct value_iter it = value_iter(list);
    while (value_kind(list) == VALUE_LIST && value_next(&it))
        if (str_eq(value_str(value_get(it.value, key)), text))
            return it.value;
    return (struct value){0};
}

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool begins_with_word(struct str text, size_t from, struct str word) {
    size_t i = 0;
    while (i < word.len && from + i < text.len && lower(text.ptr[from + i]) == word.ptr[i])
        i++;
    return i == word.len;
}

/* Two bytes as a number that is the same for small and capital letters. */
#define PAIR(a, b) (((unsigned char)(a)&31) << 5 | ((unsigned char)(b)&31))

/* How far from the beginning of a secret word (below) a pair of bytes stands at most, from 1 to 3;
 * 0: it stands in none of their first four bytes. So a text without such words is mostly read three
 * bytes at a time (Wu and Manber, "A fast algorithm for multi-pattern searching", 1994). */
static const unsigned char pair_at[1024] = {
    [PAIR('u', 's')] = 1, [PAIR('n', 'e')] = 1, [PAIR('p', 'a')] = 1, [PAIR('t', 'o')] = 1,
    [PAIR('p', 'u')] = 1, [PAIR('p', 'r')] = 1, [PAIR('a', 'u')] = 1, [PAIR('a', 'p')] = 1,
    [PAIR('l', 'a')] = 1, [PAIR('s', 'e')] = 2, [PAIR('e', 't')] = 2, [PAIR('a', 's')] = 2,
    [PAIR('o', 'k')] = 2, [PAIR('e', 'c')] = 2, [PAIR('s', 'h')] = 2, [PAIR('u', 'b')] = 2,
    [PAIR('r', 'i')] = 2, [PAIR('u', 't')] = 2, [PAIR('p', 'i')] = 2, [PAIR('r', 'e')] = 2,
    [PAIR('e', 'r')] = 3, [PAIR('t', 'w')] = 3, [PAIR('s', 's')] = 3, [PAIR('k', 'e')] = 3,
    [PAIR('c', 'r')] = 3, [PAIR('h', '-')] = 3, [PAIR('h', 'k')] = 3, [PAIR('b', 'l')] = 3,
    [PAIR('i', 'v')] = 3, [PAIR('t', 'h')] = 3, [PAIR('i', 'k')] = 3, [PAIR('e', 'd')] = 3,
    [PAIR('s', 't')] = 3,
};

static unsigned pair_of(struct str text, size_t at) {
    return pair_at[PAIR(text.ptr[at], text.ptr[at + 1])];
}

/* Where one of the words above may begin at or behind `from`; SIZE_MAX: nowhere. */
static size_t next_word(struct str text, size_t from) {
    for (size_t at = from + 2; at + 1 < text.len;) {
        unsigned near = pair_of(text, at);
        if (near == 3 && pair_of(text, at - 1) >= 2 && pair_of(text, at - 2) >= 1)
            return at - 2;
        at += near == 3 ? 1 : 3 - near;
    }
    return SIZE_MAX;
}

static bool contains_any(struct str text, const struct str *words, size_t n_words) {
    for (size_t from = next_word(text, 0); from != SIZE_MAX; from = next_word(text, from + 1))
        for (size_t i = 0; i < n_words; i++)
            if (begins_with_word(text, from, words[i]))
                return true;
    return false;
}

/* The first two are those that a text itself must not hold. A new word adds its pairs to pair_at.
 */
static const struct str secret_words[] = {
    STR_INIT("password"),    STR_INIT("private key"), STR_INIT("userdata"),
    STR_INIT("networkdata"), STR_INIT("passwd"),      STR_INIT("token"),
    STR_INIT("secret"),      STR_INIT("ssh-"),        STR_INIT("sshkey"),
    STR_INIT("publickey"),   STR_INIT("privatekey"),  STR_INIT("authorizedkeys"),
    STR_INIT("apikey"),      STR_INIT("credential"),  STR_INIT("last-applied-configuration"),
};
enum { N_SECRET_WORDS = sizeof secret_words / sizeof *secret_words, N_SECRET_IN_TEXT = 2 };

bool fieldpath_secret_text(struct str text) {
    return contains_any(text, secret_words, N_SECRET_WORDS);
}

/* Keys that only name a secret elsewhere hold nothing secret: secretRef, secretName, tokenSecret.
 */
bool fieldpath_secret_key(struct str key) {
    if (str_ends_with(key, STR("Ref")) || str_ends_with(key, STR("Name")))
        return false;
    return fieldpath_secret_text(key);
}

/* As deep as documents are, LIMIT_DEPTH_MOST. */
static bool holds_secret(struct value v, unsigned depth) {
    enum value_kind kind = value_kind(v);
    if (kind == VALUE_STRING)
        return contains_any(value_str(v), secret_words, N_SECRET_IN_TEXT);
    if (kind != VALUE_MAP && kind != VALUE_LIST)
        return false;
    if (depth > LIMIT_DEPTH_MOST)
        return true;
    struct value_iter it = value_iter(v);
    while (value_next(&it)) {
        bool filled = value_kind(it.value) != VALUE_NULL;
        if (filled && fieldpath_secret_key(it.key))
            return true;
        if (str_eq(it.key, STR("env")) && value_count(it.value))
            return true;
        if (holds_secret(it.value, depth + 1))
            return true;
    }
    return false;
}

bool fieldpath_holds_secret(struct value v) {
    return value_kind(v) != VALUE_STRING && holds_secret(v, 0);
}

struct fieldpath_end fieldpath_follow(struct value object, struct str path) {
    struct fieldpath_end end = {.value = object, .nearest = object};
    bool in_env = false;
    size_t at = 0;
    while (at < path.len && value_kind(end.value) != VALUE_ABSENT) {
        struct fieldpath_step step = fieldpath_step(path, &at);
        end.nearest = end.value;
        if (step.kind == FIELDPATH_KEY) {
            end.value = value_get(end.value, step.key);
            end.sensitive |=
                fieldpath_secret_key(step.key) || (in_env && str_eq(step.key, STR("value")));
            in_env |= str_eq(step.key, STR("env"));
        } else if (step.kind == FIELDPATH_INDEX) {
            end.value = value_at(end.value, (size_t)step.index);
        } else {
            end.value = step.kind == FIELDPATH_ENTRY ? entry_of(end.value, step.key, step.value)
                                                     : (struct value){0};
        }
    }
    if (value_kind(end.value) != VALUE_ABSENT)
        end.nearest = end.value;
    return end;
}
