/* Dates by arithmetic alone (days from civil, after Howard Hinnant's published algorithm), so that
 * no clock, zone or locale of the machine can reach a report. */
#include "base/time.h"

#include "base/arena.h"

#define DAY 86400

static int64_t days_from_civil(int64_t year, int month, int day) {
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

int64_t time_seconds(struct civil c) {
    return days_from_civil(c.year, c.month, c.day) * DAY + c.hour * 3600 + c.minute * 60 + c.second;
}

struct civil time_civil(int64_t seconds) {
    int64_t days = seconds / DAY, rest = seconds % DAY;
    if (rest < 0) {
        rest += DAY;
        days--;
    }
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * day_of_year + 2) / 153;
    int month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
    return (struct civil){
        .year = year_of_era + era * 400 + (month <= 2),
        .month = month,
        .day = (int)(day_of_year - (153 * shifted + 2) / 5 + 1),
        .hour = (int)(rest / 3600),
        .minute = (int)(rest / 60 % 60),
        .second = (int)(rest % 60),
    };
}

int time_cmp(struct timepoint a, struct timepoint b) {
    if (a.seconds != b.seconds)
        return a.seconds < b.seconds ? -1 : 1;
    return (a.nanos > b.nanos) - (a.nanos < b.nanos);
}

/* `count` digits at *at; -1 where they are not. */
static int digits(struct str s, size_t *at, size_t count) {
    int number = 0;
    for (size_t i = 0; i < count; i++) {
        if (*at >= s.len || s.ptr[*at] < '0' || s.ptr[*at] > '9')
            return -1;
        number = number * 10 + (s.ptr[(*at)++] - '0');
    }
    return number;
}

static bool byte(struct str s, size_t *at, char expected) {
    if (*at >= s.len || s.ptr[*at] != expected)
        return false;
    (*at)++;
    return true;
}

static int days_in_month(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

static bool parse_date(struct str s, size_t *at, struct civil *ret) {
    int year = digits(s, at, 4);
    if (year < 1 || !byte(s, at, '-'))
        return false;
    int month = digits(s, at, 2);
    if (month < 1 || month > 12 || !byte(s, at, '-'))
        return false;
    int day = digits(s, at, 2);
    if (day < 1 || day > days_in_month(year, month))
        return false;
    *ret = (struct civil){.year = year, .month = month, .day = day};
    return true;
}

static bool parse_clock(struct str s, size_t *at, struct civil *ret) {
    ret->hour = digits(s, at, 2);
    if (ret->hour < 0 || ret->hour > 23 || !byte(s, at, ':'))
        return false;
    ret->minute = digits(s, at, 2);
    if (ret->minute < 0 || ret->minute > 59 || !byte(s, at, ':'))
        return false;
    ret->second = digits(s, at, 2);
    return ret->second >= 0 && ret->second <= 59;
}

/* ".123": one digit at least; what goes beyond nanoseconds is dropped. */
static bool parse_fraction(struct str s, size_t *at, int32_t *ret_nanos) {
    *ret_nanos = 0;
    if (!byte(s, at, '.'))
        return true;
    int32_t scale = 100000000;
    size_t first = *at;
    for (int digit; (digit = digits(s, at, 1)) >= 0; scale /= 10)
        *ret_nanos += digit * scale;
    return *at > first;
}

/* "+02:00" or "+0200", in seconds. */
static bool parse_offset(struct str s, size_t *at, int *ret_seconds) {
    bool west = *at < s.len && s.ptr[*at] == '-';
    if (!byte(s, at, west ? '-' : '+'))
        return false;
    int hours = digits(s, at, 2);
    byte(s, at, ':');
    int minutes = digits(s, at, 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
        return false;
    *ret_seconds = (hours * 3600 + minutes * 60) * (west ? -1 : 1);
    return true;
}

bool time_parse_rfc3339(struct str text, struct timepoint *ret_time) {
    size_t at = 0;
    struct civil civil;
    int32_t nanos;
    int offset = 0;
    if (!parse_date(text, &at, &civil) || !(byte(text, &at, 'T') || byte(text, &at, 't')) ||
        !parse_clock(text, &at, &civil) || !parse_fraction(text, &at, &nanos))
        return false;
    if (!byte(text, &at, 'Z') && !byte(text, &at, 'z') && !parse_offset(text, &at, &offset))
        return false;
    if (at != text.len)
        return false;
    *ret_time = (struct timepoint){time_seconds(civil) - offset, nanos};
    return true;
}

bool time_parse_go(struct str text, struct timepoint *ret_time) {
    size_t at = 0;
    struct civil civil;
    int32_t nanos;
    int offset;
    if (!parse_date(text, &at, &civil) || !byte(text, &at, ' ') ||
        !parse_clock(text, &at, &civil) || !parse_fraction(text, &at, &nanos) ||
        !byte(text, &at, ' ') || !parse_offset(text, &at, &offset))
        return false;
    if (at != text.len && text.ptr[at] != ' ')
        return false;
    *ret_time = (struct timepoint){time_seconds(civil) - offset, nanos};
    return true;
}

struct str time_format(struct arena *arena, struct timepoint t) {
    struct civil c = time_civil(t.seconds);
    struct strbuf out = strbuf_new(arena);
    strbuf_printf(&out, "%04lld-%02d-%02dT%02d:%02d:%02d", (long long)c.year, c.month, c.day,
                  c.hour, c.minute, c.second);
    if (t.nanos) {
        strbuf_printf(&out, ".%09d", (int)t.nanos);
        while (out.ptr[out.len - 1] == '0')
            out.len--;
    }
    strbuf_append_byte(&out, 'Z');
    return strbuf_str(&out);
}

struct str time_format_span(struct arena *arena, int64_t seconds) {
    if (seconds >= 2 * DAY)
        return str_printf(arena, "%lld days", (long long)(seconds / DAY));
    if (seconds >= 3600)
        return str_printf(arena, "%lld h", (long long)(seconds / 3600));
    if (seconds >= 60)
        return str_printf(arena, "%lld min", (long long)(seconds / 60));
    return str_printf(arena, "%lld s", (long long)seconds);
}
