/* Turns the events of an evaluation, children before parents, into trees. The trick: what waits for
 * its parent is a stack, and a node's children are those on top of it that name it; a variable's
 * own program, evaluated in the middle, takes its nodes off before the outer one goes on. */
#include "base/arena.h"
#include "base/limits.h"
#include "rules/explain.h"

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

static bool is_secret(const struct explain_watch *watch, const struct explain_node *node) {
    const struct cel_trace_event *event = &node->event;
    if (!carries_text(event->value))
        return false;
    for (size_t i = 0; i < node->n_children; i++)
        if (node->children[i]->secret)
            return true;
    if (event->role == CEL_TRACE_VARIABLE)
        return secret_variable(watch, event->name);
    if (event->role == CEL_TRACE_SELECT && node->n_children)
        return shown_hides(unwrapped(node->children[0]->event.value), event->name);
    if (event->role == CEL_TRACE_INDEX && node->n_children == 2 &&
        node->children[1]->event.value.type == CEL_STRING)
        return shown_hides(unwrapped(node->children[0]->event.value),
                           node->children[1]->event.value.text);
    return false;
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
    if (event->parent != 0 && watch->n_nodes >= LIMIT_EXPLAIN_NODES) {
        watch->overflow = true;
        return;
    }
    watch->n_nodes++;
    struct explain_node *node = NEW(watch->arena, struct explain_node);
    size_t first = first_child(watch, event), count = watch->open.count - first;
    struct explain_node **children = NEW_ARRAY(watch->arena, count, struct explain_node *);
    for (size_t i = 0; i < count; i++)
        children[i] = watch->open.items[first + i];
    *node = (struct explain_node){.event = *event, .children = children, .n_children = count};
    node->secret = is_secret(watch, node);
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
