/* The way of the data, from the words of the command line to the exit status:
 *
 *     bundle (members) -> graph (documents, resources) -> sealed world -> rules (answers) -> model
 * -> reports */
#include "cli/analyze.h"

#include "base/arena.h"
#include "base/intern.h"
#include "cel/release.h"
#include "cli/outputs.h"
#include "cli/terminal.h"
#include "report/model_build.h"

#define STATUS_USAGE 2
#define STATUS_FAILED 3

/* What the stages hand to each other. */
struct pipeline {
    struct arena *run;
    const struct options *options;
    struct diag_sink *sink;
    struct rule_set *rules;
    struct bundle *bundle;
    struct graph *graph;
};

static bool load_rules(struct pipeline *p, struct intern *intern) {
    const struct options *o = p->options;
    struct rules_options options = {
        .dirs = o->rules_dirs.items,
        .n_dirs = o->rules_dirs.count,
        .builtin = true,
        .params = o->params.items,
        .n_params = o->params.count,
    };
    p->rules = rules_load(p->run, intern, &options, p->sink);
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

static bool read_members(struct pipeline *p, struct intern *intern) {
    struct terminal_progress progress = {0};
    struct bundle_options options = {
        .jobs = p->options->jobs ? p->options->jobs : 2,
        .want = graph_wants,
        .descend = graph_descends,
        .progress = p->options->quiet ? NULL : terminal_progress,
        .progress_arg = &progress,
    };
    if (!bundle_open(p->run, p->options->words.items, p->options->words.count, options, p->sink,
                     &p->bundle))
        return false;
    struct strs kinds = rules_kinds(p->rules);
    p->graph = graph_new(p->run, intern, (struct graph_options){kinds.items, kinds.count}, p->sink);
    struct member member;
    while (bundle_next(p->bundle, &member)) {
        struct graph_member read = {member.input, member.path, member.bytes, member.whole};
        if (member.wanted)
            graph_add(p->graph, &read);
    }
    terminal_progress_end(&progress);
    return holds_members(p->bundle);
}

static bool seal(struct pipeline *p) {
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
    };
    return graph_seal(p->graph, &options);
}

static struct report *judge(struct pipeline *p) {
    const struct options *o = p->options;
    struct evaluate_options options = {
        .target = o->target,
        .only = {o->only.items, o->only.count},
        .skip = {o->skip.items, o->skip.count},
    };
    struct model_sources sources = {
        .bundle = p->bundle,
        .graph = p->graph,
        .rule_set = p->rules,
        .evaluation = rules_evaluate(p->run, p->rules, p->graph, &options),
        .diags = p->sink,
        .fail_on = o->fail_on,
        .unknown_skip = o->unknown_skip,
    };
    return model_build(p->run, &sources);
}

/* Going back is no update: a usage error, told once the cluster's own version is known. */
static bool target_is_ahead(struct pipeline *p, const struct report *report) {
    struct release current, target;
    struct str version = report->cluster.ocp_current, wanted = p->options->target;
    int64_t minors;
    if (!cel_release_read(wanted, &target) || !cel_release_read(version, &current) ||
        !cel_release_minors_ahead(&target, &current, &minors))
        return true;
    bool names_release = str_find_byte(str_slice(wanted, 2, wanted.len), '.', 0) != SIZE_MAX;
    if (minors > 0 || (minors == 0 && !(names_release && cel_release_cmp(&target, &current) < 0)))
        return true;
    diag_add(p->sink, DIAG_ERROR, DIAG_USAGE, (struct diag_where){0},
             "--target %.*s is behind the cluster's version %.*s", STR_ARG(wanted),
             STR_ARG(version));
    return false;
}

static bool print_summary(struct pipeline *p, const struct report *report, struct strs files) {
    const struct options *o = p->options;
    if (outputs_use_stdout(o))
        return true;
    struct text_options text = {
        .width = terminal_width(),
        .colour = terminal_color(o->color),
        .files = files.items,
        .n_files = files.count,
    };
    bool written = o->quiet ? report_write_line(report, p->run, stdout)
                            : report_write_text(report, p->run, &text, stdout);
    if (written && fflush(stdout) == 0)
        return true;
    diag_add(p->sink, DIAG_ERROR, DIAG_OUTPUT, (struct diag_where){.input = STR("standard output")},
             "cannot write");
    return false;
}

static int write_reports(struct pipeline *p, const struct report *report) {
    struct strs files;
    bool written = outputs_write(p->run, p->options, report, p->sink, &files);
    written = print_summary(p, report, files) && written;
    return written ? report->exit_status : STATUS_FAILED;
}

int analyze(struct arena *run, const struct options *options, struct diag_sink *sink) {
    struct pipeline p = {.run = run, .options = options, .sink = sink};
    struct intern *intern = intern_new(run);
    int status = STATUS_FAILED;
    if (load_rules(&p, intern) && read_members(&p, intern) && seal(&p)) {
        struct report *report = judge(&p);
        status = target_is_ahead(&p, report) ? write_reports(&p, report) : STATUS_USAGE;
    }
    if (p.bundle)
        bundle_close(p.bundle);
    return status;
}
