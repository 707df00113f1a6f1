/* Findings of an object are compared by its name: what stands in the graph is another one each
 * time. */
#include "compare.h"

#include <stdio.h>

int compare_rank(const struct results *results) {
    int worst = 0;
    for (size_t i = 0; i < results->count; i++) {
        const struct rule_result *r = &results->items[i];
        int rank = r->level == LEVEL_BLOCKER ? 3 : r->level == LEVEL_WARNING ? 1 : 0;
        bool open = false;
        for (size_t u = 0; u < r->n_unknowns; u++)
            open |= r->unknowns[u].level == LEVEL_BLOCKER;
        for (size_t e = 0; e < r->n_errors; e++)
            open |= r->errors[e].level == LEVEL_BLOCKER;
        if (open && r->rule->decisive && rank < 2)
            rank = 2;
        worst = rank > worst ? rank : worst;
    }
    return worst;
}

static bool same_object(const struct object_ref *a, const struct object_ref *b) {
    return str_eq(a->kind, b->kind) && str_eq(a->namespace, b->namespace) &&
           str_eq(a->name, b->name);
}

static bool has_finding(const struct rule_result *result, const struct finding *finding) {
    for (size_t i = 0; i < result->n_findings; i++)
        if (same_object(&result->findings[i].object, &finding->object) &&
            result->findings[i].level >= finding->level)
            return true;
    return false;
}

/* What is still open could turn out as bad as the finding was. */
static bool is_open(const struct rule_result *result, const struct finding *finding) {
    for (size_t i = 0; i < result->n_unknowns; i++)
        if (result->unknowns[i].level >= finding->level)
            return true;
    for (size_t i = 0; i < result->n_errors; i++)
        if (result->errors[i].level >= finding->level)
            return true;
    return false;
}

bool compare_is_member(struct str member, struct str shown) {
    return shown.len && str_ends_with(member, shown);
}

bool compare_is_trace(const struct finding *finding, struct str path) {
    if (finding->object.resource && compare_is_member(path, finding->object.resource->origin->path))
        return true;
    for (size_t e = 0; e < finding->n_evidence; e++)
        if (compare_is_member(path, finding->evidence[e].path))
            return true;
    return false;
}

/* All that was not judged was about objects whose files are gone. */
static bool unknowns_are_excused(const struct comparison *c, const struct rule_result *result) {
    for (size_t i = 0; i < result->n_unknowns; i++) {
        struct finding about = {.object = result->unknowns[i].object};
        if (!result->unknowns[i].has_object || !c->is_excused(c->arg, &about))
            return false;
    }
    return !result->n_errors;
}

static size_t complain(const struct comparison *c, struct str rule, const char *what,
                       const struct object_ref *object) {
    printf("%s %.*s %.*s: %s", c->folder, STR_ARG(c->change), STR_ARG(rule), what);
    if (object)
        printf(" %.*s %.*s/%.*s", STR_ARG(object->kind), STR_ARG(object->namespace),
               STR_ARG(object->name));
    putchar('\n');
    return 1;
}

/* *ret_excused counts findings that went with their only trace. */
static size_t compare_rule(const struct comparison *c, const struct rule_result *before,
                           const struct rule_result *after, size_t *ret_excused) {
    size_t bad = 0;
    bool judged = before->status != RULE_UNKNOWN && before->status != RULE_ERROR;
    if (!judged && (after->status == RULE_PASSED || after->status == RULE_NOT_APPLICABLE) &&
        !unknowns_are_excused(c, before))
        bad += complain(c, before->rule->id, "was not judged and is fine now", NULL);
    for (size_t i = 0; i < before->n_findings; i++) {
        const struct finding *finding = &before->findings[i];
        if (has_finding(after, finding) || is_open(after, finding))
            continue;
        if (c->is_excused(c->arg, finding))
            ++*ret_excused;
        else
            bad += complain(c, before->rule->id, "no longer finds", &finding->object);
    }
    return bad;
}

size_t compare_results(const struct comparison *c, const struct results *before,
                       const struct results *after) {
    size_t bad = 0, excused = 0;
    for (size_t i = 0; i < before->count; i++)
        bad += compare_rule(c, &before->items[i], &after->items[i], &excused);
    int was = compare_rank(before), is = compare_rank(after);
    if (is < 2 && was > is && !excused)
        bad += complain(c, STR("the verdict"), "got better", NULL);
    return bad;
}
