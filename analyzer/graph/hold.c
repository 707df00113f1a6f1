/* Diagnostics and damage in order of path. Both lists are bounded by keeping the first ones in that
 * order, so that which ones are kept does not depend on the order of arrival either. */
#include "graph/hold.h"

#include <stdlib.h>

#include "base/limits.h"
#include "graph/roots.h"

static int by_path(const void *a, const void *b) {
    const struct held *x = a, *y = b;
    if (x->input != y->input)
        return x->input < y->input ? -1 : 1;
    int order = str_cmp(x->path, y->path);
    return order ? order : (x->order > y->order) - (x->order < y->order);
}

static int bad_by_path(const void *a, const void *b) {
    const struct bad *x = a, *y = b;
    if (x->input != y->input)
        return x->input < y->input ? -1 : 1;
    int order = str_cmp(x->path, y->path);
    return order ? order : (x->line > y->line) - (x->line < y->line);
}

/* One copy for all problems of a member. */
static struct str path_of(struct graph *graph, const struct graph_member *member) {
    const struct held *last = graph->held.count ? &graph->held.items[graph->held.count - 1] : NULL;
    return last && str_eq(last->path, member->path) ? last->path
                                                    : str_copy(graph->arena, member->path);
}

static void hold(struct graph *graph, const struct graph_member *member, struct diag diag) {
    struct held held = {.diag = diag,
                        .path = path_of(graph, member),
                        .input = member->input,
                        .order = graph->held_order++};
    *vec_push(graph->arena, &graph->held) = held;
    if (graph->held.count < 2 * limits->diagnostics)
        return;
    qsort(graph->held.items, graph->held.count, sizeof held, by_path);
    graph->held_dropped += graph->held.count - limits->diagnostics;
    graph->held.count = limits->diagnostics;
}

void hold_diag(struct graph *graph, const struct graph_member *member, enum diag_id id,
               uint32_t line, const char *text) {
    struct diag diag = {.severity = DIAG_WARNING, .id = id, .where = {.line = line}};
    diag.message = str_of(text);
    hold(graph, member, diag);
}

void hold_all(struct graph *graph, const struct graph_member *member,
              const struct diag_sink *sink) {
    const struct diag *diag;
    for (size_t i = 0; (diag = diag_get(sink, i)); i++) {
        struct diag copy = *diag;
        copy.message = str_copy(graph->arena, copy.message);
        copy.where.source_line = (struct str){0};
        hold(graph, member, copy);
    }
}

void hold_bad(struct graph *graph, const struct bad *bad) {
    if (graph->bads.count >= limits->damaged) {
        graph->bads_lost = true;
        return;
    }
    struct bad *kept = vec_push(graph->arena, &graph->bads);
    *kept = *bad;
    kept->path = str_copy(graph->arena, bad->path);
    kept->place = layout_place(kept->path);
    kept->namespace = str_copy(graph->arena, bad->namespace);
    kept->name = str_copy(graph->arena, bad->name);
    kept->problem = str_copy(graph->arena, bad->problem);
}

static struct str input_name(const struct graph *graph, uint32_t input) {
    return input < graph->seal->n_inputs ? graph->seal->inputs[input].name : (struct str){0};
}

static void release_diags(struct graph *graph) {
    if (graph->held.count) /* an empty vector has no items to point to */
        qsort(graph->held.items, graph->held.count, sizeof *graph->held.items, by_path);
    for (size_t i = 0; i < graph->held.count; i++) {
        const struct held *held = &graph->held.items[i];
        struct diag_where where = held->diag.where;
        where.input = input_name(graph, held->input);
        where.path = roots_shown(graph, graph->arena, held->input, held->path);
        diag_add(graph->sink, held->diag.severity, held->diag.id, where, "%.*s",
                 STR_ARG(held->diag.message));
    }
    if (graph->held_dropped)
        diag_add(graph->sink, DIAG_WARNING, DIAG_MEMBER_LIMIT, (struct diag_where){0},
                 "%llu more problems in members were not told (limit diagnostics)",
                 (unsigned long long)graph->held_dropped);
    if (graph->kinds_lost)
        diag_add(graph->sink, DIAG_WARNING, DIAG_MEMBER_LIMIT, (struct diag_where){0},
                 "more than %llu kinds of objects (limit kinds): no kind counts as complete",
                 (unsigned long long)limits->kinds);
    if (graph->bads_lost)
        diag_add(
            graph->sink, DIAG_WARNING, DIAG_MEMBER_LIMIT, (struct diag_where){0},
            "more than %llu members could not be read (limit damaged): no kind counts as complete",
            (unsigned long long)limits->damaged);
}

void hold_release(struct graph *graph) {
    release_diags(graph);
    if (graph->bads.count)
        qsort(graph->bads.items, graph->bads.count, sizeof *graph->bads.items, bad_by_path);
    for (size_t i = 0; i < graph->bads.count; i++) {
        const struct bad *bad = &graph->bads.items[i];
        const struct bad *before = i ? bad - 1 : NULL;
        if (before && before->input == bad->input && str_eq(before->path, bad->path))
            continue;
        *vec_push(graph->arena, &graph->damage) =
            (struct damage){.input = bad->input,
                            .path = roots_shown(graph, graph->arena, bad->input, bad->path),
                            .line = bad->line,
                            .problem = bad->problem};
    }
}
