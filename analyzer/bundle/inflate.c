/* gzip by ISA-L, several times faster than zlib, and stricter than the gzip filter of libarchive,
 * which does not compare checksums. Without ISA-L that filter serves.
 *
 * A damaged stream gives every byte that was decoded before the damage. A wrong checksum does not
 * end it: the members of the gzip file that follow may be whole. */
#include "bundle/inflate.h"

#include "base/arena.h"

#ifdef HAVE_ISAL

#include <isa-l/igzip_lib.h>

struct inflate {
    struct pull *input;
    struct guard *guard;
    uint64_t members; /* that were complete */
    bool between;     /* no member has begun, or one has just ended */
    bool input_ended;
    bool ended;
    unsigned char *block;
    struct inflate_state state;
    struct pull pull;
};

static void end_with(struct inflate *inflate, enum trouble_kind kind, const char *reason) {
    inflate->ended = true;
    if (kind != TROUBLE_NONE)
        trouble_set(inflate->pull.trouble, kind, "%s", reason);
}

static void refill(struct inflate *inflate) {
    struct str block;
    if (inflate->state.avail_in || inflate->input_ended)
        return;
    if (!pull_next(inflate->input, &block)) {
        inflate->input_ended = true;
        return;
    }
    /* ISA-L does not write to its input, it only forgot to say so. */
    inflate->state.next_in = (uint8_t *)(uintptr_t)block.ptr;
    inflate->state.avail_in = (uint32_t)block.len;
}

/* What follows a complete gzip file without being one. */
static void ignore_rest(struct inflate *inflate) {
    do {
        inflate->guard->ignored += inflate->state.avail_in;
        inflate->state.avail_in = 0;
        refill(inflate);
    } while (inflate->state.avail_in);
    end_with(inflate, TROUBLE_NONE, NULL);
}

/* At the end of a member: another one, padding with zeros as tapes have it, or the end. */
static void begin_member(struct inflate *inflate) {
    struct inflate_state *state = &inflate->state;
    if (inflate->members)
        while (state->avail_in && *state->next_in == 0) {
            state->next_in++;
            state->avail_in--;
        }
    if (state->avail_in == 0)
        return;
    if (inflate->members && *state->next_in != 0x1f) {
        ignore_rest(inflate);
        return;
    }
    isal_inflate_reset(state);
    state->crc_flag = ISAL_GZIP;
    inflate->between = false;
}

static void end_member(struct inflate *inflate, int result) {
    inflate->members++;
    inflate->between = true;
    if (result == ISAL_INCORRECT_CHECKSUM)
        trouble_set(inflate->pull.trouble, TROUBLE_DAMAGED, "the gzip checksum is wrong");
}

/* One call of ISA-L; what it returned decides how things go on. */
static void step(struct inflate *inflate) {
    struct inflate_state *state = &inflate->state;
    uint32_t in = state->avail_in, out = state->avail_out;
    int result = isal_inflate(state);
    if (state->block_state == ISAL_BLOCK_FINISH) {
        end_member(inflate, result);
        return;
    }
    if (result == ISAL_INVALID_WRAPPER || result == ISAL_UNSUPPORTED_METHOD) {
        if (inflate->members)
            ignore_rest(inflate);
        else
            end_with(inflate, TROUBLE_DAMAGED, "the gzip header is damaged");
        return;
    }
    if (result < 0) {
        end_with(inflate, TROUBLE_DAMAGED, "the gzip data is damaged");
        return;
    }
    if (in != state->avail_in || out != state->avail_out)
        return;
    if (inflate->input_ended)
        end_with(inflate, TROUBLE_TRUNCATED, "the gzip data ends too soon");
    else if (state->avail_in)
        end_with(inflate, TROUBLE_DAMAGED, "the gzip data is damaged");
}

static bool inflate_next(void *arg, struct str *ret_block) {
    struct inflate *inflate = arg;
    struct inflate_state *state = &inflate->state;
    state->next_out = inflate->block;
    state->avail_out = (uint32_t)PULL_BLOCK;
    while (state->avail_out && !inflate->ended) {
        refill(inflate);
        if (inflate->between)
            begin_member(inflate);
        if (!inflate->between && !inflate->ended)
            step(inflate);
        else if (inflate->input_ended && state->avail_in == 0)
            end_with(inflate, TROUBLE_NONE, NULL);
    }
    *ret_block = (struct str){(const char *)inflate->block, PULL_BLOCK - state->avail_out};
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
    isal_inflate_init(&inflate->state);
    inflate->pull = pull_new(arena, inflate_next, inflate, trouble);
    return &inflate->pull;
}

#else

#include "bundle/reader.h"

struct pull *inflate_open(struct arena *arena, struct pull *input, struct guard *guard,
                          struct trouble *trouble) {
    return reader_decompress(arena, (struct layer){FORM_GZIP, input, guard, trouble});
}

#endif
