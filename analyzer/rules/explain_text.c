/* Turns the trees of one object's judgement into indented lines: an expression, what it was, and
 * where in the archive that is written. What says nothing new (literals, the steps of a path) is
 * left out. */
#include "base/arena.h"
#include "base/limits.h"
#include "rules/explain.h"
#include "rules/render.h"

enum {
    TEXT_BYTES = 90,   /* of an expression on one line */
    VALUE_BYTES = 100, /* of its value */
    ENTRIES_MAX = 6,   /* of a list that a macro walks */
};

struct page {
    const struct shown *shown;
    struct strbuf *out;
    const struct document_origin *own; /* of the object itself */
    VEC(const struct document_origin *) others;
};

static void indent(struct page *p, unsigned depth) {
    for (unsigned i = 0; i < depth; i++)
        strbuf_append(p->out, STR("  "));
}

static void put_expression(struct page *p, struct str text) {
    struct str line = render_clean(p->out->arena, str_trim(text));
    strbuf_append(p->out, cel_display(p->out->arena, cel_string(line), TEXT_BYTES));
}

/* Members' paths are long: those of others than the object's own stand below, numbered. */
static bool put_line(struct page *p, const char *before, struct value v) {
    size_t number = 0;
    if (value_kind(v) == VALUE_ABSENT || !v.doc->origin || !v.doc->origin->path.len)
        return false;
    while (number < p->others.count && p->others.items[number] != v.doc->origin)
        number++;
    if (v.doc->origin == p->own) {
        strbuf_printf(p->out, "   (%sline %u)", before, value_line(v));
        return true;
    }
    if (number == p->others.count)
        *vec_push(p->out->arena, &p->others) = v.doc->origin;
    strbuf_printf(p->out, "   (%s[%zu] line %u)", before, number + 1, value_line(v));
    return true;
}

static void put_place(struct page *p, const struct explain_node *node) {
    struct value holder, origin = explain_origin(node, &holder);
    enum cel_type type = node->event.value.type;
    if (!put_line(p, "", origin) && (type == CEL_OPTIONAL || type == CEL_ERROR))
        put_line(p, "absent from ", holder);
}

static void put_others(struct page *p) {
    for (size_t i = 0; i < p->others.count; i++)
        strbuf_printf(p->out, "  [%zu] %.*s\n", i + 1,
                      STR_ARG(render_clean(p->out->arena, p->others.items[i]->path)));
}

static void put_value(struct page *p, const struct explain_node *node, bool masked) {
    struct cel_value v = node->event.value;
    strbuf_append(p->out, STR("  ->  "));
    if (masked && v.type != CEL_BOOL && v.type != CEL_UNKNOWN && v.type != CEL_NULL) {
        strbuf_append(p->out, STR(SHOWN_MASK));
        return;
    }
    shown_line(p->shown, v, VALUE_BYTES);
    if (explain_lacks(node)) {
        strbuf_append(p->out, STR(": missing "));
        shown_missing(p->shown, *v.unknown);
    }
}

static bool is_path(const struct explain_node *node) {
    return node->event.role == CEL_TRACE_SELECT || node->event.role == CEL_TRACE_VARIABLE ||
           node->event.role == CEL_TRACE_LOCAL;
}

/* `path.orValue(…)`: the path's line says all. */
static const struct explain_node *defaulted(const struct explain_node *node) {
    if (node->event.role != CEL_TRACE_OTHER || node->n_children == 0)
        return NULL;
    const struct explain_node *first = node->children[0];
    struct str rest = str_slice(node->event.text, first->event.text.len, node->event.text.len);
    bool is_default = first->event.role == CEL_TRACE_SELECT &&
                      str_starts_with(node->event.text, first->event.text) &&
                      str_starts_with(str_trim(rest), STR(".orValue("));
    return is_default ? first : NULL;
}

static void put_node(struct page *p, const struct explain_node *node, unsigned depth, bool masked);

/* The variable of a macro, from its text: x.exists(NAME, … */
static struct str loop_variable(const struct explain_node *node) {
    struct str text = node->event.text;
    size_t from = node->n_children ? node->children[0]->event.text.len : 0;
    size_t open = str_find_byte(text, '(', from), end = str_find_byte(text, ',', from);
    if (open == SIZE_MAX || end == SIZE_MAX || end < open)
        return (struct str){0};
    return str_trim(str_slice(text, open + 1, end));
}

/* What the variable was in one entry: any use of it tells. Depth is that of expressions. */
static const struct explain_node *find_local(const struct explain_node *node, struct str name) {
    if (node->event.role == CEL_TRACE_LOCAL && str_eq(node->event.name, name))
        return node;
    for (size_t i = 0; i < node->n_children; i++) {
        const struct explain_node *found = find_local(node->children[i], name);
        if (found)
            return found;
    }
    return NULL;
}

static void put_entry(struct page *p, const struct explain_node *body, struct str name,
                      unsigned depth, bool masked) {
    const struct explain_node *local = name.len ? find_local(body, name) : NULL;
    if (!local || local == body) {
        put_node(p, body, depth, masked);
        return;
    }
    indent(p, depth);
    strbuf_printf(p->out, "with %.*s", STR_ARG(name));
    put_value(p, local, masked);
    put_place(p, local);
    strbuf_append_byte(p->out, '\n');
    put_node(p, body, depth + 1, masked);
}

/* Entries that decide, and what could not be told, before others. */
static bool is_telling(const struct explain_node *loop, const struct explain_node *body) {
    struct cel_value v = body->event.value, whole = loop->event.value;
    if (v.type == CEL_UNKNOWN || v.type == CEL_ERROR)
        return true;
    return v.type == CEL_BOOL && whole.type == CEL_BOOL &&
           v.boolean == str_eq(loop->event.name, STR("exists")) && v.boolean == whole.boolean;
}

static void put_loop(struct page *p, const struct explain_node *node, unsigned depth, bool masked) {
    struct str name = loop_variable(node);
    size_t shown = 0, left = 0;
    if (node->n_children)
        put_node(p, node->children[0], depth, masked);
    masked |= node->n_children && node->children[0]->secret;
    for (size_t i = 1; i < node->n_children; i++) {
        bool last = i + 1 == node->n_children;
        bool show = shown < ENTRIES_MAX / 2 ||
                    (shown < ENTRIES_MAX && (last || is_telling(node, node->children[i])));
        if (show)
            put_entry(p, node->children[i], name, depth, masked);
        shown += show;
        left += !show;
    }
    if (left) {
        indent(p, depth);
        strbuf_printf(p->out, "… and %zu entries more\n", left);
    }
}

static void put_children(struct page *p, const struct explain_node *node, unsigned depth,
                         bool masked) {
    if (node->event.role == CEL_TRACE_LOOP) {
        put_loop(p, node, depth, masked);
        return;
    }
    for (size_t i = 0; i < node->n_children; i++) {
        const struct explain_node *child = node->children[i];
        if (node->event.role == CEL_TRACE_SELECT && is_path(child)) {
            if (child->event.role == CEL_TRACE_SELECT)
                put_children(p, child, depth, masked);
            continue;
        }
        put_node(p, child, depth, masked);
        masked |= child->secret; /* what follows may have it by another name */
    }
}

/* As deep as expressions, LIMIT_EXPR_DEPTH. */
static void put_node(struct page *p, const struct explain_node *node, unsigned depth, bool masked) {
    const struct explain_node *path = defaulted(node);
    masked |= node->secret;
    bool is_self = node->event.role == CEL_TRACE_VARIABLE && str_eq(node->event.name, STR("self"));
    if (node->event.role == CEL_TRACE_LITERAL || (is_self && depth > 2))
        return;
    indent(p, depth);
    put_expression(p, node->event.text);
    put_value(p, node, masked);
    put_place(p, path ? path : node);
    strbuf_append_byte(p->out, '\n');
    if (path)
        put_children(p, path, depth + 1, masked || path->secret);
    else
        put_children(p, node, depth + 1, masked);
}

/* ---- the parts of a rule ---- */

static void put_part(struct page *p, const char *word, struct str name,
                     const struct explain_node *root) {
    if (!root)
        return;
    strbuf_printf(p->out, "  %s%.*s\n", word, STR_ARG(name));
    put_node(p, root, 2, false);
    if (root->event.role == CEL_TRACE_LITERAL) {
        strbuf_append(p->out, STR("    "));
        put_expression(p, root->event.text);
        strbuf_append_byte(p->out, '\n');
    }
}

static void put_verdict(struct page *p, const struct explained *e) {
    if (!e->concerned && !e->is_unknown && !e->is_error)
        strbuf_append(p->out, STR("  The rule is not about it.\n"));
    else if (e->found)
        strbuf_printf(p->out, "  Finding, %s: %.*s\n", level_text(e->found), STR_ARG(e->message));
    if (e->is_unknown)
        strbuf_append(p->out, STR("  Unknown: the archive does not hold what decides.\n"));
    if (e->is_error)
        strbuf_append(p->out, STR("  Error: the rule failed.\n"));
    if (e->concerned && !e->found && !e->is_unknown && !e->is_error)
        strbuf_append(p->out, STR("  Passed.\n"));
}

static void put_missing(struct page *p, struct missing_set missing) {
    const struct rule_set *set = p->shown->evaluation->set;
    for (size_t i = 0; i < missing.count; i++) {
        strbuf_append(p->out, STR("  Missing: "));
        shown_missing(p->shown, (struct missing_set){&missing.items[i], 1});
        struct str command =
            rules_gather(set, p->out->arena, missing.items[i], shown_image(p->shown));
        strbuf_printf(p->out, "%s%.*s\n", command.len ? "\n    gather with: " : "",
                      STR_ARG(command));
    }
}

/* What the facts were that the rule asked for; one that was asked of many objects, of the first. */
static void put_facts(struct page *p, const struct explained *e) {
    const struct rule_set *set = p->shown->evaluation->set;
    for (size_t i = 0; i < set->facts.count; i++) {
        const struct fact *fact = set->facts.items[i];
        size_t count;
        const struct explain_node *root = explain_first(e->watch, fact->program, &count);
        struct str of = fact->on.len ? str_printf(p->out->arena, "%.*s of %.*s",
                                                  STR_ARG(fact->name), STR_ARG(fact->on))
                                     : fact->name;
        put_part(p, "fact ", of, root);
        if (count > 1)
            strbuf_printf(p->out, "    … and asked of %zu others\n", count - 1);
    }
}

static void put_unneeded(struct page *p, const struct rule *rule, const struct explained *e) {
    size_t count = 0;
    for (size_t i = 0; i < rule->n_variables; i++)
        if (!explain_root(e->watch, rule->variables[i].program))
            strbuf_printf(p->out, "%s%.*s",
                          count++ ? ", " : "  not needed: ", STR_ARG(rule->variables[i].name));
    if (count)
        strbuf_append_byte(p->out, '\n');
}

void explain_text(const struct shown *shown, const struct rule *rule, const struct explained *e) {
    struct page p = {.shown = shown, .out = shown->out};
    struct arena *arena = shown->out->arena;
    bool cluster = str_eq(rule->each, STR("Cluster")) || !e->self;
    struct str place = e->self ? shown_place(arena, e->self->object) : (struct str){0};
    if (e->self)
        p.own = e->self->object.doc->origin;
    strbuf_printf(p.out, "%.*s%s%.*s\n",
                  STR_ARG(cluster ? STR("The cluster") : shown_object(arena, e->self)),
                  place.len ? "\n  " : "", STR_ARG(place));
    put_verdict(&p, e);
    if (rule->where)
        put_part(&p, "where", (struct str){0}, explain_root(e->watch, rule->where));
    for (size_t i = 0; e->concerned && i < rule->n_variables; i++)
        put_part(&p, "", rule->variables[i].name,
                 explain_root(e->watch, rule->variables[i].program));
    for (size_t i = 0; e->concerned && i < rule->n_levels; i++)
        put_part(&p, level_text(rule->levels[i].severity), STR(" when"),
                 explain_root(e->watch, rule->levels[i].when));
    put_facts(&p, e);
    if (e->concerned)
        put_unneeded(&p, rule, e);
    put_missing(&p, e->missing);
    put_others(&p);
    if (e->watch->overflow)
        strbuf_append(p.out, STR("  Too large to show all of it (limit explain-nodes).\n"));
}
