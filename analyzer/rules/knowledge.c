/* A row of cells for the cluster and one for each object that was asked about; a cell is a pointer
 * that is set once, so that looking is a load and finding a compare and exchange. */
#include "rules/knowledge.h"

#include <pthread.h>
#include <stdatomic.h>

#include "base/arena.h"
#include "readiness/placement.h"

struct cell {
    _Atomic(const struct known *) known;
};

struct row {
    _Atomic(struct cell *) cells; /* by fact.column; NULL until something is known */
};

struct knowledge {
    const struct graph *graph;
    struct cell *of_cluster; /* by fact.index */
    struct row *rows;        /* by the number of the object */
    size_t n_rows;
    pthread_mutex_t making; /* `placement` is written under it */
    const struct placement *placement;
};

static void free_mutex(void *mutex) {
    pthread_mutex_destroy(mutex);
}

struct knowledge *knowledge_new(struct arena *arena, const struct rule_set *set,
                                const struct graph *graph) {
    struct knowledge *knowledge = NEW(arena, struct knowledge);
    knowledge->graph = graph;
    knowledge->n_rows = graph_count(graph);
    knowledge->of_cluster = NEW_ARRAY(arena, set->facts.count, struct cell);
    knowledge->rows = NEW_ARRAY(arena, knowledge->n_rows, struct row);
    pthread_mutex_init(&knowledge->making, NULL);
    arena_on_reset(arena, free_mutex, &knowledge->making);
    return knowledge;
}

/* NULL: of a copy that lost, which no expression reaches, nothing is kept. */
static struct row *row_of(const struct knowledge *knowledge, const struct resource *self) {
    size_t number = graph_number(self);
    return number < knowledge->n_rows ? &knowledge->rows[number] : NULL;
}

const struct known *knowledge_find(const struct knowledge *knowledge, const struct fact *fact,
                                   const struct resource *self) {
    const struct cell *cells = knowledge->of_cluster;
    size_t at = self ? fact->column : fact->index;
    if (self) {
        const struct row *row = row_of(knowledge, self);
        cells = row ? atomic_load_explicit(&row->cells, memory_order_acquire) : NULL;
    }
    return cells ? atomic_load_explicit(&cells[at].known, memory_order_acquire) : NULL;
}

static struct cell *cells_of(struct row *row, struct arena *arena, const struct fact *fact) {
    struct cell *there = atomic_load_explicit(&row->cells, memory_order_acquire);
    if (there)
        return there;
    struct cell *cells = NEW_ARRAY(arena, *fact->n_columns, struct cell);
    bool first = atomic_compare_exchange_strong_explicit(
        &row->cells, &there, cells, memory_order_acq_rel, memory_order_acquire);
    return first ? cells : there;
}

const struct known *knowledge_add(struct knowledge *knowledge, struct arena *arena,
                                  const struct fact *fact, const struct resource *self,
                                  struct known known) {
    struct known *kept = NEW(arena, struct known);
    struct row *row = self ? row_of(knowledge, self) : NULL;
    const struct known *there = NULL;
    *kept = known;
    if (self && !row)
        return kept;
    struct cell *cell =
        self ? &cells_of(row, arena, fact)[fact->column] : &knowledge->of_cluster[fact->index];
    bool first = atomic_compare_exchange_strong_explicit(
        &cell->known, &there, kept, memory_order_acq_rel, memory_order_acquire);
    return first ? kept : there;
}

const struct placement *knowledge_placement(struct knowledge *knowledge, struct arena *arena) {
    pthread_mutex_lock(&knowledge->making);
    if (!knowledge->placement)
        knowledge->placement = placement_new(arena, knowledge->graph);
    pthread_mutex_unlock(&knowledge->making);
    return knowledge->placement;
}
