/* Any bytes as a list of members: each begins with a line "%% path". */
#ifndef VIRTREADY_TESTS_FUZZ_MEMBERS_H
#define VIRTREADY_TESTS_FUZZ_MEMBERS_H

#include "base/str.h"

/* The next member of *text; false at its end. */
static inline bool members_next(struct str *text, struct str *ret_path, struct str *ret_bytes) {
    while (text->len) {
        size_t mark = str_find(*text, STR("%% "), 0);
        struct str rest = str_slice(*text, mark == SIZE_MAX ? text->len : mark + 3, text->len);
        size_t next = str_find(rest, STR("\n%% "), 0);
        str_cut(str_slice(rest, 0, next == SIZE_MAX ? next : next + 1), '\n', ret_path, ret_bytes);
        *text = str_slice(rest, next == SIZE_MAX ? rest.len : next + 1, rest.len);
        if (ret_path->len && ret_path->len < 4096)
            return true;
    }
    return false;
}

#endif
