/* Turns rules and the table of edges into text for a terminal. */
#include "base/arena.h"
#include "graph/edges.h"
#include "rules/render.h"
#include "rules/tools.h"

static size_t widest_id(const struct rule_set *set) {
    size_t widest = 0;
    for (size_t i = 0; i < set->rules.count; i++)
        if (set->rules.items[i]->id.len > widest)
            widest = set->rules.items[i]->id.len;
    return widest;
}

static void pad(struct strbuf *out, struct str text, size_t width) {
    strbuf_append(out, text);
    for (size_t i = utf8_count(text); i < width; i++)
        strbuf_append_byte(out, ' ');
}

void rules_show_list(const struct rule_set *set, struct strbuf *out) {
    size_t width = widest_id(set);
    for (size_t i = 0; i < set->rules.count; i++) {
        const struct rule *rule = set->rules.items[i];
        pad(out, rule->id, width + 2);
        pad(out, str_of(level_text(rule->severity)), sizeof "blocker" + 1);
        strbuf_append(out, rule->title);
        strbuf_append_byte(out, '\n');
    }
}

static void paragraph(struct strbuf *out, const char *label, struct str text) {
    if (text.len)
        strbuf_printf(out, "%s: %.*s\n", label, STR_ARG(text));
}

static void words(struct strbuf *out, const char *label, struct strs list) {
    if (list.count)
        strbuf_printf(out, "%s:", label);
    for (size_t i = 0; i < list.count; i++)
        strbuf_printf(out, "%s %.*s", i ? "," : "", STR_ARG(list.items[i]));
    if (list.count)
        strbuf_append_byte(out, '\n');
}

/* Each line of the text two columns in. */
static void indented(struct strbuf *out, struct str text) {
    struct str rest = str_trim(text), line;
    bool more = rest.len > 0;
    while (more) {
        more = str_cut(rest, '\n', &line, &rest);
        strbuf_printf(out, "    %.*s\n", STR_ARG(line));
    }
}

static void show_condition(const struct rule *rule, struct strbuf *out) {
    struct str where = value_str(value_get(rule->tree, STR("where")));
    struct value list = value_get(rule->tree, STR("levels"));
    paragraph(out, "\nFor each", rule->each);
    if (where.len) {
        strbuf_append(out, STR("  where\n"));
        indented(out, where);
    }
    struct value_iter it = value_iter(value_get(rule->tree, STR("variables")));
    while (value_next(&it)) {
        strbuf_printf(out, "  %.*s is\n", STR_ARG(it.key));
        indented(out, value_str(it.value));
    }
    struct value_iter level = value_iter(list);
    for (size_t i = 0; i < rule->n_levels; i++) {
        struct value when = value_get(rule->tree, STR("when"));
        if (value_next(&level))
            when = value_get(level.value, STR("when"));
        strbuf_printf(out, "  %s when\n", level_text(rule->levels[i].severity));
        indented(out, value_str(when));
    }
}

static void show_params(const struct rule_set *set, const struct rule *rule, struct strbuf *out) {
    if (rule->n_params)
        strbuf_append(out, STR("\nParameters (--param ID.NAME=VALUE):\n"));
    for (size_t i = 0; i < rule->n_params; i++) {
        const struct rule_param *param = &rule->params[i];
        struct str local = rule->local ? rule->local->params[i] : (struct str){0};
        strbuf_printf(out, "  %.*s = %.*s (%.*s): %.*s\n", STR_ARG(param->name),
                      STR_ARG(render_value(set->arena, param->value)), STR_ARG(param->type),
                      STR_ARG(local.len ? local : param->help));
    }
}

static void show_remedies(const struct rule *rule, struct strbuf *out) {
    if (rule->n_remedies)
        strbuf_append(out, STR("\nWhat to do:\n"));
    for (size_t i = 0; i < rule->n_remedies; i++) {
        const struct rule_remedy *remedy = &rule->remedies[i];
        strbuf_printf(out, "  - %.*s\n", STR_ARG(remedy->text.source));
        if (remedy->command.count)
            strbuf_printf(out, "      %.*s%s\n", STR_ARG(remedy->command.source),
                          remedy->changes ? "   (changes the cluster)" : "");
    }
}

bool rules_show(const struct rule_set *set, struct str id, struct strbuf *out) {
    const struct rule *rule = rules_find(set, id);
    if (!rule)
        return false;
    strbuf_printf(out, "%.*s: %.*s\n", STR_ARG(rule->id), STR_ARG(rule->title));
    paragraph(out, "Passes when", rule->assertion);
    strbuf_printf(out, "Highest level: %s%s\n", level_text(rule->severity),
                  rule->decisive ? "" : " (not decisive: no default gather holds its data)");
    words(out, "Endangers", rule->scopes);
    paragraph(out, "Bites", rule->bites);
    paragraph(out, "Category", rule->category);
    words(out, "Tags", rule->tags);
    paragraph(out, "Explains", rule->explains);
    words(out, "Follows", rule->follows.rules);
    paragraph(out, "Since OpenShift Virtualization", rule->since);
    paragraph(out, "Until OpenShift Virtualization", rule->until);
    paragraph(out, "From", rule->origin);
    if (rule->why.len) {
        strbuf_append(out, STR("\nWhy:\n"));
        indented(out, rule->why);
    }
    show_condition(rule, out);
    strbuf_append_byte(out, '\n');
    words(out, "Reads", rule->requires);
    show_params(set, rule, out);
    show_remedies(rule, out);
    if (rule->docs.count)
        strbuf_append(out, STR("\nMore:\n"));
    for (size_t i = 0; i < rule->docs.count; i++)
        strbuf_printf(out, "  %.*s\n", STR_ARG(rule->docs.items[i]));
    return true;
}

void rules_show_edges(struct strbuf *out) {
    size_t count;
    const struct edge_info *table = edges_table(&count);
    for (size_t i = 0; i < count; i++) {
        pad(out, table[i].from, 34);
        pad(out, table[i].name, 18);
        pad(out, table[i].to, 34);
        pad(out, table[i].inverse, 18);
        pad(out, table[i].absent, 10);
        strbuf_append(out, table[i].how);
        strbuf_append_byte(out, '\n');
    }
}
