/* Any input as one ordered stream of members: tar, zip, 7z, a folder, standard input, compressed
 * once or twice, an archive within an archive, several of them one after the other. The only place
 * that knows compression and archive formats.
 *
 * Nothing is unpacked to disk and nothing is held but the members that are wanted. The form is told
 * by content, never by name. With jobs > 1 reading runs on a thread of its own, a few batches
 * ahead; what comes out is the same. */
#ifndef VIRTREADY_BUNDLE_BUNDLE_H
#define VIRTREADY_BUNDLE_BUNDLE_H

#include "base/diag.h"

struct arena;
struct bundle;
struct given;

struct bundle_input {
    struct str name;   /* as given; "-" is standard input */
    struct str format; /* "tar.gz", "zip", "directory"; "file" for one YAML or JSON; with the first
                          archive found within at each depth: "zip!tar.gz" */
    struct str sha256; /* 64 hex digits of the bytes as given; empty for a folder */
    uint64_t bytes;    /* as given; of a folder, the sum of its files */
    uint64_t members;  /* regular files, wanted or not */
    bool truncated;    /* something of it could not be read, and a diagnostic says what */
};

struct member {
    uint32_t input;  /* index of its input */
    struct str path; /* cleaned: '/' only, no "./", no "..", not absolute; "inner.tar.gz!a/b" inside
                        a nested archive */
    uint64_t size;   /* as far as it was read */
    struct str bytes; /* all of it, good until the next bundle_next; empty where not wanted */
    uint64_t packed;  /* its input: what there is of it, or of a pipe what was read so far */
    void *ahead;      /* what bundle_work_ahead made of it; NULL where it did not come to it */
    bool wanted;
    bool whole; /* false: cut by damage or a limit, or not readable at all */
};

struct bundle_options {
    unsigned jobs; /* 1: read on the caller's thread */
    /* Whether a member's bytes are asked for; called on the reader's thread, so it must be pure. */
    bool (*want)(void *arg, struct str path);
    void *want_arg;
    /* Whether an archive found as a member is opened (see decisions: only outside every gather
     * root); asked with want_arg of every member before its content is looked at. Pure as well. An
     * archive that is opened is no member itself; a compressed text is one, "a.yaml.gz!a.yaml". */
    bool (*descend)(void *arg, struct str path);
    /* Called now and then, on the caller's thread, with compressed bytes read and their total (0:
     * not known); NULL for none. */
    void (*progress)(void *arg, uint64_t done, uint64_t total);
    void *progress_arg;
};

/* Loads what the libraries read of the system, as long as `arena` lives, so that no file but the
 * inputs is opened afterwards. Without it they do so when they need it. */
void bundle_prepare(struct arena *arena);

/* `names` are files, folders or "-". Files named "x.aa x.ab …" or "x.001 x.002 …" that are parts of
 * a `split` are one input. False: an input could not be opened or is no archive (one error each).
 * Everything lives in `arena`. */
bool bundle_open(struct arena *arena, const struct str *names, size_t n_names,
                 struct bundle_options options, struct diag_sink *sink, struct bundle **ret_bundle);

/* The same for names that parts_group (bundle/parts.h) has grouped: the files named there are all
 * that is ever opened. */
bool bundle_open_given(struct arena *arena, const struct given *inputs, size_t n_inputs,
                       struct bundle_options options, struct diag_sink *sink,
                       struct bundle **ret_bundle);

/* What can be done with wanted members before it is their turn. It is called on several threads at
 * a time, each with a number of its own below `threads`, and in any order; what it returns and what
 * it points to in `arena` is good as long as the member's bytes. */
struct bundle_ahead {
    size_t threads;
    void *(*work)(void *arg, size_t thread, struct arena *arena, const struct member *member);
    void *arg;
};
/* Begins it, on as many threads as are to be had. They have ended when bundle_next gives false. */
void bundle_work_ahead(struct bundle *bundle, const struct bundle_ahead *ahead);

/* The next member, wanted or not, in the order of the stream; false at the end of the last input.
 * Damage is a diagnostic; what is lost with it is lost in that input only. */
bool bundle_next(struct bundle *bundle, struct member *ret_member);

size_t bundle_input_count(const struct bundle *bundle);
/* Counts, digest and format are final once bundle_next has given false. */
const struct bundle_input *bundle_input(const struct bundle *bundle, size_t index);
/* Nanoseconds that the reader's thread has worked for; with one job, those of the only thread. */
uint64_t bundle_spent(const struct bundle *bundle);
/* Stops the thread and closes everything; also when the end was not reached. Inputs can still be
 * asked for. On any thread, once the one that asked for members does so no more. */
void bundle_close(struct bundle *bundle);

#endif
