/* What an answer lacks: things that were not collected, by three words the caller gives meaning to.
 *
 * A set is a sorted list without repetition that is never changed once made; sets are united, not
 * grown, so that they can be shared. namespace and name may be empty: all of the kind, or all of it
 * in that namespace. */
#ifndef VIRTREADY_BASE_MISSING_H
#define VIRTREADY_BASE_MISSING_H

#include "base/str.h"

struct missing {
    struct str kind; /* "VirtualMachineInstance", or "Node.config.openshift.io" where the kind alone
                        is ambiguous */
    struct str namespace;
    struct str name;
};

struct missing_set {
    const struct missing *items;
    size_t count;
};

struct missing_set missing_one(struct arena *arena, struct missing missing);
struct missing_set missing_union(struct arena *arena, struct missing_set a, struct missing_set b);
/* Of many: pairwise, because one by one would copy the growing set each time. `sets` is used up. */
struct missing_set missing_union_all(struct arena *arena, struct missing_set *sets, size_t count);
int missing_cmp(const struct missing *a, const struct missing *b);

#endif
