/* The kinds this program knows by name, and which of several a bare kind name means. */
#ifndef VIRTREADY_GRAPH_KINDS_H
#define VIRTREADY_GRAPH_KINDS_H

#include "base/str.h"

enum {
    KIND_NAMESPACED = 1,
    KIND_CRD = 2,      /* served through a CustomResourceDefinition <plural>.<group> */
    KIND_CORE = 4,     /* the graph itself reads its fields: kept whatever the rules need */
    KIND_NAMED = 8,    /* names are kept whatever the rules need */
    KIND_BULKY = 16,   /* large, and nothing here needs it: parsed only where rules do */
    KIND_NO_API = 32,  /* no resource of the cluster, but of its monitoring */
    KIND_SECRET = 64,  /* of it only names are ever held */
    KIND_SINGLE = 128, /* one object of a fixed name: kinds_single_name */
};

struct kind_info {
    struct str kind, group, plural;
    unsigned flags;
};

const struct kind_info *kinds_table(size_t *ret_count);
/* These give NULL where the table has no such kind. */
const struct kind_info *kinds_find(struct str kind, struct str group);
const struct kind_info *kinds_by_plural(struct str plural, struct str group);
/* What the bare name means: the first of that name in the table. */
const struct kind_info *kinds_default(struct str kind);
/* "Kind" or "Kind.group" into its parts; the group of a bare name comes from the table. False where
 * only the archive can tell the group. */
bool kinds_parse(struct str text, struct str *ret_kind, struct str *ret_group);
struct str kinds_single_name(const struct kind_info *info);

#endif
