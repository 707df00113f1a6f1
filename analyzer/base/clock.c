/* The two clocks of the machine that a program can be measured with; what time it is in the archive
 * is base/time.h. */
#include "base/clock.h"

#include <sys/resource.h>
#include <time.h>

static uint64_t read_clock(clockid_t id) {
    struct timespec t;
    clock_gettime(id, &t);
    return (uint64_t)t.tv_sec * 1000000000U + (uint64_t)t.tv_nsec;
}

uint64_t clock_wall(void) {
    return read_clock(CLOCK_MONOTONIC);
}

uint64_t clock_thread(void) {
    return read_clock(CLOCK_THREAD_CPUTIME_ID);
}

uint64_t clock_peak_memory(void) {
    struct rusage usage;
    return getrusage(RUSAGE_SELF, &usage) == 0 ? (uint64_t)usage.ru_maxrss * 1024 : 0;
}
