/* A thin cover over nettle, whose SHA-256 uses the processor's own instructions, takes no memory,
 * needs no preparation and cannot fail. libarchive has it loaded already where distributions build
 * it so; libcrypto, fifteen times its size, cost every start more than hashing a small archive. */
#include "base/digest.h"

#include <nettle/sha2.h>
#include <nettle/version.h>

#include "base/arena.h"

struct digest {
    struct sha256_ctx context;
};

struct digest *digest_new(struct arena *arena) {
    struct digest *digest = NEW(arena, struct digest);
    sha256_init(&digest->context);
    return digest;
}

void digest_add(struct digest *digest, struct str bytes) {
    sha256_update(&digest->context, bytes.len, (const uint8_t *)bytes.ptr);
}

struct str digest_hex(struct arena *arena, struct digest *digest) {
    static const char digits[] = "0123456789abcdef";
    uint8_t sum[SHA256_DIGEST_SIZE];
#if NETTLE_VERSION_MAJOR >= 4
    sha256_digest(&digest->context, sum); /* a digest is given as a whole since then */
#else
    sha256_digest(&digest->context, sizeof(sum), sum);
#endif
    char hex[2 * sizeof(sum)];
    for (size_t i = 0; i < sizeof(sum); i++) {
        hex[2 * i] = digits[sum[i] >> 4];
        hex[2 * i + 1] = digits[sum[i] & 15];
    }
    return str_copy(arena, (struct str){hex, sizeof(hex)});
}
