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
    STAGE_REPORTS, /* all of them, side by side */
    STAGE_TEXT,
    N_STAGES
};

/* What reports are made of, each on the thread that makes it. */
enum part {
    PART_PAGE, /* the document that the page is made of */
    PART_HTML,
    PART_JUNIT,
    PART_JSON,
    PART_MARKDOWN,
    N_PARTS
};

struct stages {
    bool on; /* nothing is measured else */
    uint64_t begun, last;
    uint64_t spent[N_STAGES];
    uint64_t peak[N_STAGES]; /* most memory up to its end, in bytes */
    uint64_t parts[N_PARTS];
};

void stages_begin(struct stages *stages, bool on);
/* The time since the last call was spent in this stage. */
void stages_end(struct stages *stages, enum stage stage);
/* The time since `begun`, which it then moves to now, went into this part of the reports. */
void stages_end_part(struct stages *stages, enum part part, uint64_t *begun);
void stages_print(const struct stages *stages, FILE *out);
/* The dearest rules first; `spent` as rules_evaluate filled it. All of them, or the first ten. */
void stages_print_rules(struct arena *arena, const struct rule_set *set, const uint64_t *spent,
                        bool all, FILE *out);

#endif
