/* gzip, as one layer of pulling. */
#ifndef VIRTREADY_BUNDLE_INFLATE_H
#define VIRTREADY_BUNDLE_INFLATE_H

#include "bundle/pull.h"

/* What `input` holds, unpacked; several gzip members in a row are one stream. Checksum and length
 * of each are verified; a wrong one is damage, after all its bytes. */
struct pull *inflate_open(struct arena *arena, struct pull *input, struct guard *guard,
                          struct trouble *trouble);

#endif
