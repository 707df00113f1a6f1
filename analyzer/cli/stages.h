/* What a run's time went into, told by --verbose. */
#ifndef VIRTREADY_CLI_STAGES_H
#define VIRTREADY_CLI_STAGES_H

#include <stdio.h>

#include "base/arena.h"
#include "rules/rules.h"

enum stage {
    STAGE_LOAD,    /* rules and facts */
    STAGE_ARCHIVE, /* inflate and tar; beside a reading thread the wait for it */
    STAGE_MEMBERS, /* documents and records */
    STAGE_SEAL,    /* one copy of each, collection map, edges */
    STAGE_RULES,
    STAGE_MODEL,
    STAGE_PAGES, /* the document that HTML and JUnit are made of, and their style sheets */
    STAGE_HTML,
    STAGE_JUNIT,
    STAGE_JSON,
    STAGE_MARKDOWN,
    STAGE_TEXT,
    N_STAGES
};

struct stages {
    bool on; /* nothing is measured else */
    uint64_t begun, last;
    uint64_t spent[N_STAGES];
    uint64_t peak[N_STAGES]; /* most memory up to its end, in bytes */
};

void stages_begin(struct stages *stages, bool on);
/* The time since the last call was spent in this stage. */
void stages_end(struct stages *stages, enum stage stage);
void stages_print(const struct stages *stages, FILE *out);
/* The dearest rules first; `spent` as rules_evaluate filled it. All of them, or the first ten. */
void stages_print_rules(struct arena *arena, const struct rule_set *set, const uint64_t *spent,
                        bool all, FILE *out);

#endif
