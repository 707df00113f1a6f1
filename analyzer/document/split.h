/* A member's text into parts that are read by themselves, so that a broken one does not spoil the
 * others. */
#ifndef VIRTREADY_DOCUMENT_SPLIT_H
#define VIRTREADY_DOCUMENT_SPLIT_H

#include "document/reader.h"

struct split {
    struct str text;
    size_t at;
    uint32_t line;   /* of `at` */
    const char *cut; /* why the text may end too soon, or NULL: the last part has it too */
};

/* The next part that holds more than comments; false at the end of the text. Parts end at "---",
 * "..." and lines of four dashes or more; a leading "---" belongs to the part. Where such a
 * line was written behind half another one, the part is cut. Linear in the text. */
bool split_next(struct split *split, struct reader_part *ret_part);

/* Whether a document ends before the line that begins at `at`. */
bool split_ends_at(struct str text, size_t at);
/* Whether a line of dashes was written behind half a line that ends before `at`, if a document
 * begins there. */
bool split_glues_at(struct str text, size_t at);
/* Whether the text begins as what servers and `oc` write, so that it is no message. */
bool split_is_object(struct str text);

/* Moves the part past lines that `oc` and shells write instead of an object or before it; true if
 * there were any, with the first of them and where it stands. */
bool split_message(struct reader_part *part, struct str *ret_message, uint32_t *ret_line);

/* Where, after an error at `from`, the next object begins: the next line with "apiVersion:" at
 * column 0 (or, for JSON, an opening bracket), or the end of the text. */
size_t split_resume_yaml(struct str text, size_t from);
size_t split_resume_json(struct str text, size_t from);

/* Whether only white space and comments stand in the text. */
bool split_is_blank(struct str text);

/* Line ends in the text. */
uint32_t split_count_lines(struct str text);

#endif
