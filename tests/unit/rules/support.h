/* Rule files written by a test into a folder of its own, loaded, and what the sink then holds. */
#ifndef VIRTREADY_TESTS_RULES_SUPPORT_H
#define VIRTREADY_TESTS_RULES_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/intern.h"
#include "base/map.h"
#include "rules/tools.h"

struct bench {
    struct arena *arena;
    struct intern *intern;
    struct diag_sink *sink;
    struct str dir, other;
    struct map files;
};

#define FACTS                                                                                      \
    "version: \"1\"\nknowUpTo: \"4.22\"\ncluster:\n  cnvVersion:\n    help: h\n    value: |\n"     \
    "      '4.12.11'\n"

/* A rule up to its condition; what follows is the test's own. */
#define RULE(id)                                                                                   \
    "id: " id "\ntitle: T\nassertion: a\nwhy: w\nseverity: warning\nscopes: [ocp]\n"               \
    "category: node\ndocs: [https://example.com/]\neach: Node\nmessage: m\n"

static inline struct str bench_folder(struct bench *b) {
    char path[] = P_tmpdir "/virtready-rules-XXXXXX";
    assert_non_null(mkdtemp(path));
    return str_copy(b->arena, str_of(str_c(b->arena, str_of(path))));
}

static inline void bench_file(struct bench *b, struct str dir, const char *name, const char *text) {
    const char *path = str_c(b->arena, str_printf(b->arena, "%.*s/%s", STR_ARG(dir), name));
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
    *map_at(&b->files, str_of(path)) = b;
}

static inline struct bench bench_new(void) {
    struct bench b = {.arena = arena_new()};
    b.intern = intern_new(b.arena);
    b.sink = diag_sink_new(b.arena);
    b.files = map_new(b.arena);
    b.dir = bench_folder(&b);
    b.other = bench_folder(&b);
    bench_file(&b, b.dir, "facts.yaml", FACTS);
    return b;
}

static inline void bench_free(struct bench *b) {
    for (size_t i = 0; i < b->files.count; i++)
        unlink(b->files.entries[i].key.ptr);
    rmdir(str_c(b->arena, b->dir));
    rmdir(str_c(b->arena, b->other));
    arena_free(b->arena);
}

static inline struct rule_set *bench_load(struct bench *b, size_t n_dirs, const char *param) {
    struct str dirs[] = {b->dir, b->other}, given = str_of(param ? param : "");
    struct rules_options options = {
        .dirs = dirs, .n_dirs = n_dirs, .tests = true, .params = &given, .n_params = param ? 1 : 0};
    return rules_load(b->arena, b->intern, &options, b->sink);
}

/* The first error as printed, the folder's name left out. */
static inline const char *bench_error(struct bench *b) {
    for (size_t i = 0; diag_get(b->sink, i); i++) {
        if (diag_get(b->sink, i)->severity != DIAG_ERROR)
            continue;
        struct str text = diag_format(b->arena, diag_get(b->sink, i));
        if (str_starts_with(text, b->dir))
            text = str_slice(text, b->dir.len + 1, text.len);
        return str_c(b->arena, text);
    }
    return "";
}

/* Loads one rule file and expects this as its first error. */
static inline void bench_expect_error(const char *rule, const char *error) {
    struct bench b = bench_new();
    bench_file(&b, b.dir, "x.yaml", rule);
    assert_null(bench_load(&b, 1, NULL));
    assert_string_equal(bench_error(&b), error);
    bench_free(&b);
}

#endif
