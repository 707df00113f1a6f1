/* SHA-256 of bytes as they pass by. */
#ifndef VIRTREADY_BASE_DIGEST_H
#define VIRTREADY_BASE_DIGEST_H

#include "base/str.h"

struct digest;

struct digest *digest_new(struct arena *arena);
void digest_add(struct digest *digest, struct str bytes);
/* 64 hex digits of everything added; begins anew. */
struct str digest_hex(struct arena *arena, struct digest *digest);

#endif
