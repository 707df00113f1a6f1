/* A name is cut into stem, separator and counter. The names given with one stem are a set; from its
 * first counter on, the counter is stepped and each file taken that was given or exists, so that
 * neither the order on the command line nor that of the folder matters.
 *
 * Archives that only happen to be numbered stay apart: a continuation does not begin with the
 * signature of a compressed file or a zip. */
#include "bundle/parts.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/vec.h"
#include "bundle/form.h"
#include "bundle/path.h"
#include "bundle/pull.h"

struct part {
    struct str stem; /* up to and with the separator */
    struct str counter;
};

static bool all_between(struct str s, char low, char high) {
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < low || s.ptr[i] > high)
            return false;
    return s.len > 0;
}

/* Three letters only up to "azz": "tar" and "zip" are no counters. */
static bool is_counter(struct str s) {
    if (s.len != 2 && s.len != 3)
        return false;
    return all_between(s, '0', '9') ||
           (all_between(s, 'a', 'z') && (s.len == 2 || s.ptr[0] == 'a'));
}

/* Digits only after a dot: "backup-01" is how people number things that are whole. */
static bool part_of(struct str name, struct part *ret_part) {
    for (size_t len = 2; len <= 3 && name.len > len + 1; len++) {
        struct str counter = str_slice(name, name.len - len, name.len);
        char separator = name.ptr[name.len - len - 1];
        bool letters = all_between(counter, 'a', 'z');
        if (is_counter(counter) &&
            (separator == '.' || (letters && (separator == '-' || separator == '_')))) {
            *ret_part = (struct part){str_slice(name, 0, name.len - len), counter};
            return true;
        }
    }
    return false;
}

/* "aa", "00" or "001". */
static bool is_first(struct str counter) {
    return all_between(counter, 'a', 'a') || all_between(counter, '0', '0') ||
           (str_ends_with(counter, STR("01")) && (counter.len == 2 || counter.ptr[0] == '0'));
}

/* False after the last one, "zz" or "999". */
static bool step(char *counter, size_t len) {
    while (len-- > 0) {
        bool letter = counter[len] >= 'a';
        if (counter[len] != (letter ? 'z' : '9')) {
            counter[len]++;
            return true;
        }
        counter[len] = letter ? 'a' : '0';
    }
    return false;
}

static bool is_regular(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

static bool begins_anew(const char *path) {
    char head[PULL_HEAD];
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    ssize_t got = fd < 0 ? -1 : read(fd, head, sizeof head);
    if (fd >= 0)
        close(fd);
    enum form form = got > 0 ? form_of((struct str){head, (size_t)got}) : FORM_UNKNOWN;
    return form_is_compression(form) || form == FORM_ZIP || form == FORM_7Z;
}

struct grouping {
    struct arena *arena;
    const struct str *names;
    size_t n_names;
    bool *used;
    struct diag_sink *sink;
};

/* A set in the making: the counter steps through `at`. */
struct set {
    struct part part;
    char at[4];
    VEC(const char *) paths;
};

/* NULL where no such file exists. */
static const char *path_at(const struct grouping *g, const struct set *set) {
    const char *path = str_c(g->arena, str_printf(g->arena, "%.*s%.*s", STR_ARG(set->part.stem),
                                                  (int)set->part.counter.len, set->at));
    return is_regular(path) ? path : NULL;
}

/* Sets the counter that the set begins with; false where no such file is there. */
static bool find_first(const struct grouping *g, struct set *set) {
    size_t len = set->part.counter.len;
    bool letters = set->part.counter.ptr[0] >= 'a';
    memset(set->at, letters ? 'a' : '0', len);
    if (path_at(g, set))
        return true;
    set->at[len - 1] = '1';
    return !letters && path_at(g, set);
}

static void mark_used(const struct grouping *g, const struct set *set) {
    for (size_t i = 0; i < set->paths.count; i++)
        for (size_t n = 0; n < g->n_names; n++)
            g->used[n] |= str_eq(g->names[n], str_of(set->paths.items[i]));
}

/* A name of the same set that the run of parts did not reach: one between is missing. */
static bool is_beyond(const struct grouping *g, size_t i, struct part part) {
    struct part other;
    return !g->used[i] && part_of(g->names[i], &other) && str_eq(other.stem, part.stem) &&
           other.counter.len == part.counter.len &&
           (other.counter.ptr[0] >= 'a') == (part.counter.ptr[0] >= 'a') &&
           !begins_anew(str_c(g->arena, g->names[i]));
}

static bool report_missing(const struct grouping *g, const struct set *set) {
    struct str name = str_printf(g->arena, "%.*s%.*s", STR_ARG(set->part.stem),
                                 (int)set->part.counter.len, set->at);
    diag_add(g->sink, DIAG_ERROR, DIAG_INPUT_OPEN,
             (struct diag_where){.input = path_printable(g->arena, name)},
             "this part of a split file is missing");
    return false;
}

/* The set that names[index] belongs to; untouched where it is a file like any other. False: a part
 * is missing. */
static bool collect(const struct grouping *g, size_t index, struct given *ret_given) {
    struct set set = {0};
    const char *path = str_c(g->arena, g->names[index]);
    if (!part_of(g->names[index], &set.part) || !is_regular(path) || !find_first(g, &set))
        return true;
    bool more = true;
    while (more && (path = path_at(g, &set))) {
        *vec_push(g->arena, &set.paths) = path;
        if (set.paths.count == 2 && begins_anew(path))
            return true;
        more = step(set.at, set.part.counter.len);
    }
    mark_used(g, &set);
    for (size_t i = index; i < g->n_names; i++)
        if (is_beyond(g, i, set.part))
            return report_missing(g, &set);
    *ret_given = (struct given){str_of(set.paths.items[0]), set.paths.items, set.paths.count};
    return true;
}

bool parts_group(struct arena *arena, const struct str *names, size_t n_names,
                 struct diag_sink *sink, struct given **ret_given, size_t *ret_count) {
    struct grouping g = {arena, names, n_names, NEW_ARRAY(arena, n_names, bool), sink};
    VEC(struct given) inputs = {0};
    for (size_t i = 0; i < n_names; i++) {
        if (g.used[i])
            continue;
        const char **self = NEW(arena, const char *);
        *self = str_c(arena, names[i]);
        struct given given = {names[i], self, 1};
        if (!collect(&g, i, &given))
            return false;
        given.name = path_printable(arena, given.name);
        *vec_push(arena, &inputs) = given;
    }
    if (inputs.count > limits->inputs) {
        diag_add(sink, DIAG_ERROR, DIAG_INPUT_LIMIT, (struct diag_where){0},
                 "more than %llu inputs were given (limit inputs)",
                 (unsigned long long)limits->inputs);
        return false;
    }
    *ret_given = inputs.items;
    *ret_count = inputs.count;
    return true;
}

bool parts_is_later(struct str name) {
    struct part part;
    return part_of(name, &part) && !is_first(part.counter) && part.counter.ptr[0] <= 'a';
}
