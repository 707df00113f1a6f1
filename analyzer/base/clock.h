/* Time and memory that work took, for what --verbose tells on standard error: no report may know of
 * it. */
#ifndef VIRTREADY_BASE_CLOCK_H
#define VIRTREADY_BASE_CLOCK_H

#include <stdint.h>

/* Nanoseconds since some moment; only differences mean anything. */
uint64_t clock_wall(void);
/* Nanoseconds of work by the calling thread. */
uint64_t clock_thread(void);
/* The most memory that the process has had at a time, in bytes. */
uint64_t clock_peak_memory(void);

#endif
