/* Turns a language's sentences and the programs of all rules and facts into warnings about what
 * does not belong together. The trick: an expression joins literals and values, so the text between
 * two holes of a sentence must be laid out with literals, of which the first and the last may begin
 * before it or go on behind it. */
#include "rules/sentences_lint.h"

#include "base/arena.h"
#include "rules/references.h"

struct literals {
    struct arena *arena;
    struct map seen; /* struct literals *: itself */
    VEC(struct str) list;
};

static void add_literal(void *arg, struct str text) {
    struct literals *literals = arg;
    if (!text.len || map_find(&literals->seen, text))
        return;
    *map_at(&literals->seen, text) = literals;
    *vec_push(literals->arena, &literals->list) = text;
}

static void add_program(void *arg, const struct cel_program *program) {
    cel_program_strings(program, add_literal, arg);
}

static bool begins_inside(const struct literals *literals, struct str part) {
    for (size_t i = 0; i < literals->list.count; i++)
        if (str_ends_with(literals->list.items[i], part))
            return true;
    return false;
}

static bool is_inside(const struct literals *literals, struct str text) {
    for (size_t i = 0; i < literals->list.count; i++)
        if (str_find(literals->list.items[i], text, 0) != SIZE_MAX)
            return true;
    return false;
}

/* From a place that literals lead to: the places that one more leads to; true: to the end. */
static bool lay(const struct literals *literals, struct str rest, bool *reached) {
    for (size_t i = 0; i < literals->list.count; i++) {
        struct str literal = literals->list.items[i];
        if (str_starts_with(literal, rest))
            return true;
        if (str_starts_with(rest, literal))
            reached[literal.len] = true;
    }
    return false;
}

static bool is_made(const struct literals *literals, struct str text) {
    if (!text.len || is_inside(literals, text))
        return true;
    bool *reached = NEW_ARRAY(literals->arena, text.len + 1, bool);
    reached[0] = true;
    for (size_t at = 0; at < text.len; at++)
        if ((reached[at] || begins_inside(literals, str_slice(text, 0, at))) &&
            lay(literals, str_slice(text, at, text.len), reached + at))
            return true;
    return reached[text.len];
}

static bool sentence_is_made(const struct literals *literals, struct str sentence) {
    struct str text, name;
    while (str_next_hole(&sentence, &text, &name))
        if (!is_made(literals, text))
            return false;
    return is_made(literals, text);
}

static void lint_sentences(const struct literals *literals, const struct translation *translation,
                           struct diag_sink *sink) {
    struct value_iter it = value_iter(value_get(translation->tree, STR("texts")));
    while (value_next(&it))
        if (!sentence_is_made(literals, it.key))
            diag_add(sink, DIAG_WARNING, DIAG_RULE_LINT,
                     (struct diag_where){.input = translation->file, .line = value_line(it.value)},
                     "no rule or fact makes this sentence any more");
}

/* A text that a reader sees has words; what is compared with has none between blanks. */
static bool has_words(struct str text) {
    struct str first, second;
    return str_cut(str_trim(text), ' ', &first, &second) && first.len > 1 && second.len > 1;
}

static bool is_translated(const struct rule_set *set, struct str text, struct arena *scratch) {
    if (!str_eq(sentences_translate(&set->sentences, scratch, text), text))
        return true;
    for (size_t i = 0; i < set->translations.count; i++) {
        struct value tree = set->translations.items[i].tree;
        struct value_iter it = value_iter(value_get(tree, STR("texts")));
        while (!set->translations.items[i].rule && value_next(&it))
            if (str_find(it.key, str_trim(text), 0) != SIZE_MAX)
                return true;
    }
    return false;
}

static void lint_fact(const struct rule_set *set, const struct fact *fact, struct arena *scratch,
                      struct diag_sink *sink) {
    struct literals literals = {.arena = scratch, .seen = map_new(scratch)};
    add_program(&literals, fact->program);
    for (size_t i = 0; i < literals.list.count; i++)
        if (has_words(literals.list.items[i]) &&
            !is_translated(set, literals.list.items[i], scratch))
            diag_add(sink, DIAG_WARNING, DIAG_RULE_LINT, (struct diag_where){.input = fact->file},
                     "the translation '%.*s' lacks a sentence of fact '%.*s': \"%.*s\"",
                     STR_ARG(set->lang), STR_ARG(fact->name),
                     STR_ARG(str_trim(literals.list.items[i])));
}

void sentences_lint(const struct rule_set *set, struct diag_sink *sink) {
    struct arena *scratch = arena_new();
    struct literals literals = {.arena = scratch, .seen = map_new(scratch)};
    bool facts = false;
    for (size_t i = 0; i < set->rules.count; i++)
        references_programs(set->rules.items[i], add_program, &literals);
    for (size_t i = 0; i < set->facts.count; i++)
        add_program(&literals, set->facts.items[i]->program);
    for (size_t i = 0; i < set->translations.count; i++) {
        if (set->translations.items[i].rule)
            continue;
        facts = true;
        lint_sentences(&literals, &set->translations.items[i], sink);
    }
    for (size_t i = 0; facts && i < set->facts.count; i++)
        lint_fact(set, set->facts.items[i], scratch, sink);
    arena_free(scratch);
}
