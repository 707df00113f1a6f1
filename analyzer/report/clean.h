/* The one border that every text from an archive crosses before a writer prints it.
 *
 * libxml2 writes raw control characters and broken UTF-8 as they are, and then no CI reads the
 * file; a terminal obeys them; a bidirectional control turns a command's order round. What comes
 * out is valid UTF-8, may stand in XML, and shows what was there. */
#ifndef VIRTREADY_REPORT_CLEAN_H
#define VIRTREADY_REPORT_CLEAN_H

#include "base/str.h"

struct arena;

/* Line feeds and tabs stay: commands, excerpts, paragraphs. Returns s itself where nothing had to
 * be changed. */
struct str clean_text(struct arena *arena, struct str s);
/* One line: every run of white space becomes one space. */
struct str clean_line(struct arena *arena, struct str s);
/* At most `limit` bytes of a clean text, cut between code points, with "…" at the cut. */
struct str clean_cut(struct arena *arena, struct str s, size_t limit);
/* Above C0: what is obeyed or not seen. For writers that keep it, escaped. */
bool clean_is_hidden(uint32_t code_point);
/* Columns in a terminal, wide East Asian characters counted twice, combining marks not at all. */
size_t clean_columns(struct str s);
size_t clean_columns_of(uint32_t code_point);

#endif
