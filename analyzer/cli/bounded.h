/* A stream that refuses to grow beyond a bound: a hostile archive must not fill the disk. */
#ifndef VIRTREADY_CLI_BOUNDED_H
#define VIRTREADY_CLI_BOUNDED_H

#include <stdint.h>
#include <stdio.h>

struct bounded {
    FILE *under;
    uint64_t room;
};

/* Writes go to `under`; beyond `room` bytes they fail with EFBIG. Closing it leaves `under` open.
 * The structure must outlive the stream. NULL with errno. */
FILE *bounded_open(struct bounded *bounded, FILE *under, uint64_t room);

#endif
