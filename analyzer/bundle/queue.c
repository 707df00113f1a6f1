/* Two short lists under one lock: empty batches wait for the reader, full ones for the consumer.
 * What passes between the threads is batches alone; which thread is faster changes nothing in
 * them. */
#include "bundle/queue.h"

#include <pthread.h>

#include "base/arena.h"
#include "base/limits.h"
#include "bundle/batch.h"
#include "bundle/stream.h"

#define BATCHES 4
/* The reader begins no batch while more than this waits: huge members do not pile up. */
#define AHEAD_BYTES (16 * MIB)
/* Nor while the consumer is at more than this: of two huge members one is in memory. */
#define HELD_BYTES (64 * MIB)

struct queue {
    struct stream *stream;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct batch *empty[BATCHES];
    size_t n_empty;
    struct batch *full[BATCHES]; /* oldest first */
    size_t n_full;
    size_t full_bytes;
    size_t held_bytes; /* of the batch that the consumer has */
    bool stopping;
};

static struct batch *wait_for_empty(struct queue *queue) {
    struct batch *batch = NULL;
    pthread_mutex_lock(&queue->lock);
    while (!queue->stopping && (queue->n_empty == 0 || queue->full_bytes > AHEAD_BYTES ||
                                queue->held_bytes > HELD_BYTES))
        pthread_cond_wait(&queue->changed, &queue->lock);
    if (!queue->stopping)
        batch = queue->empty[--queue->n_empty];
    pthread_mutex_unlock(&queue->lock);
    return batch;
}

static void put_full(struct queue *queue, struct batch *batch) {
    pthread_mutex_lock(&queue->lock);
    queue->full[queue->n_full++] = batch;
    queue->full_bytes += batch->bytes.len;
    pthread_cond_signal(&queue->changed);
    pthread_mutex_unlock(&queue->lock);
}

static void *run(void *arg) {
    struct queue *queue = arg;
    struct batch *batch;
    bool last = false;
    while (!last && (batch = wait_for_empty(queue))) {
        stream_fill(queue->stream, batch);
        last = batch->last; /* afterwards it is the consumer's */
        put_full(queue, batch);
    }
    return NULL;
}

struct queue *queue_start(struct arena *arena, struct stream *stream) {
    struct queue *queue = NEW(arena, struct queue);
    queue->stream = stream;
    for (; queue->n_empty < BATCHES; queue->n_empty++)
        queue->empty[queue->n_empty] = batch_new(arena);
    pthread_mutex_init(&queue->lock, NULL);
    pthread_cond_init(&queue->changed, NULL);
    return pthread_create(&queue->thread, NULL, run, queue) == 0 ? queue : NULL;
}

struct batch *queue_take(struct queue *queue, struct batch *used) {
    if (used)
        batch_reset(used);
    pthread_mutex_lock(&queue->lock);
    if (used)
        queue->empty[queue->n_empty++] = used;
    queue->held_bytes = 0;
    pthread_cond_signal(&queue->changed);
    while (queue->n_full == 0)
        pthread_cond_wait(&queue->changed, &queue->lock);
    struct batch *batch = queue->full[0];
    queue->n_full--;
    for (size_t i = 0; i < queue->n_full; i++)
        queue->full[i] = queue->full[i + 1];
    queue->full_bytes -= batch->bytes.len;
    queue->held_bytes = batch->bytes.len;
    pthread_cond_signal(&queue->changed);
    pthread_mutex_unlock(&queue->lock);
    return batch;
}

void queue_stop(struct queue *queue) {
    stream_stop(queue->stream);
    pthread_mutex_lock(&queue->lock);
    queue->stopping = true;
    pthread_cond_broadcast(&queue->changed);
    pthread_mutex_unlock(&queue->lock);
    pthread_join(queue->thread, NULL);
    pthread_mutex_destroy(&queue->lock);
    pthread_cond_destroy(&queue->changed);
}
