/* What the drain of a node would come to, as shapes: a square for each VM, those that hold it
 * first; above LIMIT_PAGE_SQUARES a bar of the same parts; and how much of the memory that is free
 * elsewhere its VMs would take. Coordinates are whole pixels. */
#include "base/arena.h"
#include "base/limits.h"
#include "report/document.h"
#include "report/words.h"

enum { COLUMNS = 10, PITCH = 18, SIZE = 14, BAR_WIDTH = COLUMNS * PITCH - (PITCH - SIZE) };
enum { MEMORY_WIDTH = 120 };

struct part {
    const char *mark;
    size_t count;
    const char *sign; /* drawn into a square, from its corner */
};

enum { PARTS = 4 };

static void parts_of(const struct drain *drain, struct part parts[static PARTS]) {
    parts[0] = (struct part){"bad", drain->hold, "m4 4l6 6m0-6l-6 6"};
    parts[1] = (struct part){"unk", drain->unknown, "m7 3.5v4m0 2.5v.5"};
    parts[2] = (struct part){"warn", drain->shut_down, "m4 7h6"};
    parts[3] = (struct part){"ok", drain->migrate, NULL};
}

static void add_squares(struct element *up, struct arena *arena, const struct part *parts,
                        size_t total) {
    size_t columns = total < COLUMNS ? total : COLUMNS, rows = (total + COLUMNS - 1) / COLUMNS;
    struct element *squares = element_add(up, "squares");
    element_attr_number(squares, "width", (int64_t)(columns * PITCH - (PITCH - SIZE) + 2));
    element_attr_number(squares, "height", (int64_t)(rows * PITCH - (PITCH - SIZE) + 2));
    size_t at = 0;
    for (size_t p = 0; p < PARTS; p++) {
        struct strbuf outline = strbuf_new(arena), sign = strbuf_new(arena);
        for (size_t i = 0; i < parts[p].count; i++, at++) {
            size_t x = at % COLUMNS * PITCH + 1, y = at / COLUMNS * PITCH + 1;
            strbuf_printf(&outline, "M%zu %zuh%dv%dh-%dz", x, y, SIZE, SIZE, SIZE);
            if (parts[p].sign)
                strbuf_printf(&sign, "M%zu %zu%s", x, y, parts[p].sign);
        }
        if (!parts[p].count)
            continue;
        struct element *shape = element_add(squares, "shape");
        element_attr_c(shape, "mark", parts[p].mark);
        element_text_raw(element_add(shape, "outline"), strbuf_str(&outline));
        if (sign.len)
            element_text_raw(element_add(shape, "sign"), strbuf_str(&sign));
    }
}

/* No part is so small that it cannot be seen. */
static void add_bar(struct element *up, const struct part *parts, size_t total) {
    static const size_t least = 4;
    struct element *bar = element_add(up, "bar");
    element_attr_number(bar, "width", BAR_WIDTH);
    size_t x = 0;
    for (size_t p = 0; p < PARTS; p++) {
        if (!parts[p].count)
            continue;
        size_t width = least + (BAR_WIDTH - PARTS * least) * parts[p].count / total;
        struct element *part = element_add(bar, "part");
        element_attr_c(part, "mark", parts[p].mark);
        element_attr_number(part, "x", (int64_t)x);
        element_attr_number(part, "width", (int64_t)width);
        x += width;
    }
}

static void add_memory(struct element *up, const struct drain *drain) {
    if (!drain->memory_needed.known || !drain->memory_free_elsewhere.known ||
        drain->memory_needed.value <= 0 || drain->memory_free_elsewhere.value < 0)
        return;
    double needed = (double)drain->memory_needed.value;
    double room = (double)drain->memory_free_elsewhere.value;
    bool too_much = needed > room;
    struct element *memory = element_add(up, "room");
    element_attr_number(memory, "width", MEMORY_WIDTH);
    int64_t used = too_much ? MEMORY_WIDTH : (int64_t)(MEMORY_WIDTH * needed / room);
    element_attr_number(memory, "used", used > 2 ? used : 2);
    element_attr_c(memory, "mark", too_much ? "bad" : drain->tight == MAYBE_TRUE ? "warn" : "ok");
}

void document_drain_shapes(struct element *up, struct arena *arena, const struct drain *drain) {
    struct part parts[PARTS];
    parts_of(drain, parts);
    size_t total = drain->hold + drain->unknown + drain->shut_down + drain->migrate;
    if (total > LIMIT_PAGE_SQUARES)
        add_bar(up, parts, total);
    else if (total)
        add_squares(up, arena, parts, total);
    add_memory(up, drain);
}
