/* Member paths as strangers wrote them, into paths that can be compared, shown and trusted. */
#ifndef VIRTREADY_BUNDLE_PATH_H
#define VIRTREADY_BUNDLE_PATH_H

#include "base/str.h"

enum path_verdict {
    PATH_OK,
    PATH_EMPTY,
    PATH_ABSOLUTE,
    PATH_PARENT, /* holds ".." */
    PATH_LONG,
    PATH_DEEP,
};

/* '/' between parts, no "./", no doubled or trailing '/', printable valid UTF-8. `windows`:
 * backslashes separate where there is no '/' at all, as archivers of Windows wrote them; elsewhere
 * they belong to names (systemd escapes with them). */
enum path_verdict path_clean(struct arena *arena, struct str raw, bool windows,
                             struct str *ret_path);
/* Why a path was refused, for the message. */
const char *path_verdict_text(enum path_verdict verdict);
/* Valid UTF-8 without control characters and without those that turn the direction of text: safe
 * on a terminal and in one line. */
struct str path_printable(struct arena *arena, struct str text);

#endif
