/* Every kind that rules or reports read, how completely the archive holds it, and which rules were
 * silenced where it does not. */
#include "base/arena.h"
#include "report/arrange.h"

static void add_silences(struct map *silences, const struct rule_result *result) {
    for (size_t u = 0; u < result->n_unknowns; u++)
        for (size_t m = 0; m < result->unknowns[u].missing.count; m++)
            arrange_add_id(silences, result->unknowns[u].missing.items[m].kind, result->rule->id);
}

static struct kind_completeness row(struct arrange *a, const struct map *silences,
                                    struct str kind) {
    const struct collection *collection = collection_of(a->graph, kind);
    static const char *const words[] = {"none", "some", "all"};
    return (struct kind_completeness){
        .kind = kind,
        .complete = str_of(words[collection->completeness]),
        .namespaces = {collection->namespaces, collection->n_namespaces},
        .proof = collection->proof.len ? collection->proof : (struct str){0},
        .stated = collection->stated,
        .silences = arrange_ids(silences, kind),
        .gather = rules_gather(a->rule_set, a->arena, (struct missing){.kind = kind},
                               a->report->gather_image),
    };
}

static void add_damage(struct arrange *a) {
    size_t count;
    const struct damage *damage = graph_damage(a->graph, &count);
    struct report_damage *list = NEW_ARRAY(a->arena, count, struct report_damage);
    for (size_t i = 0; i < count; i++)
        list[i] = (struct report_damage){a->report->inputs[damage[i].input].name, damage[i].path,
                                         damage[i].line, damage[i].problem};
    a->report->damaged = list;
    a->report->n_damaged = count;
}

void arrange_completeness(struct arrange *a) {
    struct strs kinds = rules_kinds(a->rule_set);
    struct kind_completeness *list = NEW_ARRAY(a->arena, kinds.count, struct kind_completeness);
    struct map silences = map_new(a->arena);
    for (size_t i = 0; i < a->report->results->count; i++)
        add_silences(&silences, &a->report->results->items[i]);
    for (size_t i = 0; i < kinds.count; i++)
        list[i] = row(a, &silences, kinds.items[i]);
    a->report->kinds = list;
    a->report->n_kinds = kinds.count;
    add_damage(a);
}
