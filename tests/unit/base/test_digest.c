/* SHA-256 against the standard's own examples. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/digest.h"

static void assert_digest(struct str digest, const char *expected) {
    assert_int_equal(digest.len, 64);
    assert_memory_equal(digest.ptr, expected, 64);
}

static void test_standard_examples(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct digest *digest = digest_new(arena);
    assert_digest(digest_hex(arena, digest),
                  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    digest_add(digest, STR("abc"));
    assert_digest(digest_hex(arena, digest),
                  "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    arena_free(arena);
}

static void test_pieces_and_beginning_anew(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct digest *digest = digest_new(arena);
    for (int i = 0; i < 1000000; i++)
        digest_add(digest, STR("a"));
    assert_digest(digest_hex(arena, digest),
                  "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    digest_add(digest, STR("a"));
    digest_add(digest, (struct str){0});
    digest_add(digest, STR("bc"));
    assert_digest(digest_hex(arena, digest),
                  "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_standard_examples),
        cmocka_unit_test(test_pieces_and_beginning_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
