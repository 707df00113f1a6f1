/* Texts of a rule with their placeholders filled in. */
#ifndef VIRTREADY_RULES_RENDER_H
#define VIRTREADY_RULES_RENDER_H

#include "rules/host.h"

/* In evaluation->arena; ptr NULL where the rule has no such text. What is not known is "?". */
struct str render_text(struct frame *frame, const struct rule_text *text);
/* The same of a translation: so are what placeholders say, where rules/i18n has that. */
struct str render_local(struct frame *frame, const struct rule_text *text);
/* The same for a line of shell: see rules/quote.h. */
struct str render_command(struct frame *frame, const struct rule_text *text);
/* A value on one line without control characters, at most LIMIT_FIELD_BYTES, in `arena`. */
struct str render_value(struct arena *arena, struct cel_value v);
/* Text of an archive without what moves the cursor, hides or turns text around. */
struct str render_clean(struct arena *arena, struct str text);

#endif
