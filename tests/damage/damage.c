/* Damaged archives are never judged better than whole ones.
 *
 *     damage RULES STEP FOLDER
 *
 * Packs the folder in each format, judges that, and then judges it again cut off at every STEP
 * bytes, with a byte flipped there, with STEP bytes left out there, and with zeros written over
 * them. Each time: what was read whole must be what was packed, trouble must be told, with the
 * member where it began, and the contract of tests/property must hold. Cut later, no fewer members
 * may be read. */
#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/intern.h"
#include "base/map.h"
#include "base/vec.h"
#include "bundle/bundle.h"
#include "compare.h"

struct format {
    const char *name, *format, *filter;
    bool checked; /* (libarchive writes zstd without) the bytes of members have a checksum: a
                     flipped one is noticed */
};

static const struct format formats[] = {
    {"tar", "gnutar", NULL, false},       {"tar.gz", "gnutar", "gzip", true},
    {"tar.xz", "gnutar", "xz", true},     {"tar.zst", "gnutar", "zstd", false},
    {"tar.bz2", "gnutar", "bzip2", true}, {"zip", "zip", NULL, true},
    {"7z", "7zip", NULL, true},
};

enum kind_of_damage { DAMAGE_NONE, DAMAGE_CUT, DAMAGE_FLIP, DAMAGE_LOSS, DAMAGE_ZEROS, N_DAMAGES };

static const char *const damage_words[] = {"whole", "cut at", "flipped at", "without", "zeros at"};

struct world {
    struct arena *arena;
    struct intern *intern;
    struct rule_set *rules;
    struct map files; /* path: struct str * */
    struct str packed;
    const struct format *format;
    char file[256];
    size_t step, cases, bad;
};

/* One reading. */
struct judged {
    struct arena *arena;
    struct diag_sink *sink;
    const struct map *packed;
    struct map whole;        /* paths that were read whole */
    struct results *results; /* NULL: it could not be opened */
    size_t n_whole;
    bool truncated, wrong, renamed;
};

static la_ssize_t append(struct archive *archive, void *arg, const void *bytes, size_t len) {
    (void)archive;
    strbuf_append(arg, (struct str){bytes, len});
    return (la_ssize_t)len;
}

static void pack_file(struct archive *archive, struct str path, struct str bytes) {
    struct archive_entry *entry = archive_entry_new();
    struct arena *arena = arena_new();
    archive_entry_copy_pathname(entry, str_c(arena, path));
    archive_entry_set_mode(entry, 0100644);
    archive_entry_set_size(entry, (la_int64_t)bytes.len);
    archive_write_header(archive, entry);
    if (bytes.len)
        archive_write_data(archive, bytes.ptr, bytes.len);
    archive_entry_free(entry);
    arena_free(arena);
}

static struct str pack(struct world *w, const struct format *format) {
    struct strbuf out = strbuf_new(w->arena);
    struct archive *archive = archive_write_new();
    archive_write_set_format_by_name(archive, format->format);
    if (format->filter)
        archive_write_add_filter_by_name(archive, format->filter);
    archive_write_set_options(archive, "zstd:compression-level=3,gzip:!timestamp");
    archive_write_set_bytes_in_last_block(archive, 1);
    archive_write_open(archive, &out, NULL, append, NULL);
    for (size_t i = 0; i < w->files.count; i++)
        pack_file(archive, w->files.entries[i].key, *(struct str *)w->files.entries[i].value);
    archive_write_close(archive);
    archive_write_free(archive);
    return strbuf_str(&out);
}

static bool want(void *unused, struct str path) {
    (void)unused;
    return graph_wants(NULL, path);
}

static void take(const struct world *w, struct judged *j, struct graph *graph,
                 const struct member *member) {
    const struct str *packed = map_find(&w->files, member->path);
    struct graph_member read = {member->input, member->path,   member->bytes,
                                member->whole, member->packed, NULL};
    if (member->whole && member->wanted) {
        j->n_whole++;
        *map_at(&j->whole, str_copy(j->arena, member->path)) = j;
        j->wrong |= packed && !str_eq(*packed, member->bytes);
        j->renamed |= !packed;
    }
    if (member->wanted)
        graph_add(graph, &read);
}

static void judge(const struct world *w, struct judged *j) {
    struct str file = str_of(w->file);
    struct bundle *bundle;
    struct member member;
    struct strs kinds = rules_kinds(w->rules);
    struct bundle_options options = {.jobs = 1, .want = want};
    *j = (struct judged){.arena = arena_new()};
    j->sink = diag_sink_new(j->arena);
    j->packed = &w->files;
    j->whole = map_new(j->arena);
    if (!bundle_open(j->arena, &file, 1, options, j->sink, &bundle))
        return;
    struct graph_options kept = {.keep = kinds.items, .n_keep = kinds.count};
    struct graph *graph = graph_new(j->arena, w->intern, kept, j->sink);
    while (bundle_next(bundle, &member))
        take(w, j, graph, &member);
    j->truncated = bundle_input(bundle, 0)->truncated;
    bundle_close(bundle);
    struct graph_input input = {STR("input"), j->truncated};
    struct graph_seal_options seal = {.inputs = &input, .n_inputs = 1};
    struct evaluate_options nothing = {0};
    if (graph_seal(graph, &seal))
        j->results = evaluation_results(rules_evaluate(j->arena, w->rules, graph, &nothing));
}

static void write_bytes(FILE *out, struct str bytes) {
    if (bytes.len && fwrite(bytes.ptr, 1, bytes.len, out) != bytes.len)
        abort();
}

static void write_damaged(const struct world *w, enum kind_of_damage damage, size_t at) {
    FILE *out = fopen(w->file, "wb");
    struct str all = w->packed;
    size_t len = damage == DAMAGE_CUT ? all.len : damage == DAMAGE_FLIP ? 1 : w->step;
    if (!out)
        abort();
    if (damage == DAMAGE_NONE)
        at = all.len;
    write_bytes(out, str_slice(all, 0, at));
    for (size_t i = 0; i < len && at + i < all.len; i++) {
        if (damage == DAMAGE_FLIP)
            fputc(all.ptr[at + i] ^ 0x11, out);
        if (damage == DAMAGE_ZEROS)
            fputc(0, out);
    }
    if (len < all.len - at)
        write_bytes(out, str_slice(all, at + len, all.len));
    fclose(out);
}

/* A finding that a file told of that was not read whole. */
static bool is_excused(void *arg, const struct finding *finding) {
    const struct judged *after = arg;
    if (after->wrong) /* any of the bytes may be what it stood on */
        return true;
    for (size_t i = 0; i < after->packed->count; i++) {
        struct str path = after->packed->entries[i].key;
        if (!map_find(&after->whole, path) && compare_is_trace(finding, path))
            return true;
    }
    return false;
}

static void complain(struct world *w, enum kind_of_damage damage, size_t at, const char *what) {
    printf("%s %s %zu: %s\n", w->format->name, damage_words[damage], at, what);
    w->bad++;
}

static bool is_zero(struct str bytes) {
    for (size_t i = 0; i < bytes.len; i++)
        if (bytes.ptr[i])
            return false;
    return true;
}

/* Whether anything of value was lost: not of padding and what only speeds reading up. */
static void check(struct world *w, enum kind_of_damage damage, size_t at,
                  const struct judged *before, struct judged *after) {
    bool lost = after->n_whole < before->n_whole;
    struct comparison c = {.folder = w->format->name,
                           .is_excused = is_excused,
                           .arg = after,
                           .change = str_printf(w->arena, "%s %zu", damage_words[damage], at)};
    w->cases++;
    /* Nothing in a tar tells that whole members were taken out, or that the last ones became its
     * end; and what unpacks to anything else without a checksum is any other tar. */
    bool at_end = damage == DAMAGE_ZEROS && is_zero(str_slice(w->packed, at + w->step, SIZE_MAX));
    bool shows = w->format->filter ? damage == DAMAGE_CUT : damage != DAMAGE_LOSS && !at_end;
    bool tells = w->format->checked || (shows && !after->renamed);
    if (after->wrong && !after->truncated && (w->format->checked || damage == DAMAGE_CUT))
        complain(w, damage, at, "bytes that were not packed are taken for whole");
    else if (tells && lost && diag_count(after->sink, DIAG_WARNING) == 0)
        complain(w, damage, at, "nothing is told");
    else if (after->results && tells && lost && !after->truncated)
        complain(w, damage, at, "the input is not marked");
    else if (after->results && compare_results(&c, before->results, after->results))
        w->bad++;
}

static void try_format(struct world *w, const struct format *format) {
    struct judged before;
    size_t had = 0, cases = w->cases;
    w->format = format;
    w->packed = pack(w, format);
    write_damaged(w, DAMAGE_NONE, 0);
    judge(w, &before);
    if (!before.results || before.truncated || before.wrong ||
        diag_count(before.sink, DIAG_ERROR)) {
        complain(w, DAMAGE_NONE, 0, "cannot be read");
        arena_free(before.arena);
        return;
    }
    for (int damage = DAMAGE_CUT; damage < N_DAMAGES; damage++)
        for (size_t at = 0; at < w->packed.len; at += w->step) {
            struct judged after;
            write_damaged(w, (enum kind_of_damage)damage, at);
            judge(w, &after);
            check(w, (enum kind_of_damage)damage, at, &before, &after);
            if (damage == DAMAGE_CUT && after.n_whole < had)
                complain(w, DAMAGE_CUT, at, "more is lost than by a cut before");
            had = damage == DAMAGE_CUT ? after.n_whole : had;
            arena_free(after.arena);
        }
    printf("%-8s %7zu bytes, %zu members, %zu damages\n", format->name, w->packed.len,
           before.n_whole, w->cases - cases);
    arena_free(before.arena);
}

static bool load(struct world *w, struct str rules, struct str folder) {
    struct diag_sink *sink = diag_sink_new(w->arena);
    struct rules_options options = {.dirs = &rules, .n_dirs = 1};
    struct bundle *bundle;
    struct member member;
    w->rules = rules_load(w->arena, w->intern, &options, sink);
    if (!w->rules || !bundle_open(w->arena, &folder, 1,
                                  (struct bundle_options){.jobs = 1, .want = want}, sink, &bundle))
        return false;
    w->files = map_new(w->arena);
    while (bundle_next(bundle, &member)) {
        struct str *bytes = NEW(w->arena, struct str);
        *bytes = str_copy(w->arena, member.bytes);
        *map_at(&w->files, str_copy(w->arena, member.path)) = bytes;
    }
    bundle_close(bundle);
    return w->files.count > 0;
}

int main(int argc, char **argv) {
    struct arena *arena = arena_new();
    struct world w = {.arena = arena, .intern = intern_new(arena)};
    const char *place = getenv("TMPDIR");
    w.step = argc == 4 ? strtoul(argv[2], NULL, 10) : 0;
    if (!w.step) {
        fputs("damage RULES STEP FOLDER\n", stderr);
        return 2;
    }
    snprintf(w.file, sizeof w.file, "%s/virtready-damage-%ld", place ? place : P_tmpdir,
             (long)getpid());
    if (load(&w, str_of(argv[1]), str_of(argv[3])))
        for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
            try_format(&w, &formats[i]);
    else
        w.bad++;
    unlink(w.file);
    printf("damage: %zu passed, %zu failed\n", w.cases > w.bad ? w.cases - w.bad : 0, w.bad);
    arena_free(arena);
    return w.bad ? 1 : 0;
}
