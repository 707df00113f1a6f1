/* The fast reader and libyaml read the same: every text that may hold objects in each archive,
 * folder or file is read with both, whole, without managedFields, and cut behind the line in its
 * middle.
 *
 *     differential INPUT...
 *
 * Tells how many files, documents and nodes were the same, what differed, which documents the fast
 * reader handed over and why, and the speed of both. */
#include <inttypes.h>
#include <stdlib.h>
#include <time.h>

#include "base/map.h"
#include "bundle/bundle.h"
#include "document/skip.h"
#include "same.h"

enum form { FORM_WHOLE, FORM_SKIP, FORM_CUT, FORMS };

struct totals {
    struct arena *arena; /* of the reasons */
    struct map reasons;  /* to the number of documents */
    size_t files, documents, nodes, handed_over, differences;
    uint64_t bytes;
    double seconds[2]; /* fast, libyaml */
};

static bool want(void *unused, struct str path) {
    struct str name = str_after_last(path, '/');
    (void)unused;
    return str_ends_with(name, STR(".yaml")) || str_ends_with(name, STR(".yml")) ||
           str_ends_with(name, STR(".json")) || !str_contains(name, STR("."));
}

static bool never(void *unused, struct str path) {
    (void)unused;
    (void)path;
    return false;
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void count_fast(struct totals *totals, const struct reading *reading) {
    totals->files++;
    for (size_t i = 0; i < reading->list.count; i++, totals->documents++)
        totals->nodes += reading->list.items[i]->n_nodes;
    totals->handed_over += reading->list.handed_over;
    if (reading->list.handed_over) {
        void **place = map_at(&totals->reasons, str_of(reading->list.why));
        *place = (void *)((uintptr_t)*place + reading->list.handed_over);
    }
}

static struct str text_of(const struct member *member, enum form form) {
    if (form != FORM_CUT)
        return member->bytes;
    size_t line_end = str_find_byte(member->bytes, '\n', member->bytes.len / 2);
    return str_slice(member->bytes, 0, line_end == SIZE_MAX ? line_end : line_end + 1);
}

static void compare(struct totals *totals, struct arena *arena, const struct member *member,
                    enum form form) {
    static const char *const managed[] = {"metadata.managedFields"};
    struct intern *intern = intern_new(arena);
    struct document_origin origin = {.path = member->path, .text = text_of(member, form)};
    struct document_options options = {
        .whole_file = true,
        .json = str_ends_with(member->path, STR(".json")),
        .skip = form == FORM_SKIP ? document_skip_new(arena, intern, managed, 1) : NULL,
    };
    double begin = now();
    struct reading fast = read_with(arena, intern, &origin, options);
    double between = now();
    options.strict = true;
    struct reading strict = read_with(arena, intern, &origin, options);
    double end = now();
    if (form == FORM_WHOLE) {
        totals->bytes += member->bytes.len;
        totals->seconds[0] += between - begin;
        totals->seconds[1] += end - between;
        count_fast(totals, &fast);
    }
    const char *difference = find_difference(arena, &fast, &strict);
    if (!difference)
        difference = find_kept_difference(arena, &fast, &strict);
    if (difference) {
        printf("%.*s: %s%s\n", STR_ARG(member->path), difference,
               form == FORM_CUT    ? " (cut)"
               : form == FORM_SKIP ? " (without managedFields)"
                                   : "");
        totals->differences++;
    }
}

static bool read_input(struct totals *totals, const char *name) {
    struct arena *run = arena_new(), *arena = arena_new();
    struct str names = str_of(name);
    struct bundle_options options = {.jobs = 1, .want = want, .descend = never};
    struct bundle *bundle;
    struct member member;
    bool ok = bundle_open(run, &names, 1, options, diag_sink_new(run), &bundle);
    if (!ok)
        fprintf(stderr, "cannot read %s\n", name);
    while (ok && bundle_next(bundle, &member)) {
        for (enum form form = FORM_WHOLE; member.wanted && form < FORMS; form++) {
            compare(totals, arena, &member, form);
            arena_reset(arena);
        }
    }
    if (ok)
        bundle_close(bundle);
    arena_free(arena);
    arena_free(run);
    return ok;
}

int main(int argc, char **argv) {
    struct arena *arena = arena_new();
    struct totals totals = {.arena = arena, .reasons = map_new(arena)};
    bool ok = true;
    for (int i = 1; i < argc; i++)
        ok = read_input(&totals, argv[i]) && ok;
    for (size_t i = 0; i < totals.reasons.count; i++)
        printf("handed over %zu: %.*s\n", (size_t)(uintptr_t)totals.reasons.entries[i].value,
               STR_ARG(totals.reasons.entries[i].key));
    double megabytes = (double)totals.bytes / 1e6;
    printf("differential: %zu files, %.1f MB, %zu documents, %zu nodes, %zu handed over, "
           "%zu differences\n",
           totals.files, megabytes, totals.documents, totals.nodes, totals.handed_over,
           totals.differences);
    printf("speed: fast %.0f MB/s, libyaml %.0f MB/s\n", megabytes / totals.seconds[0],
           megabytes / totals.seconds[1]);
    ok = ok && totals.files && !totals.differences;
    arena_free(arena);
    return ok ? 0 : 1;
}
