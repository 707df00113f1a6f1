/* From graph, facts and results to the model that every writer prints. */
#ifndef VIRTREADY_REPORT_MODEL_BUILD_H
#define VIRTREADY_REPORT_MODEL_BUILD_H

#include "bundle/bundle.h"
#include "report/model.h"

struct model_sources {
    const struct bundle *bundle;
    const struct graph *graph;
    const struct rule_set *rule_set;
    struct evaluation *evaluation;
    const struct diag_sink *diags;
    const struct catalogue *words, *english;
    enum level fail_on; /* LEVEL_NONE: never */
    bool unknown_skip;
    bool uncontained;
};

/* Facts that it asks for, of many objects: worth finding out while those are judged. */
const struct facts_of *model_facts(size_t *ret_count);
/* Everything lives in `arena`, and refers to what the sources hold. */
struct report *model_build(struct arena *arena, const struct model_sources *sources);

#endif
