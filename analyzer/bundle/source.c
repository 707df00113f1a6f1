/* read() in large blocks, which are hashed on their way: mapped files would count as memory and die
 * of a truncation under way. Whoever reads out of order (7z) pays for a second pass over
 * the file, so that the digest is always that of the whole. */
#include "bundle/source.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/limits.h"
#include "bundle/hasher.h"

struct source {
    struct source_files files;
    uint64_t *sizes; /* of each part, where all are regular files */
    uint64_t size;
    bool regular; /* all parts are regular files */
    bool is_stdin;
    bool failed;       /* the system refused: reading is over */
    bool out_of_order; /* someone went back or forth: the digest must be made again */
    bool ended;
    size_t part;
    int fd; /* of the current part; -1 for none */
    uint64_t bytes;
    struct hasher *hasher;
    struct guard *guard;
    struct pull pull;
};

static void close_part(void *arg) {
    struct source *source = arg;
    if (source->fd >= 0 && !source->is_stdin)
        close(source->fd);
    source->fd = -1;
}

static bool open_part(struct source *source, struct trouble *trouble) {
    const char *path = source->files.paths[source->part];
    source->fd = source->is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    source->failed = source->fd < 0;
    if (source->failed)
        trouble_set(trouble, TROUBLE_UNREADABLE, "%s", strerror(errno));
    return !source->failed;
}

/* Waits until there is something to read; false where the caller gave up first. Poll fails for
 * nothing that read would not tell better. */
static bool wait_readable(const struct source *source) {
    if (source->regular || source->files.wake_fd < 0)
        return true;
    struct pollfd fds[] = {{.fd = source->fd, .events = POLLIN},
                           {.fd = source->files.wake_fd, .events = POLLIN}};
    while (poll(fds, 2, -1) < 0 && errno == EINTR)
        continue;
    return fds[1].revents == 0;
}

/* One read() of the current part: bytes, 0 at its end or after trouble. */
static size_t read_some(struct source *source, char *into, size_t room) {
    struct trouble *trouble = source->pull.trouble;
    ssize_t got;
    do {
        if (!wait_readable(source)) {
            trouble_set(trouble, TROUBLE_STOPPED, "stopped");
            source->failed = true;
            return 0;
        }
        got = read(source->fd, into, room);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        trouble_set(trouble, TROUBLE_UNREADABLE, "%s", strerror(errno));
        source->failed = true;
    }
    return got > 0 ? (size_t)got : 0;
}

/* The next block, filled from as many parts as it takes. */
static struct str fill(struct source *source) {
    char *block = hasher_room(source->hasher);
    size_t len = 0;
    while (len < HASHER_BLOCK && !source->ended) {
        size_t got = read_some(source, block + len, HASHER_BLOCK - len);
        len += got;
        if (got)
            continue;
        bool more = !source->failed && source->part + 1 < source->files.count;
        if (more) {
            close_part(source);
            source->part++;
        }
        source->ended = !more || !open_part(source, source->pull.trouble);
    }
    return (struct str){block, len};
}

static bool source_next(void *arg, struct str *ret_block) {
    struct source *source = arg;
    if (guard_stopped(source->guard, source->pull.trouble))
        return false;
    *ret_block = fill(source);
    source->guard->packed += ret_block->len;
    if (source->guard->packed > limits->input_bytes) {
        source->guard->exceeded = true;
        trouble_set(source->pull.trouble, TROUBLE_LIMIT, "it is larger than %s (limit input-bytes)",
                    limits_bytes(limits->input_bytes).text);
        return false;
    }
    if (!source->out_of_order) {
        source->bytes += ret_block->len;
        hasher_add(source->hasher, ret_block->len);
    }
    return ret_block->len > 0;
}

/* Sizes are for progress and seeking only: reading goes by what arrives. */
static void measure(struct arena *arena, struct source *source) {
    source->sizes = NEW_ARRAY(arena, source->files.count, uint64_t);
    source->regular = true;
    for (size_t i = 0; i < source->files.count; i++) {
        struct stat status;
        bool known = source->is_stdin ? fstat(STDIN_FILENO, &status) == 0
                                      : stat(source->files.paths[i], &status) == 0;
        if (!known || !S_ISREG(status.st_mode)) {
            source->regular = false;
            source->size = 0;
            return;
        }
        source->sizes[i] = (uint64_t)status.st_size;
        source->size += source->sizes[i];
    }
}

struct source *source_open(struct arena *arena, struct source_files files, struct guard *guard,
                           struct trouble *trouble) {
    struct source *source = NEW(arena, struct source);
    source->files = files;
    source->guard = guard;
    source->is_stdin = files.count == 1 && strcmp(files.paths[0], "-") == 0;
    if (!open_part(source, trouble))
        return NULL;
    arena_on_reset(arena, close_part, source);
    measure(arena, source);
    guard->total = source->size;
    source->hasher = hasher_new(arena, files.beside);
    source->pull = pull_new(arena, source_next, source, trouble);
    return source;
}

struct pull *source_pull(struct source *source) {
    return &source->pull;
}

bool source_is_regular(const struct source *source) {
    return source->regular && !source->is_stdin;
}

uint64_t source_size(const struct source *source) {
    return source->size;
}

bool source_seek(struct source *source, uint64_t offset) {
    if (!source_is_regular(source))
        return false;
    size_t part = 0;
    uint64_t at = offset;
    while (part + 1 < source->files.count && at >= source->sizes[part])
        at -= source->sizes[part++];
    if (part != source->part || source->fd < 0) {
        close_part(source);
        source->part = part;
        if (!open_part(source, source->pull.trouble))
            return false;
    }
    if (at > INT64_MAX || lseek(source->fd, (off_t)at, SEEK_SET) < 0)
        return false;
    source->out_of_order = true;
    source->ended = false;
    pull_restart(&source->pull);
    return true;
}

/* All of it again from the beginning, for the digest alone. */
static void read_again(struct arena *arena, struct source *source) {
    hasher_finish(arena, source->hasher);
    source->bytes = 0;
    if (!source_seek(source, 0))
        return;
    for (size_t len;
         !guard_stopped(source->guard, source->pull.trouble) && (len = fill(source).len) > 0;
         source->bytes += len)
        hasher_add(source->hasher, len);
}

struct str source_finish(struct arena *arena, struct source *source, uint64_t *ret_bytes) {
    struct str block;
    if (source->out_of_order)
        read_again(arena, source);
    else
        while (source_next(source, &block))
            continue;
    close_part(source);
    *ret_bytes = source->bytes;
    return hasher_finish(arena, source->hasher);
}
