/* Where the index at a zip's end and its members say different things, that is told. */
#include "pack.h"

#include "bundle/pull.h"

#define NOT_FOUND "warning: in the zip's index, but not found [member-skipped]\n"

static const struct file files[] = {{"a.yaml", STR_INIT("a: 1\n")},
                                    {"b.yaml", STR_INIT("b: 12\n")},
                                    {"c.yaml", STR_INIT("c: 123\n")}};

static struct str make(struct bench *bench) {
    return pack(bench->arena, "zip", NULL, TREE(files));
}

static char *copy_of(struct bench *bench, struct str bytes) {
    char *copy = arena_alloc(bench->arena, bytes.len);
    memcpy(copy, bytes.ptr, bytes.len);
    return copy;
}

/* The n-th record with that signature. */
static size_t find_record(struct str zip, const char *signature, unsigned n) {
    size_t at = str_find(zip, (struct str){signature, 4}, 0);
    while (n--)
        at = str_find(zip, (struct str){signature, 4}, at + 4);
    assert_true(at != SIZE_MAX);
    return at;
}

#define LOCAL "PK\3\4"
#define ENTRY "PK\1\2"
#define END "PK\5\6"

static void test_a_renamed_member(void **state) {
    struct bench *bench = *state;
    struct str zip = make(bench);
    char *bytes = copy_of(bench, zip);
    bytes[find_record(zip, LOCAL, 1) + 30] = 'x';
    struct transcript got = read_bytes(bench, (struct str){bytes, zip.len});
    assert_contains(got.members, "x.yaml 6 wanted whole ");
    assert_contains(got.diags, "input-0!b.yaml: " NOT_FOUND);
    assert_contains(got.diags, "warning: the zip's index does not have 1 of its members, after "
                               "this member [input-damaged]\n");
    assert_true(got.input.truncated);
}

static void test_a_member_without_header(void **state) {
    struct bench *bench = *state;
    struct str zip = make(bench);
    char *bytes = copy_of(bench, zip);
    memset(bytes + find_record(zip, LOCAL, 1), 0, 4);
    struct transcript got = read_bytes(bench, (struct str){bytes, zip.len});
    assert_int_equal(got.n_members, 2);
    assert_str(got.diags, "input-0!b.yaml: " NOT_FOUND);
    assert_true(got.input.truncated);
    const struct file outer = {"mg.zip", {bytes, zip.len}};
    got = read_bytes(bench, pack(bench->arena, "gnutar", NULL, (struct tree){&outer, 1}));
    assert_str(got.diags, "input-1!mg.zip!b.yaml: " NOT_FOUND);
}

static void test_another_size(void **state) {
    struct bench *bench = *state;
    struct str zip = make(bench);
    char *bytes = copy_of(bench, zip);
    bytes[find_record(zip, ENTRY, 2) + 24]++;
    struct transcript got = read_bytes(bench, (struct str){bytes, zip.len});
    assert_contains(got.diags, "input-0!c.yaml: " NOT_FOUND);
    assert_true(got.input.truncated);
}

static void test_an_index_that_lacks_a_member(void **state) {
    struct bench *bench = *state;
    struct str zip = make(bench);
    size_t first = find_record(zip, ENTRY, 0), second = find_record(zip, ENTRY, 1);
    struct str without =
        join(bench->arena, str_slice(zip, 0, first), str_slice(zip, second, zip.len));
    struct transcript got = read_bytes(bench, without);
    assert_int_equal(got.n_members, 3);
    assert_contains(got.diags, "the zip's index is damaged"); /* its end counts another number */
    char *bytes = copy_of(bench, without);
    bytes[find_record(without, END, 0) + 10] = 2;
    got = read_bytes(bench, (struct str){bytes, without.len});
    assert_contains(got.diags, "the zip's index does not have 1 of its members");
    struct str none = join(bench->arena, str_slice(zip, 0, first),
                           str_slice(zip, find_record(zip, END, 0), zip.len));
    got = read_bytes(bench, none);
    assert_contains(got.diags, "the zip's index is damaged");
    assert_true(got.input.truncated);
}

static void test_a_cut_index(void **state) {
    struct bench *bench = *state;
    struct str zip = make(bench);
    for (size_t len = find_record(zip, ENTRY, 0); len < zip.len; len++) {
        struct transcript got = read_bytes(bench, str_slice(zip, 0, len));
        assert_int_equal(got.n_members, 3);
        assert_contains(got.diags, "[input-truncated]\n");
        assert_true(got.input.truncated);
    }
}

/* One piece of data that many members are made of: a bomb for who follows the index. */
static void test_members_that_overlap(void **state) {
    struct bench *bench = *state;
    struct str zip = make(bench);
    char *bytes = copy_of(bench, zip);
    memset(bytes + find_record(zip, ENTRY, 2) + 42, 0, 4);
    struct transcript got = read_bytes(bench, (struct str){bytes, zip.len});
    assert_int_equal(got.n_members, 3);
    assert_contains(got.diags, "warning: members of the zip overlap, after this member "
                               "[input-damaged]\n");
    assert_true(got.input.truncated);
}

static void test_many_that_did_not_come_are_counted(void **state) {
    struct bench *bench = *state;
    struct file many[50];
    for (size_t i = 0; i < 50; i++)
        many[i] = (struct file){str_c(bench->arena, str_printf(bench->arena, "%02zu.yaml", i)),
                                STR("a: 1\n")};
    struct str zip = pack(bench->arena, "zip", NULL, TREE(many));
    struct str rest = str_slice(zip, find_record(zip, LOCAL, 45), zip.len);
    struct transcript got = read_bytes(bench, rest);
    assert_int_equal(got.n_members, 5);
    assert_contains(got.diags, "input-0!19.yaml: " NOT_FOUND);
    assert_false(str_contains(got.diags, STR("20.yaml")));
    assert_contains(got.diags, "25 more are in the zip's index, but not found");
}

static void test_what_follows_a_zip_is_told(void **state) {
    struct bench *bench = *state;
    struct str zip = make(bench);
    struct transcript got = read_bytes(bench, join(bench->arena, zip, zip));
    assert_int_equal(got.n_members, 3);
    struct str told = str_printf(bench->arena,
                                 "input-0: warning: %zu bytes after the end of the data were "
                                 "ignored [input-damaged]\n",
                                 zip.len);
    assert_str(got.diags, str_c(bench->arena, told));
}

/* The index begins anywhere in and between the blocks that are read. */
static void test_an_index_across_blocks(void **state) {
    struct bench *bench = *state;
    const struct file probe = {"a.log", noise(bench->arena, PULL_BLOCK - 1000, 1)};
    struct str zip = pack(bench->arena, "zip", NULL, (struct tree){&probe, 1});
    size_t short_of = PULL_BLOCK - find_record(zip, ENTRY, 0);
    for (size_t more = short_of - 60; more < short_of + 8; more++) {
        const struct file large = {"a.log", noise(bench->arena, PULL_BLOCK - 1000 + more, 1)};
        struct transcript got =
            read_bytes(bench, pack(bench->arena, "zip", NULL, (struct tree){&large, 1}));
        assert_str(got.diags, "");
        assert_int_equal(got.n_members, 1);
    }
}

/* Normal forms, and names whose encoding nobody tells, are no damage. */
static void test_names_that_are_not_ascii(void **state) {
    struct bench *bench = *state;
    static const struct file names[] = {{"mg/e\xcc\x81.yaml", STR_INIT("a: 1\n")},
                                        {"mg/\xc3\xa9.yaml", STR_INIT("a: 1\n")}};
    struct str zip = pack(bench->arena, "zip", NULL, TREE(names));
    assert_str(read_bytes(bench, zip).diags, "");
    char *bytes = copy_of(bench, zip);
    for (size_t at = 0; (at = str_find(zip, STR("\xc3\xa9"), at)) != SIZE_MAX; at += 2)
        bytes[at] = '\x82';            /* as DOS has it */
    for (unsigned i = 0; i < 2; i++) { /* no longer called UTF-8 */
        bytes[find_record(zip, LOCAL, i) + 7] = 0;
        bytes[find_record(zip, ENTRY, i) + 9] = 0;
    }
    assert_str(read_bytes(bench, (struct str){bytes, zip.len}).diags, "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BENCH_TEST(test_a_renamed_member),
        BENCH_TEST(test_a_member_without_header),
        BENCH_TEST(test_another_size),
        BENCH_TEST(test_an_index_that_lacks_a_member),
        BENCH_TEST(test_a_cut_index),
        BENCH_TEST(test_members_that_overlap),
        BENCH_TEST(test_many_that_did_not_come_are_counted),
        BENCH_TEST(test_what_follows_a_zip_is_told),
        BENCH_TEST(test_an_index_across_blocks),
        BENCH_TEST(test_names_that_are_not_ascii),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
