/* Turns a field's path into a value and says whether it may be shown. What holds secrets goes by
 * the names of keys, so the keys on the way to a value count as much as those within it. */
#include "rules/fieldpath.h"

#include "base/limits.h"

struct step {
    enum { STEP_KEY, STEP_INDEX, STEP_ENTRY, STEP_BAD } kind;
    struct str key, value; /* STEP_ENTRY: the entry whose `key` is `value` */
    int64_t index;
};

static struct str unquoted(struct str s) {
    bool quoted =
        s.len >= 2 && (s.ptr[0] == '\'' || s.ptr[0] == '"') && s.ptr[s.len - 1] == s.ptr[0];
    return quoted ? str_slice(s, 1, s.len - 1) : s;
}

static struct step bracket_step(struct str inside) {
    struct step step = {.kind = STEP_BAD};
    struct str plain = unquoted(inside);
    if (plain.len == 0)
        return step;
    if (plain.len != inside.len)
        return (struct step){.kind = STEP_KEY, .key = plain};
    if (str_to_int64(inside, &step.index) && step.index >= 0) {
        step.kind = STEP_INDEX;
        return step;
    }
    if (str_cut(inside, '=', &step.key, &step.value) && step.key.len)
        step.kind = STEP_ENTRY;
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

/* The step at *at, and *at behind it and its dot. */
static struct step next_step(struct str path, size_t *at) {
    struct step bad = {.kind = STEP_BAD};
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
    return (struct step){.kind = STEP_KEY, .key = str_slice(path, from, end)};
}

bool fieldpath_valid(struct str path) {
    size_t at = 0;
    while (at < path.len)
        if (next_step(path, &at).kind == STEP_BAD)
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

static bool contains_word(struct str text, struct str word) {
    for (size_t from = 0; from + word.len <= text.len; from++)
        if (begins_with_word(text, from, word))
            return true;
    return false;
}

bool fieldpath_secret_text(struct str text) {
    static const struct str words[] = {
        {"userdata", 8},    {"networkdata", 11}, {"password", 8},
        {"passwd", 6},      {"token", 5},        {"secret", 6},
        {"ssh-", 4},        {"sshkey", 6},       {"publickey", 9},
        {"privatekey", 10}, {"private key", 11}, {"authorizedkeys", 14},
        {"apikey", 6},      {"credential", 10},  {"last-applied-configuration", 26},
    };
    /* How the words begin: text is long, and mostly none of them begins at a byte. */
    static const bool begins[26] = {['a' - 'a'] = true, ['c' - 'a'] = true, ['l' - 'a'] = true,
                                    ['n' - 'a'] = true, ['p' - 'a'] = true, ['s' - 'a'] = true,
                                    ['t' - 'a'] = true, ['u' - 'a'] = true};
    for (size_t from = 0; from < text.len; from++) {
        char c = lower(text.ptr[from]);
        if (c < 'a' || c > 'z' || !begins[c - 'a'])
            continue;
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (words[i].ptr[0] == c && begins_with_word(text, from, words[i]))
                return true;
    }
    return false;
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
        return contains_word(value_str(v), STR("password")) ||
               contains_word(value_str(v), STR("private key"));
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
        struct step step = next_step(path, &at);
        end.nearest = end.value;
        if (step.kind == STEP_KEY) {
            end.value = value_get(end.value, step.key);
            end.sensitive |=
                fieldpath_secret_key(step.key) || (in_env && str_eq(step.key, STR("value")));
            in_env |= str_eq(step.key, STR("env"));
        } else if (step.kind == STEP_INDEX) {
            end.value = value_at(end.value, (size_t)step.index);
        } else {
            end.value = step.kind == STEP_ENTRY ? entry_of(end.value, step.key, step.value)
                                                : (struct value){0};
        }
    }
    if (value_kind(end.value) != VALUE_ABSENT)
        end.nearest = end.value;
    return end;
}
