/* The results document: everything that a style sheet prints, ordered, counted, worded and placed.
 * Its form is templates/results.rng: the page for people and the test cases have one each, because
 * they share nothing and are made side by side. */
#ifndef VIRTREADY_REPORT_DOCUMENT_H
#define VIRTREADY_REPORT_DOCUMENT_H

#include "report/element.h"
#include "report/model.h"

struct arena;

/* Both live in arena. */
struct element *document_page(struct arena *arena, const struct report *report);
struct element *document_cases(struct arena *arena, const struct report *report);

/* The root of either. */
struct element *document_begin(struct arena *arena);
/* Parts of the page, each in a file of its own: they append to the root. */
void document_path(struct element *root, struct arena *arena, const struct report *report);
void document_rules(struct element *root, struct arena *arena, const struct report *report);
void document_cluster(struct element *root, struct arena *arena, const struct report *report);
void document_vms(struct element *root, struct arena *arena, const struct report *report);
void document_sources(struct element *root, struct arena *arena, const struct report *report);

/* Below `up`: the evidence of all these findings, by file. */
void document_evidence(struct element *up, struct arena *arena, const struct report *report,
                       const struct finding *const *findings, size_t count);
/* A link to the VM's row: attribute "vm" with its anchor, where the table has that row. */
void document_link_vm(struct element *element, struct arena *arena, const struct report *report,
                      const struct object_ref *object);
/* Below a drain: its VMs as squares or as a bar, and the memory they would take elsewhere. */
void document_drain_shapes(struct element *up, struct arena *arena, const struct drain *drain);

/* From the first migration attempt to the end of the collection window; seconds. */
struct time_axis {
    bool known;
    int64_t from, to;
};
struct time_axis document_time_axis(const struct report *report);
/* Of the attempts at migrating one VM, in tenths of a percent; -1 where the time is none. What
 * would cover its neighbour is moved to the left, so that each can be counted. */
const int64_t *document_places(struct arena *arena, const struct time_axis *axis,
                               const struct migrations_of *of);
/* Attribute "x": such a place in percent; nothing for -1. */
void document_place(struct element *element, struct arena *arena, int64_t place);
/* Below `up`: a tick for each full hour, day, week … that the axis has room for. */
void document_ticks(struct element *up, struct arena *arena, const struct time_axis *axis);
/* "bad", "warn", "note": the shape and colour of a level. */
const char *document_mark(enum level level);
/* Below `up`: "fact", and "rest" where the sentence is long and has two parts. */
void document_sentence(struct element *up, struct str sentence);
/* The rules that headlines name at a level, in the order in which they bite, then by id. */
size_t document_headline(struct arena *arena, const struct report *report, enum level level,
                         const struct rule_result ***ret);

#endif
