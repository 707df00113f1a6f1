/* A tree of named elements with attributes and text, made in order and printed by stylesheets.
 *
 * Every text goes through the cleaner here and is cut at LIMIT_PAGE_TEXT_BYTES, so no caller can
 * forget it. Names are the program's own
 * literals. The tree goes with its arena. */
#ifndef VIRTREADY_REPORT_ELEMENT_H
#define VIRTREADY_REPORT_ELEMENT_H

#include <stdio.h>

#include "base/str.h"

struct arena;
struct element; /* is a node of libxml2; only element.c and xslt.c know */

/* To be called before the first element is made, and before any thread is started that makes some.
 */
void element_prepare(void);
struct element *element_root(struct arena *arena, const char *name);
/* A new last child. */
struct element *element_add(struct element *parent, const char *name);
/* The same holding a text: lines and tabs stay. */
struct element *element_add_text(struct element *parent, const char *name, struct str text);
/* Nothing where the value's ptr is NULL. One line. */
void element_attr(struct element *element, const char *name, struct str value);
void element_attr_c(struct element *element, const char *name, const char *value);
void element_attr_number(struct element *element, const char *name, int64_t value);
/* name="yes", or nothing. */
void element_flag(struct element *element, const char *name, bool set);
void element_text(struct element *element, struct str text);
/* Text that is ours and stays as it is: style sheets and scripts from templates/. */
void element_text_raw(struct element *element, struct str text);
/* Stands for a text that is long, made beside the tree, and not to be copied: no archive and no
 * style sheet can hold this character. */
#define ELEMENT_LATER "\1"
void element_text_later(struct element *element);
/* That text: bytes are appended, on any thread, and it takes its place in the tree, once. What is
 * returned stays as long as the tree. */
struct element_text;
struct element_text *element_text_new(struct arena *arena);
void element_text_append(struct element_text *text, struct str bytes);
char *element_text_give(struct element *element, struct element_text *text);
/* The tree as indented XML. False: not everything was written. */
bool element_write(const struct element *root, FILE *out);

#endif
