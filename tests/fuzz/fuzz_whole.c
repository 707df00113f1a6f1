/* A few members, cut out of any bytes at lines "%% path", as an archive: the way of the whole
 * program in memory, from the tar to every report. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/intern.h"
#include "base/limits.h"
#include "bounds.h"
#include "bundle/bundle.h"
#include "members.h"
#include "report/catalogue.h"
#include "report/model_build.h"
#include "report/report.h"
#include "rules/rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define RUNS 2000 /* with the same rules: names that archives bring stay in their table */

struct knowledge {
    struct arena *arena;
    struct intern *intern;
    struct rule_set *rules;
    const struct catalogue *words;
    unsigned runs;
};

static void learn(struct knowledge *k) {
    if (k->arena && k->runs++ < RUNS)
        return;
    arena_free(k->arena);
    struct arena *arena = arena_new();
    struct diag_sink *sink = diag_sink_new(arena);
    struct rules_options options = {.builtin = true};
    limits_reset();
    *k = (struct knowledge){.arena = arena, .intern = intern_new(arena)};
    k->rules = rules_load(arena, k->intern, &options, sink);
    k->words = catalogue_load(arena, (struct str){0}, (struct str){0}, sink);
    assert(k->rules && k->words);
    bounds_set();
}

/* ---- a tar of the members ---- */

static void put_block(FILE *out, char type, const char *name, struct str bytes) {
    char header[512] = {0};
    unsigned sum = 0;
    snprintf(header, 100, "%s", name);
    snprintf(header + 100, 8, "0000644");
    snprintf(header + 124, 12, "%011zo", bytes.len);
    snprintf(header + 136, 12, "%011o", 0u);
    header[156] = type;
    memcpy(header + 257, "ustar  ", 8);
    memset(header + 148, ' ', 8);
    for (size_t i = 0; i < sizeof header; i++)
        sum += (unsigned char)header[i];
    snprintf(header + 148, 8, "%06o", sum);
    fwrite(header, 1, sizeof header, out);
    fwrite(bytes.ptr, 1, bytes.len, out);
    for (size_t i = bytes.len; i % 512; i++)
        fputc(0, out);
}

static void put_member(FILE *out, struct str path, struct str bytes) {
    char name[4096];
    snprintf(name, sizeof name, "%.*s", STR_ARG(path));
    if (path.len >= 100)
        put_block(out, 'L', "././@LongLink", (struct str){name, strlen(name) + 1});
    put_block(out, '0', name, bytes);
}

static int tar_of(struct str text) {
    int file = memfd_create("fuzz", 0);
    FILE *out = file < 0 ? NULL : fdopen(dup(file), "wb");
    struct str path, bytes;
    char end[1024] = {0};
    assert(out);
    while (members_next(&text, &path, &bytes))
        put_member(out, path, bytes);
    fwrite(end, 1, sizeof end, out);
    assert(fclose(out) == 0);
    return file;
}

/* ---- the way of the program ---- */

static uint64_t sum_of(struct str text) {
    uint64_t sum = 0xcbf29ce484222325; /* FNV-1a; hash_bytes differs from run to run */
    for (size_t i = 0; i < text.len; i++)
        sum = (sum ^ (unsigned char)text.ptr[i]) * 0x100000001b3;
    return sum >> 32;
}

/* The style sheets take longer than all the rest, and the texts as long as the judging: one input
 * in 32 gets pages, one in four gets texts. By content, so that each is done the same again. */
static void write_reports(struct arena *arena, const struct report *report, uint64_t content,
                          struct diag_sink *sink) {
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    struct text_options options = {.width = 80, .colour = true};
    assert(out);
    assert(report_write_json(report, arena, out));
    if (content % 4 == 0) {
        assert(report_write_markdown(report, arena, out));
        assert(report_write_text(report, arena, &options, out));
        assert(report_write_line(report, arena, out));
    }
    if (content % 32 == 0) {
        const struct page_styles *styles = report_styles(arena, (struct str){0}, PAGE_ALL, sink);
        assert(styles);
        struct page *page = report_page(arena, report, styles, PAGE_HTML);
        assert(report_style_page(page, sink));
        report_page_embed(page, report_embedded_json(arena, report));
        assert(report_write_page(page, out, sink));
        page = report_page(arena, report, styles, PAGE_JUNIT);
        assert(report_style_page(page, sink));
        assert(report_write_page(page, out, sink));
    }
    assert(fclose(out) == 0);
    assert(memchr(text, '\0', len) == NULL);
    free(text);
}

static void judge(struct arena *arena, const struct knowledge *k, struct bundle *bundle,
                  uint64_t content, struct diag_sink *sink) {
    struct strs kinds = rules_kinds(k->rules);
    struct graph_options kept = {.keep = kinds.items, .n_keep = kinds.count};
    struct graph *graph = graph_new(arena, k->intern, kept, sink);
    struct member member;
    while (bundle_next(bundle, &member)) {
        struct graph_member read = {member.input, member.path,   member.bytes,
                                    member.whole, member.packed, NULL};
        if (member.wanted)
            graph_add(graph, &read);
    }
    struct graph_input input = {STR("fuzz"), bundle_input(bundle, 0)->truncated};
    struct graph_seal_options seal = {.inputs = &input, .n_inputs = 1};
    struct evaluate_options options = {0};
    if (!graph_seal(graph, &seal))
        return;
    struct model_sources sources = {
        .bundle = bundle,
        .graph = graph,
        .rule_set = k->rules,
        .evaluation = rules_evaluate(arena, k->rules, graph, &options),
        .diags = sink,
        .words = k->words,
        .english = k->words,
    };
    write_reports(arena, model_build(arena, &sources), content, sink);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct knowledge knowledge;
    learn(&knowledge);
    struct str text = {(const char *)data, size};
    int file = tar_of(text);
    char name[64];
    snprintf(name, sizeof name, "/proc/self/fd/%d", file);
    struct arena *arena = arena_new();
    struct diag_sink *sink = diag_sink_new(arena);
    struct str names = str_of(name);
    struct bundle *bundle;
    struct bundle_options options = {.jobs = 1, .want = graph_wants, .descend = graph_descends};
    if (bundle_open(arena, &names, 1, options, sink, &bundle)) {
        judge(arena, &knowledge, bundle, sum_of(text), sink);
        bundle_close(bundle);
    }
    close(file);
    arena_free(arena);
    return 0;
}
