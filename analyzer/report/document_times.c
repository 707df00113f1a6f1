/* Migration attempts on one axis of time: where each stands, and where the ticks do, in tenths of a
 * percent of the width, so that the drawing fits every width without script. */
#include "base/arena.h"
#include "base/time.h"
#include "report/document.h"
#include "report/words.h"

/* Half a shape must fit at both ends. */
enum { FIRST = 15, LAST = 985, MAX_TICKS = 7 };
/* Between two shapes; and where a tick's label no longer fits. */
enum { APART = 26, NO_LABEL = 880 };

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

static int64_t place_of(const struct time_axis *axis, int64_t seconds) {
    int64_t span = axis->to - axis->from;
    if (span <= 0)
        return LAST;
    return FIRST +
           (int64_t)((double)(LAST - FIRST) * (double)(seconds - axis->from) / (double)span);
}

void document_place(struct element *element, struct arena *arena, int64_t place) {
    if (place >= 0)
        element_attr(
            element, "x",
            str_printf(arena, "%lld.%lld", (long long)(place / 10), (long long)(place % 10)));
}

const int64_t *document_places(struct arena *arena, const struct time_axis *axis,
                               const struct migrations_of *of) {
    int64_t *places = NEW_ARRAY(arena, of->n_attempts, int64_t);
    int64_t next = LAST + APART; /* of the one to the right */
    for (size_t i = of->n_attempts; i-- > 0;) {
        struct timepoint t;
        places[i] = -1;
        if (!axis->known || !time_parse_rfc3339(of->attempts[i].created, &t))
            continue;
        int64_t place = place_of(axis, t.seconds);
        if (place > next - APART)
            place = next - APART;
        places[i] = next = place > FIRST ? place : FIRST;
    }
    return places;
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
        document_place(tick, arena, place_of(axis, at));
        if (place_of(axis, at) > NO_LABEL)
            continue;
        if (distance < 86400 && (c.hour || c.minute))
            element_text(tick, str_printf(arena, "%02d:%02d", c.hour, c.minute));
        else
            element_text(tick,
                         str_printf(arena, "%04lld-%02d-%02d", (long long)c.year, c.month, c.day));
    }
}
