/* Words in, exit status out; diagnostics are printed here and nowhere else. */
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/memory.h"
#include "cli/analyze.h"
#include "cli/ask.h"
#include "cli/rules_command.h"

#define STATUS_USAGE 2
#define STATUS_FAILED 3

/* Notes only on request; everything stands in the reports as well. */
static void print_diagnostics(struct arena *arena, const struct diag_sink *sink, bool all) {
    const struct diag *diag;
    for (size_t i = 0; (diag = diag_get(sink, i)); i++) {
        struct str text = diag_format(arena, diag);
        if (all || diag->severity == DIAG_ERROR)
            fwrite(text.ptr, 1, text.len, stderr);
    }
    if (diag_dropped(sink))
        fprintf(stderr, "virtready: and %zu more diagnostics\n", diag_dropped(sink));
}

static int run(struct arena *arena, const struct options *options, struct diag_sink *sink) {
    switch (options->command) {
    case COMMAND_HELP:
        options_print_help(stdout);
        return 0;
    case COMMAND_HELP_LIMITS:
        options_print_limits(stdout);
        return 0;
    case COMMAND_VERSION:
        return rules_version_command(arena, sink);
    case COMMAND_RULES:
        return rules_command(arena, options, sink);
    case COMMAND_ANALYZE:
        return analyze(arena, options, sink);
    case COMMAND_EXPLAIN:
        return ask_explain(arena, options, sink);
    case COMMAND_EVAL:
        return ask_eval(arena, options, sink);
    }
    return STATUS_USAGE;
}

/* A stream that was closed would be the next file opened, an input or a report. What stands in for
 * it refuses as a closed one does. */
static void keep_streams(void) {
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 &&
            open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0)
            return; /* the lowest free one is what open gives: later ones stay in order */
}

/* The system takes all memory at once. Going through it to give it back took longer than making the
 * summary; only who looks for what is never given back has that done. */
static void end(struct arena *arena) {
#ifdef RELEASE
    (void)arena;
#else
    arena_free(arena);
#endif
}

int main(int argc, char **argv) {
    keep_streams();
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is a write error like any other */
    memory_prepare();
    struct arena *arena = arena_new();
    struct diag_sink *sink = diag_sink_new(arena);
    struct options options;
    bool parsed = options_parse(arena, argc, argv, sink, &options);
    int status = parsed ? run(arena, &options, sink) : STATUS_USAGE;
    bool lint = options.command == COMMAND_RULES && options.rules_command == RULES_LINT;
    print_diagnostics(arena, sink, options.verbose || lint);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fputs("virtready: error: cannot write to standard output [output]\n", stderr);
        status = STATUS_FAILED;
    }
    end(arena);
    return status;
}
