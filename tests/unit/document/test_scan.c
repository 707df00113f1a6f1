/* Searching by blocks: at every place of a block, behind it, and in texts shorter than one. */
#include "read.h"

#include <stdlib.h>

#include "document/scan.h"

enum { LENGTH_MOST = 50 };

/* A copy that ends where its memory does, so that a sanitizer sees what is read behind it. */
static char *text_of(size_t length, char fill) {
    char *text = malloc(length);
    assert_non_null(text);
    memset(text, fill, length);
    text[length - 1] = '\n';
    return text;
}

static void test_scan_for(void **state) {
    (void)state;
    for (size_t length = 1; length <= LENGTH_MOST; length++) {
        for (size_t at = 0; at < length; at++) {
            char *text = text_of(length, 'x');
            text[at] = at == length - 1 ? '\n' : ":#\t"[at % 3];
            for (size_t from = 0; from <= at; from++)
                assert_ptr_equal(scan_for(text + from, text + length, ':', '#', '\t'), text + at);
            free(text);
        }
    }
}

static void test_scan_spaces(void **state) {
    (void)state;
    for (size_t length = 1; length <= LENGTH_MOST; length++) {
        for (size_t at = 0; at < length; at++) {
            char *text = text_of(length, ' ');
            if (at < length - 1)
                text[at] = (char)0xa0;
            assert_ptr_equal(scan_spaces(text, text + length), text + at);
            free(text);
        }
    }
}

static void test_single_spaced(void **state) {
    (void)state;
    assert_true(scan_single_spaced(NULL, NULL));
    for (size_t length = 1; length <= LENGTH_MOST; length++) {
        for (size_t at = 0; at < length; at++) {
            char *text = malloc(length);
            for (size_t i = 0; i < length; i++)
                text[i] = i % 2 == at % 2 ? ' ' : '~';
            assert_true(scan_single_spaced(text, text + length));
            static const char bad[] = {0x1f, 0x7f, (char)0xa0, '\n', '\t', 0};
            for (size_t i = 0; i < sizeof bad; i++) {
                text[at] = bad[i];
                assert_false(scan_single_spaced(text, text + length));
            }
            text[at] = '!';
            assert_true(scan_single_spaced(text, text + length));
            text[at] = ' ';
            if (at > 0) {
                text[at - 1] = ' ';
                assert_false(scan_single_spaced(text, text + length));
            }
            free(text);
        }
    }
}

/* What other processors use gives the same as what this one does. */
static void test_portable(void **state) {
    (void)state;
    for (unsigned bits = 0; bits < 1U << SCAN_WIDTH; bits++) {
        scan_block block = {0};
        for (size_t i = 0; i < SCAN_WIDTH; i++)
            block[i] = bits >> i & 1 ? 0xff : 0;
        size_t expected = bits ? (size_t)__builtin_ctz(bits) : SCAN_WIDTH;
        if (scan_first_portable(block) != expected || scan_first(block) != expected)
            fail_msg("%x", bits);
        assert_int_equal(scan_bits_portable(block), bits);
        assert_int_equal(scan_bits(block), bits);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scan_for),
        cmocka_unit_test(test_scan_spaces),
        cmocka_unit_test(test_single_spaced),
        cmocka_unit_test(test_portable),
    };
    return cmocka_run_group_tests_name("document/scan", tests, NULL, NULL);
}
