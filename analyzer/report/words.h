/* The words that every report shares, so that page, terminal and CI say the same: the question, its
 * answer, what has to be said first, and how numbers, dates and objects are written. */
#ifndef VIRTREADY_REPORT_WORDS_H
#define VIRTREADY_REPORT_WORDS_H

#include "report/catalogue.h"
#include "report/model.h"

/* "Not yet", "Ready, with warnings" … */
struct str words_verdict(const struct catalogue *words, enum verdict verdict);
/* "Can tyo1-virt be updated to OpenShift 4.14?" */
struct str words_question(const struct catalogue *words, const struct report *report);
/* "Not yet. 3 blockers." */
struct str words_answer(const struct catalogue *words, const struct report *report);
/* What the answer means for the rest: warnings, things not judged. */
struct str words_lead(const struct catalogue *words, const struct report *report);
/* "Not yet: tyo1-virt 4.12.47 to 4.14, update readiness": verdict first, for tabs and lists. */
struct str words_title(const struct catalogue *words, const struct report *report);
/* What must be known before the answer is believed: not installed, rules too old, input cut off or
 * damaged. The first sentence of every report where it says "not installed". */
struct strs words_notes(const struct catalogue *words, const struct report *report);

/* "drain-hostpath (site/drain-hostpath.yaml: severity blocker → warning, when)": what is not as
 * built in; and that of one rule, or (empty) of all. The same in every language. */
struct str words_change(struct arena *arena, const struct rule_change *change);
struct str words_changes(struct arena *arena, const struct report *report, struct str rule);

/* "412 MiB", rounded down to three digits at most. */
struct str words_bytes(const struct catalogue *words, uint64_t bytes);
/* "2026-11-18 06:12 UTC"; the text itself where it is no time. */
struct str words_time(struct arena *arena, struct str rfc3339);
/* "VirtualMachine erp/db-01"; "the cluster" where it is about no object. */
struct str words_object(const struct catalogue *words, const struct object_ref *object);
/* "erp/db-01" */
struct str words_name(struct arena *arena, struct str namespace, struct str name);
/* "PersistentVolume, Pod in namespace erp and 3 more" */
struct str words_missing(const struct catalogue *words, struct missing_set missing, size_t limit);
/* A sentence of the rules in the report's language. */
struct str words_sentence(const struct report *report, struct str sentence);
/* In the language of the pages; ptr NULL where no reason is told. */
struct str words_reason(const struct report *report, struct reason reason);
/* The same for programs. */
struct str words_reason_english(const struct report *report, struct reason reason);
struct str words_join(struct arena *arena, struct strs items, struct str between);
/* With the language's comma. */
struct str words_list(const struct catalogue *words, struct strs items);
/* The translation where there is one. */
struct str words_local(struct str local, struct str english);
struct str words_or(struct str text, const char *otherwise);
/* The words of a key where there is no text. */
struct str words_else(const struct catalogue *words, struct str text, const char *key);
/* "vm-erp.db-01": ASCII, the same for the same VM, different for different ones. */
struct str words_vm_anchor(struct arena *arena, struct str namespace, struct str name);

#endif
