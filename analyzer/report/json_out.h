/* JSON as it is said, member by member, into a stream: for a file laid out for people, for a page
 * without a space and without "<". Nothing is kept but where it stands. */
#ifndef VIRTREADY_REPORT_JSON_OUT_H
#define VIRTREADY_REPORT_JSON_OUT_H

#include <stdio.h>

#include "base/str.h"

struct arena;
struct json_out;

struct json_out *json_out_new(struct arena *arena, bool page, FILE *out);
/* What is held back goes to the stream; false where that refused something. */
bool json_out_finish(struct json_out *out);

/* Values. `key` is NULL in arrays and for the outermost; keys are ours, and written as they are. */
void json_out_open(struct json_out *out, const char *key, char bracket);
/* The same, all of it on one line: what is one thing, and would be most of the lines else. */
void json_out_open_line(struct json_out *out, const char *key, char bracket);
void json_out_close(struct json_out *out, char bracket);
void json_out_text(struct json_out *out, const char *key, struct str text);
void json_out_int(struct json_out *out, const char *key, int64_t number);
void json_out_uint(struct json_out *out, const char *key, uint64_t number);
void json_out_bool(struct json_out *out, const char *key, bool value);
void json_out_null(struct json_out *out, const char *key);

#endif
