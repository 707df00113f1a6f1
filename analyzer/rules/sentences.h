/* Sentences of the rules' expressions in another language, by their English: whole ones, and
 * patterns with named holes ("waits since {time}"), the first that fits. What fills a hole is
 * itself translated where it is a sentence. */
#ifndef VIRTREADY_RULES_SENTENCES_H
#define VIRTREADY_RULES_SENTENCES_H

#include "base/map.h"
#include "base/vec.h"

struct sentence_pattern {
    struct str english, local;
};

struct sentences {
    struct map whole; /* struct str * */
    VEC(struct sentence_pattern) patterns;
};

struct sentences sentences_new(struct arena *arena);
/* A later one stands above an earlier one of the same English. NULL, or what is wrong with it. */
const char *sentences_add(struct sentences *sentences, struct str english, struct str local);
/* The text itself where nothing fits. */
struct str sentences_translate(const struct sentences *sentences, struct arena *arena,
                               struct str english);

#endif
