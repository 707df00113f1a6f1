/* Folders: what is followed, what is skipped, what cannot be read. */
#include "pack.h"

#include "base/limits.h"

#define NOBODY 65534

/* Root may read everything: these tests need someone who may not. */
static void drop_root(struct bench *bench) {
    if (geteuid() != 0)
        return;
    chmod(bench->folder, 0755);
    assert_int_equal(seteuid(NOBODY), 0);
}

static void regain_root(void) {
    if (getuid() == 0)
        assert_int_equal(seteuid(0), 0);
}

static void test_links_and_fifos_are_skipped(void **state) {
    struct bench *bench = *state;
    put(bench, "tree/sub/a.yaml", STR("a: 1\n"));
    put(bench, "outside.yaml", STR("o: 1\n"));
    assert_int_equal(symlink("../outside.yaml", bench_path(bench, "tree/link.yaml")), 0);
    assert_int_equal(symlink("..", bench_path(bench, "tree/sub/loop")), 0);
    assert_int_equal(symlink("gone", bench_path(bench, "tree/broken")), 0);
    assert_int_equal(mkfifo(bench_path(bench, "tree/fifo.yaml"), 0600), 0);
    struct transcript got = read_one(bench, bench_path(bench, "tree"));
    assert_int_equal(got.n_members, 1);
    assert_contains(got.members, "sub/a.yaml 5 wanted whole ");
    assert_str(got.diags, "tree: note: 4 links and devices were skipped [member-skipped]\n");
    assert_false(got.input.truncated);
}

/* The folder itself may be named through a link. */
static void test_a_link_to_the_folder_is_followed(void **state) {
    struct bench *bench = *state;
    put(bench, "tree/a.yaml", STR("a: 1\n"));
    assert_int_equal(symlink("tree", bench_path(bench, "link")), 0);
    assert_int_equal(read_one(bench, bench_path(bench, "link")).n_members, 1);
    assert_int_equal(read_one(bench, bench_path(bench, "link/")).n_members, 1);
}

static void test_unreadable_file(void **state) {
    struct bench *bench = *state;
    put(bench, "tree/a.yaml", STR("a: 1\n"));
    chmod(put(bench, "tree/b.yaml", STR("b: 1\n")), 0);
    chmod(put(bench, "tree/c.log", STR("nobody asks for it\n")), 0);
    put(bench, "tree/namespaces/d.yaml", STR("d: 1\n"));
    drop_root(bench);
    struct transcript got = read_one(bench, bench_path(bench, "tree"));
    regain_root();
    assert_int_equal(got.n_members, 4);
    assert_contains(got.members, "a.yaml 5 wanted whole ");
    assert_contains(got.members, "b.yaml 0 wanted cut \n"); /* its name is known */
    assert_contains(got.members, "namespaces/d.yaml 5 wanted whole ");
    assert_contains(got.diags, "tree!b.yaml: warning: Permission denied: this member is not whole "
                               "[member-skipped]\n");
    assert_true(got.input.truncated);
}

static void test_unreadable_folder(void **state) {
    struct bench *bench = *state;
    put(bench, "tree/a.yaml", STR("a: 1\n"));
    put(bench, "tree/closed/b.yaml", STR("b: 1\n"));
    put(bench, "tree/z.yaml", STR("z: 1\n"));
    chmod(bench_path(bench, "tree/closed"), 0);
    drop_root(bench);
    struct transcript got = read_one(bench, bench_path(bench, "tree"));
    struct transcript closed = read_one(bench, bench_path(bench, "tree/closed"));
    regain_root();
    chmod(bench_path(bench, "tree/closed"), 0755);
    assert_int_equal(got.n_members, 2);
    assert_str(got.diags, "tree!closed: warning: Permission denied [member-skipped]\n");
    assert_true(got.input.truncated);
    assert_false(closed.opened);
    assert_str(closed.diags, "tree/closed: error: Permission denied [input-open]\n");
}

static void test_too_deep(void **state) {
    struct bench *bench = *state;
    struct strbuf path = strbuf_new(bench->arena);
    strbuf_append(&path, STR("tree"));
    for (size_t i = 0; i < limits->path_depth + 10; i++)
        strbuf_append(&path, STR("/d"));
    strbuf_append(&path, STR("/a.yaml"));
    put(bench, str_c(bench->arena, strbuf_str(&path)), STR("a: 1\n"));
    put(bench, "tree/z.yaml", STR("z: 1\n"));
    struct transcript got = read_one(bench, bench_path(bench, "tree"));
    assert_int_equal(got.n_members, 1);
    assert_contains(got.diags, "it is deeper than 64 folders");
    assert_true(got.input.truncated);
}

static void test_names_of_any_bytes(void **state) {
    struct bench *bench = *state;
    put(bench, "tree/new\nline.yaml", STR("1"));
    put(bench, "tree/bad\xff.yaml", STR("2"));
    put(bench, "tree/back\\slash.yaml", STR("3"));
    struct transcript got = read_one(bench, bench_path(bench, "tree"));
    assert_int_equal(got.n_members, 3);
    assert_contains(got.members, "new\xef\xbf\xbdline.yaml 1 ");
    assert_contains(got.members, "bad\xef\xbf\xbd.yaml 1 ");
    assert_contains(got.members, "back\\slash.yaml 1 ");
}

static void test_large_files_and_many(void **state) {
    struct bench *bench = *state;
    struct str big = noise(bench->arena, 700001, 3);
    put(bench, "tree/big.yaml", big);
    for (int i = 0; i < 500; i++)
        put(bench, str_c(bench->arena, str_printf(bench->arena, "tree/d/%03d.yaml", i)), STR("x"));
    struct transcript got = read_one(bench, bench_path(bench, "tree"));
    assert_int_equal(got.n_members, 501);
    struct str hex = digest_of(bench->arena, big);
    struct str line = str_printf(bench->arena, "big.yaml 700001 wanted whole %.8s\n", hex.ptr);
    assert_true(str_starts_with(got.members, line));
    assert_int_equal(got.input.bytes, 700501);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BENCH_TEST(test_links_and_fifos_are_skipped),
        BENCH_TEST(test_a_link_to_the_folder_is_followed),
        BENCH_TEST(test_unreadable_file),
        BENCH_TEST(test_unreadable_folder),
        BENCH_TEST(test_too_deep),
        BENCH_TEST(test_names_of_any_bytes),
        BENCH_TEST(test_large_files_and_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
