/* Turns a rule and an object into everything that its judgement went through: the object is judged
 * once more, with somebody watching. */
#include "rules/explain.h"

#include "base/arena.h"
#include "base/nearest.h"
#include "rules/finding.h"
#include "rules/rule_run.h"
#include "rules/tools.h"

enum {
    TROUBLED_MAX = 10, /* objects with a finding, unknown or error that are explained unasked */
    PASSED_MAX = 3,    /* and others */
};

struct explainer {
    const struct rules_inquiry *inquiry;
    const struct rule *rule;
    struct evaluation *evaluation;
    struct arena *arena;
    struct strbuf *out;
    VEC(const struct resource *) chosen; /* NULL: the cluster */
};

/* ---- one object ---- */

static struct cel_value condition(struct explained *e, struct frame *frame,
                                  const struct cel_program *program) {
    struct cel_value v = frame_eval(frame, program);
    e->is_unknown |= v.type == CEL_UNKNOWN;
    e->is_error |= v.type != CEL_BOOL && v.type != CEL_UNKNOWN;
    if (v.type == CEL_UNKNOWN)
        e->missing = missing_union(frame->evaluation->scratch, e->missing, *v.unknown);
    return v;
}

static void explain_object(struct explainer *x, const struct resource *self) {
    struct arena *arena = arena_new();
    struct explain_watch watch;
    /* Of its own, so that facts are evaluated while somebody watches. */
    struct evaluation *evaluation =
        rule_run_begin(arena, x->inquiry->set, x->inquiry->graph, x->inquiry->target);
    struct frame frame = frame_of_rule(evaluation, x->rule, self);
    struct explained e = {.self = self, .watch = &watch, .concerned = true};
    struct shown shown = {evaluation, x->out};
    explain_watch_begin(&watch, arena, x->rule);
    evaluation->trace = &watch.trace;
    if (x->rule->where)
        e.concerned = cel_is_true(condition(&e, &frame, x->rule->where));
    for (size_t i = 0; e.concerned && !e.found && i < x->rule->n_levels; i++)
        if (cel_is_true(condition(&e, &frame, x->rule->levels[i].when)))
            e.found = x->rule->levels[i].severity;
    watch.over = true; /* the trace goes on, so that what it was told of stays until the end */
    if (e.found)
        e.message = finding_make(&frame, e.found).message;
    if (x->inquiry->json)
        explain_json(&shown, x->rule, &e);
    else
        explain_text(&shown, x->rule, &e);
    frame_close(&frame);
    arena_free(arena);
}

/* ---- which objects ---- */

static bool choose(struct explainer *x, const struct resource *self, size_t most) {
    for (size_t i = 0; i < x->chosen.count; i++)
        if (x->chosen.items[i] == self)
            return true;
    if (x->chosen.count >= most)
        return false;
    *vec_push(x->arena, &x->chosen) = self;
    return true;
}

static size_t choose_troubled(struct explainer *x, const struct rule_result *result) {
    size_t left = 0;
    for (size_t i = 0; i < result->n_findings; i++)
        left += !choose(x, result->findings[i].object.resource, TROUBLED_MAX);
    for (size_t i = 0; i < result->n_unknowns; i++)
        if (result->unknowns[i].has_object)
            left += !choose(x, result->unknowns[i].object.resource, TROUBLED_MAX);
    for (size_t i = 0; i < result->n_errors; i++)
        if (result->errors[i].has_object)
            left += !choose(x, result->errors[i].object.resource, TROUBLED_MAX);
    return left;
}

/* Passed ones, or where there are none those that the rule is not about. */
static void choose_others(struct explainer *x) {
    const struct kind *kind = graph_kind(x->evaluation->graph, x->rule->each);
    size_t most = x->chosen.count + PASSED_MAX;
    for (size_t i = 0; i < x->evaluation->passed.count; i++)
        choose(x, x->evaluation->passed.items[i].resource, most);
    for (size_t i = 0; x->chosen.count == 0 && kind && i < kind->count && i < PASSED_MAX; i++)
        choose(x, kind->items[i], PASSED_MAX);
}

static const struct resource *cluster_object(const struct explainer *x) {
    const struct kind *kind = graph_kind(x->evaluation->graph, STR("ClusterVersion"));
    return kind && kind->count ? kind->items[0] : NULL;
}

static void put_commands(struct explainer *x, struct missing_set missing) {
    struct shown shown = {x->evaluation, x->out};
    struct strs commands =
        rules_gather_fewest(x->inquiry->set, x->arena, missing, shown_image(&shown));
    for (size_t i = 0; i < commands.count; i++)
        strbuf_printf(x->out, "  gather with: %.*s\n", STR_ARG(commands.items[i]));
}

static void choose_unasked(struct explainer *x) {
    struct shown shown = {x->evaluation, x->out};
    x->evaluation->record = true;
    struct rule_result result = rule_run_judge(x->evaluation, x->rule);
    bool cluster = str_eq(x->rule->each, STR("Cluster"));
    size_t left = 0;
    if (cluster)
        choose(x, cluster_object(x), 1);
    else
        left = choose_troubled(x, &result);
    if (!cluster)
        choose_others(x);
    if (x->inquiry->json)
        return;
    if (result.reason.ptr)
        strbuf_printf(x->out, "Not applicable: %.*s\n", STR_ARG(result.reason));
    else
        strbuf_printf(x->out, "Judged: %zu. Findings: %zu. Not judged: %zu. Errors: %zu.\n",
                      result.checked, result.n_findings, result.n_unknowns, result.n_errors);
    for (size_t i = 0; i < result.n_unknowns; i++) {
        if (result.unknowns[i].has_object || cluster)
            continue;
        strbuf_append(x->out, STR("Objects that were not read: "));
        shown_missing(&shown, result.unknowns[i].missing);
        strbuf_append_byte(x->out, '\n');
        put_commands(x, result.unknowns[i].missing);
    }
    if (left)
        strbuf_printf(x->out, "Explained below: the first %d of them; name another to see it.\n",
                      TROUBLED_MAX);
    strbuf_append_byte(x->out, '\n');
}

bool rules_object_matches(const struct resource *resource, struct str text) {
    struct str parts[3] = {0}, rest = text;
    size_t n = 0;
    bool more = true;
    while (more && n < 3)
        more = str_cut(rest, '/', &parts[n++], &rest);
    bool is_kind = str_eq(parts[0], resource->kind) || str_eq(parts[0], resource->of->display);
    if (more)
        return false;
    if (n == 1)
        return str_eq(parts[0], resource->name);
    if (n == 3)
        return is_kind && str_eq(parts[1], resource->namespace) && str_eq(parts[2], resource->name);
    return str_eq(parts[1], resource->name) &&
           (str_eq(parts[0], resource->namespace) || (is_kind && !resource->namespace.len));
}

static bool no_object(const struct explainer *x, struct str object) {
    const struct kind *kind = graph_kind(x->evaluation->graph, x->rule->each);
    struct str *names = NEW_ARRAY(x->arena, kind ? kind->count : 0, struct str);
    for (size_t i = 0; kind && i < kind->count; i++)
        names[i] = kind->items[i]->name;
    struct str near = nearest_of(str_after_last(object, '/'), names, kind ? kind->count : 0);
    bool complete = collection_holds(x->evaluation->graph, x->rule->each, (struct str){0});
    diag_add(x->inquiry->sink, DIAG_ERROR, DIAG_USAGE, (struct diag_where){0},
             "the archive has no %.*s '%.*s'%s%s%.*s%s", STR_ARG(x->rule->each), STR_ARG(object),
             complete ? "" : " (nor does it hold all of them)", near.len ? "; did you mean '" : "",
             STR_ARG(near), near.len ? "'?" : "");
    return false;
}

static bool choose_named(struct explainer *x, struct str object) {
    const struct kind *kind = graph_kind(x->evaluation->graph, x->rule->each);
    if (str_eq(x->rule->each, STR("Cluster"))) {
        choose(x, cluster_object(x), 1);
        return true;
    }
    for (size_t i = 0; kind && i < kind->count; i++)
        if (rules_object_matches(kind->items[i], object))
            choose(x, kind->items[i], TROUBLED_MAX);
    return x->chosen.count || no_object(x, object);
}

bool rules_explain(const struct rules_inquiry *inquiry, const struct rule *rule, struct str object,
                   struct strbuf *out) {
    struct explainer x = {.inquiry = inquiry, .rule = rule, .arena = out->arena, .out = out};
    x.evaluation = rule_run_begin(out->arena, inquiry->set, inquiry->graph, inquiry->target);
    if (inquiry->json) {
        strbuf_append(out, STR("{\"rule\": "));
        shown_json_text(out, rule->id);
        strbuf_append(out, STR(", \"objects\": ["));
    } else {
        strbuf_printf(out, "%.*s: %.*s\n", STR_ARG(rule->id), STR_ARG(rule->title));
    }
    if (!object.len)
        choose_unasked(&x);
    else if (!choose_named(&x, object))
        return false;
    for (size_t i = 0; i < x.chosen.count; i++) {
        if (i)
            strbuf_append(out, inquiry->json ? STR(",\n") : STR("\n"));
        explain_object(&x, x.chosen.items[i]);
    }
    if (inquiry->json)
        strbuf_append(out, STR("]}\n"));
    return true;
}
