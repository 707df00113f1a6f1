/* Timestamps and durations. Private to cel/. */
#ifndef VIRTREADY_CEL_TIMES_H
#define VIRTREADY_CEL_TIMES_H

#include "cel/run.h"

/* Go's notation, "1h30m"; with `days` also "14d". False where it is none or beyond 290 years. */
bool cel_times_parse_duration(struct str text, bool days, int64_t *ret_nanos);
/* "5400s", "0.5s". */
struct str cel_times_format_duration(struct arena *arena, struct timepoint duration);
struct cel_value cel_times_duration(int64_t nanos);
int64_t cel_times_nanos(struct cel_value duration);
/* False where a and b are not a timestamp or duration each; else the sum or difference, perhaps an
 * error. */
bool cel_times_arithmetic(struct cel_run *run, bool minus, struct cel_value a, struct cel_value b,
                          struct cel_value *ret_result);

#endif
