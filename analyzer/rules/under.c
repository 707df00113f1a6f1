/* Turns what rules say of each other into findings that stand under others: one that tells why
 * another rule blames the same object (`explains`), and one that is only the echo of findings about
 * other objects (`follows`). The trick: nothing stands under what stands under something itself,
 * so each of them is seen, and no circle can hide all of its members. */
#include "rules/under.h"

#include "base/arena.h"
#include "base/map.h"
#include "rules/rule.h"

static struct rule_result *result_of(struct results *results, struct str id) {
    for (size_t i = 0; i < results->count; i++)
        if (str_eq(results->items[i].rule->id, id))
            return &results->items[i];
    return NULL;
}

/* Objects by address; the cluster as a whole has none and is one too. */
static struct str object_key(const struct resource *const *resource) {
    return (struct str){(const char *)resource, sizeof *resource};
}

static void put_under(struct finding *finding, const struct rule *rule,
                      const struct finding *other) {
    finding->explained = true;
    finding->explained_by = rule->id;
    finding->explained_of = other->object;
}

/* explains */

/* Rules that explain each other in a circle (lint refuses them, a site's own may come unlinted)
 * would all stand under one another, and nobody would count them. */
static bool in_circle(struct results *results, const struct rule *rule) {
    struct str next = rule->explains;
    for (size_t steps = 0; next.len && steps <= results->count; steps++) {
        const struct rule_result *result = result_of(results, next);
        if (!result || result->rule == rule)
            return result != NULL;
        next = result->rule->explains;
    }
    return false;
}

/* The findings of a rule by their objects, a struct finding *. */
static void add_blamed(struct map *blamed, const struct rule_result *result) {
    for (size_t i = 0; i < result->n_findings; i++)
        *map_at(blamed, object_key(&result->findings[i].object.resource)) = &result->findings[i];
}

static void mark_explaining(struct results *results, struct rule_result *result,
                            struct arena *scratch) {
    const struct rule_result *other =
        result->rule->explains.len ? result_of(results, result->rule->explains) : NULL;
    if (!other || in_circle(results, result->rule))
        return;
    struct map blamed = map_new(scratch);
    add_blamed(&blamed, other);
    for (size_t i = 0; i < result->n_findings; i++) {
        struct finding *finding = &result->findings[i];
        const struct finding *under = map_find(&blamed, object_key(&finding->object.resource));
        if (under)
            put_under(finding, other->rule, under);
    }
}

/* follows */

static bool is_explained_by_another(const struct results *results, const struct rule *rule) {
    for (size_t i = 0; i < results->count; i++)
        if (str_eq(results->items[i].rule->explains, rule->id))
            return true;
    return false;
}

static bool is_cause(const struct finding *cause, const struct finding *finding) {
    return cause && !cause->explained && cause->level >= finding->level;
}

struct cause {
    const struct rule *rule; /* NULL: none of the rules blames the object at that level */
    const struct finding *finding;
};

struct followed {
    const struct rule *rule;
    struct map blamed;
};

static struct cause cause_at(const struct followed *followed, size_t count,
                             const struct resource *const *object, const struct finding *finding) {
    for (size_t i = 0; i < count; i++) {
        const struct finding *cause = map_find(&followed[i].blamed, object_key(object));
        if (is_cause(cause, finding))
            return (struct cause){followed[i].rule, cause};
    }
    return (struct cause){0};
}

/* Under the first of its causes, if each of them is blamed at its level or a worse one: what is
 * left over would be hidden with it. */
static void follow(const struct followed *followed, size_t count, struct finding *finding) {
    struct cause first = {0};
    for (size_t i = finding->n_causes; i-- > 0;) {
        first = cause_at(followed, count, &finding->causes[i], finding);
        if (!first.rule)
            return;
    }
    if (first.rule)
        put_under(finding, first.rule, first.finding);
}

static void mark_following(struct results *results, struct rule_result *result,
                           struct arena *scratch) {
    struct strs ids = result->rule->follows.rules;
    struct followed *followed = NEW_ARRAY(scratch, ids.count, struct followed);
    size_t count = 0;
    if (is_explained_by_another(results, result->rule))
        return;
    for (size_t i = 0; i < ids.count; i++) {
        const struct rule_result *other = result_of(results, ids.items[i]);
        if (!other || other->rule->follows.rules.count)
            continue;
        followed[count] = (struct followed){other->rule, map_new(scratch)};
        add_blamed(&followed[count++].blamed, other);
    }
    for (size_t i = 0; i < result->n_findings; i++)
        if (!result->findings[i].explained)
            follow(followed, count, &result->findings[i]);
}

void under_mark(struct results *results, struct arena *scratch) {
    for (size_t i = 0; i < results->count; i++)
        mark_explaining(results, &results->items[i], scratch);
    for (size_t i = 0; i < results->count; i++)
        if (results->items[i].rule->follows.rules.count)
            mark_following(results, &results->items[i], scratch);
    arena_reset(scratch);
}
