/* Values as people see them who ask questions of an archive: on one line, as YAML, JSON or a table.
 * What must not be shown (fieldpath.h) is "(masked)" in all of them. */
#ifndef VIRTREADY_RULES_SHOWN_H
#define VIRTREADY_RULES_SHOWN_H

#include "rules/host.h"

/* `out->arena` is used for what is needed in between. */
struct shown {
    struct evaluation *evaluation; /* facts are told as they are asked for */
    struct strbuf *out;
};

/* At most about `limit` bytes; an object is its kind and name, texts stand in quotes. */
void shown_line(const struct shown *shown, struct cel_value v, size_t limit);
void shown_json(const struct shown *shown, struct cel_value v);
/* A text as a JSON string: what is not ASCII or could move a cursor is escaped. */
void shown_json_text(struct strbuf *out, struct str text);
/* A list is a table, a scalar a line, all else YAML. Ends in a newline. */
void shown_value(const struct shown *shown, struct cel_value v);

/* "Node, Pod in namespace a" */
void shown_missing(const struct shown *shown, struct missing_set missing);
/* The gather image that fits the cluster; empty: not known. */
struct str shown_image(const struct shown *shown);
/* "path:line" of a value of the archive; empty for any other. */
struct str shown_place(struct arena *arena, struct value v);
/* "Kind ns/name" */
struct str shown_object(struct arena *arena, const struct resource *resource);
/* Whether a text alone shows that it must not be told: keys. */
bool shown_is_secret(struct str text);
/* Whether a field of the map must not be told, by the field's name and what the map is. */
bool shown_hides(struct cel_value map, struct str field);

#define SHOWN_MASK "(masked)"

#endif
