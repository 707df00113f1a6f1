/* Options to files, and the model into each of them. */
#include "cli/outputs.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/parallel.h"
#include "cli/outfile.h"

enum format { FORMAT_HTML, FORMAT_JUNIT, FORMAT_JSON, FORMAT_MARKDOWN, N_FORMATS };

/* What is made by one thread: libxslt by one, and beside it what takes as long by itself. */
enum lane { LANE_PAGES, LANE_JSON, N_LANES };

struct output {
    enum format format;
    struct str file; /* "-": standard output */
    bool written;
    struct diag_sink *sink;
};

struct writing {
    struct pipeline *pipeline;
    const struct report *report;
    struct output *outputs;
    size_t count;
    struct arena *arenas[N_LANES];
};

/* An output that is being written. */
struct page {
    struct arena *arena;
    const struct report *report;
    const struct pages *pages;
    struct output *output;
};

static enum lane lane_of(enum format format) {
    return format == FORMAT_JSON ? LANE_JSON : LANE_PAGES;
}

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

/* The pages do not know where they are written: a file that takes no more is told of here. */
static bool write_page(const struct page *p, FILE *out) {
    struct diag_sink *own = diag_sink_new(p->arena);
    const char *name = p->output->format == FORMAT_HTML ? "html" : "junit";
    if (report_write_page(p->pages, name, out, own))
        return true;
    if (ferror(out))
        return outfile_refuse(p->output->sink, p->output->file, "cannot write");
    diag_move(p->output->sink, own);
    return false;
}

static bool write_format(void *arg, FILE *out) {
    const struct page *p = arg;
    if (p->output->format == FORMAT_HTML || p->output->format == FORMAT_JUNIT)
        return write_page(p, out);
    bool written = p->output->format == FORMAT_JSON
                       ? report_write_json(p->report, p->arena, out)
                       : report_write_markdown(p->report, p->arena, out);
    return written || outfile_refuse(p->output->sink, p->output->file, "cannot write");
}

static bool write_stdout(struct page *p) {
    if (!write_format(p, stdout))
        return false;
    errno = 0;
    return (fflush(stdout) == 0 && !ferror(stdout)) ||
           outfile_refuse(p->output->sink, STR("standard output"), "cannot write");
}

static void write_output(struct page *p) {
    struct output *o = p->output;
    o->written = is_stdout(o->file) ? write_stdout(p)
                                    : outfile_write(p->arena, o->file, write_format, p, o->sink);
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

static void write_lane(void *arg, size_t lane) {
    static const enum part parts[N_FORMATS] = {PART_HTML, PART_JUNIT, PART_JSON, PART_MARKDOWN};
    const struct writing *w = arg;
    struct pipeline *p = w->pipeline;
    struct page page = {.arena = w->arenas[lane], .report = w->report};
    uint64_t begun = clock_wall();
    if (lane == LANE_PAGES && p->styles) {
        page.pages = report_pages(page.arena, w->report, p->styles);
        stages_end_part(&p->stages, PART_PAGES, &begun);
    }
    for (size_t i = 0; i < w->count; i++) {
        page.output = &w->outputs[i];
        if (lane_of(page.output->format) != lane)
            continue;
        write_output(&page);
        stages_end_part(&p->stages, parts[page.output->format], &begun);
    }
}

/* What several threads wrote, in the order in which it was asked for. */
static bool collect_written(const struct writing *w, struct strs *ret_files) {
    struct pipeline *p = w->pipeline;
    struct str *files = NEW_ARRAY(p->run, w->count, struct str);
    size_t n_files = 0;
    bool all = true;
    for (size_t i = 0; i < w->count; i++) {
        const struct output *output = &w->outputs[i];
        diag_move(p->sink, output->sink);
        all = all && output->written;
        if (output->written && !is_stdout(output->file))
            files[n_files++] = output->file;
    }
    *ret_files = (struct strs){files, n_files};
    return all;
}

bool outputs_write(struct pipeline *p, const struct report *report, struct strs *ret_files) {
    struct output outputs[2 * N_FORMATS];
    struct writing w = {.pipeline = p, .report = report, .outputs = outputs};
    *ret_files = (struct strs){0};
    w.count = collect(p->run, p->options, outputs);
    if (w.count == 0)
        return true;
    for (size_t lane = 0; lane < N_LANES; lane++)
        w.arenas[lane] = arena_inner(p->run);
    for (size_t i = 0; i < w.count; i++)
        outputs[i].sink = diag_sink_new(w.arenas[lane_of(outputs[i].format)]);
    parallel_run(outputs_use_stdout(p->options) ? 1 : p->options->jobs, N_LANES, write_lane, &w);
    bool all = collect_written(&w, ret_files);
    stages_end(&p->stages, STAGE_REPORTS);
    return all;
}
