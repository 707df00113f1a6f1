/* Turns an expression that somebody asks of an archive into its answer. It is watched like a rule's
 * condition, only to know whether the answer was made of something that must not be shown. */
#include "base/arena.h"
#include "cel/iter.h"
#include "rules/explain.h"
#include "rules/expression.h"
#include "rules/references.h"
#include "rules/rule_run.h"
#include "rules/tools.h"

struct rules_question {
    const struct cel_program *program;
    struct strs kinds;
    bool every;
};

/* A kind that is computed may be any. */
static void note_computed(void *arg, const struct cel_reference *r) {
    struct rules_question *question = arg;
    bool takes_kind =
        r->is_call && (str_eq(r->name, STR("objects")) || str_eq(r->name, STR("object")) ||
                       str_eq(r->name, STR("index")) || str_eq(r->name, STR("owner")) ||
                       str_eq(r->name, STR("owned")));
    if (takes_kind && (r->n_args == 0 || !r->args[0].ptr))
        question->every = true;
}

struct rules_question *rules_question(struct rule_set *set, struct str text,
                                      struct diag_sink *sink) {
    struct rules_question *question = NEW(set->arena, struct rules_question);
    struct shape shape = {
        .arena = set->arena, .sink = sink, .file = STR("expression"), .text = text};
    struct cel_source source = {
        .text = text, .file = shape.file, .file_text = text, .line = 1, .column = 1};
    struct reference_kinds kinds = {.arena = set->arena, .map = map_new(set->arena)};
    question->program = expression_of_source(&shape, set, set->scope, &source);
    if (shape.errors)
        return NULL;
    references_kinds(set, question->program, &kinds);
    question->kinds = references_sorted(&kinds);
    cel_program_references(question->program, note_computed, question);
    return question;
}

struct strs rules_question_kinds(const struct rules_question *question, bool *ret_every) {
    *ret_every = question->every;
    return question->kinds;
}

static void put_lacking(const struct shown *shown, const char *word, struct missing_set missing) {
    struct strs commands =
        rules_gather_fewest(shown->evaluation->set, shown->out->arena, missing, shown_image(shown));
    strbuf_append(shown->out, str_of(word));
    shown_missing(shown, missing);
    strbuf_append_byte(shown->out, '\n');
    for (size_t i = 0; i < commands.count; i++)
        strbuf_printf(shown->out, "gather with: %.*s\n", STR_ARG(commands.items[i]));
}

static void put_text(const struct shown *shown, struct cel_value v) {
    if (v.type == CEL_UNKNOWN) {
        put_lacking(shown, "unknown: the archive does not hold ", *v.unknown);
        return;
    }
    if (v.type == CEL_ERROR)
        strbuf_printf(shown->out, "%.*s:%u:%u: ", STR_ARG(v.error->file), v.error->line,
                      v.error->column);
    shown_value(shown, v);
    if (v.type == CEL_LIST && cel_iter_is_partial(v))
        put_lacking(shown, "there may be more: the archive does not hold all of ",
                    cel_list_missing(v));
}

enum rules_answer rules_ask(const struct rules_inquiry *inquiry,
                            const struct rules_question *question, const struct resource *self,
                            struct strbuf *out) {
    struct evaluation *evaluation =
        rule_run_begin(out->arena, inquiry->set, inquiry->graph, inquiry->target);
    struct shown shown = {evaluation, out};
    struct explain_watch watch;
    explain_watch_begin(&watch, out->arena, NULL);
    evaluation->trace = &watch.trace;
    struct frame frame = frame_of_question(evaluation, self);
    struct cel_value v = frame_eval(&frame, question->program);
    const struct explain_node *root = explain_root(&watch, question->program);
    enum rules_answer answer = v.type == CEL_UNKNOWN ? ANSWER_UNKNOWN
                               : v.type == CEL_ERROR ? ANSWER_ERROR
                                                     : ANSWER_VALUE;
    if (root && root->secret)
        v = cel_string(STR(SHOWN_MASK));
    if (inquiry->json)
        strbuf_append(out, STR("{\"value\": "));
    if (inquiry->json)
        shown_json(&shown, v);
    else
        put_text(&shown, v);
    if (inquiry->json)
        strbuf_append(out, STR("}\n"));
    frame_close(&frame);
    return answer;
}
