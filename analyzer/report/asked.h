/* The fields that this layer reads of what is kept. */
#ifndef VIRTREADY_REPORT_ASKED_H
#define VIRTREADY_REPORT_ASKED_H

#include "document/fields.h"

/* Ends with a row without paths. */
extern const struct fields_row report_asked[];

#endif
