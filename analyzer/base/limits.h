/* Every bound of the program. The table with the reasons is limits.inc. Reaching a bound is a
 * diagnostic that names it, "(limit NAME)", never silence.
 *
 * Most can be set for a run: `limits->depth`. Those that the size of an array or a format depends
 * on are constants: `LIMIT_EXPR_DEPTH`. */
#ifndef VIRTREADY_BASE_LIMITS_H
#define VIRTREADY_BASE_LIMITS_H

#include "base/str.h"

struct arena;

#define KIB ((size_t)1024)
#define MIB (1024 * KIB)
#define GIB (1024 * MIB)
#define TIB (1024 * GIB)

/* What arrays are made for where the bound itself can be set lower. */
#define LIMIT_PATH_DEPTH_MOST 64
#define LIMIT_NESTING_MOST 8
#define LIMIT_DEPTH_MOST 128

#define LIMIT(field, name, otherwise, least, most, unit, reason)
#define FIXED(NAME, name, value, unit, reason) LIMIT_##NAME = (value),
enum {
#include "base/limits.inc"
};
#undef FIXED
#undef LIMIT

#define LIMIT(field, name, otherwise, least, most, unit, reason) uint64_t field;
#define FIXED(NAME, name, value, unit, reason)
struct limits {
#include "base/limits.inc"
};
#undef FIXED
#undef LIMIT

/* In force for the whole process. Only limits_set and limits_reset change it, before the first
 * thread is started. */
extern const struct limits *const limits;

/* "NAME=VALUE"; the value may end in K, M, G or T (of 1024). False: *ret_why says what is wrong, in
 * `arena`, with the name that may be meant or the range. */
bool limits_set(struct arena *arena, struct str assignment, struct str *ret_why);
/* As the table has them: for tests. */
void limits_reset(void);

struct limit_row {
    struct str name;
    uint64_t value, least, most; /* least > most: a constant */
    uint64_t otherwise;          /* where it was not set */
    const char *unit, *reason;
};

/* In the order of the table; false past its end. */
bool limits_row(size_t index, struct limit_row *ret_row);

/* The first at or after *at that was set to another value, and *at past it; false for none. */
bool limits_changed(size_t *at, struct limit_row *ret_row);

struct limit_text {
    char text[24];
};

/* "512 MiB" where that says all, else "1000 bytes". */
struct limit_text limits_bytes(uint64_t bytes);
/* The same, or "1000", by the unit of the row. */
struct limit_text limits_number(const struct limit_row *row, uint64_t number);

#endif
