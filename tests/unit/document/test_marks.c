/* Marks are what looking at byte after byte finds, wherever the window stands; the text ends where
 * its memory does, so that a sanitizer sees what is read behind it. */
#include "read.h"

#include <stdlib.h>

#include "document/marks.h"

static char *copy_of(const char *text, size_t len) {
    char *copy = malloc(len);
    assert_non_null(copy);
    memcpy(copy, text, len);
    return copy;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\n' || c == '\t';
}

static const char *expected_stop(const char *text, const char *at) {
    for (; *at != '\n' && *at != '\t'; at++)
        if ((*at == ':' && is_blank(at[1])) || (*at == '#' && at > text && at[-1] == ' '))
            break;
    return at;
}

/* Lines of which some are longer than a word, and the text longer than a window. */
static size_t random_text(char *text, size_t len) {
    static const char letters[] = "ab:: #\t ab\xc3\xa9\n";
    for (size_t i = 0; i + 1 < len; i++)
        text[i] = letters[(size_t)rand() % (i / 300 % 2 ? 8 : sizeof letters - 1)];
    text[len - 1] = '\n';
    return len;
}

static void test_marks__byte_after_byte(void **state) {
    (void)state;
    static const size_t lengths[] = {1, 2, 63, 64, 65, 128, 1000, 8191, 8192, 8193, 20000};
    srand(1);
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        char buffer[20000];
        size_t len = random_text(buffer, lengths[i]);
        char *text = copy_of(buffer, len);
        struct marks marks;
        marks_begin(&marks, text, text + len);
        for (int k = 0; k < 3000; k++) { /* forward, with jumps back */
            size_t step = len < 3000 ? (size_t)k : (size_t)k * 7 + (k % 5 ? 0 : (size_t)rand());
            const char *at = text + step % len, *spaces = at;
            while (*spaces == ' ')
                spaces++;
            assert_ptr_equal(marks_stop(&marks, at), expected_stop(text, at));
            assert_ptr_equal(marks_spaces(&marks, at), spaces);
        }
        free(text);
    }
}

/* What the fast reader leaves to libyaml, at every place of blocks and across their borders. */
static void test_marks__odd(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        bool odd;
    } cases[] = {
        {"\xc3\xa9", false},
        {"\xe2\x82\xac", false},
        {"\xf0\x9f\x98\x80", false},
        {"\xef\xbf\xbd", false},
        {"\t", false},
        {"~", false},
        {"\r", true},
        {"\x01", true},
        {"\x7f", true},
        {"\x80", true},
        {"\xc3", true},
        {"\xc2\x85", true},
        {"\xe2\x80\xa8", true},
        {"\xef\xbb\xbf", true},
        {"\xed\xa0\x80", true},
        {"\xef\xbf\xbe", true},
    };
    enum { LENGTH = 140 };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t len = strlen(cases[i].bytes);
        for (size_t at = 0; at + len < LENGTH; at++) {
            char buffer[LENGTH];
            memset(buffer, 'x', sizeof buffer);
            memcpy(buffer + at, cases[i].bytes, len);
            buffer[LENGTH - 1] = '\n';
            char *text = copy_of(buffer, LENGTH);
            struct marks marks;
            marks_begin(&marks, text, text + LENGTH);
            marks_move(&marks, text);
            marks_move(&marks, text + LENGTH);
            if (marks.odd != cases[i].odd)
                fail_msg("case %zu at %zu", i, at);
            free(text);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_marks__byte_after_byte),
        cmocka_unit_test(test_marks__odd),
    };
    return cmocka_run_group_tests_name("document/marks", tests, NULL, NULL);
}
