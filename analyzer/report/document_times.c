/* Migration attempts on one axis of time: where each stands, and where the ticks do, in tenths of a
 * percent of the width, so that the drawing fits every width without script. */
#include "base/arena.h"
#include "base/time.h"
#include "report/document.h"
#include "report/words.h"

/* Half a shape must fit at both ends. */
enum { FIRST = 15, LAST = 985, MAX_TICKS = 7 };

static void widen(struct time_axis *axis, struct str time) {
    struct timepoint t;
    if (!time_parse_rfc3339(time, &t))
        return;
    if (!axis->known || t.seconds < axis->from)
        axis->from = t.seconds;
    if (!axis->known || t.seconds > axis->to)
        axis->to = t.seconds;
    axis->known = true;
}

struct time_axis document_time_axis(const struct report *report) {
    struct time_axis axis = {0};
    for (size_t i = 0; i < report->n_migrations; i++)
        for (size_t k = 0; k < report->migrations[i].n_attempts; k++)
            widen(&axis, report->migrations[i].attempts[k].created);
    if (axis.known)
        widen(&axis, report->gathered_to);
    return axis;
}

static struct str place(struct arena *arena, const struct time_axis *axis, int64_t seconds) {
    int64_t span = axis->to - axis->from, at = LAST;
    if (span > 0)
        at = FIRST +
             (int64_t)((double)(LAST - FIRST) * (double)(seconds - axis->from) / (double)span);
    return str_printf(arena, "%lld.%lld", (long long)(at / 10), (long long)(at % 10));
}

void document_place_time(struct element *element, struct arena *arena, const struct time_axis *axis,
                         struct str time) {
    struct timepoint t;
    if (axis->known && time_parse_rfc3339(time, &t))
        element_attr(element, "x", place(arena, axis, t.seconds));
}

/* The smallest distance that leaves few enough ticks. */
static int64_t distance_of_ticks(int64_t span) {
    static const int64_t hour = 3600, hours[] = {1, 3, 6, 12, 24, 48, 168, 336, 720, 2160};
    int64_t distance = 0;
    for (size_t i = 0; i < sizeof hours / sizeof *hours; i++)
        if (distance == 0 && span / (hours[i] * hour) < MAX_TICKS)
            distance = hours[i] * hour;
    for (int64_t years = 1; distance == 0; years++)
        if (span / (years * 8760 * hour) < MAX_TICKS)
            distance = years * 8760 * hour;
    return distance;
}

void document_ticks(struct element *up, struct arena *arena, const struct time_axis *axis) {
    if (!axis->known || axis->to == axis->from)
        return;
    int64_t distance = distance_of_ticks(axis->to - axis->from);
    int64_t first = axis->from - axis->from % distance;
    for (int64_t at = first; at <= axis->to; at += distance) {
        if (at < axis->from)
            continue;
        struct civil c = time_civil(at);
        struct element *tick = element_add(up, "tick");
        element_attr(tick, "x", place(arena, axis, at));
        if (distance < 86400 && (c.hour || c.minute))
            element_text(tick, str_printf(arena, "%02d:%02d", c.hour, c.minute));
        else
            element_text(tick,
                         str_printf(arena, "%04lld-%02d-%02d", (long long)c.year, c.month, c.day));
    }
}
