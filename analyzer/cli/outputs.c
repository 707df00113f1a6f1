/* Options to files, and the model into each of them. */
#include "cli/outputs.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/parallel.h"
#include "cli/outfile.h"

enum format {
    FORMAT_HTML,
    FORMAT_JUNIT,
    FORMAT_JSON,
    FORMAT_MARKDOWN,
    N_FORMATS,
    FORMAT_EMBEDDED = N_FORMATS, /* no file's: the results that stand in the page */
};

struct output {
    enum format format;
    struct str file; /* "-": standard output */
    bool written;
    struct diag_sink *sink;
};

/* The results as the page holds them, which take as long as its document: made by whoever comes
 * first, an idle thread or the one that needs them. */
struct embedded {
    const struct report *report;
    struct arena *arena;
    pthread_mutex_t making;
    struct element_text *json;
};

/* All outputs of a format, which one thread writes. */
struct writing {
    struct pipeline *pipeline;
    const struct report *report;
    struct embedded *embedded;
    enum format format;
    struct arena *arena;
    struct page *page; /* NULL: this format has no style sheet */
    struct output *outputs;
    size_t count;
};

/* An output that is being written. */
struct file {
    const struct writing *writing;
    struct output *output;
};

static bool is_stdout(struct str file) {
    return str_eq(file, STR("-"));
}

bool outputs_use_stdout(const struct options *options) {
    return is_stdout(options->html) || is_stdout(options->junit) || is_stdout(options->json) ||
           is_stdout(options->markdown);
}

static bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && strchr("/-._~", c));
}

struct str outputs_page_url(struct arena *arena, const struct options *options) {
    char path[PATH_MAX];
    struct str file = options->html;
    struct strbuf url = strbuf_new(arena);
    if (options->out_dir.len)
        file = str_printf(arena, "%.*s/report.html", STR_ARG(options->out_dir));
    if (!file.len || is_stdout(file) || !realpath(str_c(arena, file), path))
        return (struct str){0};
    strbuf_append(&url, STR("file://"));
    for (const char *c = path; *c; c++)
        if (is_unreserved(*c))
            strbuf_append_byte(&url, *c);
        else
            strbuf_printf(&url, "%%%02X", (unsigned)(unsigned char)*c);
    return strbuf_str(&url);
}

/* A page does not know where it is written: a file that takes no more is told of here. */
static bool write_page(const struct file *file, FILE *out) {
    struct diag_sink *own = diag_sink_new(file->writing->arena);
    if (report_write_page(file->writing->page, out, own))
        return true;
    if (ferror(out))
        return outfile_refuse(file->output->sink, file->output->file, "cannot write");
    diag_move(file->output->sink, own);
    return false;
}

static bool write_format(void *arg, FILE *out) {
    const struct file *file = arg;
    const struct writing *w = file->writing;
    if (w->page)
        return write_page(file, out);
    bool written = w->format == FORMAT_JSON ? report_write_json(w->report, w->arena, out)
                                            : report_write_markdown(w->report, w->arena, out);
    return written || outfile_refuse(file->output->sink, file->output->file, "cannot write");
}

static bool write_stdout(struct file *file) {
    if (!write_format(file, stdout))
        return false;
    errno = 0;
    return (fflush(stdout) == 0 && !ferror(stdout)) ||
           outfile_refuse(file->output->sink, STR("standard output"), "cannot write");
}

static void write_output(struct file *file) {
    struct output *o = file->output;
    o->written = is_stdout(o->file)
                     ? write_stdout(file)
                     : outfile_write(file->writing->arena, o->file, write_format, file, o->sink);
}

/* The folder and those above it. */
static bool make_folder(struct arena *arena, struct str folder, struct diag_sink *sink) {
    for (size_t at = 1; at <= folder.len; at++) {
        if (at < folder.len && folder.ptr[at] != '/')
            continue;
        if (mkdir(str_c(arena, str_slice(folder, 0, at)), 0777) != 0 && errno != EEXIST)
            return outfile_refuse(sink, folder, "cannot make the folder");
    }
    struct stat status;
    if (stat(str_c(arena, folder), &status) == 0 && S_ISDIR(status.st_mode))
        return true;
    errno = ENOTDIR;
    return outfile_refuse(sink, folder, "cannot make the folder");
}

bool outputs_prepare(struct arena *arena, const struct options *options, struct diag_sink *sink) {
    return !options->out_dir.len || make_folder(arena, options->out_dir, sink);
}

/* -o names three; whatever else is wanted is named by itself. */
static size_t collect(struct arena *arena, const struct options *options, struct output *outputs) {
    const struct str files[N_FORMATS] = {options->html, options->junit, options->json,
                                         options->markdown};
    static const char *const names[N_FORMATS] = {"report.html", "junit.xml", "report.json"};
    size_t count = 0;
    for (int format = 0; format < N_FORMATS; format++)
        if (options->out_dir.len && names[format])
            outputs[count++] = (struct output){
                .format = (enum format)format,
                .file = str_printf(arena, "%.*s/%s", STR_ARG(options->out_dir), names[format])};
    for (int format = 0; format < N_FORMATS; format++)
        if (files[format].len)
            outputs[count++] =
                (struct output){.format = (enum format)format, .file = files[format]};
    return count;
}

struct strs outputs_places(struct arena *arena, const struct options *options) {
    struct output outputs[2 * N_FORMATS];
    size_t count = collect(arena, options, outputs), n = 0;
    struct str *places = NEW_ARRAY(arena, count, struct str);
    for (size_t i = 0; i < count; i++)
        if (!is_stdout(outputs[i].file))
            places[n++] = outfile_place(outputs[i].file);
    return (struct strs){places, n};
}

static unsigned pages_of(const struct output *outputs, size_t count) {
    unsigned pages = 0;
    for (size_t i = 0; i < count; i++) {
        pages |= outputs[i].format == FORMAT_HTML ? PAGE_HTML : 0;
        pages |= outputs[i].format == FORMAT_JUNIT ? PAGE_JUNIT : 0;
    }
    return pages;
}

bool outputs_load_styles(struct arena *arena, const struct options *options, struct diag_sink *sink,
                         const struct page_styles **ret_styles) {
    struct output outputs[2 * N_FORMATS];
    unsigned pages = pages_of(outputs, collect(arena, options, outputs));
    *ret_styles = pages ? report_styles(arena, options->templates, pages, sink) : NULL;
    return !pages || *ret_styles;
}

static struct element_text *embedded_json(struct embedded *embedded) {
    pthread_mutex_lock(&embedded->making);
    if (!embedded->json)
        embedded->json = report_embedded_json(embedded->arena, embedded->report);
    pthread_mutex_unlock(&embedded->making);
    return embedded->json;
}

static struct output *first_output(const struct writing *w) {
    size_t i = 0;
    while (w->outputs[i].format != w->format)
        i++;
    return &w->outputs[i];
}

/* Of a style sheet that failed the first output tells. */
static bool make_page(struct writing *w, uint64_t *begun) {
    bool html = w->format == FORMAT_HTML;
    w->page = report_page(w->arena, w->report, w->pipeline->styles, html ? PAGE_HTML : PAGE_JUNIT);
    if (html)
        stages_end_part(&w->pipeline->stages, PART_PAGE, begun);
    if (!report_style_page(w->page, first_output(w)->sink))
        return false;
    if (html)
        report_page_embed(w->page, embedded_json(w->embedded));
    return true;
}

/* Each format is one job, because its outputs share a document that libxslt may write to. */
static void write_outputs(void *arg, size_t number) {
    static const enum part parts[N_FORMATS] = {PART_HTML, PART_JUNIT, PART_JSON, PART_MARKDOWN};
    struct writing *w = &((struct writing *)arg)[number];
    uint64_t begun = clock_wall();
    if (w->format == FORMAT_EMBEDDED) {
        embedded_json(w->embedded);
        return;
    }
    bool paged = w->format == FORMAT_HTML || w->format == FORMAT_JUNIT;
    bool ready = !paged || make_page(w, &begun);
    for (size_t i = 0; ready && i < w->count; i++)
        if (w->outputs[i].format == w->format)
            write_output(&(struct file){w, &w->outputs[i]});
    stages_end_part(&w->pipeline->stages, parts[w->format], &begun);
}

/* What several threads wrote, in the order in which it was asked for. */
static bool collect_written(struct pipeline *p, const struct output *outputs, size_t count,
                            struct strs *ret_files) {
    struct str *files = NEW_ARRAY(p->run, count, struct str);
    size_t n_files = 0;
    bool all = true;
    for (size_t i = 0; i < count; i++) {
        diag_move(p->sink, outputs[i].sink);
        all = all && outputs[i].written;
        if (outputs[i].written && !is_stdout(outputs[i].file))
            files[n_files++] = outputs[i].file;
    }
    *ret_files = (struct strs){files, n_files};
    return all;
}

/* An arena for all outputs of a format; NULL where there is none. */
static struct arena *arena_of(const struct writing *all, enum format format) {
    struct arena *arena = NULL;
    for (size_t i = 0; i < all->count; i++) {
        if (all->outputs[i].format != format)
            continue;
        arena = arena ? arena : arena_inner(all->pipeline->run);
        all->outputs[i].sink = diag_sink_new(arena);
    }
    return arena;
}

/* A writing for each format that was asked for: what takes longest is begun first. */
static size_t plan(const struct writing *all, struct writing *writings) {
    static const enum format formats[] = {FORMAT_HTML, FORMAT_JSON, FORMAT_JUNIT, FORMAT_MARKDOWN};
    size_t n = 0;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        struct arena *arena = arena_of(all, formats[i]);
        if (!arena)
            continue;
        writings[n] = *all;
        writings[n].format = formats[i];
        writings[n++].arena = arena;
        if (formats[i] == FORMAT_HTML) {
            writings[n] = *all;
            writings[n++].format = FORMAT_EMBEDDED;
        }
    }
    return n;
}

bool outputs_write(struct pipeline *p, const struct report *report, struct strs *ret_files) {
    struct output outputs[2 * N_FORMATS];
    struct embedded embedded = {.report = report, .arena = arena_inner(p->run)};
    struct writing writings[N_FORMATS + 1];
    struct writing all = {
        .pipeline = p, .report = report, .embedded = &embedded, .outputs = outputs};
    *ret_files = (struct strs){0};
    all.count = collect(p->run, p->options, outputs);
    size_t n = plan(&all, writings);
    if (n == 0)
        return true;
    pthread_mutex_init(&embedded.making, NULL);
    parallel_run(outputs_use_stdout(p->options) ? 1 : p->options->jobs, n, write_outputs, writings);
    pthread_mutex_destroy(&embedded.making);
    bool written = collect_written(p, outputs, all.count, ret_files);
    stages_end(&p->stages, STAGE_REPORTS);
    return written;
}
