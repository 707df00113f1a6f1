/* The fields that this layer reads of what is kept. */
#ifndef VIRTREADY_READINESS_ASKED_H
#define VIRTREADY_READINESS_ASKED_H

#include "document/fields.h"

/* Ends with a row without paths. */
extern const struct fields_row readiness_asked[];

#endif
