/* Versions to steps. A minor is counted as one number (4.y is y, 5.z is 23 + z), so that the step
 * from 4.22 leads to 4.23 or to 5.0 alike, whichever the target is named by. */
#include "readiness/path.h"

#include "base/arena.h"
#include "base/vec.h"
#include "cel/release.h"

#define FIRST_5 23 /* 5.0 stands where 4.23 does: OLM and CVO treat both as one step */

/* OpenShift Virtualization 2.x had minors of its own: 2.4 to 2.6 belong to OpenShift 4.5 to 4.7. */
#define CNV2_OFFSET 1

/* The position of a minor on the one line of OpenShift minors; false for what is neither 2.x, 4.x
 * nor 5.x. */
static bool position(struct str text, int *ret_position) {
    const struct release first = {.major = 4};
    struct release release;
    int64_t minors;
    if (!cel_release_read(text, &release) || release.minor > 1000)
        return false;
    if (release.major == 2)
        release = (struct release){.major = 4, .minor = release.minor + CNV2_OFFSET};
    if (!cel_release_minors_ahead(&release, &first, &minors))
        return false;
    *ret_position = (int)minors;
    return true;
}

static struct str minor_text(struct arena *arena, const struct release *release) {
    return str_printf(arena, "%lld.%lld", (long long)release->major, (long long)release->minor);
}

bool path_minor(struct arena *arena, struct str version, struct str *ret_minor) {
    struct release release;
    if (!cel_release_read(version, &release))
        return false;
    *ret_minor = minor_text(arena, &release);
    return true;
}

bool path_minor_of_kubelet(struct arena *arena, struct str kubelet, struct str *ret_minor) {
    struct release kubernetes, release;
    if (!cel_release_read(kubelet, &kubernetes) || !cel_release_openshift(&kubernetes, &release))
        return false;
    *ret_minor = minor_text(arena, &release);
    return true;
}

bool path_minors_ahead(struct str a, struct str b, int *ret_minors) {
    int from, to;
    if (!position(a, &from) || !position(b, &to))
        return false;
    *ret_minors = to - from;
    return true;
}

struct steps {
    struct arena *arena;
    VEC(struct readiness_step) list;
    struct str target;
    int target_position;
    bool names_5; /* the target is named 5.x: so is everything from 4.23 on */
};

/* The target as given at its own position, else the minor. */
static struct str name_of(const struct steps *steps, int at) {
    if (at == steps->target_position)
        return steps->target;
    if (at >= FIRST_5 && steps->names_5)
        return str_printf(steps->arena, "5.%d", at - FIRST_5);
    return str_printf(steps->arena, "4.%d", at);
}

static void add(struct steps *steps, enum path_component component, struct str from, struct str to,
                enum path_note note) {
    if (steps->list.count < PATH_STEPS_MAX)
        *vec_push(steps->arena, &steps->list) = (struct readiness_step){component, from, to, note};
}

/* The virtualization target of a minor is always the minor: which release the catalog holds is not
 * in the archive. */
static struct str minor_name(const struct steps *steps, int at) {
    struct str minor;
    return path_minor(steps->arena, name_of(steps, at), &minor) ? minor : name_of(steps, at);
}

static void add_virtualization(struct steps *steps, struct str *from, int *at, int to) {
    if (!from->len)
        return;
    for (; *at < to; (*at)++) {
        struct str next = minor_name(steps, *at + 1);
        add(steps, PATH_VIRTUALIZATION, *from, next, PATH_NOTE_EACH_Z);
        *from = next;
    }
}

static size_t finish(struct steps *steps, const struct readiness_step **ret_steps) {
    *ret_steps = steps->list.items;
    return steps->list.count;
}

static size_t virtualization_only(struct steps *steps, const struct path_inputs *in,
                                  const struct readiness_step **ret_steps) {
    struct str minor;
    if (path_minor(steps->arena, in->virtualization, &minor))
        add(steps, PATH_VIRTUALIZATION, in->virtualization, minor, PATH_NOTE_NEWEST_Z);
    return finish(steps, ret_steps);
}

static void add_workers(struct steps *steps, struct str from, struct str to, bool eus) {
    add(steps, PATH_WORKERS, from, to, eus ? PATH_NOTE_UNPAUSED : PATH_NOTE_DRAINED);
}

/* A release of the minor that runs already: one OpenShift step, the workers, then OpenShift
 * Virtualization if it is behind. */
static void same_minor(struct steps *steps, const struct path_inputs *in,
                       struct str *virtualization, int *virtualization_at) {
    if (str_eq(in->target, in->openshift))
        return;
    struct str minor;
    if (path_minor(steps->arena, in->target, &minor) && !str_eq(minor, in->target)) {
        add(steps, PATH_OPENSHIFT, in->openshift, in->target, PATH_NOTE_NONE);
        add_workers(steps, in->workers.len ? in->workers : in->openshift, in->target, false);
    }
    add_virtualization(steps, virtualization, virtualization_at, steps->target_position);
}

static enum path_note eus_note(const struct steps *steps) {
    return steps->list.count == 0 ? PATH_NOTE_PAUSED : PATH_NOTE_STAYS_PAUSED;
}

size_t path_steps(struct arena *arena, const struct path_inputs *in,
                  const struct readiness_step **ret_steps) {
    struct steps steps = {.arena = arena, .target = in->target};
    struct str virtualization = in->virtualization;
    int at, virtualization_at, workers_at;
    *ret_steps = NULL;
    if (in->virtualization_only)
        return virtualization_only(&steps, in, ret_steps);
    if (!position(in->openshift, &at) || !position(in->target, &steps.target_position))
        return 0;
    steps.names_5 = str_starts_with(in->target, STR("5."));
    if (!position(virtualization, &virtualization_at))
        virtualization = (struct str){0};
    if (!position(in->workers, &workers_at) || workers_at > at)
        workers_at = at;
    struct str from = in->openshift, workers_from = workers_at < at ? in->workers : in->openshift;
    if (at >= steps.target_position)
        same_minor(&steps, in, &virtualization, &virtualization_at);
    /* OpenShift Virtualization must stand at OpenShift's minor before OpenShift moves on. */
    add_virtualization(&steps, &virtualization, &virtualization_at, at);
    if (workers_at < at && !in->eus)
        add_workers(&steps, workers_from, minor_name(&steps, at), false);
    if (workers_at < at && !in->eus)
        workers_from = minor_name(&steps, at);
    for (; at < steps.target_position; at++) {
        struct str to = name_of(&steps, at + 1);
        add(&steps, PATH_OPENSHIFT, from, to, in->eus ? eus_note(&steps) : PATH_NOTE_NONE);
        if (!in->eus)
            add_workers(&steps, workers_from, to, false);
        add_virtualization(&steps, &virtualization, &virtualization_at, at + 1);
        workers_from = in->eus ? workers_from : to;
        from = to;
    }
    if (in->eus && !str_eq(workers_from, from))
        add_workers(&steps, workers_from, from, true);
    return finish(&steps, ret_steps);
}
