/* Which command gathers a kind: rules/gather.yaml as read, and the fewest commands for a set. */
#ifndef VIRTREADY_RULES_GATHER_H
#define VIRTREADY_RULES_GATHER_H

#include "base/missing.h"
#include "rules/shape.h"

enum { GATHER_COMMANDS = 8 }; /* sets of commands are bits, all of them are tried */

struct gather_command {
    struct str name, command; /* "{namespaces}" in it: ns/a ns/b */
    unsigned covers;          /* bits of the commands whose data it gathers too, and its own */
    bool namespaced;
};

struct gather_kind {
    struct str kind, word; /* "PVC": how chains call it */
    unsigned commands;     /* bits: any one of these gathers it */
    bool many;             /* a cluster has thousands */
    uint32_t first;        /* named where it is the only thing missing */
    uint32_t alone;        /* the same where no namespace is named */
};

struct gather {
    struct gather_command commands[GATHER_COMMANDS];
    size_t n_commands;
    struct gather_kind *kinds; /* by kind */
    size_t n_kinds;
    struct str image;      /* {image} where the caller knows none */
    struct strs installed; /* kinds that tell whether virtualization is installed */
    struct strs reports;   /* kinds that reports read besides the rules */
};

void gather_load(struct shape *shape, struct value root, struct gather *ret_gather);
struct str gather_one(const struct gather *gather, struct arena *arena, struct missing missing,
                      struct str image);
struct strs gather_fewest(const struct gather *gather, struct arena *arena,
                          struct missing_set missing, struct str image);
/* "PVC"; the kind's own name where no word is known. */
struct str gather_word(const struct gather *gather, struct str kind);
/* Whether there are so many that going through all for each of as many would take too long. */
bool gather_many(const struct gather *gather, struct str kind);

#endif
