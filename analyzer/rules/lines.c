/* Turns line numbers of a member into their text. A list of all VMs is one member of a hundred
 * megabytes, and each finding shows a few of its lines: the text is read once, noting every STEPth
 * line, and no further than somebody asked. Whoever shows a line mostly shows the next one after
 * it, so where that begins is remembered too. */
#include "rules/lines.h"

#include "base/arena.h"
#include "base/vec.h"

enum { STEP = 16 };

struct lines_member {
    VEC(size_t) offsets; /* of lines 1, 1 + STEP, …, as far as the text was read */
    size_t line, at;     /* the line behind the one read last, from 0, and where it begins */
};

struct lines lines_new(struct arena *arena) {
    return (struct lines){.arena = arena, .members = map_new(arena)};
}

static struct lines_member *member_of(struct lines *lines, const struct document_origin *origin) {
    if (lines->newest && lines->newest_origin == origin)
        return lines->newest;
    struct str key = {(const char *)&origin, sizeof(const struct document_origin *)};
    struct lines_member *member = map_find(&lines->members, key);
    if (!member) {
        member = NEW(lines->arena, struct lines_member);
        *vec_push(lines->arena, &member->offsets) = 0;
        *map_at(&lines->members, str_copy(lines->arena, key)) = member;
    }
    lines->newest_origin = origin;
    lines->newest = member;
    return member;
}

/* Begins at the nearest line at or before `line` whose place is known. */
static void jump(struct lines_member *member, size_t line) {
    size_t slot = line / STEP;
    if (slot >= member->offsets.count)
        slot = member->offsets.count - 1;
    if (member->line <= line && member->line >= slot * STEP)
        return;
    member->line = slot * STEP;
    member->at = member->offsets.items[slot];
}

static void pass_line(struct arena *arena, struct lines_member *member, size_t end) {
    member->at = end + 1;
    member->line++;
    if (member->line / STEP == member->offsets.count && member->line % STEP == 0)
        *vec_push(arena, &member->offsets) = member->at;
}

/* False where the text has no such line. */
static bool seek(struct arena *arena, struct lines_member *member, struct str text, size_t line) {
    jump(member, line);
    while (member->line < line) {
        size_t end = str_find_byte(text, '\n', member->at);
        if (end == SIZE_MAX)
            return false;
        pass_line(arena, member, end);
    }
    return member->at < text.len;
}

struct str lines_at(struct lines *lines, const struct document_origin *origin, uint32_t line) {
    struct lines_member *member = member_of(lines, origin);
    struct str text = origin->text;
    line = document_text_line(origin, line);
    if (line == 0 || !seek(lines->arena, member, text, line - 1))
        return (struct str){0};
    size_t end = str_find_byte(text, '\n', member->at);
    struct str found = str_slice(text, member->at, end == SIZE_MAX ? text.len : end);
    if (end != SIZE_MAX)
        pass_line(lines->arena, member, end);
    return str_ends_with(found, STR("\r")) ? str_slice(found, 0, found.len - 1) : found;
}
