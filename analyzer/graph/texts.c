/* Members that hold no objects but tell of the gather itself: plain lines into the bucket of their
 * folder. What cannot be read tells nothing. */
#include "graph/texts.h"

void texts_timestamps(struct bucket *bucket, struct str text) {
    struct timestamps *times = &bucket->times;
    struct str line, rest = text;
    bool more = true;
    while (more) {
        struct timepoint t;
        more = str_cut(rest, '\n', &line, &rest);
        if (!time_parse_go(str_trim(line), &t))
            continue;
        if (!times->lines || time_cmp(t, times->min) < 0)
            times->min = t;
        if (!times->lines || time_cmp(t, times->max) > 0)
            times->max = t;
        times->lines++;
    }
}

void texts_version(struct graph *graph, struct bucket *bucket, const struct graph_member *member) {
    struct str first, second, rest;
    str_cut(member->bytes, '\n', &first, &rest);
    str_cut(rest, '\n', &second, &rest);
    bool replaces = !bucket->gatherer.len || str_ends_with(member->path, STR("version"));
    if (!replaces)
        return;
    struct arena *arena = graph->arena;
    bucket->gatherer = str_copy(arena, str_valid_utf8(graph->member, str_trim(first)));
    bucket->version = str_copy(arena, str_valid_utf8(graph->member, str_trim(second)));
}

void texts_count(struct graph *graph, struct bucket *bucket, const struct place *place,
                 struct str text) {
    int64_t number;
    if (!str_to_int64(str_trim(text), &number) || number < 0)
        return; /* it proves nothing then, and demotes nothing */
    if (place->kind == PLACE_RUNNING_COUNT) {
        bucket->running = number;
        return;
    }
    struct str key =
        str_printf(graph->member, "%.*s.%.*s", STR_ARG(place->plural), STR_ARG(place->group));
    int64_t *count = NEW(graph->arena, int64_t);
    *count = number;
    *map_at(&bucket->counts, intern_str(graph->intern, key)) = count;
}

bool texts_hold_objects(struct str text) {
    struct str head = str_slice(text, 0, 4096), line;
    struct str trimmed = str_trim(head);
    if (str_starts_with(trimmed, STR("{")))
        return str_contains(head, STR("\"apiVersion\"")) || str_contains(head, STR("\"items\"")) ||
               str_contains(head, STR("\"alerts\"")) || str_contains(head, STR("\"groups\""));
    bool more = true;
    while (more) {
        more = str_cut(head, '\n', &line, &head);
        if (str_starts_with(line, STR("apiVersion:")) || str_starts_with(line, STR("items:")))
            return true;
    }
    return false;
}
