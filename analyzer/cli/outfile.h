/* One file that is written whole or not at all. */
#ifndef VIRTREADY_CLI_OUTFILE_H
#define VIRTREADY_CLI_OUTFILE_H

#include <stdio.h>

#include "base/diag.h"

/* `write` gives false after one error of its own; what the stream, the disk or the folder refused
 * is told here. */
bool outfile_write(struct arena *arena, struct str file, bool (*write)(void *arg, FILE *out),
                   void *arg, struct diag_sink *sink);
/* The error of a file that was not written, by errno; always false. */
bool outfile_refuse(struct diag_sink *sink, struct str file, const char *what);
/* Where the file is made: its folder; itself where it is a device or a pipe. */
struct str outfile_place(struct str file);

#endif
