/* What the terminal is asked for and shown while work goes on. */
#ifndef VIRTREADY_CLI_TERMINAL_H
#define VIRTREADY_CLI_TERMINAL_H

#include "cli/options.h"

/* Whether standard output takes colours, and links (OSC 8); its width in columns (80 where it is no
 * terminal). FORCE_HYPERLINK=0 and --color never turn links off, FORCE_HYPERLINK=1 turns them on.
 */
bool terminal_color(enum color color);
bool terminal_links(enum color color);
unsigned terminal_width(void);
/* For bundle_options.progress: one line on standard error, redrawn at most ten times a second, for
 * inputs over 100 MB and only on a terminal. `state` is a struct terminal_progress, zero at first.
 */
struct terminal_progress {
    bool shown;
    int64_t last_ms;
};
void terminal_progress(void *state, uint64_t done, uint64_t total);
void terminal_progress_end(struct terminal_progress *state);

#endif
