/* Blocks of bytes to a stream, which remembers what it refused. */
#include "report/outbuf.h"

#include "base/arena.h"

struct outbuf outbuf_new(struct arena *arena, FILE *out) {
    return (struct outbuf){.out = out, .bytes = arena_alloc(arena, OUTBUF_BYTES + OUTBUF_SLACK)};
}

bool outbuf_flush(struct outbuf *buf) {
    fwrite(buf->bytes, 1, buf->len, buf->out);
    buf->len = 0;
    return !ferror(buf->out);
}

void outbuf_put_long(struct outbuf *buf, struct str s) {
    outbuf_flush(buf);
    fwrite(s.ptr, 1, s.len, buf->out);
}
