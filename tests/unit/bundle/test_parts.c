/* Split files: found, ordered and joined; and what only looks like them. */
#include "pack.h"

#include "bundle/parts.h"

static const struct file files[] = {
    {"mg/a.yaml", STR_INIT("a: 1\n")},
    {"mg/b.yaml", STR_INIT("b: 1\n")},
};

/* Writes `bytes` as n parts, named by a format that takes a letter or digit. */
static void split(struct bench *bench, struct str bytes, const char *const *names, size_t n) {
    size_t size = bytes.len / n + 1;
    for (size_t i = 0; i < n; i++)
        put(bench, names[i], str_slice(bytes, i * size, (i + 1) * size));
}

static void check(struct bench *bench, struct transcript got, struct str bytes) {
    assert_str(got.diags, "");
    assert_contains(got.members, "mg/a.yaml 5 wanted whole ");
    assert_contains(got.members, "mg/b.yaml 5 wanted whole ");
    assert_int_equal(got.n_members, 2);
    assert_int_equal(got.input.bytes, bytes.len);
    assert_true(str_eq(got.input.sha256, digest_of(bench->arena, bytes)));
}

static void test_first_given_others_found(void **state) {
    struct bench *bench = *state;
    static const char *const sets[][3] = {
        {"l.tar.gz.aa", "l.tar.gz.ab", "l.tar.gz.ac"},
        {"d.001", "d.002", "d.003"},
        {"e.00", "e.01", "e.02"},
        {"f.000", "f.001", "f.002"},
        {"g.part-aaa", "g.part-aab", "g.part-aac"},
        {"h_aa", "h_ab", "h_ac"},
        {"i.01", "i.02", "i.03"},
    };
    struct str bytes = pack(bench->arena, "gnutar", "gzip", TREE(files));
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        split(bench, bytes, sets[i], 3);
        struct transcript got = read_one(bench, bench_path(bench, sets[i][0]));
        check(bench, got, bytes);
        assert_str(got.input.name, bench_path(bench, sets[i][0]));
        assert_str(got.input.format, "tar.gz");
    }
}

static void test_given_in_any_order(void **state) {
    struct bench *bench = *state;
    static const char *const set[] = {"x.aa", "x.ab", "x.ac"};
    struct str bytes = pack(bench->arena, "gnutar", NULL, TREE(files));
    split(bench, bytes, set, 3);
    const char *names[] = {bench_path(bench, "x.ac"), bench_path(bench, "x.aa"),
                           bench_path(bench, "x.ab")};
    check(bench, read_bundle(bench, 1, names, 3), bytes);
    /* One in the middle is enough as well: the first is beside it. */
    check(bench, read_bundle(bench, 1, &names[2], 1), bytes);
}

static void test_every_way_of_reading(void **state) {
    struct bench *bench = *state;
    static const char *const set[] = {"x.001", "x.002", "x.003"};
    static const char *const formats[] = {"gnutar", "zip", "7zip", "newc"};
    for (size_t i = 0; i < 4; i++) {
        struct str bytes = pack(bench->arena, formats[i], NULL, TREE(files));
        split(bench, bytes, set, 3);
        check(bench, read_one(bench, bench_path(bench, "x.001")), bytes);
    }
}

/* Parts larger than a block, read out of their order. */
static void test_seeking_over_parts(void **state) {
    struct bench *bench = *state;
    static const char *const set[] = {"x.001", "x.002", "x.003"};
    const struct file large[] = {
        {"mg/a.yaml", STR_INIT("a: 1\n")},
        {"mg/big.yaml", noise(bench->arena, 2000000, 1)},
        {"mg/b.yaml", STR_INIT("b: 1\n")},
    };
    struct str bytes = pack(bench->arena, "7zip", NULL, TREE(large));
    split(bench, bytes, set, 3);
    struct transcript got = read_one(bench, bench_path(bench, "x.001"));
    assert_str(got.diags, "");
    assert_str(got.sorted, read_bytes(bench, bytes).sorted.ptr);
    assert_int_equal(got.n_members, 3);
    assert_int_equal(got.input.bytes, bytes.len);
    assert_true(str_eq(got.input.sha256, digest_of(bench->arena, bytes)));
}

static void test_missing_in_the_middle(void **state) {
    struct bench *bench = *state;
    static const char *const set[] = {"x.aa", "x.ab", "x.ac"};
    split(bench, pack(bench->arena, "gnutar", NULL, TREE(files)), set, 3);
    unlink(bench_path(bench, "x.ab"));
    const char *names[] = {bench_path(bench, "x.aa"), bench_path(bench, "x.ac")};
    struct transcript got = read_bundle(bench, 1, names, 2);
    assert_false(got.opened);
    assert_str(got.diags, "x.ab: error: this part of a split file is missing [input-open]\n");
}

static void test_missing_at_the_end(void **state) {
    struct bench *bench = *state;
    static const char *const set[] = {"x.aa", "x.ab", "x.ac"};
    split(bench, pack(bench->arena, "gnutar", NULL, TREE(files)), set, 3);
    unlink(bench_path(bench, "x.ac"));
    struct transcript got = read_one(bench, bench_path(bench, "x.aa"));
    assert_true(got.opened);
    assert_true(got.input.truncated);
}

static void test_a_later_part_alone(void **state) {
    struct bench *bench = *state;
    put(bench, "x.ab", STR("\x01\x02 the middle of something"));
    assert_str(read_one(bench, bench_path(bench, "x.ab")).diags,
               "x.ab: error: no archive; if it is a part of a split file, give the first part "
               "[input-format]\n");
}

/* Whole archives that somebody numbered. */
static void test_numbered_archives_stay_apart(void **state) {
    struct bench *bench = *state;
    struct str bytes = pack(bench->arena, "gnutar", "gzip", TREE(files));
    const char *names[] = {put(bench, "mg.001", bytes), put(bench, "mg.002", bytes)};
    check(bench, read_one(bench, names[0]), bytes);
    assert_int_equal(read_bundle(bench, 1, names, 2).n_members, 4);
    const char *gap[] = {names[0], put(bench, "mg.003", bytes)};
    unlink(names[1]);
    assert_int_equal(read_bundle(bench, 1, gap, 2).n_members, 4);
}

static void test_names_that_are_no_parts(void **state) {
    struct bench *bench = *state;
    struct str bytes = pack(bench->arena, "gnutar", NULL, TREE(files));
    static const char *const names[] = {"mg-01", "mg.7z", "aa", ".aa", "mg.gz", "mg.0001"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        check(bench, read_one(bench, put(bench, names[i], bytes)), bytes);
    put(bench, "mg-02", STR("not a part of mg-01"));
    check(bench, read_one(bench, bench_path(bench, "mg-01")), bytes);
    assert_true(parts_is_later(STR("x.ab")));
    assert_true(parts_is_later(STR("x.002")));
    assert_false(parts_is_later(STR("x.aa")));
    assert_false(parts_is_later(STR("x.001")));
    assert_false(parts_is_later(STR("x.tar")));
    assert_false(parts_is_later(STR("")));
}

static void test_counter_carries(void **state) {
    struct bench *bench = *state;
    struct str bytes = pack(bench->arena, "gnutar", NULL, TREE(files));
    const char *names[30];
    for (size_t i = 0; i < 30; i++)
        names[i] = str_c(bench->arena, str_printf(bench->arena, "x.%c%c", 'a' + (char)(i / 26),
                                                  'a' + (char)(i % 26)));
    split(bench, bytes, names, 30);
    check(bench, read_one(bench, bench_path(bench, "x.aa")), bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BENCH_TEST(test_first_given_others_found), BENCH_TEST(test_given_in_any_order),
        BENCH_TEST(test_every_way_of_reading),     BENCH_TEST(test_seeking_over_parts),
        BENCH_TEST(test_missing_in_the_middle),    BENCH_TEST(test_missing_at_the_end),
        BENCH_TEST(test_a_later_part_alone),       BENCH_TEST(test_numbered_archives_stay_apart),
        BENCH_TEST(test_names_that_are_no_parts),  BENCH_TEST(test_counter_carries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
