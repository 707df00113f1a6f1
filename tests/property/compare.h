/* The first contract as a comparison: results of a whole archive beside those of the same archive
 * with something missing. */
#ifndef VIRTREADY_TESTS_COMPARE_H
#define VIRTREADY_TESTS_COMPARE_H

#include "rules/rules.h"

struct comparison {
    const char *folder;
    struct str change; /* "without a.yaml": for the complaint */
    /* Whether the finding may vanish: all that told of it is gone. */
    bool (*is_excused)(void *arg, const struct finding *finding);
    void *arg;
};

/* The number of complaints, printed: rules that were not judged and pass now, findings that vanish
 * or become milder without an unknown of their rule, a better verdict. */
size_t compare_results(const struct comparison *c, const struct results *before,
                       const struct results *after);
/* 3 not ready, 2 cannot tell, 1 with warnings, 0 ready; as the verdict of the reports is made. */
int compare_rank(const struct results *results);
/* Paths are told from the folder that holds all roots: the member's own path ends in them. */
bool compare_is_member(struct str member, struct str shown);
/* Whether the finding is about an object of that member, or shows something of it. */
bool compare_is_trace(const struct finding *finding, struct str path);

#endif
