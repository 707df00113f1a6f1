/* Truncated and damaged input, attacks and bounds: what was readable is delivered, what was not is
 * told once, and the digest is always that of the whole. */
#include "pack.h"

#include "base/limits.h"

#define N_FILES 12

static const char zeros[1 << 20];

/* Members with different sizes, none of them compressible to nothing. */
static struct tree make_large_tree(struct bench *bench, size_t scale) {
    struct file *files = NEW_ARRAY(bench->arena, N_FILES, struct file);
    for (size_t i = 0; i < N_FILES; i++) {
        struct str name =
            str_printf(bench->arena, "mg/%c%s", 'a' + (char)i, i % 4 == 3 ? ".log" : ".yaml");
        files[i] = (struct file){str_c(bench->arena, name),
                                 noise(bench->arena, i * i * 97 % 3000 * scale, i)};
    }
    return (struct tree){files, N_FILES};
}

static struct tree make_tree(struct bench *bench) {
    return make_large_tree(bench, 1);
}

/* The n-th line. */
static struct str line_at(struct str text, size_t n) {
    struct str line = {0};
    for (size_t i = 0; i <= n; i++)
        str_cut(text, '\n', &line, &text);
    return line;
}

/* Every member but the last is as in the whole archive; the last may be cut. */
static void check_prefix(struct transcript whole, struct transcript cut, size_t len) {
    for (size_t i = 0; i < cut.n_members; i++) {
        struct str got = line_at(cut.members, i), expected = line_at(whole.members, i);
        bool is_last = i + 1 == cut.n_members;
        if (is_last && str_contains(got, STR(" cut ")))
            continue;
        if (!str_eq(got, expected))
            fail_msg("cut at %zu: '%.*s' is not '%.*s'", len, STR_ARG(got), STR_ARG(expected));
    }
    assert_true(cut.n_members <= whole.n_members);
}

static size_t count_lines(struct str text) {
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++)
        count += text.ptr[i] == '\n';
    return count;
}

static void check_truncations(struct bench *bench, const char *format, const char *filter) {
    struct str bytes = pack(bench->arena, format, filter, make_tree(bench));
    struct transcript whole = read_bytes(bench, bytes);
    size_t before = 0;
    for (size_t len = 1; len < bytes.len; len += 1 + bytes.len / 211) {
        struct str part = str_slice(bytes, 0, len);
        struct transcript cut = read_bytes(bench, part);
        if (!cut.opened) {
            assert_int_equal(count_lines(cut.diags), 1);
            assert_int_equal(before, 0);
            continue;
        }
        check_prefix(whole, cut, len);
        assert_true(cut.n_members >= before);
        before = cut.n_members;
        assert_true(str_eq(cut.input.sha256, digest_of(bench->arena, part)));
        assert_int_equal(cut.input.bytes, len);
        /* Nothing but padding may be missing without a word. */
        if (!cut.input.truncated)
            assert_str(cut.members, whole.members.ptr);
        assert_int_equal(count_lines(cut.diags), cut.input.truncated);
        bool named = str_contains(cut.diags, STR("[input-truncated]")) ||
                     str_contains(cut.diags, STR("[input-damaged]"));
        assert_int_equal(named, cut.input.truncated);
    }
    assert_true(before >= N_FILES - 1 || strcmp(format, "7zip") == 0);
}

static void test_truncated_tar(void **state) {
    check_truncations(*state, "gnutar", NULL);
    check_truncations(*state, "pax", NULL);
}

static void test_truncated_gzip(void **state) {
    check_truncations(*state, "gnutar", "gzip");
}

static void test_truncated_zip(void **state) {
    check_truncations(*state, "zip", NULL);
}

static void test_truncated_cpio(void **state) {
    check_truncations(*state, "newc", NULL);
}

static void test_truncated_7z(void **state) {
    check_truncations(*state, "7zip", NULL);
}

/* These filters give nothing of a block that they could not finish: their members come late, but
 * those that come are right. */
static void check_late(struct bench *bench, const char *filter, size_t size) {
    struct file files[40];
    for (size_t i = 0; i < 40; i++)
        files[i] = (struct file){str_c(bench->arena, str_printf(bench->arena, "f%02zu.yaml", i)),
                                 noise(bench->arena, size, i)};
    struct str bytes = pack(bench->arena, "gnutar", filter, TREE(files));
    struct transcript whole = read_bytes(bench, bytes);
    assert_int_equal(whole.n_members, 40);
    struct str half = str_slice(bytes, 0, bytes.len / 2);
    struct transcript cut = read_bytes(bench, half);
    assert_true(cut.opened);
    assert_true(cut.input.truncated);
    struct str reason = str_printf(bench->arena, "warning: the %s data ends too soon", filter);
    assert_contains(cut.diags, str_c(bench->arena, reason));
    assert_contains(cut.diags, "[input-truncated]");
    assert_int_equal(count_lines(cut.diags), 1);
    check_prefix(whole, cut, half.len);
    if (strcmp(filter, "bzip2") != 0) /* its blocks are of 900 kB */
        assert_true(cut.n_members >= 12);
    assert_true(str_eq(cut.input.sha256, digest_of(bench->arena, half)));
}

/* Cut within the first block there is nothing to deliver: that is said, and never "empty". */
static void test_truncated_in_the_first_block(void **state) {
    struct bench *bench = *state;
    static const char *const filters[] = {"gzip", "xz", "zstd", "bzip2", "lz4"};
    for (size_t i = 0; i < 5; i++) {
        struct str bytes = pack(bench->arena, "gnutar", filters[i], make_tree(bench));
        struct str part = str_slice(bytes, 0, 40);
        struct transcript got = read_bytes(bench, part);
        assert_false(got.opened);
        assert_contains(got.diags, "[input-truncated]\n");
        assert_int_equal(count_lines(got.diags), 1);
        const struct file files[] = {{"mg.tar.x", str_slice(bytes, 0, 5000)}};
        got = read_bytes(bench, pack(bench->arena, "zip", NULL, TREE(files)));
        assert_contains(got.diags, "[input-truncated]\n");
        assert_int_equal(count_lines(got.diags), 1);
        assert_contains(got.members, " cut ");
        assert_true(got.input.truncated);
    }
}

static void test_truncated_xz(void **state) {
    check_late(*state, "xz", 50000);
}

static void test_truncated_zstd(void **state) {
    check_late(*state, "zstd", 50000);
}

static void test_truncated_bzip2(void **state) {
    check_late(*state, "bzip2", 50000);
}

static void test_truncated_lz4(void **state) {
    check_late(*state, "lz4", 300000);
}

/* Between two members the tar itself shows nothing: only its end mark is missing. */
static void test_tar_cut_between_members(void **state) {
    struct bench *bench = *state;
    static const struct file files[] = {{"a.yaml", STR_INIT("a: 1\n")},
                                        {"b.yaml", STR_INIT("b: 1\n")}};
    struct str bytes = pack(bench->arena, "ustar", NULL, TREE(files));
    struct transcript got = read_bytes(bench, str_slice(bytes, 0, 1024));
    assert_str(got.diags, "input-0!a.yaml: warning: the tar has no end mark, after this member "
                          "[input-truncated]\n");
    assert_true(got.input.truncated);
    /* One block of zeros is a mark, as some writers make it. */
    got = read_bytes(bench, str_slice(bytes, 0, 2048 + 512));
    assert_str(got.diags, "");
    assert_int_equal(got.n_members, 2);
}

static void test_cut_member_is_named(void **state) {
    struct bench *bench = *state;
    const struct file files[] = {{"a.yaml", STR_INIT("a: 1\n")},
                                 {"b.yaml", noise(bench->arena, 5000, 1)},
                                 {"c.yaml", STR_INIT("c: 1\n")}};
    struct str bytes = pack(bench->arena, "ustar", NULL, TREE(files));
    struct transcript got = read_bytes(bench, str_slice(bytes, 0, 1024 + 512 + 3000));
    assert_contains(got.members, "b.yaml 3000 wanted cut ");
    assert_contains(got.diags, "input-0!b.yaml: warning: ");
    assert_contains(got.diags, ": this member is not whole [input-truncated]\n");
}

/* Also of a member that nobody wants it is known whether it is whole. */
static void test_cut_in_an_unwanted_member(void **state) {
    struct bench *bench = *state;
    const struct file files[] = {{"a.log", noise(bench->arena, 5000, 1)}};
    struct str bytes = pack(bench->arena, "ustar", NULL, TREE(files));
    struct transcript got = read_bytes(bench, str_slice(bytes, 0, 512 + 3000));
    assert_str(got.members, "a.log 3000 - cut \n");
    assert_contains(got.diags, "[input-truncated]");
}

static struct str flip(struct arena *arena, struct str bytes, size_t at) {
    char *copy = arena_alloc(arena, bytes.len);
    memcpy(copy, bytes.ptr, bytes.len);
    copy[at] ^= 0x55;
    return (struct str){copy, bytes.len};
}

/* Nothing is asked of the result but that there is one, with the right digest. */
static void check_flips(struct bench *bench, const char *format, const char *filter) {
    struct str bytes = pack(bench->arena, format, filter, make_tree(bench));
    for (size_t at = 0; at < bytes.len; at += 1 + bytes.len / 307) {
        struct str bad = flip(bench->arena, bytes, at);
        struct transcript got = read_bytes(bench, bad);
        if (!got.opened) {
            assert_int_equal(count_lines(got.diags), 1);
            continue;
        }
        assert_true(str_eq(got.input.sha256, digest_of(bench->arena, bad)));
        assert_true(got.n_members <= 4 * N_FILES);
    }
}

static void test_flipped_bytes(void **state) {
    static const struct {
        const char *format, *filter;
    } forms[] = {
        {"gnutar", NULL},  {"pax", NULL},       {"newc", NULL},   {"zip", NULL},
        {"7zip", NULL},    {"gnutar", "gzip"},  {"gnutar", "xz"}, {"gnutar", "zstd"},
        {"gnutar", "lz4"}, {"gnutar", "bzip2"},
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        check_flips(*state, forms[i].format, forms[i].filter);
}

static void test_bad_gzip_checksum(void **state) {
    struct bench *bench = *state;
    struct str bytes = pack(bench->arena, "gnutar", "gzip", make_tree(bench));
    struct transcript whole = read_bytes(bench, bytes);
    struct transcript got = read_bytes(bench, flip(bench->arena, bytes, bytes.len - 6));
    assert_str(got.members, whole.members.ptr);
    assert_str(got.diags, "input-1!mg/l.log: warning: the gzip checksum is wrong, after this "
                          "member [input-damaged]\n");
    assert_true(got.input.truncated);
}

static void test_bad_zip_checksum_spoils_one_member(void **state) {
    struct bench *bench = *state;
    const struct file files[] = {{"a.yaml", STR_INIT("a: 1\n")},
                                 {"b.yaml", STR_INIT("b: 1234567\n")},
                                 {"c.yaml", STR_INIT("c: 1\n")}};
    struct str bytes = pack(bench->arena, "zip", NULL, TREE(files));
    size_t at = str_find(bytes, STR("b.yaml"), 0);
    struct transcript got = read_bytes(bench, flip(bench->arena, bytes, at + 40));
    assert_int_equal(got.n_members, 3);
    assert_contains(got.members, "a.yaml 5 wanted whole ");
    assert_contains(got.members, "wanted cut ");
    assert_contains(got.members, "c.yaml 5 wanted whole ");
    assert_contains(got.diags, "input-0!b.yaml: warning: ");
    assert_int_equal(count_lines(got.diags), 1);
    assert_true(got.input.truncated);
}

/* The inner archive's damage is told there, and what comes after it in the outer one is read. */
static void test_damage_within(void **state) {
    struct bench *bench = *state;
    struct str inner = pack(bench->arena, "gnutar", "gzip", make_large_tree(bench, 40));
    const struct file files[] = {
        {"mg.tar.gz", str_slice(inner, 0, inner.len / 2)},
        {"z.yaml", STR_INIT("z: 1\n")},
    };
    struct transcript got = read_bytes(bench, pack(bench->arena, "zip", NULL, TREE(files)));
    assert_contains(got.members, "z.yaml 5 wanted whole ");
    assert_contains(got.diags, "input-0!mg.tar.gz!mg/");
    assert_contains(got.diags, "[input-truncated]\n");
    assert_int_equal(count_lines(got.diags), 1);
    assert_true(got.input.truncated);
}

/* Damage without shows within as well: it is told once. */
static void test_damage_around(void **state) {
    struct bench *bench = *state;
    const struct file files[] = {
        {"mg.tar.gz", pack(bench->arena, "gnutar", "gzip", make_tree(bench))},
    };
    struct str outer = pack(bench->arena, "gnutar", "gzip", TREE(files));
    for (size_t len = outer.len / 4; len < outer.len; len += outer.len / 40) {
        struct transcript got = read_bytes(bench, str_slice(outer, 0, len));
        assert_int_equal(count_lines(got.diags), 1);
        assert_true(!got.opened || got.input.truncated);
    }
}

static void test_what_follows_the_end_is_told(void **state) {
    struct bench *bench = *state;
    static const struct file files[] = {{"a.yaml", STR_INIT("a: 1\n")}};
    struct str tar = pack(bench->arena, "ustar", NULL, TREE(files));
    struct transcript got = read_bytes(bench, join(bench->arena, tar, STR("junk")));
    assert_int_equal(got.n_members, 1);
    assert_contains(got.diags, "a.yaml: warning: more follows the tar's end mark");
    assert_int_equal(got.input.bytes, tar.len + 4);
    assert_true(got.input.truncated);
}

/* "cat a.tar b.tar": both are read. Zeros may have been written over what stood between them, so
 * that is told, unless a checksum stands around it. */
static void test_joined_tars(void **state) {
    struct bench *bench = *state;
    static const struct file first[] = {{"a.yaml", STR_INIT("a: 1\n")}};
    static const struct file second[] = {{"b.yaml", STR_INIT("b: 1\n")}};
    struct str tars = join(bench->arena, pack(bench->arena, "gnutar", NULL, TREE(first)),
                           pack(bench->arena, "gnutar", NULL, TREE(second)));
    struct transcript got = read_bytes(bench, tars);
    assert_contains(got.members, "a.yaml 5 wanted whole ");
    assert_contains(got.members, "b.yaml 5 wanted whole ");
    assert_contains(got.diags, "a.yaml: warning: more follows the tar's end mark, after this");
    assert_true(got.input.truncated);
    got = read_bytes(bench, compress(bench->arena, "gzip", tars));
    assert_contains(got.members, "b.yaml 5 wanted whole ");
    assert_str(got.diags, "");
    assert_false(got.input.truncated);
}

/* Behind a header whose checksum is wrong the next member is found again. */
static void test_bad_tar_checksum(void **state) {
    struct bench *bench = *state;
    static const struct file files[] = {{"a.yaml", STR_INIT("a: 1\n")},
                                        {"b.yaml", STR_INIT("b: 1\n")},
                                        {"c.yaml", STR_INIT("c: 1\n")}};
    struct str tar = pack(bench->arena, "gnutar", NULL, TREE(files));
    ((char *)(uintptr_t)tar.ptr)[str_find(tar, STR("b.yaml"), 0) + 1] = '#';
    struct transcript got = read_bytes(bench, tar);
    assert_int_equal(got.n_members, 2);
    assert_contains(got.members, "c.yaml 5 wanted whole ");
    assert_str(got.diags, "input-0!a.yaml: warning: Damaged tar archive, after this member "
                          "[input-damaged]\n");
    assert_true(got.input.truncated);
}

static void test_paths_that_attack(void **state) {
    struct bench *bench = *state;
    static const struct file files[] = {
        {"/etc/passwd", STR_INIT("1")},    {"../../up", STR_INIT("2")},
        {"a/../b", STR_INIT("3")},         {"./fine.yaml", STR_INIT("4")},
        {"a\x1b[2Jb.yaml", STR_INIT("5")}, {"bad\xff.yaml", STR_INIT("6")},
    };
    struct transcript got = read_bytes(bench, pack(bench->arena, "gnutar", NULL, TREE(files)));
    assert_int_equal(got.n_members, 3);
    assert_contains(got.members, "fine.yaml 1 wanted whole ");
    assert_contains(got.members, "a\xef\xbf\xbd[2Jb.yaml 1 ");
    assert_contains(got.members, "bad\xef\xbf\xbd.yaml 1 ");
    assert_str(got.diags, "input-0!/etc/passwd: warning: the path is absolute [member-path]\n"
                          "input-0!../../up: warning: the path holds '..' [member-path]\n"
                          "input-0!a/../b: warning: the path holds '..' [member-path]\n");
}

/* An archive that was made with absolute names is told in a few lines. */
static void test_many_refused_paths_are_counted(void **state) {
    struct bench *bench = *state;
    struct file files[50];
    for (size_t i = 0; i < 50; i++)
        files[i] =
            (struct file){str_c(bench->arena, str_printf(bench->arena, "/abs/%zu", i)), STR("x")};
    struct transcript got = read_bytes(bench, pack(bench->arena, "gnutar", NULL, TREE(files)));
    assert_int_equal(count_lines(got.diags), 21);
    assert_contains(got.diags, "30 more members were skipped for their paths [member-path]\n");
    assert_true(got.input.truncated);
}

static void test_path_bounds(void **state) {
    struct bench *bench = *state;
    char *longest = arena_alloc(bench->arena, limits->path_bytes + 2);
    memset(longest, 'a', limits->path_bytes + 1);
    struct strbuf deep = strbuf_new(bench->arena);
    for (size_t i = 0; i <= limits->path_depth; i++)
        strbuf_append(&deep, STR("d/"));
    strbuf_append(&deep, STR("f"));
    const struct file files[] = {{longest, STR_INIT("1")},
                                 {str_c(bench->arena, strbuf_str(&deep)), STR_INIT("2")},
                                 {"a.yaml", STR_INIT("3")}};
    struct transcript got = read_bytes(bench, pack(bench->arena, "gnutar", NULL, TREE(files)));
    assert_int_equal(got.n_members, 1);
    assert_contains(got.diags, "the path is too long (limit path-bytes) [member-limit]\n");
    assert_contains(got.diags, "the path has too many folders (limit path-depth) [member-limit]\n");
}

/* A zip of Windows, whose names were written with backslashes. */
static void test_backslashes_in_a_zip(void **state) {
    struct bench *bench = *state;
    static const struct file files[] = {{"mg#a#b.yaml", STR_INIT("1")}};
    struct str zip = pack(bench->arena, "zip", NULL, TREE(files));
    char *bytes = arena_alloc(bench->arena, zip.len);
    memcpy(bytes, zip.ptr, zip.len);
    for (size_t i = 0; i < zip.len; i++)
        if (bytes[i] == '#')
            bytes[i] = '\\';
    struct transcript got = read_bytes(bench, (struct str){bytes, zip.len});
    assert_contains(got.members, "mg/a/b.yaml 1 wanted whole ");
}

static void add_entry(struct archive *archive, const char *name, unsigned type, const char *link) {
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname(entry, name);
    archive_entry_set_filetype(entry, type);
    archive_entry_set_perm(entry, 0755);
    if (link && type == AE_IFLNK)
        archive_entry_set_symlink(entry, link);
    else if (link)
        archive_entry_set_hardlink(entry, link);
    archive_entry_set_size(entry, 0);
    pack_check(archive, archive_write_header(archive, entry));
    archive_entry_free(entry);
}

static void test_links_and_devices_are_skipped(void **state) {
    struct bench *bench = *state;
    struct strbuf out = strbuf_new(bench->arena);
    struct archive *archive = archive_write_new();
    archive_write_set_format_gnutar(archive);
    pack_check(archive, archive_write_open(archive, &out, NULL, pack_append, NULL));
    add_entry(archive, "mg", AE_IFDIR, NULL);
    add_entry(archive, "mg/a.yaml", AE_IFREG, NULL);
    add_entry(archive, "mg/soft", AE_IFLNK, "/etc/passwd");
    add_entry(archive, "mg/hard", AE_IFREG, "mg/a.yaml");
    add_entry(archive, "mg/fifo", AE_IFIFO, NULL);
    add_entry(archive, "mg/device", AE_IFCHR, NULL);
    pack_check(archive, archive_write_close(archive));
    archive_write_free(archive);
    struct transcript got = read_bytes(bench, strbuf_str(&out));
    assert_str(got.members, "mg/a.yaml 0 wanted whole \n");
    assert_str(got.diags, "input-0: note: 4 links and devices were skipped [member-skipped]\n");
    assert_false(got.input.truncated);
}

static void test_encrypted_zip(void **state) {
    struct bench *bench = *state;
    static const struct file files[] = {{"a.yaml", STR_INIT("a: 1\n")},
                                        {"b.yaml", STR_INIT("b: 1\n")}};
    struct str zip = pack(bench->arena, "zip", NULL, TREE(files));
    char *bytes = arena_alloc(bench->arena, zip.len);
    memcpy(bytes, zip.ptr, zip.len);
    for (size_t at = 0; (at = str_find(zip, STR("PK\x03\x04"), at)) != SIZE_MAX; at += 4)
        bytes[at + 6] |= 1;
    struct transcript got = read_bytes(bench, (struct str){bytes, zip.len});
    assert_int_equal(got.n_members, 0);
    assert_str(got.diags, "input-0!a.yaml: error: encrypted members cannot be read: give the "
                          "archive decrypted [input-format]\n");
    assert_true(got.input.truncated);
}

/* A header that claims a petabyte allocates nothing. */
static void test_claimed_size_is_not_believed(void **state) {
    struct bench *bench = *state;
    static const struct file files[] = {{"a.yaml", STR_INIT("a: 1\n")}};
    struct str tar = pack(bench->arena, "ustar", NULL, TREE(files));
    char *bytes = arena_alloc(bench->arena, tar.len);
    memcpy(bytes, tar.ptr, tar.len);
    memcpy(bytes + 124, "77777777777", 11);
    memset(bytes + 148, ' ', 8);
    unsigned sum = 0;
    for (size_t i = 0; i < 512; i++)
        sum += (unsigned char)bytes[i];
    snprintf(bytes + 148, 8, "%06o", sum);
    struct transcript got = read_bytes(bench, (struct str){bytes, tar.len});
    struct str size = str_printf(bench->arena, "a.yaml %zu wanted cut ", tar.len - 512);
    assert_contains(got.members, str_c(bench->arena, size));
    assert_true(got.input.truncated);
}

static void test_bomb_ends_its_input_only(void **state) {
    struct bench *bench = *state;
    size_t size = (size_t)1200 << 20;
    struct strbuf out = strbuf_new(bench->arena);
    struct archive *archive = archive_write_new();
    archive_write_set_format_gnutar(archive);
    archive_write_add_filter_by_name(archive, "zstd");
    pack_check(archive, archive_write_open(archive, &out, NULL, pack_append, NULL));
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname(entry, "zeros.log");
    archive_entry_set_mode(entry, 0100644);
    archive_entry_set_size(entry, (la_int64_t)size);
    pack_check(archive, archive_write_header(archive, entry));
    archive_entry_free(entry);
    for (size_t done = 0; done < size; done += sizeof zeros)
        archive_write_data(archive, zeros, sizeof zeros);
    pack_check(archive, archive_write_close(archive));
    archive_write_free(archive);
    const char *names[] = {put(bench, "bomb", strbuf_str(&out)),
                           put(bench, "b.yaml", STR("kind: B\n"))};
    struct transcript got = read_bundle(bench, 1, names, 2);
    assert_contains(got.diags, "bomb!zeros.log: warning: it unpacks to more than 250 times its "
                               "size (limit ratio): this member is not whole [input-limit]\n");
    assert_true(got.input.truncated);
    assert_true(str_eq(got.input.sha256, digest_of(bench->arena, strbuf_str(&out))));
    assert_contains(got.members, "b.yaml 8 wanted whole ");
}

/* A pax archive whose members have a hole of `hole` bytes between "begin" and "end"; it must be a
 * multiple of 100,000. */
static struct str make_sparse(struct bench *bench, size_t hole, int copies) {
    struct strbuf out = strbuf_new(bench->arena);
    struct archive *archive = archive_write_new();
    archive_write_set_format_pax(archive);
    pack_check(archive, archive_write_open(archive, &out, NULL, pack_append, NULL));
    for (int i = 0; i < copies; i++) {
        struct archive_entry *entry = archive_entry_new();
        archive_entry_set_pathname(entry, "core.yaml");
        archive_entry_set_mode(entry, 0100644);
        archive_entry_set_size(entry, (la_int64_t)hole + 8);
        archive_entry_sparse_add_entry(entry, 0, 5);
        archive_entry_sparse_add_entry(entry, (la_int64_t)hole + 5, 3);
        pack_check(archive, archive_write_header(archive, entry));
        archive_write_data(archive, "begin", 5);
        for (size_t done = 0; done < hole; done += 100000)
            archive_write_data(archive, zeros, 100000);
        archive_write_data(archive, "end", 3);
        archive_entry_free(entry);
    }
    pack_check(archive, archive_write_close(archive));
    archive_write_free(archive);
    return strbuf_str(&out);
}

static void test_holes_are_zeros(void **state) {
    struct bench *bench = *state;
    size_t hole = 100000;
    char *expected = arena_alloc(bench->arena, hole + 8);
    memcpy(expected, "begin", 5);
    memcpy(expected + hole + 5, "end", 3);
    struct str hex = digest_of(bench->arena, (struct str){expected, hole + 8});
    struct transcript got = read_bytes(bench, make_sparse(bench, hole, 1));
    struct str line = str_printf(bench->arena, "core.yaml 100008 wanted whole %.8s\n", hex.ptr);
    assert_str(got.members, line.ptr);
    assert_str(got.diags, "");
}

/* Holes cost the archive nothing: they count as unpacked. */
static void test_holes_are_bounded(void **state) {
    struct bench *bench = *state;
    struct transcript got = read_bytes(bench, make_sparse(bench, 600000000, 6));
    assert_contains(got.diags, "it unpacks to more than 250 times its size");
    assert_true(got.n_members <= 5);
    assert_true(got.input.truncated);
}

/* Members of a zip are unpacked by libarchive, not by a layer of ours: they count as well. */
static void test_bomb_in_a_zip(void **state) {
    struct bench *bench = *state;
    size_t size = (size_t)64 << 20;
    const struct file files[] = {{"zeros.yaml", {arena_alloc(bench->arena, size), size}}};
    struct str zip = pack(bench->arena, "zip", NULL, TREE(files));
    struct str local = str_slice(zip, 0, str_find(zip, STR("PK\x01\x02"), 0));
    struct strbuf many = strbuf_new(bench->arena);
    for (int i = 0; i < 20; i++)
        strbuf_append(&many, local);
    strbuf_append(&many, zip);
    struct transcript got = read_bytes(bench, strbuf_str(&many));
    assert_contains(got.diags, "it unpacks to more than 250 times its size");
    assert_int_equal(got.n_members, 17);
    assert_true(got.input.truncated);
}

/* The file is sparse: it costs no disk. */
static void test_huge_member_is_cut(void **state) {
    struct bench *bench = *state;
    put(bench, "tree/z.yaml", STR("kind: Z\n"));
    const char *huge = put(bench, "tree/huge.yaml", STR("kind: List\n"));
    assert_int_equal(truncate(huge, (off_t)limits->member_bytes + 1), 0);
    struct transcript got = read_one(bench, bench_path(bench, "tree"));
    struct str size = str_printf(bench->arena, "huge.yaml %zu wanted cut ", limits->member_bytes);
    assert_contains(got.members, str_c(bench->arena, size));
    assert_contains(got.members, "z.yaml 8 wanted whole ");
    assert_str(
        got.diags,
        "tree!huge.yaml: warning: larger than 256 MiB (limit member-bytes): the rest was not read "
        "[member-limit]\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BENCH_TEST(test_truncated_tar),
        BENCH_TEST(test_truncated_gzip),
        BENCH_TEST(test_truncated_zip),
        BENCH_TEST(test_truncated_cpio),
        BENCH_TEST(test_truncated_7z),
        BENCH_TEST(test_truncated_in_the_first_block),
        BENCH_TEST(test_truncated_xz),
        BENCH_TEST(test_truncated_zstd),
        BENCH_TEST(test_truncated_bzip2),
        BENCH_TEST(test_truncated_lz4),
        BENCH_TEST(test_tar_cut_between_members),
        BENCH_TEST(test_cut_member_is_named),
        BENCH_TEST(test_cut_in_an_unwanted_member),
        BENCH_TEST(test_flipped_bytes),
        BENCH_TEST(test_bad_gzip_checksum),
        BENCH_TEST(test_bad_zip_checksum_spoils_one_member),
        BENCH_TEST(test_damage_within),
        BENCH_TEST(test_damage_around),
        BENCH_TEST(test_what_follows_the_end_is_told),
        BENCH_TEST(test_joined_tars),
        BENCH_TEST(test_bad_tar_checksum),
        BENCH_TEST(test_paths_that_attack),
        BENCH_TEST(test_many_refused_paths_are_counted),
        BENCH_TEST(test_path_bounds),
        BENCH_TEST(test_backslashes_in_a_zip),
        BENCH_TEST(test_links_and_devices_are_skipped),
        BENCH_TEST(test_encrypted_zip),
        BENCH_TEST(test_claimed_size_is_not_believed),
        BENCH_TEST(test_bomb_ends_its_input_only),
        BENCH_TEST(test_holes_are_zeros),
        BENCH_TEST(test_holes_are_bounded),
        BENCH_TEST(test_bomb_in_a_zip),
        BENCH_TEST(test_huge_member_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
