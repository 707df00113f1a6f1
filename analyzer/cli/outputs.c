/* Options to files, and the model into each of them. */
#include "cli/outputs.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "cli/outfile.h"

enum format { FORMAT_HTML, FORMAT_JUNIT, FORMAT_JSON, FORMAT_MARKDOWN, N_FORMATS };

struct output {
    enum format format;
    struct str file; /* "-": standard output */
};

struct writing {
    struct arena *arena;
    const struct report *report;
    const struct pages *pages;
    struct diag_sink *sink;
    const struct output *output; /* the one that is written */
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

/* The pages do not know where they are written: a file that takes no more is told of here. */
static bool write_page(struct writing *w, FILE *out) {
    struct diag_sink *own = diag_sink_new(w->arena);
    const char *name = w->output->format == FORMAT_HTML ? "html" : "junit";
    if (report_write_page(w->pages, name, out, own))
        return true;
    if (ferror(out))
        return outfile_refuse(w->sink, w->output->file, "cannot write");
    const struct diag *diag = diag_get(own, 0);
    diag_add(w->sink, diag->severity, diag->id, diag->where, "%.*s", STR_ARG(diag->message));
    return false;
}

static bool write_format(void *arg, FILE *out) {
    struct writing *w = arg;
    if (w->output->format == FORMAT_HTML || w->output->format == FORMAT_JUNIT)
        return write_page(w, out);
    bool written = w->output->format == FORMAT_JSON
                       ? report_write_json(w->report, w->arena, out)
                       : report_write_markdown(w->report, w->arena, out);
    return written || outfile_refuse(w->sink, w->output->file, "cannot write");
}

static bool write_stdout(struct writing *w) {
    if (!write_format(w, stdout))
        return false;
    errno = 0;
    return (fflush(stdout) == 0 && !ferror(stdout)) ||
           outfile_refuse(w->sink, STR("standard output"), "cannot write");
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
                (enum format)format,
                str_printf(arena, "%.*s/%s", STR_ARG(options->out_dir), names[format])};
    for (int format = 0; format < N_FORMATS; format++)
        if (files[format].len)
            outputs[count++] = (struct output){(enum format)format, files[format]};
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

bool outputs_write(struct pipeline *p, const struct report *report, struct strs *ret_files) {
    static const enum stage stages[N_FORMATS] = {STAGE_HTML, STAGE_JUNIT, STAGE_JSON,
                                                 STAGE_MARKDOWN};
    struct writing w = {.arena = p->run, .report = report, .sink = p->sink};
    struct output outputs[2 * N_FORMATS];
    size_t count = collect(w.arena, p->options, outputs), n_files = 0;
    struct str *files = NEW_ARRAY(w.arena, count, struct str);
    *ret_files = (struct strs){0};
    if (count == 0)
        return true;
    unsigned pages = pages_of(outputs, count);
    if (pages)
        w.pages = report_pages(w.arena, report, p->options->templates, pages, w.sink);
    stages_end(&p->stages, STAGE_PAGES);
    if (pages && !w.pages)
        return false;
    bool all = true;
    for (size_t i = 0; i < count; i++) {
        bool to_stdout = is_stdout(outputs[i].file);
        w.output = &outputs[i];
        bool written = to_stdout
                           ? write_stdout(&w)
                           : outfile_write(w.arena, outputs[i].file, write_format, &w, w.sink);
        stages_end(&p->stages, stages[outputs[i].format]);
        if (written && !to_stdout)
            files[n_files++] = outputs[i].file;
        all = all && written;
    }
    *ret_files = (struct strs){files, n_files};
    return all;
}
