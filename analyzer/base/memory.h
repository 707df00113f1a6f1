/* Memory for foreign libraries that allocate for themselves and do not live through a refusal:
 * libxslt and PCRE2 follow NULL. Without memory the process ends as an arena does. */
#ifndef VIRTREADY_BASE_MEMORY_H
#define VIRTREADY_BASE_MEMORY_H

#include <stddef.h>

#include "base/limits.h"

/* Of this size on, memory is mostly such that nobody wrote to yet: of its pages those cost nothing
 * that are not used. */
#define MEMORY_MAPPED (2 * MIB)

/* Once, before anything is allocated: how the C library takes memory from the system. */
void memory_prepare(void);
void *memory_alloc(size_t size);
void *memory_grow(void *old, size_t size);
char *memory_copy(const char *text);
void memory_free(void *old);

#endif
