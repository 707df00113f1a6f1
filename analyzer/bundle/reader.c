/* Every layer is a libarchive handle of its own with exactly one format or one filter enabled:
 * the form is known already, and nothing but that form's code sees the bytes. The handle pulls its
 * input through a callback; what it gives is pulled from it in turn, so that an archive within an
 * archive is only one more layer. A tar is walked by tar.c up to the first entry that is not plain.
 *
 * zip is read in its streaming form from front to back: it then works from a pipe, gives what can
 * be read of a truncated one, and cannot point twice at the same bytes. What its index has to say
 * against that is told at its end. */
#include "bundle/reader.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <string.h>
#include <wchar.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/limits.h"
#include "bundle/source.h"
#include "bundle/tar.h"
#include "bundle/zip_index.h"

#define TAIL 512 /* a tar ends with a block of zeros */
#define EDGE 64  /* as far as libarchive looks ahead of the end of a zip's member: 24 bytes */

struct reader {
    struct layer layer;
    struct archive *archive;
    struct tar *tar; /* reads in its place; NULL where libarchive does */
    struct source *seekable;
    locale_t utf8; /* names are converted to it, whatever the environment says; 0 for none */
    struct buffer held;
    bool input_ended;
    bool failed;       /* the archive gives no more entries */
    bool entry_ended;  /* the current entry gives no more bytes */
    bool must_read;    /* bytes have to be unpacked even to be skipped: count them */
    uint64_t size;     /* of the entry as its header claims */
    uint64_t position; /* in the entry */
    uint64_t hole;     /* bytes of zeros to give before `pending`: a sparse file */
    struct str pending;
    struct trouble entry_trouble;
    struct pull entry;
    struct pull output; /* of a decompression */
    struct str resumed; /* to be given first: where a further tar begins */
    uint64_t joined;    /* tars so far */
    struct str last_block;
    uint64_t given; /* bytes, up to the last block's end */
    char tail[TAIL];
    char edge[EDGE];         /* the last bytes of the block before the last one */
    struct zip_index *index; /* of a zip */
    bool at_index;
    struct strbuf name; /* of the current entry of a zip */
};

static const char zeros[16 * 1024];

static void release(void *arg) {
    struct reader *reader = arg;
    archive_read_free(reader->archive);
    buffer_free(&reader->held);
    if (reader->utf8)
        freelocale(reader->utf8);
}

/* The last bytes of everything read so far. */
static void remember_tail(struct reader *reader, struct str block) {
    struct str last = str_slice(block, block.len > TAIL ? block.len - TAIL : 0, block.len);
    memmove(reader->tail, reader->tail + last.len, TAIL - last.len);
    memcpy(reader->tail + TAIL - last.len, last.ptr, last.len);
}

static la_ssize_t on_read(struct archive *archive, void *arg, const void **ret_block) {
    struct reader *reader = arg;
    struct str block;
    (void)archive;
    /* Trouble below is an end here: an error would make libarchive forget what it holds. */
    if (reader->resumed.len) {
        block = reader->resumed;
        reader->resumed = (struct str){0};
    } else if (!pull_next(reader->layer.input, &block)) {
        reader->input_ended = true;
        reader->last_block = (struct str){0};
        return 0;
    }
    memcpy(reader->edge, reader->tail + TAIL - EDGE, EDGE);
    remember_tail(reader, block);
    reader->last_block = block;
    reader->given += block.len;
    *ret_block = block.ptr;
    return (la_ssize_t)block.len;
}

static la_int64_t on_seek(struct archive *archive, void *arg, la_int64_t offset, int whence) {
    struct reader *reader = arg;
    (void)archive;
    if (whence == SEEK_END)
        offset += (la_int64_t)source_size(reader->seekable);
    if (whence == SEEK_CUR || offset < 0 || !source_seek(reader->seekable, (uint64_t)offset))
        return ARCHIVE_FATAL;
    return offset;
}

/* Filters are appended, not offered: libarchive would bid for each layer below again, up to 25,
 * and unpack them where nothing is counted. */
static void enable(struct archive *archive, enum form form) {
    static const int filters[] = {
        [FORM_XZ] = ARCHIVE_FILTER_XZ,
        [FORM_ZSTD] = ARCHIVE_FILTER_ZSTD,
        [FORM_LZ4] = ARCHIVE_FILTER_LZ4,
        [FORM_BZIP2] = ARCHIVE_FILTER_BZIP2,
    };
    static int (*const formats[])(struct archive *) = {
        [FORM_TAR] = archive_read_support_format_tar,
        [FORM_ZIP] = archive_read_support_format_zip_streamable,
        [FORM_7Z] = archive_read_support_format_7zip,
        [FORM_CPIO] = archive_read_support_format_cpio,
    };
    if (form_is_archive(form)) {
        formats[form](archive);
        return;
    }
    archive_read_append_filter(archive, filters[form]);
    archive_read_support_format_raw(archive);
    archive_read_support_format_empty(archive);
}

/* Of an archive libarchive says it best; its decoders say things like "No progress is possible". */
static void fail(struct reader *reader, struct trouble *trouble) {
    const char *reason = archive_error_string(reader->archive);
    if (!form_is_compression(reader->layer.form)) {
        trouble_set(trouble, reader->input_ended ? TROUBLE_TRUNCATED : TROUBLE_DAMAGED, "%s",
                    reason ? reason : "the archive is damaged");
        return;
    }
    const char *filter = archive_filter_name(reader->archive, 0);
    if (reader->input_ended)
        trouble_set(trouble, TROUBLE_TRUNCATED, "the %s data ends too soon", filter);
    else
        trouble_set(trouble, TROUBLE_DAMAGED, "the %s data is damaged (%s)", filter,
                    reason ? reason : "no reason given");
}

static locale_t utf8_locale(void) {
    return newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
}

static void release_locale(void *arg) {
    freelocale(arg);
}

void reader_prepare(struct arena *arena) {
    locale_t utf8 = utf8_locale();
    mbstate_t state = {0};
    wchar_t wide;
    if (!utf8)
        return;
    arena_on_reset(arena, release_locale, utf8);
    locale_t before = uselocale(utf8);
    mbrtowc(&wide, "\xc3\xa9", 2, &state); /* loads the conversion */
    uselocale(before);
}

static void new_archive(struct reader *reader) {
    reader->archive = archive_read_new();
    enable(reader->archive, reader->layer.form);
    archive_read_set_callback_data(reader->archive, reader);
    archive_read_set_read_callback(reader->archive, on_read);
}

static struct reader *reader_new(struct arena *arena, struct layer layer) {
    struct reader *reader = NEW(arena, struct reader);
    reader->layer = layer;
    reader->utf8 = utf8_locale();
    reader->name = strbuf_new(arena);
    reader->index = layer.form == FORM_ZIP ? zip_index_new(arena) : NULL;
    arena_on_reset(arena, release, reader);
    new_archive(reader);
    return reader;
}

/* libarchive converts names to the locale of the thread. */
static locale_t enter(const struct reader *reader) {
    return uselocale(reader->utf8);
}

static void leave(locale_t before) {
    uselocale(before);
}

/* ---- compression ---- */

static bool decompress_next(void *arg, struct str *ret_block) {
    struct reader *reader = arg;
    while (!reader->failed) {
        const void *block;
        size_t len;
        la_int64_t offset;
        int result = archive_read_data_block(reader->archive, &block, &len, &offset);
        if (result != ARCHIVE_OK) {
            reader->failed = true;
            if (result != ARCHIVE_EOF)
                fail(reader, reader->layer.trouble);
        } else if (len) {
            *ret_block = (struct str){block, len};
            reader->failed = !guard_unpacked(reader->layer.guard, len, reader->layer.trouble);
            return !reader->failed;
        }
    }
    return false;
}

struct pull *reader_decompress(struct arena *arena, struct layer layer) {
    struct reader *reader = reader_new(arena, layer);
    struct archive_entry *entry;
    reader->output = pull_new(arena, decompress_next, reader, layer.trouble);
    /* A first block that cannot be decoded looks like an empty stream to libarchive: only its error
     * number tells, until the next call. */
    bool opened =
        archive_read_open1(reader->archive) == ARCHIVE_OK && archive_errno(reader->archive) == 0;
    if (!opened || archive_read_next_header(reader->archive, &entry) != ARCHIVE_OK) {
        reader->failed = true;
        if (archive_errno(reader->archive) != 0)
            fail(reader, layer.trouble);
    }
    return &reader->output;
}

/* ---- archives ---- */

/* Also of a sparse file the holes are given, as zeros. */
static bool give_pending(struct reader *reader, struct str *ret_block) {
    if (reader->hole) {
        *ret_block = str_slice((struct str){zeros, sizeof zeros}, 0,
                               reader->hole < sizeof zeros ? (size_t)reader->hole : sizeof zeros);
        reader->hole -= ret_block->len;
    } else if (reader->pending.len) {
        *ret_block = reader->pending;
        reader->pending = (struct str){0};
    } else {
        return false;
    }
    bool counts = reader->must_read || ret_block->ptr == zeros;
    if (counts && !guard_unpacked(reader->layer.guard, ret_block->len, reader->layer.trouble)) {
        trouble_set(&reader->entry_trouble, TROUBLE_LIMIT, "%s", reader->layer.trouble->reason);
        reader->entry_ended = reader->failed = true;
        return false;
    }
    reader->position += ret_block->len;
    return true;
}

static void read_block(struct reader *reader) {
    if (reader->tar) {
        reader->entry_ended = !tar_read(reader->tar, &reader->entry_trouble, &reader->pending);
        reader->failed |= reader->entry_trouble.kind != TROUBLE_NONE;
        return;
    }
    const void *block = NULL;
    size_t len = 0;
    la_int64_t offset = 0;
    int result = archive_read_data_block(reader->archive, &block, &len, &offset);
    if (result == ARCHIVE_EOF) {
        reader->entry_ended = true;
        return;
    }
    if (result != ARCHIVE_OK) {
        fail(reader, &reader->entry_trouble);
        reader->failed |= result == ARCHIVE_FATAL;
        reader->entry_ended = true;
        return;
    }
    if (offset > 0 && (uint64_t)offset > reader->position)
        reader->hole = (uint64_t)offset - reader->position;
    reader->pending = (struct str){block, len};
}

static bool entry_next(void *arg, struct str *ret_block) {
    struct reader *reader = arg;
    locale_t before = enter(reader);
    bool given = false;
    while (!(given = give_pending(reader, ret_block)) && !reader->entry_ended)
        read_block(reader);
    leave(before);
    return given;
}

static bool open_in_memory(struct reader *reader) {
    struct str block;
    while (pull_next(reader->layer.input, &block)) {
        if (reader->held.len + block.len > limits->member_bytes) {
            trouble_set(reader->layer.trouble, TROUBLE_LIMIT,
                        "a 7z that cannot be read in place is larger than %s (limit member-bytes)",
                        limits_bytes(limits->member_bytes).text);
            return false;
        }
        buffer_append(&reader->held, block);
    }
    reader->input_ended = true;
    return archive_read_open_memory(reader->archive, reader->held.ptr, reader->held.len) ==
           ARCHIVE_OK;
}

static bool open_archive(struct reader *reader) {
    if (reader->layer.form != FORM_7Z)
        return archive_read_open1(reader->archive) == ARCHIVE_OK;
    if (!reader->seekable)
        return open_in_memory(reader);
    archive_read_set_seek_callback(reader->archive, on_seek);
    return source_seek(reader->seekable, 0) && archive_read_open1(reader->archive) == ARCHIVE_OK;
}

static void begin_archive(struct reader *reader) {
    locale_t before = enter(reader);
    if (!open_archive(reader)) {
        reader->failed = true;
        fail(reader, reader->layer.trouble);
    }
    leave(before);
}

struct reader *reader_open(struct arena *arena, struct layer layer, struct source *seekable) {
    struct reader *reader = reader_new(arena, layer);
    reader->seekable = seekable;
    reader->entry = pull_new(arena, entry_next, reader, &reader->entry_trouble);
    reader->entry_ended = true;
    if (layer.form == FORM_TAR)
        reader->tar = tar_new(arena, layer.input);
    else
        begin_archive(reader);
    return reader;
}

static enum entry_type type_of(struct archive_entry *entry) {
    if (archive_entry_hardlink(entry) || archive_entry_symlink(entry))
        return ENTRY_LINK;
    switch (archive_entry_filetype(entry)) {
    case AE_IFREG:
    case 0: /* a zip without attributes */
        return ENTRY_FILE;
    case AE_IFDIR:
        return ENTRY_FOLDER;
    case AE_IFLNK:
        return ENTRY_LINK;
    default:
        return ENTRY_DEVICE;
    }
}

static void begin_bytes(struct reader *reader, uint64_t size) {
    reader->size = size;
    reader->position = reader->hole = 0;
    reader->pending = (struct str){0};
    reader->entry_trouble = (struct trouble){0};
    reader->entry_ended = false;
    pull_restart(&reader->entry);
}

static void begin_entry(struct reader *reader, struct archive_entry *entry,
                        struct entry *ret_entry) {
    const char *name = archive_entry_pathname(entry);
    if (!name)
        name = archive_entry_pathname_utf8(entry);
    enum form form = reader->layer.form;
    /* zip and 7z hold compressed members. Members of 7z share one stream: also what is skipped is
     * unpacked, and must be counted. */
    bool claimed = archive_entry_size_is_set(entry);
    reader->must_read = form == FORM_7Z || form == FORM_ZIP;
    begin_bytes(reader, claimed ? (uint64_t)archive_entry_size(entry) : 0);
    reader->name.len = 0;
    if (reader->index)
        strbuf_append(&reader->name, str_of(name));
    *ret_entry = (struct entry){
        .name = str_of(name),
        .type = type_of(entry),
        .encrypted = archive_entry_is_data_encrypted(entry) > 0,
    };
}

/* libarchive takes a tar that ends between two members for whole; tar writes a mark. */
static void check_end_mark(struct reader *reader) {
    if (reader->layer.form == FORM_TAR && reader->input_ended &&
        memcmp(reader->tail, zeros, TAIL) != 0)
        trouble_set(reader->layer.trouble, TROUBLE_TRUNCATED, "the tar has no end mark");
}

/* What cannot be skipped without unpacking is unpacked here, where it is counted. */
static void pass_over(struct reader *reader) {
    struct str block;
    if (reader->layer.form != FORM_7Z)
        return;
    while (!reader->entry_ended)
        entry_next(reader, &block);
}

/* Of a tar whose headers are damaged what follows is found again, block by block: the trouble is
 * told, and whatever can be read is. */
static int next_header(struct reader *reader, struct archive_entry **ret_entry) {
    int result = archive_read_next_header(reader->archive, ret_entry);
    while (result == ARCHIVE_RETRY && reader->layer.form == FORM_TAR &&
           !guard_stopped(reader->layer.guard, reader->layer.trouble)) {
        const char *reason = archive_error_string(reader->archive);
        trouble_set(reader->layer.trouble, TROUBLE_DAMAGED, "%s",
                    reason ? reason : "the tar is damaged");
        result = archive_read_next_header(reader->archive, ret_entry);
    }
    return result;
}

/* Moves to the first block behind an end mark that is not zero; false where nothing follows. */
static bool find_joined(struct reader *reader) {
    struct str rest = reader_rest(reader);
    size_t zero = 0;
    do {
        for (zero = 0; zero < rest.len && rest.ptr[zero] == 0;)
            zero++;
        if (zero < rest.len)
            reader->resumed = str_slice(rest, zero, rest.len);
    } while (!reader->resumed.len && pull_next(reader->layer.input, &rest));
    return reader->resumed.len > 0;
}

/* Tars that were joined are one. Where no checksum vouches for the zeros between them, members may
 * have stood there. */
static bool next_joined(struct reader *reader) {
    struct trouble *trouble = reader->layer.trouble;
    if (reader->layer.form != FORM_TAR || reader->input_ended || !find_joined(reader))
        return false;
    if (!reader->layer.checked)
        trouble_set(trouble, TROUBLE_DAMAGED, "more follows the tar's end mark");
    if (++reader->joined >= limits->joined) {
        trouble_set(trouble, TROUBLE_LIMIT, "it holds more than %llu tars (limit joined)",
                    (unsigned long long)limits->joined);
        return false;
    }
    archive_read_free(reader->archive);
    new_archive(reader);
    reader->given = 0;
    return archive_read_open1(reader->archive) == ARCHIVE_OK;
}

/* The entry that was read last; a size that nobody saw the end of is none. */
static void remember_entry(struct reader *reader) {
    bool whole = reader->entry_ended && reader->entry_trouble.kind == TROUBLE_NONE;
    if (reader->index && reader->name.len)
        zip_index_came(reader->index, strbuf_str(&reader->name),
                       whole ? reader->position : ZIP_SIZE_UNKNOWN);
    reader->name.len = 0;
}

static void begin_index(struct reader *reader) {
    uint64_t unused = reader->given - (uint64_t)archive_filter_bytes(reader->archive, 0);
    uint64_t before = unused > reader->last_block.len ? unused - reader->last_block.len : 0;
    size_t len = before < EDGE ? (size_t)before : EDGE;
    struct str edge = {reader->edge + EDGE - len, len};
    zip_index_begin(reader->index, edge, reader_rest(reader), reader->layer.input);
    reader->at_index = true;
}

/* An entry for what the index of a zip has and its members had not. */
static bool next_missing(struct reader *reader, struct entry *ret_entry) {
    struct str name;
    if (!zip_index_next(reader->index, &name)) {
        zip_index_check(reader->index, reader->layer.trouble);
        reader->failed = true;
        return false;
    }
    reader->entry_trouble = (struct trouble){0};
    trouble_set(&reader->entry_trouble, TROUBLE_DAMAGED, "in the zip's index, but not found");
    *ret_entry = (struct entry){.name = name, .type = ENTRY_UNREADABLE};
    return true;
}

/* libarchive goes on where the walk of a tar ended. */
static void hand_over(struct reader *reader) {
    struct archive_entry *empty;
    bool has_empty;
    reader->layer.input = tar_given_back(reader->tar, &has_empty);
    reader->tar = NULL;
    begin_archive(reader);
    if (has_empty && !reader->failed)
        reader->failed = archive_read_next_header(reader->archive, &empty) != ARCHIVE_OK;
}

/* False where libarchive goes on, or nothing does. */
static bool next_plain(struct reader *reader, struct entry *ret_entry) {
    switch (tar_next(reader->tar, reader->layer.trouble, ret_entry)) {
    case TAR_ENTRY:
        begin_bytes(reader, tar_size(reader->tar));
        return true;
    case TAR_UNSURE:
        hand_over(reader);
        return false;
    case TAR_FAILED:
        break;
    }
    reader->failed = true;
    return false;
}

static bool next_read(struct reader *reader, struct entry *ret_entry) {
    struct archive_entry *entry;
    locale_t before = enter(reader);
    int result = next_header(reader, &entry);
    while (result == ARCHIVE_EOF && next_joined(reader))
        result = next_header(reader, &entry);
    leave(before);
    if (result == ARCHIVE_OK || result == ARCHIVE_WARN) {
        begin_entry(reader, entry, ret_entry);
        return true;
    }
    if (result == ARCHIVE_EOF && reader->index) {
        begin_index(reader);
        return next_missing(reader, ret_entry);
    }
    reader->failed = true;
    if (result == ARCHIVE_EOF)
        check_end_mark(reader);
    else
        fail(reader, reader->layer.trouble);
    return false;
}

bool reader_next(struct reader *reader, struct entry *ret_entry) {
    struct trouble *trouble = reader->layer.trouble;
    bool troubled = trouble->kind != TROUBLE_NONE;
    pass_over(reader);
    if (reader->at_index && !reader->failed)
        return next_missing(reader, ret_entry);
    remember_entry(reader);
    if (reader->failed || guard_stopped(reader->layer.guard, trouble))
        return false;
    bool plain = reader->tar && next_plain(reader, ret_entry);
    if (!plain && (reader->failed || !next_read(reader, ret_entry)))
        return false;
    ret_entry->found_again =
        trouble->kind == TROUBLE_DAMAGED && !trouble->told && !troubled && !reader->at_index;
    return true;
}

struct pull *reader_entry(struct reader *reader) {
    return &reader->entry;
}

static uint64_t skip_plain(struct reader *reader) {
    uint64_t passed;
    reader->entry_ended = true;
    if (tar_skip(reader->tar, &reader->entry_trouble, &passed))
        return reader->position = reader->size;
    reader->failed = true;
    return reader->position + passed;
}

uint64_t reader_skip(struct reader *reader) {
    struct str block;
    bool unpack = reader->layer.form == FORM_7Z || (reader->must_read && reader->size == 0);
    if (unpack || reader->entry_ended) {
        while (entry_next(reader, &block))
            continue;
        return reader->position;
    }
    if (reader->tar)
        return skip_plain(reader);
    la_int64_t start = archive_filter_bytes(reader->archive, 0);
    reader->entry_ended = true;
    if (archive_read_data_skip(reader->archive) == ARCHIVE_OK)
        return reader->position = reader->size;
    fail(reader, &reader->entry_trouble);
    reader->failed = true;
    la_int64_t passed = archive_filter_bytes(reader->archive, 0) - start;
    return reader->position + (passed > 0 ? (uint64_t)passed : 0);
}

struct str reader_rest(const struct reader *reader) {
    if (reader->at_index)
        return zip_index_rest(reader->index);
    if (reader->tar)
        return (struct str){0};
    uint64_t used = (uint64_t)archive_filter_bytes(reader->archive, 0);
    uint64_t rest = reader->given > used ? reader->given - used : 0;
    size_t len = reader->last_block.len;
    return str_slice(reader->last_block, rest < len ? len - (size_t)rest : 0, len);
}
