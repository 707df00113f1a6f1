/* Jobs on several threads: each runs once, whatever there is of threads. */
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/parallel.h"

#define JOBS 1000

struct seen {
    int runs[JOBS];
    pthread_t by[JOBS];
    struct arena *arenas[JOBS];
};

static void note(void *arg, size_t number) {
    struct seen *seen = arg;
    seen->runs[number]++;
    seen->by[number] = pthread_self();
    seen->arenas[number] = arena_new();
    arena_alloc(seen->arenas[number], 100 + number);
}

static void assert_each_once(struct seen *seen, size_t count) {
    for (size_t i = 0; i < JOBS; i++) {
        assert_int_equal(seen->runs[i], i < count ? 1 : 0);
        if (i < count)
            assert_true(arena_used(seen->arenas[i]) >= 100 + i);
        arena_free(seen->arenas[i]);
    }
}

static void test_each_job_runs_once(void **state) {
    (void)state;
    static const unsigned threads[] = {0, 1, 2, 3, 8, 1000000};
    static const size_t counts[] = {0, 1, 2, 7, JOBS};
    for (size_t t = 0; t < sizeof threads / sizeof *threads; t++)
        for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
            struct seen seen = {0};
            parallel_run(threads[t], counts[c], note, &seen);
            assert_each_once(&seen, counts[c]);
        }
}

static void test_one_thread_is_the_caller(void **state) {
    (void)state;
    struct seen seen = {0};
    parallel_run(1, JOBS, note, &seen);
    for (size_t i = 0; i < JOBS; i++)
        assert_true(pthread_equal(seen.by[i], pthread_self()));
    assert_each_once(&seen, JOBS);
}

/* Two that meet: neither could go on without the other at work. */
struct meeting {
    pthread_barrier_t barrier;
    atomic_int met;
};

static void meet(void *arg, size_t number) {
    struct meeting *meeting = arg;
    (void)number;
    pthread_barrier_wait(&meeting->barrier);
    atomic_fetch_add(&meeting->met, 1);
}

static void test_jobs_run_side_by_side(void **state) {
    (void)state;
    struct meeting meeting = {.met = 0};
    pthread_barrier_init(&meeting.barrier, NULL, 3);
    parallel_run(3, 3, meet, &meeting);
    assert_int_equal(atomic_load(&meeting.met), 3);
    pthread_barrier_destroy(&meeting.barrier);
}

/* A job may have jobs of its own. */
static void nest(void *arg, size_t number) {
    struct seen *all = arg;
    parallel_run(2, JOBS, note, &all[number]);
}

static void test_jobs_within_jobs(void **state) {
    (void)state;
    struct seen all[3] = {0};
    parallel_run(2, 3, nest, all);
    for (size_t i = 0; i < 3; i++)
        assert_each_once(&all[i], JOBS);
}

/* The system, which gives as many threads as `left` says, and may not let cores be chosen. */
static atomic_int left = -1;
static bool refuse_cores;

static bool chooses_cores(const pthread_attr_t *attr) {
    cpu_set_t all, chosen;
    return sched_getaffinity(0, sizeof all, &all) == 0 &&
           pthread_attr_getaffinity_np(attr, sizeof chosen, &chosen) == 0 &&
           CPU_COUNT(&chosen) < CPU_COUNT(&all);
}

int pthread_create(pthread_t *ret, const pthread_attr_t *attr, void *(*fn)(void *), void *arg) {
    typedef int create(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    void *next = dlsym(RTLD_NEXT, "pthread_create");
    create *real;
    memcpy(&real, &next, sizeof next);
    if (left == 0)
        return EAGAIN;
    if (refuse_cores && chooses_cores(attr))
        return EPERM;
    left -= left > 0;
    return real(ret, attr, fn, arg);
}

static void test_without_threads(void **state) {
    (void)state;
    struct seen seen = {0};
    left = 0;
    parallel_run(4, JOBS, note, &seen);
    left = -1;
    for (size_t i = 0; i < JOBS; i++)
        assert_true(pthread_equal(seen.by[i], pthread_self()));
    assert_each_once(&seen, JOBS);
}

static void test_with_fewer_threads_than_asked(void **state) {
    (void)state;
    struct seen seen = {0};
    left = 1;
    parallel_run(8, JOBS, note, &seen);
    assert_int_equal(left, 0);
    left = -1;
    assert_each_once(&seen, JOBS);
}

static void test_cores_are_those_allowed(void **state) {
    (void)state;
    cpu_set_t before, one;
    assert_int_equal(sched_getaffinity(0, sizeof before, &before), 0);
    assert_int_equal(parallel_cores(), CPU_COUNT(&before));
    size_t first = 0;
    while (!CPU_ISSET(first, &before))
        first++;
    CPU_ZERO(&one);
    CPU_SET(first, &one);
    assert_int_equal(sched_setaffinity(0, sizeof one, &one), 0);
    assert_int_equal(parallel_cores(), 1);
    assert_int_equal(sched_setaffinity(0, sizeof before, &before), 0);
}

/* ---- where a thread runs ---- */

struct look {
    pthread_barrier_t started;
    cpu_set_t cores;
};

static void *look(void *arg) {
    struct look *l = arg;
    pthread_barrier_wait(&l->started); /* the caller is done with it */
    assert_int_equal(sched_getaffinity(0, sizeof l->cores, &l->cores), 0);
    return NULL;
}

static cpu_set_t cores_of_thread(enum parallel_core core) {
    struct look l;
    pthread_t thread;
    pthread_barrier_init(&l.started, NULL, 2);
    assert_true(parallel_start(&thread, core, look, &l));
    pthread_barrier_wait(&l.started);
    pthread_join(thread, NULL);
    pthread_barrier_destroy(&l.started);
    return l.cores;
}

static cpu_set_t own_cores(void) {
    cpu_set_t cores;
    assert_int_equal(sched_getaffinity(0, sizeof cores, &cores), 0);
    return cores;
}

static void test_other_core_first(void **state) {
    (void)state;
    cpu_set_t all = own_cores(), cores = cores_of_thread(OTHER_CORE_FIRST);
    assert_true(CPU_EQUAL(&cores, &all));
}

/* All but one, which is the caller's unless it was moved meanwhile. */
static void test_other_core_only(void **state) {
    (void)state;
    cpu_set_t all = own_cores(), cores = cores_of_thread(OTHER_CORE_ONLY), common;
    CPU_AND(&common, &all, &cores);
    assert_true(CPU_EQUAL(&common, &cores));
    assert_int_equal(CPU_COUNT(&cores), CPU_COUNT(&all) > 1 ? CPU_COUNT(&all) - 1 : 1);
}

static void test_where_there_is_no_other_core(void **state) {
    (void)state;
    cpu_set_t all = own_cores(), one;
    CPU_ZERO(&one);
    for (size_t i = 0; CPU_COUNT(&one) == 0; i++)
        if (CPU_ISSET(i, &all))
            CPU_SET(i, &one);
    assert_int_equal(sched_setaffinity(0, sizeof one, &one), 0);
    cpu_set_t first = cores_of_thread(OTHER_CORE_FIRST), only = cores_of_thread(OTHER_CORE_ONLY);
    assert_int_equal(sched_setaffinity(0, sizeof all, &all), 0);
    assert_true(CPU_EQUAL(&first, &one));
    assert_true(CPU_EQUAL(&only, &one));
}

static void test_where_cores_cannot_be_chosen(void **state) {
    (void)state;
    refuse_cores = true;
    cpu_set_t all = own_cores(), cores = cores_of_thread(OTHER_CORE_ONLY);
    refuse_cores = false;
    assert_true(CPU_EQUAL(&cores, &all));
}

static void test_no_thread(void **state) {
    (void)state;
    pthread_t thread;
    left = 0;
    assert_false(parallel_start(&thread, OTHER_CORE_FIRST, look, NULL));
    left = -1;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_job_runs_once),
        cmocka_unit_test(test_one_thread_is_the_caller),
        cmocka_unit_test(test_jobs_run_side_by_side),
        cmocka_unit_test(test_jobs_within_jobs),
        cmocka_unit_test(test_without_threads),
        cmocka_unit_test(test_with_fewer_threads_than_asked),
        cmocka_unit_test(test_cores_are_those_allowed),
        cmocka_unit_test(test_other_core_first),
        cmocka_unit_test(test_other_core_only),
        cmocka_unit_test(test_where_there_is_no_other_core),
        cmocka_unit_test(test_where_cores_cannot_be_chosen),
        cmocka_unit_test(test_no_thread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
