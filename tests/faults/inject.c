/* Each system call of a run fails once.
 *
 *     inject EVERY PROGRAM INPUT [no_memory.so]
 *
 * The program is run once unharmed, with all reports, and its calls are counted by kind from
 * main() on. Then it is run again for every EVERY-th call of each kind, which fails with the error
 * of that kind. Right is: the same reports and status; or another status with a message; or the
 * status of a worse verdict with reports that say that the input is not whole. Wrong is a crash, a
 * hang, a better verdict, silence, half a report under a final name, or a temporary file that
 * stays. The call is made to fail by a tracer, so that libc's own calls fail too and a sanitizer
 * can look for leaks at the end.
 *
 * With the library it is allocations that fail instead: the first one of every EVERY-th place in
 * the program and its libraries that allocates. */
#include <dirent.h>
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#define NO_TRACING 124
#define SECONDS 60 /* a run takes less than one, some with a sanitizer */

#ifdef __x86_64__
#define NUMBER(r) ((r)->orig_rax)
#define FIRST(r) ((r)->rdi)
#define RESULT(r) ((r)->rax)
#define OLD(name) SYS_##name
#else
#define NUMBER(r) ((r)->regs[8])
#define FIRST(r) ((r)->regs[0])
#define RESULT(r) ((r)->regs[0])
#define OLD(name) -1
#endif

#define NONE -2
#define CLONE3 435
#define LANDLOCK 444 /* and the two that follow */

static const struct kind {
    const char *name;
    int error;
    long calls[4]; /* behind the last: NONE */
} kinds[] = {
    {"open", EMFILE, {SYS_openat, OLD(open), NONE, NONE}},
    {"read", EIO, {SYS_read, SYS_pread64, NONE, NONE}},
    {"write", ENOSPC, {SYS_write, SYS_writev, NONE, NONE}},
    {"stat", EACCES, {SYS_newfstatat, SYS_fstat, OLD(stat), OLD(lstat)}},
    {"list", EIO, {SYS_getdents64, NONE, NONE, NONE}},
    {"dup", EMFILE, {SYS_dup, SYS_fcntl, SYS_eventfd2, NONE}},
    {"close", EIO, {SYS_close, NONE, NONE, NONE}},
    {"seek", EINVAL, {SYS_lseek, NONE, NONE, NONE}},
    {"folder", EACCES, {SYS_mkdirat, OLD(mkdir), NONE, NONE}},
    {"sync", EIO, {SYS_fsync, NONE, NONE, NONE}},
    {"rename", EXDEV, {SYS_renameat, SYS_renameat2, OLD(rename), NONE}},
    {"thread", EAGAIN, {SYS_clone, CLONE3, NONE, NONE}},
    {"map", ENOMEM, {SYS_mmap, SYS_mremap, NONE, NONE}},
    {"grow", 0, {SYS_brk, NONE, NONE, NONE}},
    {"protect", ENOMEM, {SYS_mprotect, NONE, NONE, NONE}},
    {"sandbox", ENOSYS, {SYS_prctl, LANDLOCK, LANDLOCK + 1, LANDLOCK + 2}},
    {"random", ENOSYS, {SYS_getrandom, NONE, NONE, NONE}},
};

#define N_KINDS (sizeof kinds / sizeof *kinds)

static const char *const reports[] = {"report.html", "junit.xml", "report.json", "note.md"};
static const char *const ends[] = {"</html>\n", "</testsuites>\n", "}\n", "\n"};

struct bytes {
    char *data;
    size_t len;
};

struct run {
    int status; /* of waitpid */
    bool hung, injected;
    struct bytes reports[4], out, err;
    bool leftover;
};

struct bench {
    const char *program, *input, *jobs, *library;
    char folder[64];
    char nth[24]; /* for the library */
    struct run whole;
    size_t counts[N_KINDS];
    size_t tried, bad;
};

static void *must(void *p) {
    if (!p) {
        perror("inject");
        exit(2);
    }
    return p;
}

static const char *in(const struct bench *b, const char *name) {
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", b->folder, name);
    return path;
}

static struct bytes slurp(const char *path) {
    struct bytes b = {NULL, 0};
    FILE *file = fopen(path, "rb");
    if (!file)
        return b;
    b.data = must(malloc(16 << 20));
    b.len = fread(b.data, 1, 16 << 20, file);
    fclose(file);
    return b;
}

static bool same(struct bytes a, struct bytes b) {
    return a.len == b.len && !a.data == !b.data && (!a.len || memcmp(a.data, b.data, a.len) == 0);
}

static bool holds(struct bytes b, const char *text) {
    return b.data && memmem(b.data, b.len, text, strlen(text));
}

static bool ends_with(struct bytes b, const char *text) {
    size_t len = strlen(text);
    return b.len >= len && memcmp(b.data + b.len - len, text, len) == 0;
}

/* ---- one run ---- */

static void child(const struct bench *b) {
    char html[256], note[256];
    snprintf(html, sizeof html, "%s/out", b->folder);
    snprintf(note, sizeof note, "%s/out/note.md", b->folder);
    int out = open(in(b, "stdout"), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    int err = open(in(b, "stderr"), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (out < 0 || err < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0)
        _exit(125);
    close(out);
    close(err);
    if (b->library) {
        setenv("LD_PRELOAD", b->library, 1);
        setenv("FAULT_N", b->nth, 1);
    } else {
        if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0)
            _exit(NO_TRACING);
        raise(SIGSTOP);
    }
    execl(b->program, "virtready", "--jobs", b->jobs, "-o", html, "--markdown", note, b->input,
          (char *)NULL);
    _exit(126);
}

static bool get(pid_t pid, struct user_regs_struct *regs) {
    struct iovec io = {regs, sizeof *regs};
    return ptrace(PTRACE_GETREGSET, pid, (void *)NT_PRSTATUS, &io) == 0;
}

static void set(pid_t pid, struct user_regs_struct *regs, long number, long result) {
    struct iovec io = {regs, sizeof *regs};
    if (number)
        NUMBER(regs) = (unsigned long long)number;
    RESULT(regs) = (unsigned long long)result;
    ptrace(PTRACE_SETREGSET, pid, (void *)NT_PRSTATUS, &io);
#ifdef __aarch64__
    int none = (int)number;
    struct iovec call = {&none, sizeof none};
    if (number)
        ptrace(PTRACE_SETREGSET, pid, (void *)NT_ARM_SYSTEM_CALL, &call);
#endif
}

/* What the tracer knows; threads are told apart only where a call is made to fail. */
struct trace {
    size_t kind, nth; /* SIZE_MAX: only count */
    size_t counts[N_KINDS];
    bool in_main, injected;
    pid_t failing; /* the thread whose call is skipped */
};

static size_t kind_of(long number) {
    for (size_t k = 0; k < N_KINDS; k++)
        for (size_t i = 0; i < 4; i++)
            if (kinds[k].calls[i] == number)
                return k;
    return SIZE_MAX;
}

static void enter_call(struct trace *t, pid_t pid, struct user_regs_struct *regs) {
    long number = (long)NUMBER(regs);
    size_t kind = kind_of(number);
    /* main() begins with it. */
    if (number == SYS_rt_sigaction && FIRST(regs) == SIGPIPE)
        t->in_main = true;
    if (!t->in_main || kind == SIZE_MAX)
        return;
    if (t->counts[kind]++ == t->nth && kind == t->kind) {
        set(pid, regs, -1, -ENOSYS);
        t->failing = pid;
    }
}

/* Entering or leaving a call. */
static void step(struct trace *t, pid_t pid) {
    struct user_regs_struct regs;
    struct __ptrace_syscall_info info;
    if (ptrace(PTRACE_GET_SYSCALL_INFO, pid, (void *)sizeof info, &info) <= 0 || !get(pid, &regs))
        return;
    if (info.op == PTRACE_SYSCALL_INFO_ENTRY) {
        enter_call(t, pid, &regs);
    } else if (t->failing == pid) {
        set(pid, &regs, 0, -kinds[t->kind].error);
        t->failing = 0;
        t->injected = true;
    }
}

static volatile pid_t watched;

static void on_alarm(int signal_number) {
    (void)signal_number;
    kill(watched, SIGKILL);
}

/* Until the program ends; once the call has failed each thread is let go at its next stop. */
static int follow(struct trace *t, pid_t main_pid) {
    int status;
    for (;;) {
        pid_t pid = waitpid(-1, &status, __WALL);
        if (pid < 0 && errno == EINTR)
            continue;
        if (pid < 0)
            return -1;
        if (!WIFSTOPPED(status)) {
            if (pid == main_pid)
                return status;
            continue;
        }
        int sig = WSTOPSIG(status);
        if (sig == (SIGTRAP | 0x80))
            step(t, pid);
        bool ours = sig == (SIGTRAP | 0x80) || sig == SIGTRAP || sig == SIGSTOP;
        ptrace(t->injected ? PTRACE_DETACH : PTRACE_SYSCALL, pid, NULL,
               (void *)(intptr_t)(ours ? 0 : sig));
    }
}

static void clear(const struct bench *b) {
    char path[512];
    struct dirent *entry;
    DIR *dir = opendir(in(b, "out"));
    while (dir && (entry = readdir(dir))) {
        snprintf(path, sizeof path, "%s/out/%s", b->folder, entry->d_name);
        unlink(path);
    }
    if (dir)
        closedir(dir);
    rmdir(in(b, "out"));
}

static void collect(const struct bench *b, struct run *run) {
    struct dirent *entry;
    char name[64];
    for (size_t i = 0; i < 4; i++) {
        snprintf(name, sizeof name, "out/%s", reports[i]);
        run->reports[i] = slurp(in(b, name));
    }
    run->out = slurp(in(b, "stdout"));
    run->err = slurp(in(b, "stderr"));
    DIR *dir = opendir(in(b, "out"));
    while (dir && (entry = readdir(dir)))
        run->leftover |= strstr(entry->d_name, ".tmp") != NULL;
    if (dir)
        closedir(dir);
}

static void release(struct run *run) {
    for (size_t i = 0; i < 4; i++)
        free(run->reports[i].data);
    free(run->out.data);
    free(run->err.data);
}

static void start(const struct bench *b, struct trace *t, struct run *ret) {
    *ret = (struct run){0};
    clear(b);
    pid_t pid = fork();
    if (pid == 0)
        child(b);
    if (b->library) {
        watched = pid;
        alarm(SECONDS);
        while (waitpid(pid, &ret->status, 0) < 0 && errno == EINTR)
            continue;
        ret->hung = alarm(0) == 0;
        ret->injected = true;
        collect(b, ret);
        return;
    }
    waitpid(pid, &ret->status, 0);
    if (WIFEXITED(ret->status))
        return;
    ptrace(PTRACE_SETOPTIONS, pid, NULL,
           (void *)(PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_EXITKILL));
    ptrace(PTRACE_SYSCALL, pid, NULL, NULL);
    watched = pid;
    alarm(SECONDS);
    ret->status = follow(t, pid);
    ret->hung = alarm(0) == 0;
    ret->injected = t->injected;
    collect(b, ret);
}

/* ---- judging ---- */

static bool reports_same(const struct bench *b, const struct run *run) {
    bool all = same(b->whole.out, run->out);
    for (size_t i = 0; i < 4; i++)
        all = all && same(b->whole.reports[i], run->reports[i]);
    return all;
}

/* NULL: right. */
static const char *wrong(const struct bench *b, const struct run *run) {
    int before = WEXITSTATUS(b->whole.status), now = WEXITSTATUS(run->status);
    if (run->hung)
        return "it hung";
    if (WIFSIGNALED(run->status))
        return WTERMSIG(run->status) == SIGABRT && holds(run->err, "out of memory\n")
                   ? NULL
                   : "it was ended by a signal";
    if (holds(run->err, "Sanitizer") || holds(run->err, "runtime error"))
        return "a sanitizer complains";
    for (size_t i = 0; i < 4; i++)
        if (run->reports[i].data && !ends_with(run->reports[i], ends[i]))
            return "half a report has its final name";
    if (run->leftover && WIFEXITED(run->status))
        return "a temporary file stays";
    if (now == before && reports_same(b, run))
        return NULL;
    if (now == 3)
        return run->err.len ? NULL : "it failed without a message";
    if (now == 0 && before != 0)
        return "the verdict is better";
    if (now != 1 && now != 4 && now != before)
        return "its status is none of ours";
    return holds(run->reports[2], "\"truncated\": true") ||
                   holds(run->reports[2], "\"severity\": \"warning\"")
               ? NULL
               : "the reports differ and do not say why";
}

static void try(struct bench *b, size_t kind, size_t nth) {
    struct trace trace = {.kind = kind, .nth = nth};
    struct run run;
    start(b, &trace, &run);
    const char *problem = wrong(b, &run);
    b->tried += run.injected;
    if (problem) {
        b->bad++;
        printf("%s, --jobs %s: %s %zu of %zu fails (%s): %s (status %x)\n%.*s", b->input, b->jobs,
               kinds[kind].name, nth + 1, b->counts[kind], strerror(kinds[kind].error), problem,
               (unsigned)run.status, run.err.len > 600 ? 600 : (int)run.err.len,
               run.err.data ? run.err.data : "");
    }
    release(&run);
}

/* Its memory, and the process with which it looks for leaks. */
static bool is_sanitizers(const char *kind) {
#ifdef SANITIZED
    static const char *const own[] = {"thread", "map", "grow", "protect"};
    for (size_t i = 0; i < 4; i++)
        if (strcmp(kind, own[i]) == 0)
            return true;
#endif
    (void)kind;
    return false;
}

static void try_all(struct bench *b, size_t every) {
    struct trace count = {.kind = SIZE_MAX, .nth = SIZE_MAX};
    start(b, &count, &b->whole);
    memcpy(b->counts, count.counts, sizeof b->counts);
    if (WIFEXITED(b->whole.status) && WEXITSTATUS(b->whole.status) == NO_TRACING) {
        puts("faults: programs cannot be traced here: nothing was tried");
        exit(0);
    }
    if (!WIFEXITED(b->whole.status) || !count.in_main || !b->whole.reports[2].data) {
        printf("%s: the unharmed run failed (%x)\n", b->input, (unsigned)b->whole.status);
        b->bad++;
        return;
    }
    size_t before = 0;
    for (size_t k = 0; k < N_KINDS; k++) {
        if (is_sanitizers(kinds[k].name))
            continue;
        /* Rare kinds are tried whole: a rename is one of four. */
        size_t step_by = b->counts[k] <= 8 ? 1 : every;
        for (size_t n = b->counts[k] <= 8 ? 0 : (k * 7) % every; n < b->counts[k]; n += step_by)
            try(b, k, n);
        if (every == 1)
            printf("  %-8s %5zu of %5zu calls failed\n", kinds[k].name, b->tried - before,
                   b->counts[k]);
        before = b->tried;
    }
    release(&b->whole);
}

static int by_number(const void *a, const void *b) {
    const unsigned long *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* The numbers in the lines "site N". */
static size_t read_sites(struct bytes err, unsigned long **ret_sites) {
    size_t count = 0;
    *ret_sites = must(calloc(err.len / 6 + 1, sizeof **ret_sites));
    for (char *at = err.data;
         at && (at = memmem(at, err.len - (size_t)(at - err.data), "site ", 5)); at += 5)
        (*ret_sites)[count++] = strtoul(at + 5, NULL, 10);
    qsort(*ret_sites, count, sizeof **ret_sites, by_number);
    return count;
}

static void try_memory(struct bench *b, size_t every) {
    unsigned long *sites;
    struct run run;
    strcpy(b->nth, "0");
    start(b, &(struct trace){0}, &b->whole);
    size_t count = read_sites(b->whole.err, &sites), before = b->bad;
    for (size_t i = 0; i < count; i += every) {
        snprintf(b->nth, sizeof b->nth, "%lu", sites[i]);
        start(b, &(struct trace){0}, &run);
        const char *problem = wrong(b, &run);
        if (problem)
            printf("%s: allocation %lu fails: %s (status %x)\n%.*s", b->input, sites[i], problem,
                   (unsigned)run.status, run.err.len > 600 ? 600 : (int)run.err.len, run.err.data);
        b->bad += problem != NULL;
        b->tried++;
        release(&run);
    }
    if (every == 1)
        printf("  %-8s %5zu of %5zu places failed\n", "memory", b->tried - before, count);
    free(sites);
    release(&b->whole);
}

int main(int argc, char **argv) {
    size_t every = argc == 4 || argc == 5 ? strtoul(argv[1], NULL, 10) : 0, tried = 0, bad = 0;
    static const char *const jobs[] = {"1", "2"};
    if (!every) {
        fputs("inject EVERY PROGRAM INPUT [no_memory.so]\n", stderr);
        return 2;
    }
    signal(SIGALRM, on_alarm);
    for (size_t i = 0; i < (argc == 5 ? 1 : 2); i++) {
        struct bench b = {.library = argc == 5 ? argv[4] : NULL,
                          .program = argv[2],
                          .input = argv[3],
                          .jobs = jobs[i]};
        snprintf(b.folder, sizeof b.folder, "/tmp/virtready-faults-XXXXXX");
        must(mkdtemp(b.folder));
        if (b.library)
            try_memory(&b, every);
        else
            try_all(&b, every);
        clear(&b);
        unlink(in(&b, "stdout"));
        unlink(in(&b, "stderr"));
        rmdir(b.folder);
        tried += b.tried;
        bad += b.bad;
    }
    printf("faults: %zu passed, %zu failed\n", tried - (bad < tried ? bad : tried), bad);
    return bad || !tried;
}
