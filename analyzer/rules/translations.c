/* Turns the files of rules/i18n/LANG into the local texts of rules, field by field. The trick: a
 * translation has no programs of its own; its placeholders borrow those of the English text, so
 * one that English lacks is an error, and nothing of a translation can change what is judged. */
#include "rules/translations.h"

#include "base/arena.h"
#include "base/digest.h"
#include "rules/expression.h"
#include "rules/files.h"
#include "rules/rule_keys.h"
#include "rules/sentences_lint.h"
#include "rules/tools.h"

enum { HASH_DIGITS = 12 }; /* tells versions of one text apart, and can be read aloud */

static struct str plain(struct shape *shape, struct value root, const char *key) {
    struct str text = shape_text(shape, root, key, OPTIONAL);
    if (str_find_byte(text, '{', 0) != SIZE_MAX)
        shape_error(shape, DIAG_RULE_SHAPE, value_get(root, str_of(key)),
                    "'%s' has no placeholders", key);
    return text;
}

static const struct rule_text *remedies(struct shape *shape, const struct rule *rule,
                                        struct value list) {
    struct rule_text *texts = NEW_ARRAY(shape->arena, rule->n_remedies, struct rule_text);
    size_t count = 0;
    shape_list(shape, list, "remediation");
    struct value_iter it = value_iter(list);
    for (; value_next(&it); count++) {
        if (count < rule->n_remedies)
            texts[count] = expression_translate(shape, it.value, &rule->remedies[count].text);
        else
            shape_error(shape, DIAG_RULE_SHAPE, it.value, "the rule has only %zu remedies",
                        rule->n_remedies);
    }
    return texts;
}

/* What each parameter means, in the order of the rule's. */
static const struct str *helps(struct shape *shape, const struct rule *rule, struct value map) {
    struct str *texts = NEW_ARRAY(shape->arena, rule->n_params, struct str);
    struct value_iter it = value_iter(map);
    while (value_next(&it)) {
        size_t i = 0;
        while (i < rule->n_params && !str_eq(rule->params[i].name, it.key))
            i++;
        if (i == rule->n_params)
            shape_error(shape, DIAG_RULE_SHAPE, it.value, "the rule has no parameter '%.*s'",
                        STR_ARG(it.key));
        else
            texts[i] = str_trim(value_str(it.value));
    }
    return texts;
}

static struct rule_local *translate_rule(struct shape *shape, const struct rule *rule,
                                         struct value root) {
    struct rule_local *local = NEW(shape->arena, struct rule_local);
    if (!shape_map(shape, root, "a translation", KEYS_TRANSLATION))
        return local;
    shape_version(shape, root, "of", REQUIRED);
    local->title = plain(shape, root, "title");
    local->assertion = plain(shape, root, "assertion");
    local->why = plain(shape, root, "why");
    local->message = expression_translate(shape, value_get(root, STR("message")), &rule->message);
    local->summary = expression_translate(shape, value_get(root, STR("summary")), &rule->summary);
    local->remedies = remedies(shape, rule, value_get(root, STR("remediation")));
    local->params = helps(shape, rule, value_get(root, STR("params")));
    return local;
}

static void add_sentences(struct shape *shape, struct rule_set *set, struct value texts) {
    struct value_iter it = value_iter(texts);
    while (value_next(&it)) {
        struct str local = str_trim(value_str(it.value));
        const char *wrong = value_kind(it.value) != VALUE_STRING || !local.len
                                ? "a text is expected"
                                : sentences_add(&set->sentences, it.key, local);
        if (wrong)
            shape_error(shape, DIAG_RULE_SHAPE, it.value, "%s", wrong);
    }
}

static void translate_facts(struct shape *shape, struct rule_set *set, struct value root) {
    struct value program = value_get(root, STR("program"));
    if (!shape_map(shape, root, "a translation of facts", KEYS_FACTS_TRANSLATION))
        return;
    if (value_kind(value_get(root, STR("texts"))) != VALUE_MAP ||
        (value_kind(program) != VALUE_ABSENT && value_kind(program) != VALUE_MAP)) {
        shape_error(shape, DIAG_RULE_SHAPE, root, "'texts' and 'program' must be mappings");
        return;
    }
    add_sentences(shape, set, value_get(root, STR("texts")));
    add_sentences(shape, set, program);
}

static bool load_file(struct rule_set *set, const struct rule_file *file, struct diag_sink *sink) {
    struct shape shape = {
        .arena = set->arena, .sink = sink, .file = file->name, .text = file->text};
    bool facts = str_eq(file->stem, STR("facts"));
    struct rule *rule = map_find(&set->by_id, file->stem);
    struct value root;
    /* What is compiled in speaks about the built-in rule, not about one in its place. */
    if (!facts && !file->from_folder && (!rule || rule->replaces))
        return true;
    if (!shape_read(&shape, set->intern, &root))
        return false;
    if (facts)
        translate_facts(&shape, set, root);
    else if (rule)
        rule->local = translate_rule(&shape, rule, root);
    else
        shape_error(&shape, DIAG_RULE_SHAPE, root, "there is no rule '%.*s'", STR_ARG(file->stem));
    *vec_push(set->arena, &set->translations) =
        (struct translation){rule, file->name, file->text, root};
    return shape.errors == 0;
}

bool translations_load(struct rule_set *set, const struct rules_options *options,
                       struct diag_sink *sink) {
    struct rule_files files = {0};
    bool good = true;
    set->lang = options->lang;
    if (options->builtin)
        files_add_builtin_language(set->arena, set->lang, &files);
    for (size_t i = 0; i < options->n_dirs; i++)
        if (!files_add_language(set->arena, options->dirs[i], set->lang, &files, sink))
            return false;
    for (size_t i = 0; i < files.list.count; i++)
        good &= load_file(set, &files.list.items[i], sink);
    return good;
}

/* Whether they are still of today's English */

static void add(struct digest *digest, struct str text) {
    digest_add(digest, text);
    digest_add(digest, (struct str){"", 1}); /* NUL: no text holds one */
}

static struct str hash_of(struct arena *arena, const struct rule *rule) {
    struct digest *digest = digest_new(arena);
    add(digest, rule->title);
    add(digest, rule->assertion);
    add(digest, rule->why);
    add(digest, rule->message.source);
    add(digest, rule->summary.source);
    for (size_t i = 0; i < rule->n_remedies; i++)
        add(digest, rule->remedies[i].text.source);
    for (size_t i = 0; i < rule->n_params; i++)
        add(digest, rule->params[i].help);
    return str_slice(digest_hex(arena, digest), 0, HASH_DIGITS);
}

/* The newest one. */
static const struct translation *translation_of(const struct rule_set *set,
                                                const struct rule *rule) {
    for (size_t i = set->translations.count; i-- > 0;)
        if (set->translations.items[i].rule == rule)
            return &set->translations.items[i];
    return NULL;
}

/* The text with its line `of:`, which is any of the file's, written anew. */
static struct str renew(struct arena *arena, struct str text, struct str hash) {
    struct strbuf out = strbuf_new(arena);
    struct str line, rest = text;
    while (rest.len) {
        bool ended = str_cut(rest, '\n', &line, &rest);
        if (str_starts_with(line, STR("of:")))
            strbuf_printf(&out, "of: \"%.*s\"", STR_ARG(hash));
        else
            strbuf_append(&out, line);
        if (ended)
            strbuf_append_byte(&out, '\n');
    }
    return strbuf_str(&out);
}

size_t rules_translations(const struct rule_set *set, const struct rules_translation **ret) {
    struct rules_translation *list =
        NEW_ARRAY(set->arena, set->rules.count, struct rules_translation);
    for (size_t i = 0; i < set->rules.count; i++) {
        const struct rule *rule = set->rules.items[i];
        const struct translation *found = translation_of(set, rule);
        struct str hash = hash_of(set->arena, rule);
        list[i].rule = rule->id;
        if (!found)
            continue;
        list[i].file = found->file;
        list[i].text = found->text;
        list[i].current = str_eq(value_str(value_get(found->tree, STR("of"))), hash);
        list[i].renewed = renew(set->arena, found->text, hash);
    }
    *ret = list;
    return set->rules.count;
}

void translations_lint(const struct rule_set *set, struct diag_sink *sink) {
    const struct rules_translation *list;
    size_t count = set->lang.len ? rules_translations(set, &list) : 0;
    for (size_t i = 0; i < count; i++) {
        struct str file = list[i].file.len ? list[i].file : set->rules.items[i]->file;
        if (!list[i].current)
            diag_add(sink, DIAG_WARNING, DIAG_RULE_LINT, (struct diag_where){.input = file},
                     list[i].file.len
                         ? "the translation '%.*s' is of an older English text: see `of:`"
                         : "there is no translation '%.*s'",
                     STR_ARG(set->lang));
    }
    sentences_lint(set, sink);
}
