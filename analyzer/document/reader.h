/* The readers: text of one document into build calls. Each foreign library has one file, which
 * implements one of these; a further reader that gives the same trees is one more function here and
 * one more line in document.c. */
#ifndef VIRTREADY_DOCUMENT_READER_H
#define VIRTREADY_DOCUMENT_READER_H

#include "document/build.h"

/* One member that is being read. */
struct reader {
    struct arena *arena;
    const struct document_origin *origin;
    struct document_options options;
    struct diag_sink *sink;
    struct build *build;
    size_t *warnings; /* so far */
};

/* Text that begins with a document. */
struct reader_part {
    struct str text;
    uint32_t line;   /* of its first byte, in the member */
    const char *cut; /* why the text ends before what was written ended ("the file ends"), or NULL.
                        Such a text ends with a line, or with the first letter of the next */
    bool ascii;      /* nothing but ASCII, and no CR but before LF */
    bool printable;  /* nothing but printable ASCII and LF */
};

/* These two: the document at the beginning of the part, NULL where it holds none; *ret_used is how
 * much of the text is done with, the rest may hold a further document. A document that is not whole
 * has had its diagnostic. reader_json leaves *ret_used 0 where the text is no JSON (not where JSON
 * only ends too soon) and options.json does not insist; then nothing was said and nothing is built.
 */
struct document *reader_yaml(struct reader *reader, const struct reader_part *part,
                             size_t *ret_used);
struct document *reader_json(struct reader *reader, const struct reader_part *part,
                             size_t *ret_used);

/* The whole part as the document that reader_yaml would give, or NULL and the reason where it is
 * not sure of that; then nothing was said and nothing is built. The part is as reader_yaml gets it.
 */
struct document *reader_fast(struct reader *reader, const struct reader_part *part,
                             const char **ret_refused);

/* The same for the first document of a text that was not looked at yet, of a file that is whole and
 * ends with a newline: what separates the document from the next one is found on the way. *ret_rest
 * becomes what follows it. */
struct document *reader_fast_ahead(struct reader *reader, const struct reader_part *text,
                                   struct reader_part *ret_rest);

/* A warning with the member's path and a line in it; with the line's text where positions are
 * asked for (rule files: what archives hold is not printed). limits->member_warnings are shown. */
void reader_warn(const struct reader *reader, enum diag_id id, uint32_t line, uint32_t column,
                 const char *format, ...) __attribute__((format(printf, 5, 6)));

#endif
