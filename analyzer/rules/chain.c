/* Turns the edges that a rule names into the one path that shows the cause: through the first
 * guilty link, and on to the end. Branches are searched level by level, each link knows the one
 * before it; an edge that its kind does not have is followed from the nearest link before that
 * has it, so that a path can go past its side branches. */
#include "base/arena.h"
#include "base/limits.h"
#include "rules/finding.h"

struct link {
    const struct resource *resource; /* NULL: not read */
    struct missing missing;          /* its name then */
    size_t before;                   /* in the level before */
    bool guilty;
};

struct level_links {
    VEC(struct link) links;
};

static bool is_guilty(struct frame *frame, const struct rule_chain *rule,
                      const struct resource *resource) {
    if (!rule->guilty || !resource)
        return false;
    frame->it = cel_tree(resource->object);
    bool guilty = cel_is_true(frame_eval(frame, rule->guilty));
    frame->it = cel_null();
    return guilty;
}

static bool kind_has_edge(struct str kind, struct str edge) {
    size_t count;
    const struct edge_info *table = edges_table(&count);
    for (size_t i = 0; i < count; i++)
        if ((str_eq(table[i].from, kind) && str_eq(table[i].name, edge)) ||
            (str_eq(table[i].to, kind) && str_eq(table[i].inverse, edge)))
            return true;
    return false;
}

/* The edge from link `at` of the last level, or from the nearest before it whose kind has it. What
 * is behind a link that was not read is not known: no other link answers for it. */
static bool follow_back(struct frame *frame, const struct level_links *levels, size_t n_levels,
                        size_t at, struct str edge, struct related *ret) {
    for (size_t n = n_levels; n-- > 0;) {
        const struct link *link = &levels[n].links.items[at];
        if (link->resource &&
            edges_follow(frame->graph, link->resource, edge, frame->evaluation->scratch, ret))
            return true;
        if (!link->resource && kind_has_edge(link->missing.kind, edge))
            return false;
        at = link->before;
    }
    return false;
}

static void follow(struct frame *frame, const struct rule_chain *rule,
                   const struct level_links *levels, size_t n_levels, struct level_links *to) {
    struct arena *scratch = frame->evaluation->scratch;
    for (size_t i = 0; i < levels[n_levels - 1].links.count; i++) {
        struct related related;
        if (!follow_back(frame, levels, n_levels, i, rule->edge, &related))
            continue;
        for (size_t k = 0; k < related.count && to->links.count < limits->chain_links; k++)
            *vec_push(scratch, &to->links) =
                (struct link){.resource = related.items[k],
                              .before = i,
                              .guilty = is_guilty(frame, rule, related.items[k])};
        for (size_t k = 0; k < related.missing.count && to->links.count < limits->chain_links; k++)
            if (related.missing.items[k].name.len)
                *vec_push(scratch, &to->links) =
                    (struct link){.missing = related.missing.items[k], .before = i};
    }
}

/* The first entry's edge leads to where the chain begins; without one, or where it leads to
 * nothing, the chain begins with the object itself. */
static void begin(struct frame *frame, const struct rule_chain *rule, struct level_links *first) {
    struct level_links self = {0};
    *vec_push(frame->evaluation->scratch, &self.links) =
        (struct link){.resource = frame->self, .guilty = is_guilty(frame, rule, frame->self)};
    if (rule->edge.len)
        follow(frame, rule, &self, 1, first);
    if (first->links.count == 0)
        *first = self;
}

/* The path through `at` in level `level`: back to the start, and on along first children. */
static size_t trace(const struct level_links *levels, size_t n_levels, size_t level, size_t at,
                    struct link *path) {
    size_t n = level + 1;
    for (size_t i = level + 1, here = at; i-- > 0; here = levels[i].links.items[here].before)
        path[i] = levels[i].links.items[here];
    size_t here = at;
    for (; n < n_levels; n++) {
        size_t next = 0;
        while (next < levels[n].links.count && levels[n].links.items[next].before != here)
            next++;
        if (next == levels[n].links.count)
            break;
        path[n] = levels[n].links.items[next];
        here = next;
    }
    return n;
}

static size_t choose(const struct level_links *levels, size_t n_levels, struct link *path) {
    size_t deepest = 0;
    for (size_t i = 0; i < n_levels; i++) {
        for (size_t k = 0; k < levels[i].links.count; k++)
            if (levels[i].links.items[k].guilty)
                return trace(levels, n_levels, i, k, path);
        if (levels[i].links.count)
            deepest = i;
    }
    return trace(levels, n_levels, deepest, 0, path);
}

static struct object_ref ref_of(struct arena *arena, const struct link *link) {
    if (link->resource)
        return finding_ref(link->resource);
    return (struct object_ref){.kind = str_copy(arena, link->missing.kind),
                               .namespace = str_copy(arena, link->missing.namespace),
                               .name = str_copy(arena, link->missing.name)};
}

void chain_follow(struct frame *frame, struct finding *finding) {
    const struct rule *rule = frame->rule;
    struct evaluation *evaluation = frame->evaluation;
    if (rule->n_chain == 0 || !frame->self)
        return;
    struct level_links *levels = NEW_ARRAY(evaluation->scratch, rule->n_chain, struct level_links);
    size_t n_levels = 1;
    begin(frame, &rule->chain[0], &levels[0]);
    for (size_t i = 1; i < rule->n_chain; i++) {
        follow(frame, &rule->chain[i], levels, n_levels, &levels[n_levels]);
        n_levels += levels[n_levels].links.count > 0; /* one that leads nowhere is left out */
    }
    struct link *path = NEW_ARRAY(evaluation->scratch, n_levels, struct link);
    size_t count = choose(levels, n_levels, path);
    struct chain_link *links = NEW_ARRAY(evaluation->arena, count, struct chain_link);
    for (size_t i = 0; i < count; i++) {
        links[i].object = ref_of(evaluation->arena, &path[i]);
        links[i].role = gather_word(&evaluation->set->gather, links[i].object.kind);
        links[i].guilty = path[i].guilty;
    }
    finding->chain = links;
    finding->n_chain = count;
}
