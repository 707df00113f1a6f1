/* Functions that this program does not use, refused by the compiler.
 *
 * Included by the compiler's command line (-include) for every file outside base/. Memory comes
 * from arenas, text from struct str and struct strbuf, numbers from str_to_*, time from
 * base/time.h; only cli/main.c ends the process. */
#ifndef VIRTREADY_BASE_BANNED_H
#define VIRTREADY_BASE_BANNED_H

#ifdef __GNUC__
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
/* clang with _FORTIFY_SOURCE makes a macro of it, which cannot be poisoned. */
#undef sprintf
#pragma GCC poison strcpy strcat sprintf vsprintf strtok strtok_r atoi atol atoll atof gets gmtime \
    localtime ctime asctime
#endif

#endif
