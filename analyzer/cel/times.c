/* Timestamps from year 1 to 9999 and durations of 64 bits of nanoseconds, with the calendar seen
 * from any zone. */
#include "cel/times.h"

#include "base/arena.h"
#include "cel/builtins.h"
#include "cel/env.h"
#include "cel/zones.h"

#define NANOS 1000000000
#define FIRST_SECOND (-62135596800) /* 0001-01-01T00:00:00Z */
#define LAST_SECOND 253402300799    /* 9999-12-31T23:59:59Z */

__extension__ typedef __int128 wide; /* products of digits and units before they are checked */

/* ---- durations ---- */

struct cel_value cel_times_duration(int64_t nanos) {
    struct timepoint t = {nanos / NANOS, (int32_t)(nanos % NANOS)};
    return (struct cel_value){.type = CEL_DURATION, .time = t};
}

int64_t cel_times_nanos(struct cel_value duration) {
    return duration.time.seconds * NANOS + duration.time.nanos;
}

static int64_t unit_of(struct str text, size_t *at, bool days) {
    static const struct {
        struct str name;
        int64_t nanos;
    } units[] = {
        {{"ns", 2}, 1},
        {{"us", 2}, 1000},
        {{"µs", 3}, 1000},
        {{"μs", 3}, 1000},
        {{"ms", 2}, 1000000},
        {{"s", 1}, NANOS},
        {{"m", 1}, 60 * (int64_t)NANOS},
        {{"h", 1}, 3600 * (int64_t)NANOS},
        {{"d", 1}, 86400 * (int64_t)NANOS},
    };
    struct str rest = str_slice(text, *at, text.len);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (str_starts_with(rest, units[i].name) && (days || units[i].name.ptr[0] != 'd')) {
            *at += units[i].name.len;
            return units[i].nanos;
        }
    return 0;
}

/* Digits at *at; at most 18 count, which no unit needs. */
static wide digits(struct str text, size_t *at, wide *ret_scale) {
    wide value = 0;
    *ret_scale = 1;
    for (; *at < text.len && text.ptr[*at] >= '0' && text.ptr[*at] <= '9'; (*at)++) {
        if (*ret_scale >= (wide)1000000000000000000)
            return -1;
        value = value * 10 + (text.ptr[*at] - '0');
        *ret_scale *= 10;
    }
    return value;
}

/* "1.5h" at *at; -1 where it is none. */
static wide part(struct str text, size_t *at, bool days) {
    size_t start = *at;
    wide scale = 1, fraction_scale = 1, fraction = 0;
    wide whole = digits(text, at, &scale);
    size_t n_digits = *at - start;
    if (*at < text.len && text.ptr[*at] == '.') {
        (*at)++;
        fraction = digits(text, at, &fraction_scale);
        n_digits = *at - start - 1;
    }
    int64_t unit = n_digits ? unit_of(text, at, days) : 0;
    if (whole < 0 || fraction < 0 || unit == 0)
        return -1;
    return whole * unit + fraction * unit / fraction_scale;
}

bool cel_times_parse_duration(struct str text, bool days, int64_t *ret_nanos) {
    bool sign = text.len && (text.ptr[0] == '-' || text.ptr[0] == '+');
    bool negative = sign && text.ptr[0] == '-';
    size_t at = sign;
    if (str_eq(str_slice(text, at, text.len), STR("0"))) {
        *ret_nanos = 0;
        return true;
    }
    wide total = 0;
    if (at >= text.len)
        return false;
    while (at < text.len) {
        wide more = part(text, &at, days);
        if (more < 0 || total + more > (wide)INT64_MAX)
            return false;
        total += more;
    }
    *ret_nanos = negative ? -(int64_t)total : (int64_t)total;
    return true;
}

struct str cel_times_format_duration(struct arena *arena, struct timepoint d) {
    struct strbuf out = strbuf_new(arena);
    bool negative = d.seconds < 0 || d.nanos < 0;
    strbuf_printf(&out, "%s%llu", negative ? "-" : "",
                  (unsigned long long)(negative ? -d.seconds : d.seconds));
    if (d.nanos) {
        strbuf_printf(&out, ".%09d", negative ? -d.nanos : d.nanos);
        while (out.ptr[out.len - 1] == '0')
            out.len--;
    }
    strbuf_append_byte(&out, 's');
    return strbuf_str(&out);
}

static struct cel_value duration_of(const struct cel_call *call, bool days) {
    if (cel_run_is(call, 0, CEL_DURATION))
        return call->args[0];
    if (!cel_run_is(call, 0, CEL_STRING))
        return cel_run_no_overload(call);
    int64_t nanos;
    if (!cel_times_parse_duration(call->args[0].text, days, &nanos))
        return cel_error_of(call->arena, "'%.*s' is no duration (%s)",
                            STR_ARG(str_slice(call->args[0].text, 0, 64)),
                            days ? "14d, 1h30m, 90s" : "1h30m, 90s");
    return cel_times_duration(nanos);
}

static struct cel_value duration(const struct cel_call *call) {
    return duration_of(call, true);
}

static struct cel_value duration_without_days(const struct cel_call *call) {
    return duration_of(call, false);
}

/* ---- timestamps ---- */

static struct cel_value timestamp_at(struct arena *arena, struct timepoint t) {
    if (t.seconds < FIRST_SECOND || t.seconds > LAST_SECOND)
        return cel_error_of(arena, "the timestamp is out of range: years 0001 to 9999");
    return cel_time(t);
}

static struct cel_value timestamp(const struct cel_call *call) {
    struct cel_value v = call->args[0];
    struct timepoint t = {0};
    if (v.type == CEL_TIMESTAMP)
        return v;
    if (v.type == CEL_INT) {
        t.seconds = v.integer;
        return timestamp_at(call->arena, t);
    }
    if (v.type != CEL_STRING)
        return cel_run_no_overload(call);
    if (!time_parse_rfc3339(v.text, &t))
        return cel_error_of(call->arena, "'%.*s' is no timestamp (2026-07-02T06:00:00Z)",
                            STR_ARG(str_slice(v.text, 0, 64)));
    return timestamp_at(call->arena, t);
}

static struct cel_value duration_range(struct cel_run *run) {
    return cel_error_of(run->arena, "the duration is out of range: 290 years");
}

static struct cel_value shift(struct cel_run *run, struct timepoint t, struct cel_value by,
                              int sign) {
    int64_t nanos = t.nanos + sign * (int64_t)by.time.nanos;
    t.seconds += sign * by.time.seconds;
    if (nanos < 0) {
        nanos += NANOS;
        t.seconds--;
    } else if (nanos >= NANOS) {
        nanos -= NANOS;
        t.seconds++;
    }
    t.nanos = (int32_t)nanos;
    return timestamp_at(run->arena, t);
}

static struct cel_value between(struct cel_run *run, struct timepoint a, struct timepoint b) {
    wide nanos = (wide)(a.seconds - b.seconds) * NANOS + (a.nanos - b.nanos);
    if (nanos > (wide)INT64_MAX || nanos < (wide)INT64_MIN)
        return duration_range(run);
    return cel_times_duration((int64_t)nanos);
}

bool cel_times_arithmetic(struct cel_run *run, bool minus, struct cel_value a, struct cel_value b,
                          struct cel_value *ret_result) {
    int64_t sum;
    if (a.type == CEL_TIMESTAMP && b.type == CEL_DURATION)
        *ret_result = shift(run, a.time, b, minus ? -1 : 1);
    else if (a.type == CEL_DURATION && b.type == CEL_TIMESTAMP && !minus)
        *ret_result = shift(run, b.time, a, 1);
    else if (a.type == CEL_TIMESTAMP && b.type == CEL_TIMESTAMP && minus)
        *ret_result = between(run, a.time, b.time);
    else if (a.type == CEL_DURATION && b.type == CEL_DURATION)
        *ret_result = (minus ? __builtin_sub_overflow(cel_times_nanos(a), cel_times_nanos(b), &sum)
                             : __builtin_add_overflow(cel_times_nanos(a), cel_times_nanos(b), &sum))
                          ? duration_range(run)
                          : cel_times_duration(sum);
    else
        return false;
    return true;
}

/* ---- the calendar ---- */

enum field {
    FIELD_YEAR,
    FIELD_MONTH,
    FIELD_DATE,
    FIELD_DAY_OF_MONTH,
    FIELD_DAY_OF_WEEK,
    FIELD_DAY_OF_YEAR,
    FIELD_HOURS,
    FIELD_MINUTES,
    FIELD_SECONDS,
};

static int64_t field_of(enum field field, int64_t seconds) {
    struct civil c = time_civil(seconds);
    struct civil new_year = {.year = c.year, .month = 1, .day = 1};
    switch (field) {
    case FIELD_YEAR:
        return c.year;
    case FIELD_MONTH:
        return c.month - 1;
    case FIELD_DATE:
        return c.day;
    case FIELD_DAY_OF_MONTH:
        return c.day - 1;
    case FIELD_DAY_OF_WEEK:
        return ((seconds - FIRST_SECOND) / 86400 + 1) % 7; /* 0001-01-01 was a Monday */
    case FIELD_DAY_OF_YEAR:
        return (seconds - time_seconds(new_year)) / 86400;
    case FIELD_HOURS:
        return c.hour;
    case FIELD_MINUTES:
        return c.minute;
    case FIELD_SECONDS:
    default:
        return c.second;
    }
}

static struct cel_value calendar(const struct cel_call *call, enum field field) {
    if (!cel_run_is(call, 0, CEL_TIMESTAMP))
        return cel_run_no_overload(call);
    int64_t seconds = call->args[0].time.seconds;
    int offset = 0;
    if (call->n_args == 2 && call->args[1].type != CEL_STRING)
        return cel_run_no_overload(call);
    if (call->n_args == 2 && !cel_zones_offset(call->args[1].text, seconds, &offset))
        return cel_error_of(call->arena, "unknown time zone '%.*s'",
                            STR_ARG(str_slice(call->args[1].text, 0, 64)));
    return cel_int(field_of(field, seconds + offset));
}

static struct cel_value get_full_year(const struct cel_call *call) {
    return calendar(call, FIELD_YEAR);
}

static struct cel_value get_month(const struct cel_call *call) {
    return calendar(call, FIELD_MONTH);
}

static struct cel_value get_date(const struct cel_call *call) {
    return calendar(call, FIELD_DATE);
}

static struct cel_value get_day_of_month(const struct cel_call *call) {
    return calendar(call, FIELD_DAY_OF_MONTH);
}

static struct cel_value get_day_of_week(const struct cel_call *call) {
    return calendar(call, FIELD_DAY_OF_WEEK);
}

static struct cel_value get_day_of_year(const struct cel_call *call) {
    return calendar(call, FIELD_DAY_OF_YEAR);
}

/* A whole duration in units of so many seconds. */
static bool span(const struct cel_call *call, int64_t unit, struct cel_value *ret) {
    if (!cel_run_is(call, 0, CEL_DURATION) || call->n_args != 1)
        return false;
    *ret = cel_int(call->args[0].time.seconds / unit);
    return true;
}

static struct cel_value get_hours(const struct cel_call *call) {
    struct cel_value whole;
    return span(call, 3600, &whole) ? whole : calendar(call, FIELD_HOURS);
}

static struct cel_value get_minutes(const struct cel_call *call) {
    struct cel_value whole;
    return span(call, 60, &whole) ? whole : calendar(call, FIELD_MINUTES);
}

static struct cel_value get_seconds(const struct cel_call *call) {
    struct cel_value whole;
    return span(call, 1, &whole) ? whole : calendar(call, FIELD_SECONDS);
}

static struct cel_value get_milliseconds(const struct cel_call *call) {
    if (cel_run_is(call, 0, CEL_DURATION) && call->n_args == 1)
        return cel_int(cel_times_nanos(call->args[0]) / 1000000);
    if (!cel_run_is(call, 0, CEL_TIMESTAMP))
        return cel_run_no_overload(call);
    return cel_int(call->args[0].time.nanos / 1000000);
}

static const struct cel_function readers[] = {
    {"duration", false, 1, 1, duration, "a span of time from text: '14d', '1h30m', '90s'"},
    {"timestamp", false, 1, 1, timestamp, "a point in time from RFC 3339 text or seconds"},
};

static const struct cel_function conformant[] = {
    {"duration", false, 1, 1, duration_without_days, "a span of time from text: '1h30m', '90s'"},
};

static const struct cel_function parts[] = {
    {"getFullYear", true, 1, 2, get_full_year, "the year, in UTC or a named zone"},
    {"getMonth", true, 1, 2, get_month, "the month, January is 0"},
    {"getDate", true, 1, 2, get_date, "the day of the month, from 1"},
    {"getDayOfMonth", true, 1, 2, get_day_of_month, "the day of the month, from 0"},
    {"getDayOfWeek", true, 1, 2, get_day_of_week, "the day of the week, Sunday is 0"},
    {"getDayOfYear", true, 1, 2, get_day_of_year, "the day of the year, from 0"},
    {"getHours", true, 1, 2, get_hours, "the hour; of a duration all its hours"},
    {"getMinutes", true, 1, 2, get_minutes, "the minute; of a duration all its minutes"},
    {"getSeconds", true, 1, 2, get_seconds, "the second; of a duration all its seconds"},
    {"getMilliseconds", true, 1, 2, get_milliseconds,
     "the millisecond; of a duration all its milliseconds"},
};

void cel_times_add(struct cel_env *env) {
    cel_env_add_builtins(env, readers, sizeof readers / sizeof *readers, FUNCTION_CONSTANT);
    cel_env_add_builtins(env, parts, sizeof parts / sizeof *parts, 0);
}

void cel_times_add_conformant(struct cel_env *env) {
    cel_env_add_builtins(env, conformant, sizeof conformant / sizeof *conformant, 0);
}
