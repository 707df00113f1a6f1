/* gzip: members in a row, header fields, padding, damage, and every way of cutting the input. */
#include "pack.h"

#include "bundle/inflate.h"

/* Gives `bytes` in pieces of `piece`. */
struct feed {
    struct str bytes;
    size_t piece;
};

static bool feed_next(void *arg, struct str *ret_block) {
    struct feed *feed = arg;
    *ret_block = str_slice(feed->bytes, 0, feed->piece);
    feed->bytes = str_slice(feed->bytes, feed->piece, feed->bytes.len);
    return ret_block->len > 0;
}

struct result {
    struct str bytes;
    struct trouble trouble;
    struct guard guard;
};

static struct result inflate(struct arena *arena, struct str bytes, size_t piece) {
    struct result result = {.guard = {.total = (uint64_t)1 << 30}};
    struct feed feed = {bytes, piece};
    struct pull input = pull_new(arena, feed_next, &feed, &result.trouble);
    struct pull *output = inflate_open(arena, &input, &result.guard, &result.trouble);
    struct strbuf out = strbuf_new(arena);
    for (struct str block; pull_next(output, &block);)
        strbuf_append(&out, block);
    result.bytes = strbuf_str(&out);
    return result;
}

static struct str text_of(struct arena *arena, size_t len) {
    struct strbuf out = strbuf_new(arena);
    for (int i = 0; out.len < len; i++)
        strbuf_printf(&out, "line %d of %d\n", i * 7919 % 1000, i);
    return strbuf_str(&out);
}

static void test_whole_in_pieces_of_any_size(void **state) {
    struct bench *bench = *state;
    struct str text = text_of(bench->arena, 700000);
    struct str packed = compress(bench->arena, "gzip", text);
    static const size_t pieces[] = {1, 2, 3, 7, 18, 4095, 4096, 4097, 262144, SIZE_MAX};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct result result = inflate(bench->arena, packed, pieces[i]);
        assert_true(str_eq(result.bytes, text));
        assert_int_equal(result.trouble.kind, TROUBLE_NONE);
        assert_int_equal(result.guard.unpacked, text.len);
        assert_int_equal(result.guard.ignored, 0);
    }
}

static void test_nothing_and_stored_bytes(void **state) {
    struct bench *bench = *state;
    struct str empty = compress(bench->arena, "gzip", STR(""));
    struct str random = noise(bench->arena, 300000, 1);
    assert_int_equal(inflate(bench->arena, empty, 5).bytes.len, 0);
    assert_int_equal(inflate(bench->arena, empty, 5).trouble.kind, TROUBLE_NONE);
    struct result result = inflate(bench->arena, compress(bench->arena, "gzip", random), 1000);
    assert_true(str_eq(result.bytes, random));
    assert_int_equal(result.trouble.kind, TROUBLE_NONE);
}

static void test_members_in_a_row(void **state) {
    struct bench *bench = *state;
    struct str a = text_of(bench->arena, 100000), b = STR("the second one");
    struct str both =
        join(bench->arena, compress(bench->arena, "gzip", a), compress(bench->arena, "gzip", b));
    both = join(bench->arena, both, compress(bench->arena, "gzip", STR("")));
    struct str expected = join(bench->arena, a, b);
    for (size_t piece = 1; piece < 100; piece += 3) {
        struct result result = inflate(bench->arena, both, piece);
        assert_true(str_eq(result.bytes, expected));
        assert_int_equal(result.trouble.kind, TROUBLE_NONE);
    }
}

/* FEXTRA, FNAME, FCOMMENT, as `gzip -N` and web servers write them; FHCRC, their sum. */
static void test_header_fields(void **state) {
    struct bench *bench = *state;
    struct str packed = compress(bench->arena, "gzip", STR("text"));
    const struct str headers[] = {
        STR("\x1f\x8b\x08\x1c\0\0\0\0\0\x03\x05\0extraa name\0a comment\0"),
        STR("\x1f\x8b\x08\x1e\0\0\0\0\0\x03\x05\0extraa name\0a comment\0"
            "\x6b\x12"),
    };
    for (size_t i = 0; i < 2; i++) {
        struct str full = join(bench->arena, headers[i], str_slice(packed, 10, packed.len));
        full = join(bench->arena, full, full);
        for (size_t piece = 1; piece < 70; piece++) {
            struct result result = inflate(bench->arena, full, piece);
            assert_true(str_eq(result.bytes, STR("texttext")));
            assert_int_equal(result.trouble.kind, TROUBLE_NONE);
        }
    }
    struct str wrong = join(bench->arena, str_slice(headers[1], 0, headers[1].len - 1), STR("?"));
    wrong = join(bench->arena, wrong, str_slice(packed, 10, packed.len));
    for (size_t piece = 1; piece < 70; piece++)
        assert_string_equal(inflate(bench->arena, wrong, piece).trouble.reason,
                            "the gzip header is damaged");
}

static void test_padding_is_no_damage(void **state) {
    struct bench *bench = *state;
    static const char zeros[1000];
    struct str packed = compress(bench->arena, "gzip", STR("text"));
    struct str padded = join(bench->arena, packed, (struct str){zeros, sizeof zeros});
    padded = join(bench->arena, padded, packed);
    padded = join(bench->arena, padded, (struct str){zeros, sizeof zeros});
    struct result result = inflate(bench->arena, padded, 77);
    assert_true(str_eq(result.bytes, STR("texttext")));
    assert_int_equal(result.trouble.kind, TROUBLE_NONE);
    assert_int_equal(result.guard.ignored, 0);
}

static void test_what_follows_is_counted(void **state) {
    struct bench *bench = *state;
    struct str packed = compress(bench->arena, "gzip", STR("text"));
    struct str more = join(bench->arena, packed, STR("\r\n--boundary--\r\n"));
    struct result result = inflate(bench->arena, more, 11);
    assert_true(str_eq(result.bytes, STR("text")));
    assert_int_equal(result.trouble.kind, TROUBLE_NONE);
    assert_int_equal(result.guard.ignored, 16);
}

static struct str flipped(struct arena *arena, struct str bytes, size_t at) {
    struct str copy = str_copy(arena, bytes);
    char *byte = arena_alloc(arena, copy.len);
    memcpy(byte, copy.ptr, copy.len);
    byte[at] ^= 0x20;
    return (struct str){byte, copy.len};
}

static void test_checksum_and_length_are_verified(void **state) {
    struct bench *bench = *state;
    struct str text = text_of(bench->arena, 50000);
    struct str packed = compress(bench->arena, "gzip", text);
    for (size_t i = 1; i <= 8; i++) {
        struct str bad = flipped(bench->arena, packed, packed.len - i);
        for (size_t piece = 1; piece < 10; piece++) {
            struct result result = inflate(bench->arena, bad, piece);
            assert_true(str_eq(result.bytes, text)); /* all of it is given */
            assert_int_equal(result.trouble.kind, TROUBLE_DAMAGED);
            assert_string_equal(result.trouble.reason, "the gzip checksum is wrong");
        }
    }
}

static void test_a_wrong_checksum_does_not_hide_the_next_member(void **state) {
    struct bench *bench = *state;
    struct str packed = compress(bench->arena, "gzip", STR("text"));
    struct str bad = flipped(bench->arena, packed, packed.len - 5);
    struct result result = inflate(bench->arena, join(bench->arena, bad, packed), 9);
    assert_true(str_eq(result.bytes, STR("texttext")));
    assert_int_equal(result.trouble.kind, TROUBLE_DAMAGED);
}

static void test_cut_anywhere_gives_what_came_before(void **state) {
    struct bench *bench = *state;
    struct str text = text_of(bench->arena, 4000);
    struct str packed = compress(bench->arena, "gzip", text);
    size_t before = 0;
    for (size_t len = 0; len < packed.len; len++) {
        struct result result = inflate(bench->arena, str_slice(packed, 0, len), 64);
        assert_true(str_starts_with(text, result.bytes));
        assert_true(result.bytes.len >= before); /* more input is never less output */
        before = result.bytes.len;
        if (len)
            assert_int_equal(result.trouble.kind, TROUBLE_TRUNCATED);
    }
    assert_int_equal(before, text.len); /* only the trailer was missing */
}

static void test_any_flipped_byte_is_noticed(void **state) {
    struct bench *bench = *state;
    struct str text = text_of(bench->arena, 2000);
    struct str packed = compress(bench->arena, "gzip", text);
    /* Behind the header: its time, flags and system mean nothing. */
    for (size_t at = 10; at < packed.len; at++) {
        struct result result = inflate(bench->arena, flipped(bench->arena, packed, at), 4096);
        assert_int_not_equal(result.trouble.kind, TROUBLE_NONE);
        assert_true(result.bytes.len < 10 * text.len + 70000);
    }
}

/* Small in, large out: the guard ends it. */
static void test_bomb(void **state) {
    struct bench *bench = *state;
    struct str zeros = {arena_alloc(bench->arena, 64 << 20), 64 << 20};
    struct str packed = compress(bench->arena, "gzip", zeros);
    struct strbuf many = strbuf_new(bench->arena);
    for (int i = 0; i < 20; i++)
        strbuf_append(&many, packed);
    struct trouble trouble = {0};
    struct guard guard = {.packed = many.len};
    struct feed feed = {strbuf_str(&many), 65536};
    struct pull input = pull_new(bench->arena, feed_next, &feed, &trouble);
    struct pull *output = inflate_open(bench->arena, &input, &guard, &trouble);
    uint64_t size = 0;
    for (struct str block; pull_next(output, &block);)
        size += block.len;
    assert_int_equal(trouble.kind, TROUBLE_LIMIT);
    assert_true(guard.exceeded);
    assert_true(size >= (uint64_t)1 << 30 && size < ((uint64_t)1 << 30) + (1 << 20));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BENCH_TEST(test_whole_in_pieces_of_any_size),
        BENCH_TEST(test_nothing_and_stored_bytes),
        BENCH_TEST(test_members_in_a_row),
        BENCH_TEST(test_header_fields),
        BENCH_TEST(test_padding_is_no_damage),
        BENCH_TEST(test_what_follows_is_counted),
        BENCH_TEST(test_checksum_and_length_are_verified),
        BENCH_TEST(test_a_wrong_checksum_does_not_hide_the_next_member),
        BENCH_TEST(test_cut_anywhere_gives_what_came_before),
        BENCH_TEST(test_any_flipped_byte_is_noticed),
        BENCH_TEST(test_bomb),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
