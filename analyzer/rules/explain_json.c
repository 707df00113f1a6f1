/* Turns the trees of one object's judgement into JSON, whole: nothing is left out, so that a
 * program may choose. */
#include "base/arena.h"
#include "rules/explain.h"
#include "rules/render.h"

struct page {
    const struct shown *shown;
    struct strbuf *out;
};

static void put_text(struct page *p, const char *key, struct str text) {
    strbuf_printf(p->out, "\"%s\": ", key);
    shown_json_text(p->out, text);
}

static void put_place(struct page *p, const struct explain_node *node) {
    struct value holder, origin = explain_origin(node, &holder);
    bool absent = value_kind(origin) == VALUE_ABSENT;
    struct value at = absent ? holder : origin;
    if (value_kind(at) == VALUE_ABSENT || !at.doc->origin || !at.doc->origin->path.len)
        return;
    strbuf_append(p->out, STR(", "));
    put_text(p, absent ? "absentFrom" : "path", at.doc->origin->path);
    strbuf_printf(p->out, ", \"pathLine\": %u", value_line(at));
}

static void put_value(struct page *p, const struct explain_node *node, bool masked) {
    struct cel_value v = node->event.value;
    if (v.type == CEL_OPTIONAL && v.optional)
        v = *v.optional;
    enum cel_type type = v.type;
    strbuf_append(p->out, STR(", \"value\": "));
    if (masked && type != CEL_BOOL && type != CEL_UNKNOWN && type != CEL_NULL)
        strbuf_append(p->out, STR("\"" SHOWN_MASK "\""));
    else if (type == CEL_MAP || type == CEL_LIST) {
        struct strbuf line = strbuf_new(p->out->arena);
        shown_line(&(struct shown){p->shown->evaluation, &line}, v, 400);
        shown_json_text(p->out, strbuf_str(&line));
    } else {
        shown_json(p->shown, v);
    }
}

/* As deep as expressions, LIMIT_EXPR_DEPTH. */
static void put_node(struct page *p, const struct explain_node *node, bool masked) {
    masked |= node->secret;
    strbuf_append_byte(p->out, '{');
    put_text(p, "expression", render_clean(p->out->arena, str_trim(node->event.text)));
    strbuf_printf(p->out, ", \"line\": %u, \"column\": %u, \"type\": ", node->event.line,
                  node->event.column);
    shown_json_text(p->out, str_of(cel_type_name(node->event.value)));
    put_value(p, node, masked);
    put_place(p, node);
    strbuf_append(p->out, STR(", \"parts\": ["));
    for (size_t i = 0; i < node->n_children; i++) {
        strbuf_append(p->out, i ? STR(", ") : STR(""));
        put_node(p, node->children[i], masked);
        masked |= node->children[i]->secret; /* what follows may have it by another name */
    }
    strbuf_append(p->out, STR("]}"));
}

static void put_root(struct page *p, const struct explain_watch *watch,
                     const struct cel_program *program) {
    const struct explain_node *root = program ? explain_root(watch, program) : NULL;
    strbuf_append(p->out, STR("\"condition\": "));
    if (root)
        put_node(p, root, false);
    else
        strbuf_append(p->out, STR("null"));
}

/* Of a fact that was asked of many objects, the first. */
static void put_facts(struct page *p, const struct explain_watch *watch) {
    const struct rule_set *set = p->shown->evaluation->set;
    bool any = false;
    for (size_t i = 0; i < set->facts.count; i++) {
        const struct fact *fact = set->facts.items[i];
        size_t count;
        const struct explain_node *root = explain_first(watch, fact->program, &count);
        if (!root)
            continue;
        strbuf_append(p->out, any ? STR(", {") : STR("{"));
        any = true;
        put_text(p, "name", fact->name);
        strbuf_append(p->out, STR(", "));
        put_text(p, "on", fact->on);
        strbuf_printf(p->out, ", \"asked\": %zu, \"condition\": ", count);
        put_node(p, root, false);
        strbuf_append_byte(p->out, '}');
    }
}

static const char *verdict(const struct explained *e) {
    if (e->found)
        return level_text(e->found);
    if (e->is_error)
        return "error";
    if (e->is_unknown)
        return "unknown";
    return e->concerned ? "passed" : "not-concerned";
}

static void put_object(struct page *p, const struct explained *e, bool cluster) {
    const struct resource *self = e->self;
    strbuf_append(p->out, STR("{\"object\": "));
    if (cluster || !self) {
        strbuf_append(p->out, STR("null"));
        return;
    }
    strbuf_append_byte(p->out, '{');
    put_text(p, "kind", self->kind);
    strbuf_append(p->out, STR(", "));
    put_text(p, "namespace", self->namespace);
    strbuf_append(p->out, STR(", "));
    put_text(p, "name", self->name);
    strbuf_append_byte(p->out, '}');
}

void explain_json(const struct shown *shown, const struct rule *rule, const struct explained *e) {
    struct page p = {shown, shown->out};
    put_object(&p, e, str_eq(rule->each, STR("Cluster")));
    strbuf_printf(p.out, ", \"verdict\": \"%s\", \"truncated\": %s, ", verdict(e),
                  e->watch->overflow ? "true" : "false");
    put_text(&p, "message", e->message);
    strbuf_append(p.out, STR(", \"where\": {"));
    put_root(&p, e->watch, rule->where);
    strbuf_append(p.out, STR("}, \"variables\": ["));
    for (size_t i = 0; i < rule->n_variables; i++) {
        strbuf_append(p.out, i ? STR(", {") : STR("{"));
        put_text(&p, "name", rule->variables[i].name);
        strbuf_append(p.out, STR(", "));
        put_root(&p, e->watch, rule->variables[i].program);
        strbuf_append_byte(p.out, '}');
    }
    strbuf_append(p.out, STR("], \"levels\": ["));
    for (size_t i = 0; i < rule->n_levels; i++) {
        strbuf_printf(p.out, "%s{\"severity\": \"%s\", ", i ? ", " : "",
                      level_text(rule->levels[i].severity));
        put_root(&p, e->watch, rule->levels[i].when);
        strbuf_append_byte(p.out, '}');
    }
    strbuf_append(p.out, STR("], \"facts\": ["));
    put_facts(&p, e->watch);
    strbuf_append(p.out, STR("], \"missing\": "));
    if (e->missing.count)
        shown_json(shown, cel_unknown_of(p.out->arena, e->missing));
    else
        strbuf_append(p.out, STR("null"));
    strbuf_append_byte(p.out, '}');
}
