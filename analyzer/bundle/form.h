/* What bytes are, told by their beginning. */
#ifndef VIRTREADY_BUNDLE_FORM_H
#define VIRTREADY_BUNDLE_FORM_H

#include "base/str.h"

enum form {
    FORM_UNKNOWN,
    FORM_EMPTY, /* no bytes, or nothing but zeros: also a tar without members */
    FORM_TEXT,  /* looks like YAML or JSON */
    FORM_GZIP,
    FORM_XZ,
    FORM_ZSTD,
    FORM_BZIP2,
    FORM_LZ4,
    FORM_TAR,
    FORM_ZIP,
    FORM_7Z,
    FORM_CPIO,
};

enum form form_of(struct str head);
bool form_is_compression(enum form form);
bool form_is_archive(enum form form);
/* As in a file's name: "gz", "tar"; "file" for text. */
const char *form_name(enum form form);
/* "a RAR archive", "a web page" …: for the message about a FORM_UNKNOWN; NULL where nothing is
 * known. */
const char *form_foreign(struct str head);

#endif
