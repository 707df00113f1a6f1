/* Line breaks for Latin and Japanese text: at spaces, and beside every wide character, but never so
 * that a line begins with what closes or ends with what opens (JIS X 4051, "kinsoku"). */
#include "report/wrap.h"

#include "report/clean.h"

static bool is_one_of(struct str characters, uint32_t c) {
    for (size_t at = 0; at < characters.len;)
        if (utf8_next(characters, &at) == c)
            return true;
    return false;
}

static bool may_begin(uint32_t c) {
    return !is_one_of(STR(")]},.:;!?%\u2026\u2192、。，．・：；？！）」』】〉》〕］｝ー々"
                          "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"),
                      c);
}

static bool may_end(uint32_t c) {
    return !is_one_of(STR("([{「『【〈《〔（［｛"), c);
}

static bool may_break(uint32_t before, uint32_t after) {
    if (after == ' ')
        return true;
    bool wide = clean_columns_of(before) == 2 || clean_columns_of(after) == 2;
    return wide && before != ' ' && may_end(before) && may_begin(after);
}

size_t wrap_fit(struct str text, size_t from, size_t room) {
    size_t columns = 0, best = from, at = from;
    uint32_t last = 0;
    while (at < text.len) {
        size_t next = at;
        uint32_t c = utf8_next(text, &next);
        if (at > from && may_break(last, c))
            best = at;
        columns += clean_columns_of(c);
        if (columns > room)
            return best > from ? best : at > from ? at : next;
        last = c;
        at = next;
    }
    return text.len;
}

struct str wrap_cut(struct arena *arena, struct str text, size_t columns) {
    if (clean_columns(text) <= columns)
        return text;
    struct str kept = str_slice(text, 0, columns > 1 ? wrap_fit(text, 0, columns - 1) : 0);
    return str_printf(arena, "%.*s\u2026", STR_ARG(kept));
}
