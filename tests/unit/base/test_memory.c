/* Pieces of memory: each apart, aligned, kept as it was filled, whoever gives it back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/parallel.h"

#define SIZES 600 /* small ones, and some that are not */

static void fill(void *bytes, size_t size) {
    memset(bytes, (int)(size % 251), size);
}

static bool holds(const void *bytes, size_t size, size_t filled) {
    const unsigned char *byte = bytes;
    for (size_t i = 0; i < size; i++)
        if (byte[i] != filled % 251)
            return false;
    return true;
}

static void test_each_apart(void **state) {
    (void)state;
    void *given[SIZES];
    for (int again = 0; again < 3; again++) {
        for (size_t i = 0; i < SIZES; i++) {
            given[i] = memory_alloc(i);
            assert_int_equal((uintptr_t)given[i] % 16, 0);
            fill(given[i], i);
        }
        for (size_t i = 0; i < SIZES; i++)
            assert_true(holds(given[i], i, i));
        for (size_t i = 0; i < SIZES; i++)
            memory_free(given[again == 1 ? SIZES - 1 - i : i]);
    }
    memory_free(NULL);
}

static void test_grows(void **state) {
    (void)state;
    char *text = memory_copy("grown");
    for (size_t size = 6; size < 5000; size += 37) {
        text = memory_grow(text, size);
        assert_string_equal(text, "grown");
        memset(text + 6, 'x', size - 6);
    }
    text = memory_grow(text, 6); /* and shrunk */
    assert_string_equal(text, "grown");
    memory_free(text);
    text = memory_grow(NULL, 10);
    fill(text, 10);
    memory_free(text);
}

/* Taken by one thread and given back by another, over and over. */
static void pass_on(void *arg, size_t number) {
    void **given = (void **)arg + number * SIZES;
    for (size_t i = 0; i < SIZES; i++) {
        if (given[i])
            assert_true(holds(given[i], i, i));
        memory_free(given[i]);
        given[i] = memory_alloc(i);
        fill(given[i], i);
    }
}

static void test_threads(void **state) {
    (void)state;
    static void *given[2][SIZES];
    for (int i = 0; i < 20; i++) {
        parallel_run(2, 2, pass_on, given);
        for (size_t k = 0; k < SIZES; k++) {
            void *other = given[0][k];
            given[0][k] = given[1][k];
            given[1][k] = other;
        }
    }
    for (size_t i = 0; i < 2 * SIZES; i++)
        memory_free(given[i / SIZES][i % SIZES]);
}

/* No process has as much: it ends, whatever was there before. */
static void test_too_large(void **state) {
    (void)state;
    static const size_t had[] = {0, 10, 1000};
    for (size_t i = 0; i < sizeof had / sizeof *had; i++) {
        int status;
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            if (!freopen("/dev/null", "w", stderr))
                _exit(0);
            memory_grow(had[i] ? memory_alloc(had[i]) : NULL, SIZE_MAX - 8);
            _exit(0);
        }
        assert_true(waitpid(child, &status, 0) == child);
        assert_int_not_equal(status, 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_apart),
        cmocka_unit_test(test_grows),
        cmocka_unit_test(test_threads),
        cmocka_unit_test(test_too_large),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
