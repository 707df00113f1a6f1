/* Drains, migrations and virtual machines as tables: rows in the order a reader needs them, cells
 * as the words that stand there. Above LIMIT_PAGE_FLAT_VMS the VMs that need no attention are
 * grouped by namespace, because thousands of rows in one table take a browser seconds. */
#include <stdlib.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/vec.h"
#include "report/clean.h"
#include "report/document.h"
#include "report/words.h"

static bool is_vm(struct str kind) {
    return str_eq(kind, STR("VirtualMachine")) || str_eq(kind, STR("VirtualMachineInstance"));
}

void document_link_vm(struct element *element, struct arena *arena, const struct report *report,
                      const struct object_ref *object) {
    if (is_vm(object->kind) && report_vm(report, object->namespace, object->name))
        element_attr(element, "vm", words_vm_anchor(arena, object->namespace, object->name));
}

/* ---- drains ---- */

struct outcome_words {
    const char *outcome, *mark, *words;
};

static const struct outcome_words drain_words[] = {
    {"held", "bad", "Would not finish"},
    {"unknown", "unk", "Not known"},
    {"finishes", "ok", "Finishes"},
    {"empty", "ok", "Nothing to move"},
};

static struct outcome_words words_of_drain(const struct drain *drain) {
    struct outcome_words words = drain_words[1];
    for (size_t i = 0; i < sizeof drain_words / sizeof *drain_words; i++)
        if (str_eq(drain->outcome, str_of(drain_words[i].outcome)))
            words = drain_words[i];
    if (str_eq(drain->outcome, STR("finishes")) && drain->tight == MAYBE_TRUE)
        return (struct outcome_words){"finishes", "warn", "Finishes, tight"};
    return words;
}

static struct str memory_words(struct arena *arena, const struct drain *drain) {
    if (!drain->memory_needed.known || drain->memory_needed.value < 0)
        return STR("not known");
    if (drain->memory_needed.value == 0)
        return STR("");
    struct str needed = words_bytes(arena, (uint64_t)drain->memory_needed.value);
    if (!drain->memory_free_elsewhere.known || drain->memory_free_elsewhere.value < 0)
        return str_printf(arena, "takes %.*s, free elsewhere not known", STR_ARG(needed));
    int64_t left = drain->memory_free_elsewhere.value - drain->memory_needed.value;
    struct str room = words_bytes(arena, (uint64_t)drain->memory_free_elsewhere.value);
    if (left < 0)
        return str_printf(arena, "takes %.*s, only %.*s free", STR_ARG(needed), STR_ARG(room));
    return str_printf(arena, "%.*s of %.*s", STR_ARG(words_bytes(arena, (uint64_t)left)),
                      STR_ARG(room));
}

static void add_holders(struct element *element, struct arena *arena, const struct report *report,
                        const struct drain *drain) {
    for (size_t i = 0; i < drain->n_held_by && i < LIMIT_PAGE_FINDINGS; i++) {
        const struct held_by *h = &drain->held_by[i];
        struct element *held = element_add_text(element, "held", h->reason);
        element_attr(held, "name", words_name(arena, h->namespace, h->name));
        struct object_ref object = {.kind = h->kind, .namespace = h->namespace, .name = h->name};
        document_link_vm(held, arena, report, &object);
        if (!is_vm(h->kind))
            element_attr(held, "kind", h->kind);
    }
    if (drain->n_held_by > LIMIT_PAGE_FINDINGS)
        element_attr(element, "more",
                     str_printf(arena, "and %zu more", drain->n_held_by - LIMIT_PAGE_FINDINGS));
}

static struct str least_time(struct arena *arena, int64_t seconds) {
    long long minutes = (long long)(seconds + 59) / 60;
    if (minutes < 60)
        return str_printf(arena, "%lld min", minutes > 1 ? minutes : 1);
    return str_printf(arena, "%lld h %lld min", minutes / 60, minutes % 60);
}

/* What every least time assumes. */
static void add_pace(struct element *drains, struct arena *arena, const struct drain_pace *pace) {
    if (!pace->bytes_per_second.known)
        return;
    struct str speed = words_bytes(arena, (uint64_t)pace->bytes_per_second.value);
    element_add_text(drains, "pace",
                     str_printf(arena,
                                "Least time: %lld migrations out of a node at a time, each as fast "
                                "as the fastest in this archive, %.*s of guest memory a second.",
                                (long long)pace->parallel, STR_ARG(speed)));
}

static void add_drain(struct element *up, struct arena *arena, const struct report *report,
                      const struct drain *drain) {
    struct outcome_words words = words_of_drain(drain);
    struct element *element = element_add(up, "drain");
    element_attr(element, "node", drain->node);
    element_attr(element, "pool", words_or(drain->pool, "no pool known"));
    element_attr_c(element, "mark", words.mark);
    element_attr_c(element, "words", words.words);
    element_attr_number(element, "migrate", (int64_t)drain->migrate);
    element_attr_number(element, "shut-down", (int64_t)drain->shut_down);
    element_attr_number(element, "hold", (int64_t)drain->hold);
    element_attr_number(element, "unknown", (int64_t)drain->unknown);
    element_attr(element, "memory", memory_words(arena, drain));
    add_holders(element, arena, report, drain);
    document_drain_shapes(element, arena, drain);
    if (drain->least_seconds.known && str_eq(drain->outcome, STR("finishes")))
        element_attr(element, "least", least_time(arena, drain->least_seconds.value));
}

/* Those that would not finish first, nodes without VMs last; within that by name. */
static void add_drains(struct element *root, struct arena *arena, const struct report *report) {
    static const char *const order[] = {"held", "unknown", "finishes", "empty"};
    struct element *drains = element_add(root, "drains");
    size_t stops = 0;
    for (size_t o = 0; o < sizeof order / sizeof *order; o++)
        for (size_t i = 0; i < report->n_drains; i++) {
            const struct drain *drain = &report->drains[i];
            if (!str_eq(drain->outcome, str_of(order[o])))
                continue;
            add_drain(drains, arena, report, drain);
            stops += o == 0;
        }
    add_pace(drains, arena, &report->pace);
    element_attr_number(drains, "stops", (int64_t)stops);
    element_attr(drains, "count",
                 stops ? str_printf(arena, "%zu of %zu stop", stops, report->n_drains)
                       : words_count(arena, report->n_drains, "node", "nodes"));
}

/* ---- migrations ---- */

static struct str tried(struct arena *arena, const struct migrations_of *of, size_t *ret_failed) {
    size_t failed = 0, succeeded = 0;
    for (size_t i = 0; i < of->n_attempts; i++) {
        failed += str_eq(of->attempts[i].phase, STR("Failed"));
        succeeded += str_eq(of->attempts[i].phase, STR("Succeeded"));
    }
    *ret_failed = failed;
    struct strbuf out = strbuf_new(arena);
    if (failed)
        strbuf_printf(&out, "%zu failed", failed);
    if (succeeded)
        strbuf_printf(&out, "%s%zu succeeded", out.len ? ", " : "", succeeded);
    if (failed + succeeded < of->n_attempts)
        strbuf_printf(&out, "%s%zu not finished", out.len ? ", " : "",
                      of->n_attempts - failed - succeeded);
    return strbuf_str(&out);
}

static const char *attempt_mark(struct str phase) {
    if (str_eq(phase, STR("Failed")))
        return "bad";
    return str_eq(phase, STR("Succeeded")) ? "ok" : "unk";
}

static void add_attempt(struct element *up, struct arena *arena, int64_t place,
                        const struct attempt *attempt) {
    struct element *element = element_add(up, "attempt");
    document_place(element, arena, place);
    element_attr_c(element, "mark", attempt_mark(attempt->phase));
    element_attr(element, "phase", words_or(attempt->phase, "unknown"));
    element_attr(element, "when", words_time(arena, words_or(attempt->created, "?")));
    struct str from = clean_line(arena, attempt->source), to = clean_line(arena, attempt->target);
    if (from.len || to.len)
        element_attr(element, "way",
                     str_printf(arena, "%.*s to %.*s", STR_ARG(words_or(from, "?")),
                                STR_ARG(words_or(to, "?"))));
    if (attempt->cause.len)
        element_attr(element, "cause", attempt->cause);
    if (attempt->reason.len)
        element_add_text(element, "text", attempt->reason);
}

static void add_migrations(struct element *root, struct arena *arena, const struct report *report) {
    struct element *migrations = element_add(root, "migrations");
    struct time_axis axis = document_time_axis(report);
    document_ticks(migrations, arena, &axis);
    size_t failed_all = 0, all = 0, shown = 0;
    for (size_t pass = 0; pass < 2; pass++) /* those with failures first */
        for (size_t i = 0; i < report->n_migrations; i++) {
            const struct migrations_of *of = &report->migrations[i];
            size_t failed;
            struct str result = tried(arena, of, &failed);
            if ((failed > 0) == (pass > 0))
                continue;
            failed_all += failed;
            all += of->n_attempts;
            if (shown++ >= LIMIT_PAGE_MIGRATIONS)
                continue;
            struct element *vmi = element_add(migrations, "vmi");
            element_attr(vmi, "name", words_name(arena, of->namespace, of->vmi));
            struct object_ref object = {
                .kind = STR("VirtualMachineInstance"), .namespace = of->namespace, .name = of->vmi};
            document_link_vm(vmi, arena, report, &object);
            element_attr(vmi, "result", result);
            element_flag(vmi, "failed", failed > 0);
            const int64_t *places = document_places(arena, &axis, of);
            for (size_t k = 0; k < of->n_attempts; k++)
                add_attempt(vmi, arena, places[k], &of->attempts[k]);
        }
    if (shown > LIMIT_PAGE_MIGRATIONS)
        element_attr(migrations, "more",
                     words_count(arena, shown - LIMIT_PAGE_MIGRATIONS, "more VM", "more VMs"));
    element_attr(migrations, "count",
                 failed_all ? str_printf(arena, "%zu failed", failed_all)
                            : str_printf(arena, "%zu", all));
    element_attr(migrations, "attempts", words_count(arena, all, "attempt", "attempts"));
}

/* ---- virtual machines ---- */

/* What a filter shows together; "found": would move, but a rule has found something. */
enum vm_state { VM_HOLDS, VM_UNKNOWN, VM_SHUTS_DOWN, VM_FOUND, VM_FINE, VM_OFF, N_VM_STATES };

static const struct {
    const char *id, *words;
} vm_states[N_VM_STATES] = {
    [VM_HOLDS] = {"bad", "Hold the drain"},       [VM_UNKNOWN] = {"unk", "Not known"},
    [VM_SHUTS_DOWN] = {"warn", "Shut down"},      [VM_FOUND] = {"found", "Migrate, with findings"},
    [VM_FINE] = {"ok", "Migrate, nothing found"}, [VM_OFF] = {"off", "Not running"},
};

static const struct vm_words {
    const char *in_drain, *mark, *words;
    enum vm_state state;
    bool healthy;
} vm_words[] = {
    {"holds", "bad", "holds the drain", VM_HOLDS, false},
    {"unknown", "unk", "not known", VM_UNKNOWN, false},
    {"shuts-down-stays-off", "warn", "shuts down, stays off", VM_SHUTS_DOWN, false},
    {"shuts-down-restarts", "warn", "shuts down, restarts", VM_SHUTS_DOWN, false},
    {"migrates", "ok", "migrates", VM_FINE, true},
    {"not-running", "", "not running", VM_OFF, true},
};
enum { N_VM_WORDS = sizeof vm_words / sizeof *vm_words };

static size_t rank_of(const struct vm_row *vm) {
    for (size_t i = 0; i < N_VM_WORDS; i++)
        if (str_eq(vm->in_drain, str_of(vm_words[i].in_drain)))
            return i;
    return 1;
}

static bool is_healthy(const struct vm_row *vm) {
    return vm_words[rank_of(vm)].healthy && vm->rules.count == 0 && vm->outdated != MAYBE_TRUE;
}

static enum vm_state state_of(const struct vm_row *vm) {
    enum vm_state state = vm_words[rank_of(vm)].state;
    return state == VM_FINE && !is_healthy(vm) ? VM_FOUND : state;
}

static struct str disks(struct arena *arena, const struct vm_row *vm) {
    struct strbuf out = strbuf_new(arena);
    for (size_t i = 0; i < vm->n_storage; i++) {
        const struct vm_storage *s = &vm->storage[i];
        bool seen = false; /* one mention of each class */
        for (size_t k = 0; k < i && !seen; k++)
            seen = str_eq(vm->storage[k].storage_class, s->storage_class) &&
                   vm->storage[k].shared == s->shared;
        if (seen)
            continue;
        strbuf_printf(&out, "%s%.*s%s", out.len ? ", " : "",
                      STR_ARG(words_or(clean_line(arena, s->storage_class), "class not known")),
                      s->shared == MAYBE_FALSE ? " (not shared)" : "");
    }
    return strbuf_str(&out);
}

static void add_vm(struct element *up, struct arena *arena, const struct report *report,
                   const struct vm_row *vm) {
    const struct vm_words *words = &vm_words[rank_of(vm)];
    struct element *row = element_add(up, "vm");
    element_attr(row, "id", words_vm_anchor(arena, vm->namespace, vm->name));
    element_attr(row, "namespace", vm->namespace);
    element_attr(row, "name", vm->name);
    element_attr_c(row, "mark", words->mark);
    element_attr_c(row, "drain", words->words);
    element_flag(row, "healthy", is_healthy(vm));
    if (state_of(vm) != VM_FINE) /* the many that are fine have the shortest rows */
        element_attr_c(row, "state", vm_states[state_of(vm)].id);
    if (!is_healthy(vm) && vm->why.len)
        element_attr(row, "why", rules_translated(report->rule_set, vm->why));
    if (vm->node.len)
        element_attr(row, "node", vm->node);
    if (vm->vcpus.known)
        element_attr_number(row, "vcpus", vm->vcpus.value);
    if (vm->memory.known && vm->memory.value >= 0)
        element_attr(row, "memory", words_bytes(arena, (uint64_t)vm->memory.value));
    if (vm->eviction_strategy.len)
        element_attr(row, "eviction", vm->eviction_strategy);
    if (vm->outdated == MAYBE_TRUE)
        element_attr(row, "launcher", STR("outdated"));
    struct str used = disks(arena, vm);
    if (used.len)
        element_attr(row, "disks", used);
    if (vm->last_migration_phase.len)
        element_attr(row, "last",
                     str_printf(arena, "%.*s %.*s", STR_ARG(vm->last_migration_phase),
                                STR_ARG(words_time(arena, vm->last_migration_ended))));
    for (size_t i = 0; i < vm->rules.count; i++)
        element_attr(element_add(row, "found"), "rule", vm->rules.items[i]);
}

/* Rows are sorted by namespace: neighbours make a group. */
static void add_groups(struct element *vms, struct arena *arena, const struct report *report) {
    struct element *group = NULL;
    struct str namespace = {0};
    size_t count = 0;
    for (size_t i = 0; i < report->n_vms; i++) {
        const struct vm_row *vm = &report->vms[i];
        if (!is_healthy(vm))
            continue;
        if (!group || !str_eq(namespace, vm->namespace)) {
            if (group)
                element_attr(group, "count", words_count(arena, count, "VM", "VMs"));
            namespace = vm->namespace;
            group = element_add(vms, "namespace");
            element_attr(group, "name", words_or(namespace, "no namespace"));
            count = 0;
        }
        add_vm(group, arena, report, vm);
        count++;
    }
    if (group)
        element_attr(group, "count", words_count(arena, count, "VM", "VMs"));
}

static void add_vm_filters(struct element *vms, const struct report *report) {
    size_t counts[N_VM_STATES] = {0};
    for (size_t i = 0; i < report->n_vms; i++)
        counts[state_of(&report->vms[i])]++;
    for (size_t i = 0; i < N_VM_STATES; i++) {
        if (!counts[i])
            continue;
        struct element *filter = element_add_text(vms, "filter", str_of(vm_states[i].words));
        element_attr_c(filter, "id", vm_states[i].id);
        element_attr_number(filter, "count", (int64_t)counts[i]);
    }
}

static void add_vms(struct element *root, struct arena *arena, const struct report *report) {
    struct element *vms = element_add(root, "vms");
    element_attr_number(vms, "count", (int64_t)report->n_vms);
    add_vm_filters(vms, report);
    bool grouped = report->n_vms > LIMIT_PAGE_FLAT_VMS;
    for (size_t rank = 0; rank < N_VM_WORDS; rank++)
        for (size_t i = 0; i < report->n_vms; i++)
            if (rank_of(&report->vms[i]) == rank && !(grouped && is_healthy(&report->vms[i])))
                add_vm(vms, arena, report, &report->vms[i]);
    if (grouped)
        add_groups(vms, arena, report);
}

void document_cluster(struct element *root, struct arena *arena, const struct report *report) {
    add_drains(root, arena, report);
    add_migrations(root, arena, report);
    add_vms(root, arena, report);
}
