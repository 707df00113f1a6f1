/* A stack of levels: the input at the bottom, and on it the archives that were found within. Each
 * step takes one entry of the topmost level; an entry that is itself an archive becomes a level,
 * pulling its bytes through the ones below.
 *
 * Trouble is told once, where it began: when a level below ends too soon, all above it do. */
#include "bundle/stream.h"

#include <assert.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/limits.h"
#include "bundle/level.h"
#include "bundle/path.h"

#define TOLD_PATHS 20 /* refused paths that are told one by one; the rest is counted */

struct input {
    const struct given *given;
    struct bundle_input info;
    struct guard guard;
    struct level *opened; /* when its form was told, see probe() */
    uint64_t size;        /* compressed; 0 where it is not known */
    uint64_t entries;
    uint64_t links;
    uint64_t refused;
    size_t formats; /* levels that info.format tells of */
};

struct stream {
    struct arena *arena;
    struct bundle_options options;
    struct input *inputs;
    size_t n_inputs;
    size_t at;
    struct level *levels[LIMIT_NESTING_MOST + 1]; /* a folder at the bottom is not counted */
    size_t depth;
    bool begun; /* the current input */
    struct batch *batch;
    struct strbuf last_path; /* of the last member of the current input, for messages */
    bool last_whole;
    uint64_t done; /* compressed bytes of the inputs before the current one */
    atomic_bool stop;
    int wake_fd;
};

static struct input *current(struct stream *stream) {
    return &stream->inputs[stream->at];
}

/* ---- telling ---- */

static void note(struct stream *stream, enum diag_severity severity, enum diag_id id,
                 struct str path, const char *text) {
    struct batch_note where = {
        .input = (uint32_t)stream->at, .severity = severity, .id = id, .path = path};
    batch_note(stream->batch, where, "%s", text);
}

static void note_count(struct stream *stream, enum diag_severity severity, enum diag_id id,
                       uint64_t count, const char *text) {
    struct batch_note where = {.input = (uint32_t)stream->at, .severity = severity, .id = id};
    if (count)
        batch_note(stream->batch, where, "%llu %s", (unsigned long long)count, text);
}

static enum diag_id id_of(enum trouble_kind kind, const struct level *level) {
    switch (kind) {
    case TROUBLE_TRUNCATED:
        return DIAG_INPUT_TRUNCATED;
    case TROUBLE_LIMIT:
        return DIAG_INPUT_LIMIT;
    case TROUBLE_UNREADABLE:
        return level->folder ? DIAG_MEMBER_SKIPPED : DIAG_INPUT_DAMAGED;
    default:
        return DIAG_INPUT_DAMAGED;
    }
}

static void tell_trouble(struct stream *stream, const struct level *level,
                         const struct trouble *trouble) {
    struct str path = strbuf_str(&stream->last_path);
    const char *place = path.len == 0        ? ", before the first member"
                        : stream->last_whole ? ", after this member"
                                             : ": this member is not whole";
    struct batch_note where = {
        .input = (uint32_t)stream->at,
        .severity = DIAG_WARNING,
        .id = id_of(trouble->kind, level),
        .path = path,
    };
    struct str reason = path_printable(stream->batch->arena, str_of(trouble->reason));
    current(stream)->info.truncated = true;
    batch_note(stream->batch, where, "%.*s%s", STR_ARG(reason), place);
}

/* Of all trouble on the stack only the lowest is told: the rest follows from it. */
static void tell(struct stream *stream) {
    bool found = false;
    for (size_t i = 0; i < stream->depth; i++) {
        struct level *level = stream->levels[i];
        struct pull *entry = level_entry(level);
        struct trouble *troubles[] = {&level->trouble, entry ? entry->trouble : NULL};
        for (size_t t = 0; t < 2; t++) {
            struct trouble *trouble = troubles[t];
            if (!trouble || trouble->kind == TROUBLE_NONE)
                continue;
            if (!found && !trouble->told && trouble->kind != TROUBLE_STOPPED)
                tell_trouble(stream, level, trouble);
            found = trouble->told = true;
        }
    }
}

/* ---- members ---- */

static bool is_wanted(const struct stream *stream, struct str path) {
    return stream->options.want && stream->options.want(stream->options.want_arg, path);
}

/* The claimed size plays no part: the buffer grows with what arrives. */
static uint64_t copy_bytes(struct stream *stream, struct pull *pull, struct str path,
                           bool *ret_cut) {
    uint64_t size = 0;
    struct str block;
    while (pull_next(pull, &block)) {
        struct str part = str_slice(block, 0, limits->member_bytes - size);
        buffer_append(&stream->batch->bytes, part);
        size += part.len;
        if (part.len < block.len) {
            note(stream, DIAG_WARNING, DIAG_MEMBER_LIMIT, path,
                 str_c(stream->batch->arena,
                       str_printf(stream->batch->arena,
                                  "larger than %s (limit member-bytes): the rest was not read",
                                  limits_bytes(limits->member_bytes).text)));
            *ret_cut = true;
            break;
        }
    }
    return size;
}

static void deliver(struct stream *stream, struct level *level, struct str path, bool wanted) {
    struct batch *batch = stream->batch;
    struct batch_member item = {.bytes_at = batch->bytes.len};
    bool cut = false;
    struct pull *pull = level_entry(level);
    uint64_t size = wanted ? copy_bytes(stream, pull, path, &cut) : level_skip(level);
    item.bytes_len = batch->bytes.len - item.bytes_at;
    item.member = (struct member){
        .input = (uint32_t)stream->at,
        .path = path,
        .size = size,
        .packed = guard_packed(&current(stream)->guard),
        .wanted = wanted,
        .whole = !cut && pull->trouble->kind == TROUBLE_NONE,
    };
    *vec_push(batch->arena, &batch->members) = item;
    current(stream)->info.members++;
    stream->last_path.len = 0;
    strbuf_append(&stream->last_path, path);
    stream->last_whole = item.member.whole;
    if (pull->trouble->kind != TROUBLE_NONE)
        tell(stream);
}

/* ---- archives within ---- */

static bool can_nest(const struct stream *stream) {
    bool on_folder = stream->levels[0]->folder != NULL;
    return stream->depth - on_folder < limits->nesting;
}

static void add_format(struct stream *stream, const struct level *level) {
    struct input *input = current(stream);
    if (input->formats != stream->depth)
        return;
    const char *join = input->formats ? "!" : "";
    input->info.format = str_printf(stream->arena, "%.*s%s%.*s", STR_ARG(input->info.format), join,
                                    STR_ARG(level->format));
    input->formats++;
}

static void push(struct stream *stream, struct level *level) {
    add_format(stream, level);
    stream->levels[stream->depth++] = level;
}

/* A compressed log or binary, or what is too damaged to be told: a member like others, whose bytes
 * nobody can want. */
static void deliver_opaque(struct stream *stream, struct level *level, struct level *nested,
                           struct str path) {
    deliver(stream, level, path, false);
    if (nested->trouble.kind == TROUBLE_NONE)
        return;
    struct batch *batch = stream->batch;
    batch->members.items[batch->members.count - 1].member.whole = false;
    stream->last_whole = false;
    stream->levels[stream->depth++] = nested;
    tell(stream);
    stream->depth--;
}

/* Makes the current entry a level if it is an archive, or a compressed text. True: the entry is
 * dealt with. */
static bool descend(struct stream *stream, struct level *level, struct str path) {
    const struct bundle_options *options = &stream->options;
    if (!options->descend || !options->descend(options->want_arg, path))
        return false;
    enum form form = form_of(pull_peek(level_entry(level)));
    if (!form_is_archive(form) && !form_is_compression(form))
        return false;
    if (!can_nest(stream)) {
        note(stream, DIAG_WARNING, DIAG_INPUT_LIMIT, path,
             "archives are nested too deeply (limit nesting): not opened");
        current(stream)->info.truncated = true;
        return false;
    }
    struct str prefix = str_printf(stream->batch->arena, "%.*s!", STR_ARG(path));
    struct level *nested = level_open_nested(level_entry(level), prefix, &current(stream)->guard);
    if (form_is_archive(nested->form) || nested->form == FORM_TEXT) {
        push(stream, nested);
        return true;
    }
    deliver_opaque(stream, level, nested, path);
    level_close(nested);
    return true;
}

/* ---- entries ---- */

/* The name of what was compressed: "pods.yaml" of "x/pods.yaml.gz". */
static struct str text_name(const struct stream *stream, const struct level *level) {
    struct str name = level->prefix.len ? str_slice(level->prefix, 0, level->prefix.len - 1)
                                        : stream->inputs[stream->at].given->name;
    struct str suffix = str_slice(level->format, strlen(form_name(FORM_TEXT)), level->format.len);
    name = str_after_last(name, '/');
    if (str_eq(name, STR("-")))
        return STR("stdin");
    if (suffix.len && name.len > suffix.len && str_ends_with(name, suffix))
        name.len -= suffix.len;
    return name;
}

static void refuse(struct stream *stream, enum path_verdict verdict, struct str name) {
    bool limit = verdict == PATH_LONG || verdict == PATH_DEEP;
    current(stream)->info.truncated = true;
    if (++current(stream)->refused <= TOLD_PATHS)
        note(stream, DIAG_WARNING, limit ? DIAG_MEMBER_LIMIT : DIAG_MEMBER_PATH,
             path_printable(stream->batch->arena, str_slice(name, 0, limits->path_bytes)),
             path_verdict_text(verdict));
}

/* The whole path of an entry; false where it was refused. */
static bool entry_path(struct stream *stream, struct level *level, struct str name,
                       struct str *ret_path) {
    struct arena *arena = stream->batch->arena;
    bool is_text = !level->folder && !level->reader;
    struct str clean;
    if (is_text)
        name = text_name(stream, level);
    enum path_verdict verdict = path_clean(arena, name, level->form == FORM_ZIP, &clean);
    if (verdict == PATH_OK && level->prefix.len + clean.len > limits->path_bytes)
        verdict = PATH_LONG;
    if (verdict != PATH_OK) {
        refuse(stream, verdict, name);
        return false;
    }
    *ret_path = level->prefix.len
                    ? str_printf(arena, "%.*s%.*s", STR_ARG(level->prefix), STR_ARG(clean))
                    : str_copy(arena, clean);
    return true;
}

static void skip_encrypted(struct stream *stream, struct level *level, struct str path) {
    if (!level->encrypted_told)
        note(stream, DIAG_ERROR, DIAG_INPUT_FORMAT, path,
             "encrypted members cannot be read: give the archive decrypted");
    level->encrypted_told = true;
    current(stream)->info.truncated = true;
}

static void take_file(struct stream *stream, struct level *level, const struct entry *entry) {
    struct str path;
    if (level->folder)
        current(stream)->info.bytes += folder_skip(level->folder);
    if (!entry_path(stream, level, entry->name, &path))
        return;
    if (entry->encrypted)
        skip_encrypted(stream, level, path);
    else if (!descend(stream, level, path))
        deliver(stream, level, path, is_wanted(stream, path));
}

static void take_unreadable(struct stream *stream, struct level *level, const struct entry *entry) {
    struct trouble *trouble = level_entry(level)->trouble;
    struct arena *arena = stream->batch->arena;
    struct str path = str_printf(arena, "%.*s%.*s", STR_ARG(level->prefix), STR_ARG(entry->name));
    note(stream, DIAG_WARNING, DIAG_MEMBER_SKIPPED, path_printable(arena, path), trouble->reason);
    trouble->told = true;
    current(stream)->info.truncated = true;
}

static void take_entry(struct stream *stream, struct level *level, const struct entry *entry) {
    struct input *input = current(stream);
    if (++input->entries > limits->members) {
        input->guard.exceeded = true;
        trouble_set(&stream->levels[0]->trouble, TROUBLE_LIMIT,
                    "it holds more than %llu entries (limit members)",
                    (unsigned long long)limits->members);
        return;
    }
    switch (entry->type) {
    case ENTRY_FILE:
        take_file(stream, level, entry);
        break;
    case ENTRY_LINK:
    case ENTRY_DEVICE:
        input->links++;
        break;
    case ENTRY_UNREADABLE:
        take_unreadable(stream, level, entry);
        break;
    case ENTRY_FOLDER:
        break;
    }
}

/* ---- inputs ---- */

static struct source_files files_of(const struct stream *stream, const struct given *given) {
    return (struct source_files){given->paths, given->n_paths, stream->wake_fd,
                                 stream->options.jobs > 1};
}

static void begin_input(struct stream *stream) {
    struct input *input = current(stream);
    struct level *level = input->opened;
    input->opened = NULL;
    if (!level)
        level = level_open(files_of(stream, input->given), &input->guard);
    stream->last_path.len = 0;
    stream->begun = true;
    stream->levels[stream->depth++] = level;
}

static void pop(struct stream *stream) {
    level_close(stream->levels[--stream->depth]);
}

static void end_input(struct stream *stream) {
    struct input *input = current(stream);
    struct level *level = stream->levels[0];
    if (level->source)
        input->info.sha256 = source_finish(stream->arena, level->source, &input->info.bytes);
    pop(stream);
    note_count(stream, DIAG_NOTE, DIAG_MEMBER_SKIPPED, input->links,
               "links and devices were skipped");
    note_count(stream, DIAG_WARNING, DIAG_MEMBER_PATH,
               input->refused > TOLD_PATHS ? input->refused - TOLD_PATHS : 0,
               "more members were skipped for their paths");
    note_count(stream, DIAG_WARNING, DIAG_INPUT_DAMAGED, input->guard.ignored,
               "bytes after the end of the data were ignored");
    if (input->info.members == 0 && !input->info.truncated)
        note(stream, DIAG_ERROR, DIAG_INPUT_EMPTY, (struct str){0}, "holds no files");
    struct bundle_input info = input->info;
    info.format = str_copy(stream->batch->arena, info.format);
    info.sha256 = str_copy(stream->batch->arena, info.sha256);
    *vec_push(stream->batch->arena, &stream->batch->ends) =
        (struct batch_end){(uint32_t)stream->at, info};
    stream->done += input->guard.packed;
    stream->begun = false;
    stream->at++;
}

static void end_level(struct stream *stream) {
    struct level *level = stream->levels[stream->depth - 1];
    level_finish(level, &current(stream)->guard);
    /* Where the cause was told already, what libarchive makes of it says nothing more. */
    level->trouble.told |= level->encrypted_told;
    tell(stream);
    if (stream->depth == 1)
        end_input(stream);
    else
        pop(stream);
}

static void step(struct stream *stream) {
    struct entry entry;
    if (!stream->begun) {
        begin_input(stream);
        return;
    }
    if (current(stream)->guard.exceeded) {
        tell(stream);
        while (stream->depth > 1)
            pop(stream);
    }
    struct level *level = stream->levels[stream->depth - 1];
    if (current(stream)->guard.exceeded || !level_next(level, &entry)) {
        end_level(stream);
        return;
    }
    if (entry.found_again)
        tell(stream);
    take_entry(stream, level, &entry);
}

void stream_fill(struct stream *stream, struct batch *batch) {
    stream->batch = batch;
    while (stream->at < stream->n_inputs && !batch_is_full(batch) &&
           !atomic_load_explicit(&stream->stop, memory_order_relaxed))
        step(stream);
    batch->last =
        stream->at == stream->n_inputs || atomic_load_explicit(&stream->stop, memory_order_relaxed);
    batch->spent = clock_thread();
    batch->done = stream->done + (batch->last ? 0 : current(stream)->guard.packed);
}

/* ---- opening ---- */

static bool refuse_input(struct diag_sink *sink, struct str name, enum diag_id id,
                         const char *text) {
    diag_add(sink, DIAG_ERROR, id, (struct diag_where){.input = name}, "%s", text);
    return false;
}

static bool refuse_unknown(struct stream *stream, struct diag_sink *sink, struct str name,
                           struct level *level) {
    const char *foreign = form_foreign(pull_peek(level->pull));
    const char *text = "no archive, no folder, and neither YAML nor JSON";
    if (foreign)
        text = str_c(stream->arena, str_printf(stream->arena, "%s, which cannot be read", foreign));
    else if (parts_is_later(name))
        text = "no archive; if it is a part of a split file, give the first part";
    return refuse_input(sink, name, DIAG_INPUT_FORMAT, text);
}

/* Whether there is something to read in what was opened; else one error. */
static bool check_form(struct stream *stream, struct diag_sink *sink, struct str name,
                       struct level *level) {
    const struct trouble *trouble = &level->trouble;
    if (level->folder || level->reader || level->form == FORM_TEXT)
        return true;
    if (trouble->kind == TROUBLE_UNREADABLE)
        return refuse_input(sink, name, DIAG_INPUT_OPEN, trouble->reason);
    if (trouble->kind != TROUBLE_NONE)
        return refuse_input(sink, name, id_of(trouble->kind, level), trouble->reason);
    if (level->form == FORM_EMPTY)
        return refuse_input(sink, name, DIAG_INPUT_EMPTY,
                            pull_peek(level->pull).len ? "holds nothing but zeros" : "is empty");
    return refuse_unknown(stream, sink, name, level);
}

static bool is_stdin(const struct given *given) {
    return given->n_paths == 1 && strcmp(given->paths[0], "-") == 0;
}

/* Opens the input to tell its form. It stays open if its turn is next, or it could not be read
 * again: else it is closed until its turn. */
static bool probe(struct stream *stream, struct input *input, struct diag_sink *sink) {
    const struct given *given = input->given;
    if (is_stdin(given) && isatty(STDIN_FILENO))
        return refuse_input(sink, given->name, DIAG_INPUT_OPEN, "standard input is a terminal");
    struct level *level = level_open(files_of(stream, given), &input->guard);
    bool readable = check_form(stream, sink, given->name, level);
    input->info.format = str_copy(stream->arena, level->format);
    input->formats = 1;
    input->size = level->source ? source_size(level->source) : 0;
    bool next = input == current(stream);
    if (readable && level->source && (next || !source_is_regular(level->source))) {
        input->opened = level;
        return true;
    }
    level_close(level);
    input->guard = (struct guard){.stop = &stream->stop};
    return readable;
}

static bool check_stdin_once(const struct given *inputs, size_t n_inputs, struct diag_sink *sink) {
    size_t count = 0;
    for (size_t i = 0; i < n_inputs; i++)
        count += is_stdin(&inputs[i]);
    return count <= 1 ||
           refuse_input(sink, STR("-"), DIAG_INPUT_OPEN, "standard input can be given only once");
}

bool stream_open(const struct given *inputs, size_t n_inputs, struct bundle_options options,
                 struct diag_sink *sink, struct stream **ret_stream) {
    struct arena *arena = arena_new();
    struct stream *stream = NEW(arena, struct stream);
    stream->arena = arena;
    stream->options = options;
    stream->inputs = NEW_ARRAY(arena, n_inputs, struct input);
    stream->n_inputs = n_inputs;
    stream->last_path = strbuf_new(arena);
    stream->wake_fd = options.jobs > 1 ? eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK) : -1;
    bool readable = check_stdin_once(inputs, n_inputs, sink);
    for (size_t i = 0; readable && i < n_inputs; i++) {
        stream->inputs[i].given = &inputs[i];
        stream->inputs[i].info.name = inputs[i].name;
        stream->inputs[i].guard.stop = &stream->stop;
    }
    bool all = readable;
    for (size_t i = 0; readable && i < n_inputs; i++)
        all &= probe(stream, &stream->inputs[i], sink);
    if (all)
        *ret_stream = stream;
    else
        stream_close(stream);
    return all;
}

uint64_t stream_total(const struct stream *stream) {
    uint64_t total = 0;
    for (size_t i = 0; i < stream->n_inputs; i++) {
        if (stream->inputs[i].size == 0)
            return 0;
        total += stream->inputs[i].size;
    }
    return total;
}

struct bundle_input stream_input(const struct stream *stream, size_t index) {
    return stream->inputs[index].info;
}

void stream_stop(struct stream *stream) {
    const uint64_t one = 1;
    atomic_store_explicit(&stream->stop, true, memory_order_relaxed);
    if (stream->wake_fd >= 0 && write(stream->wake_fd, &one, sizeof one) < 0)
        return; /* only if it was written before */
}

void stream_close(struct stream *stream) {
    while (stream->depth)
        pop(stream);
    for (size_t i = 0; i < stream->n_inputs; i++)
        level_close(stream->inputs[i].opened);
    if (stream->wake_fd >= 0)
        close(stream->wake_fd);
    arena_free(stream->arena);
}
