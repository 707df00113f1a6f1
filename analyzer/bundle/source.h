/* The bytes of one input as given: a file, the parts of a split one, or standard input. */
#ifndef VIRTREADY_BUNDLE_SOURCE_H
#define VIRTREADY_BUNDLE_SOURCE_H

#include "bundle/pull.h"

struct source;

/* What to read: paths in the order of their bytes; "-" alone is standard input. */
struct source_files {
    const char *const *paths;
    size_t count;
    int wake_fd; /* readable when a blocked read must give up; -1 for none */
    bool beside; /* the digest is made on a thread of its own */
};

/* NULL, with trouble, where the first file cannot be opened. */
struct source *source_open(struct arena *arena, struct source_files files, struct guard *guard,
                           struct trouble *trouble);
struct pull *source_pull(struct source *source);
/* Whether it can be opened a second time and read from any place: regular files only. */
bool source_is_regular(const struct source *source);
/* All parts together; 0 where it is not known before the end. */
uint64_t source_size(const struct source *source);
/* Reading goes on at `offset`; false where that is not possible. */
bool source_seek(struct source *source, uint64_t offset);
/* Reads what nobody asked for, then: size and digest of the whole input. */
struct str source_finish(struct arena *arena, struct source *source, uint64_t *ret_bytes);

#endif
