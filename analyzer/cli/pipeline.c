/* Words to rules, inputs to members, members to a sealed graph: one stage a function, in the order
 * in which every command that reads an archive calls them. */
#include "cli/pipeline.h"

#include "base/arena.h"
#include "base/intern.h"
#include "base/vec.h"
#include "bundle/parts.h"
#include "cli/outputs.h"
#include "graph/asked.h"
#include "readiness/asked.h"
#include "report/asked.h"

typedef VEC(const char *) path_list;

static void add_texts(struct arena *arena, path_list *paths, const struct str *items, size_t n) {
    for (size_t i = 0; i < n; i++)
        *vec_push(arena, paths) = str_c(arena, items[i]);
}

/* Rules and templates are read again and later: they are the site's own, and may be anywhere. */
static void contain(struct pipeline *p) {
    const struct options *o = p->options;
    struct strs places = outputs_places(p->run, o);
    path_list reads = {0}, writes = {0};
    for (size_t i = 0; i < p->n_inputs; i++)
        for (size_t k = 0; k < p->inputs[i].n_paths; k++)
            *vec_push(p->run, &reads) = p->inputs[i].paths[k];
    add_texts(p->run, &reads, o->rules_dirs.items, o->rules_dirs.count);
    add_texts(p->run, &reads, &o->templates, o->templates.len > 0);
    add_texts(p->run, &writes, places.items, places.count);
    struct sandbox_need need = {reads.items, reads.count, writes.items, writes.count};
    p->sandbox = sandbox_enter(&need);
}

bool pipeline_contain(struct pipeline *p, struct strs inputs) {
    struct given *given;
    if (!parts_group(p->run, inputs.items, inputs.count, p->sink, &given, &p->n_inputs) ||
        !outputs_prepare(p->run, p->options, p->sink))
        return false;
    p->inputs = given;
    bundle_prepare(p->run);
    if (!p->options->no_sandbox)
        contain(p);
    return true;
}

bool pipeline_load_rules(struct pipeline *p) {
    const struct options *o = p->options;
    struct rules_options options = {
        .dirs = o->rules_dirs.items,
        .n_dirs = o->rules_dirs.count,
        .builtin = true,
        .lang = o->lang,
        .params = o->params.items,
        .n_params = o->params.count,
    };
    p->rules = rules_load(p->run, p->intern, &options, p->sink);
    stages_end(&p->stages, STAGE_LOAD);
    return p->rules != NULL;
}

/* Of an input without files bundle/ has told; only if all are such there is nothing to go on with.
 */
static bool holds_members(const struct bundle *bundle) {
    for (size_t i = 0; i < bundle_input_count(bundle); i++)
        if (bundle_input(bundle, i)->members || bundle_input(bundle, i)->truncated)
            return true;
    return false;
}

static const struct fields_asked *asked(struct pipeline *p) {
    static const struct fields_row *const code[] = {graph_asked, readiness_asked, report_asked};
    return rules_asked(p->rules, code, sizeof code / sizeof *code);
}

/* One thread inflates and one puts the graph together: more than two read documents between them.
 */
static size_t readers(const struct options *options) {
    return options->jobs > 2 ? options->jobs - 2 : 0;
}

static struct graph_options kept(struct pipeline *p, struct strs more, bool every) {
    struct strs kinds = rules_kinds(p->rules);
    struct str *all = NEW_ARRAY(p->run, kinds.count + more.count, struct str);
    size_t count = 0;
    for (size_t i = 0; i < kinds.count; i++)
        all[count++] = kinds.items[i];
    for (size_t i = 0; i < more.count; i++)
        all[count++] = more.items[i];
    bool judges = p->options->command == COMMAND_ANALYZE; /* others show whole objects */
    struct graph_options options = {.yaml_strict = p->options->yaml_strict,
                                    .readers = readers(p->options)};
    if (!every) {
        options.keep = all;
        options.n_keep = count;
        if (judges) {
            options.asked = asked(p);
            options.skip = rules_unread(p->rules, &options.n_skip);
        }
    }
    return options;
}

static void count_member(struct pipeline *p, const struct member *member) {
    p->members++;
    p->bytes += member->size;
    if (member->wanted) {
        p->wanted++;
        p->wanted_bytes += member->bytes.len;
    }
}

bool pipeline_open(struct pipeline *p) {
    struct bundle_options options = {
        .jobs = p->options->jobs,
        .want = graph_wants,
        .descend = graph_descends,
        .progress = p->options->quiet ? NULL : terminal_progress,
        .progress_arg = &p->progress,
    };
    return bundle_open_given(p->run, p->inputs, p->n_inputs, options, p->sink, &p->bundle);
}

static struct graph_member to_read(const struct member *member) {
    return (struct graph_member){.input = member->input,
                                 .path = member->path,
                                 .bytes = member->bytes,
                                 .whole = member->whole,
                                 .packed = member->packed,
                                 .ahead = member->ahead};
}

static void *read_ahead(void *graph, size_t thread, struct arena *arena,
                        const struct member *member) {
    struct graph_member read = to_read(member);
    return graph_read_ahead(graph, thread, arena, &read);
}

bool pipeline_read(struct pipeline *p, struct strs kinds, bool every) {
    if (!p->bundle && !pipeline_open(p))
        return false;
    p->graph = graph_new(p->run, p->intern, kept(p, kinds, every), p->sink);
    struct bundle_ahead ahead = {readers(p->options), read_ahead, p->graph};
    struct member member;
    if (ahead.threads)
        bundle_work_ahead(p->bundle, &ahead);
    while (bundle_next(p->bundle, &member)) {
        struct graph_member read = to_read(&member);
        stages_end(&p->stages, STAGE_ARCHIVE);
        if (member.wanted)
            graph_add(p->graph, &read);
        stages_end(&p->stages, STAGE_MEMBERS);
        count_member(p, &member);
    }
    stages_end(&p->stages, STAGE_ARCHIVE);
    terminal_progress_end(&p->progress);
    return holds_members(p->bundle);
}

bool pipeline_seal(struct pipeline *p) {
    size_t n = bundle_input_count(p->bundle);
    struct graph_input *inputs = NEW_ARRAY(p->run, n, struct graph_input);
    for (size_t i = 0; i < n; i++) {
        const struct bundle_input *input = bundle_input(p->bundle, i);
        inputs[i] = (struct graph_input){input->name, input->truncated};
    }
    struct graph_seal_options options = {
        .inputs = inputs,
        .n_inputs = n,
        .has_now = p->options->has_now,
        .now = p->options->now,
        .collected = p->options->collected.items,
        .n_collected = p->options->collected.count,
        .jobs = p->options->jobs,
    };
    bool sealed = graph_seal(p->graph, &options);
    stages_end(&p->stages, STAGE_SEAL);
    return sealed;
}

void pipeline_tell(const struct pipeline *p) {
    struct graph_tally tally = graph_tally(p->graph);
    if (!p->stages.on)
        return;
    fprintf(stderr, "%llu members of %llu MB: %llu of %llu MB read, %llu of %llu MB kept\n",
            (unsigned long long)p->members, (unsigned long long)(p->bytes / 1000000),
            (unsigned long long)p->wanted, (unsigned long long)(p->wanted_bytes / 1000000),
            (unsigned long long)tally.members, (unsigned long long)(tally.text_bytes / 1000000));
    fprintf(stderr, "%llu of %llu objects kept, with %llu values\n", (unsigned long long)tally.kept,
            (unsigned long long)tally.objects, (unsigned long long)tally.nodes);
    stages_print(&p->stages, stderr);
    if (p->options->jobs != 1)
        fprintf(stderr, "%10.1f ms                    worked by the reading thread beside it\n",
                (double)bundle_spent(p->bundle) / 1e6);
    if (p->spent)
        stages_print_rules(p->run, p->rules, p->spent, p->options->verbose > 1, stderr);
}

static void tell_sandbox(const struct pipeline *p) {
    const struct sandbox_state *s = &p->sandbox;
    struct diag_where nowhere = {0};
    if (!p->inputs)
        return;
    if (p->options->no_sandbox)
        diag_add(p->sink, DIAG_NOTE, DIAG_SANDBOX, nowhere, "not contained: --no-sandbox");
    else if (s->landlock)
        diag_add(p->sink, DIAG_NOTE, DIAG_SANDBOX, nowhere, "contained by Landlock %d%s",
                 s->landlock, s->seccomp ? " and seccomp" : "; seccomp is not available");
    else
        diag_add(p->sink, DIAG_NOTE, DIAG_SANDBOX, nowhere, "%s; Landlock is not available",
                 s->seccomp ? "contained by seccomp" : "not contained: seccomp is not available");
}

void pipeline_close(struct pipeline *p) {
    tell_sandbox(p);
    if (p->bundle)
        bundle_close(p->bundle);
}
