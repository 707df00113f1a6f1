/* One pass over a pattern: refuses what RE2 does not have (it could not be matched in linear time
 * there, and rules must mean the same in Kubernetes), and rewrites \s, \S and \z, which PCRE2 reads
 * a little differently. */
#include "cel/re2.h"

struct translation {
    struct str pattern;
    size_t at;
    struct strbuf *out;
    bool after_quantifier, can_repeat;
};

static char peek(const struct translation *t, size_t ahead) {
    size_t at = t->at + ahead;
    return at < t->pattern.len ? t->pattern.ptr[at] : '\0';
}

static void copy(struct translation *t, size_t bytes) {
    strbuf_append(t->out, str_slice(t->pattern, t->at, t->at + bytes));
    t->at += bytes;
    if (t->at > t->pattern.len)
        t->at = t->pattern.len;
}

static bool is_one_of(char c, const char *set) {
    for (; *set; set++)
        if (*set == c)
            return true;
    return false;
}

static bool is_alnum(char c) {
    char lower = (char)(c | 0x20);
    return (c >= '0' && c <= '9') || (lower >= 'a' && lower <= 'z');
}

static const char *quoted(struct translation *t) {
    size_t end = str_find(t->pattern, STR("\\E"), t->at);
    end = end == SIZE_MAX ? t->pattern.len : end + 2;
    copy(t, end - t->at);
    return NULL;
}

/* At a backslash. */
static const char *escape(struct translation *t, bool in_class) {
    char c = peek(t, 1);
    if (c == '\0' && t->at + 1 >= t->pattern.len)
        return "the pattern ends in a backslash";
    if (c == 's' || c == 'S') {
        t->at += 2;
        strbuf_append(t->out, in_class
                                  ? (c == 's' ? STR("\\t\\n\\f\\r ") : STR("\\S\\x0b"))
                                  : (c == 's' ? STR("[\\t\\n\\f\\r ]") : STR("[^\\t\\n\\f\\r ]")));
        return NULL;
    }
    if (c == 'Q' && !in_class)
        return quoted(t);
    if (c >= '1' && c <= '9')
        return "back-references are not supported";
    if (c == 'C')
        return "\\C is not supported";
    const char *known = in_class ? "afnrtvxdDwWpP0" : "afnrtvxdDwWpP0bBAz";
    if (is_alnum(c) && !is_one_of(c, known))
        return "this escape sequence is not supported";
    copy(t, 2);
    return NULL;
}

/* "[:alpha:]" or one character. */
static const char *class_item(struct translation *t) {
    if (peek(t, 0) == '\\')
        return escape(t, true);
    if (peek(t, 0) == '[' && peek(t, 1) == ':') {
        size_t end = str_find(t->pattern, STR(":]"), t->at + 2);
        if (end != SIZE_MAX) {
            copy(t, end + 2 - t->at);
            return NULL;
        }
    }
    if (peek(t, 0) == '[')
        strbuf_append_byte(t->out, '\\');
    copy(t, 1);
    return NULL;
}

static const char *class(struct translation *t) {
    copy(t, 1);
    if (peek(t, 0) == '^')
        copy(t, 1);
    if (peek(t, 0) == ']')
        copy(t, 1);
    while (t->at < t->pattern.len && peek(t, 0) != ']') {
        const char *error = class_item(t);
        if (error)
            return error;
    }
    if (t->at >= t->pattern.len)
        return "a '[' is not closed";
    copy(t, 1);
    return NULL;
}

/* At "(?": flags, a group without number or a named one. */
static const char *special_group(struct translation *t) {
    char c = peek(t, 2);
    if (c == '=' || c == '!' || (c == '<' && (peek(t, 3) == '=' || peek(t, 3) == '!')))
        return "look-around is not supported";
    if (c == '>')
        return "atomic groups are not supported";
    if (c == 'P' && peek(t, 3) == '<') {
        copy(t, 4);
        return NULL;
    }
    if (c == '<') {
        copy(t, 3);
        return NULL;
    }
    size_t len = 2;
    while (is_one_of(peek(t, len), "imsU-") && t->at + len < t->pattern.len)
        len++;
    if (peek(t, len) == ':') {
        copy(t, len + 1);
        return NULL;
    }
    if (peek(t, len) == ')' && len > 2) {
        copy(t, len);
        return NULL;
    }
    return "this kind of group is not supported";
}

/* The length of "{n}", "{n,}" or "{n,m}" here, else 0: then '{' is a character. */
static size_t repeat_length(const struct translation *t) {
    size_t len = 1;
    bool digits = false;
    for (; peek(t, len) >= '0' && peek(t, len) <= '9'; len++)
        digits = true;
    if (peek(t, len) == ',')
        for (len++; peek(t, len) >= '0' && peek(t, len) <= '9';)
            len++;
    return digits && peek(t, len) == '}' ? len + 1 : 0;
}

static const char *quantifier(struct translation *t, size_t len) {
    if (t->after_quantifier)
        return "a repetition cannot be repeated; possessive forms are not supported";
    if (!t->can_repeat)
        return "there is nothing to repeat here";
    copy(t, len);
    if (peek(t, 0) == '?')
        copy(t, 1);
    t->after_quantifier = true;
    return NULL;
}

static const char *item(struct translation *t) {
    char c = peek(t, 0);
    size_t repeat = is_one_of(c, "*+?") && c ? 1 : c == '{' ? repeat_length(t) : 0;
    if (repeat)
        return quantifier(t, repeat);
    t->after_quantifier = false;
    t->can_repeat = c != '|' && c != '(';
    if (c == '\\')
        return escape(t, false);
    if (c == '[')
        return class(t);
    if (c == '(' && peek(t, 1) == '*')
        return "there is nothing to repeat here";
    if (c == '(' && peek(t, 1) == '?')
        return special_group(t);
    copy(t, 1);
    return NULL;
}

const char *cel_re2_translate(struct str pattern, struct strbuf *out) {
    struct translation t = {.pattern = pattern, .out = out};
    while (t.at < pattern.len) {
        const char *error = item(&t);
        if (error)
            return error;
    }
    return NULL;
}
