/* A ring of blocks: while one is unpacked, those read before it are hashed, by whichever core has
 * nothing better to do. The thread begins when the ring is full for the first time, so a small
 * input has none; where it cannot be had, the reader hashes the ring itself.
 *
 * Blocks are handed over several at a time: waking a thread costs as much as hashing 4 KiB. */
#include "bundle/hasher.h"

#include <pthread.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/parallel.h"

#define BLOCKS 16
#define WAKE_AT 4 /* blocks that are worth it */

struct hasher {
    struct arena *arena;
    struct digest *digest;
    char *blocks[BLOCKS]; /* NULL until wanted: a look at what an input is takes one */
    size_t lengths[BLOCKS];
    bool beside; /* hashed later, here or there */
    bool running;
    pthread_t thread;
    /* The lock guards what follows, while the thread runs. */
    pthread_mutex_t lock;
    pthread_cond_t changed;
    uint64_t added; /* blocks ever */
    uint64_t hashed;
    bool ending;
};

static char *block_at(const struct hasher *hasher, uint64_t number) {
    return hasher->blocks[number % BLOCKS];
}

static void hash_to(struct hasher *hasher, uint64_t end) {
    for (uint64_t i = hasher->hashed; i < end; i++)
        digest_add(hasher->digest, (struct str){block_at(hasher, i), hasher->lengths[i % BLOCKS]});
}

static void *run(void *arg) {
    struct hasher *hasher = arg;
    pthread_mutex_lock(&hasher->lock);
    while (!hasher->ending || hasher->hashed < hasher->added) {
        uint64_t end = hasher->added;
        if (!hasher->ending && end - hasher->hashed < WAKE_AT) {
            pthread_cond_wait(&hasher->changed, &hasher->lock);
            continue;
        }
        pthread_mutex_unlock(&hasher->lock);
        hash_to(hasher, end);
        pthread_mutex_lock(&hasher->lock);
        hasher->hashed = end;
        pthread_cond_signal(&hasher->changed);
    }
    pthread_mutex_unlock(&hasher->lock);
    return NULL;
}

/* The thread hashes what there is and ends. */
static void join(struct hasher *hasher) {
    pthread_mutex_lock(&hasher->lock);
    hasher->ending = true;
    pthread_cond_signal(&hasher->changed);
    pthread_mutex_unlock(&hasher->lock);
    pthread_join(hasher->thread, NULL);
    hasher->running = hasher->ending = false;
}

static void release(void *arg) {
    struct hasher *hasher = arg;
    if (hasher->running)
        join(hasher);
    pthread_mutex_destroy(&hasher->lock);
    pthread_cond_destroy(&hasher->changed);
}

struct hasher *hasher_new(struct arena *arena, bool beside) {
    struct hasher *hasher = NEW(arena, struct hasher);
    hasher->arena = arena;
    hasher->digest = digest_new(arena);
    hasher->beside = beside;
    pthread_mutex_init(&hasher->lock, NULL);
    pthread_cond_init(&hasher->changed, NULL);
    arena_on_reset(arena, release, hasher);
    return hasher;
}

/* The ring is full: it gets a thread, or is hashed here and now like all that follows. */
static void begin(struct hasher *hasher) {
    hasher->running = parallel_start(&hasher->thread, OTHER_CORE_ONLY, run, hasher);
    if (hasher->running)
        return;
    hash_to(hasher, hasher->added);
    hasher->hashed = hasher->added;
    hasher->beside = false;
}

static void wait_for_room(struct hasher *hasher) {
    pthread_mutex_lock(&hasher->lock);
    while (hasher->added - hasher->hashed == BLOCKS)
        pthread_cond_wait(&hasher->changed, &hasher->lock);
    pthread_mutex_unlock(&hasher->lock);
}

char *hasher_room(struct hasher *hasher) {
    if (!hasher->running && hasher->added - hasher->hashed == BLOCKS)
        begin(hasher);
    if (hasher->running)
        wait_for_room(hasher);
    char **block = &hasher->blocks[hasher->added % BLOCKS];
    if (!*block)
        *block = arena_alloc(hasher->arena, HASHER_BLOCK);
    return *block;
}

void hasher_add(struct hasher *hasher, size_t len) {
    if (!hasher->beside) {
        digest_add(hasher->digest, (struct str){block_at(hasher, hasher->added), len});
        return;
    }
    pthread_mutex_lock(&hasher->lock);
    hasher->lengths[hasher->added++ % BLOCKS] = len;
    if (hasher->added - hasher->hashed >= WAKE_AT)
        pthread_cond_signal(&hasher->changed);
    pthread_mutex_unlock(&hasher->lock);
}

struct str hasher_finish(struct arena *arena, struct hasher *hasher) {
    if (hasher->running)
        join(hasher);
    hash_to(hasher, hasher->added);
    hasher->hashed = hasher->added;
    return digest_hex(arena, hasher->digest);
}
