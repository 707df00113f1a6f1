/* What is not kept of documents is asked for by nobody.
 *
 *     kept INPUT...
 *
 * Judges each folder or archive twice from the same members: with only the fields that rules and
 * code ask for, and with all of them. Both must give the same report.json, byte for byte, excerpts
 * too. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/intern.h"
#include "bundle/bundle.h"
#include "graph/asked.h"
#include "readiness/asked.h"
#include "report/asked.h"
#include "report/catalogue.h"
#include "report/model_build.h"
#include "report/report.h"
#include "rules/rules.h"

struct world {
    struct arena *arena;
    struct intern *intern;
    struct diag_sink *sink;
    struct rule_set *rules;
    const struct catalogue *words;
    struct bundle *bundle;
};

struct side {
    struct graph *graph;
    struct diag_sink *sink;
    char *json;
    size_t len;
};

static const struct fields_asked *asked(struct world *w) {
    static const struct fields_row *const code[] = {graph_asked, readiness_asked, report_asked};
    return rules_asked(w->rules, code, sizeof code / sizeof *code);
}

static struct side side_new(struct world *w, const struct fields_asked *asked) {
    struct side side = {.sink = diag_sink_new(w->arena)};
    struct strs kinds = rules_kinds(w->rules);
    struct graph_options options = {.keep = kinds.items, .n_keep = kinds.count, .asked = asked};
    options.skip = rules_unread(w->rules, &options.n_skip);
    side.graph = graph_new(w->arena, w->intern, options, side.sink);
    return side;
}

static bool judge(struct world *w, struct side *side) {
    const struct bundle_input *input = bundle_input(w->bundle, 0);
    struct graph_input given = {input->name, input->truncated};
    struct graph_seal_options seal = {.inputs = &given, .n_inputs = 1};
    if (!graph_seal(side->graph, &seal))
        return false;
    struct evaluate_options options = {0};
    struct model_sources sources = {
        .bundle = w->bundle,
        .graph = side->graph,
        .rule_set = w->rules,
        .evaluation = rules_evaluate(w->arena, w->rules, side->graph, &options),
        .diags = side->sink,
        .words = w->words,
        .english = w->words,
    };
    struct report *report = model_build(w->arena, &sources);
    FILE *out = open_memstream(&side->json, &side->len);
    bool written = out && report_write_json(report, w->arena, out);
    return out && fclose(out) == 0 && written;
}

static bool want(void *unused, struct str path) {
    return graph_wants(unused, path);
}

static bool open_input(struct world *w, const char *name) {
    struct rules_options rules = {.builtin = true};
    struct bundle_options options = {.jobs = 1, .want = want, .descend = graph_descends};
    struct str input = str_of(name);
    w->rules = rules_load(w->arena, w->intern, &rules, w->sink);
    w->words = catalogue_load(w->arena, (struct str){0}, (struct str){0}, w->sink);
    return w->rules && w->words && bundle_open(w->arena, &input, 1, options, w->sink, &w->bundle);
}

static bool tell(const char *name, const char *what) {
    printf("%s: %s\n", name, what);
    return false;
}

static bool compare(const char *name, const struct side *some, const struct side *all) {
    if (!some->json != !all->json || some->len != all->len ||
        (some->json && memcmp(some->json, all->json, some->len) != 0))
        return tell(name, "what is not kept changes the report");
    if (graph_tally(some->graph).nodes > graph_tally(all->graph).nodes)
        return tell(name, "more values are kept than there are");
    return true;
}

/* Adds to the values that were and were not kept. */
static bool try_input(const char *name, uint64_t *kept, uint64_t *left_out) {
    struct arena *arena = arena_new();
    struct world w = {.arena = arena, .intern = intern_new(arena), .sink = diag_sink_new(arena)};
    bool good = open_input(&w, name);
    if (!good) {
        tell(name, "cannot be read");
        arena_free(arena);
        return false;
    }
    struct side some = side_new(&w, asked(&w)), all = side_new(&w, NULL);
    struct member member;
    while (bundle_next(w.bundle, &member)) {
        struct graph_member read = {member.input, member.path,   member.bytes,
                                    member.whole, member.packed, NULL};
        if (!member.wanted)
            continue;
        graph_add(some.graph, &read);
        graph_add(all.graph, &read);
    }
    good = judge(&w, &some) == judge(&w, &all) && compare(name, &some, &all);
    *kept += graph_tally(some.graph).nodes;
    *left_out += graph_tally(all.graph).nodes - graph_tally(some.graph).nodes;
    bundle_close(w.bundle);
    free(some.json);
    free(all.json);
    arena_free(arena);
    return good;
}

int main(int argc, char **argv) {
    int bad = 0;
    uint64_t kept = 0, left_out = 0;
    if (argc < 2) {
        fputs("kept INPUT...\n", stderr);
        return 2;
    }
    for (int i = 1; i < argc; i++)
        bad += !try_input(argv[i], &kept, &left_out);
    printf("kept: %d passed, %d failed; %llu of %llu values\n", argc - 1 - bad, bad,
           (unsigned long long)kept, (unsigned long long)(kept + left_out));
    return bad || !left_out ? 1 : 0;
}
