/* The first contract: nothing missing is ever fine.
 *
 *     property RULES EVERY FOLDER...
 *
 * Reads each folder (a gather, or plain files) once and judges it whole. Then it judges it again
 * without each member, with each member cut in its middle (every EVERY-th of them), and without
 * each kind. No rule that was not judged may pass or become not applicable, no finding may vanish
 * or become milder without an unknown of its rule, and no verdict may get better.
 *
 * A finding or an unknown may vanish with the file that was its only trace: that of its object or
 * its evidence. That excuse is one of files that are gone. A file that was cut is there, so it must
 * be told. */
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/intern.h"
#include "base/map.h"
#include "base/vec.h"
#include "bundle/bundle.h"
#include "compare.h"
#include "graph/asked.h"
#include "readiness/asked.h"
#include "rules/rules.h"

/* Kinds that may be gone as a whole without a trace: the rows of the collection map that end in
 * "complete and empty". The gather's collector is known to have run, and clusters without a single
 * object of the kind are ordinary. All others must be missed. ClusterServiceVersion stands in such
 * a row and not here: one of them is the row's own proof. */
static const char *const exempt[] = {
    /* oc adm inspect -A olm ran */
    "Subscription", "InstallPlan", "CatalogSource", "OperatorGroup", "OperatorCondition",
    "Operator",
    /* collected with the nodes */
    "PersistentVolume", "VolumeAttachment", "VolumeSnapshotClass", "CertificateSigningRequest",
    "NetworkAttachmentDefinition", "NodeNetworkState", "Machine",
    /* the collector of custom resources ran, and nothing names one */
    "VirtualMachineInstanceMigration", "CDI", "SSP", "NetworkAddonsConfig", "StorageProfile",
    "DataVolume", "DataSource", "DataImportCron", "MigrationPolicy", "HostPathProvisioner",
    "VirtualMachineSnapshot", "VirtualMachineRestore", "VirtualMachineExport", "VirtualMachinePool",
    "VirtualMachineClone"};

struct world {
    struct arena *arena; /* of the members and the rules */
    struct intern *intern;
    struct diag_sink *sink;
    struct rule_set *rules;
    const char *folder;
    VEC(struct graph_member) members;
    VEC(struct str) kinds; /* of each member's resources, "" for none */
    size_t cases, bad;
};

struct change {
    size_t member; /* SIZE_MAX: none */
    bool cut;
    struct str kind; /* all members of that kind are gone */
};

struct judged {
    struct arena *arena;
    struct graph *graph;
    struct results *results;
};

static bool is_gone(const struct world *w, size_t member, const struct change *change) {
    return (member == change->member && !change->cut) ||
           (change->kind.len && str_eq(w->kinds.items[member], change->kind));
}

/* The first half. Where that ends a line it goes one byte further: a text that ends with a newline
 * shows no cut. */
static struct graph_member half(struct graph_member member) {
    size_t n = member.bytes.len / 2;
    if (n && member.bytes.ptr[n - 1] == '\n')
        n++;
    member.bytes.len = n;
    return member;
}

/* False: not even that could be judged, which is no false verdict. */
static bool judge(const struct world *w, const struct change *change, struct judged *ret) {
    struct arena *arena = arena_new();
    struct diag_sink *sink = diag_sink_new(arena);
    static const struct fields_row *const code[] = {graph_asked, readiness_asked};
    struct strs kinds = rules_kinds(w->rules);
    struct graph_options kept = {.keep = kinds.items, .n_keep = kinds.count};
    kept.asked = rules_asked(w->rules, code, sizeof code / sizeof *code);
    struct graph *graph = graph_new(arena, w->intern, kept, sink);
    for (size_t i = 0; i < w->members.count; i++) {
        struct graph_member member = w->members.items[i];
        if (is_gone(w, i, change))
            continue;
        if (i == change->member)
            member = half(member);
        graph_add(graph, &member);
    }
    struct graph_input input = {STR("input"), false};
    struct graph_seal_options seal = {.inputs = &input, .n_inputs = 1};
    struct evaluate_options options = {0};
    *ret = (struct judged){arena, graph, NULL};
    if (!graph_seal(graph, &seal))
        return false;
    ret->results = evaluation_results(rules_evaluate(arena, w->rules, graph, &options));
    return true;
}

static bool is_excused(const struct world *w, const struct finding *finding,
                       const struct change *change) {
    for (size_t i = 0; i < w->members.count; i++)
        if (is_gone(w, i, change) && compare_is_trace(finding, w->members.items[i].path))
            return true;
    return false;
}

/* What the results of one change are excused by. */
struct excuse {
    const struct world *world;
    const struct change *change;
};

static bool excuse(void *arg, const struct finding *finding) {
    const struct excuse *e = arg;
    return is_excused(e->world, finding, e->change);
}

static void compare(struct world *w, const struct change *change, const struct results *before,
                    const struct results *after) {
    struct arena *arena = arena_new();
    struct excuse e = {w, change};
    struct str of = change->kind.len ? change->kind : w->members.items[change->member].path;
    struct comparison c = {
        .folder = w->folder,
        .change = str_printf(arena, "%s %.*s", change->cut ? "cut" : "without", STR_ARG(of)),
        .is_excused = excuse,
        .arg = &e,
    };
    w->bad += compare_results(&c, before, after) > 0;
    arena_free(arena);
}

static void try_change(struct world *w, const struct change *change, const struct results *whole) {
    struct judged judged;
    if (judge(w, change, &judged))
        compare(w, change, whole, judged.results);
    arena_free(judged.arena);
    w->cases++;
}

static bool want(void *unused, struct str path) {
    (void)unused;
    return graph_wants(NULL, path);
}

static bool load(struct world *w, struct str rules) {
    struct rules_options options = {.dirs = &rules, .n_dirs = 1};
    struct str folder = str_of(w->folder);
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
        *vec_push(w->arena, &w->members) = (struct graph_member){0,
                                                                 str_copy(w->arena, member.path),
                                                                 str_copy(w->arena, member.bytes),
                                                                 member.whole,
                                                                 member.packed,
                                                                 NULL};
        *vec_push(w->arena, &w->kinds) = (struct str){0};
    }
    bundle_close(bundle);
    return w->members.count > 0;
}

/* Which kind each member holds, told by the judged graph; members of Lists of mixed kinds keep the
 * last. */
static void find_kinds(struct world *w, const struct graph *graph) {
    struct map by_path = map_new(w->arena);
    size_t n_kinds;
    const struct kind *const *kinds = graph_kinds(graph, &n_kinds);
    for (size_t k = 0; k < n_kinds; k++)
        for (size_t i = 0; i < kinds[k]->count; i++)
            for (const struct resource *r = kinds[k]->items[i]; r; r = r->copy)
                *map_at(&by_path, str_copy(w->arena, r->origin->path)) =
                    (void *)(uintptr_t)str_copy(w->arena, kinds[k]->name).ptr;
    for (size_t m = 0; m < w->members.count; m++)
        for (size_t i = 0; i < by_path.count; i++)
            if (compare_is_member(w->members.items[m].path, by_path.entries[i].key))
                w->kinds.items[m] = str_of(by_path.entries[i].value);
}

static bool is_exempt(struct str kind) {
    for (size_t i = 0; i < sizeof exempt / sizeof *exempt; i++)
        if (str_eq(kind, str_of(exempt[i])))
            return true;
    return false;
}

/* Without it its kind is gone as a whole, which leaves no trace; an empty file is no more than one
 * itself. */
static bool leaves_no_trace(const struct world *w, size_t member) {
    struct str kind = w->kinds.items[member];
    if (!w->members.items[member].bytes.len)
        return true;
    for (size_t i = 0; i < w->members.count; i++)
        if (i != member && str_eq(w->kinds.items[i], kind))
            return false;
    return is_exempt(kind);
}

static void try_members(struct world *w, const struct results *whole, size_t every, bool cut) {
    for (size_t i = 0; i < w->members.count; i += every)
        if (cut ? w->members.items[i].bytes.len > 1 : !leaves_no_trace(w, i))
            try_change(w, &(struct change){.member = i, .cut = cut}, whole);
}

static void try_kinds(struct world *w, const struct results *whole) {
    struct map seen = map_new(w->arena);
    for (size_t i = 0; i < w->members.count; i++) {
        struct str kind = w->kinds.items[i];
        if (!kind.len || is_exempt(kind) || map_find(&seen, kind))
            continue;
        *map_at(&seen, kind) = w;
        try_change(w, &(struct change){.member = SIZE_MAX, .kind = kind}, whole);
    }
}

/* False: the folder could not be judged at all. */
static bool try_folder(const char *folder, struct str rules, size_t every, size_t *cases,
                       size_t *bad) {
    struct arena *arena = arena_new();
    struct world w = {.arena = arena, .intern = intern_new(arena), .sink = diag_sink_new(arena)};
    struct judged whole = {0};
    w.folder = folder;
    bool loaded = load(&w, rules) && judge(&w, &(struct change){.member = SIZE_MAX}, &whole);
    if (loaded) {
        find_kinds(&w, whole.graph);
        try_members(&w, whole.results, every, false);
        try_members(&w, whole.results, every, true);
        try_kinds(&w, whole.results);
    } else {
        printf("%s: nothing could be judged\n", folder);
    }
    arena_free(whole.arena);
    arena_free(arena);
    *cases += w.cases;
    *bad += loaded ? w.bad : 1;
    return loaded;
}

int main(int argc, char **argv) {
    size_t every = argc > 2 ? strtoul(argv[2], NULL, 10) : 0, cases = 0, bad = 0;
    if (argc < 4 || !every) {
        fputs("property RULES EVERY FOLDER...\n", stderr);
        return 2;
    }
    for (int i = 3; i < argc; i++)
        cases += !try_folder(argv[i], str_of(argv[1]), every, &cases, &bad);
    printf("property: %zu passed, %zu failed\n", cases - bad, bad);
    return bad ? 1 : 0;
}
