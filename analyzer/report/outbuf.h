/* Bytes on their way to a stream, held back until there are many: a stream takes much at once more
 * readily than a little at a time, and what is put together here needs no call for each piece. */
#ifndef VIRTREADY_REPORT_OUTBUF_H
#define VIRTREADY_REPORT_OUTBUF_H

#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "base/str.h"

#define OUTBUF_BYTES ((size_t)64 * KIB)
/* May be read, and written, behind what there is room for: what looks at blocks need not count. */
#define OUTBUF_SLACK ((size_t)64)

struct arena;

struct outbuf {
    FILE *out;
    char *bytes;
    size_t len;
};

struct outbuf outbuf_new(struct arena *arena, FILE *out);
/* False: the stream has refused something. */
bool outbuf_flush(struct outbuf *buf);
/* Longer than OUTBUF_BYTES. */
void outbuf_put_long(struct outbuf *buf, struct str s);

/* Where the next `len` bytes go, at most OUTBUF_BYTES; who writes them adds to buf->len. */
static inline char *outbuf_room(struct outbuf *buf, size_t len) {
    if (len > OUTBUF_BYTES - buf->len)
        outbuf_flush(buf);
    return buf->bytes + buf->len;
}

static inline void outbuf_put(struct outbuf *buf, struct str s) {
    if (s.len > OUTBUF_BYTES) {
        outbuf_put_long(buf, s);
        return;
    }
    char *at = outbuf_room(buf, s.len);
    if (s.len)
        memcpy(at, s.ptr, s.len);
    buf->len += s.len;
}

#endif
