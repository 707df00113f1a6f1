/* semver(…) as in Kubernetes' API server, and version(…) for the versions of clusters. */
#include "base/arena.h"
#include "cel/builtins.h"
#include "cel/env.h"
#include "cel/opaque.h"
#include "cel/release.h"
#include "cel/run.h"

static const struct release *release_of(const struct cel_opaque *opaque) {
    return opaque->data;
}

static int cmp(const struct cel_opaque *a, const struct cel_opaque *b) {
    return cel_release_cmp(release_of(a), release_of(b));
}

static bool read_version(struct arena *arena, struct str text, struct cel_value *ret_value);

static const struct cel_opaque_type semver_type = {"kubernetes.Semver", cmp, NULL};
static const struct cel_opaque_type version_type = {"version", cmp, read_version};

static struct cel_value made(struct arena *arena, const struct cel_opaque_type *type,
                             struct str text, struct release release) {
    struct release *kept = NEW(arena, struct release);
    *kept = release;
    return cel_opaque_of(arena, type, text, kept);
}

static bool read_version(struct arena *arena, struct str text, struct cel_value *ret_value) {
    struct release release;
    if (!cel_release_read(text, &release))
        return false;
    *ret_value = made(arena, &version_type, text, release);
    return true;
}

/* ---- semver ---- */

static bool semver_arguments(const struct cel_call *call, bool *ret_tolerant) {
    *ret_tolerant = cel_run_is(call, 1, CEL_BOOL) && call->args[1].boolean;
    return cel_run_is(call, 0, CEL_STRING) && (call->n_args == 1 || cel_run_is(call, 1, CEL_BOOL));
}

static struct cel_value semver(const struct cel_call *call) {
    struct release release;
    bool tolerant;
    if (!semver_arguments(call, &tolerant))
        return cel_run_no_overload(call);
    if (!cel_release_read_semver(call->args[0].text, tolerant, &release))
        return cel_error_of(call->arena, "'%.*s' is no semantic version",
                            STR_ARG(str_slice(call->args[0].text, 0, 64)));
    return made(call->arena, &semver_type, call->args[0].text, release);
}

static struct cel_value is_semver(const struct cel_call *call) {
    struct release release;
    bool tolerant;
    if (!semver_arguments(call, &tolerant))
        return cel_run_no_overload(call);
    return cel_bool(cel_release_read_semver(call->args[0].text, tolerant, &release));
}

/* ---- version ---- */

static struct cel_value version(const struct cel_call *call) {
    struct cel_value v = call->args[0];
    if (cel_opaque_is(v, &version_type))
        return v;
    if (v.type != CEL_STRING)
        return cel_run_no_overload(call);
    if (!read_version(call->arena, v.text, &v))
        return cel_error_of(call->arena, "'%.*s' is no version", STR_ARG(str_slice(v.text, 0, 64)));
    return v;
}

static struct cel_value is_version(const struct cel_call *call) {
    struct release release;
    if (!cel_run_is(call, 0, CEL_STRING))
        return cel_run_no_overload(call);
    return cel_bool(cel_release_read(call->args[0].text, &release));
}

static bool is_either(struct cel_value v) {
    return cel_opaque_is(v, &semver_type) || cel_opaque_is(v, &version_type);
}

static struct cel_value major(const struct cel_call *call) {
    if (!is_either(call->args[0]))
        return cel_run_no_overload(call);
    return cel_int(release_of(call->args[0].opaque)->major);
}

static struct str minor_text(struct arena *arena, const struct release *release) {
    return str_printf(arena, "%lld.%lld", (long long)release->major, (long long)release->minor);
}

/* Of a semantic version the number, of a cluster's the name of the minor release: "4.14". */
static struct cel_value minor(const struct cel_call *call) {
    if (!is_either(call->args[0]))
        return cel_run_no_overload(call);
    const struct release *release = release_of(call->args[0].opaque);
    if (cel_opaque_is(call->args[0], &semver_type))
        return cel_int(release->minor);
    return cel_string(minor_text(call->arena, release));
}

static struct cel_value patch(const struct cel_call *call) {
    if (!is_either(call->args[0]))
        return cel_run_no_overload(call);
    return cel_int(release_of(call->args[0].opaque)->patch);
}

static bool two_versions(const struct cel_call *call, const struct release **ret_a,
                         const struct release **ret_b) {
    struct cel_value other = call->args[1];
    if (!cel_opaque_is(call->args[0], &version_type))
        return false;
    if (other.type == CEL_STRING && !read_version(call->arena, other.text, &other))
        return false;
    if (!cel_opaque_is(other, &version_type))
        return false;
    *ret_a = release_of(call->args[0].opaque);
    *ret_b = release_of(other.opaque);
    return true;
}

static struct cel_value same_minor(const struct cel_call *call) {
    const struct release *a, *b;
    int64_t minors;
    if (!two_versions(call, &a, &b))
        return cel_run_no_overload(call);
    return cel_bool(cel_release_minors_ahead(a, b, &minors) && minors == 0);
}

static struct cel_value minors_ahead(const struct cel_call *call) {
    const struct release *a, *b;
    int64_t minors;
    if (!two_versions(call, &a, &b))
        return cel_run_no_overload(call);
    if (!cel_release_minors_ahead(a, b, &minors))
        return cel_error_of(call->arena, "%lld.%lld and %lld.%lld are versions of different things",
                            (long long)a->major, (long long)a->minor, (long long)b->major,
                            (long long)b->minor);
    return cel_int(minors);
}

static struct cel_value next_minor(const struct cel_call *call) {
    if (!cel_opaque_is(call->args[0], &version_type))
        return cel_run_no_overload(call);
    struct release next = cel_release_next_minor(release_of(call->args[0].opaque));
    return made(call->arena, &version_type, minor_text(call->arena, &next), next);
}

static struct cel_value openshift(const struct cel_call *call) {
    struct release found;
    if (!cel_opaque_is(call->args[0], &version_type))
        return cel_run_no_overload(call);
    if (!cel_release_openshift(release_of(call->args[0].opaque), &found))
        return cel_error_of(call->arena, "%.*s is no version of Kubernetes in OpenShift 4",
                            STR_ARG(call->args[0].opaque->text));
    return made(call->arena, &version_type, minor_text(call->arena, &found), found);
}

static const struct cel_function readers[] = {
    {"semver", false, 1, 2, semver, "a semantic version; semver(s, true) also takes 'v1.2'"},
    {"isSemver", false, 1, 2, is_semver, "whether the text is a semantic version"},
    {"version", false, 1, 1, version, "a version of OpenShift, its operators or a kubelet"},
    {"isVersion", false, 1, 1, is_version, "whether the text is such a version"},
};

static const struct cel_function parts[] = {
    {"major", true, 1, 1, major, "the first number of a version"},
    {"minor", true, 1, 1, minor, "the minor release '4.14'; of a semver the second number"},
    {"patch", true, 1, 1, patch, "the third number of a version"},
    {"sameMinor", true, 2, 2, same_minor, "whether two versions are of one minor release"},
    {"minorsAhead", true, 2, 2, minors_ahead, "by how many minor releases it is ahead of another"},
    {"nextMinor", true, 1, 1, next_minor, "the minor release that follows; after 4.23 comes 5.1"},
    {"openshift", true, 1, 1, openshift, "the OpenShift minor of a kubelet: 4.12 of 1.25.16"},
};

void cel_version_add(struct cel_env *env) {
    cel_env_add_builtins(env, readers, sizeof readers / sizeof *readers, FUNCTION_CONSTANT);
    cel_env_add_builtins(env, parts, sizeof parts / sizeof *parts, 0);
}
