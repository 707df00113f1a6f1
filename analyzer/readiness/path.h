/* The numbered steps of an update: which of OpenShift, OpenShift Virtualization and the workers
 * moves from where to where, in the order the documentation demands. Pure: versions in, steps out.
 */
#ifndef VIRTREADY_READINESS_PATH_H
#define VIRTREADY_READINESS_PATH_H

#include "base/str.h"

struct arena;

enum path_component { PATH_OPENSHIFT, PATH_VIRTUALIZATION, PATH_WORKERS };

/* Versions in any real form ("4.12.47", "4.14", "4.18.0-0.nightly-…"); empty where not known. */
struct path_inputs {
    struct str openshift;      /* the last completed version */
    struct str virtualization; /* empty: not installed or not known */
    struct str workers; /* OpenShift minor of the oldest worker's kubelet; empty: as OpenShift */
    struct str target;  /* a minor or a release; empty: no path */
    bool virtualization_only;
    bool eus; /* workers stay where they are until the end */
};

/* What is to be known about a step. */
enum path_note {
    PATH_NOTE_NONE,
    PATH_NOTE_EACH_Z,       /* take every z-stream on the way, up to the newest one */
    PATH_NOTE_NEWEST_Z,     /* to the newest z-stream that the channel offers */
    PATH_NOTE_DRAINED,      /* every worker is drained and reboots */
    PATH_NOTE_UNPAUSED,     /* the same once, when the worker pools are unpaused */
    PATH_NOTE_PAUSED,       /* the worker pools are paused before it, and stay so until their own */
    PATH_NOTE_STAYS_PAUSED, /* the worker pools stay paused */
};

struct readiness_step {
    enum path_component component;
    struct str from, to;
    enum path_note note;
};

/* At most PATH_STEPS_MAX steps; a target that is not ahead gives none, or the steps that catch up
 * with it. */
enum { PATH_STEPS_MAX = 64 };
size_t path_steps(struct arena *arena, const struct path_inputs *inputs,
                  const struct readiness_step **ret_steps);

/* The OpenShift minor that a version or a kubelet's Kubernetes minor stands for, as "4.12"; false
 * where the text is no version. Kubernetes 1.(y+13) is OpenShift 4.y for every 4.y. */
bool path_minor(struct arena *arena, struct str version, struct str *ret_minor);
bool path_minor_of_kubelet(struct arena *arena, struct str kubelet, struct str *ret_minor);
/* Minors between two versions of OpenShift, negative if b is behind; 4.23 and 5.0 are the same
 * step. False: not versions. */
bool path_minors_ahead(struct str a, struct str b, int *ret_minors);

#endif
