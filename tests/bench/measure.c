/* measure ROUNDS TOOLS PROGRAM REPORTS ARCHIVE...: runs a full analysis and the tools that it is
 * compared with in turn, ROUNDS times over each archive, and prints one line a run: archive, bytes,
 * tool, wall seconds, CPU seconds, peak kilobytes. TOOLS is "all" or the name of one.
 *
 * The tools take turns within a round, so that whatever disturbs the machine disturbs all of them;
 * a first, unprinted round warms the page cache. A tool that is not installed is left out. */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_WORDS = 8, NOT_FOUND = 127 };

/* "@" stands for the archive, "=" for the program, "+" for the folder of the reports. */
struct tool {
    const char *name;
    bool pinned; /* to one core */
    const char *words[MOST_WORDS];
};

static const struct tool tools[] = {
    {"full", false, {"=", "-q", "-o", "+", "@"}}, {"full-1", true, {"=", "-q", "-o", "+", "@"}},
    {"tar", false, {"tar", "-tzf", "@"}},         {"tar-1", true, {"tar", "-tzf", "@"}},
    {"bsdtar", false, {"bsdtar", "-tzf", "@"}},   {"gzip", false, {"gzip", "-dc", "@"}},
    {"igzip", false, {"igzip", "-dc", "@"}},
};

struct place {
    const char *program, *reports, *archive;
};

static const char *word(const char *pattern, const struct place *place) {
    switch (*pattern) {
    case '=':
        return place->program;
    case '+':
        return place->reports;
    case '@':
        return place->archive;
    default:
        return pattern;
    }
}

static void pin(void) {
    cpu_set_t all, one;
    CPU_ZERO(&one);
    sched_getaffinity(0, sizeof all, &all);
    size_t cpu = CPU_SETSIZE - 1;
    while (cpu > 0 && !CPU_ISSET(cpu, &all))
        cpu--;
    CPU_SET(cpu, &one);
    sched_setaffinity(0, sizeof one, &one);
}

static _Noreturn void become(const struct tool *tool, const struct place *place) {
    const char *argv[MOST_WORDS + 1] = {0};
    for (size_t i = 0; i < MOST_WORDS && tool->words[i]; i++)
        argv[i] = word(tool->words[i], place);
    int nothing = open("/dev/null", O_WRONLY);
    dup2(nothing, STDOUT_FILENO);
    if (tool->pinned)
        pin();
    execvp(argv[0], (char **)(void *)argv);
    _exit(errno == ENOENT ? NOT_FOUND : NOT_FOUND - 1);
}

static double seconds(struct timeval t) {
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* 1 and 4 are virtready's verdicts; every other status but 0 would make the figure worthless. */
static bool good(int status) {
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : NOT_FOUND - 1;
    return code == 0 || code == 1 || code == 4;
}

static void run(const struct tool *tool, const struct place *place, bool print) {
    fflush(stdout);
    double start = now();
    pid_t child = fork();
    if (child == 0)
        become(tool, place);
    int status = 0;
    struct rusage used;
    if (child < 0 || wait4(child, &status, 0, &used) < 0) {
        perror("measure");
        exit(1);
    }
    double wall = now() - start;
    if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_FOUND)
        return;
    if (!good(status)) {
        fprintf(stderr, "measure: %s failed on %s\n", tool->name, place->archive);
        exit(1);
    }
    struct stat file;
    if (print && stat(place->archive, &file) == 0)
        printf("%s\t%lld\t%s\t%.4f\t%.4f\t%ld\n", place->archive, (long long)file.st_size,
               tool->name, wall, seconds(used.ru_utime) + seconds(used.ru_stime), used.ru_maxrss);
}

int main(int argc, char **argv) {
    if (argc < 6) {
        fputs("usage: measure ROUNDS TOOLS PROGRAM REPORTS ARCHIVE...\n", stderr);
        return 2;
    }
    long rounds = strtol(argv[1], NULL, 10);
    for (int file = 5; file < argc; file++)
        for (long round = 0; round <= rounds; round++)
            for (size_t i = 0; i < sizeof tools / sizeof *tools; i++)
                if (strcmp(argv[2], "all") == 0 || strcmp(argv[2], tools[i].name) == 0)
                    run(&tools[i], &(struct place){argv[3], argv[4], argv[file]}, round > 0);
    return 0;
}
