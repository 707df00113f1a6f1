/* KubeVirt's own limit and the migrations that succeeded into the pace at which VMs leave a node. A
 * migration counts from its creation to its end, queue and pods included: so it is what this
 * cluster has done, not what its network could do. The fastest one makes every estimate a least
 * time. */
#include "base/time.h"
#include "report/arrange.h"

/* KubeVirt's default of parallelOutboundMigrationsPerNode. */
enum { PARALLEL_DEFAULT = 2 };

static int64_t parallel(const struct arrange *a) {
    const struct kind *kind = graph_kind(a->graph, STR("KubeVirt"));
    for (size_t i = 0; kind && i < kind->count; i++) {
        struct value limit =
            value_path(kind->items[i]->object,
                       "spec.configuration.migrations.parallelOutboundMigrationsPerNode");
        if (value_is(limit, VALUE_INT) && value_int(limit) > 0)
            return value_int(limit);
    }
    return PARALLEL_DEFAULT;
}

/* -1: not told. */
static int64_t seconds_of(const struct attempt *attempt) {
    struct timepoint created, ended;
    if (!str_eq(attempt->phase, STR("Succeeded")) ||
        !time_parse_rfc3339(attempt->created, &created) ||
        !time_parse_rfc3339(attempt->ended, &ended) || ended.seconds <= created.seconds)
        return -1;
    return ended.seconds - created.seconds;
}

void arrange_pace(struct arrange *a) {
    struct report *report = a->report;
    report->pace = (struct drain_pace){.parallel = parallel(a)};
    struct number *pace = &report->pace.bytes_per_second;
    for (size_t i = 0; i < report->n_migrations; i++) {
        const struct migrations_of *of = &report->migrations[i];
        const struct vm_row *vm = report_vm(report, of->namespace, of->vmi);
        for (size_t k = 0; vm && vm->memory.known && k < of->n_attempts; k++) {
            int64_t seconds = seconds_of(&of->attempts[k]);
            int64_t speed = seconds > 0 ? vm->memory.value / seconds : 0;
            if (speed > pace->value)
                *pace = (struct number){true, speed};
        }
    }
}
