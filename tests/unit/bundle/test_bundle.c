/* One tree in every form gives the same members; nesting; single files; standard input. */
#include "pack.h"

#include "base/limits.h"

/* A long name, as must-gathers have them. */
#define LONG                                                                                       \
    "must-gather/quay-io-openshift-release-dev-ocp-v4-0-art-dev-sha256-"                           \
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef/namespaces/"                 \
    "openshift-kube-controller-manager-operator/pods/"                                             \
    "kube-controller-manager-operator-0123456789-abcde/kube-controller-manager-operator/"          \
    "kube-controller-manager-operator/logs/rotated/"                                               \
    "a-very-long-name-that-goes-on-so-that-the-whole-is-as-long-as-rea.yaml"

static const struct file files[] = {
    {"mg/version", STR_INIT("openshift/must-gather\n4.14\n")},
    {"mg/namespaces/a/core/pods.yaml", STR_INIT("---\nkind: List\n")},
    {"mg/namespaces/a/empty.yaml", {NULL, 0}},
    {"mg/namespaces/a/pods/p/previous.log", STR_INIT("a log that nobody reads\n")},
    {"mg/namespaces/a/system:x.yaml", STR_INIT("kind: Role\n")},
    {"mg/namespaces/z\xc3\xbcrich/a.yaml", STR_INIT("kind: X\n")},
    {LONG, STR_INIT("kind: Y\n")},
};

static const struct {
    const char *format, *filter, *name;
} forms[] = {
    {"ustar", NULL, "tar"},        {"gnutar", NULL, "tar"},        {"pax", NULL, "tar"},
    {"newc", NULL, "cpio"},        {"odc", NULL, "cpio"},          {"zip", NULL, "zip"},
    {"7zip", NULL, "7z"},          {"gnutar", "gzip", "tar.gz"},   {"gnutar", "xz", "tar.xz"},
    {"gnutar", "zstd", "tar.zst"}, {"gnutar", "bzip2", "tar.bz2"}, {"gnutar", "lz4", "tar.lz4"},
    {"zip", "gzip", "zip.gz"},     {"7zip", "xz", "7z.xz"},        {"pax", "gzip", "tar.gz"},
};

/* ustar holds no name of that length. */
static struct tree tree_for(const char *format) {
    size_t count = sizeof files / sizeof *files;
    return (struct tree){files, strcmp(format, "ustar") == 0 ? count - 1 : count};
}

static struct str expected_for(struct bench *bench, struct tree tree) {
    struct strbuf out = strbuf_new(bench->arena);
    for (size_t i = 0; i < tree.count; i++) {
        const struct file *file = &tree.files[i];
        bool wanted = !str_ends_with(str_of(file->path), STR(".log"));
        struct str hex = digest_of(bench->arena, file->bytes);
        strbuf_printf(&out, "%s %zu %s whole %.*s\n", file->path, file->bytes.len,
                      wanted ? "wanted" : "-", wanted && file->bytes.len ? 8 : 0, hex.ptr);
    }
    return sort_lines(bench->arena, strbuf_str(&out));
}

static void test_every_form_gives_the_same_members(void **state) {
    struct bench *bench = *state;
    assert_int_equal(strlen(LONG), 389);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct tree tree = tree_for(forms[i].format);
        struct str bytes = pack(bench->arena, forms[i].format, forms[i].filter, tree);
        struct transcript got = read_bytes(bench, bytes);
        assert_true(got.opened);
        assert_str(got.diags, "");
        assert_str(got.sorted, expected_for(bench, tree).ptr);
        assert_str(got.input.format, forms[i].name);
        assert_true(str_eq(got.input.sha256, digest_of(bench->arena, bytes)));
        assert_int_equal(got.input.bytes, bytes.len);
        assert_int_equal(got.input.members, tree.count);
        assert_false(got.input.truncated);
    }
}

static void test_a_folder_gives_them_sorted(void **state) {
    struct bench *bench = *state;
    struct tree tree = TREE(files);
    struct transcript got = read_one(bench, put_tree(bench, "tree", tree));
    assert_str(got.diags, "");
    assert_str(got.members, expected_for(bench, tree).ptr);
    assert_str(got.input.format, "directory");
    assert_int_equal(got.input.sha256.len, 0);
    uint64_t bytes = 0;
    for (size_t i = 0; i < tree.count; i++)
        bytes += tree.files[i].bytes.len;
    assert_int_equal(got.input.bytes, bytes);
    assert_int_equal(got.input.members, tree.count);
}

/* As sorting all paths would: "a-b" before "a/c", though "a" is before "a-b". */
static void test_order_of_a_folder_is_that_of_path_bytes(void **state) {
    struct bench *bench = *state;
    static const struct file tree[] = {
        {"a/c", STR_INIT("1")},   {"a-b", STR_INIT("2")}, {"a.d/x", STR_INIT("3")},
        {"a/b/c", STR_INIT("4")}, {"a0", STR_INIT("5")},  {"Z", STR_INIT("6")},
    };
    struct transcript got = read_one(bench, put_tree(bench, "tree", TREE(tree)));
    static const char *const order[] = {"Z", "a-b", "a.d/x", "a/b/c", "a/c", "a0"};
    struct str rest = got.members, line;
    for (size_t i = 0; i < 6; i++) {
        assert_true(str_cut(rest, '\n', &line, &rest));
        assert_true(str_starts_with(line, str_printf(bench->arena, "%s ", order[i])));
    }
}

static void test_compressed_twice(void **state) {
    struct bench *bench = *state;
    struct str once = pack(bench->arena, "gnutar", "gzip", TREE(files));
    struct transcript twice = read_bytes(bench, compress(bench->arena, "gzip", once));
    assert_str(twice.input.format, "tar.gz.gz");
    assert_str(twice.sorted, expected_for(bench, TREE(files)).ptr);
    struct transcript mixed = read_bytes(bench, compress(bench->arena, "xz", once));
    assert_str(mixed.input.format, "tar.gz.xz");
    assert_str(mixed.sorted, expected_for(bench, TREE(files)).ptr);
}

static void test_compressed_too_often(void **state) {
    struct bench *bench = *state;
    struct str bytes = STR("kind: Pod\n");
    for (size_t i = 0; i < limits->nesting; i++)
        bytes = compress(bench->arena, "gzip", bytes);
    assert_true(read_bytes(bench, bytes).opened);
    struct transcript got = read_bytes(bench, compress(bench->arena, "gzip", bytes));
    assert_false(got.opened);
    assert_str(
        got.diags,
        "input-1: error: it is compressed more than 3 times (limit nesting) [input-limit]\n");
}

static struct transcript read_wrapped(struct bench *bench, const char *outer, const char *inner,
                                      const char *filter) {
    const struct file wrapped[] = {
        {"case/notes.txt", STR_INIT("hello")},
        {"case/mg.bin", pack(bench->arena, inner, filter, TREE(files))},
        {"case/z.yaml", STR_INIT("kind: Z\n")},
    };
    return read_bytes(bench, pack(bench->arena, outer, NULL, TREE(wrapped)));
}

static void test_archive_in_an_archive(void **state) {
    struct bench *bench = *state;
    static const char *const outer[] = {"zip", "gnutar", "7zip", "newc"};
    struct transcript first = {0};
    for (size_t o = 0; o < 4; o++)
        for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
            if (strcmp(forms[i].format, "ustar") == 0)
                continue;
            struct transcript got = read_wrapped(bench, outer[o], forms[i].format, forms[i].filter);
            assert_str(got.diags, "");
            assert_int_equal(got.input.members, sizeof files / sizeof *files + 2);
            if (first.opened)
                assert_str(got.sorted, first.sorted.ptr);
            first = got;
        }
    assert_contains(first.members, "case/mg.bin!mg/version 27 wanted whole ");
    assert_contains(first.members, "case/mg.bin!" LONG " 8 wanted whole ");
    assert_contains(first.members, "case/z.yaml 8 wanted whole ");
    assert_false(str_contains(first.members, STR("mg.bin ")));
}

static void test_format_of_a_wrapped_one(void **state) {
    struct bench *bench = *state;
    assert_str(read_wrapped(bench, "zip", "gnutar", "gzip").input.format, "zip!tar.gz");
    assert_str(read_wrapped(bench, "gnutar", "7zip", NULL).input.format, "tar!7z");
}

static void test_archive_in_a_folder(void **state) {
    struct bench *bench = *state;
    put(bench, "case/mg.tar.gz", pack(bench->arena, "gnutar", "gzip", TREE(files)));
    put(bench, "case/a.yaml", STR("kind: A\n"));
    put(bench, "case/z.yaml.gz", compress(bench->arena, "gzip", STR("kind: Z\n")));
    put(bench, "case/namespaces/inside.tar", pack(bench->arena, "gnutar", NULL, TREE(files)));
    struct transcript got = read_one(bench, bench_path(bench, "case"));
    assert_str(got.diags, "");
    assert_contains(got.members, "mg.tar.gz!mg/version 27 wanted whole ");
    assert_contains(got.members, "a.yaml 8 wanted whole ");
    assert_contains(got.members, "z.yaml.gz!z.yaml 8 wanted whole ");
    /* Not where the caller says no. */
    assert_contains(got.members, "namespaces/inside.tar ");
    assert_false(str_contains(got.members, STR("inside.tar!")));
    assert_int_equal(got.n_members, sizeof files / sizeof *files + 3);
    assert_str(got.input.format, "directory!tar.gz");
}

/* A compressed log beside the archive is a member like others. */
static void test_compressed_binary_is_a_member(void **state) {
    struct bench *bench = *state;
    const struct file tree[] = {
        {"x.bin.gz", compress(bench->arena, "gzip", noise(bench->arena, 5000, 2))},
        {"after.yaml", STR_INIT("kind: A\n")},
    };
    struct transcript got = read_bytes(bench, pack(bench->arena, "gnutar", NULL, TREE(tree)));
    assert_str(got.diags, "");
    struct str expected = str_printf(bench->arena, "x.bin.gz %zu - whole \n", tree[0].bytes.len);
    assert_true(str_starts_with(got.members, expected));
    assert_contains(got.members, "after.yaml 8 wanted whole ");
}

static void test_nested_too_deeply(void **state) {
    struct bench *bench = *state;
    struct str bytes = pack(bench->arena, "gnutar", "gzip", TREE(files));
    for (size_t depth = 1; depth < limits->nesting; depth++) {
        const struct file wrapped[] = {{"in.tgz", bytes}};
        bytes = pack(bench->arena, "gnutar", "gzip", TREE(wrapped));
    }
    struct transcript deepest = read_bytes(bench, bytes);
    assert_str(deepest.diags, "");
    assert_contains(deepest.members, "in.tgz!in.tgz!mg/version 27 ");
    const struct file wrapped[] = {{"in.tgz", bytes}};
    struct transcript got = read_bytes(bench, pack(bench->arena, "zip", NULL, TREE(wrapped)));
    assert_str(
        got.diags,
        "input-1!in.tgz!in.tgz!in.tgz: warning: archives are nested too deeply (limit nesting): "
        "not opened [input-limit]\n");
    assert_true(got.input.truncated);
    assert_int_equal(got.n_members, 1);
}

static void test_single_text(void **state) {
    struct bench *bench = *state;
    struct str yaml = STR("apiVersion: v1\nkind: List\n");
    struct transcript got = read_one(bench, put(bench, "all.yaml", yaml));
    assert_str(got.input.format, "file");
    assert_contains(got.members, "all.yaml 26 wanted whole ");
    assert_int_equal(got.n_members, 1);
    assert_true(str_eq(got.input.sha256, digest_of(bench->arena, yaml)));
    got = read_one(bench, put(bench, "all.yaml.gz", compress(bench->arena, "gzip", yaml)));
    assert_str(got.input.format, "file.gz");
    assert_contains(got.members, "all.yaml 26 wanted whole ");
    got = read_one(bench, put(bench, "pod.json", STR("{\"kind\": \"Pod\"}")));
    assert_contains(got.members, "pod.json 15 wanted whole ");
    got = read_one(bench, put(bench, "unwanted.log", yaml));
    assert_contains(got.members, "unwanted.log 26 - whole");
}

static void test_refused_in_one_line(void **state) {
    struct bench *bench = *state;
    static const char zeros[10240];
    static const struct {
        struct str bytes;
        const char *diag;
    } cases[] = {
        {STR_INIT(""), "input-0: error: is empty [input-empty]\n"},
        {{zeros, sizeof zeros}, "input-1: error: holds nothing but zeros [input-empty]\n"},
        {STR_INIT("hello world"),
         "input-2: error: no archive, no folder, and neither YAML nor JSON [input-format]\n"},
        {STR_INIT("<!DOCTYPE html><p>Log in"),
         "input-3: error: a web page, which cannot be read [input-format]\n"},
        {STR_INIT("Rar!\x1a\x07\x01"),
         "input-4: error: a RAR archive, which cannot be read [input-format]\n"},
        {STR_INIT("\x1f\x8b\x08\0\0\0\0\0\0\x03"),
         "input-5: error: the gzip data ends too soon [input-truncated]\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct transcript got = read_bytes(bench, cases[i].bytes);
        assert_false(got.opened);
        assert_str(got.diags, cases[i].diag);
    }
    struct str packed = compress(bench->arena, "gzip", STR("hello world"));
    assert_str(read_bytes(bench, packed).diags,
               "input-6: error: no archive, no folder, and neither YAML nor JSON [input-format]\n");
    assert_str(read_one(bench, bench_path(bench, "gone")).diags,
               "gone: error: No such file or directory [input-open]\n");
}

/* One line for each input that cannot be read, not only for the first. */
static void test_each_bad_input_is_told(void **state) {
    struct bench *bench = *state;
    const char *names[] = {
        put(bench, "a", STR("")),
        put(bench, "b.yaml", STR("kind: B\n")),
        put(bench, "c", STR("garbage")),
    };
    struct transcript got = read_bundle(bench, 1, names, 3);
    assert_false(got.opened);
    assert_contains(got.diags, "is empty [input-empty]\n");
    assert_contains(got.diags, "neither YAML nor JSON [input-format]\n");
}

static void test_archive_without_files(void **state) {
    struct bench *bench = *state;
    mkdir(bench_path(bench, "empty"), 0755);
    struct transcript folder = read_one(bench, bench_path(bench, "empty"));
    assert_str(folder.diags, "empty: error: holds no files [input-empty]\n");
    struct transcript zip = read_bytes(bench, pack(bench->arena, "zip", NULL, (struct tree){0}));
    assert_str(zip.diags, "input-0: error: holds no files [input-empty]\n");
}

static void test_several_inputs_in_order(void **state) {
    struct bench *bench = *state;
    const char *names[] = {
        put(bench, "b.tgz", pack(bench->arena, "gnutar", "gzip", TREE(files))),
        put(bench, "a.yaml", STR("kind: A\n")),
        put_tree(bench, "tree", TREE(files)),
    };
    struct transcript got = read_bundle(bench, 1, names, 3);
    size_t n = sizeof files / sizeof *files;
    assert_int_equal(got.n_members, 2 * n + 1);
    assert_true(str_starts_with(got.members, STR("mg/version ")));
    assert_contains(got.members, "\na.yaml 8 wanted whole ");
}

static void test_too_many_inputs(void **state) {
    struct bench *bench = *state;
    const char *name = put(bench, "a.yaml", STR("kind: A\n"));
    const char *names[65];
    assert_int_equal(limits->inputs + 1, sizeof names / sizeof *names);
    for (size_t i = 0; i <= limits->inputs; i++)
        names[i] = name;
    assert_true(read_bundle(bench, 1, names, limits->inputs).opened);
    struct transcript got = read_bundle(bench, 1, names, limits->inputs + 1);
    assert_str(got.diags,
               "virtready: error: more than 64 inputs were given (limit inputs) [input-limit]\n");
}

/* Makes `path`'s bytes standard input, through a pipe that another process fills slowly. */
static void pipe_stdin(const char *path) {
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    if (fork() == 0) {
        char block[999];
        FILE *in = fopen(path, "rb");
        for (size_t len; (len = fread(block, 1, sizeof block, in)) > 0;)
            if (write(ends[1], block, len) < 0)
                _exit(1);
        _exit(0);
    }
    close(ends[1]);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
}

static void test_standard_input(void **state) {
    struct bench *bench = *state;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct tree tree = tree_for(forms[i].format);
        struct str bytes = pack(bench->arena, forms[i].format, forms[i].filter, tree);
        pipe_stdin(put(bench, "piped", bytes));
        struct transcript got = read_one(bench, "-");
        assert_str(got.diags, "");
        assert_str(got.sorted, expected_for(bench, tree).ptr);
        assert_str(got.input.format, forms[i].name);
        assert_str(got.input.name, "-");
        assert_true(str_eq(got.input.sha256, digest_of(bench->arena, bytes)));
        assert_int_equal(got.input.bytes, bytes.len);
    }
    pipe_stdin(put(bench, "piped", STR("kind: Pod\n")));
    assert_contains(read_one(bench, "-").members, "stdin 10 wanted whole ");
    pipe_stdin(put(bench, "piped", STR("")));
    assert_str(read_one(bench, "-").diags, "-: error: is empty [input-empty]\n");
}

/* Standard input that is a file is read as a stream as well: never back and forth. */
static void test_standard_input_from_a_file(void **state) {
    struct bench *bench = *state;
    const struct file large[] = {{"big.yaml", noise(bench->arena, 400000, 1)},
                                 {"a.yaml", STR_INIT("a: 1\n")}};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct str bytes = pack(bench->arena, forms[i].format, forms[i].filter, TREE(large));
        int fd = open(put(bench, "file", bytes), O_RDONLY);
        dup2(fd, STDIN_FILENO);
        close(fd);
        struct transcript got = read_one(bench, "-");
        assert_str(got.diags, "");
        assert_contains(got.members, "big.yaml 400000 wanted whole ");
        assert_contains(got.members, "a.yaml 5 wanted whole ");
        assert_true(str_eq(got.input.sha256, digest_of(bench->arena, bytes)));
    }
}

static void test_standard_input_twice(void **state) {
    struct bench *bench = *state;
    const char *names[] = {"-", "-"};
    struct transcript got = read_bundle(bench, 1, names, 2);
    assert_false(got.opened);
    assert_str(got.diags, "-: error: standard input can be given only once [input-open]\n");
}

static void test_a_fifo_by_name(void **state) {
    struct bench *bench = *state;
    struct str bytes = pack(bench->arena, "gnutar", "gzip", TREE(files));
    const char *from = put(bench, "bytes", bytes), *fifo = bench_path(bench, "fifo");
    assert_int_equal(mkfifo(fifo, 0600), 0);
    if (fork() == 0) {
        struct str command = str_printf(bench->arena, "cat %s >%s", from, fifo);
        _exit(system(str_c(bench->arena, command)));
    }
    struct transcript got = read_one(bench, fifo);
    assert_str(got.sorted, expected_for(bench, TREE(files)).ptr);
    assert_true(str_eq(got.input.sha256, digest_of(bench->arena, bytes)));
}

static void count_progress(void *arg, uint64_t done, uint64_t total) {
    uint64_t *seen = arg;
    assert_true(done >= seen[0]);
    seen[0] = done;
    seen[1] = total;
    seen[2]++;
}

static void test_progress(void **state) {
    struct bench *bench = *state;
    const struct file big[] = {{"a.yaml", noise(bench->arena, 3 << 20, 1)},
                               {"b.yaml", noise(bench->arena, 3 << 20, 2)}};
    struct str bytes = pack(bench->arena, "gnutar", NULL, TREE(big));
    struct str name = str_of(put(bench, "big.tar", bytes));
    uint64_t seen[3] = {0};
    struct bundle_options options = {
        .jobs = 1, .want = want_all, .progress = count_progress, .progress_arg = seen};
    struct bundle *bundle;
    struct diag_sink *sink = diag_sink_new(bench->arena);
    assert_true(bundle_open(bench->arena, &name, 1, options, sink, &bundle));
    for (struct member member; bundle_next(bundle, &member);)
        continue;
    bundle_close(bundle);
    assert_int_equal(seen[0], bytes.len);
    assert_int_equal(seen[1], bytes.len);
    assert_true(seen[2] >= 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BENCH_TEST(test_every_form_gives_the_same_members),
        BENCH_TEST(test_a_folder_gives_them_sorted),
        BENCH_TEST(test_order_of_a_folder_is_that_of_path_bytes),
        BENCH_TEST(test_compressed_twice),
        BENCH_TEST(test_compressed_too_often),
        BENCH_TEST(test_archive_in_an_archive),
        BENCH_TEST(test_format_of_a_wrapped_one),
        BENCH_TEST(test_archive_in_a_folder),
        BENCH_TEST(test_compressed_binary_is_a_member),
        BENCH_TEST(test_nested_too_deeply),
        BENCH_TEST(test_single_text),
        BENCH_TEST(test_refused_in_one_line),
        BENCH_TEST(test_each_bad_input_is_told),
        BENCH_TEST(test_archive_without_files),
        BENCH_TEST(test_several_inputs_in_order),
        BENCH_TEST(test_too_many_inputs),
        BENCH_TEST(test_standard_input),
        BENCH_TEST(test_standard_input_from_a_file),
        BENCH_TEST(test_standard_input_twice),
        BENCH_TEST(test_a_fifo_by_name),
        BENCH_TEST(test_progress),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
