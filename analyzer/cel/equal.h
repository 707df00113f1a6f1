/* Equality where a part may not have been read: true, false or unknown. Private to cel/. */
#ifndef VIRTREADY_CEL_EQUAL_H
#define VIRTREADY_CEL_EQUAL_H

#include "cel/value.h"

struct cel_run;

/* A bool; unknown where a partial list or cut value decides; an error where nested too deeply. */
struct cel_value cel_equal_in(struct cel_run *run, struct cel_value a, struct cel_value b);
/* Whether any of the list's entries that were read equals v. */
struct cel_value cel_equal_any(struct cel_run *run, struct cel_value list, struct cel_value v);

#endif
