/* One number (an atom) for each distinct text, so that equal names are compared as numbers.
 *
 * Atoms are dense, begin with 1 and follow the order of first sight; 0 is no atom. Finding is safe
 * from several threads once nothing is added any more. Adding from several threads takes a view for
 * each of them: then the order of atoms is one of chance, and nothing may depend on it. */
#ifndef VIRTREADY_BASE_INTERN_H
#define VIRTREADY_BASE_INTERN_H

#include "base/str.h"

struct intern;

struct intern *intern_new(struct arena *arena);
/* The same texts and atoms for one more thread, while which `intern` is its maker's alone. To be
 * made before that thread begins; intern_shared(false) once all such threads have ended. */
struct intern *intern_view(struct arena *arena, struct intern *intern);
/* Of a view, what it is one of. */
struct intern *intern_whole(struct intern *intern);
void intern_shared(struct intern *intern, bool shared);
/* The text is copied on first sight. */
uint32_t intern_add(struct intern *intern, struct str text);
/* 0 where the text was never added. */
uint32_t intern_find(const struct intern *intern, struct str text);
/* The interned text: one address for each distinct text, as long as the arena lives. atom must not
 * be 0. */
struct str intern_text(const struct intern *intern, uint32_t atom);
/* intern_add and intern_text in one. */
struct str intern_str(struct intern *intern, struct str text);

#endif
