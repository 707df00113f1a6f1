/* The stages from words to a sealed world, for every command that reads an archive. */
#ifndef VIRTREADY_CLI_PIPELINE_H
#define VIRTREADY_CLI_PIPELINE_H

#include "bundle/bundle.h"
#include "cli/options.h"
#include "cli/sandbox.h"
#include "cli/stages.h"
#include "cli/terminal.h"
#include "graph/graph.h"

/* What the stages hand to each other; the first four are the caller's. */
struct pipeline {
    struct arena *run;
    struct intern *intern;
    const struct options *options;
    struct diag_sink *sink;
    const struct catalogue *words, *english; /* of the reports */
    const struct page_styles *styles;        /* NULL: none are needed */
    struct rule_set *rules;
    const struct given *inputs; /* the words, split files put together */
    size_t n_inputs;
    struct sandbox_state sandbox;
    struct bundle *bundle;
    struct terminal_progress progress;
    struct graph *graph;
    struct stages stages;
    uint64_t *spent;         /* by rule, where --verbose asks */
    uint64_t members, bytes; /* all of the archive, and what of it was read */
    uint64_t wanted, wanted_bytes;
};

/* Each false after at least one error. */
/* What is read and written from here on is settled: the process gives up all else. Before anything
 * is opened and any thread is started. */
bool pipeline_contain(struct pipeline *p, struct strs inputs);
/* Opens the inputs, and another thread begins to read them while this one goes on with what does
 * not need them. Where it was not called, pipeline_read does. */
bool pipeline_open(struct pipeline *p);
bool pipeline_load_rules(struct pipeline *p);
/* `kinds` are kept besides those the rules read; `every`: all kinds are. */
bool pipeline_read(struct pipeline *p, struct strs kinds, bool every);
bool pipeline_seal(struct pipeline *p);
/* What --verbose tells on standard error: what was read and kept, and what took how long. */
void pipeline_tell(const struct pipeline *p);
/* Also tells, as a note, what contained the process: the reports must not, since they are the same
 * on every kernel. */
void pipeline_close(struct pipeline *p);

#endif
