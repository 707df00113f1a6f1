/* Depth first over a stack of open folders. Within a folder a subfolder is sorted as if its name
 * ended in '/': the walk then meets paths in the order of their bytes, which is what sorting all of
 * them would give.
 *
 * Everything is opened relative to its parent and without following links, so that a tree that
 * changes under the walk cannot lead it elsewhere. */
#include "bundle/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/vec.h"

struct item {
    struct str name; /* NUL-terminated */
    enum entry_type type;
    uint64_t size;
};

/* One open folder of the walk. */
struct listing {
    struct arena *arena;
    int fd;
    size_t prefix_len; /* of the path up to and with its '/' */
    VEC(struct item) items;
    size_t at;
};

struct folder {
    struct guard *guard;
    struct trouble *trouble;
    struct listing stack[LIMIT_PATH_DEPTH_MOST];
    size_t depth;
    struct strbuf path;
    int file; /* the current entry, once opened */
    bool file_ended;
    uint64_t position;
    const struct item *item;
    char *block;
    struct trouble entry_trouble;
    struct pull entry;
};

static enum entry_type type_of(mode_t mode) {
    if (S_ISREG(mode))
        return ENTRY_FILE;
    if (S_ISDIR(mode))
        return ENTRY_FOLDER;
    return S_ISLNK(mode) ? ENTRY_LINK : ENTRY_DEVICE;
}

/* The byte of the path at `i`: what follows a folder's name in every path is '/'. */
static int path_byte(const struct item *item, size_t i) {
    if (i < item->name.len)
        return (unsigned char)item->name.ptr[i];
    return item->type == ENTRY_FOLDER ? '/' : -1;
}

static int compare_items(const void *left, const void *right) {
    const struct item *a = left, *b = right;
    size_t i = 0;
    while (i < a->name.len && i < b->name.len && a->name.ptr[i] == b->name.ptr[i])
        i++;
    return path_byte(a, i) - path_byte(b, i);
}

/* A file that is gone before it was looked at never belonged to the collection. */
static void list_item(struct listing *listing, const char *name) {
    struct stat status;
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
        fstatat(listing->fd, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
        return;
    enum entry_type type = type_of(status.st_mode);
    *vec_push(listing->arena, &listing->items) = (struct item){
        .name = str_copy(listing->arena, str_of(name)),
        .type = type,
        .size = status.st_size > 0 ? (uint64_t)status.st_size : 0,
    };
}

static bool read_names(struct listing *listing) {
    int fd = dup(listing->fd); /* closedir closes what it was given */
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    if (!dir) {
        if (fd >= 0)
            close(fd);
        return false;
    }
    struct dirent *found;
    for (errno = 0; (found = readdir(dir)) && listing->items.count <= limits->members; errno = 0)
        list_item(listing, found->d_name);
    bool complete = found || errno == 0;
    closedir(dir);
    return complete;
}

static void close_listing(struct folder *folder) {
    struct listing *listing = &folder->stack[--folder->depth];
    close(listing->fd);
    arena_free(listing->arena);
}

/* False with errno. The names that were read before trouble stay. */
static bool open_listing(struct folder *folder, int parent, const char *name) {
    int nofollow = parent == AT_FDCWD ? 0 : O_NOFOLLOW;
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | nofollow);
    if (fd < 0)
        return false;
    struct listing *listing = &folder->stack[folder->depth++];
    if (folder->path.len)
        strbuf_append_byte(&folder->path, '/');
    *listing = (struct listing){
        .arena = arena_new(),
        .fd = fd,
        .prefix_len = folder->path.len,
    };
    bool complete = read_names(listing);
    int error = errno;
    if (listing->items.count)
        qsort(listing->items.items, listing->items.count, sizeof *listing->items.items,
              compare_items);
    errno = error;
    return complete;
}

static void close_file(struct folder *folder) {
    if (folder->file >= 0)
        close(folder->file);
    folder->file = -1;
}

static void release(void *arg) {
    struct folder *folder = arg;
    close_file(folder);
    while (folder->depth)
        close_listing(folder);
}

static void open_file(struct folder *folder) {
    struct listing *listing = &folder->stack[folder->depth - 1];
    struct stat status;
    /* O_NONBLOCK: should a FIFO have taken the file's place since, it is not waited for. */
    folder->file = openat(listing->fd, folder->item->name.ptr,
                          O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (folder->file < 0)
        trouble_set(&folder->entry_trouble, TROUBLE_UNREADABLE, "%s", strerror(errno));
    else if (fstat(folder->file, &status) != 0 || !S_ISREG(status.st_mode))
        trouble_set(&folder->entry_trouble, TROUBLE_UNREADABLE, "it is no regular file any more");
    folder->file_ended = folder->entry_trouble.kind != TROUBLE_NONE;
}

static size_t read_block(struct folder *folder) {
    ssize_t got;
    do
        got = read(folder->file, folder->block, PULL_BLOCK);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        trouble_set(&folder->entry_trouble, TROUBLE_UNREADABLE, "%s", strerror(errno));
    return got > 0 ? (size_t)got : 0;
}

static bool entry_next(void *arg, struct str *ret_block) {
    struct folder *folder = arg;
    if (!folder->item || folder->file_ended || guard_stopped(folder->guard, &folder->entry_trouble))
        return false;
    if (folder->file < 0)
        open_file(folder);
    size_t len = folder->file_ended ? 0 : read_block(folder);
    folder->file_ended = len == 0;
    folder->position += len;
    folder->guard->packed += len;
    *ret_block = (struct str){folder->block, len};
    return len > 0;
}

struct folder *folder_open(struct arena *arena, const char *path, struct guard *guard,
                           struct trouble *trouble) {
    struct folder *folder = NEW(arena, struct folder);
    folder->guard = guard;
    folder->trouble = trouble;
    folder->path = strbuf_new(arena);
    folder->file = -1;
    folder->block = arena_alloc(arena, PULL_BLOCK);
    folder->entry = pull_new(arena, entry_next, folder, &folder->entry_trouble);
    arena_on_reset(arena, release, folder);
    if (open_listing(folder, AT_FDCWD, path))
        return folder;
    trouble_set(trouble, TROUBLE_UNREADABLE, "%s", strerror(errno));
    return NULL;
}

/* Goes down into the folder that is the current item. */
static bool enter(struct folder *folder) {
    if (folder->depth == limits->path_depth) {
        trouble_set(&folder->entry_trouble, TROUBLE_LIMIT,
                    "it is deeper than %llu folders (limit path-depth)",
                    (unsigned long long)limits->path_depth);
        return false;
    }
    struct listing *parent = &folder->stack[folder->depth - 1];
    if (open_listing(folder, parent->fd, folder->item->name.ptr))
        return true;
    trouble_set(&folder->entry_trouble, TROUBLE_UNREADABLE, "%s", strerror(errno));
    return false;
}

/* Makes the next item the current one; false where the walk is over. */
static bool advance(struct folder *folder) {
    while (folder->depth) {
        struct listing *listing = &folder->stack[folder->depth - 1];
        if (listing->at < listing->items.count) {
            folder->item = &listing->items.items[listing->at++];
            folder->path.len = listing->prefix_len;
            strbuf_append(&folder->path, folder->item->name);
            return true;
        }
        close_listing(folder);
    }
    return false;
}

bool folder_next(struct folder *folder, struct entry *ret_entry) {
    close_file(folder);
    folder->item = NULL;
    folder->file_ended = false;
    folder->position = 0;
    folder->entry_trouble = (struct trouble){0};
    pull_restart(&folder->entry);
    while (!guard_stopped(folder->guard, folder->trouble) && advance(folder)) {
        enum entry_type type = folder->item->type;
        if (type == ENTRY_FOLDER && enter(folder))
            continue;
        if (type == ENTRY_FOLDER)
            type = ENTRY_UNREADABLE;
        *ret_entry = (struct entry){.name = strbuf_str(&folder->path), .type = type};
        return true;
    }
    return false;
}

struct pull *folder_entry(struct folder *folder) {
    return &folder->entry;
}

uint64_t folder_skip(struct folder *folder) {
    return folder->item->size;
}
