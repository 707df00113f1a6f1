/* Escape sequences of string and bytes literals. Private to cel/. */
#ifndef VIRTREADY_CEL_ESCAPE_H
#define VIRTREADY_CEL_ESCAPE_H

#include "base/str.h"

/* Decodes *text in place of itself, copied where it holds any escape. Else a message, and where. */
const char *cel_escape_decode(struct arena *arena, struct str *text, bool is_bytes,
                              size_t *ret_error_at);

#endif
