#include "cli/rules_command.h"

#include "base/arena.h"
#include "base/embedded.h"
#include "base/intern.h"
#include "cli/outfile.h"
#include "cli/test_report.h"
#include "rules/tools.h"

#define STATUS_USAGE 2
#define STATUS_FAILED 3

static bool print(struct strbuf *out) {
    struct str text = strbuf_str(out);
    bool written = text.len == 0 || fwrite(text.ptr, 1, text.len, stdout) == text.len;
    return written && fflush(stdout) == 0;
}

int rules_no_such_rule(const struct rule_set *set, struct str id, struct diag_sink *sink) {
    struct str near = rules_nearest(set, id);
    diag_add(sink, DIAG_ERROR, DIAG_USAGE, (struct diag_where){0}, "no rule '%.*s'%s%.*s%s",
             STR_ARG(id), near.len ? "; did you mean '" : "", STR_ARG(near),
             near.len ? "'?" : "; see 'virtready rules list'");
    return 2;
}

static int show(const struct options *options, const struct rule_set *set, struct diag_sink *sink,
                struct strbuf *out) {
    struct str id = options->words.items[0];
    if (str_eq(id, STR("edges"))) {
        rules_show_edges(out);
        return 0;
    }
    const struct embedded_file *schema = embedded_find(STR("rules/rule.schema.json"));
    if (str_eq(id, STR("schema")) && schema) {
        strbuf_append(out, (struct str){schema->data, schema->size});
        return 0;
    }
    if (rules_show(set, id, out))
        return 0;
    return rules_no_such_rule(set, id, sink);
}

struct job {
    struct arena *run;
    const struct options *options;
    const struct rule_set *set;
    struct diag_sink *sink;
    struct strbuf *out;
};

/* The last line is one that test runners' readers know. */
static int test(struct job *c) {
    struct rules_test_counts counts;
    struct test_report *report = c->options->junit.len ? test_report_new(c->run) : NULL;
    struct rules_test_options options = {
        .only = c->options->only_rule, .done = report ? test_report_add : NULL, .arg = report};
    bool passed = rules_test(c->run, c->set, &options, c->out, &counts);
    if (report && !test_report_write(report, c->options->junit, c->sink))
        return STATUS_FAILED;
    /* Standard output is then the report's. */
    if (report && str_eq(c->options->junit, STR("-")))
        c->out->len = 0;
    else
        strbuf_printf(c->out, "rules: %zu passed, %zu failed\n", counts.passed, counts.failed);
    return passed && counts.passed > 0 ? 0 : 1;
}

static int mutate(struct job *c) {
    struct rules_mutate_counts counts;
    enum level least = c->options->fail_on ? c->options->fail_on : LEVEL_INFO;
    bool good = rules_mutate(c->set, c->options->only_rule, least, c->out, &counts);
    strbuf_printf(c->out, "mutants: %zu killed, %zu survived; of %zu rules %zu have survivors\n",
                  counts.killed, counts.survived, counts.rules, counts.weak);
    return good ? 0 : 1;
}

static bool write_text(void *arg, FILE *out) {
    struct str text = strbuf_str(arg);
    return fwrite(text.ptr, 1, text.len, out) == text.len || !ferror(out);
}

/* On standard output, or as a file of the one folder that --rules names. */
static int new_rule(struct job *c) {
    struct str id = c->options->words.items[0];
    const option_list *dirs = &c->options->rules_dirs;
    if (!rules_new(c->set, id, c->sink, c->out))
        return STATUS_USAGE;
    if (dirs->count == 0)
        return 0;
    struct str folder = dirs->items[dirs->count - 1];
    struct str file = str_printf(c->run, "%.*s/%.*s.yaml", STR_ARG(folder), STR_ARG(id));
    bool written = outfile_write(c->run, file, write_text, c->out, c->sink);
    c->out->len = 0;
    strbuf_printf(c->out, "%.*s\n", STR_ARG(file));
    return written ? 0 : STATUS_FAILED;
}

/* How the translations stand; with --write their hashes are brought up to date. */
static int translations(struct job *c) {
    const struct rules_translation *list;
    size_t count = rules_translations(c->set, &list);
    bool current = true;
    for (size_t i = 0; i < count; i++) {
        const struct rules_translation *t = &list[i];
        struct strbuf text = strbuf_new(c->run);
        strbuf_append(&text, t->renewed);
        bool write = t->file.len && !t->current && c->options->write;
        if (write && !outfile_write(c->run, t->file, write_text, &text, c->sink))
            return STATUS_FAILED;
        const char *state = !t->file.len ? "missing"
                            : t->current ? "current"
                            : write      ? "renewed"
                                         : "stale";
        strbuf_printf(c->out, "%-8s %.*s\n", state, STR_ARG(t->rule));
        current = current && (t->current || write);
    }
    return current ? 0 : 1;
}

static int run_command(struct job *c) {
    switch (c->options->rules_command) {
    case RULES_LIST:
        rules_show_list(c->set, c->out);
        return 0;
    case RULES_SHOW:
        return show(c->options, c->set, c->sink, c->out);
    case RULES_LINT:
        return rules_lint(c->set, c->sink) ? 0 : 1;
    case RULES_TEST:
        return test(c);
    case RULES_NEW:
        return new_rule(c);
    case RULES_DOC:
        rules_doc(c->set, c->out);
        return 0;
    case RULES_MUTATE:
        return mutate(c);
    case RULES_I18N:
        return translations(c);
    }
    return STATUS_USAGE;
}

int rules_command(struct arena *run, const struct options *options, struct diag_sink *sink) {
    enum rules_command command = options->rules_command;
    bool working = command == RULES_LINT || command == RULES_TEST || command == RULES_DOC ||
                   command == RULES_MUTATE || command == RULES_I18N;
    struct rules_options load = {
        .dirs = options->rules_dirs.items,
        .n_dirs = options->rules_dirs.count,
        /* These work on a folder with its tests, which the program does not carry. */
        .builtin = !(working && options->rules_dirs.count > 0),
        .params = options->params.items,
        .n_params = options->params.count,
        .lang = options->lang,
        .tests = true,
    };
    struct strbuf out = strbuf_new(run);
    struct job c = {.run = run, .options = options, .sink = sink, .out = &out};
    c.set = rules_load(run, intern_new(run), &load, sink);
    if (!c.set)
        return STATUS_FAILED;
    int status = run_command(&c);
    return print(&out) ? status : STATUS_FAILED;
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
