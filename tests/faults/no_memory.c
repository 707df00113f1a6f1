/* To be preloaded: the FAULT_N-th allocation from main() on finds no memory. With FAULT_N=0 none
 * fails, and at the end standard error gets a line "site N" for the first allocation of each site:
 * a site is who called, who called that, and so on, DEPTH deep. */
#include <errno.h>
#include <execinfo.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

static atomic_bool in_main;
static atomic_ulong calls;
static unsigned long nth;

#define DEPTH 5
#define SITES 65536

static struct site {
    uint64_t hash;
    unsigned long n;
} sites[SITES];
static size_t n_sites;

/* main() begins with it. */
__sighandler_t signal(int number, __sighandler_t handler) {
    struct sigaction action = {.sa_handler = handler};
    const char *wanted = getenv("FAULT_N");
    if (number == SIGPIPE) {
        void *frame;
        nth = wanted ? strtoul(wanted, NULL, 10) : 0;
        backtrace(&frame, 1); /* loads what it needs */
        atomic_store(&in_main, true);
    }
    sigaction(number, &action, NULL);
    return SIG_DFL;
}

/* A hash table of sites; only with one thread, --jobs 1. */
static void note_site(unsigned long n) {
    static bool inside;
    void *frames[DEPTH + 2];
    if (inside || n_sites >= SITES / 2)
        return;
    inside = true;
    int depth = backtrace(frames, DEPTH + 2);
    inside = false;
    uint64_t hash = 14695981039346656037u;
    for (int i = 2; i < depth; i++)
        hash = (hash ^ (uintptr_t)frames[i]) * 1099511628211u;
    size_t at = hash % SITES;
    while (sites[at].n && sites[at].hash != hash)
        at = (at + 1) % SITES;
    if (sites[at].n)
        return;
    sites[at] = (struct site){hash, n};
    n_sites++;
}

static bool fails(void) {
    if (!atomic_load_explicit(&in_main, memory_order_relaxed))
        return false;
    unsigned long n = atomic_fetch_add(&calls, 1) + 1;
    if (!nth)
        note_site(n);
    if (n == nth)
        errno = ENOMEM;
    return n == nth;
}

void *malloc(size_t size) {
    return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    return fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size) {
    return fails() ? NULL : __libc_realloc(old, size);
}

void *mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset) {
    long mapped = fails() ? -1 : syscall(SYS_mmap, at, size, protection, flags, fd, offset);
    return (void *)mapped;
}

/* Where the pages may be moved, as all that call it here allow. */
void *mremap(void *old, size_t old_size, size_t size, int flags, ...) {
    long mapped = fails() ? -1 : syscall(SYS_mremap, old, old_size, size, flags, NULL);
    return (void *)mapped;
}

__attribute__((destructor)) static void tell(void) {
    for (size_t i = 0; i < SITES && !nth; i++)
        if (sites[i].n)
            dprintf(2, "site %lu\n", sites[i].n);
}
