/* Turns rules into docs/rules.md: a table, then a section for each rule, by category. */
#include "base/arena.h"
#include "rules/render.h"
#include "rules/rule_keys.h"
#include "rules/tools.h"

struct page {
    struct arena *arena;
    const struct rule_set *set;
    struct strbuf *out;
};

/* What would be markup in a line of text, or end a table's cell. */
static void put(struct page *p, struct str text) {
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '<')
            strbuf_append(p->out, STR("&lt;"));
        else if (c == '|' || c == '*' || c == '_' || c == '`')
            strbuf_printf(p->out, "\\%c", c);
        else
            strbuf_append_byte(p->out, c == '\n' ? ' ' : c);
    }
}

static void put_paragraph(struct page *p, const char *label, struct str text) {
    if (!text.len)
        return;
    strbuf_append(p->out, str_of(label));
    put(p, text);
    strbuf_append(p->out, STR("\n\n"));
}

static void put_words(struct page *p, const char *label, struct strs words) {
    if (!words.count)
        return;
    strbuf_append(p->out, str_of(label));
    for (size_t i = 0; i < words.count; i++)
        strbuf_printf(p->out, "%s`%.*s`", i ? ", " : "", STR_ARG(words.items[i]));
    strbuf_append(p->out, STR("\n\n"));
}

/* A block of code; each line behind `indent`. No rule's text can end it: a fence has four signs. */
static void put_code(struct page *p, const char *language, const char *indent, struct str text) {
    struct str rest = str_trim(text), line;
    bool more = true;
    strbuf_printf(p->out, "%s~~~~%s\n", indent, language);
    while (more) {
        more = str_cut(rest, '\n', &line, &rest);
        if (!str_starts_with(line, STR("~~~~")))
            strbuf_printf(p->out, "%s%.*s\n", line.len ? indent : "", STR_ARG(line));
    }
    strbuf_printf(p->out, "%s~~~~\n", indent);
}

static void put_levels(struct page *p, const struct rule *rule) {
    strbuf_append(p->out, STR("**Level:** "));
    for (size_t i = 0; i < rule->n_levels; i++)
        strbuf_printf(p->out, "%s%s", i ? ", " : "", level_text(rule->levels[i].severity));
    if (!rule->decisive)
        strbuf_append(p->out, STR(" (not decisive: no default gather holds its data)"));
    strbuf_append(p->out, STR(". **Endangers:** "));
    for (size_t i = 0; i < rule->scopes.count; i++)
        strbuf_printf(p->out, "%s%.*s", i ? ", " : "", STR_ARG(rule->scopes.items[i]));
    if (rule->bites.len)
        strbuf_printf(p->out, ". **Bites:** %.*s", STR_ARG(rule->bites));
    if (rule->since.len)
        strbuf_printf(p->out, ". **From** OpenShift Virtualization %.*s", STR_ARG(rule->since));
    if (rule->until.len)
        strbuf_printf(p->out, ". **Until** OpenShift Virtualization %.*s", STR_ARG(rule->until));
    strbuf_append(p->out, STR(".\n\n"));
    if (rule->explains.len)
        strbuf_printf(p->out, "Its findings stand under those of [`%.*s`](#%.*s).\n\n",
                      STR_ARG(rule->explains), STR_ARG(rule->explains));
    struct strs followed = rule->follows.rules;
    for (size_t i = 0; i < followed.count; i++)
        strbuf_printf(p->out, "%s[`%.*s`](#%.*s)%s",
                      i ? ", " : "Where it comes from what these blame, it stands under them: ",
                      STR_ARG(followed.items[i]), STR_ARG(followed.items[i]),
                      i + 1 < followed.count ? "" : ".\n\n");
}

static void put_yaml(struct strbuf *out, const char *indent, struct str name, struct str text) {
    struct str rest = str_trim(text), line;
    bool more = true;
    strbuf_printf(out, "%s%.*s: |\n", indent, STR_ARG(name));
    while (more) {
        more = str_cut(rest, '\n', &line, &rest);
        strbuf_printf(out, "%s  %.*s\n", indent, STR_ARG(line));
    }
}

static void put_condition(struct page *p, const struct rule *rule) {
    struct strbuf code = strbuf_new(p->arena);
    strbuf_printf(&code, "each: %.*s\n", STR_ARG(rule->each));
    struct str where = value_str(value_get(rule->tree, STR("where")));
    if (where.len)
        put_yaml(&code, "", STR("where"), where);
    if (rule->n_variables)
        strbuf_append(&code, STR("variables:\n"));
    struct value_iter it = value_iter(value_get(rule->tree, STR("variables")));
    while (value_next(&it))
        put_yaml(&code, "  ", it.key, value_str(it.value));
    struct value_iter level = value_iter(value_get(rule->tree, STR("levels")));
    for (size_t i = 0; i < rule->n_levels; i++) {
        struct value when = value_get(rule->tree, STR("when"));
        if (value_next(&level))
            when = value_get(level.value, STR("when"));
        put_yaml(&code, "", str_of(level_text(rule->levels[i].severity)), value_str(when));
    }
    strbuf_append(p->out, STR("**How it is judged**\n\n"));
    put_code(p, "yaml", "", strbuf_str(&code));
    strbuf_append_byte(p->out, '\n');
}

static void put_params(struct page *p, const struct rule *rule) {
    if (!rule->n_params)
        return;
    strbuf_append(p->out, STR("**Parameters** (`--param "));
    strbuf_printf(p->out, "%.*s.NAME=VALUE`)\n\n| name | default | |\n|---|---|---|\n",
                  STR_ARG(rule->id));
    for (size_t i = 0; i < rule->n_params; i++) {
        const struct rule_param *param = &rule->params[i];
        strbuf_printf(p->out, "| `%.*s` | %.*s (%.*s) | ", STR_ARG(param->name),
                      STR_ARG(render_value(p->arena, param->value)), STR_ARG(param->type));
        put(p, param->help);
        strbuf_append(p->out, STR(" |\n"));
    }
    strbuf_append_byte(p->out, '\n');
}

static void put_remedies(struct page *p, const struct rule *rule) {
    if (rule->n_remedies)
        strbuf_append(p->out, STR("**What to do**\n\n"));
    for (size_t i = 0; i < rule->n_remedies; i++) {
        const struct rule_remedy *remedy = &rule->remedies[i];
        strbuf_append(p->out, STR("- "));
        put(p, remedy->text.source);
        strbuf_append(p->out, remedy->changes ? STR(" *This changes the cluster.*\n") : STR("\n"));
        if (remedy->command.source.len)
            put_code(p, "sh", "  ", remedy->command.source);
    }
    if (rule->n_remedies)
        strbuf_append_byte(p->out, '\n');
    if (rule->verify.source.len) {
        strbuf_append(p->out, STR("Done when this tells so:\n\n"));
        put_code(p, "sh", "", rule->verify.source);
        strbuf_append_byte(p->out, '\n');
    }
}

static void put_rule(struct page *p, const struct rule *rule) {
    strbuf_printf(p->out, "### %.*s\n\n", STR_ARG(rule->id));
    put_paragraph(p, "**", rule->title);
    if (rule->title.len) /* the paragraph's closing signs stand before its end */
        p->out->len -= 2;
    strbuf_append(p->out, STR("**\n\n"));
    put_paragraph(p, "Passes where ", rule->assertion);
    put_paragraph(p, "", rule->why);
    put_levels(p, rule);
    put_words(p, "**Data used:** ", rule->requires);
    put_condition(p, rule);
    put_params(p, rule);
    put_remedies(p, rule);
    for (size_t i = 0; i < rule->docs.count; i++)
        strbuf_printf(p->out, "%s<%.*s>\n", i ? "" : "**More:**\n", STR_ARG(rule->docs.items[i]));
    strbuf_append(p->out, rule->docs.count ? STR("\n") : STR(""));
    if (rule->n_tests)
        strbuf_printf(p->out, "**Tests (%zu):** ", rule->n_tests);
    for (size_t i = 0; i < rule->n_tests; i++) {
        put(p, rule->tests[i].name);
        strbuf_append(p->out, i + 1 < rule->n_tests ? STR("; ") : STR(".\n\n"));
    }
}

static size_t put_table(struct page *p) {
    size_t tests = 0;
    strbuf_append(p->out, STR("| rule | level | what is wrong | tests |\n|---|---|---|---|\n"));
    for (size_t i = 0; i < p->set->rules.count; i++) {
        const struct rule *rule = p->set->rules.items[i];
        strbuf_printf(p->out, "| [%.*s](#%.*s) | %s | ", STR_ARG(rule->id), STR_ARG(rule->id),
                      level_text(rule->severity));
        put(p, rule->title);
        strbuf_printf(p->out, " | %zu |\n", rule->n_tests);
        tests += rule->n_tests;
    }
    return tests;
}

void rules_doc(const struct rule_set *set, struct strbuf *out) {
    struct strs categories = shape_words(out->arena, WORDS_CATEGORY);
    struct page p = {out->arena, set, out};
    strbuf_append(out, STR("# Rules\n\nMade by `make docs` from the files in `rules/`; change "
                           "those.\n\n"));
    size_t tests = put_table(&p);
    strbuf_printf(out, "\n%zu rules with %zu tests; %zu facts with %zu.\n", set->rules.count, tests,
                  set->facts.count, set->fact_tests.count);
    for (size_t c = 0; c < categories.count; c++) {
        bool first = true;
        for (size_t i = 0; i < set->rules.count; i++) {
            const struct rule *rule = set->rules.items[i];
            if (!str_eq(rule->category, categories.items[c]))
                continue;
            if (first)
                strbuf_printf(out, "\n## Category %.*s\n\n", STR_ARG(categories.items[c]));
            first = false;
            put_rule(&p, rule);
        }
    }
    while (out->len > 1 && out->ptr[out->len - 1] == '\n' && out->ptr[out->len - 2] == '\n')
        out->len--;
}
