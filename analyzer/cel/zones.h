/* What time zones' names mean, without the machine's zone files. Private to cel/. */
#ifndef VIRTREADY_CEL_ZONES_H
#define VIRTREADY_CEL_ZONES_H

#include "base/time.h"

/* Seconds east of Greenwich at that instant, for "Europe/Paris", "+02:00" or "02:00"; false where
 * the name means nothing. */
bool cel_zones_offset(struct str name, int64_t seconds, int *ret_offset);

#endif
