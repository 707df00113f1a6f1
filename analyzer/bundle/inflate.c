/* gzip by ISA-L, several times faster than zlib, which serves where there is no ISA-L: both say the
 * same of whole and of damaged data. The gzip filter of libarchive compares no checksums.
 *
 * A damaged stream gives every byte that was decoded before the damage. A wrong checksum or length
 * does not end it: the members of the gzip file that follow may be whole. */
#include "bundle/inflate.h"

#include <string.h>

#ifdef HAVE_ISAL
#include <isa-l/igzip_lib.h>
#else
#include <zlib.h>
#endif

#include "base/arena.h"

/* How one call of the decoder ended. */
enum stepped { WENT_ON, MEMBER_ENDED, SUM_WRONG, HEADER_DAMAGED, DATA_DAMAGED };

/* ---- decoders: next_in, avail_in, next_out and avail_out have the same names in both ---- */

#ifdef HAVE_ISAL

struct decoder {
    struct inflate_state state;
    /* isal_inflate would begin a new one with each block, and not know what it has read. */
    struct isal_gzip_header header;
};

static void decoder_open(struct arena *arena, struct decoder *decoder) {
    (void)arena;
    isal_inflate_init(&decoder->state);
}

static void decoder_reset(struct decoder *decoder) {
    decoder->header = (struct isal_gzip_header){0};
    isal_inflate_reset(&decoder->state);
    decoder->state.crc_flag = ISAL_GZIP;
}

static enum stepped decoder_step(struct decoder *decoder) {
    if (!decoder->state.wrapper_flag)
        return isal_read_gzip_header(&decoder->state, &decoder->header) < 0 ? HEADER_DAMAGED
                                                                            : WENT_ON;
    int result = isal_inflate(&decoder->state);
    if (decoder->state.block_state == ISAL_BLOCK_FINISH)
        return result == ISAL_INCORRECT_CHECKSUM ? SUM_WRONG : MEMBER_ENDED;
    return result < 0 ? DATA_DAMAGED : WENT_ON;
}

#else

struct decoder {
    z_stream state;
    gz_header header; /* tells whether it was read */
    uInt passing;     /* bytes of the trailer that are still to be passed over */
};

static void release(void *arg) {
    inflateEnd(arg);
}

static void decoder_open(struct arena *arena, struct decoder *decoder) {
    enum { GZIP = 16 };
    if (inflateInit2(&decoder->state, GZIP + MAX_WBITS) != Z_OK)
        arena_out_of_memory();
    arena_on_reset(arena, release, &decoder->state);
}

static void decoder_reset(struct decoder *decoder) {
    decoder->header = (gz_header){0};
    inflateReset(&decoder->state);
    inflateGetHeader(&decoder->state, &decoder->header);
}

static enum stepped pass_over(struct decoder *decoder) {
    z_stream *z = &decoder->state;
    uInt part = z->avail_in < decoder->passing ? z->avail_in : decoder->passing;
    z->next_in += part;
    z->avail_in -= part;
    decoder->passing -= part;
    return decoder->passing ? WENT_ON : SUM_WRONG;
}

static enum stepped decoder_step(struct decoder *decoder) {
    z_stream *z = &decoder->state;
    if (decoder->passing)
        return pass_over(decoder);
    int result = inflate(z, Z_NO_FLUSH);
    if (result == Z_STREAM_END)
        return MEMBER_ENDED;
    if (result == Z_OK || result == Z_BUF_ERROR)
        return WENT_ON;
    if (decoder->header.done != 1)
        return HEADER_DAMAGED;
    /* Only the message tells what did not match; the length stands behind the checksum. */
    const char *reason = z->msg ? z->msg : "";
    if (strcmp(reason, "incorrect length check") == 0)
        return SUM_WRONG;
    if (strcmp(reason, "incorrect data check") != 0)
        return DATA_DAMAGED;
    decoder->passing = 4;
    return pass_over(decoder);
}

#endif

/* ---- one layer ---- */

struct inflate {
    struct pull *input;
    struct guard *guard;
    uint64_t members; /* that were complete */
    bool between;     /* no member has begun, or one has just ended */
    bool input_ended;
    bool ended;
    unsigned char *block;
    struct decoder decoder;
    struct pull pull;
};

static void end_with(struct inflate *inflate, enum trouble_kind kind, const char *reason) {
    inflate->ended = true;
    if (kind != TROUBLE_NONE)
        trouble_set(inflate->pull.trouble, kind, "%s", reason);
}

static void refill(struct inflate *inflate) {
    struct str block;
    if (inflate->decoder.state.avail_in || inflate->input_ended)
        return;
    if (!pull_next(inflate->input, &block)) {
        inflate->input_ended = true;
        return;
    }
    /* No decoder writes to its input, they only forgot to say so. */
    inflate->decoder.state.next_in = (unsigned char *)(uintptr_t)block.ptr;
    inflate->decoder.state.avail_in = (uint32_t)block.len;
}

/* What follows a complete gzip file without being one. */
static void ignore_rest(struct inflate *inflate) {
    do {
        inflate->guard->ignored += inflate->decoder.state.avail_in;
        inflate->decoder.state.avail_in = 0;
        refill(inflate);
    } while (inflate->decoder.state.avail_in);
    end_with(inflate, TROUBLE_NONE, NULL);
}

/* At the end of a member: another one, padding with zeros as tapes have it, or the end. */
static void begin_member(struct inflate *inflate) {
    struct decoder *d = &inflate->decoder;
    if (inflate->members)
        while (d->state.avail_in && *d->state.next_in == 0) {
            d->state.next_in++;
            d->state.avail_in--;
        }
    if (d->state.avail_in == 0)
        return;
    if (inflate->members && *d->state.next_in != 0x1f) {
        ignore_rest(inflate);
        return;
    }
    decoder_reset(d);
    inflate->between = false;
}

static void step(struct inflate *inflate) {
    struct decoder *d = &inflate->decoder;
    size_t in = d->state.avail_in, out = d->state.avail_out;
    switch (decoder_step(d)) {
    case SUM_WRONG:
        trouble_set(inflate->pull.trouble, TROUBLE_DAMAGED, "the gzip checksum is wrong");
        __attribute__((fallthrough));
    case MEMBER_ENDED:
        inflate->members++;
        inflate->between = true;
        return;
    case HEADER_DAMAGED:
        if (inflate->members)
            ignore_rest(inflate);
        else
            end_with(inflate, TROUBLE_DAMAGED, "the gzip header is damaged");
        return;
    case DATA_DAMAGED:
        end_with(inflate, TROUBLE_DAMAGED, "the gzip data is damaged");
        return;
    case WENT_ON:
        break;
    }
    if (in != d->state.avail_in || out != d->state.avail_out)
        return;
    if (inflate->input_ended)
        end_with(inflate, TROUBLE_TRUNCATED, "the gzip data ends too soon");
    else if (d->state.avail_in)
        end_with(inflate, TROUBLE_DAMAGED, "the gzip data is damaged");
}

static bool inflate_next(void *arg, struct str *ret_block) {
    struct inflate *inflate = arg;
    struct decoder *d = &inflate->decoder;
    d->state.next_out = inflate->block;
    d->state.avail_out = (uint32_t)PULL_BLOCK;
    while (d->state.avail_out && !inflate->ended) {
        refill(inflate);
        if (inflate->between)
            begin_member(inflate);
        if (!inflate->between && !inflate->ended)
            step(inflate);
        else if (inflate->input_ended && d->state.avail_in == 0)
            end_with(inflate, TROUBLE_NONE, NULL);
    }
    *ret_block = (struct str){(const char *)inflate->block, PULL_BLOCK - d->state.avail_out};
    if (ret_block->len == 0)
        return false;
    if (guard_unpacked(inflate->guard, ret_block->len, inflate->pull.trouble))
        return true;
    inflate->ended = true;
    return false;
}

struct pull *inflate_open(struct arena *arena, struct pull *input, struct guard *guard,
                          struct trouble *trouble) {
    struct inflate *inflate = NEW(arena, struct inflate);
    inflate->input = input;
    inflate->guard = guard;
    inflate->between = true;
    inflate->block = arena_alloc(arena, PULL_BLOCK);
    decoder_open(arena, &inflate->decoder);
    inflate->pull = pull_new(arena, inflate_next, inflate, trouble);
    return &inflate->pull;
}
