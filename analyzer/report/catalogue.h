/* The words of the reports in one language: templates/words.LANG.yaml, a text for each key, with
 * named holes ("{count} blockers") and, where a language needs it, a form for one. Every language
 * has the same keys with the same holes; `make lint` and the unit tests see to it. */
#ifndef VIRTREADY_REPORT_CATALOGUE_H
#define VIRTREADY_REPORT_CATALOGUE_H

#include <stdbool.h>

#include "base/str.h"

struct arena;
struct catalogue;
struct diag_sink;
struct element;

/* What fills a hole: a text, which is cleaned and made one line, or a number. The number of the
 * hole "count" chooses the form. */
struct hole {
    const char *name;
    struct str text;
    bool is_number;
    uint64_t number;
};
#define HOLE(hole, fill)                                                                           \
    { .name = (hole), .text = (fill) }
#define NUMBER(hole, fill)                                                                         \
    { .name = (hole), .is_number = true, .number = (fill) }
#define COUNT(fill) NUMBER("count", fill)

/* `lang` empty: English. What words.LANG.yaml in the folder `templates` says stands above the
 * program's own words. NULL after one error. Sentences are made in `arena`. */
const struct catalogue *catalogue_load(struct arena *arena, struct str lang, struct str templates,
                                       struct diag_sink *sink);
/* The same words, of which sentences are made in another arena. */
const struct catalogue *catalogue_in(struct arena *arena, const struct catalogue *catalogue);
/* Where its sentences are made. */
struct arena *catalogue_arena(const struct catalogue *catalogue);
/* A text without holes; the key itself where there is none. */
struct str catalogue_text(const struct catalogue *catalogue, const char *key);
/* `holes` end with one that has no name. */
struct str catalogue_say(const struct catalogue *catalogue, const char *key,
                         const struct hole *holes);
#define SAY(catalogue, key, ...)                                                                   \
    catalogue_say((catalogue), (key), (const struct hole[]){__VA_ARGS__, {0}})

/* The words of the page itself (keys "page."…) below an element, for style sheets. */
void catalogue_add_page(const struct catalogue *catalogue, struct element *up);

#endif
