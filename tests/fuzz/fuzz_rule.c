/* Any text as a rule file of a site's own, beside a few facts and commands; "#facts" or "#gather"
 * at its beginning makes it one of these. What loads judges a small cluster. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/intern.h"
#include "graph/graph.h"
#include "rules/rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The program's own would be read anew each time: a hundred times the work. */
static const char facts[] = "version: \"2026.11\"\n"
                            "knowUpTo: \"4.22\"\n"
                            "cluster:\n"
                            "  always: {help: A fact., value: 'true'}\n"
                            "  nodes: {help: All nodes., value: objects('Node')}\n"
                            "  minor: {help: A text., value: \"'4.14'\"}\n"
                            "Node:\n"
                            "  ready: {help: Of a node., value: self.metadata.name != ''}\n";
static const char gather[] = "commands: [{name: platform, command: oc adm must-gather}]\n"
                             "image: example.com/gather:v1\n"
                             "kinds:\n"
                             "  Node: {by: [platform], word: node}\n"
                             "  VirtualMachine: {by: [platform]}\n";

static const char cluster[] =
    "{apiVersion: v1, kind: Node, metadata: {name: n, labels: {a: b}}, spec: {taints: [{key: "
    "k}]}}\n"
    "---\n{apiVersion: kubevirt.io/v1, kind: VirtualMachineInstance, metadata: {name: v,\n"
    "  namespace: a, creationTimestamp: '2026-01-02T03:04:05Z'}, status: {nodeName: n, x: [1, "
    "2.5]}}\n";

enum { FACTS, GATHER, RULE, N_FILES };
static const struct {
    const char *name;
    struct str usual;
} files[N_FILES] = {{"facts.yaml", {facts, sizeof facts - 1}},
                    {"gather.yaml", {gather, sizeof gather - 1}},
                    {"x.yaml", {"", 0}}};
static char folder[] = "/tmp/virtready-fuzz-XXXXXX";

static void path_of(size_t file, char ret_path[128]) {
    snprintf(ret_path, 128, "%s/%s", folder, files[file].name);
}

static void put(size_t file, struct str text) {
    char path[128];
    path_of(file, path);
    FILE *out = fopen(path, "wb");
    assert(out);
    fwrite(text.ptr, 1, text.len, out);
    fclose(out);
}

static void remove_folder(void) {
    char path[128];
    for (size_t i = 0; i < N_FILES; i++) {
        path_of(i, path);
        unlink(path);
    }
    rmdir(folder);
}

static bool make_folder(void) {
    if (!mkdtemp(folder) || atexit(remove_folder) != 0)
        return false;
    for (size_t i = 0; i < N_FILES; i++)
        put(i, files[i].usual);
    return true;
}

static void judge(struct arena *arena, struct intern *intern, const struct rule_set *rules) {
    struct graph_options kept = {0};
    struct graph *graph = graph_new(arena, intern, kept, diag_sink_new(arena));
    struct graph_member member = {
        .path = STR("a.yaml"), .bytes = {cluster, sizeof cluster - 1}, .whole = true};
    struct graph_input input = {.name = STR("fuzz")};
    struct graph_seal_options seal = {.inputs = &input, .n_inputs = 1};
    struct evaluate_options options = {0};
    graph_add(graph, &member);
    if (graph_seal(graph, &seal))
        evaluation_results(rules_evaluate(arena, rules, graph, &options));
}

static void load(void) {
    struct arena *arena = arena_new();
    struct intern *intern = intern_new(arena);
    struct str dir = str_of(folder);
    struct rules_options options = {.dirs = &dir, .n_dirs = 1, .tests = true};
    const struct rule_set *rules = rules_load(arena, intern, &options, diag_sink_new(arena));
    if (rules)
        judge(arena, intern, rules);
    arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static bool ready;
    struct str text = {(const char *)data, size};
    ready = ready || make_folder();
    assert(ready);
    size_t file = str_starts_with(text, STR("#facts"))    ? FACTS
                  : str_starts_with(text, STR("#gather")) ? GATHER
                                                          : RULE;
    put(file, text);
    load();
    if (file != RULE)
        put(file, files[file].usual);
    return 0;
}
