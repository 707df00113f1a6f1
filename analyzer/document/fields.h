/* Which fields of a value can ever be asked for: a tree of keys, made from everything that reads
 * documents before the first one is kept. What it does not name need not be kept
 * (document_cut_out); for whoever asks for nothing else all is as if it were there. */
#ifndef VIRTREADY_DOCUMENT_FIELDS_H
#define VIRTREADY_DOCUMENT_FIELDS_H

#include "base/str.h"

struct arena;
struct intern;

/* Of one value; that it exists, and which kind it is of, is asked in any case. */
struct fields {
    uint32_t key;    /* atom; FIELDS_ENTRY: any entry of a list */
    uint32_t depth;  /* below the object */
    bool whole;      /* all of it: it is compared, or gone through */
    bool keys;       /* which entries it has, and how many */
    bool shown;      /* all of it, and its lines with those around them: an evidence */
    bool first_only; /* of a tree that is read by: of a list, no entry but that */
    bool opaque;     /* fields_prepare: no line in it is shown beside another, */
    bool shows;      /* and some entry is shown */
    uint64_t below;  /* a bit for each key below, by its atom: most keys are none of them */
    struct fields *first, *next;
};

enum { FIELDS_ENTRY = 0 };

/* Trees that grow together. Atoms are of `intern`, that of the documents. */
struct fields_set {
    struct arena *arena;
    struct intern *intern;
};

struct fields *fields_new(struct fields_set *set);
/* The entry under a key, made where there is none. Below LIMIT_DEPTH_MOST the value itself, which
 * is `whole` then. */
struct fields *fields_below(struct fields_set *set, struct fields *fields, uint32_t key);
/* Keys joined by '.'; "[]" stands for any entry of the list before it, "*" at the end for all there
 * is: "spec.volumes[].name", "metadata.labels.*". Keys that hold a '.' stand in '<>'. */
struct fields *fields_at(struct fields_set *set, struct fields *fields, struct str path);
/* The same for paths with spaces between. */
void fields_at_each(struct fields_set *set, struct fields *fields, struct str paths);
/* Adds all of another tree. */
void fields_add(struct fields_set *set, struct fields *fields, const struct fields *more);

/* What a reader takes of documents that are alike: all texts and numbers of the maps in the tree
 * (but of those that are opaque) and of the maps and lists in them those that it names. What an
 * excerpt can show beside what is `shown` is read too: where that was left out before, the document
 * is read again as a whole. */
struct fields_reading {
    struct fields_set set;
    struct fields *root;
    bool (*is_opaque)(struct str key); /* see fields_asked */
};

/* Before the first document. Where `kept` is false nothing of them is kept. */
void fields_prepare(struct fields_reading *reading, bool kept);

/* What code asks for, by kind: paths with spaces between, see fields_at. */
struct fields_row {
    const char *kind; /* NULL: of objects of any kind */
    const char *paths;
};

/* Of all objects: by kind, of a kind that nobody names, and of single objects more than of their
 * kind. */
struct fields_of {
    struct str kind; /* without its group */
    bool single;
    struct str namespace, name; /* of a single one */
    struct fields *fields;
};
struct fields_asked {
    struct fields_of *rows;
    size_t count;
    const struct fields *any;
    /* Of these kinds' objects the events are asked for; `every_event`: events are by themselves. */
    const struct str *with_events;
    size_t n_with_events;
    bool every_event;
    /* Beside evidence nothing is shown under an opaque key, nor of a map of which a text names a
     * secret: so the latter is kept. */
    bool (*is_opaque)(struct str key);
    bool (*is_secret)(struct str text);
};

/* NULL: nothing asks for it. */
static inline const struct fields *fields_find(const struct fields *fields, uint32_t key) {
    if (!(fields->below >> (key % 64) & 1))
        return NULL;
    const struct fields *below = fields->first;
    while (below && below->key != key)
        below = below->next;
    return below;
}

#endif
