/* What a member's path alone tells: the folder of the gather it lies in, which collector writes
 * there, and the kind, namespace and name that stand in the path. Content decides what a member
 * holds; the path decides what that proves. */
#ifndef VIRTREADY_GRAPH_LAYOUT_H
#define VIRTREADY_GRAPH_LAYOUT_H

#include "base/str.h"

/* R is the folder that holds cluster-scoped-resources/ (CS) or namespaces/ (NS). */
enum place_kind {
    PLACE_NONE,          /* nothing that is read: logs, metrics, audit, secrets, binaries */
    PLACE_OTHER,         /* a document anywhere else */
    PLACE_TEXT,          /* perhaps a document: a name that tells nothing, outside of any R */
    PLACE_IN_ROOT,       /* a document in R at no collector's place */
    PLACE_CLUSTER_LIST,  /* CS/<group>/<plural>.yaml */
    PLACE_CLUSTER_ONE,   /* CS/<group>/<plural>/<name>.yaml */
    PLACE_LIST,          /* NS/<ns>/<group>/<plural>.yaml */
    PLACE_ONE,           /* NS/<ns>/<group>/<plural>/<name>.yaml */
    PLACE_CLUSTER_CRS,   /* CS/<plural>.<group>/<name>.yaml */
    PLACE_CRS,           /* NS/<ns>/crs/<plural>.<group>/<name>.yaml */
    PLACE_VM,            /* NS/<ns>/kubevirt.io/virtualmachines/{custom,template-based}/<vm>.yaml */
    PLACE_POD,           /* NS/<ns>/pods/<pod>/<pod>.yaml */
    PLACE_NAMESPACE,     /* NS/<ns>/<ns>.yaml */
    PLACE_DASHED,        /* NS/<ns>/{subscriptions,installplans,packagemanifests} */
    PLACE_DESCRIBE,      /* NS/<ns>/core/persistentvolumeclaims/<pvc>_describe.txt */
    PLACE_APISERVICE,    /* R/apiservices/<name>.yaml */
    PLACE_WEBHOOK,       /* R/webhooks/{validating,mutating}/<name>/….yaml */
    PLACE_VERSION,       /* R/version, R/version.txt */
    PLACE_TIMESTAMP,     /* R/timestamp, and the client's own beside or above R */
    PLACE_RUNNING_COUNT, /* R/virtualization/running_vms_count.txt */
    PLACE_CRD_COUNT,     /* R/virt_info/crd/<plural>.<group>.count */
    PLACE_SKIPPED_NODES, /* R/nodes/skipped_nodes.txt */
    PLACE_DISCOVERY,     /* R/aggregated-discovery-{api,apis}.yaml */
    PLACE_ALERTS,        /* R/monitoring/prometheus/rules.json, R/monitoring/alerts.json */
    PLACE_INSIGHTS,      /* R/config/….json of an insights archive */
    PLACE_INSIGHTS_MARK, /* R/insights-operator/….json, which tells that R is one */
    PLACE_KINDS,
};

struct place {
    enum place_kind kind;
    bool in_root;    /* below CS or NS: `base` is a root for sure */
    bool json;       /* the name says JSON */
    struct str base; /* R, or the member's own folder; with its last '/' or '!', "" for the top */
    struct str namespace, group, plural, name; /* as far as the path tells; group "" for core */
};

/* All pure. */
struct place layout_place(struct str path);
bool layout_wanted(struct str path);
bool layout_descends(struct str path);
/* The folder of a path or of a folder, with its last '/' or '!'; "" for the top. */
struct str layout_folder(struct str path);
/* The kind that an insights archive's path stands for; false where it stands for none. */
bool layout_insights_kind(struct str path, struct str *ret_kind, struct str *ret_group);

#endif
