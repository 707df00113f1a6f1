/* Regular expressions: the syntax of RE2 on PCRE2, bounded in time. Private to cel/. */
#ifndef VIRTREADY_CEL_REGEX_H
#define VIRTREADY_CEL_REGEX_H

#include "base/str.h"

struct arena;
struct cel_regex;

enum regex_result {
    REGEX_FOUND,
    REGEX_NOT_FOUND,
    REGEX_FAILED, /* the pattern is bad or takes too long: *ret_why */
};

/* A text and where in it to begin. */
struct regex_subject {
    struct str text;
    size_t from;
};

/* Bytes of the whole match and of the first group; SIZE_MAX where it took no part. */
struct regex_span {
    size_t start, end;
    size_t group_start, group_end;
    size_t n_groups;
};

/* NULL with the reason in *ret_why, a static text or one in `arena`. */
const struct cel_regex *cel_regex_compile(struct arena *arena, struct str pattern,
                                          struct str *ret_why);
/* With a compiled pattern, or (NULL) with one compiled for this call alone. */
enum regex_result cel_regex_find(const struct cel_regex *regex, struct str pattern,
                                 const struct regex_subject *subject, struct regex_span *ret_span,
                                 struct str *ret_why);

#endif
