#include "cli/rules_command.h"

#include "base/arena.h"
#include "base/intern.h"
#include "rules/tools.h"

static bool print(struct strbuf *out) {
    struct str text = strbuf_str(out);
    bool written = text.len == 0 || fwrite(text.ptr, 1, text.len, stdout) == text.len;
    return written && fflush(stdout) == 0;
}

static int show(const struct options *options, const struct rule_set *set, struct diag_sink *sink,
                struct strbuf *out) {
    struct str id = options->words.items[0];
    if (str_eq(id, STR("edges"))) {
        rules_show_edges(out);
        return 0;
    }
    if (rules_show(set, id, out))
        return 0;
    struct str near = rules_nearest(set, id);
    if (near.len)
        diag_add(sink, DIAG_ERROR, DIAG_USAGE, (struct diag_where){0},
                 "no rule '%.*s'; did you mean '%.*s'?", STR_ARG(id), STR_ARG(near));
    else
        diag_add(sink, DIAG_ERROR, DIAG_USAGE, (struct diag_where){0},
                 "no rule '%.*s'; see 'virtready rules list'", STR_ARG(id));
    return 2;
}

/* The last line is one that test runners' readers know. */
static int test(struct arena *run, const struct options *options, const struct rule_set *set,
                struct strbuf *out) {
    struct rules_test_counts counts = {0};
    bool passed = rules_test(run, set, options->only_rule, out, &counts);
    strbuf_printf(out, "rules: %zu passed, %zu failed\n", counts.passed, counts.failed);
    return passed && counts.passed > 0 ? 0 : 1;
}

int rules_command(struct arena *run, const struct options *options, struct diag_sink *sink) {
    bool working = options->rules_command == RULES_LINT || options->rules_command == RULES_TEST;
    struct rules_options load = {
        .dirs = options->rules_dirs.items,
        .n_dirs = options->rules_dirs.count,
        /* Lint and test work on a folder with its tests, which the program does not carry. */
        .builtin = !(working && options->rules_dirs.count > 0),
        .params = options->params.items,
        .n_params = options->params.count,
        .tests = true,
    };
    struct rule_set *set = rules_load(run, intern_new(run), &load, sink);
    struct strbuf out = strbuf_new(run);
    int status = 0;
    if (!set)
        return 3;
    switch (options->rules_command) {
    case RULES_LIST:
        rules_show_list(set, &out);
        break;
    case RULES_SHOW:
        status = show(options, set, sink, &out);
        break;
    case RULES_LINT:
        status = rules_lint(set, sink) ? 0 : 1;
        break;
    case RULES_TEST:
        status = test(run, options, set, &out);
        break;
    case RULES_NEW:
    case RULES_DOC:
    case RULES_MUTATE:
        break;
    }
    return print(&out) ? status : 3;
}

int rules_version_command(struct arena *run, struct diag_sink *sink) {
    struct rules_options load = {.builtin = true};
    const struct rule_set *set = rules_load(run, intern_new(run), &load, sink);
    if (!set)
        return 3;
    size_t count;
    rules_list(set, &count);
    struct strbuf out = strbuf_new(run);
    strbuf_printf(&out, "virtready %s\n%zu rules of %.*s, up to OpenShift %.*s\n",
                  VIRTREADY_VERSION, count, STR_ARG(rules_version(set)),
                  STR_ARG(rules_know_up_to(set)));
    return print(&out) ? 0 : 3;
}
