/* The table of bounds as values: one structure that is in force, and the rows that name, show and
 * check what it holds. The one thing that this program keeps for the whole process and may change:
 * bounds are read where deep loops are, and are set once, before anything else runs. */
#include "base/limits.h"

#include <stddef.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/nearest.h"

#define FIXED(NAME, name, value, unit, reason)
#define LIMIT(field, name, otherwise, least, most, unit, reason) .field = (otherwise),
static const struct limits table = {
#include "base/limits.inc"
};
static struct limits in_force = {
#include "base/limits.inc"
};
#undef LIMIT
#undef FIXED

const struct limits *const limits = &in_force;

struct row {
    const char *name;
    size_t offset;
    uint64_t value, least, most;
    const char *unit, *reason;
};

#define FIXED(NAME, name, value, unit, reason) {name, 0, value, 1, 0, unit, reason},
#define LIMIT(field, name, otherwise, least, most, unit, reason)                                   \
    {name, offsetof(struct limits, field), 0, least, most, unit, reason},
static const struct row rows[] = {
#include "base/limits.inc"
};
#undef LIMIT
#undef FIXED

enum { N_ROWS = sizeof rows / sizeof *rows };

static bool is_fixed(const struct row *row) {
    return row->least > row->most;
}

static uint64_t *place_of(const struct row *row) {
    return (uint64_t *)(void *)((char *)&in_force + row->offset);
}

void limits_reset(void) {
    in_force = table;
}

static bool shift_of(char letter, unsigned *ret_shift) {
    static const char letters[] = "KMGT";
    for (unsigned i = 0; letters[i]; i++)
        if (letter == letters[i]) {
            *ret_shift = 10 * (i + 1);
            return true;
        }
    return false;
}

/* "64M" */
static bool read_number(struct str text, uint64_t *ret_number) {
    unsigned shift = 0;
    if (text.len && shift_of(text.ptr[text.len - 1], &shift))
        text.len--;
    return str_to_uint64(text, ret_number) && *ret_number <= UINT64_MAX >> shift &&
           (*ret_number <<= shift, true);
}

struct limit_text limits_bytes(uint64_t bytes) {
    static const char *const units[] = {"bytes", "KiB", "MiB", "GiB", "TiB"};
    struct limit_text out;
    size_t unit = 0;
    while (unit < 4 && bytes && bytes % KIB == 0) {
        bytes /= KIB;
        unit++;
    }
    snprintf(out.text, sizeof out.text, "%llu %s", (unsigned long long)bytes, units[unit]);
    return out;
}

static struct limit_text in_unit(const char *unit, uint64_t number) {
    struct limit_text plain;
    if (str_is(STR("bytes"), unit))
        return limits_bytes(number);
    snprintf(plain.text, sizeof plain.text, "%llu", (unsigned long long)number);
    return plain;
}

struct limit_text limits_number(const struct limit_row *row, uint64_t number) {
    return in_unit(row->unit, number);
}

static bool refuse_name(struct arena *arena, struct str name, struct str *ret_why) {
    struct str names[N_ROWS];
    size_t count = 0;
    for (size_t i = 0; i < N_ROWS; i++)
        if (!is_fixed(&rows[i]))
            names[count++] = str_of(rows[i].name);
    struct str near = nearest_of(name, names, count);
    *ret_why =
        near.len ? str_printf(arena, "there is no limit '%.*s'; did you mean '%.*s'?",
                              STR_ARG(name), STR_ARG(near))
                 : str_printf(arena, "there is no limit '%.*s'; see --help-limits", STR_ARG(name));
    return false;
}

static bool refuse_value(struct arena *arena, const struct row *row, struct str value,
                         struct str *ret_why) {
    *ret_why = str_printf(arena, "limit %s takes %s to %s, not '%.*s'", row->name,
                          in_unit(row->unit, row->least).text, in_unit(row->unit, row->most).text,
                          STR_ARG(value));
    return false;
}

bool limits_set(struct arena *arena, struct str assignment, struct str *ret_why) {
    struct str name, value;
    uint64_t number;
    if (!str_cut(assignment, '=', &name, &value)) {
        *ret_why = STR("a limit is set as NAME=VALUE; see --help-limits");
        return false;
    }
    const struct row *row = NULL;
    for (size_t i = 0; i < N_ROWS && !row; i++)
        row = str_eq(name, str_of(rows[i].name)) ? &rows[i] : NULL;
    if (!row)
        return refuse_name(arena, name, ret_why);
    if (is_fixed(row)) {
        *ret_why = str_printf(arena, "limit %s is fixed", row->name);
        return false;
    }
    if (!read_number(value, &number) || number < row->least || number > row->most)
        return refuse_value(arena, row, value, ret_why);
    *place_of(row) = number;
    return true;
}

bool limits_row(size_t index, struct limit_row *ret_row) {
    if (index >= N_ROWS)
        return false;
    const struct row *row = &rows[index];
    *ret_row = (struct limit_row){str_of(row->name), row->value, row->least, row->most,
                                  row->value,        row->unit,  row->reason};
    if (is_fixed(row))
        return true;
    ret_row->value = *place_of(row);
    ret_row->otherwise = *(const uint64_t *)(const void *)((const char *)&table + row->offset);
    return true;
}

bool limits_changed(size_t *at, struct limit_row *ret_row) {
    while (limits_row((*at)++, ret_row))
        if (ret_row->value != ret_row->otherwise)
            return true;
    return false;
}
