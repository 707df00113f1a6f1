/* The files that reports are made with: those compiled into the program, or those of a folder. */
#ifndef VIRTREADY_REPORT_TEMPLATES_H
#define VIRTREADY_REPORT_TEMPLATES_H

#include <stdbool.h>

#include "base/str.h"

struct arena;
struct diag_sink;

/* From the folder, or the program's own where `folder` is empty. False after one error. */
bool templates_load(struct arena *arena, struct str folder, const char *name, struct str *ret_text,
                    struct diag_sink *sink);
/* Whether that file is there at all. */
bool templates_holds(struct arena *arena, struct str folder, const char *name);

#endif
