/* Peeking copies the first bytes aside and gives them again before the rest of their block, so that
 * a layer is chosen by its content without a layer below having to go back. */
#include "bundle/pull.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"

void trouble_set(struct trouble *trouble, enum trouble_kind kind, const char *format, ...) {
    if (trouble->kind != TROUBLE_NONE)
        return;
    trouble->kind = kind;
    va_list args;
    va_start(args, format);
    vsnprintf(trouble->reason, sizeof trouble->reason, format, args);
    va_end(args);
}

uint64_t guard_packed(const struct guard *guard) {
    return guard->packed > guard->total ? guard->packed : guard->total;
}

bool guard_unpacked(struct guard *guard, uint64_t more, struct trouble *trouble) {
    guard->unpacked += more;
    if (guard->unpacked > limits->input_bytes) {
        guard->exceeded = true;
        trouble_set(trouble, TROUBLE_LIMIT, "it unpacks to more than %s (limit input-bytes)",
                    limits_bytes(limits->input_bytes).text);
    } else if (guard->unpacked > limits->ratio_from &&
               guard->unpacked / limits->ratio > guard_packed(guard)) {
        guard->exceeded = true;
        trouble_set(trouble, TROUBLE_LIMIT,
                    "it unpacks to more than %llu times its size (limit ratio)",
                    (unsigned long long)limits->ratio);
    }
    return !guard->exceeded;
}

bool guard_stopped(const struct guard *guard, struct trouble *trouble) {
    if (!guard->stop || !atomic_load_explicit(guard->stop, memory_order_relaxed))
        return false;
    trouble_set(trouble, TROUBLE_STOPPED, "stopped");
    return true;
}

struct pull pull_new(struct arena *arena, bool (*next)(void *arg, struct str *ret_block), void *arg,
                     struct trouble *trouble) {
    return (struct pull){
        .next = next,
        .arg = arg,
        .trouble = trouble,
        .head = arena_alloc(arena, PULL_HEAD),
    };
}

bool pull_next(struct pull *pull, struct str *ret_block) {
    if (pull->head_at < pull->head_len) {
        *ret_block = (struct str){pull->head + pull->head_at, pull->head_len - pull->head_at};
        pull->head_at = pull->head_len;
        return true;
    }
    if (pull->rest.len) {
        *ret_block = pull->rest;
        pull->rest = (struct str){0};
        return true;
    }
    return pull->next(pull->arg, ret_block);
}

struct str pull_peek(struct pull *pull) {
    struct str block;
    while (pull->head_len < PULL_HEAD && pull->head_at == 0 && pull->next(pull->arg, &block)) {
        struct str part = str_slice(block, 0, PULL_HEAD - pull->head_len);
        memcpy(pull->head + pull->head_len, part.ptr, part.len);
        pull->head_len += part.len;
        pull->rest = str_slice(block, part.len, block.len);
    }
    return (struct str){pull->head, pull->head_len};
}

void pull_restart(struct pull *pull) {
    pull->head_len = pull->head_at = 0;
    pull->rest = (struct str){0};
}
