/* What a plain scalar means: the core schema of YAML 1.2, of which JSON's scalars are a part.
 *
 * So `yes`, `no`, `on`, `off`, `=`, dates and 1_000 are strings. */
#ifndef VIRTREADY_DOCUMENT_SCALAR_H
#define VIRTREADY_DOCUMENT_SCALAR_H

#include "document/value.h"

#define SCALAR_BUFFER 64

/* Null, bool, int, double or string. *text becomes what value_int and value_double can read: the
 * text itself, or decimal notation in `buffer` for hexadecimal, octal and numbers that are too long
 * for it. */
enum value_kind scalar_kind(struct str *text, char buffer[SCALAR_BUFFER]);

/* Whether a text is a string for its first byte alone; not for all strings. */
static inline bool scalar_is_word(struct str text) {
    char first = text.len ? (char)(text.ptr[0] | 0x20) : ' ';
    return first >= 'a' && first <= 'z' && first != 'f' && first != 'n' && first != 't';
}

#endif
