/* Turns rules that load into what is still wrong with them: what nobody tests, uses or explains.
 * Errors are what must not ship; warnings are what a reader should look at twice. */
#include "base/arena.h"
#include "rules/references.h"
#include "rules/rule_parse.h"
#include "rules/tools.h"
#include "rules/translations.h"

struct linter {
    const struct rule_set *set;
    const struct rule *rule; /* NULL: facts */
    struct shape shape;
    struct str each; /* the kind each of whose objects is asked about */
    struct map used; /* names that expressions use */
};

static void error_at(struct linter *l, const char *key, const char *message) {
    struct value at = value_get(l->rule->tree, str_of(key));
    if (value_kind(at) == VALUE_ABSENT)
        at = value_get(l->rule->tree, STR("id"));
    shape_error(&l->shape, DIAG_RULE_LINT, at, "%s", message);
}

static void warn_at(struct linter *l, struct value at, const char *format, struct str detail) {
    struct strbuf message = strbuf_new(l->shape.arena);
    struct str text = str_of(format), before, after;
    bool has_detail = str_cut(text, '@', &before, &after);
    strbuf_append(&message, before);
    if (has_detail) {
        strbuf_append(&message, detail);
        strbuf_append(&message, after);
    }
    diag_add(l->shape.sink, DIAG_WARNING, DIAG_RULE_LINT, shape_where(&l->shape, at), "%.*s",
             STR_ARG(strbuf_str(&message)));
}

static struct value in_tree(const struct linter *l, const char *key) {
    return value_get(l->rule->tree, str_of(key));
}

/* What a rule says of itself */

static size_t count_sentences(struct str text) {
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++)
        count += text.ptr[i] == '.' && (i + 1 == text.len || text.ptr[i + 1] == ' ');
    return count;
}

static bool is_version(struct str text) {
    struct str major, minor;
    int64_t number;
    return str_cut(text, '.', &major, &minor) && str_to_int64(major, &number) &&
           str_to_int64(minor, &number);
}

static void lint_explains(struct linter *l) {
    const struct rule *other = rules_find(l->set, l->rule->explains);
    if (!other) {
        error_at(l, "explains", "'explains' names no rule");
        return;
    }
    if (!str_eq(other->each, l->rule->each))
        error_at(l, "explains", "a rule can only explain one about the same kind");
    for (size_t steps = 0; other && steps < l->set->rules.count; steps++) {
        if (other == l->rule) {
            error_at(l, "explains", "rules explain each other in a circle");
            return;
        }
        other = rules_find(l->set, other->explains);
    }
}

static void lint_follows(struct linter *l) {
    struct strs ids = l->rule->follows.rules;
    for (size_t i = 0; i < ids.count; i++) {
        const struct rule *other = rules_find(l->set, ids.items[i]);
        if (!other)
            error_at(l, "follows", "'follows' names no rule");
        else if (other == l->rule || other->follows.rules.count)
            error_at(l, "follows", "a rule cannot follow itself, or one that follows others");
    }
    for (size_t i = 0; i < l->set->rules.count; i++)
        if (str_eq(l->set->rules.items[i]->explains, l->rule->id))
            error_at(l, "follows", "a rule that another explains cannot follow others");
}

static void lint_identity(struct linter *l) {
    const struct rule *rule = l->rule;
    if (!rule->assertion.len)
        error_at(l, "assertion", "'assertion' is missing: what is true where the rule passes");
    if (!rule->why.len)
        error_at(l, "why", "'why' is missing: what happens otherwise, in at most three sentences");
    if (count_sentences(rule->why) > 3)
        warn_at(l, in_tree(l, "why"), "'why' has more than three sentences", (struct str){0});
    if (rule->severity >= LEVEL_WARNING && rule->docs.count == 0)
        error_at(l, "docs", "a blocker or warning needs 'docs'");
    for (size_t i = 0; i < rule->docs.count; i++)
        if (!str_starts_with(rule->docs.items[i], STR("https://")))
            error_at(l, "docs", "'docs' holds addresses that begin with https://");
    if (rule->severity == LEVEL_BLOCKER && !rule->bites.len)
        warn_at(l, in_tree(l, "severity"), "a blocker should say what it 'bites'", (struct str){0});
    if ((rule->since.len && !is_version(rule->since)) ||
        (rule->until.len && !is_version(rule->until)))
        error_at(l, rule->since.len ? "since" : "until", "a version is written \"4.12\"");
    if (rule->explains.len)
        lint_explains(l);
    if (rule->follows.rules.count)
        lint_follows(l);
}

/* Commands that change a cluster must say so: reports mark them. */
static void lint_remedies(struct linter *l) {
    static const struct str verbs[] = {
        {" patch ", 7},          {" delete ", 8},         {" apply ", 7},
        {" create ", 8},         {" edit ", 6},           {" scale ", 7},
        {" replace ", 9},        {" label ", 7},          {" annotate ", 10},
        {" drain ", 7},          {" cordon ", 8},         {" uncordon ", 10},
        {"virtctl restart", 15}, {"virtctl stop", 12},    {"virtctl start", 13},
        {"virtctl migrate", 15}, {" adm upgrade --", 15},
    };
    struct value_iter it = value_iter(in_tree(l, "remediation"));
    for (size_t i = 0; i < l->rule->n_remedies && value_next(&it); i++) {
        struct str command = l->rule->remedies[i].command.source;
        for (size_t k = 0; k < sizeof verbs / sizeof *verbs; k++)
            if (str_contains(command, verbs[k]) && !l->rule->remedies[i].changes)
                shape_error(&l->shape, DIAG_RULE_LINT, value_get(it.value, STR("command")),
                            "a command that changes the cluster needs 'changes: true'");
    }
}

/* What expressions use */

/* All of a kind that a cluster has thousands of, for each of another: a time that grows with the
 * product. One namespace's are taken as few. */
static bool is_quadratic(const struct linter *l, const struct cel_reference *r) {
    const struct gather *gather = &l->set->gather;
    return r->n_args == 1 && gather_many(gather, l->each) && gather_many(gather, r->args[0]);
}

static void note_objects(struct linter *l, const struct cel_reference *r) {
    struct cel_place place = cel_program_place(r->program, r->at);
    struct diag_where where = {.input = l->shape.file, .line = place.line, .column = place.column};
    if (r->in_comprehension)
        diag_add(
            l->shape.sink, DIAG_WARNING, DIAG_RULE_LINT, where,
            "objects() is asked once for each entry of a list; a variable or index() asks once");
    else if (is_quadratic(l, r))
        diag_add(l->shape.sink, DIAG_WARNING, DIAG_RULE_LINT, where,
                 "every %.*s is gone through for each %.*s, which takes minutes where there are "
                 "thousands; index('%.*s', 'path')[value], self.related() or a fact of the cluster "
                 "finds them once",
                 STR_ARG(r->args[0]), STR_ARG(l->each), STR_ARG(r->args[0]));
}

static void note_reference(void *arg, const struct cel_reference *r) {
    struct linter *l = arg;
    if (!r->is_call)
        *map_at(&l->used, str_copy(l->shape.arena, r->name)) = l;
    else if (str_eq(r->name, STR("objects")))
        note_objects(l, r);
}

static void note_program(void *arg, const struct cel_program *program) {
    cel_program_references(program, note_reference, arg);
}

static void lint_names(struct linter *l) {
    const struct rule *rule = l->rule;
    references_programs(rule, note_program, l);
    struct value_iter it = value_iter(in_tree(l, "variables"));
    for (size_t i = 0; i < rule->n_variables && value_next(&it); i++)
        if (!map_find(&l->used, rule->variables[i].name))
            warn_at(l, it.value, "variable '@' is not used", rule->variables[i].name);
    it = value_iter(in_tree(l, "params"));
    for (size_t i = 0; i < rule->n_params && value_next(&it); i++) {
        struct str name = str_printf(l->shape.arena, "params.%.*s", STR_ARG(rule->params[i].name));
        if (!map_find(&l->used, name))
            warn_at(l, it.value, "parameter '@' is not used", rule->params[i].name);
    }
}

/* `self.status.phase` errs where there is no status. A field that the same file also asks for with
 * `.?` is taken as thought of. */
static bool is_name_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static struct str name_at(struct str text, size_t from) {
    size_t end = from;
    while (end < text.len && is_name_byte(text.ptr[end]))
        end++;
    return str_slice(text, from, end);
}

static void lint_bare(struct linter *l, struct value expression, struct str part) {
    struct str text = value_str(expression);
    size_t at = 0;
    while ((at = str_find(text, part, at)) != SIZE_MAX) {
        struct str field = name_at(text, at + part.len);
        size_t end = at + part.len + field.len;
        at++;
        bool call = end < text.len && text.ptr[end] == '(';
        struct str asked = str_printf(l->shape.arena, ".?%.*s", STR_ARG(field));
        if (field.len && !call && !str_contains(l->shape.text, asked))
            warn_at(l, expression, "field '@' may be absent; ask for it with '.?'", field);
    }
}

static void lint_selects(struct linter *l) {
    struct value_iter it = value_iter(in_tree(l, "variables"));
    while (value_next(&it)) {
        lint_bare(l, it.value, STR(".status."));
        lint_bare(l, it.value, STR(".spec."));
    }
    it = value_iter(in_tree(l, "levels"));
    while (value_next(&it)) {
        lint_bare(l, value_get(it.value, STR("when")), STR(".status."));
        lint_bare(l, value_get(it.value, STR("when")), STR(".spec."));
    }
    static const char *const keys[] = {"where", "when"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        lint_bare(l, in_tree(l, keys[i]), STR(".status."));
        lint_bare(l, in_tree(l, keys[i]), STR(".spec."));
    }
}

/* What tests show */

static bool tests_expect(const struct rule *rule, const char *key) {
    for (size_t i = 0; i < rule->n_tests; i++) {
        struct value expect = value_get(rule->tests[i].value, STR("expect"));
        if (value_count(value_get(expect, str_of(key))))
            return true;
    }
    return false;
}

static bool level_is_tested(const struct rule *rule, enum level level) {
    for (size_t i = 0; i < rule->n_tests; i++) {
        struct value expect = value_get(rule->tests[i].value, STR("expect"));
        struct value_iter it = value_iter(value_get(expect, STR("findings")));
        while (value_next(&it))
            if (level_of(value_str(value_get(it.value, STR("level")))) == level)
                return true;
    }
    return false;
}

static void lint_tests(struct linter *l) {
    const struct rule *rule = l->rule;
    if (str_eq(rule->origin, STR("built in")))
        return; /* the program is built without them */
    if (!tests_expect(rule, "findings"))
        error_at(l, "tests", "no test expects a finding");
    if (!tests_expect(rule, "passed"))
        error_at(l, "tests", "no test expects that an object passes");
    if (!tests_expect(rule, "unknown"))
        error_at(l, "tests", "no test expects what is unknown when something was not collected");
    for (size_t i = 0; i < rule->n_levels; i++)
        if (!level_is_tested(rule, rule->levels[i].severity))
            shape_error(&l->shape, DIAG_RULE_LINT, value_get(rule->tree, STR("id")),
                        "no test reaches level %s", level_text(rule->levels[i].severity));
    for (size_t i = 0; i < rule->n_tests; i++)
        for (size_t k = 0; k < i; k++)
            if (str_eq(rule->tests[i].name, rule->tests[k].name))
                shape_error(&l->shape, DIAG_RULE_LINT, rule->tests[i].value,
                            "two tests are called '%.*s'", STR_ARG(rule->tests[i].name));
}

static bool fact_is_tested(const struct rule_set *set, const struct fact *fact) {
    for (size_t i = 0; i < set->fact_tests.count; i++) {
        struct value expect = value_get(set->fact_tests.items[i].value, STR("expect"));
        struct value facts = value_get(expect, STR("facts"));
        if (!fact->on.len && value_kind(value_get(facts, fact->name)) != VALUE_ABSENT)
            return true;
        struct value_iter it = value_iter(value_get(expect, STR("on")));
        while (fact->on.len && value_next(&it)) {
            struct str kind, ref;
            str_cut(it.key, ' ', &kind, &ref);
            if (str_eq(kind, fact->on) &&
                value_kind(value_get(it.value, fact->name)) != VALUE_ABSENT)
                return true;
        }
    }
    return false;
}

/* A fact that a tested one uses is tested with it. */
static void mark_tested(const struct rule_set *set, bool *tested) {
    bool changed = true;
    for (size_t i = 0; i < set->facts.count; i++)
        tested[i] = fact_is_tested(set, set->facts.items[i]);
    while (changed) {
        changed = false;
        for (size_t i = 0; i < set->facts.count; i++)
            for (size_t k = 0; tested[i] && k < set->facts.items[i]->uses.count; k++) {
                bool *used = &tested[set->facts.items[i]->uses.items[k]->index];
                changed |= !*used;
                *used = true;
            }
    }
}

static void lint_facts(const struct rule_set *set, struct diag_sink *sink) {
    bool *tested = NEW_ARRAY(set->arena, set->facts.count, bool);
    mark_tested(set, tested);
    for (size_t i = 0; i < set->facts.count && set->fact_tests.count; i++) {
        const struct fact *fact = set->facts.items[i];
        struct linter l = {
            .set = set,
            .shape = {.arena = set->arena, .sink = sink, .file = fact->file, .text = fact->text},
            .each = fact->on,
            .used = map_new(set->arena)};
        note_program(&l, fact->program);
        if (!tested[i])
            warn_at(&l, fact->at, "no test asks for the fact '@'", fact->name);
    }
}

bool rules_lint(const struct rule_set *set, struct diag_sink *sink) {
    size_t errors = 0;
    lint_facts(set, sink);
    translations_lint(set, sink);
    for (size_t i = 0; i < set->rules.count; i++) {
        const struct rule *rule = set->rules.items[i];
        struct linter l = {
            .set = set,
            .rule = rule,
            .shape = {.arena = set->arena, .sink = sink, .file = rule->file, .text = rule->text},
            .each = rule->each,
            .used = map_new(set->arena)};
        lint_identity(&l);
        lint_remedies(&l);
        lint_names(&l);
        lint_selects(&l);
        lint_tests(&l);
        errors += l.shape.errors;
    }
    return errors == 0;
}
