/* Inputs into batches of members: the reader's side of a bundle, on whatever thread. */
#ifndef VIRTREADY_BUNDLE_STREAM_H
#define VIRTREADY_BUNDLE_STREAM_H

#include <stdatomic.h>

#include "bundle/batch.h"
#include "bundle/parts.h"

struct stream;

/* Opens every input as far as its form can be told. False: one could not be, with one error for
 * each such input. The stream keeps its memory in arenas of its own, freed by stream_close. */
bool stream_open(const struct given *inputs, size_t n_inputs, struct bundle_options options,
                 struct diag_sink *sink, struct stream **ret_stream);
/* Fills the batch, which is empty, until it is full or all inputs are read. */
void stream_fill(struct stream *stream, struct batch *batch);
/* Compressed bytes of all inputs; 0 where it is not known. */
uint64_t stream_total(const struct stream *stream);
/* What is known from the beginning: name and format. */
struct bundle_input stream_input(const struct stream *stream, size_t index);
/* From any thread: stream_fill comes to an end soon, also while it waits for input. */
void stream_stop(struct stream *stream);
void stream_close(struct stream *stream);

#endif
