/* What is told about one finding: texts, evidence, chain, remedies. */
#ifndef VIRTREADY_RULES_FINDING_H
#define VIRTREADY_RULES_FINDING_H

#include "rules/host.h"

/* In the frame of the object it is about; everything lives in evaluation->arena. */
struct finding finding_make(struct frame *frame, enum level level);
/* The same but for the frame's object: of the cluster. */
struct object_ref finding_ref(const struct resource *resource);
/* A list that was made in the scratch arena, as long as it has become. */
void *finding_keep(struct evaluation *evaluation, const void *items, size_t count, size_t size);

/* evidence.c */
void evidence_gather(struct frame *frame, struct finding *finding);
/* chain.c */
void chain_follow(struct frame *frame, struct finding *finding);

#endif
