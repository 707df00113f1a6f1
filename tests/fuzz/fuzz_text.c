/* Any line as a version, a time, a quantity, a number: what is read says the same when it is read
 * again from what is printed of it. */
#include <assert.h>

#include "base/arena.h"
#include "base/time.h"
#include "cel/quantity.h"
#include "cel/release.h"
#include "touch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_time(struct arena *arena, struct str text) {
    struct timepoint time, again;
    if (!time_parse_rfc3339(text, &time) && !time_parse_go(text, &time))
        return;
    assert(time.nanos >= 0 && time.nanos < 1000000000);
    struct str printed = time_format(arena, time);
    assert(time_parse_rfc3339(printed, &again) && time_cmp(time, again) == 0);
    assert(time_seconds(time_civil(time.seconds)) == time.seconds);
    touch_text(time_format_span(arena, time.seconds));
}

static void try_release(struct str text, struct str other) {
    struct release a, b, next;
    int64_t minors;
    touched += cel_release_read_semver(text, false, &a);
    touched += cel_release_read_semver(text, true, &a);
    if (!cel_release_read(text, &a))
        return;
    touch_text(a.pre);
    assert(cel_release_cmp(&a, &a) == 0);
    next = cel_release_next_minor(&a);
    touched += cel_release_openshift(&a, &next);
    if (!cel_release_read(other, &b))
        return;
    assert(cel_release_cmp(&a, &b) == -cel_release_cmp(&b, &a));
    touched += cel_release_minors_ahead(&a, &b, &minors);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new();
    struct str text = {(const char *)data, size}, first, second;
    int64_t units;
    uint64_t number;
    str_cut(text, '\n', &first, &second);
    try_time(arena, first);
    try_release(first, second);
    if (cel_quantity_units(first, &units))
        assert(units >= 0);
    touched += str_to_uint64(first, &number);
    touch_text(str_valid_utf8(arena, text));
    arena_free(arena);
    return 0;
}
