/* Versions from the facts to the numbered path, and each finding to the first step that it stops.
 */
#include "base/arena.h"
#include "readiness/path.h"
#include "report/arrange.h"

static struct str component_text(enum path_component component) {
    static const char *const texts[] = {"openshift", "virtualization", "workers"};
    return str_of(texts[component]);
}

/* A drain of the only node moves nothing away. */
static const char *note_key(enum path_note note, bool single) {
    static const char *const keys[] = {
        [PATH_NOTE_NONE] = NULL,
        [PATH_NOTE_EACH_Z] = "path.each-z",
        [PATH_NOTE_NEWEST_Z] = "path.newest-z",
        [PATH_NOTE_DRAINED] = "path.drained",
        [PATH_NOTE_UNPAUSED] = "path.unpaused",
        [PATH_NOTE_PAUSED] = "path.paused",
        [PATH_NOTE_STAYS_PAUSED] = "path.stays-paused",
    };
    return note == PATH_NOTE_DRAINED && single ? "path.drained-single" : keys[note];
}

/* The OpenShift minor of the oldest kubelet among the workers; empty where that is not known. */
static struct str oldest_workers(const struct arrange *a) {
    const struct kind *nodes = graph_kind(a->graph, STR("Node"));
    struct str oldest = {0};
    for (size_t i = 0; nodes && i < nodes->count; i++) {
        struct str kubelet =
            value_str(value_path(nodes->items[i]->object, "status.nodeInfo.kubeletVersion"));
        struct str minor;
        int ahead = 0;
        if (!arrange_is_worker(nodes->items[i]) ||
            !path_minor_of_kubelet(a->arena, kubelet, &minor))
            continue;
        if (!oldest.len || (path_minors_ahead(minor, oldest, &ahead) && ahead > 0))
            oldest = minor;
    }
    return oldest;
}

static uint32_t step_of(const struct report *report, struct str component) {
    for (size_t i = 0; component.len && i < report->n_path; i++)
        if (str_eq(report->path[i].component, component))
            return report->path[i].step;
    return 0;
}

/* Each finding's step, and with it the rules that stop a step: those with a blocker there. */
static void place_findings(struct arrange *a, struct path_step *steps) {
    VEC(struct str) *blocked = arena_alloc_array(a->arena, a->report->n_path + 1, sizeof *blocked);
    struct results *results = a->report->results;
    for (size_t r = 0; r < results->count; r++) {
        struct rule_result *result = &results->items[r];
        uint32_t step = step_of(a->report, result->rule->bites);
        bool stops = false;
        for (size_t f = 0; f < result->n_findings; f++) {
            result->findings[f].step = step;
            stops = stops || result->findings[f].level == LEVEL_BLOCKER;
        }
        if (step && stops)
            *vec_push(a->arena, &blocked[step]) = result->rule->id;
    }
    for (size_t i = 0; i < a->report->n_path; i++)
        steps[i].blocked_by = (struct strs){blocked[i + 1].items, blocked[i + 1].count};
}

static enum maybe fact_of(const struct arrange *a, const char *name) {
    return arrange_maybe(evaluation_fact(a->evaluation, name));
}

void arrange_path(struct arrange *a) {
    const struct report_cluster *cluster = &a->report->cluster;
    struct path_inputs in = {
        .openshift = cluster->ocp_current,
        .virtualization = cluster->cnv_version,
        .workers = oldest_workers(a),
        .target = a->report->target.openshift,
        .virtualization_only = a->report->target.virtualization_only,
        .eus = fact_of(a, "eusPath") == MAYBE_TRUE,
    };
    bool single = str_eq(cluster->topology, STR("SingleReplica"));
    const struct readiness_step *found;
    size_t count = path_steps(a->arena, &in, &found);
    struct path_step *steps = NEW_ARRAY(a->arena, count, struct path_step);
    for (size_t i = 0; i < count; i++)
        steps[i] = (struct path_step){.step = (uint32_t)i + 1,
                                      .component = component_text(found[i].component),
                                      .from = found[i].from,
                                      .to = found[i].to,
                                      .note = note_key(found[i].note, single)};
    a->report->path = steps;
    a->report->n_path = count;
    place_findings(a, steps);
}
