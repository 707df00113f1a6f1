/* One level of nesting: bytes, the compression around them, and the archive or text within. */
#ifndef VIRTREADY_BUNDLE_LEVEL_H
#define VIRTREADY_BUNDLE_LEVEL_H

#include "bundle/folder.h"
#include "bundle/reader.h"
#include "bundle/source.h"

struct level {
    struct arena *arena; /* all of this level; freed with it */
    struct trouble trouble;
    struct source *source; /* of an input's own level; NULL of a folder and of a nested one */
    struct folder *folder; /* one of folder and reader, or none for a text */
    struct reader *reader;
    struct pull *pull; /* the bytes of the archive or text; NULL of a folder */
    enum form form;
    struct str format; /* "tar.gz" */
    struct str prefix; /* before every path: "", "inner.tar.gz!" */
    bool text_given;
    bool encrypted_told;
};

/* What is at `files`: a folder, or bytes of any known form. The level is returned also with
 * trouble, for the caller to tell and to close; its form is FORM_UNKNOWN or FORM_EMPTY where there
 * is nothing to read. */
struct level *level_open(struct source_files files, struct guard *guard);
/* What is in the bytes of a member. Takes over nothing: `bytes` must outlive the level. */
struct level *level_open_nested(struct pull *bytes, struct str prefix, struct guard *guard);
void level_close(struct level *level);

/* The next entry of an archive or folder; a text is one entry without a name. */
bool level_next(struct level *level, struct entry *ret_entry);
struct pull *level_entry(struct level *level);
uint64_t level_skip(struct level *level);
/* Reads the bytes behind the archive's end, so that checksums are verified; counts those that are
 * no padding as ignored. */
void level_finish(struct level *level, struct guard *guard);

#endif
