#include "cli/terminal.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define PROGRESS_FROM ((uint64_t)100 * 1000 * 1000)
#define PROGRESS_EVERY_MS 100

bool terminal_color(enum color color) {
    if (color != COLOR_AUTO)
        return color == COLOR_ALWAYS;
    const char *no_color = getenv("NO_COLOR");
    const char *term = getenv("TERM");
    if ((no_color && *no_color) || (term && str_eq(str_of(term), STR("dumb"))))
        return false;
    return isatty(STDOUT_FILENO);
}

/* The console of Linux prints what it does not know. */
bool terminal_links(enum color color) {
    const char *force = getenv("FORCE_HYPERLINK");
    const char *term = getenv("TERM");
    bool plain = !term || str_eq(str_of(term), STR("dumb")) || str_eq(str_of(term), STR("linux"));
    if (color == COLOR_NEVER || (force && str_eq(str_of(force), STR("0"))))
        return false;
    return (force && *force) || (!plain && isatty(STDOUT_FILENO));
}

unsigned terminal_width(void) {
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 40)
        return 80;
    return size.ws_col > 120 ? 120 : size.ws_col;
}

/* The clock decides only when a line is redrawn, never what a report says. */
static int64_t now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void terminal_progress(void *arg, uint64_t done, uint64_t total) {
    struct terminal_progress *state = arg;
    if ((total ? total : done) < PROGRESS_FROM || !isatty(STDERR_FILENO))
        return;
    int64_t now = now_ms();
    if (now - state->last_ms < PROGRESS_EVERY_MS)
        return;
    state->last_ms = now;
    state->shown = true;
    if (total)
        fprintf(stderr, "\rreading %llu of %llu MB (%u %%) ", (unsigned long long)(done / 1000000),
                (unsigned long long)(total / 1000000), (unsigned)(done * 100 / total));
    else
        fprintf(stderr, "\rreading %llu MB ", (unsigned long long)(done / 1000000));
    fflush(stderr);
}

void terminal_progress_end(struct terminal_progress *state) {
    if (state->shown)
        fputs("\r\033[K", stderr);
    state->shown = false;
}
