/* Turns rule files into a set of rules: what is compiled in, then folders laid over it, then
 * parameters. Order matters in one way only: names first (commands, kinds, facts), then the
 * expressions that use them. */
#include "base/arena.h"
#include "base/digest.h"
#include "base/intern.h"
#include "rules/fact_load.h"
#include "rules/files.h"
#include "rules/functions.h"
#include "rules/params.h"
#include "rules/references.h"
#include "rules/replaced.h"
#include "rules/rule_parse.h"
#include "rules/translations.h"

struct loader {
    struct rule_set *set;
    const struct rules_options *options;
    struct diag_sink *sink;
    struct rule_files files;
};

static struct shape shape_of(struct loader *loader, const struct rule_file *file) {
    return (struct shape){
        .arena = loader->set->arena, .sink = loader->sink, .file = file->name, .text = file->text};
}

/* The newest file of that name. */
static const struct rule_file *newest(const struct rule_files *files, struct str stem) {
    for (size_t i = files->list.count; i-- > 0;)
        if (str_eq(files->list.items[i].stem, stem))
            return &files->list.items[i];
    return NULL;
}

/* A folder that is worked on alone may lack the table of commands and the facts. */
static void lend(struct loader *loader, struct str stem) {
    struct rule_files builtin = {0};
    files_add_builtin(loader->set->arena, &builtin);
    const struct rule_file *file = newest(&builtin, stem);
    if (file && !newest(&loader->files, stem))
        *vec_push(loader->set->arena, &loader->files.list) = *file;
}

static bool collect_files(struct loader *loader) {
    const struct rules_options *options = loader->options;
    struct arena *arena = loader->set->arena;
    if (options->builtin)
        files_add_builtin(arena, &loader->files);
    for (size_t i = 0; i < options->n_dirs; i++)
        if (!files_add_folder(arena, options->dirs[i], options->builtin || i > 0, &loader->files,
                              loader->sink))
            return false;
    lend(loader, STR("gather"));
    lend(loader, STR("facts"));
    return true;
}

static bool load_gather(struct loader *loader) {
    const struct rule_file *file = newest(&loader->files, STR("gather"));
    struct value root;
    if (!file) {
        diag_add(loader->sink, DIAG_ERROR, DIAG_RULE_OPEN, (struct diag_where){0},
                 "there is no gather.yaml among the rules");
        return false;
    }
    if (file->overlay)
        replaced_gather(loader->set, file->name);
    struct shape shape = shape_of(loader, file);
    if (!shape_read(&shape, loader->set->intern, &root))
        return false;
    gather_load(&shape, root, &loader->set->gather);
    references_prepare(loader->set);
    return shape.errors == 0;
}

static bool load_facts(struct loader *loader) {
    size_t errors = 0;
    for (size_t i = 0; i < loader->files.list.count; i++) {
        const struct rule_file *file = &loader->files.list.items[i];
        struct shape shape = shape_of(loader, file);
        struct value root;
        if (!str_eq(file->stem, STR("facts")))
            continue;
        if (!shape_read(&shape, loader->set->intern, &root))
            return false;
        loader->set->overlaying = file->overlay;
        fact_load_names(&shape, loader->set, root, loader->options->tests && file->from_folder);
        errors += shape.errors;
    }
    return errors == 0 && fact_load_compile(loader->set, loader->sink);
}

static void keep_rule(struct loader *loader, const struct rule_file *file, struct rule *rule) {
    struct rule_set *set = loader->set;
    void **place = map_at(&set->by_id, rule->id);
    rule->overlay = file->overlay && !*place;
    rule->replaces = file->overlay && *place;
    if (rule->replaces)
        replaced_rule(set, *place, rule, file->name);
    rule->origin = file->from_folder ? file->name : STR("built in");
    if (!*place)
        vec_push(set->arena, &set->rules);
    *place = rule;
}

static void check_tests_last(struct shape *shape, struct value root) {
    struct value_iter it = value_iter(root);
    bool seen = false;
    while (value_next(&it)) {
        if (seen)
            shape_key_error(shape, &it, "'tests' must be the last key of the file");
        seen = seen || str_eq(it.key, STR("tests"));
    }
}

static bool load_rule(struct loader *loader, const struct rule_file *file) {
    struct shape shape = shape_of(loader, file);
    struct value root;
    if (!shape_read(&shape, loader->set->intern, &root))
        return false;
    struct rule *rule = rule_parse(&shape, loader->set, root, file->stem);
    check_tests_last(&shape, root);
    if (loader->options->tests && file->from_folder)
        rule_parse_tests(&shape, value_get(root, STR("tests")), false, &rule->tests,
                         &rule->n_tests);
    if (shape.errors == 0)
        keep_rule(loader, file, rule);
    return shape.errors == 0;
}

static bool load_rules(struct loader *loader) {
    bool good = true;
    for (size_t i = 0; i < loader->files.list.count; i++) {
        const struct rule_file *file = &loader->files.list.items[i];
        if (!str_eq(file->stem, STR("facts")) && !str_eq(file->stem, STR("gather")))
            good &= load_rule(loader, file);
    }
    return good;
}

/* By id; the map holds the newest rule of each. */
static void sort_rules(struct rule_set *set) {
    for (size_t i = 0; i < set->by_id.count; i++) {
        struct rule *rule = set->by_id.entries[i].value;
        size_t at = i;
        for (; at > 0 && str_cmp(set->rules.items[at - 1]->id, rule->id) > 0; at--)
            set->rules.items[at] = set->rules.items[at - 1];
        set->rules.items[at] = rule;
    }
}

static void derive(struct rule_set *set) {
    struct reference_kinds kinds = {.arena = set->arena, .map = map_new(set->arena)};
    for (size_t i = 0; i < set->rules.count; i++)
        for (size_t k = 0; k < set->rules.items[i]->requires.count; k++)
            references_add_kind(&kinds, set->rules.items[i]->requires.items[k]);
    for (size_t i = 0; i < set->facts.count; i++)
        for (size_t k = 0; k < set->facts.items[i]->requires.count; k++)
            references_add_kind(&kinds, set->facts.items[i]->requires.items[k]);
    for (size_t i = 0; i < set->gather.reports.count; i++)
        references_add_kind(&kinds, set->gather.reports.items[i]);
    set->kinds = references_sorted(&kinds);
}

static void digest_files(struct loader *loader) {
    struct digest *digest = digest_new(loader->set->arena);
    for (size_t i = 0; i < loader->files.list.count; i++) {
        const struct rule_file *file = &loader->files.list.items[i];
        digest_add(digest, str_printf(loader->set->arena, "%.*s %zu\n", STR_ARG(file->stem),
                                      file->text.len));
        digest_add(digest, file->text);
    }
    loader->set->sha256 = digest_hex(loader->set->arena, digest);
}

static struct rule_set *set_new(struct arena *arena, struct intern *intern) {
    struct rule_set *set = NEW(arena, struct rule_set);
    set->arena = arena;
    set->intern = intern;
    set->by_id = map_new(arena);
    set->facts_by_name = map_new(arena);
    set->object_facts = map_new(arena);
    set->sentences = sentences_new(arena);
    struct cel_env *env = cel_env_new(arena, intern);
    cel_env_add_functions(env, functions_table, functions_count);
    set->scope = scope_new(arena, env);
    scope_add(set->scope, STR("self"), SLOT_SELF, 0);
    scope_add(set->scope, STR("ns"), SLOT_NS, 0);
    scope_add(set->scope, STR("name"), SLOT_NAME, 0);
    scope_add(set->scope, STR("kind"), SLOT_KIND, 0);
    scope_add(set->scope, STR("now"), SLOT_NOW, 0);
    /* Only there so that `facts.wrong` is told as an unknown fact. */
    scope_add(set->scope, STR("facts"), SLOT_NONE, 0);
    return set;
}

struct rule_set *rules_load(struct arena *arena, struct intern *intern,
                            const struct rules_options *options, struct diag_sink *sink) {
    struct loader loader = {set_new(arena, intern), options, sink, {{0}}};
    struct rule_set *set = loader.set;
    if (!collect_files(&loader) || !load_gather(&loader) || !load_facts(&loader) ||
        !load_rules(&loader))
        return NULL;
    sort_rules(set);
    if (options->lang.len && !translations_load(set, options, sink))
        return NULL;
    derive(set);
    digest_files(&loader);
    for (size_t i = 0; i < options->n_params; i++) {
        if (!params_option(set, options->params[i], sink))
            return NULL;
        replaced_param(set, options->params[i]);
    }
    return set;
}
