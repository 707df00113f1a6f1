/* Points in time and spans, in UTC, without the machine's clock, zone or locale. */
#ifndef VIRTREADY_BASE_TIME_H
#define VIRTREADY_BASE_TIME_H

#include "base/str.h"

/* Seconds since 1970-01-01T00:00:00Z and nanoseconds [0, 1e9) on top; years 0001 to 9999. */
struct timepoint {
    int64_t seconds;
    int32_t nanos;
};

struct civil {
    int64_t year;
    int month; /* 1 … 12 */
    int day;   /* 1 … 31 */
    int hour, minute, second;
};

/* RFC 3339, as Kubernetes writes it, fraction and offset allowed. */
bool time_parse_rfc3339(struct str text, struct timepoint *ret_time);
/* Go's time.Time.String(): "2021-08-03 12:11:56.91501602 +0200 CEST m=+1.65", the form of a
 * gather's timestamp files. */
bool time_parse_go(struct str text, struct timepoint *ret_time);
/* RFC 3339 in UTC; a fraction only where there is one. */
struct str time_format(struct arena *arena, struct timepoint t);
int time_cmp(struct timepoint a, struct timepoint b);
struct civil time_civil(int64_t seconds);
/* Seconds of a date of the proleptic Gregorian calendar; the fields must be in range. */
int64_t time_seconds(struct civil civil);
/* "3 days", "2 h", "15 min", "40 s": the largest unit that is at least one, rounded down. */
struct str time_format_span(struct arena *arena, int64_t seconds);

#endif
