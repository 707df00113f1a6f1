/* Turns the events of an evaluation, children before parents, into trees. The trick: what waits for
 * its parent is a stack, and a node's children are those on top of it that name it; a variable's
 * own program, evaluated in the middle, takes its nodes off before the outer one goes on. */
#include "base/arena.h"
#include "base/limits.h"
#include "rules/explain.h"
#include "rules/fieldpath.h"

/* Errors too: they name keys and texts. */
static bool carries_text(struct cel_value v) {
    return v.type == CEL_ERROR || v.type == CEL_STRING || v.type == CEL_BYTES ||
           v.type == CEL_LIST || v.type == CEL_MAP || v.type == CEL_OPTIONAL ||
           v.type == CEL_OPAQUE;
}

static struct cel_value unwrapped(struct cel_value v) {
    return v.type == CEL_OPTIONAL && v.optional ? *v.optional : v;
}

/* A variable is as secret as its program's result. */
static bool secret_variable(const struct explain_watch *watch, struct str name) {
    for (size_t i = 0; watch->rule && i < watch->rule->n_variables; i++) {
        if (!str_eq(watch->rule->variables[i].name, name))
            continue;
        const struct explain_node *root = explain_root(watch, watch->rule->variables[i].program);
        return root && root->secret;
    }
    return false;
}

/* A whole object of Kubernetes: its own fields tell what to mask. */
static bool is_object(struct cel_value v) {
    return v.type == CEL_MAP && v.is_tree &&
           value_kind(value_get(v.tree, STR("kind"))) == VALUE_STRING &&
           value_kind(value_get(v.tree, STR("metadata"))) == VALUE_MAP;
}

static bool could_hide(struct str field) {
    return fieldpath_secret_key(field) || str_eq(field, STR("value")) ||
           str_eq(field, STR("data")) || str_eq(field, STR("stringData"));
}

static bool is_secret(const struct explain_watch *watch, const struct explain_node *node) {
    const struct cel_trace_event *event = &node->event;
    if (!carries_text(event->value))
        return false;
    if (watch->secret_left_out)
        return true;
    for (size_t i = 0; i < node->n_children; i++)
        if (node->children[i]->secret)
            return true;
    if (watch->secret_fact &&
        (str_eq(event->name, STR("fact")) || str_starts_with(event->name, STR("facts."))))
        return true;
    if (event->role == CEL_TRACE_VARIABLE)
        return secret_variable(watch, event->name);
    /* What it is selected from was not kept: only its name is known. */
    if (event->role == CEL_TRACE_SELECT && watch->overflow && !node->n_children)
        return could_hide(event->name);
    if (event->role == CEL_TRACE_INDEX && watch->overflow && node->n_children < 2)
        return !is_object(unwrapped(event->value));
    if (event->role == CEL_TRACE_SELECT && node->n_children)
        return shown_hides(unwrapped(node->children[0]->event.value), event->name);
    if (event->role == CEL_TRACE_INDEX && node->n_children == 2 &&
        node->children[1]->event.value.type == CEL_STRING)
        return shown_hides(unwrapped(node->children[0]->event.value),
                           node->children[1]->event.value.text);
    return false;
}

/* The rule's own, or a question; else a fact's. */
static bool find_own(const struct explain_watch *watch, const struct cel_program *program) {
    const struct rule *rule = watch->rule;
    if (!rule || program == rule->where)
        return true;
    for (size_t i = 0; i < rule->n_variables; i++)
        if (program == rule->variables[i].program)
            return true;
    for (size_t i = 0; i < rule->n_levels; i++)
        if (program == rule->levels[i].when)
            return true;
    return false;
}

static bool is_own(struct explain_watch *watch, const struct cel_program *program) {
    if (watch->last != program)
        watch->last_is_own = find_own(watch, program);
    watch->last = program;
    return watch->last_is_own;
}

/* Facts may fill half of the room, so that what the rule itself says is there. */
static bool has_room(struct explain_watch *watch, bool own) {
    size_t *count = own ? &watch->n_nodes : &watch->n_fact_nodes;
    if (*count >= limits->explain_nodes / 2)
        return false;
    ++*count;
    return true;
}

/* Of a root: whatever of its program is still open, should the tree have grown too large. */
static size_t first_child(const struct explain_watch *watch, const struct cel_trace_event *event) {
    size_t first = watch->open.count;
    while (first > 0) {
        const struct cel_trace_event *below = &watch->open.items[first - 1]->event;
        bool child =
            below->program == event->program && (below->parent == event->id || event->parent == 0);
        if (!child)
            break;
        first--;
    }
    return first;
}

static void add_node(void *arg, const struct cel_trace_event *event) {
    struct explain_watch *watch = arg;
    if (watch->over)
        return;
    bool own = is_own(watch, event->program);
    size_t first = first_child(watch, event), count = watch->open.count - first;
    if (!has_room(watch, own) && !(own && event->parent == 0)) {
        struct explain_node lost = {
            .event = *event, .children = watch->open.items + first, .n_children = count};
        watch->overflow = true;
        watch->secret_left_out |= is_secret(watch, &lost);
        watch->open.count = first;
        return;
    }
    struct explain_node *node = NEW(watch->arena, struct explain_node);
    struct explain_node **children = NEW_ARRAY(watch->arena, count, struct explain_node *);
    for (size_t i = 0; i < count; i++)
        children[i] = watch->open.items[first + i];
    *node = (struct explain_node){.event = *event, .children = children, .n_children = count};
    node->secret = is_secret(watch, node);
    watch->secret_fact |= node->secret && event->parent == 0;
    watch->open.count = first;
    if (event->parent == 0)
        *vec_push(watch->arena, &watch->roots) = node;
    else
        *vec_push(watch->arena, &watch->open) = node;
}

void explain_watch_begin(struct explain_watch *watch, struct arena *arena,
                         const struct rule *rule) {
    *watch = (struct explain_watch){.arena = arena, .rule = rule};
    watch->trace = (struct cel_trace){add_node, watch};
}

const struct explain_node *explain_root(const struct explain_watch *watch,
                                        const struct cel_program *program) {
    for (size_t i = watch->roots.count; i-- > 0;)
        if (watch->roots.items[i]->event.program == program)
            return watch->roots.items[i];
    return NULL;
}

const struct explain_node *explain_first(const struct explain_watch *watch,
                                         const struct cel_program *program, size_t *ret_count) {
    const struct explain_node *first = NULL;
    *ret_count = 0;
    for (size_t i = 0; i < watch->roots.count; i++) {
        if (watch->roots.items[i]->event.program != program)
            continue;
        first = first ? first : watch->roots.items[i];
        ++*ret_count;
    }
    return first;
}

static struct value step(struct value holder, const struct explain_node *node) {
    if (node->event.role == CEL_TRACE_SELECT)
        return value_get(holder, node->event.name);
    struct cel_value key = node->children[1]->event.value;
    if (key.type == CEL_STRING)
        return value_get(holder, key.text);
    return key.type == CEL_INT && key.integer >= 0 ? value_at(holder, (size_t)key.integer)
                                                   : (struct value){0};
}

struct value explain_origin(const struct explain_node *node, struct value *ret_holder) {
    struct cel_value v = unwrapped(node->event.value);
    bool selects = (node->event.role == CEL_TRACE_SELECT && node->n_children == 1) ||
                   (node->event.role == CEL_TRACE_INDEX && node->n_children == 2);
    *ret_holder = (struct value){0};
    if ((v.type == CEL_LIST || v.type == CEL_MAP) && v.is_tree)
        return v.tree;
    if (!selects)
        return (struct value){0};
    struct cel_value holder = unwrapped(node->children[0]->event.value);
    /* Of a.?b.?c without b it is a. */
    if (holder.type == CEL_OPTIONAL && !holder.optional) {
        explain_origin(node->children[0], ret_holder);
        return (struct value){0};
    }
    if ((holder.type != CEL_LIST && holder.type != CEL_MAP) || !holder.is_tree)
        return (struct value){0};
    *ret_holder = holder.tree;
    return step(holder.tree, node);
}

bool explain_lacks(const struct explain_node *node) {
    if (node->event.value.type != CEL_UNKNOWN)
        return false;
    for (size_t i = 0; i < node->n_children; i++)
        if (node->children[i]->event.value.type == CEL_UNKNOWN)
            return false;
    return true;
}
