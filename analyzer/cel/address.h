/* Addresses of the Internet Protocol as text and bytes. Private to cel/. */
#ifndef VIRTREADY_CEL_ADDRESS_H
#define VIRTREADY_CEL_ADDRESS_H

#include "base/str.h"

struct address {
    bool is_v4;
    uint8_t bytes[16]; /* the first 4 of version 4 */
};

/* NULL, or why the text is no address: zones and dotted ends of version 6 are not. */
const char *cel_address_read(struct str text, struct address *ret_address);
/* As RFC 5952 writes it. */
struct str cel_address_write(struct arena *arena, const struct address *address);
int cel_address_bits(const struct address *address);
/* The address with all bits behind the first `bits` zero. */
struct address cel_address_masked(struct address address, int bits);
/* Version 4 in place of its mapped form in version 6. */
struct address cel_address_unmapped(struct address address);
/* Same bytes, same version. */
bool cel_address_same(const struct address *a, const struct address *b);

#endif
