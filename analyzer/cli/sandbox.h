/* Giving up what the process does not need, before it looks at a stranger's bytes: whatever a
 * hostile archive makes of it, it reads no file but its inputs, writes none but its outputs,
 * reaches no network and starts no program. */
#ifndef VIRTREADY_CLI_SANDBOX_H
#define VIRTREADY_CLI_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

/* What is still needed. Besides: open descriptors, memory, and threads of its own. */
struct sandbox_need {
    const char *const *reads; /* files, or folders with all below them */
    size_t n_reads;
    const char *const *writes; /* folders in which files are made and replaced; devices */
    size_t n_writes;
};

/* What the kernel gave. */
struct sandbox_state {
    int landlock; /* its ABI version; 0: none */
    bool seccomp;
};

/* For good. To be called before there is a second thread: Landlock holds for the calling thread and
 * those it starts. What the kernel does not have, or a container refuses, is left out. */
struct sandbox_state sandbox_enter(const struct sandbox_need *need);

#endif
