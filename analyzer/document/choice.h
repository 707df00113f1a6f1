/* What is taken of a document of which only some is asked for, while it is built. */
#ifndef VIRTREADY_DOCUMENT_CHOICE_H
#define VIRTREADY_DOCUMENT_CHOICE_H

#include "document/build.h"

struct choice {
    const struct fields_reading *reading; /* NULL: everything is taken */
    bool left;                            /* an entry was left out last, */
    uint32_t left_key;                    /* under this key, */
    uint32_t left_next;                   /* before this node */
    uint32_t shown_end;                   /* the last line so far of what is shown */
    bool lacks;                           /* some was left out that can be shown */
};

/* Of a value: everything, or what `fields` say. */
struct taken {
    const struct fields *fields; /* NULL: nothing is asked below it */
    bool everything, shown;
    bool nothing; /* not even that it is there */
};

/* What is taken of the document's root, of an entry of a list, and of a key's value. */
struct taken choice_root(const struct choice *choice);
struct taken choice_entry(const struct taken *list, uint32_t number);
struct taken choice_value(const struct choice *choice, const struct taken *map, uint32_t key,
                          uint32_t line);

/* A value is left out; `for_good` where no excerpt can show it. */
static inline void choice_leave(struct choice *choice, uint32_t key, uint32_t next, bool for_good) {
    choice->left = !for_good;
    choice->left_key = key;
    choice->left_next = next;
}

/* Whether neither is asked for a key's value, if that is no map or list, nor is it seen beside what
 * is. */
static inline bool choice_passes(const struct taken *map, uint32_t key) {
    const struct fields *fields = map->fields;
    return fields && fields->opaque && !map->everything && !fields->keys &&
           !fields_find(fields, key);
}

/* The next node, of this number, stands on these lines and is shown. */
void choice_show(struct choice *choice, const struct node *nodes, uint32_t next, uint32_t line,
                 uint32_t end_line);

#endif
