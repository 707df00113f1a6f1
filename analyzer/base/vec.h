/* A growable array of any type in an arena.
 *
 *     VEC(struct rule *) rules = {0};
 *     *vec_push(arena, &rules) = rule;
 *     for (size_t i = 0; i < rules.count; i++) use(rules.items[i]);
 *
 * Pointers to items are good until the next push. */
#ifndef VIRTREADY_BASE_VEC_H
#define VIRTREADY_BASE_VEC_H

#include <stddef.h>

struct arena;

#define VEC(type)                                                                                  \
    struct {                                                                                       \
        type *items;                                                                               \
        size_t count;                                                                              \
        size_t cap;                                                                                \
    }

/* The place of a new, zeroed item at the end. */
#define vec_push(arena, vec)                                                                       \
    ((vec)->items = (vec)->count < (vec)->cap ? (vec)->items                                       \
                                              : vec_reserve((arena), (vec)->items, (vec)->count,   \
                                                            &(vec)->cap, sizeof *(vec)->items),    \
     &(vec)->items[(vec)->count++])

/* Makes an empty one a copy of another of its type, with a little room for more. */
#define vec_copy(arena, vec, from)                                                                 \
    ((vec)->items =                                                                                \
         vec_copied((arena), (from)->items, (from)->count, &(vec)->cap, sizeof *(from)->items),    \
     (void)((vec)->count = (from)->count))
void *vec_copied(struct arena *arena, const void *items, size_t count, size_t *ret_cap,
                 size_t item_size);

/* Room for one more than count; doubles the capacity. */
void *vec_reserve(struct arena *arena, void *items, size_t count, size_t *cap, size_t item_size);

#endif
