/* Reading version numbers: semantic ones to the letter, and those of clusters as they really look.
 * Also for readiness/. */
#ifndef VIRTREADY_CEL_RELEASE_H
#define VIRTREADY_CEL_RELEASE_H

#include "base/str.h"

struct release {
    int64_t major, minor, patch;
    struct str pre; /* behind '-', without '+…' */
};

/* Semantic Versioning 2.0; `tolerant` also takes "v1", "1.2" and leading zeros. */
bool cel_release_read_semver(struct str text, bool tolerant, struct release *ret_release);
/* OpenShift, OpenShift Virtualization, KubeVirt, kubelets: "4.18", "v4.18.3",
 * "4.16.0-0.nightly-2024-08-01-082745", "v1.25.16+a4e782e", a CSV's name. */
bool cel_release_read(struct str text, struct release *ret_release);
/* Precedence as Semantic Versioning has it. */
int cel_release_cmp(const struct release *a, const struct release *b);

/* The number of a minor within its line: OpenShift 4.y is y, and 5.0 is the same step as 4.23;
 * every other major is a line of its own. All arithmetic on minors goes through here. */
bool cel_release_minors_ahead(const struct release *a, const struct release *b,
                              int64_t *ret_minors);
/* The minor that follows: 4.22 → 4.23, 4.23 → 5.1. */
struct release cel_release_next_minor(const struct release *release);
/* The OpenShift minor that a Kubernetes minor belongs to: 1.25 → 4.12; false before 1.13. */
bool cel_release_openshift(const struct release *kubernetes, struct release *ret_release);

#endif
