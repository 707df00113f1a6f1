/* The results document: everything the style sheets print, ordered, counted, worded and placed.
 * Its form is templates/results.rng. */
#ifndef VIRTREADY_REPORT_DOCUMENT_H
#define VIRTREADY_REPORT_DOCUMENT_H

#include "report/element.h"
#include "report/model.h"

struct arena;

/* Lives in arena. */
struct element *document_build(struct arena *arena, const struct report *report);

/* Its parts, each in a file of its own: they append to the root. */
void document_path(struct element *root, struct arena *arena, const struct report *report);
void document_rules(struct element *root, struct arena *arena, const struct report *report);
void document_cluster(struct element *root, struct arena *arena, const struct report *report);
void document_sources(struct element *root, struct arena *arena, const struct report *report);
void document_cases(struct element *root, struct arena *arena, const struct report *report);

/* Below `up`: the evidence of all these findings, by file. */
void document_evidence(struct element *up, struct arena *arena, const struct report *report,
                       const struct finding *const *findings, size_t count);
/* A link to the VM's row: attribute "vm" with its anchor, where the table has that row. */
void document_link_vm(struct element *element, struct arena *arena, const struct report *report,
                      const struct object_ref *object);
/* "bad", "warn", "note": the shape and colour of a level. */
const char *document_mark(enum level level);
/* The rules that headlines name at a level, in the order in which they bite, then by id. */
size_t document_headline(struct arena *arena, const struct report *report, enum level level,
                         const struct rule_result ***ret);

#endif
