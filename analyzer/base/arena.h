/* Memory by lifetime: everything that is needed until the same moment comes from one arena and goes
 * at once.
 *
 * Three lifetimes are made in cli/analyze.c and handed down: run (until the process ends), member
 * (one member of an archive) and scratch (one expression on one object). Allocation never fails:
 * without memory the process says so in one line and aborts. Under AddressSanitizer free space is
 * poisoned and objects stand apart, so that overruns are seen. */
#ifndef VIRTREADY_BASE_ARENA_H
#define VIRTREADY_BASE_ARENA_H

#include <stddef.h>

struct arena;

struct arena *arena_new(void);
/* One that is freed with the other, or when that is reset: for scratch, for another thread. */
struct arena *arena_inner(struct arena *outer);
/* Runs the callbacks, newest first, and gives all memory back. NULL is allowed. */
void arena_free(struct arena *arena);
/* Empties it for the next use: callbacks run, one block is kept. */
void arena_reset(struct arena *arena);
/* Zeroed, aligned for any type. size may be 0. */
void *arena_alloc(struct arena *arena, size_t size);
/* count * size, with the overflow checked. */
void *arena_alloc_array(struct arena *arena, size_t count, size_t size);
/* Grows the newest object in place where it can, else copies; new bytes are zero. */
void *arena_grow(struct arena *arena, void *old, size_t old_size, size_t new_size);
/* fn(arg) runs when the arena is reset or freed: for handles of foreign libraries. */
void arena_on_reset(struct arena *arena, void (*fn)(void *arg), void *arg);
/* Bytes handed out since the last reset, and the most there ever were: what budgets and tests
 * count. */
size_t arena_used(const struct arena *arena);
size_t arena_peak(const struct arena *arena);

/* Ends the process as an arena without memory does: for foreign libraries that allocate themselves.
 */
_Noreturn void arena_out_of_memory(void);

#define NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define NEW_ARRAY(arena, count, type) ((type *)arena_alloc_array((arena), (count), sizeof(type)))

#endif
