/* Finding things in the finished model. */
#include "report/model.h"

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
