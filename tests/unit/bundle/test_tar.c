/* The walk of plain tars against libarchive. Each tar is read twice: behind a plain entry, and
 * behind the same entry in the format of 1979, which the walk gives up at; members and words must
 * be the same. */
#include "pack.h"

#include "bundle/tar.h"

#define BLOCK 512

enum {
    NAME = 0,
    SIZE = 124,
    SUM = 148,
    TYPE = 156,
    MAGIC = 257,
    PREFIX = 345,
    GNU_REAL_SIZE = 483
};

struct made {
    const char *name;
    const char *prefix;
    char type;
    bool gnu;
    struct str bytes;
};

static void set_sum(char *header) {
    unsigned sum = 0;
    memset(header + SUM, ' ', 8);
    for (size_t i = 0; i < BLOCK; i++)
        sum += (unsigned char)header[i];
    snprintf(header + SUM, 8, "%06o", sum);
}

static void append_entry(struct strbuf *out, const struct made *made) {
    char header[BLOCK] = {0};
    memcpy(header + NAME, made->name, strnlen(made->name, 100));
    if (made->prefix)
        memcpy(header + PREFIX, made->prefix, strnlen(made->prefix, 155));
    snprintf(header + SIZE, 12, "%011zo", made->bytes.len);
    header[TYPE] = made->type;
    memcpy(header + MAGIC, made->gnu ? "ustar  " : "ustar\00000", 8);
    set_sum(header);
    strbuf_append(out, (struct str){header, BLOCK});
    strbuf_append(out, made->bytes);
    for (size_t i = made->bytes.len; i % BLOCK; i++)
        strbuf_append_byte(out, '\0');
}

static struct str make(struct arena *arena, const struct made *made, size_t count) {
    struct strbuf out = strbuf_new(arena);
    for (size_t i = 0; i < count; i++)
        append_entry(&out, &made[i]);
    for (size_t i = 0; i < 2 * BLOCK; i++)
        strbuf_append_byte(&out, '\0');
    return strbuf_str(&out);
}

#define MAKE(bench, made) make((bench)->arena, (made), sizeof(made) / sizeof *(made))

static struct str long_name(struct bench *bench, size_t len) {
    char *name = arena_alloc(bench->arena, len + 1);
    for (size_t i = 0; i < len; i++)
        name[i] = i % 50 == 49 ? '/' : (char)('a' + i % 26);
    return (struct str){name, len + 1};
}

static struct transcript read_behind(struct bench *bench, const struct made *first,
                                     struct str tar) {
    struct strbuf out = strbuf_new(bench->arena);
    append_entry(&out, first);
    if (first->type == '\0') {
        memset(out.ptr + MAGIC, 0, 8);
        set_sum(out.ptr);
    }
    strbuf_append(&out, tar);
    return read_one(bench, put(bench, "input", strbuf_str(&out)));
}

/* What both say of it. */
static struct transcript check_same(struct bench *bench, struct str tar) {
    const struct made plain = {.name = "first.yaml", .type = '0', .bytes = STR("a: 1\n")};
    const struct made old = {.name = "first.yaml", .type = '\0', .bytes = STR("a: 1\n")};
    struct transcript walked = read_behind(bench, &plain, tar);
    struct transcript read = read_behind(bench, &old, tar);
    assert_true(walked.opened && read.opened);
    assert_str(walked.members, read.members.ptr);
    assert_str(walked.diags, read.diags.ptr);
    assert_int_equal(walked.input.truncated, read.input.truncated);
    return walked;
}

/* Everything that the walk takes, and a link to a file, which it does not. */
static struct str make_all(struct bench *bench) {
    struct arena *arena = bench->arena;
    const struct made made[] = {
        {"mg", NULL, '5', false, {0}},
        {"mg/a.yaml", NULL, '0', false, noise(arena, 700, 1)},
        {"b.yaml", "mg/in/a/prefix", '0', false, noise(arena, 512, 2)},
        {"c.yaml", "mg/with/slash/", '0', false, noise(arena, 1, 3)},
        {"mg/empty.yaml", NULL, '0', true, {0}},
        {"mg/gnu.log", NULL, '0', true, noise(arena, 1300, 4)},
        {"././@LongLink", NULL, 'L', true, long_name(bench, 310)},
        {"cut-short", NULL, '0', true, noise(arena, 100, 5)},
        {"mg/folder/", NULL, '0', true, {0}},
        {"mg/link", NULL, '2', false, {0}},
        {"mg/h\xc3\xa4lf-\xff.yaml", NULL, '\0', false, noise(arena, 40, 6)},
        {"mg/hard", NULL, '1', true, {0}},
        {"mg/after.yaml", NULL, '0', false, noise(arena, 60, 7)},
    };
    return MAKE(bench, made);
}

static void test_all_kinds(void **state) {
    struct bench *bench = *state;
    struct transcript got = check_same(bench, make_all(bench));
    assert_int_equal(got.n_members, 10);
    assert_contains(got.members, "\nmg/with/slash/c.yaml 1 wanted whole");
    assert_contains(got.members, "\nmg/in/a/prefix/b.yaml 512 wanted whole");
    assert_contains(got.members, "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvw/");
    assert_contains(got.members, "mg/after.yaml 60 wanted whole");
    assert_contains(got.diags, "1 link");
}

static void test_formats_of_libarchive(void **state) {
    struct bench *bench = *state;
    const char *const formats[] = {"ustar", "gnutar", "pax", "v7tar"};
    struct file files[] = {
        {"mg/a.yaml", noise(bench->arena, 300000, 1)},
        {"mg/\xc3\xa9t\xc3\xa9.yaml", noise(bench->arena, 511, 2)},
        {"mg/b.log", noise(bench->arena, 70000, 3)},
        {"mg/c.yaml", noise(bench->arena, 513, 4)},
        {"mg/d.yaml", {0}},
    };
    for (size_t i = 0; i < 4; i++) {
        struct transcript got =
            check_same(bench, pack(bench->arena, formats[i], NULL, TREE(files)));
        assert_int_equal(got.n_members, 6);
        assert_str(got.diags, "");
    }
}

/* The walk's long names end somewhere. */
static void test_long_names(void **state) {
    struct bench *bench = *state;
    const size_t lengths[] = {1, 99, 100, 101, 255, 511, 512, 3000, 4094, 4607, 4608, 5000};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        const struct made made[] = {
            {"././@LongLink", NULL, 'L', true, long_name(bench, lengths[i])},
            {"short", NULL, '0', true, noise(bench->arena, 100, i)},
            {"next.yaml", NULL, '0', true, noise(bench->arena, 200, i)},
        };
        struct transcript got = check_same(bench, MAKE(bench, made));
        assert_contains(got.members, "\nnext.yaml 200 wanted whole");
    }
}

/* What may stand in the middle of a tar, for libarchive to deal with. */
static void test_rare_headers(void **state) {
    struct bench *bench = *state;
    const char types[] = "1346789DKLMNSVXgxAZ~";
    for (size_t i = 0; types[i]; i++)
        for (size_t size = 0; size <= 600; size += 600) {
            const struct made made[] = {
                {"mg/a.yaml", NULL, '0', i % 2, noise(bench->arena, 700, 1)},
                {"mg/b.yaml", NULL, types[i], i % 2, noise(bench->arena, size, 2)},
                {"mg/c.yaml", NULL, '0', i % 2, noise(bench->arena, 20, 3)},
            };
            check_same(bench, MAKE(bench, made));
        }
}

static void test_every_cut(void **state) {
    struct bench *bench = *state;
    struct str tar = make_all(bench);
    for (size_t len = 0; len < tar.len; len += 1 + len % 37)
        check_same(bench, str_slice(tar, 0, len));
    for (size_t at = BLOCK; at < tar.len; at += BLOCK)
        for (size_t len = at - 1; len <= at + 1; len++)
            check_same(bench, str_slice(tar, 0, len));
}

/* Each byte of each header becomes another, with the sum that belongs to it and without. */
static void test_every_byte_of_headers(void **state) {
    struct bench *bench = *state;
    const char values[] = {'\0', '7', 'S', ' ', '\x80', '\xff'};
    const struct made made[] = {
        {"mg/a.yaml", "pre", '0', false, noise(bench->arena, 700, 1)},
        {"././@LongLink", NULL, 'L', true, STR("a-long-name\0")},
        {"gnu", NULL, '0', true, noise(bench->arena, 80, 2)},
        {"mg/end.yaml", NULL, '0', true, noise(bench->arena, 8, 2)},
    };
    struct str tar = MAKE(bench, made);
    const size_t headers[] = {0, 3 * BLOCK, 5 * BLOCK};
    for (size_t h = 0; h < 3; h++)
        for (size_t i = 0; i < BLOCK; i += i < 100 && i % 3 ? 5 : 1) {
            struct arena *arena = arena_new();
            struct bench inner = {.arena = arena};
            memcpy(inner.folder, bench->folder, sizeof inner.folder);
            char *header = (char *)(uintptr_t)str_copy(arena, tar).ptr + headers[h];
            header[i] = values[(i + h) % sizeof values];
            struct str changed = {header - headers[h], tar.len};
            check_same(&inner, changed);
            set_sum(header);
            check_same(&inner, changed);
            arena_free(arena);
        }
}

/* ---- the walk alone, over blocks of any size ---- */

struct blocks {
    struct str bytes;
    size_t size;
};

static bool next_block(void *arg, struct str *ret_block) {
    struct blocks *blocks = arg;
    *ret_block = str_slice(blocks->bytes, 0, blocks->size);
    blocks->bytes = str_slice(blocks->bytes, ret_block->len, blocks->bytes.len);
    return ret_block->len > 0;
}

static void test_blocks_of_any_size(void **state) {
    struct bench *bench = *state;
    struct file files[] = {
        {"mg/a.yaml", noise(bench->arena, 3000, 1)},
        {"mg/skipped.log", noise(bench->arena, 1025, 2)},
        {"mg/b.yaml", noise(bench->arena, 512, 3)},
    };
    struct str tar_bytes = pack(bench->arena, "gnutar", NULL, TREE(files));
    for (size_t size = 1; size < 2000; size += 1 + size / 3) {
        struct trouble trouble = {0};
        struct blocks blocks = {tar_bytes, size};
        struct pull input = pull_new(bench->arena, next_block, &blocks, &trouble);
        struct tar *tar = tar_new(bench->arena, &input);
        struct entry entry;
        for (size_t i = 0; i < 3; i++) {
            struct strbuf got = strbuf_new(bench->arena);
            assert_int_equal(tar_next(tar, &trouble, &entry), TAR_ENTRY);
            assert_str(entry.name, files[i].path);
            assert_int_equal(tar_size(tar), files[i].bytes.len);
            for (struct str block; i != 1 && tar_read(tar, &trouble, &block);)
                strbuf_append(&got, block);
            assert_true(i == 1 || str_eq(strbuf_str(&got), files[i].bytes));
        }
        assert_int_equal(tar_next(tar, &trouble, &entry), TAR_UNSURE);
        assert_int_equal(trouble.kind, TROUBLE_NONE);
        bool has_empty;
        struct strbuf rest = strbuf_new(bench->arena);
        struct pull *back = tar_given_back(tar, &has_empty);
        for (struct str block; pull_next(back, &block);)
            strbuf_append(&rest, block);
        assert_true(has_empty && rest.len >= 3 * BLOCK && rest.len % BLOCK == 0);
        assert_true(str_eq(str_slice(strbuf_str(&rest), BLOCK, rest.len),
                           str_slice(tar_bytes, tar_bytes.len - rest.len + BLOCK, tar_bytes.len)));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BENCH_TEST(test_all_kinds),          BENCH_TEST(test_formats_of_libarchive),
        BENCH_TEST(test_long_names),         BENCH_TEST(test_rare_headers),
        BENCH_TEST(test_every_cut),          BENCH_TEST(test_every_byte_of_headers),
        BENCH_TEST(test_blocks_of_any_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
