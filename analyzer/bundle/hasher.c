/* Blocks: while one is unpacked, it and those read before it are hashed, by whichever core has
 * nothing better to do. The thread begins when there are a few of them, so a small input has none;
 * where it cannot be had, the reader hashes them itself.
 *
 * The core that hashes has documents to read as well, and may come back to this late: then blocks
 * pile up, to a bound, and the reader runs on. As a rule a few are used again and again. */
#include "bundle/hasher.h"

#include <pthread.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/parallel.h"

#define BLOCKS 64
#define BEGIN_AT 8 /* blocks that are worth a thread */
#define WAKE_AT 4  /* blocks that are worth waking it: that costs as much as hashing 4 KiB */

struct block {
    char *bytes;
    size_t len;
};

struct hasher {
    struct arena *arena;
    struct digest *digest;
    char *room;  /* what the reader has; NULL where the last one was added */
    size_t made; /* blocks */
    bool beside; /* hashed later, here or there */
    bool running;
    pthread_t thread;
    /* The lock guards what follows, while the thread runs. */
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct block waiting[BLOCKS]; /* a ring, from `hashed` to `added` */
    uint64_t added;               /* blocks ever */
    uint64_t hashed;
    char *hashed_blocks[BLOCKS]; /* to be used again */
    size_t n_hashed_blocks;
    bool ending;
};

/* The thread holds the lock, and not while it hashes. */
static void hash_next(struct hasher *hasher) {
    struct block block = hasher->waiting[hasher->hashed % BLOCKS];
    if (hasher->running)
        pthread_mutex_unlock(&hasher->lock);
    digest_add(hasher->digest, (struct str){block.bytes, block.len});
    if (hasher->running)
        pthread_mutex_lock(&hasher->lock);
    hasher->hashed++;
    hasher->hashed_blocks[hasher->n_hashed_blocks++] = block.bytes;
}

static void hash_all(struct hasher *hasher) {
    while (hasher->hashed < hasher->added)
        hash_next(hasher);
}

static void *run(void *arg) {
    struct hasher *hasher = arg;
    pthread_mutex_lock(&hasher->lock);
    while (!hasher->ending || hasher->hashed < hasher->added) {
        if (!hasher->ending && hasher->added - hasher->hashed < WAKE_AT) {
            pthread_cond_wait(&hasher->changed, &hasher->lock);
            continue;
        }
        while (hasher->hashed < hasher->added) {
            hash_next(hasher);
            pthread_cond_signal(&hasher->changed);
        }
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

/* They get a thread, or are hashed here and now like all that follows. */
static void begin(struct hasher *hasher) {
    hasher->running = true; /* before the thread looks */
    if (parallel_start(&hasher->thread, OTHER_CORE_ONLY, run, hasher))
        return;
    hasher->running = hasher->beside = false;
    hash_all(hasher);
}

/* NULL where one more may be made. */
static char *used_block(struct hasher *hasher) {
    pthread_mutex_lock(&hasher->lock);
    while (hasher->n_hashed_blocks == 0 && hasher->made == BLOCKS)
        pthread_cond_wait(&hasher->changed, &hasher->lock);
    char *block = hasher->n_hashed_blocks ? hasher->hashed_blocks[--hasher->n_hashed_blocks] : NULL;
    pthread_mutex_unlock(&hasher->lock);
    return block;
}

char *hasher_room(struct hasher *hasher) {
    if (hasher->room)
        return hasher->room;
    if (hasher->beside && !hasher->running && hasher->added - hasher->hashed == BEGIN_AT)
        begin(hasher);
    hasher->room = used_block(hasher);
    if (!hasher->room) {
        hasher->room = arena_alloc(hasher->arena, HASHER_BLOCK);
        hasher->made++;
    }
    return hasher->room;
}

void hasher_add(struct hasher *hasher, size_t len) {
    struct block block = {hasher->room, len};
    if (!hasher->beside) {
        digest_add(hasher->digest, (struct str){block.bytes, block.len});
        return;
    }
    hasher->room = NULL;
    pthread_mutex_lock(&hasher->lock);
    hasher->waiting[hasher->added++ % BLOCKS] = block;
    if (hasher->added - hasher->hashed >= WAKE_AT)
        pthread_cond_signal(&hasher->changed);
    pthread_mutex_unlock(&hasher->lock);
}

struct str hasher_finish(struct arena *arena, struct hasher *hasher) {
    if (hasher->running)
        join(hasher);
    hash_all(hasher);
    return digest_hex(arena, hasher->digest);
}
