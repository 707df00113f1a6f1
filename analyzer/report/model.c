/* Finding things in the finished model. */
#include "report/model.h"

#include "base/arena.h"
#include "report/catalogue.h"

const struct report *report_in(struct arena *arena, const struct report *report) {
    struct report *own = NEW(arena, struct report);
    *own = *report;
    own->words = catalogue_in(arena, report->words);
    own->english = catalogue_in(arena, report->english);
    return own;
}

const struct vm_row *report_vm(const struct report *report, struct str namespace, struct str name) {
    size_t from = 0, to = report->n_vms; /* rows are sorted by namespace, then name */
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        const struct vm_row *row = &report->vms[middle];
        int order = str_cmp(row->namespace, namespace);
        if (!order)
            order = str_cmp(row->name, name);
        if (!order)
            return row;
        if (order < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return NULL;
}
