/* A hash map from text to pointers that remembers the order of insertion.
 *
 * The hash is keyed with a random seed for each process, so that names chosen by a stranger cannot
 * make it slow; nothing may depend on anything but the order of insertion. */
#ifndef VIRTREADY_BASE_MAP_H
#define VIRTREADY_BASE_MAP_H

#include "base/str.h"

struct map_entry {
    struct str key;
    void *value;
};

/* Most entries that are looked at and are not meant are told by their hash. */
struct map_slot {
    uint32_t hash;
    uint32_t number; /* of the entry, from 1; 0: none */
};

/* Zero but for the arena. Read entries[0 .. count) in order of insertion. */
struct map {
    struct arena *arena;
    struct map_entry *entries;
    size_t count;
    size_t cap;
    struct map_slot *slots;
    size_t n_slots;
};

struct map map_new(struct arena *arena);
/* The same keys and values, to which others can be added. */
struct map map_copy(struct arena *arena, const struct map *map);
/* NULL where the key is not there. */
void *map_find(const struct map *map, struct str key);
/* The place of the key's value, NULL if new. The key is not copied; it must outlive the map. */
void **map_at(struct map *map, struct str key);
uint64_t hash_bytes(struct str s);

#endif
