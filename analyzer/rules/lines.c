/* Turns line numbers of a member into their text. A list of all VMs is one member of a hundred
 * megabytes, and each finding shows a few of its lines: the text is read once, noting every STEPth
 * line, so that a line costs at most STEP lines of reading. */
#include "rules/lines.h"

#include "base/arena.h"
#include "base/vec.h"

enum { STEP = 256 };

struct member {
    VEC(size_t) offsets; /* of lines 1, 1 + STEP, … */
};

struct lines lines_new(struct arena *arena) {
    return (struct lines){.arena = arena, .members = map_new(arena)};
}

static size_t next_line(struct str text, size_t from) {
    size_t end = str_find_byte(text, '\n', from);
    return end == SIZE_MAX ? text.len : end + 1;
}

static struct member *read_member(struct arena *arena, struct str text) {
    struct member *member = NEW(arena, struct member);
    size_t line = 0;
    for (size_t at = 0; at < text.len; at = next_line(text, at))
        if (line++ % STEP == 0)
            *vec_push(arena, &member->offsets) = at;
    return member;
}

static const struct member *member_of(struct lines *lines, const struct document_origin *origin) {
    struct str key = {(const char *)&origin, sizeof(const struct document_origin *)};
    struct member *member = map_find(&lines->members, key);
    if (!member) {
        member = read_member(lines->arena, origin->text);
        *map_at(&lines->members, str_copy(lines->arena, key)) = member;
    }
    return member;
}

struct str lines_at(struct lines *lines, const struct document_origin *origin, uint32_t line) {
    const struct member *member = member_of(lines, origin);
    line = document_text_line(origin, line);
    size_t slot = line ? (line - 1) / STEP : SIZE_MAX;
    if (slot >= member->offsets.count)
        return (struct str){0};
    size_t at = member->offsets.items[slot];
    for (size_t i = 0; i < (line - 1) % STEP; i++)
        at = next_line(origin->text, at);
    struct str found, rest;
    str_cut(str_slice(origin->text, at, origin->text.len), '\n', &found, &rest);
    return str_ends_with(found, STR("\r")) ? str_slice(found, 0, found.len - 1) : found;
}
