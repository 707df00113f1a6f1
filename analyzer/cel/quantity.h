/* Kubernetes quantities for C: the same reading as the language's quantity(…). */
#ifndef VIRTREADY_CEL_QUANTITY_H
#define VIRTREADY_CEL_QUANTITY_H

#include "base/str.h"

/* In whole units, rounded up: "4Gi", "512M", "1500m" is 2. False where it is none, negative, or
 * beyond 64 bits. */
bool cel_quantity_units(struct str text, int64_t *ret_units);

#endif
