/* AddressSanitizer, where the program is built with it: memory that is there but not handed out is
 * poisoned. */
#ifndef VIRTREADY_BASE_ASAN_H
#define VIRTREADY_BASE_ASAN_H

#if defined(__SANITIZE_ADDRESS__)
#define ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ASAN 1
#endif
#endif

#ifdef ASAN
#include <sanitizer/asan_interface.h>
#define POISON(ptr, size) ASAN_POISON_MEMORY_REGION(ptr, size)
#define UNPOISON(ptr, size) ASAN_UNPOISON_MEMORY_REGION(ptr, size)
#else
#define POISON(ptr, size) ((void)0)
#define UNPOISON(ptr, size) ((void)0)
#endif

#endif
