/* Tars as nearly all are written, walked without libarchive: plain files, folders and symbolic
 * links, in the formats of POSIX and GNU, with GNU's long names. */
#ifndef VIRTREADY_BUNDLE_TAR_H
#define VIRTREADY_BUNDLE_TAR_H

#include "bundle/reader.h"

struct tar;

enum tar_step {
    TAR_ENTRY,
    TAR_UNSURE, /* neither plain nor at its end: libarchive goes on with tar_given_back */
    TAR_FAILED, /* with trouble */
};

struct tar *tar_new(struct arena *arena, struct pull *input);
/* Passes over what was not read of the entry before. The name is good until the next call. */
enum tar_step tar_next(struct tar *tar, struct trouble *trouble, struct entry *ret_entry);
/* Of the current entry, as its header claims. */
uint64_t tar_size(const struct tar *tar);
/* The next bytes of the current entry; false at its end, or with trouble. */
bool tar_read(struct tar *tar, struct trouble *trouble, struct str *ret_block);
/* Passes over the current entry; false with trouble. `ret_passed`: how far it came. */
bool tar_skip(struct tar *tar, struct trouble *trouble, uint64_t *ret_passed);
/* A tar of its own: an empty entry where any was read before, and then the input from the
 * entry on that nobody was sure of. */
struct pull *tar_given_back(struct tar *tar, bool *ret_has_empty);

#endif
