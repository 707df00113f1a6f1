/* A thin cover over libcrypto, which uses the processor's own SHA instructions. Its functions fail
 * only without memory or without SHA-256 (a misconfigured FIPS provider): neither can be mended
 * here, and a wrong digest must never be printed. */
#include "base/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"

struct digest {
    EVP_MD_CTX *context;
};

static void require(int ok) {
    if (ok == 1)
        return;
    fputs("virtready: no SHA-256: libcrypto has none, or is out of memory\n", stderr);
    abort();
}

static void release(void *arg) {
    struct digest *digest = arg;
    EVP_MD_CTX_free(digest->context);
}

struct digest *digest_new(struct arena *arena) {
    struct digest *digest = NEW(arena, struct digest);
    /* The machine's settings are for its services; reading them could only fail. */
    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
    digest->context = EVP_MD_CTX_new();
    if (!digest->context)
        arena_out_of_memory();
    arena_on_reset(arena, release, digest);
    require(EVP_DigestInit_ex(digest->context, EVP_sha256(), NULL));
    return digest;
}

void digest_add(struct digest *digest, struct str bytes) {
    if (bytes.len)
        require(EVP_DigestUpdate(digest->context, bytes.ptr, bytes.len));
}

struct str digest_hex(struct arena *arena, struct digest *digest) {
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    require(EVP_DigestFinal_ex(digest->context, sum, &length));
    require(EVP_DigestInit_ex(digest->context, EVP_sha256(), NULL));
    struct strbuf hex = strbuf_new(arena);
    for (unsigned int i = 0; i < length; i++)
        strbuf_printf(&hex, "%02x", sum[i]);
    return strbuf_str(&hex);
}
