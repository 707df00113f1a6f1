/* A buffer grows from the first byte to far beyond its first size, and gives its memory back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "base/memory.h"

static void append_number(struct buffer *buffer, uint32_t number) {
    buffer_append(buffer, (struct str){(const char *)&number, sizeof number});
}

static void assert_numbers(const struct buffer *buffer, uint32_t count) {
    const uint32_t *numbers = (const uint32_t *)(const void *)buffer_str(buffer).ptr;
    assert_int_equal(buffer_str(buffer).len, count * sizeof *numbers);
    for (uint32_t i = 0; i < count; i++)
        if (numbers[i] != i)
            fail_msg("number %u of %u is %u", i, count, numbers[i]);
}

static void test_grows(void **state) {
    (void)state;
    static const size_t sizes[] = {1000, MEMORY_MAPPED, MEMORY_MAPPED + 4, 3 * MEMORY_MAPPED,
                                   9 * MEMORY_MAPPED};
    struct buffer buffer = {0};
    uint32_t count = 0;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        while (count * sizeof count < sizes[i])
            append_number(&buffer, count++);
        assert_numbers(&buffer, count);
    }
    buffer_free(&buffer);
    assert_null(buffer.ptr);
    assert_int_equal(buffer.cap, 0);
}

static void test_large_at_once(void **state) {
    (void)state;
    struct buffer from = {0}, to = {0};
    for (uint32_t i = 0; i < 2 * MEMORY_MAPPED / sizeof i; i++)
        append_number(&from, i);
    buffer_append(&to, buffer_str(&from));
    assert_numbers(&to, 2 * MEMORY_MAPPED / sizeof(uint32_t));
    buffer_free(&from);
    buffer_free(&to);
}

static void test_nothing(void **state) {
    (void)state;
    struct buffer buffer = {0};
    buffer_append(&buffer, (struct str){0});
    assert_null(buffer.ptr);
    buffer_clear(&buffer, 0);
    buffer_free(&buffer);
}

static void test_clear_keeps_a_bound(void **state) {
    (void)state;
    struct buffer buffer = {0};
    append_number(&buffer, 0);
    buffer_clear(&buffer, MEMORY_MAPPED);
    assert_int_equal(buffer.len, 0);
    assert_int_equal(buffer.cap, MEMORY_MAPPED);
    while (buffer.len <= MEMORY_MAPPED)
        append_number(&buffer, 0);
    buffer_clear(&buffer, MEMORY_MAPPED);
    assert_null(buffer.ptr);
    append_number(&buffer, 0);
    assert_numbers(&buffer, 1);
    buffer_free(&buffer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_grows),
        cmocka_unit_test(test_large_at_once),
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_clear_keeps_a_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
