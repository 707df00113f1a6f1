/* Telling what bytes are by their beginning. */
#include "pack.h"

#include "bundle/form.h"

static const struct file one[] = {{"a.yaml", {"kind: Pod\n", 10}}};

static void test_what_the_writers_make(void **state) {
    struct bench *bench = *state;
    static const struct {
        const char *format, *filter;
        enum form form;
    } cases[] = {
        {"ustar", NULL, FORM_TAR},  {"gnutar", NULL, FORM_TAR},   {"pax", NULL, FORM_TAR},
        {"v7tar", NULL, FORM_TAR},  {"zip", NULL, FORM_ZIP},      {"7zip", NULL, FORM_7Z},
        {"newc", NULL, FORM_CPIO},  {"odc", NULL, FORM_CPIO},     {"ustar", "gzip", FORM_GZIP},
        {"ustar", "xz", FORM_XZ},   {"ustar", "zstd", FORM_ZSTD}, {"ustar", "bzip2", FORM_BZIP2},
        {"ustar", "lz4", FORM_LZ4},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str bytes = pack(bench->arena, cases[i].format, cases[i].filter, TREE(one));
        if (form_of(bytes) != cases[i].form)
            fail_msg("%s %s: %s", cases[i].format, cases[i].filter, form_name(form_of(bytes)));
    }
}

/* Of a gzip of bytes that cannot be made smaller, the tar's own header stands in its midst. */
static void test_a_gzip_that_sums_up_like_a_tar(void **state) {
    (void)state;
    char head[512] = "\x1f\x8b\x08";
    memcpy(head + 148, "262", 3); /* 0x1f + (signed char)0x8b + 8, and the field as spaces */
    assert_int_equal(form_of((struct str){head, sizeof head}), FORM_GZIP);
    memcpy(head, "\0\0\0\xb2", 4);
    assert_int_equal(form_of((struct str){head, sizeof head}), FORM_UNKNOWN);
    memcpy(head, "a\x80\xd1\0", 4); /* as much again, and a name */
    assert_int_equal(form_of((struct str){head, sizeof head}), FORM_TAR);
}

static void test_text(void **state) {
    (void)state;
    static const char *const texts[] = {
        "apiVersion: v1\nkind: Pod\n",
        "---\napiVersion: v1\n",
        "---\n",
        "# made by oc\n\n# again\nkind: Pod\n",
        "{\"a\": 1}",
        "  [1]",
        "- a\n- b\n",
        "\xef\xbb\xbfkind: Pod\n",
        "\xff\xfek\0i\0",
        "\xfe\xff\0k\0i",
        "items:\r\n- a\r\n",
        "key:",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (form_of(str_of(texts[i])) != FORM_TEXT)
            fail_msg("'%s': %s", texts[i], form_name(form_of(str_of(texts[i]))));
}

static void test_unknown(void **state) {
    (void)state;
    static const struct str cases[] = {
        STR_INIT("hello world\n"),
        STR_INIT("kind: Pod\0\n"),
        STR_INIT("http://example.com/x"),
        STR_INIT("BZh"),
        STR_INIT("BZhello: world is no bzip2 and no text\x01"),
        STR_INIT("\x1f\x8b"),
        STR_INIT("# only a comment"),
        STR_INIT(": a"),
        STR_INIT("<a b: c>"),
        STR_INIT("\x7f"
                 "ELF"),
        STR_INIT("PK\x01\x02"),
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (form_of(cases[i]) != FORM_UNKNOWN)
            fail_msg("case %zu: %s", i, form_name(form_of(cases[i])));
}

static void test_empty(void **state) {
    (void)state;
    static const char zeros[10240];
    assert_int_equal(form_of((struct str){0}), FORM_EMPTY);
    assert_int_equal(form_of((struct str){zeros, sizeof zeros}), FORM_EMPTY);
}

static void test_skippable_frame(void **state) {
    (void)state;
    assert_int_equal(form_of(STR("\x50\x2a\x4d\x18\x04\0\0\0abcd")), FORM_ZSTD);
    assert_int_equal(form_of(STR("\x5f\x2a\x4d\x18\x04\0\0\0abcd")), FORM_ZSTD);
}

/* A header whose sum is wrong by one is no tar. */
static void test_tar_checksum(void **state) {
    struct bench *bench = *state;
    struct str tar = pack(bench->arena, "ustar", NULL, TREE(one));
    char header[512];
    memcpy(header, tar.ptr, sizeof header);
    assert_int_equal(form_of((struct str){header, sizeof header}), FORM_TAR);
    assert_int_equal(form_of((struct str){header, 511}), FORM_UNKNOWN);
    header[0]++;
    assert_int_equal(form_of((struct str){header, sizeof header}), FORM_UNKNOWN);
}

/* No number in the checksum's field is no sum, whatever the bytes add up to: -1 as well. */
static void test_no_tar_checksum(void **state) {
    (void)state;
    char head[512] = "PK\x03\x04";
    memcpy(head + 100, "\x80\x80", 2); /* as signed ones */
    head[148] = 'x';
    for (int first = 0; first < 256; first++)
        for (int second = 0; second < 256; second++) {
            head[10] = (char)first;
            head[11] = (char)second;
            assert_int_equal(form_of((struct str){head, sizeof head}), FORM_ZIP);
        }
}

static void test_foreign(void **state) {
    (void)state;
    assert_string_equal(form_foreign(STR("Rar!\x1a\x07\x00")), "a RAR archive");
    assert_string_equal(form_foreign(STR("\n<!DOCTYPE html>")), "a web page");
    assert_string_equal(form_foreign(STR("Salted__xyz")), "encrypted with openssl");
    assert_null(form_foreign(STR("hello")));
    assert_null(form_foreign((struct str){0}));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BENCH_TEST(test_what_the_writers_make),
        BENCH_TEST(test_tar_checksum),
        cmocka_unit_test(test_no_tar_checksum),
        cmocka_unit_test(test_a_gzip_that_sums_up_like_a_tar),
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_unknown),
        cmocka_unit_test(test_empty),
        cmocka_unit_test(test_skippable_frame),
        cmocka_unit_test(test_foreign),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
