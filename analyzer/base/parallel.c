/* Threads that live for one call and take the numbers of the jobs from one counter: whoever is done
 * takes the next, so that long jobs and short ones even out. Starting a thread takes some ten
 * microseconds, which is nothing to what is worth a thread. */
#include "base/parallel.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>

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

/* How many of `wanted` there are to be had. */
static size_t start(struct work *work, size_t wanted, pthread_t *threads) {
    pthread_attr_t attr;
    size_t count = 0;
    if (wanted == 0 || pthread_attr_init(&attr) != 0)
        return 0;
    pthread_attr_setstacksize(&attr, STACK_BYTES);
    while (count < wanted && pthread_create(&threads[count], &attr, take_jobs, work) == 0)
        count++;
    pthread_attr_destroy(&attr);
    return count;
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
    size_t started = start(&work, wanted > 1 ? wanted - 1 : 0, others);
    job(arg, 0);
    take_jobs(&work);
    for (size_t i = 0; i < started; i++)
        pthread_join(others[i], NULL);
}

/* A set holds 1,024; machines with more have more than one. */
unsigned parallel_cores(void) {
    cpu_set_t cores;
    bool known = sched_getaffinity(0, sizeof cores, &cores) == 0;
    return known ? (unsigned)CPU_COUNT(&cores) : PARALLEL_THREADS_MOST;
}
