#include "base/missing.h"

#include "base/arena.h"

int missing_cmp(const struct missing *a, const struct missing *b) {
    int order = str_cmp(a->kind, b->kind);
    if (!order)
        order = str_cmp(a->namespace, b->namespace);
    return order ? order : str_cmp(a->name, b->name);
}

struct missing_set missing_one(struct arena *arena, struct missing missing) {
    struct missing *item = NEW(arena, struct missing);
    *item = missing;
    return (struct missing_set){item, 1};
}

struct missing_set missing_union(struct arena *arena, struct missing_set a, struct missing_set b) {
    if (a.count == 0 || (a.items == b.items && a.count == b.count))
        return b;
    if (b.count == 0)
        return a;
    struct missing *merged = NEW_ARRAY(arena, a.count + b.count, struct missing);
    size_t n = 0, i = 0, j = 0;
    while (i < a.count || j < b.count) {
        int order = i == a.count ? 1 : j == b.count ? -1 : missing_cmp(&a.items[i], &b.items[j]);
        merged[n++] = order <= 0 ? a.items[i] : b.items[j];
        i += order <= 0;
        j += order >= 0;
    }
    return (struct missing_set){merged, n};
}

struct missing_set missing_union_all(struct arena *arena, struct missing_set *sets, size_t count) {
    for (; count > 1; count = (count + 1) / 2)
        for (size_t i = 0; i < count; i += 2)
            sets[i / 2] = i + 1 < count ? missing_union(arena, sets[i], sets[i + 1]) : sets[i];
    return count ? sets[0] : (struct missing_set){0};
}
