/* Two short lists under one lock: empty batches wait for the reader, full ones for the consumer.
 * What passes between the threads is batches alone; which thread is faster changes nothing in
 * them.
 *
 * A batch that a worker is at keeps its place in the list of full ones, and the consumer waits for
 * it there. One that no worker came to is taken as it is. */
#include "bundle/queue.h"

#include <pthread.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/parallel.h"
#include "bundle/batch.h"
#include "bundle/stream.h"

/* The reader is not held up while the rules are loaded, nor by a stretch of large documents. */
#define BATCHES 8
#define BATCHES_MOST (BATCHES + PARALLEL_THREADS_MOST)
/* The reader begins no batch while more than this waits: huge members do not pile up. */
#define AHEAD_BYTES (16 * MIB)
/* Nor while the consumer is at more than this: of two huge members one is in memory. */
#define HELD_BYTES (64 * MIB)
/* For each worker, of batches that workers are or were at: a tree may take many times its text. */
#define WORKED_BYTES (2 * MIB)

struct worker {
    struct queue *queue;
    size_t number;
    pthread_t thread;
};

struct queue {
    struct stream *stream;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct batch *empty[BATCHES_MOST];
    size_t n_empty;
    struct batch *full[BATCHES_MOST]; /* oldest first */
    size_t n_full;
    size_t full_bytes;
    size_t held_bytes;   /* of the batch that the consumer has */
    size_t worked_bytes; /* of batches that workers took, until the consumer gives them back */
    bool complete;       /* the last batch is in the list, or was */
    bool stopping;
    struct bundle_ahead ahead;
    struct worker *workers;
    size_t n_workers;
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
    queue->complete = batch->last;
    pthread_cond_broadcast(&queue->changed);
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
    return parallel_start(&queue->thread, OTHER_CORE_FIRST, run, queue) ? queue : NULL;
}

struct batch *queue_take(struct queue *queue, struct batch *used) {
    size_t worked = used && used->state == BATCH_WORKED ? used->bytes.len : 0;
    if (used)
        batch_reset(used);
    pthread_mutex_lock(&queue->lock);
    if (used)
        queue->empty[queue->n_empty++] = used;
    queue->worked_bytes -= worked;
    queue->held_bytes = 0;
    pthread_cond_broadcast(&queue->changed);
    while (queue->n_full == 0 || queue->full[0]->state == BATCH_WORKED_ON)
        pthread_cond_wait(&queue->changed, &queue->lock);
    struct batch *batch = queue->full[0];
    queue->n_full--;
    for (size_t i = 0; i < queue->n_full; i++)
        queue->full[i] = queue->full[i + 1];
    queue->full_bytes -= batch->bytes.len;
    queue->held_bytes = batch->bytes.len;
    pthread_cond_broadcast(&queue->changed);
    pthread_mutex_unlock(&queue->lock);
    return batch;
}

/* ---- workers ---- */

/* The oldest batch that no worker has taken; NULL where there is none now. */
static struct batch *find_plain(const struct queue *queue) {
    for (size_t i = 0; i < queue->n_full; i++)
        if (queue->full[i]->state == BATCH_PLAIN)
            return queue->full[i];
    return NULL;
}

static bool has_room(const struct queue *queue, const struct batch *batch) {
    return queue->worked_bytes + batch->bytes.len <= queue->ahead.threads * WORKED_BYTES;
}

/* NULL where there will be none any more. */
static struct batch *wait_for_plain(struct queue *queue) {
    struct batch *batch = NULL;
    pthread_mutex_lock(&queue->lock);
    while (!queue->stopping) {
        batch = find_plain(queue);
        if (batch ? has_room(queue, batch) : queue->complete)
            break;
        pthread_cond_wait(&queue->changed, &queue->lock);
    }
    if (queue->stopping)
        batch = NULL;
    if (batch) {
        batch->state = BATCH_WORKED_ON;
        queue->worked_bytes += batch->bytes.len;
    }
    pthread_mutex_unlock(&queue->lock);
    return batch;
}

static void put_worked(struct queue *queue, struct batch *batch) {
    pthread_mutex_lock(&queue->lock);
    batch->state = BATCH_WORKED;
    pthread_cond_broadcast(&queue->changed);
    pthread_mutex_unlock(&queue->lock);
}

static void *work(void *arg) {
    struct worker *worker = arg;
    const struct bundle_ahead *ahead = &worker->queue->ahead;
    struct batch *batch;
    while ((batch = wait_for_plain(worker->queue))) {
        for (size_t i = 0; i < batch->members.count; i++) {
            struct member member = batch_member(batch, i);
            if (member.wanted)
                batch->members.items[i].member.ahead =
                    ahead->work(ahead->arg, worker->number, batch->ahead, &member);
        }
        put_worked(worker->queue, batch);
    }
    return NULL;
}

/* Each worker needs a batch to be at, beside those that wait. */
static void add_empty(struct queue *queue, struct batch *batch) {
    pthread_mutex_lock(&queue->lock);
    queue->empty[queue->n_empty++] = batch;
    pthread_cond_broadcast(&queue->changed);
    pthread_mutex_unlock(&queue->lock);
}

void queue_work_ahead(struct arena *arena, struct queue *queue, const struct bundle_ahead *ahead) {
    queue->ahead = *ahead;
    queue->workers = NEW_ARRAY(arena, ahead->threads, struct worker);
    for (size_t i = 0; i < ahead->threads && i < PARALLEL_THREADS_MOST; i++) {
        struct worker *worker = &queue->workers[i];
        *worker = (struct worker){.queue = queue, .number = i};
        if (!parallel_start(&worker->thread, OTHER_CORE_FIRST, work, worker))
            return;
        queue->n_workers++;
        add_empty(queue, batch_new(arena));
    }
}

void queue_end_ahead(struct queue *queue) {
    while (queue->n_workers)
        pthread_join(queue->workers[--queue->n_workers].thread, NULL);
}

void queue_stop(struct queue *queue) {
    stream_stop(queue->stream);
    pthread_mutex_lock(&queue->lock);
    queue->stopping = true;
    pthread_cond_broadcast(&queue->changed);
    pthread_mutex_unlock(&queue->lock);
    queue_end_ahead(queue);
    pthread_join(queue->thread, NULL);
    for (size_t i = 0; i < queue->n_empty; i++)
        batch_drop(queue->empty[i]);
    for (size_t i = 0; i < queue->n_full; i++)
        batch_drop(queue->full[i]);
    pthread_mutex_destroy(&queue->lock);
    pthread_cond_destroy(&queue->changed);
}
