/* Open addressing over an array of entries in order of insertion; SipHash-1-3 with a key drawn once
 * for each process. */
#include "base/map.h"

#include <pthread.h>
#include <string.h>
#include <sys/random.h>

#include "base/arena.h"

static uint64_t seed[2];
static pthread_once_t seed_once = PTHREAD_ONCE_INIT;

static void draw_seed(void) {
    /* Without entropy the seed stays zero: slower under attack, never wrong. */
    if (getrandom(seed, sizeof seed, GRND_NONBLOCK) != (ssize_t)sizeof seed)
        memset(seed, 0, sizeof seed);
}

static uint64_t rotate(uint64_t x, int bits) {
    return x << bits | x >> (64 - bits);
}

/* In registers: passed as an array the state would go through memory at every step. */
struct sip {
    uint64_t a, b, c, d;
};

static inline struct sip sip_round(struct sip v) {
    v.a += v.b;
    v.b = rotate(v.b, 13) ^ v.a;
    v.a = rotate(v.a, 32);
    v.c += v.d;
    v.d = rotate(v.d, 16) ^ v.c;
    v.a += v.d;
    v.d = rotate(v.d, 21) ^ v.a;
    v.c += v.b;
    v.b = rotate(v.b, 17) ^ v.c;
    v.c = rotate(v.c, 32);
    return v;
}

static inline struct sip sip_word(struct sip v, uint64_t word) {
    v.d ^= word;
    v = sip_round(v);
    v.a ^= word;
    return v;
}

static uint64_t load(const char *at, size_t bytes) {
    uint64_t word = 0;
    memcpy(&word, at, bytes);
    return word;
}

/* The bytes behind the last whole word of a text, by reads that overlap: a copy of a few bytes
 * takes as long as a round. */
static uint64_t tail_of(struct str s) {
    size_t rest = s.len % 8;
    if (rest == 0)
        return 0;
    const char *end = s.ptr + s.len;
    if (s.len > 8)
        return load(end - 8, 8) >> (8 * (8 - rest));
    if (rest >= 4)
        return load(s.ptr, 4) | load(end - 4, 4) << (8 * (rest - 4));
    return load(s.ptr, 1) | load(s.ptr + rest / 2, 1) << (8 * (rest / 2)) |
           load(end - 1, 1) << (8 * (rest - 1));
}

uint64_t hash_bytes(struct str s) {
    pthread_once(&seed_once, draw_seed);
    struct sip v = {seed[0] ^ 0x736f6d6570736575U, seed[1] ^ 0x646f72616e646f6dU,
                    seed[0] ^ 0x6c7967656e657261U, seed[1] ^ 0x7465646279746573U};
    for (size_t i = 0; i + 8 <= s.len; i += 8)
        v = sip_word(v, load(s.ptr + i, 8));
    v = sip_word(v, (uint64_t)s.len << 56 | tail_of(s));
    v.c ^= 0xff ^ (uint64_t)s.len;
    v = sip_round(sip_round(sip_round(v)));
    return v.a ^ v.b ^ v.c ^ v.d;
}

struct map map_new(struct arena *arena) {
    return (struct map){.arena = arena};
}

struct map map_copy(struct arena *arena, const struct map *map) {
    struct map copy = *map;
    copy.arena = arena;
    copy.entries = NEW_ARRAY(arena, map->cap, struct map_entry);
    copy.slots = NEW_ARRAY(arena, map->n_slots, struct map_slot);
    for (size_t i = 0; i < map->count; i++)
        copy.entries[i] = map->entries[i];
    for (size_t i = 0; i < map->n_slots; i++)
        copy.slots[i] = map->slots[i];
    return copy;
}

/* The slot of the key or the empty slot where it would go. */
static size_t slot_of(const struct map *map, struct str key, uint32_t hash) {
    size_t slot = hash & (map->n_slots - 1);
    for (; map->slots[slot].number; slot = (slot + 1) & (map->n_slots - 1))
        if (map->slots[slot].hash == hash &&
            str_eq(map->entries[map->slots[slot].number - 1].key, key))
            break;
    return slot;
}

static void rehash(struct map *map) {
    const struct map_slot *old = map->slots;
    size_t n_old = map->n_slots;
    map->n_slots = n_old ? n_old * 2 : 16;
    map->slots = NEW_ARRAY(map->arena, map->n_slots, struct map_slot);
    for (size_t i = 0; i < n_old; i++) {
        size_t slot = old[i].hash & (map->n_slots - 1);
        if (!old[i].number)
            continue;
        while (map->slots[slot].number)
            slot = (slot + 1) & (map->n_slots - 1);
        map->slots[slot] = old[i];
    }
}

static uint32_t hash_of(struct str key) {
    return (uint32_t)hash_bytes(key);
}

void *map_find(const struct map *map, struct str key) {
    if (map->count == 0)
        return NULL;
    const struct map_slot *slot = &map->slots[slot_of(map, key, hash_of(key))];
    return slot->number ? map->entries[slot->number - 1].value : NULL;
}

void **map_at(struct map *map, struct str key) {
    if (map->count * 4 >= map->n_slots * 3) /* further slots are in the same line of the cache */
        rehash(map);
    uint32_t hash = hash_of(key);
    struct map_slot *slot = &map->slots[slot_of(map, key, hash)];
    if (slot->number)
        return &map->entries[slot->number - 1].value;
    if (map->count == map->cap) {
        size_t cap = map->cap ? map->cap * 2 : 8;
        map->entries = arena_grow(map->arena, map->entries, map->cap * sizeof *map->entries,
                                  cap * sizeof *map->entries);
        map->cap = cap;
    }
    map->entries[map->count] = (struct map_entry){key, NULL};
    *slot = (struct map_slot){hash, (uint32_t)++map->count};
    return &map->entries[map->count - 1].value;
}
