/* The consumer's side: takes batches from the stream, by a plain call or from the reader's thread,
 * and hands out their members one by one. Diagnostics come to the sink between the same two members
 * wherever they were made. */
#include "bundle/bundle.h"

#include "base/arena.h"
#include "base/limits.h"
#include "bundle/batch.h"
#include "bundle/parts.h"
#include "bundle/queue.h"
#include "bundle/reader.h"
#include "bundle/stream.h"

struct bundle {
    struct arena *arena;
    struct diag_sink *sink;
    struct bundle_options options;
    struct bundle_input *inputs;
    size_t n_inputs;
    uint64_t total;
    struct stream *stream; /* NULL once closed */
    struct queue *queue;   /* NULL where the caller's thread reads */
    struct batch *batch;   /* NULL before the first */
    uint64_t spent;
};

static void close_late(void *arg) {
    bundle_close(arg);
}

void bundle_prepare(struct arena *arena) {
    reader_prepare(arena);
}

bool bundle_open(struct arena *arena, const struct str *names, size_t n_names,
                 struct bundle_options options, struct diag_sink *sink,
                 struct bundle **ret_bundle) {
    struct given *inputs;
    size_t n_inputs;
    return parts_group(arena, names, n_names, sink, &inputs, &n_inputs) &&
           bundle_open_given(arena, inputs, n_inputs, options, sink, ret_bundle);
}

bool bundle_open_given(struct arena *arena, const struct given *inputs, size_t n_inputs,
                       struct bundle_options options, struct diag_sink *sink,
                       struct bundle **ret_bundle) {
    struct stream *stream;
    if (!stream_open(inputs, n_inputs, options, sink, &stream))
        return false;
    struct bundle *bundle = NEW(arena, struct bundle);
    bundle->arena = arena;
    bundle->sink = sink;
    bundle->options = options;
    bundle->n_inputs = n_inputs;
    bundle->inputs = NEW_ARRAY(arena, n_inputs, struct bundle_input);
    for (size_t i = 0; i < n_inputs; i++) {
        bundle->inputs[i] = stream_input(stream, i);
        bundle->inputs[i].format = str_copy(arena, bundle->inputs[i].format);
    }
    bundle->total = stream_total(stream);
    bundle->stream = stream;
    if (options.jobs > 1)
        bundle->queue = queue_start(arena, stream);
    /* After the batches, so that the thread ends before they go. */
    arena_on_reset(arena, close_late, bundle);
    *ret_bundle = bundle;
    return true;
}

/* What the reader found about whole inputs is copied out of the batch, which is used again. */
static void take_ends(struct bundle *bundle) {
    const struct batch *batch = bundle->batch;
    for (size_t i = 0; i < batch->ends.count; i++) {
        struct bundle_input *input = &bundle->inputs[batch->ends.items[i].index];
        struct str name = input->name;
        *input = batch->ends.items[i].input;
        input->name = name;
        input->format = str_copy(bundle->arena, input->format);
        input->sha256 = str_copy(bundle->arena, input->sha256);
    }
}

static void next_batch(struct bundle *bundle) {
    if (bundle->queue) {
        bundle->batch = queue_take(bundle->queue, bundle->batch);
    } else {
        if (bundle->batch)
            batch_reset(bundle->batch);
        else
            bundle->batch = batch_new(bundle->arena);
        stream_fill(bundle->stream, bundle->batch);
    }
    take_ends(bundle);
    bundle->spent = bundle->batch->spent;
    if (bundle->options.progress)
        bundle->options.progress(bundle->options.progress_arg, bundle->batch->done, bundle->total);
}

static void pass_notes(struct bundle *bundle) {
    struct batch *batch = bundle->batch;
    for (; batch->note_at < batch->notes.count; batch->note_at++) {
        const struct batch_note *note = &batch->notes.items[batch->note_at];
        if (note->before > batch->member_at)
            return;
        struct diag_where where = {
            .input = bundle->inputs[note->input].name,
            .path = str_copy(bundle->arena, note->path),
        };
        diag_add(bundle->sink, note->severity, note->id, where, "%.*s", STR_ARG(note->message));
    }
}

bool bundle_next(struct bundle *bundle, struct member *ret_member) {
    while (bundle->stream) {
        struct batch *batch = bundle->batch;
        if (batch) {
            pass_notes(bundle);
            if (batch->member_at < batch->members.count) {
                *ret_member = batch_member(batch, batch->member_at++);
                return true;
            }
            if (batch->last) {
                if (bundle->queue)
                    queue_end_ahead(bundle->queue);
                return false;
            }
        }
        next_batch(bundle);
    }
    return false;
}

void bundle_work_ahead(struct bundle *bundle, const struct bundle_ahead *ahead) {
    if (bundle->queue)
        queue_work_ahead(bundle->arena, bundle->queue, ahead);
}

size_t bundle_input_count(const struct bundle *bundle) {
    return bundle->n_inputs;
}

const struct bundle_input *bundle_input(const struct bundle *bundle, size_t index) {
    return &bundle->inputs[index];
}

uint64_t bundle_spent(const struct bundle *bundle) {
    return bundle->spent;
}

void bundle_close(struct bundle *bundle) {
    if (!bundle->stream)
        return;
    if (bundle->queue)
        queue_stop(bundle->queue);
    if (bundle->batch)
        batch_drop(bundle->batch);
    stream_close(bundle->stream);
    bundle->stream = NULL;
    bundle->queue = NULL;
    bundle->batch = NULL;
}
