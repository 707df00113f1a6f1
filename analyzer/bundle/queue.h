/* A stream on a thread of its own, a few batches ahead of who takes them. */
#ifndef VIRTREADY_BUNDLE_QUEUE_H
#define VIRTREADY_BUNDLE_QUEUE_H

struct arena;
struct batch;
struct bundle_ahead;
struct queue;
struct stream;

/* NULL where there is no thread to be had: then the caller reads by itself. The stream belongs to
 * the thread until queue_stop. */
struct queue *queue_start(struct arena *arena, struct stream *stream);
/* The next batch, which is the caller's until it is given back as `used` (NULL at first). Not to be
 * called after the last one. */
struct batch *queue_take(struct queue *queue, struct batch *used);
/* Begins to work on the members of batches that wait. `ahead` is copied. */
void queue_work_ahead(struct arena *arena, struct queue *queue, const struct bundle_ahead *ahead);
/* After the last batch: its threads have ended when this returns. */
void queue_end_ahead(struct queue *queue);
/* At any time: all threads have ended when this returns, and what the batches held is gone, but of
 * the one that was not given back. */
void queue_stop(struct queue *queue);

#endif
