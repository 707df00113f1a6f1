/* The first contract: nothing missing is ever fine.
 *
 *     property FOLDER RULES [EVERY]
 *
 * Reads a gather's folder once, judges it whole, then again without each member (every EVERY-th of
 * them) and without each kind. No rule may turn into passed, no finding may vanish without being
 * unknown, and no verdict may get better, unless what was deleted was the only trace of it: the
 * finding's own object or evidence, or a kind that can truly be complete and empty. */
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/intern.h"
#include "base/map.h"
#include "base/vec.h"
#include "bundle/bundle.h"
#include "rules/rules.h"

/* Kinds whose deletion as a whole the archive cannot show: the rows of the collection map that say
 * "complete and empty". */
static const char *const exempt[] = {"VirtualMachineInstanceMigration",
                                     "MigrationPolicy",
                                     "HostPathProvisioner",
                                     "PersistentVolume",
                                     "VolumeAttachment",
                                     "VolumeSnapshotClass",
                                     "CertificateSigningRequest",
                                     "CatalogSource",
                                     "NetworkAttachmentDefinition",
                                     "Subscription",
                                     "InstallPlan",
                                     "OperatorGroup",
                                     "OperatorCondition",
                                     "Operator",
                                     "ClusterServiceVersion",
                                     "CDI",
                                     "SSP",
                                     "NetworkAddonsConfig",
                                     "StorageProfile",
                                     "DataVolume",
                                     "DataSource",
                                     "DataImportCron"};

struct world {
    struct arena *arena; /* of the members and the rules */
    struct intern *intern;
    struct diag_sink *sink;
    struct rule_set *rules;
    VEC(struct graph_member) members;
    VEC(struct str) kinds; /* of each member's resources, comma separated, "" for none */
};

struct judged {
    struct arena *arena;
    struct graph *graph;
    struct results *results;
};

static bool is_deleted(const struct world *w, size_t member, size_t without, struct str kind) {
    return member == without || (kind.len && str_eq(w->kinds.items[member], kind));
}

/* Judges all but one member (`without`, or SIZE_MAX) or all but one kind. False: not even that
 * could be judged. */
static bool judge(const struct world *w, size_t without, struct str kind, struct judged *ret) {
    struct arena *arena = arena_new();
    struct diag_sink *sink = diag_sink_new(arena);
    struct strs kinds = rules_kinds(w->rules);
    struct graph *graph =
        graph_new(arena, w->intern, (struct graph_options){kinds.items, kinds.count}, sink);
    for (size_t i = 0; i < w->members.count; i++)
        if (!is_deleted(w, i, without, kind))
            graph_add(graph, &w->members.items[i]);
    struct graph_input input = {STR("sample"), false};
    struct graph_seal_options seal = {.inputs = &input, .n_inputs = 1};
    struct evaluate_options options = {0};
    *ret = (struct judged){arena, graph, NULL};
    if (!graph_seal(graph, &seal))
        return false;
    ret->results = evaluation_results(rules_evaluate(arena, w->rules, graph, &options));
    return true;
}

static int rank(const struct results *results) {
    int worst = 0;
    for (size_t i = 0; i < results->count; i++) {
        const struct rule_result *r = &results->items[i];
        int rank = r->level == LEVEL_BLOCKER ? 3 : r->level == LEVEL_WARNING ? 1 : 0;
        for (size_t u = 0; u < r->n_unknowns && r->rule->decisive; u++)
            if (r->unknowns[u].level == LEVEL_BLOCKER && rank < 2)
                rank = 2;
        worst = rank > worst ? rank : worst;
    }
    return worst;
}

static bool has_finding(const struct rule_result *result, const struct object_ref *object) {
    for (size_t i = 0; i < result->n_findings; i++)
        if (str_eq(result->findings[i].object.kind, object->kind) &&
            str_eq(result->findings[i].object.namespace, object->namespace) &&
            str_eq(result->findings[i].object.name, object->name))
            return true;
    return false;
}

/* Paths are told from the folder that holds all roots: the member's own path ends in them. */
static bool same_member(struct str member, struct str shown) {
    return shown.len && str_ends_with(member, shown);
}

static bool only_trace(const struct world *w, const struct finding *finding, size_t without,
                       struct str kind) {
    for (size_t i = 0; i < w->members.count; i++) {
        if (!is_deleted(w, i, without, kind))
            continue;
        struct str path = w->members.items[i].path;
        if (finding->object.resource && same_member(path, finding->object.resource->origin->path))
            return true;
        for (size_t e = 0; e < finding->n_evidence; e++)
            if (same_member(path, finding->evidence[e].path))
                return true;
    }
    return false;
}

static bool is_exempt(struct str kind) {
    for (size_t i = 0; i < sizeof exempt / sizeof *exempt; i++)
        if (str_eq(kind, str_of(exempt[i])))
            return true;
    return false;
}

/* Whether the member is the file of an object of that name. */
static bool names_file(struct str path, struct str name) {
    struct str suffix = STR(".yaml");
    if (!name.len || path.len <= name.len + suffix.len || !str_ends_with(path, suffix))
        return false;
    struct str stem = str_slice(path, 0, path.len - suffix.len);
    return str_ends_with(stem, name) && stem.ptr[stem.len - name.len - 1] == '/';
}

/* Whether the member that was deleted was all there was of a kind that can be complete and empty,
 * or an unreadable file, whose name alone told that there is such an object. */
static bool only_trace_of_unknown(const struct world *w, const struct rule_result *result,
                                  size_t without) {
    if (without >= w->members.count || !result->n_unknowns)
        return false;
    struct str kind = w->kinds.items[without];
    size_t same = 0;
    for (size_t i = 0; kind.len && i < w->members.count; i++)
        same += str_eq(w->kinds.items[i], kind);
    if (kind.len)
        return is_exempt(kind) && same == 1;
    for (size_t u = 0; u < result->n_unknowns; u++)
        for (size_t m = 0; m < result->unknowns[u].missing.count; m++)
            if (names_file(w->members.items[without].path,
                           result->unknowns[u].missing.items[m].name))
                return true;
    return false;
}

static size_t compare_rule(const struct world *w, const struct rule_result *before,
                           const struct rule_result *after, size_t without, struct str kind,
                           struct str what) {
    size_t bad = 0;
    bool open = after->n_unknowns || after->n_errors;
    if (after->status == RULE_PASSED &&
        (before->status == RULE_UNKNOWN || before->status == RULE_ERROR) &&
        !only_trace_of_unknown(w, before, without)) {
        printf("%.*s: %.*s was not judged and passes now\n", STR_ARG(what),
               STR_ARG(before->rule->id));
        bad++;
    }
    for (size_t i = 0; i < before->n_findings; i++) {
        const struct finding *finding = &before->findings[i];
        if (open || has_finding(after, &finding->object) || only_trace(w, finding, without, kind))
            continue;
        printf("%.*s: %.*s says nothing of %.*s %.*s/%.*s any more\n", STR_ARG(what),
               STR_ARG(before->rule->id), STR_ARG(finding->object.kind),
               STR_ARG(finding->object.namespace), STR_ARG(finding->object.name));
        bad++;
    }
    return bad;
}

static size_t compare(const struct world *w, const struct results *before,
                      const struct results *after, size_t without, struct str kind,
                      struct str what) {
    size_t bad = 0;
    for (size_t i = 0; i < before->count; i++)
        bad += compare_rule(w, &before->items[i], &after->items[i], without, kind, what);
    if (rank(after) < 2 && rank(before) > rank(after)) {
        printf("%.*s: the verdict got better\n", STR_ARG(what));
        bad++;
    }
    return bad;
}

static bool want(void *unused, struct str path) {
    (void)unused;
    return graph_wants(NULL, path);
}

static bool load(struct world *w, struct str folder, struct str rules) {
    struct rules_options options = {.dirs = &rules, .n_dirs = 1};
    struct bundle *bundle;
    struct member member;
    w->rules = rules_load(w->arena, w->intern, &options, w->sink);
    if (!w->rules ||
        !bundle_open(w->arena, &folder, 1, (struct bundle_options){.jobs = 1, .want = want},
                     w->sink, &bundle))
        return false;
    while (bundle_next(bundle, &member)) {
        if (!member.wanted)
            continue;
        *vec_push(w->arena, &w->members) = (struct graph_member){
            0, str_copy(w->arena, member.path), str_copy(w->arena, member.bytes), member.whole};
        *vec_push(w->arena, &w->kinds) = (struct str){0};
    }
    bundle_close(bundle);
    return w->members.count > 0;
}

/* Which kind each member holds, told by the judged graph; members of Lists of mixed kinds keep the
 * first. */
static void find_kinds(struct world *w, const struct graph *graph) {
    struct map by_path = map_new(w->arena);
    size_t n_kinds;
    const struct kind *const *kinds = graph_kinds(graph, &n_kinds);
    for (size_t k = 0; k < n_kinds; k++)
        for (size_t i = 0; i < kinds[k]->count; i++)
            for (const struct resource *r = kinds[k]->items[i]; r; r = r->copy)
                *map_at(&by_path, str_copy(w->arena, r->origin->path)) =
                    (void *)(uintptr_t)str_copy(w->arena, kinds[k]->name).ptr;
    for (size_t m = 0; m < w->members.count; m++) {
        for (size_t i = 0; i < by_path.count; i++)
            if (same_member(w->members.items[m].path, by_path.entries[i].key))
                w->kinds.items[m] = str_of(by_path.entries[i].value);
    }
}

static size_t without_members(struct world *w, const struct results *whole, size_t every,
                              size_t *cases) {
    size_t bad = 0;
    for (size_t i = 0; i < w->members.count; i += every) {
        struct judged judged;
        if (judge(w, i, (struct str){0}, &judged))
            bad += compare(w, whole, judged.results, i, (struct str){0}, w->members.items[i].path);
        arena_free(judged.arena);
        ++*cases;
    }
    return bad;
}

static size_t without_kinds(struct world *w, const struct results *whole, size_t *cases) {
    struct map seen = map_new(w->arena);
    size_t bad = 0;
    for (size_t i = 0; i < w->members.count; i++) {
        struct str kind = w->kinds.items[i];
        struct judged judged;
        if (!kind.len || is_exempt(kind) || map_find(&seen, kind))
            continue;
        *map_at(&seen, kind) = w;
        if (judge(w, SIZE_MAX, kind, &judged))
            bad += compare(w, whole, judged.results, SIZE_MAX, (struct str){0}, kind);
        arena_free(judged.arena);
        ++*cases;
    }
    return bad;
}

int main(int argc, char **argv) {
    struct arena *arena = arena_new();
    struct world w = {.arena = arena, .intern = intern_new(arena), .sink = diag_sink_new(arena)};
    size_t every = argc > 3 ? strtoul(argv[3], NULL, 10) : 1, cases = 0, bad = 1;
    struct judged whole = {0};
    if (argc < 3 || !load(&w, str_of(argv[1]), str_of(argv[2])) ||
        !judge(&w, SIZE_MAX, (struct str){0}, &whole)) {
        fputs("property: FOLDER RULES [EVERY]; nothing could be judged\n", stderr);
    } else {
        find_kinds(&w, whole.graph);
        bad = without_members(&w, whole.results, every ? every : 1, &cases);
        bad += without_kinds(&w, whole.results, &cases);
    }
    printf("property: %zu passed, %zu failed\n", bad ? (bad < cases ? cases - bad : 0) : cases,
           bad);
    arena_free(whole.arena);
    arena_free(arena);
    return bad ? 1 : 0;
}
