/* What the tests of bundle/ share: trees, archives made of them at run time, and a transcript of
 * what a bundle gave, which is compared as text. */
#ifndef VIRTREADY_TESTS_PACK_H
#define VIRTREADY_TESTS_PACK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <ftw.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/vec.h"
#include "bundle/bundle.h"

struct file {
    const char *path;
    struct str bytes;
};

struct tree {
    const struct file *files;
    size_t count;
};

#define TREE(array) ((struct tree){(array), sizeof(array) / sizeof *(array)})

/* An arena and a folder for each test. */
struct bench {
    struct arena *arena;
    char folder[256];
    unsigned made;
};

static inline int bench_open(void **state) {
    static struct bench bench;
    bench = (struct bench){.arena = arena_new()};
    const char *place = getenv("TMPDIR");
    snprintf(bench.folder, sizeof bench.folder, "%s/virtready-test-XXXXXX",
             place ? place : P_tmpdir);
    assert_non_null(mkdtemp(bench.folder));
    *state = &bench;
    return 0;
}

static inline int bench_remove(const char *path, const struct stat *status, int type,
                               struct FTW *ftw) {
    (void)status, (void)type, (void)ftw;
    return remove(path);
}

static inline int bench_close(void **state) {
    struct bench *bench = *state;
    nftw(bench->folder, bench_remove, 16, FTW_DEPTH | FTW_PHYS);
    arena_free(bench->arena);
    return 0;
}

#define BENCH_TEST(name) cmocka_unit_test_setup_teardown(name, bench_open, bench_close)

/* ---- making ---- */

static inline la_ssize_t pack_append(struct archive *archive, void *arg, const void *bytes,
                                     size_t len) {
    (void)archive;
    strbuf_append(arg, (struct str){bytes, len});
    return (la_ssize_t)len;
}

static inline void pack_check(struct archive *archive, int result) {
    if (result != ARCHIVE_OK)
        fail_msg("libarchive: %s", archive_error_string(archive));
}

static inline void pack_file(struct archive *archive, const struct file *file) {
    struct archive_entry *entry = archive_entry_new();
    archive_entry_copy_pathname(entry, file->path);
    archive_entry_set_mode(entry, 0100644);
    archive_entry_set_mtime(entry, 1600000000, 0);
    archive_entry_set_size(entry, (la_int64_t)file->bytes.len);
    pack_check(archive, archive_write_header(archive, entry));
    if (file->bytes.len)
        assert_int_equal(archive_write_data(archive, file->bytes.ptr, file->bytes.len),
                         (la_ssize_t)file->bytes.len);
    archive_entry_free(entry);
}

/* format as libarchive names it: "ustar", "gnutar", "pax", "zip", "7zip", "newc", "raw"; filter
 * NULL for none. */
static inline struct str pack(struct arena *arena, const char *format, const char *filter,
                              struct tree tree) {
    struct strbuf out = strbuf_new(arena);
    locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    locale_t before = uselocale(utf8); /* the writer converts names */
    struct archive *archive = archive_write_new();
    pack_check(archive, archive_write_set_format_by_name(archive, format));
    if (filter)
        pack_check(archive, archive_write_add_filter_by_name(archive, filter));
    archive_write_set_bytes_in_last_block(archive, 1);
    pack_check(archive, archive_write_open(archive, &out, NULL, pack_append, NULL));
    for (size_t i = 0; i < tree.count; i++)
        pack_file(archive, &tree.files[i]);
    pack_check(archive, archive_write_close(archive));
    archive_write_free(archive);
    uselocale(before);
    freelocale(utf8);
    return strbuf_str(&out);
}

static inline struct str compress(struct arena *arena, const char *filter, struct str bytes) {
    struct file file = {"data", bytes};
    return pack(arena, "raw", filter, (struct tree){&file, 1});
}

static inline const char *bench_path(struct bench *bench, const char *name) {
    return str_c(bench->arena, str_printf(bench->arena, "%s/%s", bench->folder, name));
}

static inline const char *put(struct bench *bench, const char *name, struct str bytes) {
    const char *path = bench_path(bench, name);
    for (char *slash = strchr(path + strlen(bench->folder) + 1, '/'); slash;
         slash = strchr(slash + 1, '/')) {
        char *folder = strndup(path, (size_t)(slash - path));
        mkdir(folder, 0755);
        free(folder);
    }
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(bytes.ptr ? bytes.ptr : "", 1, bytes.len, out), bytes.len);
    fclose(out);
    return path;
}

static inline const char *put_tree(struct bench *bench, const char *folder, struct tree tree) {
    mkdir(bench_path(bench, folder), 0755);
    for (size_t i = 0; i < tree.count; i++)
        put(bench,
            str_c(bench->arena, str_printf(bench->arena, "%s/%s", folder, tree.files[i].path)),
            tree.files[i].bytes);
    return bench_path(bench, folder);
}

/* Bytes that no compressor makes much smaller. */
static inline struct str noise(struct arena *arena, size_t len, uint64_t seed) {
    char *bytes = arena_alloc(arena, len);
    for (size_t i = 0; i < len; i++) {
        seed = seed * 6364136223846793005U + 1442695040888963407U;
        bytes[i] = (char)(seed >> 56);
    }
    return (struct str){bytes, len};
}

static inline struct str join(struct arena *arena, struct str a, struct str b) {
    struct strbuf out = strbuf_new(arena);
    strbuf_append(&out, a);
    strbuf_append(&out, b);
    return strbuf_str(&out);
}

/* ---- reading ---- */

/* What a bundle gave, as text. */
struct transcript {
    bool opened;
    struct str members;        /* a line for each: "path size wanted whole digest" */
    struct str sorted;         /* the same, in the order of their bytes */
    struct str diags;          /* as printed, with the bench's folder left out */
    struct bundle_input input; /* the first */
    size_t n_members;
};

static inline bool want_all(void *arg, struct str path) {
    (void)arg;
    return !str_ends_with(path, STR(".log"));
}

static inline bool descend_outside(void *arg, struct str path) {
    (void)arg;
    return !str_contains(path, STR("namespaces/"));
}

static inline int compare_lines(const void *a, const void *b) {
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static inline struct str sort_lines(struct arena *arena, struct str text) {
    VEC(struct str) lines = {0};
    for (struct str line; text.len && str_cut(text, '\n', &line, &text);)
        *vec_push(arena, &lines) = line;
    if (lines.count)
        qsort(lines.items, lines.count, sizeof *lines.items, compare_lines);
    struct strbuf out = strbuf_new(arena);
    for (size_t i = 0; i < lines.count; i++)
        strbuf_printf(&out, "%.*s\n", STR_ARG(lines.items[i]));
    return strbuf_str(&out);
}

static inline void write_member(struct strbuf *out, struct digest *digest,
                                const struct member *member) {
    digest_add(digest, member->bytes);
    struct str hex = digest_hex(out->arena, digest);
    strbuf_printf(out, "%.*s %llu %s %s %.*s\n", STR_ARG(member->path),
                  (unsigned long long)member->size, member->wanted ? "wanted" : "-",
                  member->whole ? "whole" : "cut", member->bytes.len ? 8 : 0, hex.ptr);
}

static inline struct str print_diags(struct bench *bench, const struct diag_sink *sink) {
    struct strbuf out = strbuf_new(bench->arena);
    const struct diag *diag;
    for (size_t i = 0; (diag = diag_get(sink, i)); i++) {
        struct str line = diag_format(bench->arena, diag);
        struct str folder = str_printf(bench->arena, "%s/", bench->folder);
        if (str_starts_with(line, folder))
            line = str_slice(line, folder.len, line.len);
        strbuf_append(&out, line);
    }
    strbuf_append_byte(&out, '\0');
    return (struct str){out.ptr, out.len - 1};
}

static inline struct transcript read_bundle(struct bench *bench, unsigned jobs,
                                            const char *const *names, size_t n_names) {
    struct arena *arena = bench->arena;
    struct diag_sink *sink = diag_sink_new(arena);
    struct bundle_options options = {.jobs = jobs, .want = want_all, .descend = descend_outside};
    struct str *inputs = NEW_ARRAY(arena, n_names, struct str);
    for (size_t i = 0; i < n_names; i++)
        inputs[i] = str_of(names[i]);
    struct transcript result = {0};
    struct strbuf out = strbuf_new(arena);
    struct digest *digest = digest_new(arena);
    struct bundle *bundle;
    result.opened = bundle_open(arena, inputs, n_names, options, sink, &bundle);
    if (result.opened) {
        for (struct member member; bundle_next(bundle, &member); result.n_members++)
            write_member(&out, digest, &member);
        struct member after;
        assert_false(bundle_next(bundle, &after));
        result.input = *bundle_input(bundle, 0);
        bundle_close(bundle);
    }
    strbuf_append_byte(&out, '\0');
    result.members = (struct str){out.ptr, out.len - 1};
    result.sorted = sort_lines(arena, result.members);
    result.diags = print_diags(bench, sink);
    return result;
}

static inline struct transcript read_one(struct bench *bench, const char *name) {
    return read_bundle(bench, 1, &name, 1);
}

static inline struct transcript read_bytes(struct bench *bench, struct str bytes) {
    struct str name = str_printf(bench->arena, "input-%u", bench->made++);
    return read_one(bench, put(bench, str_c(bench->arena, name), bytes));
}

static inline struct str digest_of(struct arena *arena, struct str bytes) {
    struct digest *digest = digest_new(arena);
    digest_add(digest, bytes);
    return digest_hex(arena, digest);
}

#define assert_str(text, expected)                                                                 \
    do {                                                                                           \
        struct str assert_str_got = (text);                                                        \
        if (!str_eq(assert_str_got, str_of(expected)))                                             \
            fail_msg("'%.*s' is not '%s'", STR_ARG(assert_str_got), expected);                     \
    } while (0)

#define assert_contains(text, part)                                                                \
    do {                                                                                           \
        struct str assert_contains_in = (text);                                                    \
        if (!str_contains(assert_contains_in, str_of(part)))                                       \
            fail_msg("'%s' is not in '%.*s'", part, STR_ARG(assert_contains_in));                  \
    } while (0)

#endif
