/* The rules and templates that the build compiled into the program, so that one file works
 * anywhere.
 *
 * The names are paths as in the repository ("rules/olm-approval-manual.yaml"), sorted; rule files
 * come without their tests. analyzer/embed.sh writes the table. */
#ifndef VIRTREADY_BASE_EMBEDDED_H
#define VIRTREADY_BASE_EMBEDDED_H

#include "base/str.h"

struct embedded_file {
    const char *name;
    const char *data;
    size_t size;
};

extern const struct embedded_file embedded_files[];
extern const size_t embedded_count;

/* NULL where there is no such file. */
const struct embedded_file *embedded_find(struct str name);

#endif
