/* The header of a tar's member, for programs that write archives by hand. */
#ifndef VIRTREADY_TESTS_TAR_H
#define VIRTREADY_TESTS_TAR_H

#include <stdio.h>
#include <string.h>

/* `name` of at most 99 bytes; `type`: '0' a file, 'L' the longer name of the next member. */
static inline void tar_header(char block[512], const char *name, size_t size, char type) {
    unsigned sum = 0;
    memset(block, 0, 512);
    snprintf(block, 100, "%s", name);
    memcpy(block + 100, "0000644\0000000000\0000000000\000", 24);
    snprintf(block + 124, 12, "%011zo", size);
    memcpy(block + 136, "14524200000", 11);
    memset(block + 148, ' ', 8);
    block[156] = type;
    memcpy(block + 257, "ustar  ", 7);
    for (size_t i = 0; i < 512; i++)
        sum += (unsigned char)block[i];
    snprintf(block + 148, 8, "%06o", sum);
}

#endif
