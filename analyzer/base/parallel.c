/* Threads that live for one call and take the numbers of the jobs from one counter: whoever is done
 * takes the next, so that long jobs and short ones even out. Starting a thread takes some ten
 * microseconds, which is nothing to what is worth a thread. */
#include "base/parallel.h"

#include <sched.h>
#include <stdatomic.h>

#include "base/limits.h"

/* As deep as the first thread's usually is: expressions and style sheets recurse up to bounds that
 * were tried there, and what the system gives otherwise reaches from 128 KiB to the limit of the
 * shell. */
#define STACK_BYTES (8 * MIB)

struct work {
    void (*job)(void *arg, size_t number);
    void *arg;
    size_t count;
    atomic_size_t next;
};

static void *take_jobs(void *arg) {
    struct work *work = arg;
    size_t number;
    while ((number = atomic_fetch_add_explicit(&work->next, 1, memory_order_relaxed)) < work->count)
        work->job(work->arg, number);
    return NULL;
}

/* The cores that the process may run on; false where the system does not tell. A set holds 1,024;
 * machines with more have more than one. */
static bool get_cores(cpu_set_t *ret_cores) {
    return sched_getaffinity(0, sizeof *ret_cores, ret_cores) == 0;
}

/* All of them but the one that the caller is on; false where there is no other. */
static bool other_cores(const cpu_set_t *cores, cpu_set_t *ret_others) {
    int here = sched_getcpu();
    *ret_others = *cores;
    if (here >= 0)
        CPU_CLR((size_t)here, ret_others);
    return CPU_COUNT(ret_others) > 0;
}

/* On one of `cores`; NULL: on those of the caller. */
static bool create(pthread_t *ret_thread, const cpu_set_t *cores, void *(*fn)(void *arg),
                   void *arg) {
    pthread_attr_t attr;
    if (pthread_attr_init(&attr) != 0)
        return false;
    pthread_attr_setstacksize(&attr, STACK_BYTES);
    if (cores)
        pthread_attr_setaffinity_np(&attr, sizeof *cores, cores);
    bool created = pthread_create(ret_thread, &attr, fn, arg) == 0;
    pthread_attr_destroy(&attr);
    return created;
}

bool parallel_start(pthread_t *ret_thread, enum parallel_core core, void *(*fn)(void *arg),
                    void *arg) {
    cpu_set_t all, others;
    bool elsewhere =
        get_cores(&all) && other_cores(&all, &others) && create(ret_thread, &others, fn, arg);
    if (!elsewhere)
        return create(ret_thread, NULL, fn, arg);
    if (core == OTHER_CORE_FIRST)
        pthread_setaffinity_np(*ret_thread, sizeof all, &all);
    return true;
}

void parallel_run(unsigned threads, size_t count, void (*job)(void *arg, size_t number),
                  void *arg) {
    pthread_t others[PARALLEL_THREADS_MOST - 1];
    struct work work = {.job = job, .arg = arg, .count = count, .next = 1};
    size_t wanted = threads < count ? threads : count;
    if (count == 0)
        return;
    if (wanted > PARALLEL_THREADS_MOST)
        wanted = PARALLEL_THREADS_MOST;
    size_t started = 0;
    while (started + 1 < wanted &&
           parallel_start(&others[started], OTHER_CORE_FIRST, take_jobs, &work))
        started++;
    job(arg, 0);
    take_jobs(&work);
    for (size_t i = 0; i < started; i++)
        pthread_join(others[i], NULL);
}

unsigned parallel_cores(void) {
    cpu_set_t cores;
    return get_cores(&cores) ? (unsigned)CPU_COUNT(&cores) : PARALLEL_THREADS_MOST;
}
