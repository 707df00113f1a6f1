/* Steps of about the same time each: a value, 64 bytes of text, a third of an object. */
#include "graph/steps.h"

#include "base/limits.h"

#define OBJECT_STEPS 3

bool steps_are_left(struct graph *graph, const struct graph_member *member) {
    if (graph->steps_of != member->input) {
        graph->steps = 0;
        graph->steps_told = false;
    }
    graph->steps_of = member->input;
    return graph->steps <= limits->reading_steps + member->packed / 8;
}

/* Much more of what the fast reader did not take: libyaml needs it also for what no value is made
 * of. */
void steps_add_text(struct graph *graph, struct str bytes, const struct document_list *list) {
    uint64_t steps = bytes.len / 64;
    for (size_t i = 0; i < list->count; i++)
        steps += list->items[i]->n_nodes;
    graph->steps += list->handed_over ? 4 * steps + bytes.len / 4 : steps;
}

void steps_add_objects(struct graph *graph, size_t count) {
    graph->steps += OBJECT_STEPS * count;
}
