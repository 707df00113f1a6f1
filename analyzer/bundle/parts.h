/* Names as given into inputs: the parts of a file that was split are one. */
#ifndef VIRTREADY_BUNDLE_PARTS_H
#define VIRTREADY_BUNDLE_PARTS_H

#include "base/diag.h"

struct given {
    struct str name;          /* as given, printable; of a split file, its first part */
    const char *const *paths; /* in the order of their bytes */
    size_t n_paths;
};

/* Parts are recognised by "NAME.aa NAME.ab …" and "NAME.001 NAME.002 …" (also .00, .000), given one
 * by one or only the first, with the others beside it. False: a part between two others is not
 * there, or there are too many inputs. */
bool parts_group(struct arena *arena, const struct str *names, size_t n_names,
                 struct diag_sink *sink, struct given **ret_given, size_t *ret_count);
/* Whether a name looks like a part that is not the first one: for the message. */
bool parts_is_later(struct str name);

#endif
