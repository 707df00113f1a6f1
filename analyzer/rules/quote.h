/* Values of an archive inside shell commands: quoted by where they stand, or not shown. */
#ifndef VIRTREADY_RULES_QUOTE_H
#define VIRTREADY_RULES_QUOTE_H

#include "base/str.h"

/* Where in a shell's line the next byte stands, after the command's own text so far. */
enum quote_state { QUOTE_NONE, QUOTE_SINGLE, QUOTE_DOUBLE, QUOTE_NESTED };

/* Moves on over text of the rule's author. */
enum quote_state quote_advance(enum quote_state state, struct str text);
/* Appends the value so that it cannot become anything but part of one word; "?" where that is not
 * possible. */
void quote_append(struct strbuf *out, enum quote_state state, struct str value);

#endif
