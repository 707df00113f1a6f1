/* Turns the tree of one rule file into a rule: the keys in the order of rules/README.md, each
 * expression compiled in the scope of the names above it. */
#include "rules/rule_parse.h"

#include "base/arena.h"
#include "base/limits.h"
#include "rules/expression.h"
#include "rules/fieldpath.h"
#include "rules/params.h"
#include "rules/references.h"
#include "rules/rule_keys.h"

/* Words of the language, and names that stand for something else. */
#define RESERVED                                                                                   \
    WORDS("true", "false", "null", "in", "as", "break", "const", "continue", "else", "for",        \
          "function", "if", "import", "let", "loop", "package", "namespace", "return", "var",      \
          "void", "while", "self", "ns", "name", "kind", "now", "facts", "params", "it")

struct parser {
    struct shape *shape;
    const struct rule_set *set;
    struct rule_scope *scope;
    struct rule *rule;
    struct value root;
};

enum level level_of(struct str word) {
    for (enum level level = LEVEL_INFO; level <= LEVEL_BLOCKER; level++)
        if (str_eq(word, str_of(level_text(level))))
            return level;
    return LEVEL_NONE;
}

static struct value get(const struct parser *p, const char *key) {
    return value_get(p->root, str_of(key));
}

static const struct cel_program *program(struct parser *p, struct value v) {
    return expression_compile(p->shape, p->set, p->scope, v);
}

static struct rule_text text(struct parser *p, struct value v) {
    return expression_text(p->shape, p->set, p->scope, v);
}

static void parse_follows(struct parser *p) {
    struct value map = get(p, "follows");
    struct rule_follows *follows = &p->rule->follows;
    if (value_kind(map) == VALUE_ABSENT || !shape_map(p->shape, map, "'follows'", KEYS_FOLLOWS))
        return;
    follows->rules = shape_texts(p->shape, map, "rules", NULL);
    follows->causes = program(p, value_get(map, STR("causes")));
    if (!follows->rules.count || !follows->causes)
        shape_error(p->shape, DIAG_RULE_KEY, map, "'follows' needs 'rules' and 'causes'");
}

/* A title stands over all findings of the rule, so there is nothing to fill in. */
static struct str plain_text(struct parser *p, const char *key, enum shape_need need) {
    struct str s = shape_text(p->shape, p->root, key, need);
    if (str_find_byte(s, '{', 0) != SIZE_MAX)
        shape_error(p->shape, DIAG_RULE_SHAPE, get(p, key), "'%s' has no placeholders", key);
    return s;
}

static void parse_identity(struct parser *p, struct str stem) {
    struct rule *rule = p->rule;
    rule->id = shape_text(p->shape, p->root, "id", REQUIRED);
    if (rule->id.len && !str_eq(rule->id, stem))
        shape_error(p->shape, DIAG_RULE_SHAPE, get(p, "id"),
                    "the id must be the file's name, '%.*s'", STR_ARG(stem));
    for (size_t i = 0; i < rule->id.len; i++)
        if (!((rule->id.ptr[i] >= 'a' && rule->id.ptr[i] <= 'z') ||
              (rule->id.ptr[i] >= '0' && rule->id.ptr[i] <= '9') || rule->id.ptr[i] == '-')) {
            shape_error(p->shape, DIAG_RULE_SHAPE, get(p, "id"),
                        "an id has lower case letters, digits and '-'");
            break;
        }
    rule->title = plain_text(p, "title", REQUIRED);
    rule->assertion = plain_text(p, "assertion", OPTIONAL);
    rule->why = plain_text(p, "why", OPTIONAL);
    rule->severity = level_of(shape_choice(p->shape, p->root, "severity", WORDS_LEVEL, REQUIRED));
    rule->scopes = shape_texts(p->shape, p->root, "scopes", WORDS_SCOPE);
    if (rule->scopes.count == 0)
        shape_error(p->shape, DIAG_RULE_KEY, p->root, "key 'scopes' is missing or empty");
    rule->category = shape_choice(p->shape, p->root, "category", WORDS_CATEGORY, REQUIRED);
    rule->bites = shape_choice(p->shape, p->root, "bites", WORDS_BITES, OPTIONAL);
    rule->decisive = shape_bool(p->shape, p->root, "decisive", true);
    rule->tags = shape_texts(p->shape, p->root, "tags", NULL);
    rule->docs = shape_texts(p->shape, p->root, "docs", NULL);
    rule->explains = shape_text(p->shape, p->root, "explains", OPTIONAL);
    rule->since = shape_version(p->shape, p->root, "since", OPTIONAL);
    rule->until = shape_version(p->shape, p->root, "until", OPTIONAL);
}

static bool is_identifier(struct str name) {
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        if (!letter && !(i > 0 && c >= '0' && c <= '9'))
            return false;
    }
    return name.len > 0;
}

static void parse_params(struct parser *p) {
    params_load(p->shape, get(p, "params"), p->rule);
    for (size_t i = 0; i < p->rule->n_params; i++) {
        struct str name =
            str_printf(p->shape->arena, "params.%.*s", STR_ARG(p->rule->params[i].name));
        scope_add(p->scope, name, SLOT_PARAM, i);
    }
}

static void parse_variables(struct parser *p) {
    VEC(struct rule_variable) variables = {0};
    struct value map = get(p, "variables");
    if (value_kind(map) != VALUE_ABSENT && value_kind(map) != VALUE_MAP)
        shape_error(p->shape, DIAG_RULE_SHAPE, map, "'variables' must be a mapping");
    struct value_iter it = value_iter(map);
    while (value_kind(map) == VALUE_MAP && value_next(&it)) {
        if (!is_identifier(it.key) || shape_has_word(RESERVED, it.key))
            shape_key_error(p->shape, &it, "'%.*s' cannot be the name of a variable",
                            STR_ARG(it.key));
        const struct cel_program *compiled = program(p, it.value);
        uint32_t slot = scope_add(p->scope, it.key, SLOT_VARIABLE, variables.count);
        *vec_push(p->shape->arena, &variables) = (struct rule_variable){it.key, slot, compiled};
    }
    p->rule->variables = variables.items;
    p->rule->n_variables = variables.count;
}

static struct rule_level parse_level(struct parser *p, struct value v, enum level above) {
    struct rule_level level = {0};
    if (!shape_map(p->shape, v, "a level", KEYS_LEVEL))
        return level;
    level.severity = level_of(shape_choice(p->shape, v, "severity", WORDS_LEVEL, REQUIRED));
    level.when = program(p, value_get(v, STR("when")));
    if (value_kind(value_get(v, STR("when"))) == VALUE_ABSENT)
        shape_error(p->shape, DIAG_RULE_KEY, v, "key 'when' is missing");
    if (above == LEVEL_NONE && level.severity && level.severity != p->rule->severity)
        shape_error(p->shape, DIAG_RULE_SHAPE, value_get(v, STR("severity")),
                    "the first level must be the rule's severity, %s",
                    level_text(p->rule->severity));
    if (above != LEVEL_NONE && level.severity >= above)
        shape_error(p->shape, DIAG_RULE_SHAPE, value_get(v, STR("severity")),
                    "levels must descend");
    return level;
}

static void parse_levels(struct parser *p) {
    VEC(struct rule_level) levels = {0};
    struct value list = get(p, "levels"), when = get(p, "when");
    bool has_levels = value_kind(list) != VALUE_ABSENT, has_when = value_kind(when) != VALUE_ABSENT;
    if (has_levels == has_when)
        shape_error(p->shape, DIAG_RULE_KEY, has_levels ? when : p->root,
                    "a rule has either 'levels' or 'when'");
    if (has_when)
        *vec_push(p->shape->arena, &levels) =
            (struct rule_level){p->rule->severity, program(p, when)};
    shape_list(p->shape, list, "levels");
    struct value_iter it = value_iter(list);
    enum level above = LEVEL_NONE;
    while (value_next(&it)) {
        struct rule_level level = parse_level(p, it.value, above);
        above = level.severity;
        *vec_push(p->shape->arena, &levels) = level;
    }
    p->rule->levels = levels.items;
    p->rule->n_levels = levels.count;
}

static void parse_evidence(struct parser *p) {
    VEC(struct rule_evidence) list = {0};
    shape_list(p->shape, get(p, "evidence"), "evidence");
    struct value_iter it = value_iter(get(p, "evidence"));
    while (value_next(&it)) {
        if (!shape_map(p->shape, it.value, "a piece of evidence", KEYS_EVIDENCE))
            continue;
        struct rule_evidence *evidence = vec_push(p->shape->arena, &list);
        evidence->objects = program(p, value_get(it.value, STR("objects")));
        evidence->fields = shape_texts(p->shape, it.value, "fields", NULL);
        evidence->limit = shape_count(p->shape, it.value, "limit", LIMIT_EVIDENCE, LIMIT_EVIDENCE);
        if (evidence->fields.count == 0)
            shape_error(p->shape, DIAG_RULE_KEY, it.value, "'fields' names no field");
        for (size_t i = 0; i < evidence->fields.count; i++)
            if (!fieldpath_valid(evidence->fields.items[i]))
                shape_error(p->shape, DIAG_RULE_SHAPE, value_get(it.value, STR("fields")),
                            "'%.*s' is no path of a field", STR_ARG(evidence->fields.items[i]));
    }
    p->rule->evidence = list.items;
    p->rule->n_evidence = list.count;
}

static void parse_chain(struct parser *p) {
    VEC(struct rule_chain) links = {0};
    scope_add(p->scope, STR("it"), SLOT_IT, 0);
    shape_list(p->shape, get(p, "chain"), "chain");
    struct value_iter it = value_iter(get(p, "chain"));
    bool first = true;
    for (; value_next(&it); first = false) {
        if (!shape_map(p->shape, it.value, "a link", KEYS_LINK))
            continue;
        struct rule_chain link = {
            .edge = shape_text(p->shape, it.value, "edge", first ? OPTIONAL : REQUIRED)};
        struct str edge = link.edge;
        if (edge.len && !shape_has(p->set->known_edges, edge))
            shape_word_error(p->shape, value_get(it.value, STR("edge")), "edge", edge,
                             p->set->known_edges);
        link.guilty = program(p, value_get(it.value, STR("guilty")));
        *vec_push(p->shape->arena, &links) = link;
    }
    p->rule->chain = links.items;
    p->rule->n_chain = links.count;
}

static void parse_remedies(struct parser *p) {
    VEC(struct rule_remedy) list = {0};
    shape_list(p->shape, get(p, "remediation"), "remediation");
    struct value_iter it = value_iter(get(p, "remediation"));
    while (value_next(&it)) {
        if (!shape_map(p->shape, it.value, "a remedy", KEYS_REMEDY))
            continue;
        struct rule_remedy *remedy = vec_push(p->shape->arena, &list);
        remedy->when = program(p, value_get(it.value, STR("when")));
        remedy->text = text(p, value_get(it.value, STR("text")));
        remedy->command = text(p, value_get(it.value, STR("command")));
        remedy->changes = shape_bool(p->shape, it.value, "changes", false);
        if (remedy->text.count == 0)
            shape_error(p->shape, DIAG_RULE_KEY, it.value, "key 'text' is missing");
    }
    p->rule->remedies = list.items;
    p->rule->n_remedies = list.count;
    p->rule->verify = text(p, get(p, "verify"));
}

/* The summary speaks about all findings: no object, but numbers. */
static void parse_summary(struct parser *p) {
    for (size_t i = 0; i < set_n_summary_names; i++)
        scope_add(p->scope, str_of(set_summary_names[i]), SLOT_COUNT, i);
    scope_add(p->scope, STR("found"), SLOT_FOUND, 0);
    p->rule->summary = text(p, get(p, "summary"));
}

struct rule *rule_parse(struct shape *shape, const struct rule_set *set, struct value root,
                        struct str stem) {
    struct rule *rule = NEW(shape->arena, struct rule);
    struct reference_kinds kinds = {.arena = shape->arena, .map = map_new(shape->arena)};
    struct parser p = {shape, set, scope_inner(set->scope), rule, root};
    rule->file = shape->file;
    rule->text = shape->text;
    rule->tree = root;
    rule->scope = p.scope;
    if (!shape_map(shape, root, "a rule", KEYS_RULE) && value_kind(root) != VALUE_MAP)
        return rule;
    shape->kinds = &kinds;
    parse_identity(&p, stem);
    rule->each = shape_text(shape, root, "each", REQUIRED);
    if (rule->each.len && !str_eq(rule->each, STR("Cluster")))
        references_check_kind(shape, set, get(&p, "each"), rule->each);
    parse_params(&p);
    rule->where = program(&p, get(&p, "where"));
    parse_variables(&p);
    parse_levels(&p);
    rule->message = text(&p, get(&p, "message"));
    if (rule->message.count == 0)
        shape_error(shape, DIAG_RULE_KEY, root, "key 'message' is missing");
    rule->group_by = program(&p, get(&p, "groupBy"));
    parse_follows(&p);
    parse_evidence(&p);
    parse_remedies(&p);
    /* Last: what has been compiled by now does not see the names that only these two may use. */
    parse_chain(&p);
    parse_summary(&p);
    references_rule(set, rule, &kinds);
    shape->kinds = NULL;
    return rule;
}

static void check_expect(struct shape *shape, struct value test, bool fact_tests) {
    struct value expect = value_get(test, STR("expect"));
    if (!shape_map(shape, expect, "what a test expects",
                   fact_tests ? KEYS_FACT_EXPECT : KEYS_EXPECT))
        return;
    if (value_count(expect) == 0)
        shape_error(shape, DIAG_RULE_SHAPE, expect, "the test expects nothing");
    struct value_iter it = value_iter(value_get(expect, STR("findings")));
    while (value_next(&it))
        shape_map(shape, it.value, "an expected finding", KEYS_FINDING);
}

void rule_parse_tests(struct shape *shape, struct value list, bool fact_tests,
                      const struct rule_test **ret_tests, size_t *ret_count) {
    VEC(struct rule_test) tests = {0};
    shape_list(shape, list, "tests");
    struct value_iter it = value_iter(list);
    while (value_next(&it)) {
        if (!shape_map(shape, it.value, "a test", fact_tests ? KEYS_FACT_TEST : KEYS_TEST))
            continue;
        struct str name = shape_text(shape, it.value, "name", REQUIRED);
        shape_version(shape, it.value, "target", OPTIONAL);
        shape_texts(shape, it.value, "not_collected", NULL);
        shape_list(shape, value_get(it.value, STR("objects")), "objects");
        check_expect(shape, it.value, fact_tests);
        *vec_push(shape->arena, &tests) =
            (struct rule_test){name, shape->file, shape->text, it.value};
    }
    *ret_tests = tests.items;
    *ret_count = tests.count;
}
