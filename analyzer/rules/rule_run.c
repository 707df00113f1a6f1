/* Turns one rule and a graph into a result: each object is judged on its own, from the highest
 * level down, and what could not be judged is kept beside what was found. The invariant: a rule
 * passes only where every object that it could be about was read and judged. */
#include "rules/rule_run.h"

#include "base/arena.h"
#include "base/limits.h"
#include "rules/finding.h"
#include "rules/render.h"

struct judging {
    struct evaluation *evaluation;
    struct arena *arena;
    const struct rule *rule;
    VEC(struct finding) findings;
    VEC(struct unknown) unknowns;
    VEC(struct rule_error) errors;
    size_t checked, matched;
    bool full; /* there are limits->findings of all three */
    bool asked;
    struct str reason;       /* why it does not apply */
    const struct kind *kind; /* the objects to be judged; NULL: none */
};

/* What was found */

/* False where there is no room for more: the rule ends with an error that says so. */
static bool has_room(struct judging *j) {
    if (j->findings.count + j->unknowns.count + j->errors.count < limits->findings)
        return true;
    if (!j->full)
        *vec_push(j->arena, &j->errors) = (struct rule_error){
            .level = j->rule->severity,
            .where = j->rule->file,
            .message = str_printf(j->arena,
                                  "stopped after %llu findings (limit findings): what further "
                                  "objects would have given is not known",
                                  (unsigned long long)limits->findings)};
    j->full = true;
    return false;
}

static bool is_of_cluster(const struct rule *rule) {
    return str_eq(rule->each, STR("Cluster"));
}

static struct object_ref subject(const struct judging *j, const struct resource *self) {
    return is_of_cluster(j->rule) ? (struct object_ref){0} : finding_ref(self);
}

static bool is_same(struct missing_set a, struct missing_set b) {
    size_t i = 0;
    while (i < a.count && i < b.count && missing_cmp(&a.items[i], &b.items[i]) == 0)
        i++;
    return i == a.count && i == b.count;
}

/* What one object lacks the next one mostly lacks too. */
static struct missing_set share_missing(struct judging *j, struct missing_set missing) {
    size_t count = j->unknowns.count;
    bool again = count && is_same(j->unknowns.items[count - 1].missing, missing);
    return again ? j->unknowns.items[count - 1].missing
                 : host_share_missing(j->evaluation, missing);
}

static void add_unknown(struct judging *j, const struct resource *self, enum level level,
                        struct missing_set missing) {
    struct object_ref object = subject(j, self);
    if (!has_room(j))
        return;
    struct missing_set shared = share_missing(j, missing);
    *vec_push(j->arena, &j->unknowns) = (struct unknown){
        .has_object = object.kind.len > 0, .object = object, .level = level, .missing = shared};
}

static void add_error(struct judging *j, const struct resource *self, enum level level,
                      const struct cel_error *error) {
    struct object_ref object = subject(j, self);
    if (!has_room(j))
        return;
    *vec_push(j->arena, &j->errors) =
        (struct rule_error){.has_object = object.kind.len > 0,
                            .object = object,
                            .level = level,
                            .where = str_printf(j->arena, "%.*s:%u:%u", STR_ARG(j->rule->file),
                                                error->line, error->column),
                            .message = render_clean(j->arena, error->message)};
}

/* What is neither true nor false, nor unknown, nor an error already, is a mistake of the rule. */
static struct cel_value as_bool(struct judging *j, struct cel_value v) {
    if (v.type == CEL_BOOL || v.type == CEL_UNKNOWN || v.type == CEL_ERROR)
        return v;
    return cel_error_of(j->evaluation->scratch, "a condition must be true or false, not %s",
                        cel_type_name(v));
}

/* Judging an object */

/* Whether the rule is about the object. */
static bool concerns(struct judging *j, struct frame *frame) {
    const struct rule *rule = j->rule;
    if (!rule->where)
        return true;
    struct cel_value v = as_bool(j, frame_eval(frame, rule->where));
    if (v.type == CEL_UNKNOWN)
        add_unknown(j, frame->self, rule->severity, *v.unknown);
    if (v.type == CEL_ERROR)
        add_error(j, frame->self, rule->severity, v.error);
    return cel_is_true(v);
}

/* The first true level is the finding; what was unknown or failed above it stays, at the highest
 * level that it could have been. */
static void judge_levels(struct judging *j, struct frame *frame) {
    const struct rule *rule = j->rule;
    enum level unknown_level = LEVEL_NONE, error_level = LEVEL_NONE, found = LEVEL_NONE;
    struct missing_set missing = {0};
    const struct cel_error *error = NULL;
    for (size_t i = 0; i < rule->n_levels && !found; i++) {
        struct cel_value v = as_bool(j, frame_eval(frame, rule->levels[i].when));
        if (v.type == CEL_UNKNOWN) {
            unknown_level = unknown_level ? unknown_level : rule->levels[i].severity;
            missing = missing_union(j->evaluation->scratch, missing, *v.unknown);
        } else if (v.type == CEL_ERROR) {
            error_level = error_level ? error_level : rule->levels[i].severity;
            error = error ? error : v.error;
        } else if (v.boolean) {
            found = rule->levels[i].severity;
        }
    }
    if (unknown_level)
        add_unknown(j, frame->self, unknown_level, missing);
    if (error_level)
        add_error(j, frame->self, error_level, error);
    if (found && has_room(j))
        *vec_push(j->arena, &j->findings) = finding_make(frame, found);
    bool passed = !found && !unknown_level && !error_level;
    j->checked += found || passed;
    if (passed && j->evaluation->record)
        *vec_push(j->arena, &j->evaluation->passed) = subject(j, frame->self);
}

static void judge_object(struct judging *j, const struct resource *self) {
    struct frame frame = frame_of_rule(j->evaluation, j->rule, self);
    if (concerns(j, &frame)) {
        j->matched++;
        judge_levels(j, &frame);
    }
    frame_close(&frame);
}

/* Which objects */

static void judge_cluster(struct judging *j) {
    const struct kind *kind = graph_kind(j->evaluation->graph, STR("ClusterVersion"));
    judge_object(j, kind && kind->count ? kind->items[0] : NULL);
}

/* Whether the rule is asked at all */

static bool has_scope(const struct rule *rule, const char *scope) {
    return shape_has(rule->scopes, str_of(scope));
}

/* Major and minor of "4.12" or "4.12.11-rc.1". */
static bool minor_of(struct str version, int64_t ret[2]) {
    struct str major, rest, minor;
    if (!str_cut(version, '.', &major, &rest))
        return false;
    str_cut(rest, '.', &minor, &rest);
    return str_to_int64(major, &ret[0]) && str_to_int64(minor, &ret[1]);
}

static int cmp_minors(const int64_t a[2], const int64_t b[2]) {
    int i = a[0] == b[0];
    return a[i] < b[i] ? -1 : a[i] > b[i];
}

static struct missing_set version_missing(struct judging *j) {
    struct strs kinds = j->evaluation->set->gather.installed;
    struct missing_set missing = {0};
    for (size_t i = 0; i < kinds.count; i++)
        missing = missing_union(j->arena, missing,
                                missing_one(j->arena, (struct missing){.kind = kinds.items[i]}));
    return missing;
}

static struct cel_value virtualization_version(struct judging *j) {
    /* The OpenShift minor it belongs to, so that 2.6 and community releases compare as well. */
    const struct fact *fact = set_fact(j->evaluation->set, (struct str){0}, STR("cnvOcpMinor"));
    return fact ? host_fact(j->evaluation, fact, NULL)
                : cel_unknown_of(j->arena, version_missing(j));
}

/* since, until: false where the rule does not go on; *ret_reason set where it does not apply. */
static bool fits_version(struct judging *j, struct str *ret_reason) {
    const struct rule *rule = j->rule;
    if (!rule->since.len && !rule->until.len)
        return true;
    struct cel_value version = virtualization_version(j);
    int64_t since[2] = {0, 0}, until[2] = {INT64_MAX, 0}, minor[2];
    if (version.type == CEL_ERROR) {
        add_error(j, NULL, rule->severity, version.error);
        return false;
    }
    bool readable = version.type == CEL_STRING && minor_of(version.text, minor);
    if ((rule->since.len && !minor_of(rule->since, since)) ||
        (rule->until.len && !minor_of(rule->until, until)) || !readable) {
        add_unknown(j, NULL, rule->severity,
                    version.type == CEL_UNKNOWN ? *version.unknown : version_missing(j));
        return false;
    }
    if (cmp_minors(minor, since) >= 0 && cmp_minors(minor, until) <= 0)
        return true;
    *ret_reason = str_printf(j->arena, "it is not about OpenShift Virtualization %.*s",
                             STR_ARG(version.text));
    return false;
}

/* A rule about virtualization alone: of no OpenShift scope, or about objects that only it has. */
static bool is_of_virtualization(const struct judging *j) {
    const struct kind *kind = graph_kind(j->evaluation->graph, j->rule->each);
    return !has_scope(j->rule, "ocp") || (kind && str_ends_with(kind->group, STR("kubevirt.io")));
}

static bool is_asked(struct judging *j, struct str *ret_reason) {
    bool virtualization_only = str_eq(j->evaluation->target, STR("virtualization"));
    if (is_of_virtualization(j) && !j->evaluation->installed &&
        collection_virtualization(j->evaluation->graph) == INSTALLED_NO)
        *ret_reason = STR("OpenShift Virtualization is not installed");
    else if (virtualization_only && !has_scope(j->rule, "cnv") && !has_scope(j->rule, "workload"))
        *ret_reason = STR("only OpenShift Virtualization is to be updated");
    else
        return fits_version(j, ret_reason);
    return false;
}

/* The whole */

static enum rule_status status_of(const struct judging *j) {
    if (j->findings.count)
        return RULE_FAILED;
    if (j->errors.count)
        return RULE_ERROR;
    if (j->unknowns.count)
        return RULE_UNKNOWN;
    return j->matched ? RULE_PASSED : RULE_NOT_APPLICABLE;
}

static struct str why_none(struct judging *j) {
    const struct rule *rule = j->rule;
    if (is_of_cluster(rule))
        return STR("it is not about this cluster");
    const struct kind *kind = graph_kind(j->evaluation->graph, rule->each);
    if (!kind || kind->count == 0)
        return str_printf(j->arena, "the cluster has no %.*s", STR_ARG(rule->each));
    return str_printf(j->arena, "it is about none of the objects of kind %.*s",
                      STR_ARG(rule->each));
}

static size_t count_groups(const struct judging *j) {
    struct map groups = map_new(j->evaluation->scratch);
    for (size_t i = 0; i < j->findings.count; i++)
        if (j->findings.items[i].group.ptr)
            *map_at(&groups, j->findings.items[i].group) = &groups;
    return groups.count;
}

/* The numbers stand in the order of set_summary_names. */
static void summarize(struct judging *j, struct rule_result *result) {
    struct frame frame = frame_of_rule(j->evaluation, j->rule, NULL);
    size_t levels[LEVEL_BLOCKER + 1] = {0};
    struct cel_value *found =
        NEW_ARRAY(j->evaluation->scratch, j->findings.count, struct cel_value);
    size_t n_found = 0;
    for (size_t i = 0; i < j->findings.count; i++) {
        const struct resource *resource = j->findings.items[i].object.resource;
        levels[j->findings.items[i].level]++;
        if (resource)
            found[n_found++] = cel_tree(resource->object);
    }
    const size_t numbers[] = {j->findings.count,  levels[LEVEL_BLOCKER], levels[LEVEL_WARNING],
                              levels[LEVEL_INFO], j->unknowns.count,     j->checked,
                              count_groups(j)};
    _Static_assert(sizeof numbers / sizeof *numbers <= SUMMARY_NAMES_MAX, "too many numbers");
    struct cel_value values[SUMMARY_NAMES_MAX] = {{0}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        values[i] = cel_int((int64_t)numbers[i]);
    frame.numbers = values;
    frame.found = cel_list_of(j->evaluation->scratch, found, n_found, (struct missing_set){0});
    result->summary = render_text(&frame, &j->rule->summary);
    if (j->rule->local)
        result->summary_local = render_local(&frame, &j->rule->local->summary);
    frame_close(&frame);
}

static struct judging *judging_new(struct evaluation *evaluation, const struct rule *rule) {
    struct judging *j = NEW(evaluation->arena, struct judging);
    j->evaluation = evaluation;
    j->arena = evaluation->arena;
    j->rule = rule;
    return j;
}

struct judging *rule_run_open(struct evaluation *evaluation, const struct rule *rule) {
    struct judging *j = judging_new(evaluation, rule);
    j->asked = is_asked(j, &j->reason);
    if (j->asked && is_of_cluster(rule))
        judge_cluster(j);
    else if (j->asked)
        j->kind = graph_kind(evaluation->graph, rule->each);
    return j;
}

const struct kind *rule_run_kind(const struct judging *j) {
    return j->kind;
}

void rule_run_object(struct judging *j, const struct resource *self) {
    if (!j->full)
        judge_object(j, self);
}

struct judging *rule_run_part(struct evaluation *evaluation, const struct judging *whole) {
    return judging_new(evaluation, whole->rule);
}

static void make_room(struct judging *whole, struct judging *const *parts, size_t count) {
    size_t findings = 0, unknowns = 0, errors = 0;
    for (size_t i = 0; i < count; i++) {
        findings += parts[i]->findings.count;
        unknowns += parts[i]->unknowns.count;
        errors += parts[i]->errors.count;
    }
    whole->findings.items = NEW_ARRAY(whole->arena, findings, struct finding);
    whole->findings.cap = findings;
    whole->unknowns.items = NEW_ARRAY(whole->arena, unknowns, struct unknown);
    whole->unknowns.cap = unknowns;
    whole->errors.items = NEW_ARRAY(whole->arena, errors, struct rule_error);
    whole->errors.cap = errors;
}

bool rule_run_join(struct judging *whole, struct judging *const *parts, size_t count) {
    make_room(whole, parts, count);
    for (size_t i = 0; i < count; i++) {
        const struct judging *part = parts[i];
        for (size_t k = 0; k < part->findings.count; k++)
            *vec_push(whole->arena, &whole->findings) = part->findings.items[k];
        for (size_t k = 0; k < part->unknowns.count; k++)
            *vec_push(whole->arena, &whole->unknowns) = part->unknowns.items[k];
        for (size_t k = 0; k < part->errors.count; k++)
            *vec_push(whole->arena, &whole->errors) = part->errors.items[k];
        whole->checked += part->checked;
        whole->matched += part->matched;
    }
    return whole->findings.count + whole->unknowns.count + whole->errors.count <= limits->findings;
}

static void judge_uncollected(struct judging *j) {
    struct missing_set missing =
        collection_missing(j->evaluation->graph, j->arena, j->rule->each, (struct str){0});
    if (missing.count)
        add_unknown(j, NULL, j->rule->severity, missing);
}

struct rule_result rule_run_close(struct judging *j) {
    if (j->asked && !is_of_cluster(j->rule))
        judge_uncollected(j);
    struct rule_result result = {.rule = j->rule,
                                 .reason = j->reason,
                                 .status = j->reason.ptr ? RULE_NOT_APPLICABLE : status_of(j),
                                 .checked = j->checked,
                                 .findings = j->findings.items,
                                 .n_findings = j->findings.count,
                                 .unknowns = j->unknowns.items,
                                 .n_unknowns = j->unknowns.count,
                                 .errors = j->errors.items,
                                 .n_errors = j->errors.count};
    if (j->asked && result.status == RULE_NOT_APPLICABLE)
        result.reason = why_none(j);
    for (size_t i = 0; i < result.n_findings; i++)
        if (result.findings[i].level > result.level)
            result.level = result.findings[i].level;
    if (result.n_findings)
        summarize(j, &result);
    return result;
}

struct rule_result rule_run_judge(struct evaluation *evaluation, const struct rule *rule) {
    struct judging *j = rule_run_open(evaluation, rule);
    for (size_t i = 0; j->kind && i < j->kind->count; i++)
        rule_run_object(j, j->kind->items[i]);
    return rule_run_close(j);
}

static struct evaluation *evaluation_new(struct arena *arena, const struct evaluation *like) {
    struct evaluation *evaluation = NEW(arena, struct evaluation);
    evaluation->graph = like->graph;
    evaluation->set = like->set;
    evaluation->target = like->target;
    evaluation->knowledge = like->knowledge;
    evaluation->arena = arena;
    evaluation->scratch = arena_inner(arena);
    evaluation->lists = map_new(arena);
    evaluation->status = value_keys(like->set->intern, "status");
    evaluation->conditions = value_keys(like->set->intern, "conditions");
    evaluation->type = value_keys(like->set->intern, "type");
    evaluation->missing = map_new(arena);
    evaluation->lines = lines_new(arena);
    return evaluation;
}

struct evaluation *rule_run_begin(struct arena *arena, const struct rule_set *set,
                                  const struct graph *graph, struct str target) {
    struct evaluation question = {.graph = graph,
                                  .set = set,
                                  .target = target,
                                  .knowledge = knowledge_new(arena, set, graph)};
    return evaluation_new(arena, &question);
}

struct evaluation *rule_run_beside(struct arena *arena, const struct evaluation *evaluation) {
    return evaluation_new(arena, evaluation);
}
