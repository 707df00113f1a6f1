/* Words to a question, archives to a world, the question's answer to standard output. */
#include "cli/ask.h"

#include <unistd.h>

#include "base/arena.h"
#include "base/intern.h"
#include "cli/pipeline.h"
#include "cli/rules_command.h"
#include "rules/tools.h"

#define STATUS_USAGE 2
#define STATUS_FAILED 3
#define STATUS_UNKNOWN 4

static int print(struct strbuf *out, int status) {
    struct str text = strbuf_str(out);
    bool written = text.len == 0 || fwrite(text.ptr, 1, text.len, stdout) == text.len;
    return written && fflush(stdout) == 0 ? status : STATUS_FAILED;
}

static struct rules_inquiry inquiry_of(const struct pipeline *p) {
    return (struct rules_inquiry){.set = p->rules,
                                  .graph = p->graph,
                                  .target = p->options->target,
                                  .json = p->options->as_json,
                                  .sink = p->sink};
}

/* RULE [OBJECT] ARCHIVE...: what names a file is one. */
static struct str take_object(struct pipeline *p, struct strs *inputs) {
    struct str first = inputs->items[0];
    bool is_input = str_eq(first, STR("-")) || access(str_c(p->run, first), F_OK) == 0;
    if (p->options->on.len)
        return p->options->on;
    if (inputs->count < 2 || is_input)
        return (struct str){0};
    *inputs = (struct strs){inputs->items + 1, inputs->count - 1};
    return first;
}

static int explain(struct pipeline *p, struct str object) {
    const struct options *o = p->options;
    struct str id = o->words.items[0];
    const struct rule *rule = rules_find(p->rules, id);
    struct strbuf out = strbuf_new(p->run);
    if (!rule)
        return rules_no_such_rule(p->rules, id, p->sink);
    if (!pipeline_read(p, (struct strs){0}, false) || !pipeline_seal(p))
        return STATUS_FAILED;
    struct rules_inquiry inquiry = inquiry_of(p);
    return rules_explain(&inquiry, rule, object, &out) ? print(&out, 0) : STATUS_USAGE;
}

int ask_explain(struct arena *run, const struct options *options, struct diag_sink *sink) {
    struct pipeline p = {.run = run, .intern = intern_new(run), .options = options, .sink = sink};
    struct strs inputs = {options->words.items + 1, options->words.count - 1};
    struct str object = take_object(&p, &inputs);
    int status = pipeline_contain(&p, inputs) && pipeline_load_rules(&p) ? explain(&p, object)
                                                                         : STATUS_FAILED;
    pipeline_close(&p);
    return status;
}

/* KIND/NS/NAME or KIND/NAME. */
static bool split_on(const struct pipeline *p, struct str *ret_kind) {
    struct str on = p->options->on, rest;
    if (str_cut(on, '/', ret_kind, &rest) && ret_kind->len && rest.len)
        return true;
    diag_add(p->sink, DIAG_ERROR, DIAG_USAGE, (struct diag_where){0},
             "--on needs KIND/NAMESPACE/NAME, or KIND/NAME, not '%.*s'", STR_ARG(on));
    return false;
}

static bool find_on(const struct pipeline *p, struct str name, const struct resource **ret_self) {
    const struct kind *kind = graph_kind(p->graph, name);
    for (size_t i = 0; kind && i < kind->count; i++) {
        if (!rules_object_matches(kind->items[i], p->options->on))
            continue;
        *ret_self = kind->items[i];
        return true;
    }
    diag_add(p->sink, DIAG_ERROR, DIAG_USAGE, (struct diag_where){0},
             "the archive has no object '%.*s'", STR_ARG(p->options->on));
    return false;
}

static int eval(struct pipeline *p) {
    static const int statuses[] = {0, 1, STATUS_UNKNOWN};
    const struct options *o = p->options;
    struct rules_question *question = rules_question(p->rules, o->words.items[0], p->sink);
    const struct resource *self = NULL;
    struct strbuf out = strbuf_new(p->run);
    struct str kind = {0};
    bool every;
    if (!question || (o->on.len && !split_on(p, &kind)))
        return STATUS_USAGE;
    struct strs kinds = rules_question_kinds(question, &every);
    struct str *kept = NEW_ARRAY(p->run, kinds.count + 1, struct str);
    for (size_t i = 0; i < kinds.count; i++)
        kept[i] = kinds.items[i];
    kept[kinds.count] = kind;
    if (!pipeline_read(p, (struct strs){kept, kinds.count + (kind.len > 0)}, every) ||
        !pipeline_seal(p))
        return STATUS_FAILED;
    if (kind.len && !find_on(p, kind, &self))
        return STATUS_USAGE;
    struct rules_inquiry inquiry = inquiry_of(p);
    enum rules_answer answer = rules_ask(&inquiry, question, self, &out);
    return print(&out, statuses[answer]);
}

int ask_eval(struct arena *run, const struct options *options, struct diag_sink *sink) {
    struct pipeline p = {.run = run, .intern = intern_new(run), .options = options, .sink = sink};
    struct strs inputs = {options->words.items + 1, options->words.count - 1};
    int status = pipeline_contain(&p, inputs) && pipeline_load_rules(&p) ? eval(&p) : STATUS_FAILED;
    pipeline_close(&p);
    return status;
}
