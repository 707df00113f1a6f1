/* Turns a misspelt word and a list into the word that was probably meant: the optimal string
 * alignment distance in half edits, so that a wrong case is the nearest of all. Three rows of a
 * fixed width are kept; longer words have no neighbour. */
#include "base/nearest.h"

#include <stdlib.h>
#include <string.h>

enum { LONGEST = 80, EDIT = 2, NO_DISTANCE = 10000 };

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static int replace_cost(char a, char b) {
    if (a == b)
        return 0;
    return lower(a) == lower(b) ? 1 : EDIT;
}

static int least(int a, int b) {
    return a < b ? a : b;
}

static int distance(struct str a, struct str b) {
    int rows[3][LONGEST + 1];
    int *before = rows[0], *last = rows[1], *row = rows[2];
    for (size_t j = 0; j <= b.len; j++)
        last[j] = (int)j * EDIT;
    for (size_t i = 1; i <= a.len; i++) {
        row[0] = (int)i * EDIT;
        for (size_t j = 1; j <= b.len; j++) {
            int cost = last[j - 1] + replace_cost(a.ptr[i - 1], b.ptr[j - 1]);
            cost = least(cost, least(last[j], row[j - 1]) + EDIT);
            if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1])
                cost = least(cost, before[j - 2] + EDIT);
            row[j] = cost;
        }
        int *free_row = before;
        before = last;
        last = row;
        row = free_row;
    }
    return last[b.len];
}

struct str nearest_of(struct str word, const struct str *candidates, size_t count) {
    struct str best = {0};
    /* A third of the word may be wrong, and one edit of a short one. */
    int most = EDIT * (word.len < 6 ? 1 : (int)(word.len / 3));
    int best_distance = NO_DISTANCE;
    if (word.len == 0 || word.len > LONGEST)
        return best;
    for (size_t i = 0; i < count; i++) {
        if (candidates[i].len > LONGEST)
            continue;
        int d = distance(word, candidates[i]);
        if (d <= most && d < best_distance) {
            best_distance = d;
            best = candidates[i];
        }
    }
    return best;
}
