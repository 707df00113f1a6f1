/* Reports to files. Each is written to a temporary name in its own folder, checked, and renamed:
 * nobody ever finds half a report under the final name, and an older one stays until the new one is
 * whole. */
#include "cli/outputs.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"

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

static bool refuse(struct diag_sink *sink, struct str file, const char *what) {
    diag_add(sink, DIAG_ERROR, DIAG_OUTPUT, (struct diag_where){.input = file}, "%s: %s", what,
             strerror(errno));
    return false;
}

/* The pages do not know where they are written: a file that takes no more is told of here. */
static bool write_page(struct writing *w, FILE *out) {
    struct diag_sink *own = diag_sink_new(w->arena);
    const char *name = w->output->format == FORMAT_HTML ? "html" : "junit";
    if (report_write_page(w->pages, name, out, own))
        return true;
    if (ferror(out))
        return refuse(w->sink, w->output->file, "cannot write");
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
    return written || refuse(w->sink, w->output->file, "cannot write");
}

static bool is_special(const char *file) {
    struct stat st;
    return stat(file, &st) == 0 && !S_ISREG(st.st_mode);
}

/* Devices and pipes ("/dev/full") are written as they are: there is nothing to rename. */
bool outputs_write_file(struct arena *arena, struct str file, bool (*write)(void *arg, FILE *out),
                        void *arg, struct diag_sink *sink) {
    const char *final = str_c(arena, file);
    bool special = is_special(final);
    struct str temporary = str_printf(arena, "%s.%ld.tmp", final, (long)getpid());
    const char *name = special ? final : str_c(arena, temporary);
    FILE *out = fopen(name, "w");
    if (!out)
        return refuse(sink, file, "cannot write");
    bool written = write(arg, out);
    errno = 0;
    bool closed = !ferror(out);
    if (fclose(out) != 0)
        closed = false;
    if (written && !closed)
        refuse(sink, file, "cannot write");
    if (written && closed && !special && rename(name, final) != 0)
        written = refuse(sink, file, "cannot rename");
    if (!special && !(written && closed))
        unlink(name);
    return written && closed;
}

static bool write_stdout(struct writing *w) {
    if (!write_format(w, stdout))
        return false;
    errno = 0;
    return (fflush(stdout) == 0 && !ferror(stdout)) ||
           refuse(w->sink, STR("standard output"), "cannot write");
}

/* The folder and those above it. */
static bool make_folder(struct writing *w, struct str folder) {
    for (size_t at = 1; at <= folder.len; at++) {
        if (at < folder.len && folder.ptr[at] != '/')
            continue;
        if (mkdir(str_c(w->arena, str_slice(folder, 0, at)), 0777) != 0 && errno != EEXIST)
            return refuse(w->sink, folder, "cannot make the folder");
    }
    return true;
}

/* -o names three; whatever else is wanted is named by itself. */
static size_t collect(struct writing *w, const struct options *options, struct output *outputs) {
    const struct str files[N_FORMATS] = {options->html, options->junit, options->json,
                                         options->markdown};
    static const char *const names[N_FORMATS] = {"report.html", "junit.xml", "report.json"};
    size_t count = 0;
    for (int format = 0; format < N_FORMATS; format++)
        if (options->out_dir.len && names[format])
            outputs[count++] = (struct output){
                (enum format)format,
                str_printf(w->arena, "%.*s/%s", STR_ARG(options->out_dir), names[format])};
    for (int format = 0; format < N_FORMATS; format++)
        if (files[format].len)
            outputs[count++] = (struct output){(enum format)format, files[format]};
    return count;
}

bool outputs_write(struct pipeline *p, const struct report *report, struct strs *ret_files) {
    static const enum stage stages[N_FORMATS] = {STAGE_HTML, STAGE_JUNIT, STAGE_JSON,
                                                 STAGE_MARKDOWN};
    const struct options *options = p->options;
    struct writing w = {.arena = p->run, .report = report, .sink = p->sink};
    struct output outputs[2 * N_FORMATS];
    size_t count = collect(&w, options, outputs), n_files = 0;
    struct str *files = NEW_ARRAY(w.arena, count, struct str);
    *ret_files = (struct strs){0};
    if (count == 0)
        return true;
    if (options->out_dir.len && !make_folder(&w, options->out_dir))
        return false;
    w.pages = report_pages(w.arena, report, options->templates, w.sink);
    stages_end(&p->stages, STAGE_PAGES);
    if (!w.pages)
        return false;
    bool all = true;
    for (size_t i = 0; i < count; i++) {
        bool to_stdout = is_stdout(outputs[i].file);
        w.output = &outputs[i];
        bool written = to_stdout
                           ? write_stdout(&w)
                           : outputs_write_file(w.arena, outputs[i].file, write_format, &w, w.sink);
        stages_end(&p->stages, stages[outputs[i].format]);
        if (written && !to_stdout)
            files[n_files++] = outputs[i].file;
        all = all && written;
    }
    *ret_files = (struct strs){files, n_files};
    return all;
}
