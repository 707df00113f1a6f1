/* Reading on a thread of its own gives the same, and can be ended at any time. */
#include "pack.h"

#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/wait.h>

#define N_FILES 3000

/* About 12 MB in many batches, with a large member, empty ones, and paths to complain about. */
static struct str make_archive(struct bench *bench, const char *format, const char *filter) {
    struct file *files = NEW_ARRAY(bench->arena, N_FILES, struct file);
    for (size_t i = 0; i < N_FILES; i++) {
        size_t size = i == 1000 ? 3000000 : i % 5 == 0 ? 0 : i % 97 * 60;
        struct str name = i % 100 == 7  ? str_printf(bench->arena, "../%zu.yaml", i)
                          : i % 10 == 3 ? str_printf(bench->arena, "mg/%zu.log", i)
                                        : str_printf(bench->arena, "mg/%zu.yaml", i);
        files[i] = (struct file){str_c(bench->arena, name), noise(bench->arena, size, i)};
    }
    return pack(bench->arena, format, filter, (struct tree){files, N_FILES});
}

static void check_same(struct bench *bench, const char *const *names, size_t n) {
    struct transcript one = read_bundle(bench, 1, names, n);
    assert_true(one.n_members > 1000);
    for (int i = 0; i < 5; i++) {
        struct transcript two = read_bundle(bench, 2, names, n);
        assert_true(str_eq(two.members, one.members));
        assert_true(str_eq(two.diags, one.diags));
        assert_true(str_eq(two.input.sha256, one.input.sha256));
        assert_true(str_eq(two.input.format, one.input.format));
        assert_int_equal(two.input.bytes, one.input.bytes);
        assert_int_equal(two.input.members, one.input.members);
        assert_int_equal(two.input.truncated, one.input.truncated);
    }
}

static void test_same_results(void **state) {
    struct bench *bench = *state;
    const char *tgz = put(bench, "a.tgz", make_archive(bench, "gnutar", "gzip"));
    const char *zip = put(bench, "b.zip", make_archive(bench, "zip", NULL));
    const char *both[] = {tgz, zip};
    check_same(bench, both, 2);
    struct str cut = make_archive(bench, "gnutar", "gzip");
    cut.len = cut.len / 3 * 2;
    const char *name = put(bench, "cut.tgz", cut);
    check_same(bench, &name, 1);
}

/* What the consumer says between two members stays between the reader's words about them. */
static void test_order_of_diagnostics(void **state) {
    struct bench *bench = *state;
    struct str name = str_of(put(bench, "a.tar", make_archive(bench, "gnutar", NULL)));
    struct str seen[2];
    for (unsigned jobs = 1; jobs <= 2; jobs++) {
        struct diag_sink *sink = diag_sink_new(bench->arena);
        struct bundle_options options = {.jobs = jobs, .want = want_all};
        struct bundle *bundle;
        assert_true(bundle_open(bench->arena, &name, 1, options, sink, &bundle));
        size_t n = 0;
        for (struct member member; bundle_next(bundle, &member); n++)
            if (n % 50 == 0)
                diag_add(sink, DIAG_NOTE, DIAG_USAGE, (struct diag_where){0}, "at member %zu", n);
        bundle_close(bundle);
        seen[jobs - 1] = print_diags(bench, sink);
    }
    assert_str(seen[1], seen[0].ptr);
    assert_contains(seen[0], "at member 50 ");
    /* The seventh member was refused: before the first that was given there was nothing to say. */
    size_t first = str_find(seen[0], STR("at member 0 "), 0);
    size_t refused = str_find(seen[0], STR("../7.yaml"), 0);
    size_t later = str_find(seen[0], STR("at member 50 "), 0);
    assert_true(first < refused && refused < later && later != SIZE_MAX);
}

static void test_closing_at_any_time(void **state) {
    struct bench *bench = *state;
    struct str name = str_of(put(bench, "a.tgz", make_archive(bench, "gnutar", "gzip")));
    for (size_t stop = 0; stop < 2900; stop += 1 + stop / 3)
        for (unsigned jobs = 1; jobs <= 2; jobs++) {
            struct diag_sink *sink = diag_sink_new(bench->arena);
            struct bundle_options options = {.jobs = jobs, .want = want_all};
            struct bundle *bundle;
            struct member member;
            assert_true(bundle_open(bench->arena, &name, 1, options, sink, &bundle));
            for (size_t i = 0; i < stop; i++)
                assert_true(bundle_next(bundle, &member));
            bundle_close(bundle);
            assert_false(bundle_next(bundle, &member));
            bundle_close(bundle);
        }
}

struct ahead {
    atomic_uint worked;
    atomic_uint at_work[3]; /* by thread: more than one at a time would be wrong */
};

static void *take_path(void *arg, size_t thread, struct arena *arena, const struct member *member) {
    struct ahead *ahead = arg;
    assert_int_equal(atomic_fetch_add(&ahead->at_work[thread], 1), 0);
    struct str *path = NEW(arena, struct str);
    assert_true(member->wanted && !member->ahead);
    *path = str_printf(arena, "%.*s %zu", STR_ARG(member->path), member->bytes.len);
    atomic_fetch_add(&ahead->worked, 1);
    atomic_fetch_sub(&ahead->at_work[thread], 1);
    return path;
}

/* Members come in their order with what was made of each; at most `stop` of them. */
static size_t count_worked(struct bench *bench, struct str name, size_t threads, size_t stop) {
    struct bundle_options options = {.jobs = 2, .want = want_all};
    struct ahead state = {0};
    struct bundle_ahead ahead = {threads, take_path, &state};
    struct bundle *bundle;
    struct member member;
    size_t n = 0, worked = 0;
    assert_true(bundle_open(bench->arena, &name, 1, options, diag_sink_new(bench->arena), &bundle));
    bundle_work_ahead(bundle, &ahead);
    while (!atomic_load(&state.worked))
        usleep(100); /* the first batch is theirs */
    for (; n < stop && bundle_next(bundle, &member); n++) {
        const struct str *path = member.ahead;
        if (!path)
            continue;
        worked++;
        assert_str(*path, str_c(bench->arena, str_printf(bench->arena, "%.*s %zu",
                                                         STR_ARG(member.path), member.bytes.len)));
    }
    assert_true(worked <= atomic_load(&state.worked));
    bundle_close(bundle);
    return worked;
}

static void test_work_ahead(void **state) {
    struct bench *bench = *state;
    struct str name = str_of(put(bench, "a.tgz", make_archive(bench, "gnutar", "gzip")));
    for (size_t threads = 1; threads <= 3; threads++)
        assert_in_range(count_worked(bench, name, threads, SIZE_MAX), 300, N_FILES);
    for (size_t stop = 1; stop < 2900; stop += 1 + stop / 2)
        assert_in_range(count_worked(bench, name, 3, stop), 1, stop);
}

static void test_the_arena_closes_it(void **state) {
    struct bench *bench = *state;
    struct arena *arena = arena_new();
    struct str name = str_of(put(bench, "a.tgz", make_archive(bench, "gnutar", "gzip")));
    struct bundle_options options = {.jobs = 2, .want = want_all};
    struct bundle *bundle;
    struct member member;
    assert_true(bundle_open(arena, &name, 1, options, diag_sink_new(arena), &bundle));
    assert_true(bundle_next(bundle, &member));
    arena_free(arena); /* ThreadSanitizer and LeakSanitizer see what is left */
}

/* The reader waits at a pipe into which nothing comes any more. */
static void test_closing_while_it_waits_for_input(void **state) {
    struct bench *bench = *state;
    const struct file large[] = {{"a.yaml", noise(bench->arena, 400 << 10, 1)}};
    struct str head = pack(bench->arena, "ustar", NULL, TREE(large));
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        alarm(30);
        for (size_t done = 0; done < 300 << 10; done += PIPE_BUF)
            if (write(ends[1], head.ptr + done, PIPE_BUF) < 0)
                _exit(1);
        for (;;)
            pause();
    }
    struct str name = str_printf(bench->arena, "/proc/self/fd/%d", ends[0]);
    struct bundle_options options = {.jobs = 2, .want = want_all};
    struct bundle *bundle = NULL;
    alarm(20); /* instead of waiting for ever where this fails */
    assert_true(bundle_open(bench->arena, &name, 1, options, diag_sink_new(bench->arena), &bundle));
    usleep(20000);
    bundle_close(bundle);
    alarm(0);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    close(ends[0]);
    close(ends[1]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BENCH_TEST(test_same_results),        BENCH_TEST(test_order_of_diagnostics),
        BENCH_TEST(test_closing_at_any_time), BENCH_TEST(test_work_ahead),
        BENCH_TEST(test_the_arena_closes_it), BENCH_TEST(test_closing_while_it_waits_for_input),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
