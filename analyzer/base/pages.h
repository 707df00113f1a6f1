/* Memory straight from the system, for what is large: on large pages where there are such. Of small
 * ones each takes a microsecond or two from the first byte written to it until it is given back,
 * which is a fifth of what a small archive costs. */
#ifndef VIRTREADY_BASE_PAGES_H
#define VIRTREADY_BASE_PAGES_H

#include <stddef.h>

#include "base/limits.h"

#define PAGES_LARGE (2 * MIB)

/* Zeroed. Sizes are multiples of PAGES_LARGE. Without memory the process ends as an arena does. */
void *pages_map(size_t size);
/* Moves the pages, where they must, but no bytes. */
void *pages_grow(void *pages, size_t old_size, size_t new_size);
void pages_unmap(void *pages, size_t size);

#endif
