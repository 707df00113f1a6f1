/* Copies of one object: those of the living object (the one created last) come first, among them
 * what was read whole, then the newest version. Everything is ordered by content and path, nothing
 * by arrival. */
#include "graph/dedupe.h"

#include <stdlib.h>

#include "base/parallel.h"

/* To sort one takes half a microsecond. */
#define RECORDS_WORTH_A_THREAD 2000

/* 0: as collected; 1: only if nothing else (no version to compare, or what a client writes when a
 * gather failed); 2: insights, where fields are left out. */
static int tier_of(const struct record *record) {
    const struct root_state *root = record->bucket->root;
    if (root->pub.kind == ROOT_INSIGHTS)
        return 2;
    return !record->pub.resource_version.len || root->fallback;
}

static int cmp_int(int a, int b) {
    return (a > b) - (a < b);
}

static int cmp_place(const struct record *a, const struct record *b) {
    bool pod_a = a->note && a->note->place.kind == PLACE_POD;
    bool pod_b = b->note && b->note->place.kind == PLACE_POD;
    int order = cmp_int(pod_a, pod_b);
    if (!order)
        order = (a->pub.input > b->pub.input) - (a->pub.input < b->pub.input);
    if (!order && a->note && b->note)
        order = str_cmp(a->note->path, b->note->path);
    if (!order)
        order = cmp_int((int)value_line(a->pub.object), (int)value_line(b->pub.object));
    if (!order)
        order =
            (a->pub.object.node > b->pub.object.node) - (a->pub.object.node < b->pub.object.node);
    return order;
}

static int cmp_copies(const struct record *a, const struct record *b) {
    int order = cmp_int(tier_of(a) == 2, tier_of(b) == 2);
    if (!order)
        order = cmp_int(a->pub.cut, b->pub.cut);
    if (!order)
        order = cmp_int(tier_of(a), tier_of(b));
    if (!order)
        order = -str_cmp_decimal(a->pub.resource_version, b->pub.resource_version);
    return order ? order : cmp_place(a, b);
}

/* Of texts that are interned: most objects stand among others of their namespace. */
static int cmp_interned(struct str a, struct str b) {
    return a.ptr == b.ptr ? 0 : str_cmp(a, b);
}

static int cmp_identity(const struct record *a, const struct record *b) {
    int order = cmp_interned(a->pub.namespace, b->pub.namespace);
    return order ? order : cmp_interned(a->pub.name, b->pub.name);
}

static int by_identity(const void *a, const void *b) {
    const struct record *x = *(struct record *const *)a, *y = *(struct record *const *)b;
    int order = cmp_identity(x, y);
    if (!order)
        order = str_cmp(x->pub.uid, y->pub.uid);
    return order ? order : cmp_copies(x, y);
}

/* A gather lists namespaces and objects in order. */
static bool is_sorted(struct record *const *records, size_t count) {
    for (size_t i = 1; i < count; i++)
        if (by_identity(&records[i - 1], &records[i]) > 0)
            return false;
    return true;
}

static struct timepoint created(const struct record *record) {
    struct timepoint t = {0};
    time_parse_rfc3339(value_str(value_path(record->pub.object, "metadata.creationTimestamp")), &t);
    return t;
}

/* Whether the object whose copies begin with a is to be preferred to that of b: both have been in
 * the same place under the same name. */
static bool is_later(const struct record *a, const struct record *b) {
    int order = cmp_int(tier_of(b), tier_of(a));
    if (!order)
        order = time_cmp(created(a), created(b));
    if (!order)
        order = str_cmp_decimal(a->pub.resource_version, b->pub.resource_version);
    return order > 0;
}

/* The first of each uid is the best copy of that object. */
static struct record *pick(struct record **copies, size_t count) {
    struct record *best = copies[0];
    for (size_t i = 1; i < count; i++)
        if (!str_eq(copies[i]->pub.uid, copies[i - 1]->pub.uid) && is_later(copies[i], best))
            best = copies[i];
    return best;
}

static void chain(struct record **copies, size_t count, struct record *best) {
    struct record *last = best;
    for (int same = 1; same >= 0; same--) {
        for (size_t i = 0; i < count; i++) {
            if (copies[i] == best || str_eq(copies[i]->pub.uid, best->pub.uid) != (same == 1))
                continue;
            last->pub.copy = &copies[i]->pub;
            last = copies[i];
        }
    }
}

static bool is_void(const struct record *record) {
    const struct root_state *root = record->bucket->root;
    return root->ignored || (record->derived && root->pub.kind != ROOT_INSIGHTS);
}

/* Sorts the records of a kind, picks the best copy of each object, chains the others behind it, and
 * gives the winners as the kind's items. Kinds share nothing that is written. */
static void dedupe_kind(void *kinds, size_t number) {
    struct kind_state *kind = ((const struct map *)kinds)->entries[number].value;
    size_t n = 0, count = 0;
    for (size_t i = 0; i < kind->records.count; i++) {
        struct record *record = kind->records.items[i];
        record->pub.root = &record->bucket->root->pub;
        if (!is_void(record))
            kind->records.items[n++] = record;
    }
    kind->records.count = n;
    if (!is_sorted(kind->records.items, n))
        qsort(kind->records.items, n, sizeof *kind->records.items, by_identity);
    for (size_t from = 0, to; from < n; from = to) {
        for (to = from + 1;
             to < n && !cmp_identity(kind->records.items[from], kind->records.items[to]); to++)
            ;
        struct record *best = pick(&kind->records.items[from], to - from);
        chain(&kind->records.items[from], to - from, best);
        kind->winners[count] = best;
        kind->items[count++] = &best->pub;
    }
    kind->pub.items = kind->items;
    kind->pub.count = count;
}

void dedupe_all(struct graph *graph, unsigned jobs) {
    size_t count = 0;
    for (size_t i = 0; i < graph->kinds.count; i++) {
        struct kind_state *kind = graph->kinds.entries[i].value;
        kind->items = NEW_ARRAY(graph->arena, kind->records.count, const struct resource *);
        kind->winners = NEW_ARRAY(graph->arena, kind->records.count, struct record *);
        count += kind->records.count;
    }
    parallel_run(count < RECORDS_WORTH_A_THREAD ? 1 : jobs, graph->kinds.count, dedupe_kind,
                 &graph->kinds);
}
