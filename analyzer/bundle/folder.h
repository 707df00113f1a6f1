/* A folder as an archive: its regular files in the order of their paths' bytes. */
#ifndef VIRTREADY_BUNDLE_FOLDER_H
#define VIRTREADY_BUNDLE_FOLDER_H

#include "bundle/reader.h"

struct folder;

/* NULL, with trouble, where it cannot be listed. */
struct folder *folder_open(struct arena *arena, const char *path, struct guard *guard,
                           struct trouble *trouble);
/* As reader_next. No link is followed. ENTRY_UNREADABLE is a folder that cannot be listed; why is
 * the trouble of folder_entry. */
bool folder_next(struct folder *folder, struct entry *ret_entry);
/* As reader_entry: the file is opened when its first bytes are asked for. */
struct pull *folder_entry(struct folder *folder);
uint64_t folder_skip(struct folder *folder);

#endif
