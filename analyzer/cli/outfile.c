/* A report is written to a temporary name in its own folder, forced to the disk and renamed: nobody
 * ever finds half of one under the final name, and an older one stays until the new one is whole.
 *
 * The temporary name, "report.html.PID.N.tmp", is always that of a new file: neither another run
 * into the same folder, nor what a killed one left behind, nor a link that someone put there is
 * ever written to. */
#include "cli/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/limits.h"
#include "cli/bounded.h"

#define TEMPORARY_NAMES 100 /* tried: in a container every run may have the same number */

struct outfile {
    struct arena *arena;
    struct str file; /* as given */
    const char *final;
    const char *temporary; /* NULL: written as it is */
    FILE *out;
    struct diag_sink *sink;
};

bool outfile_refuse(struct diag_sink *sink, struct str file, const char *what) {
    struct diag_where where = {.input = file};
    if (errno == EFBIG)
        diag_add(sink, DIAG_ERROR, DIAG_OUTPUT, where, "%s: larger than %s (limit report-bytes)",
                 what, limits_bytes(limits->report_bytes).text);
    else
        diag_add(sink, DIAG_ERROR, DIAG_OUTPUT, where, "%s: %s", what, strerror(errno));
    return false;
}

static bool refuse(const struct outfile *o, const char *what) {
    return outfile_refuse(o->sink, o->file, what);
}

/* Such a name may lead to a file, "/dev/stdout" does, and be no less a device's. Files are at home
 * in /dev/shm alone. */
static bool is_of_devices(struct str file) {
    return str_starts_with(file, STR("/proc/")) ||
           (str_starts_with(file, STR("/dev/")) && !str_starts_with(file, STR("/dev/shm/")));
}

/* Devices and pipes have nothing to rename. */
static bool is_special(struct str file) {
    struct stat st;
    char name[4096];
    snprintf(name, sizeof name, "%.*s", STR_ARG(file));
    return is_of_devices(file) ||
           (stat(name, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode));
}

struct str outfile_place(struct str file) {
    struct str name = str_after_last(file, '/');
    if (is_special(file))
        return file;
    if (name.len == file.len)
        return STR(".");
    return str_slice(file, 0, name.len + 1 == file.len ? 1 : file.len - name.len - 1);
}

/* A new file beside the final one; -1 with errno. */
static int create_beside(struct outfile *o) {
    int fd = -1;
    errno = EEXIST;
    for (int n = 0; fd < 0 && errno == EEXIST && n < TEMPORARY_NAMES; n++) {
        struct str name = str_printf(o->arena, "%s.%ld.%d.tmp", o->final, (long)getpid(), n);
        o->temporary = str_c(o->arena, name);
        fd = open(o->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    }
    return fd;
}

static bool open_out(struct outfile *o) {
    int fd =
        is_special(o->file) ? open(o->final, O_WRONLY | O_CLOEXEC | O_NOCTTY) : create_beside(o);
    o->out = fd < 0 ? NULL : fdopen(fd, "w");
    if (o->out) {
        setvbuf(o->out, NULL, _IONBF, 0); /* reports come in blocks, and large ones */
        return true;
    }
    refuse(o, "cannot write");
    if (fd >= 0) {
        close(fd);
        if (o->temporary)
            unlink(o->temporary);
    }
    return false;
}

/* Some file systems have no fsync; all others tell of a disk that did not take it. */
static bool force(const struct outfile *o) {
    return !o->temporary || fsync(fileno(o->out)) == 0 || errno == EINVAL || errno == ENOTSUP;
}

/* Whether the stream took everything; one error else. It is closed in any case. */
static bool close_out(struct outfile *o) {
    bool taken = fflush(o->out) == 0 && !ferror(o->out) && force(o);
    int error = errno;
    if (fclose(o->out) != 0 && taken) {
        taken = false;
        error = errno;
    }
    errno = error;
    return taken;
}

/* Whether all was written and the bound let it pass; one error else. */
static bool write_bounded(struct outfile *o, bool (*write)(void *arg, FILE *out), void *arg) {
    struct bounded bounded;
    FILE *front = bounded_open(&bounded, o->out, limits->report_bytes);
    if (!front)
        return refuse(o, "cannot write");
    bool written = write(arg, front);
    bool passed = !ferror(front);
    if (fclose(front) != 0)
        passed = false;
    return written && (passed || refuse(o, "cannot write"));
}

bool outfile_write(struct arena *arena, struct str file, bool (*write)(void *arg, FILE *out),
                   void *arg, struct diag_sink *sink) {
    struct outfile o = {.arena = arena, .file = file, .final = str_c(arena, file), .sink = sink};
    if (!open_out(&o))
        return false;
    bool written = write_bounded(&o, write, arg);
    bool taken = close_out(&o);
    if (written && !taken)
        written = refuse(&o, "cannot write");
    if (written && o.temporary && rename(o.temporary, o.final) != 0)
        written = refuse(&o, "cannot rename");
    if (!written && o.temporary)
        unlink(o.temporary);
    return written;
}
