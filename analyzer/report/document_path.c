/* The update path: its steps as a list, and the same as a drawing with a lane for each component
 * and a column for each minor release. Coordinates are computed here; the style sheet places them.
 * Steps inside of one minor, and paths of more than MAX_COLUMNS minors, have no drawing. */
#include "base/arena.h"
#include "base/vec.h"
#include "readiness/path.h"
#include "report/document.h"
#include "report/outcome.h"
#include "report/words.h"

enum { MAX_COLUMNS = 6, LEFT = 150, RIGHT = 790, TOP = 66, LANE = 70, PILL = 34 };

static const struct {
    const char *component, *lane, *name;
} lanes[] = {
    {"openshift", "path.openshift", "path.openshift"},
    {"virtualization", "path.lane-virtualization", "path.virtualization"},
    {"workers", "path.workers", "path.workers"},
};

/* What a headline names: a rule that only explains another is shown under that one. */
static struct strs stopped_by(struct arena *arena, const struct report *report,
                              const struct path_step *step) {
    VEC(struct str) rules = {0};
    for (size_t i = 0; i < step->blocked_by.count; i++)
        for (size_t r = 0; r < report->results->count; r++) {
            const struct rule_result *result = &report->results->items[r];
            if (str_eq(result->rule->id, step->blocked_by.items[i]) &&
                outcome_headline(result) == LEVEL_BLOCKER)
                *vec_push(arena, &rules) = result->rule->id;
        }
    return (struct strs){rules.items, rules.count};
}

struct drawing {
    struct arena *arena;
    const struct report *report;
    struct element *element;
    VEC(struct str) columns; /* minors in the order of the path */
};

static size_t column_of(const struct drawing *d, struct str version) {
    struct str minor;
    if (!path_minor(d->arena, version, &minor))
        return SIZE_MAX;
    for (size_t i = 0; i < d->columns.count; i++)
        if (str_eq(d->columns.items[i], minor))
            return i;
    return SIZE_MAX;
}

static bool add_column(struct drawing *d, struct str version) {
    struct str minor;
    if (!path_minor(d->arena, version, &minor))
        return false;
    if (column_of(d, version) == SIZE_MAX)
        *vec_push(d->arena, &d->columns) = minor;
    return true;
}

/* The control plane passes every minor first, so the order of first sight is that of releases. */
static bool find_columns(struct drawing *d, const struct report *report) {
    for (size_t i = 0; i < report->n_path; i++) {
        const struct path_step *step = &report->path[i];
        if (!add_column(d, step->from) || !add_column(d, step->to) ||
            column_of(d, step->from) >= column_of(d, step->to))
            return false;
    }
    return d->columns.count >= 2 && d->columns.count <= MAX_COLUMNS;
}

static int64_t x_of(const struct drawing *d, size_t column) {
    return LEFT + (int64_t)column * (RIGHT - LEFT) / (int64_t)(d->columns.count - 1);
}

static struct element *placed(struct drawing *d, const char *name, int64_t x, int64_t y) {
    struct element *element = element_add(d->element, name);
    element_attr_number(element, "x", x);
    element_attr_number(element, "y", y);
    return element;
}

static void add_pill(struct drawing *d, size_t column, int64_t y, struct str version) {
    struct element *pill = placed(d, "pill", x_of(d, column) - PILL, y - 13);
    element_attr_number(pill, "cx", x_of(d, column));
    element_attr_number(pill, "cy", y + 4);
    element_text(pill, version);
}

static void add_arrow(struct drawing *d, const struct path_step *step, int64_t y) {
    size_t from = column_of(d, step->from), to = column_of(d, step->to);
    int64_t x1 = x_of(d, to - 1) + PILL + 4, x2 = x_of(d, to) - PILL - 10;
    if (to - from > 1) { /* stays where it is until the last column */
        struct element *waits = placed(d, "waits", x_of(d, from) + PILL + 4, y);
        element_attr_number(waits, "x2", (x1 + x2) / 2 - 12);
        x1 = (x1 + x2) / 2;
    }
    struct strs stopped = stopped_by(d->arena, d->report, step);
    bool blocked = stopped.count > 0;
    struct element *arrow = placed(d, "arrow", x1, y);
    int64_t centre = to - from > 1 ? x1 : (x1 + x2) / 2;
    element_attr_number(arrow, "x2", x2);
    element_attr_number(arrow, "cx", centre);
    element_attr_number(arrow, "cy", y + 4);
    element_attr_number(arrow, "step", step->step);
    element_flag(arrow, "blocked", blocked);
    if (blocked) {
        struct element *by = placed(d, "by", centre, y - 18);
        element_text(by, stopped.count == 1
                             ? stopped.items[0]
                             : SAY(d->report->words, "count.blockers", COUNT(stopped.count)));
    }
}

static void add_lane(struct drawing *d, size_t lane, int64_t y) {
    const struct report *report = d->report;
    struct element *name = placed(d, "lane", 0, y + 4);
    element_text(name, catalogue_text(report->words, lanes[lane].lane));
    bool first = true;
    for (size_t i = 0; i < report->n_path; i++) {
        const struct path_step *step = &report->path[i];
        if (!str_eq(step->component, str_of(lanes[lane].component)))
            continue;
        if (first)
            add_pill(d, column_of(d, step->from), y, step->from);
        first = false;
        add_arrow(d, step, y);
        add_pill(d, column_of(d, step->to), y, step->to);
    }
}

static bool uses(const struct report *report, const char *component) {
    for (size_t i = 0; i < report->n_path; i++)
        if (str_eq(report->path[i].component, str_of(component)))
            return true;
    return false;
}

static void add_drawing(struct element *path, struct arena *arena, const struct report *report) {
    struct drawing d = {.arena = arena, .report = report};
    if (!find_columns(&d, report))
        return;
    d.element = element_add(path, "drawing");
    int64_t y = TOP;
    for (size_t lane = 0; lane < sizeof lanes / sizeof *lanes; lane++) {
        if (!uses(report, lanes[lane].component))
            continue;
        add_lane(&d, lane, y);
        y += LANE;
    }
    element_attr_number(d.element, "height", y - LANE / 2);
    for (size_t i = 0; i < d.columns.count; i++) {
        struct element *column = placed(&d, "column", x_of(&d, i), 20);
        element_attr_number(column, "y2", y - LANE / 2);
        element_text(column, d.columns.items[i]);
    }
}

static struct str component_name(const struct catalogue *words, struct str component) {
    for (size_t i = 0; i < sizeof lanes / sizeof *lanes; i++)
        if (str_eq(component, str_of(lanes[i].component)))
            return catalogue_text(words, lanes[i].name);
    return component;
}

static struct str step_name(const struct catalogue *words, const struct path_step *step) {
    struct str name = component_name(words, step->component), to = words_or(step->to, "?");
    if (!step->from.len)
        return SAY(words, "path.to", HOLE("component", name), HOLE("to", to));
    return SAY(words, "path.from-to", HOLE("component", name), HOLE("from", step->from),
               HOLE("to", to));
}

void document_path(struct element *root, struct arena *arena, const struct report *report) {
    const struct catalogue *words = report->words;
    struct element *path = element_add(root, "path");
    element_attr(path, "count", SAY(words, "path.steps", COUNT(report->n_path)));
    add_drawing(path, arena, report);
    for (size_t i = 0; i < report->n_path; i++) {
        const struct path_step *step = &report->path[i];
        struct element *element = element_add(path, "step");
        element_attr_number(element, "n", step->step);
        element_attr(element, "name", step_name(words, step));
        if (step->note)
            element_add_text(element, "text", catalogue_text(words, step->note));
        struct strs stopped = stopped_by(arena, report, step);
        for (size_t k = 0; k < stopped.count; k++)
            element_attr(element_add(element, "blocked"), "rule", stopped.items[k]);
    }
}
