/* The way of the data, from the words of the command line to the exit status:
 *
 *     bundle (members) -> graph (documents, resources) -> sealed world -> rules (answers) -> model
 * -> reports */
#include "cli/analyze.h"

#include "base/arena.h"
#include "base/intern.h"
#include "base/parallel.h"
#include "cel/release.h"
#include "cli/outputs.h"
#include "cli/pipeline.h"
#include "cli/terminal.h"
#include "report/catalogue.h"
#include "report/model_build.h"

#define STATUS_USAGE 2
#define STATUS_FAILED 3

static bool load_words(struct pipeline *p) {
    const struct options *o = p->options;
    p->english = catalogue_load(p->run, (struct str){0}, (struct str){0}, p->sink);
    p->words = o->lang.len || o->templates.len
                   ? catalogue_load(p->run, o->lang, o->templates, p->sink)
                   : p->english;
    return p->english && p->words;
}

/* What a mistake can be in, before members are waited for, so that it is told at once: style sheets
 * only where they are the site's own. */
static bool load(struct pipeline *p) {
    const struct options *o = p->options;
    report_prepare();
    bool loaded = load_words(p) && pipeline_load_rules(p);
    bool styled = !o->templates.len || outputs_load_styles(p->run, o, p->sink, &p->styles);
    return loaded && styled;
}

static struct report *judge(struct pipeline *p) {
    const struct options *o = p->options;
    size_t n_rules;
    rules_list(p->rules, &n_rules);
    p->spent = o->verbose ? NEW_ARRAY(p->run, n_rules, uint64_t) : NULL;
    struct evaluate_options options = {
        .spent = p->spent,
        .jobs = o->jobs,
        .target = o->target,
        .only = {o->only.items, o->only.count},
        .skip = {o->skip.items, o->skip.count},
        .placement = true,
    };
    options.facts = model_facts(&options.n_facts);
    struct evaluation *evaluation = rules_evaluate(p->run, p->rules, p->graph, &options);
    stages_end(&p->stages, STAGE_RULES);
    struct model_sources sources = {
        .bundle = p->bundle,
        .graph = p->graph,
        .rule_set = p->rules,
        .evaluation = evaluation,
        .diags = p->sink,
        .words = p->words,
        .english = p->english,
        .fail_on = o->fail_on,
        .unknown_skip = o->unknown_skip,
        .uncontained = o->no_sandbox,
    };
    struct report *report = model_build(p->run, &sources);
    stages_end(&p->stages, STAGE_MODEL);
    return report;
}

/* Jobs of threads of which one has been reading until now. */
struct judging {
    struct pipeline *pipeline;
    struct arena *arena; /* of the style sheets */
    struct diag_sink *sink;
    bool styled;
    struct report *report;
};

/* The archive is closed, and its memory given back, while it is judged. */
static void tidy(struct judging *j) {
    struct pipeline *p = j->pipeline;
    j->styled = p->styles || outputs_load_styles(j->arena, p->options, j->sink, &p->styles);
    bundle_close(p->bundle);
}

static void judge_or_tidy(void *arg, size_t number) {
    struct judging *j = arg;
    struct pipeline *p = j->pipeline;
    if (number == 0)
        j->report = pipeline_seal(p) ? judge(p) : NULL;
    else
        tidy(j);
}

/* NULL where it could not be done. */
static struct report *judge_and_tidy(struct pipeline *p) {
    struct judging j = {.pipeline = p, .arena = arena_inner(p->run)};
    j.sink = diag_sink_new(j.arena);
    parallel_run(p->options->jobs, 2, judge_or_tidy, &j);
    diag_move(p->sink, j.sink);
    return j.styled ? j.report : NULL;
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
        .page = terminal_links(o->color) ? outputs_page_url(p->run, o) : (struct str){0},
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
    bool written = outputs_write(p, report, &files);
    written = print_summary(p, report, files) && written;
    stages_end(&p->stages, STAGE_TEXT);
    return written ? report->exit_status : STATUS_FAILED;
}

int analyze(struct arena *run, const struct options *options, struct diag_sink *sink) {
    struct pipeline p = {.run = run, .intern = intern_new(run), .options = options, .sink = sink};
    struct strs inputs = {options->words.items, options->words.count};
    int status = STATUS_FAILED;
    stages_begin(&p.stages, options->verbose > 0);
    if (pipeline_contain(&p, inputs) && pipeline_open(&p) && load(&p) &&
        pipeline_read(&p, (struct strs){0}, false)) {
        struct report *report = judge_and_tidy(&p);
        if (report)
            status = target_is_ahead(&p, report) ? write_reports(&p, report) : STATUS_USAGE;
        pipeline_tell(&p);
    }
    pipeline_close(&p);
    return status;
}
