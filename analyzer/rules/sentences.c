/* English in, another language out. A pattern is matched from left to right: each text between two
 * holes at its first place behind the last, the last one at the end; no way back, so the cost is
 * one search a piece. */
#include "rules/sentences.h"

#include "base/arena.h"

enum { MAX_HOLES = 8, MAX_NESTING = 3 };

struct holes {
    struct str names[MAX_HOLES], fills[MAX_HOLES];
    size_t count;
};

struct sentences sentences_new(struct arena *arena) {
    return (struct sentences){.whole = map_new(arena)};
}

static size_t hole_at(const struct holes *holes, struct str name) {
    size_t i = 0;
    while (i < holes->count && !str_eq(holes->names[i], name))
        i++;
    return i;
}

static const char *check(struct str english, struct str local) {
    struct holes holes = {0};
    struct str text, name;
    bool between = true; /* two holes need a text that tells where one ends */
    while (str_next_hole(&english, &text, &name)) {
        if (holes.count == MAX_HOLES || hole_at(&holes, name) < holes.count || !name.len ||
            !(text.len || between))
            return "each hole has a name of its own, and text behind it";
        holes.names[holes.count++] = name;
        between = false;
    }
    while (str_next_hole(&local, &text, &name))
        if (hole_at(&holes, name) == holes.count)
            return "English has no such hole";
    return NULL;
}

const char *sentences_add(struct sentences *sentences, struct str english, struct str local) {
    struct arena *arena = sentences->whole.arena;
    if (str_find_byte(english, '{', 0) == SIZE_MAX) {
        struct str *text = NEW(arena, struct str);
        *text = local;
        *map_at(&sentences->whole, english) = text;
        return NULL;
    }
    const char *wrong = check(english, local);
    for (size_t i = 0; !wrong && i < sentences->patterns.count; i++)
        if (str_eq(sentences->patterns.items[i].english, english)) {
            sentences->patterns.items[i].local = local;
            return NULL;
        }
    if (!wrong)
        *vec_push(arena, &sentences->patterns) = (struct sentence_pattern){english, local};
    return wrong;
}

static bool matches(struct str pattern, struct str sentence, struct holes *ret_holes) {
    struct str text, name, before;
    size_t at = 0;
    bool more = str_next_hole(&pattern, &text, &name);
    ret_holes->count = 0;
    if (!str_starts_with(sentence, text))
        return false;
    for (at = text.len; more; at += text.len) {
        size_t hole = ret_holes->count++;
        ret_holes->names[hole] = name;
        more = str_next_hole(&pattern, &text, &name);
        size_t found = more ? str_find(sentence, text, at) : sentence.len - text.len;
        if (found == SIZE_MAX || found < at || found > sentence.len ||
            !str_starts_with(str_slice(sentence, found, sentence.len), text))
            return false;
        before = str_slice(sentence, at, found);
        ret_holes->fills[hole] = before;
        at = found;
    }
    return at == sentence.len;
}

static struct str translate(const struct sentences *sentences, struct arena *arena,
                            struct str english, unsigned nesting);

static struct str fill(const struct sentences *sentences, struct arena *arena, struct str local,
                       const struct holes *holes, unsigned nesting) {
    struct strbuf out = strbuf_new(arena);
    struct str text, name;
    while (str_next_hole(&local, &text, &name)) {
        strbuf_append(&out, text);
        strbuf_append(&out,
                      translate(sentences, arena, holes->fills[hole_at(holes, name)], nesting + 1));
    }
    strbuf_append(&out, text);
    return strbuf_str(&out);
}

static struct str translate(const struct sentences *sentences, struct arena *arena,
                            struct str english, unsigned nesting) {
    const struct str *whole = map_find(&sentences->whole, english);
    if (whole || nesting > MAX_NESTING)
        return whole ? *whole : english;
    for (size_t i = 0; i < sentences->patterns.count; i++) {
        struct holes holes;
        const struct sentence_pattern *pattern = &sentences->patterns.items[i];
        if (matches(pattern->english, english, &holes))
            return fill(sentences, arena, pattern->local, &holes, nesting);
    }
    return english;
}

struct str sentences_translate(const struct sentences *sentences, struct arena *arena,
                               struct str english) {
    return translate(sentences, arena, english, 0);
}
