/* Turns programs and an object into values: what each variable stands for, evaluated when it is
 * first asked for. The trick: everything an expression makes lives in a scratch arena that is
 * emptied after each object, or each fact; what outlives that, a fact's value, is copied out. */
#include "rules/host.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"

const struct resource *host_resource(const struct evaluation *evaluation, struct cel_value v) {
    return v.type == CEL_MAP && v.is_tree ? graph_resource_at(evaluation->graph, v.tree) : NULL;
}

const struct resource *frame_resource(const struct frame *frame, struct cel_value v) {
    const struct resource *self = frame->self;
    bool is_self = self && v.type == CEL_MAP && v.is_tree && v.tree.doc == self->object.doc &&
                   v.tree.node == self->object.node;
    return is_self ? self : host_resource(frame->evaluation, v);
}

struct missing host_missing(const struct resource *resource) {
    return (struct missing){resource->of->display, resource->namespace, resource->name};
}

struct cel_value host_now(struct evaluation *evaluation, const struct resource *self,
                          struct arena *arena) {
    struct timepoint now;
    bool known =
        self ? graph_now_of(evaluation->graph, self, &now) : graph_now(evaluation->graph, &now);
    if (known)
        return cel_time(now);
    return cel_unknown_of(arena, missing_one(arena, (struct missing){.kind = STR("timestamp")}));
}

/* What was not read */

/* By document, and in it as they stand in the text; the order of documents only serves the search.
 */
static int place_cmp(const void *a, const void *b) {
    struct value x = (*(const struct resource *const *)a)->object;
    struct value y = (*(const struct resource *const *)b)->object;
    if (x.doc != y.doc)
        return (uintptr_t)x.doc < (uintptr_t)y.doc ? -1 : 1;
    return (x.node > y.node) - (x.node < y.node);
}

static void place_all(struct evaluation *evaluation) {
    size_t n_kinds;
    const struct kind *const *kinds = graph_kinds(evaluation->graph, &n_kinds);
    evaluation->has_places = true;
    for (size_t i = 0; i < n_kinds; i++)
        for (size_t k = 0; k < kinds[i]->count; k++)
            *vec_push(evaluation->arena, &evaluation->places) = kinds[i]->items[k];
    if (evaluation->places.count)
        qsort(evaluation->places.items, evaluation->places.count, sizeof *evaluation->places.items,
              place_cmp);
}

/* The nodes of a document stand in the order of its text, so the object around a node is the last
 * that begins before it. Any object: one with a repeated key is cut only where that stands. */
struct missing_set host_cut(struct evaluation *evaluation, struct arena *arena,
                            struct value container) {
    struct resource sought = {.object = container};
    const struct resource *const key = &sought;
    if (!evaluation->has_places)
        place_all(evaluation);
    size_t low = 0, high = evaluation->places.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (place_cmp(&evaluation->places.items[middle], &key) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    const struct resource *around = low ? evaluation->places.items[low - 1] : NULL;
    bool found = around && around->object.doc == container.doc;
    return found ? missing_one(arena, host_missing(around)) : (struct missing_set){0};
}

static struct missing_set run_cut(struct cel_run *run, struct value container) {
    struct frame *frame = run->host;
    return host_cut(frame->evaluation, run->arena, container);
}

/* Variables */

static struct cel_value param_value(const struct frame *frame, uint32_t index) {
    return frame->rule->params[index].value;
}

static struct cel_value variable_value(struct frame *frame, uint32_t index) {
    struct fact_cell *cell = &frame->variables[index];
    if (cell->state == CELL_NEW) {
        cell->state = CELL_OPEN;
        cell->value = frame_eval(frame, frame->rule->variables[index].program);
        cell->state = CELL_DONE;
    }
    return cell->value;
}

static struct cel_value run_variable(struct cel_run *run, uint32_t number) {
    struct frame *frame = run->host;
    struct slot slot = scope_slot(frame->scope, number);
    const struct resource *self = frame->self;
    switch (slot.kind) {
    case SLOT_SELF:
        return frame->self_value;
    case SLOT_NS:
        return cel_string(self ? self->namespace : (struct str){0});
    case SLOT_NAME:
        return cel_string(self ? self->name : (struct str){0});
    case SLOT_KIND:
        return cel_string(self ? self->kind : (struct str){0});
    case SLOT_NOW:
        return host_now(frame->evaluation, self, run->arena);
    case SLOT_IT:
        return frame->it;
    case SLOT_FOUND:
        return frame->found;
    case SLOT_COUNT:
        return frame->numbers ? frame->numbers[slot.index] : cel_null();
    case SLOT_PARAM:
        return param_value(frame, slot.index);
    case SLOT_VARIABLE:
        return variable_value(frame, slot.index);
    case SLOT_FACT:
        return host_fact(frame->evaluation, frame->evaluation->set->facts.items[slot.index], NULL);
    case SLOT_NONE:
        break;
    }
    return cel_error_of(run->arena, "a name that stands for nothing");
}

/* Frames */

static struct frame frame_new(struct evaluation *evaluation, const struct rule_scope *scope,
                              const struct resource *self) {
    struct frame frame = {
        .graph = evaluation->graph, .evaluation = evaluation, .scope = scope, .self = self};
    frame.self_value = self ? cel_tree(self->object) : cel_null();
    frame.it = frame.found = cel_null();
    frame.budget = (struct cel_budget){limits->expr_steps,
                                       arena_used(evaluation->scratch) + limits->expr_scratch};
    return frame;
}

struct frame frame_of_rule(struct evaluation *evaluation, const struct rule *rule,
                           const struct resource *self) {
    static const struct cel_map nothing = {0};
    struct frame frame = frame_new(evaluation, rule->scope, self);
    frame.rule = rule;
    frame.variables = NEW_ARRAY(evaluation->scratch, rule->n_variables, struct fact_cell);
    if (!self)
        frame.self_value = (struct cel_value){.type = CEL_MAP, .map = &nothing};
    frame.traced = true;
    return frame;
}

struct frame frame_of_question(struct evaluation *evaluation, const struct resource *self) {
    struct frame frame = frame_new(evaluation, evaluation->set->scope, self);
    frame.traced = true;
    return frame;
}

/* What a trace was told of must stay until the frame is closed. */
void frame_close(struct frame *frame) {
    struct evaluation *evaluation = frame->evaluation;
    arena_reset(evaluation->scratch);
    for (size_t i = 0; evaluation->trace && i <= LIMIT_FACT_DEPTH; i++)
        if (evaluation->fact_scratch[i])
            arena_reset(evaluation->fact_scratch[i]);
}

/* Of a fact that is known as if it were found out here. */
static void note_depth(struct evaluation *evaluation, unsigned height) {
    unsigned depth = evaluation->nesting + height;
    if (depth > evaluation->deepest)
        evaluation->deepest = depth;
    if (depth > LIMIT_FACT_DEPTH)
        evaluation->strained = true;
}

struct cel_value frame_eval(struct frame *frame, const struct cel_program *program) {
    struct evaluation *evaluation = frame->evaluation;
    struct cel_run run = {.arena = evaluation->scratch,
                          .host = frame,
                          .variable = run_variable,
                          .cut = run_cut,
                          .trace = frame->traced ? evaluation->trace : NULL,
                          .budget = &frame->budget};
    note_depth(evaluation, 1);
    if (evaluation->nesting >= LIMIT_FACT_DEPTH)
        return cel_error_of(evaluation->scratch,
                            "facts and variables are nested too deeply (limit fact-depth)");
    evaluation->nesting++;
    struct cel_value v = cel_eval(program, &run);
    evaluation->nesting--;
    return v;
}

/* Facts */

/* Values with data of their own (versions, quantities) cannot be copied: such a fact is evaluated
 * once more, where its result may stay. */
static struct cel_value fact_value(struct evaluation *evaluation, const struct fact *fact,
                                   const struct resource *self) {
    struct frame frame = frame_new(evaluation, evaluation->set->scope, self);
    frame.traced = true;
    struct cel_value kept, v = frame_eval(&frame, fact->program);
    if (host_keep(evaluation->arena, v, 0, &kept))
        return kept;
    struct arena *scratch = evaluation->scratch;
    evaluation->scratch = evaluation->arena;
    frame = frame_new(evaluation, evaluation->set->scope, self);
    v = frame_eval(&frame, fact->program);
    evaluation->scratch = scratch;
    return v;
}

/* An error's place is in the facts' file, not in that of the rule that asks. */
static struct cel_value place_error(struct evaluation *evaluation, const struct fact *fact,
                                    struct cel_value v) {
    bool placed = v.type == CEL_ERROR && str_starts_with(v.error->message, STR("in fact '"));
    if (v.type != CEL_ERROR || v.error->line == 0 || placed)
        return v;
    return cel_error_of(evaluation->arena, "in fact '%.*s' (%.*s:%u:%u): %.*s", STR_ARG(fact->name),
                        STR_ARG(fact->file), v.error->line, v.error->column,
                        STR_ARG(v.error->message));
}

static bool is_open(const struct evaluation *evaluation, const struct fact *fact,
                    const struct resource *self) {
    for (const struct opening *o = evaluation->opening; o; o = o->outer)
        if (o->fact == fact && o->self == self)
            return true;
    return false;
}

static struct arena *scratch_at(struct evaluation *evaluation, size_t depth) {
    struct arena **scratch = &evaluation->fact_scratch[depth];
    if (!*scratch)
        *scratch = arena_inner(evaluation->arena);
    return *scratch;
}

static const struct known *find_out(struct evaluation *evaluation, const struct fact *fact,
                                    const struct resource *self) {
    const struct opening *outer = evaluation->opening;
    struct opening opening = {fact, self, outer, outer ? outer->depth + 1 : 0};
    struct arena *scratch = evaluation->scratch;
    unsigned deepest = evaluation->deepest;
    evaluation->opening = &opening;
    evaluation->scratch = scratch_at(evaluation, opening.depth);
    evaluation->deepest = evaluation->nesting;
    struct known known = {.value =
                              place_error(evaluation, fact, fact_value(evaluation, fact, self))};
    known.height = evaluation->deepest - evaluation->nesting;
    evaluation->deepest = deepest;
    if (!evaluation->trace)
        arena_reset(evaluation->scratch);
    evaluation->scratch = scratch;
    evaluation->opening = outer;
    return knowledge_add(evaluation->knowledge, evaluation->arena, fact, self, known);
}

struct cel_value host_fact(struct evaluation *evaluation, const struct fact *fact,
                           const struct resource *self) {
    const struct known *known = knowledge_find(evaluation->knowledge, fact, self);
    if (!known && is_open(evaluation, fact, self)) {
        evaluation->strained = true;
        return cel_error_of(evaluation->arena, "fact '%.*s' uses itself", STR_ARG(fact->name));
    }
    if (!known)
        known = find_out(evaluation, fact, self);
    note_depth(evaluation, known->height);
    return known->value;
}

const struct fact *host_fact_named(struct evaluation *evaluation, const struct resource *self,
                                   struct str name) {
    size_t place = name.len ? (size_t)name.ptr[0] + (size_t)name.ptr[name.len - 1] * 5 : 0;
    struct fact_named *named = &evaluation->named[(place + name.len * 3) % HOST_NAMED];
    if (named->kind == self->of && str_eq(named->fact->name, name))
        return named->fact;
    const struct fact *fact = set_fact(evaluation->set, self->of->display, name);
    if (fact)
        *named = (struct fact_named){self->of, fact};
    return fact;
}

/* Keeping */

/* With its length before it, so that no two lists of texts give the same bytes. */
static void add_text(struct strbuf *key, struct str text) {
    strbuf_append(key, (struct str){(const char *)&text.len, sizeof text.len});
    strbuf_append(key, text);
}

struct cel_value *host_memo(struct evaluation *evaluation, struct host_call call, bool *ret_new) {
    struct strbuf key = strbuf_new(evaluation->scratch);
    add_text(&key, str_of(call.function));
    add_text(&key, call.a);
    add_text(&key, call.b);
    struct cel_value *value = map_find(&evaluation->lists, strbuf_str(&key));
    *ret_new = !value;
    if (!value) {
        value = NEW(evaluation->arena, struct cel_value);
        *map_at(&evaluation->lists, str_copy(evaluation->arena, strbuf_str(&key))) = value;
    }
    return value;
}

struct missing_set host_keep_missing(struct arena *arena, struct missing_set missing) {
    struct missing *items = NEW_ARRAY(arena, missing.count, struct missing);
    for (size_t i = 0; i < missing.count; i++) {
        items[i].kind = str_copy(arena, missing.items[i].kind);
        items[i].namespace = str_copy(arena, missing.items[i].namespace);
        items[i].name = str_copy(arena, missing.items[i].name);
    }
    return (struct missing_set){items, missing.count};
}

struct missing_set host_share_missing(struct evaluation *evaluation, struct missing_set missing) {
    struct strbuf key = strbuf_new(evaluation->scratch);
    for (size_t i = 0; i < missing.count; i++) {
        add_text(&key, missing.items[i].kind);
        add_text(&key, missing.items[i].namespace);
        add_text(&key, missing.items[i].name);
    }
    struct missing_set *kept = map_find(&evaluation->missing, strbuf_str(&key));
    if (!kept) {
        kept = NEW(evaluation->arena, struct missing_set);
        *kept = host_keep_missing(evaluation->arena, missing);
        *map_at(&evaluation->missing, str_copy(evaluation->arena, strbuf_str(&key))) = kept;
    }
    return *kept;
}

static bool keep_all(struct arena *arena, const struct cel_value *values, size_t count,
                     unsigned depth, const struct cel_value **ret_values) {
    struct cel_value *kept = NEW_ARRAY(arena, count, struct cel_value);
    for (size_t i = 0; i < count; i++)
        if (!host_keep(arena, values[i], depth + 1, &kept[i]))
            return false;
    *ret_values = kept;
    return true;
}

static bool keep_container(struct arena *arena, struct cel_value v, unsigned depth,
                           struct cel_value *ret) {
    if (v.type == CEL_LIST) {
        const struct cel_value *items;
        if (!keep_all(arena, v.list->items, v.list->count, depth, &items))
            return false;
        *ret = cel_list_of(arena, items, v.list->count, host_keep_missing(arena, v.list->missing));
        return true;
    }
    struct cel_map *map = NEW(arena, struct cel_map);
    map->count = v.map->count;
    if (!keep_all(arena, v.map->keys, v.map->count, depth, &map->keys) ||
        !keep_all(arena, v.map->values, v.map->count, depth, &map->values))
        return false;
    *ret = (struct cel_value){.type = CEL_MAP, .map = map};
    return true;
}

static struct cel_value keep_unknown(struct arena *arena, struct cel_value v) {
    struct missing_set missing = host_keep_missing(arena, *v.unknown);
    return v.has_bound ? cel_unknown_bound_of(arena, missing, cel_unknown_bound(v))
                       : cel_unknown_of(arena, missing);
}

static struct cel_value keep_error(struct arena *arena, struct cel_value v) {
    struct cel_error *error = NEW(arena, struct cel_error);
    *error = *v.error;
    error->message = str_copy(arena, v.error->message);
    return (struct cel_value){.type = CEL_ERROR, .error = error};
}

bool host_keep(struct arena *arena, struct cel_value v, unsigned depth, struct cel_value *ret) {
    *ret = v;
    if (v.type == CEL_OPAQUE || depth > LIMIT_EXPR_DEPTH)
        return false;
    if (v.type == CEL_STRING || v.type == CEL_BYTES || v.type == CEL_TYPE)
        ret->text = str_copy(arena, v.text);
    else if (v.type == CEL_UNKNOWN)
        *ret = keep_unknown(arena, v);
    else if (v.type == CEL_ERROR)
        *ret = keep_error(arena, v);
    else if ((v.type == CEL_LIST || v.type == CEL_MAP) && !v.is_tree)
        return keep_container(arena, v, depth, ret);
    else if (v.type == CEL_OPTIONAL && v.optional) {
        struct cel_value inner;
        if (!host_keep(arena, *v.optional, depth + 1, &inner))
            return false;
        *ret = cel_optional_of(arena, inner);
    }
    return true;
}
