/* libarchive, and the only file that knows it: archives as entries, and compression as pulling. */
#ifndef VIRTREADY_BUNDLE_READER_H
#define VIRTREADY_BUNDLE_READER_H

#include "bundle/form.h"
#include "bundle/pull.h"

struct reader;
struct source;

/* What to open: bytes of a known form, counted by `guard`; trouble goes to `trouble`. */
struct layer {
    enum form form;
    struct pull *input;
    struct guard *guard;
    struct trouble *trouble;
    bool checked; /* a checksum stands around these bytes */
};

enum entry_type {
    ENTRY_FILE,
    ENTRY_FOLDER,
    ENTRY_LINK,       /* symbolic or hard */
    ENTRY_DEVICE,     /* also FIFO and socket */
    ENTRY_UNREADABLE, /* a folder on disk that cannot be listed; a member that only a zip's index
                       * has
                       */
};

struct entry {
    struct str name; /* as written there; good until the next entry */
    enum entry_type type;
    bool encrypted;
    bool found_again; /* behind damage that the level's trouble tells of */
};

/* Keeps the locale that names are converted with, and its tables, until the arena goes. */
void reader_prepare(struct arena *arena);
/* One layer of compression as a pull. */
struct pull *reader_decompress(struct arena *arena, struct layer layer);

/* `seekable`: the source that layer.input is, where it may be read from any place; else NULL. Only
 * 7z asks for it, and is held in memory otherwise. */
struct reader *reader_open(struct arena *arena, struct layer layer, struct source *seekable);
/* The next entry; false at the end or with trouble. Skips what was not read of the one before. */
bool reader_next(struct reader *reader, struct entry *ret_entry);
/* The bytes of the current entry, with a trouble of its own. */
struct pull *reader_entry(struct reader *reader);
/* Passes over the current entry's bytes; its size as far as there was any. Trouble as above. */
uint64_t reader_skip(struct reader *reader);
/* After the end: what was read of the input beyond the archive's end, without what is still in it.
 */
struct str reader_rest(const struct reader *reader);

#endif
