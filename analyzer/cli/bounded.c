/* Bytes on their way to a file, counted: a stream of its own stands before the file's, so that
 * every writer is bounded by what it writes to, not by asking first. */
#include "cli/bounded.h"

#include <errno.h>

static ssize_t on_write(void *cookie, const char *bytes, size_t len) {
    struct bounded *bounded = cookie;
    if (len > bounded->room) {
        bounded->room = 0; /* nothing may follow a gap */
        errno = EFBIG;
        return 0;
    }
    bounded->room -= len;
    return (ssize_t)fwrite(bytes, 1, len, bounded->under);
}

FILE *bounded_open(struct bounded *bounded, FILE *under, uint64_t room) {
    *bounded = (struct bounded){under, room};
    FILE *front = fopencookie(bounded, "w", (cookie_io_functions_t){.write = on_write});
    if (front)
        setvbuf(front, NULL, _IONBF, 0); /* what is behind it may hold back; this only counts */
    return front;
}
