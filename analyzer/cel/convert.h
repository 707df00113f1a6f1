/* Values as text, where the language defines it. Private to cel/. */
#ifndef VIRTREADY_CEL_CONVERT_H
#define VIRTREADY_CEL_CONVERT_H

#include "cel/run.h"

/* What string(v) gives; false where v has no such form (or is bytes that are not UTF-8). */
bool cel_convert_string(struct arena *arena, struct cel_value v, struct str *ret_text);

#endif
