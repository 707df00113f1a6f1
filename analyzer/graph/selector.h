/* Label and node selectors, as the API server reads them. */
#ifndef VIRTREADY_GRAPH_SELECTOR_H
#define VIRTREADY_GRAPH_SELECTOR_H

#include "document/value.h"

/* metav1.LabelSelector; an empty one matches everything. */
bool selector_matches(struct value selector, struct value labels);
/* One requirement of matchExpressions: In, NotIn, Exists, DoesNotExist, Gt, Lt. */
bool selector_requirement(struct value requirement, struct value labels);
/* The same for a label that was looked up; NULL: it is not there. */
bool selector_holds(struct value requirement, const struct str *label);

#endif
