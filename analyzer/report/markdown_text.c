/* A text into words, each of which is plain or a code span. A word is plain only if it is made of
 * characters, and in a form, that neither Markdown nor what services do to its result (mentions,
 * references, emoji, links) gives a meaning: a list of what is harmless, so that what nobody
 * thought of is code. */
#include "report/markdown_text.h"

#include "report/clean.h"

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_harmless(char c) {
    static const struct str marks = STR_INIT(".,;:/-'\"()%=+?");
    return is_letter(c) || is_digit(c) || str_find_byte(marks, c, 0) != SIZE_MAX;
}

/* Seven or more hexadecimal digits: a commit, where there is one of that name. */
static bool is_commit(struct str word) {
    for (size_t i = 0; i < word.len; i++)
        if (!is_digit(word.ptr[i]) && !(word.ptr[i] >= 'a' && word.ptr[i] <= 'f'))
            return false;
    return word.len >= 7;
}

/* "GH-12", "ABC-123": a case in a tracker. */
static bool is_case(struct str word) {
    struct str project, number;
    if (!str_cut(word, '-', &project, &number) || !project.len || !number.len)
        return false;
    for (size_t i = 0; i < project.len; i++)
        if (!is_letter(project.ptr[i]))
            return false;
    for (size_t i = 0; i < number.len; i++)
        if (!is_digit(number.ptr[i]))
            return false;
    return project.ptr[0] <= 'Z' || str_eq(project, STR("gh"));
}

/* "www.…", "http://…" */
static bool is_link(struct str word) {
    return str_contains(word, STR("://")) || str_contains(word, STR("www.")) ||
           str_contains(word, STR("WWW."));
}

/* ":name:" */
static bool is_emoji(struct str word) {
    size_t first = str_find_byte(word, ':', 0);
    return first != SIZE_MAX && str_find_byte(word, ':', first + 1) != SIZE_MAX;
}

static bool is_plain(struct str word) {
    for (size_t i = 0; i < word.len; i++)
        if (!is_harmless(word.ptr[i]))
            return false;
    return !is_link(word) && !is_emoji(word);
}

static size_t longest_run(struct str text) {
    size_t longest = 0, run = 0;
    for (size_t i = 0; i < text.len; i++) {
        run = text.ptr[i] == '`' ? run + 1 : 0;
        if (run > longest)
            longest = run;
    }
    return longest;
}

static void append_ticks(struct strbuf *out, size_t count) {
    for (size_t i = 0; i < count; i++)
        strbuf_append_byte(out, '`');
}

/* A space at both ends where a tick would touch the fence; Markdown takes it away again. */
static void append_span(struct strbuf *out, struct str text) {
    bool padded = text.len && (text.ptr[0] == '`' || text.ptr[text.len - 1] == '`');
    size_t ticks = longest_run(text) + 1;
    append_ticks(out, ticks);
    strbuf_append(out, padded ? STR(" ") : STR(""));
    strbuf_append(out, text);
    strbuf_append(out, padded ? STR(" ") : STR(""));
    append_ticks(out, ticks);
}

static bool is_visible_ascii(char c) {
    return c > ' ' && c < 0x7f;
}

/* Punctuation around a word stays outside of its code. */
static void append_word(struct strbuf *out, struct str word) {
    static const struct str openers = STR_INIT("(\"'"), closers = STR_INIT(".,;:)\"'?");
    size_t from = 0, to = word.len;
    while (from < to && str_find_byte(openers, word.ptr[from], 0) != SIZE_MAX)
        from++;
    while (to > from && str_find_byte(closers, word.ptr[to - 1], 0) != SIZE_MAX)
        to--;
    if (from == to)
        from = 0, to = word.len;
    struct str core = str_slice(word, from, to);
    if (!is_visible_ascii(word.ptr[0]) || (is_plain(word) && !is_commit(core) && !is_case(core))) {
        strbuf_append(out, word);
        return;
    }
    strbuf_append(out, str_slice(word, 0, from));
    append_span(out, core);
    strbuf_append(out, str_slice(word, to, word.len));
}

/* The end of the word at `from`: of visible ASCII, or one other character. Scripts without spaces
 * would else be one word. */
static size_t word_end(struct str text, size_t from) {
    size_t to = from;
    while (to < text.len && is_visible_ascii(text.ptr[to]))
        to++;
    if (to == from)
        utf8_next(text, &to);
    return to;
}

void markdown_words(struct strbuf *out, struct str text, size_t limit) {
    text = clean_line(out->arena, text);
    size_t used = 0;
    for (size_t from = 0, to; from < text.len; from = to) {
        struct strbuf word = strbuf_new(out->arena);
        to = word_end(text, from);
        append_word(&word, str_slice(text, from, to));
        size_t wide = utf8_count(strbuf_str(&word));
        /* the last character is kept for the mark of the cut */
        if (used + wide + (to < text.len) > limit) {
            strbuf_append(out, limit ? STR("\u2026") : STR(""));
            return;
        }
        strbuf_append(out, strbuf_str(&word));
        used += wide;
    }
}

/* Each tick of the text may cost two in the fence, besides two ticks and two spaces. */
void markdown_code(struct strbuf *out, struct str text, size_t limit) {
    text = clean_line(out->arena, text);
    size_t room = limit > 4 + 2 * longest_run(text) ? limit - 4 - 2 * longest_run(text) : 0;
    if (room < 4)
        text = STR("\u2026");
    append_span(out, text.len ? clean_cut(out->arena, text, room < 4 ? 4 : room) : STR(" "));
}

void markdown_block(struct strbuf *out, struct str text, const char *indent) {
    struct str rest = str_trim(clean_text(out->arena, text)), line;
    size_t ticks = longest_run(rest) < 3 ? 3 : longest_run(rest) + 1;
    strbuf_append(out, str_of(indent));
    append_ticks(out, ticks);
    strbuf_append(out, STR("sh\n"));
    while (rest.len) {
        str_cut(rest, '\n', &line, &rest);
        strbuf_printf(out, "%s%.*s\n", indent, STR_ARG(line));
    }
    strbuf_append(out, str_of(indent));
    append_ticks(out, ticks);
    strbuf_append_byte(out, '\n');
}
