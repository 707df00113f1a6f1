/* Compression is peeled layer by layer, each told by the first bytes that come out of the one
 * around it; what is left then is opened. */
#include "bundle/level.h"

#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/limits.h"
#include "bundle/inflate.h"

static struct level *level_new(struct str prefix) {
    struct arena *arena = arena_new();
    struct level *level = NEW(arena, struct level);
    level->arena = arena;
    level->prefix = str_copy(arena, prefix);
    return level;
}

void level_close(struct level *level) {
    if (level)
        arena_free(level->arena);
}

static struct pull *decompress(struct level *level, struct guard *guard) {
    if (level->form == FORM_GZIP)
        return inflate_open(level->arena, level->pull, guard, &level->trouble);
    struct layer layer = {level->form, level->pull, guard, &level->trouble, false};
    return reader_decompress(level->arena, layer);
}

/* "tar" in "xz" in "gz" is written "tar.xz.gz". */
static void peel(struct level *level, struct guard *guard) {
    struct str suffix = {0};
    for (uint64_t layers = 0;; layers++) {
        level->form = form_of(pull_peek(level->pull));
        if (!form_is_compression(level->form))
            break;
        if (layers == limits->nesting) {
            trouble_set(&level->trouble, TROUBLE_LIMIT,
                        "it is compressed more than %llu times (limit nesting)",
                        (unsigned long long)limits->nesting);
            break;
        }
        suffix = str_printf(level->arena, ".%s%.*s", form_name(level->form), STR_ARG(suffix));
        level->pull = decompress(level, guard);
    }
    level->format = str_printf(level->arena, "%s%.*s", form_name(level->form), STR_ARG(suffix));
}

static void open_content(struct level *level, struct guard *guard) {
    peel(level, guard);
    if (!form_is_archive(level->form))
        return;
    bool checked = level->format.len > strlen(form_name(level->form));
    struct layer layer = {level->form, level->pull, guard, &level->trouble, checked};
    bool bare = level->source && level->pull == source_pull(level->source);
    bool seekable = bare && source_is_regular(level->source);
    level->reader = reader_open(level->arena, layer, seekable ? level->source : NULL);
}

static bool is_folder(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

struct level *level_open(struct source_files files, struct guard *guard) {
    struct level *level = level_new((struct str){0});
    if (is_folder(files.paths[0])) {
        level->format = STR("directory");
        level->folder = folder_open(level->arena, files.paths[0], guard, &level->trouble);
        return level;
    }
    level->source = source_open(level->arena, files, guard, &level->trouble);
    if (!level->source)
        return level;
    level->pull = source_pull(level->source);
    open_content(level, guard);
    return level;
}

struct level *level_open_nested(struct pull *bytes, struct str prefix, struct guard *guard) {
    struct level *level = level_new(prefix);
    level->pull = bytes;
    open_content(level, guard);
    return level;
}

bool level_next(struct level *level, struct entry *ret_entry) {
    if (level->folder)
        return folder_next(level->folder, ret_entry);
    if (level->reader)
        return reader_next(level->reader, ret_entry);
    if (level->text_given || !level->pull)
        return false;
    level->text_given = true;
    *ret_entry = (struct entry){.type = ENTRY_FILE};
    return true;
}

struct pull *level_entry(struct level *level) {
    if (level->folder)
        return folder_entry(level->folder);
    return level->reader ? reader_entry(level->reader) : level->pull;
}

uint64_t level_skip(struct level *level) {
    struct str block;
    uint64_t size = 0;
    if (level->folder)
        return folder_skip(level->folder);
    if (level->reader)
        return reader_skip(level->reader);
    while (pull_next(level->pull, &block))
        size += block.len;
    return size;
}

static uint64_t count_nonzero(struct str block) {
    static const char zeros[4096];
    uint64_t count = 0;
    for (size_t at = 0; at < block.len; at += sizeof zeros) {
        struct str piece = str_slice(block, at, at + sizeof zeros);
        count += memcmp(piece.ptr, zeros, piece.len) != 0 ? piece.len : 0;
    }
    return count;
}

void level_finish(struct level *level, struct guard *guard) {
    struct str block;
    /* A 7z is read from where it likes. */
    bool padding_only =
        level->form == FORM_TAR || level->form == FORM_CPIO || level->form == FORM_ZIP;
    if (level->form == FORM_7Z || !level->pull || level->trouble.kind != TROUBLE_NONE)
        return;
    if (padding_only)
        guard->ignored += count_nonzero(reader_rest(level->reader));
    while (pull_next(level->pull, &block))
        if (padding_only)
            guard->ignored += count_nonzero(block);
}
