/* Jobs that do not need each other, side by side.
 *
 * What a job writes is its own until all have ended; what jobs share nobody writes. Which of them
 * ends first may not matter to the result: it is put together afterwards, in the order of their
 * numbers. */
#ifndef VIRTREADY_BASE_PARALLEL_H
#define VIRTREADY_BASE_PARALLEL_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

/* The most threads of a process: more than the machines have that read archives. */
#define PARALLEL_THREADS_MOST 64

/* job(arg, 0) to job(arg, count - 1), each once, on up to `threads` threads, of which the caller is
 * one and does the first job: what allocates most with malloc, which has to ask the kernel for each
 * page on any other thread. Jobs begin in the order of their numbers. All have ended when it
 * returns. With one thread, and where no other is to be had, these are plain calls: a job never
 * waits for another. */
void parallel_run(unsigned threads, size_t count, void (*job)(void *arg, size_t number), void *arg);

enum parallel_core {
    OTHER_CORE_FIRST, /* then wherever the system thinks best */
    OTHER_CORE_ONLY,  /* for little work that is not to stand in the caller's way */
};

/* A thread that begins on another core than the caller is on now, where the process may run on
 * another: a virtual machine's kernel takes a core that was idle for one in use, and lets a new
 * thread wait for milliseconds behind its maker. False where there is no thread to be had. */
bool parallel_start(pthread_t *ret_thread, enum parallel_core core, void *(*fn)(void *arg),
                    void *arg);

/* Cores that the process may run on; PARALLEL_THREADS_MOST where the system does not tell. */
unsigned parallel_cores(void);

#endif
