/* A thin cover over libcrypto, which uses the processor's own SHA instructions. Its functions fail
 * only without SHA-256 (a misconfigured FIPS provider): that cannot be mended here, and a wrong
 * digest must never be printed. */
#include "base/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/memory.h"

struct digest {
    EVP_MD_CTX *context;
};

static void require(int ok) {
    if (ok == 1)
        return;
    fputs("virtready: SHA-256 is not available\n", stderr);
    abort();
}

static void release(void *arg) {
    struct digest *digest = arg;
    EVP_MD_CTX_free(digest->context);
}

static void *alloc(size_t size, const char *file, int line) {
    (void)file, (void)line;
    return memory_alloc(size);
}

static void *grow(void *old, size_t size, const char *file, int line) {
    (void)file, (void)line;
    return memory_grow(old, size);
}

static void release_memory(void *old, const char *file, int line) {
    (void)file, (void)line;
    memory_free(old);
}

/* Both do something the first time only. The machine's settings are for its services: reading them
 * could only fail. */
static void prepare(void) {
    CRYPTO_set_mem_functions(alloc, grow, release_memory);
    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
}

struct digest *digest_new(struct arena *arena) {
    struct digest *digest = NEW(arena, struct digest);
    prepare();
    digest->context = EVP_MD_CTX_new();
    require(digest->context != NULL);
    arena_on_reset(arena, release, digest);
    require(EVP_DigestInit_ex(digest->context, EVP_sha256(), NULL));
    return digest;
}

void digest_add(struct digest *digest, struct str bytes) {
    if (bytes.len)
        require(EVP_DigestUpdate(digest->context, bytes.ptr, bytes.len));
}

struct str digest_hex(struct arena *arena, struct digest *digest) {
    static const char digits[] = "0123456789abcdef";
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    require(EVP_DigestFinal_ex(digest->context, sum, &length));
    require(EVP_DigestInit_ex(digest->context, NULL, NULL)); /* again, without a search for it */
    struct strbuf hex = strbuf_new(arena);
    for (unsigned int i = 0; i < length; i++) {
        strbuf_append_byte(&hex, digits[sum[i] >> 4]);
        strbuf_append_byte(&hex, digits[sum[i] & 15]);
    }
    return strbuf_str(&hex);
}
