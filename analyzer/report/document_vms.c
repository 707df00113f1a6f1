/* The table of virtual machines: by what each would do in a drain, those that need attention first.
 * Above LIMIT_PAGE_FLAT_VMS what is alike stands in groups that are closed at first, because
 * thousands of rows in one table take a browser seconds. */
#include <stdlib.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/map.h"
#include "report/catalogue.h"
#include "report/document.h"
#include "report/words.h"

/* What a filter shows together; "found": would move, but a rule has found something. */
enum vm_state { VM_HOLDS, VM_UNKNOWN, VM_SHUTS_DOWN, VM_FOUND, VM_FINE, VM_OFF, N_VM_STATES };

static const struct {
    const char *id, *key;
} vm_states[N_VM_STATES] = {
    [VM_HOLDS] = {"bad", "filter.holds"},
    [VM_UNKNOWN] = {"unk", "filter.unknown"},
    [VM_SHUTS_DOWN] = {"warn", "filter.shuts-down"},
    [VM_FOUND] = {"found", "filter.found"},
    [VM_FINE] = {"ok", "filter.fine"},
    [VM_OFF] = {"off", "filter.off"},
};

static const struct vm_words {
    const char *in_drain, *mark, *key;
    enum vm_state state;
    bool healthy;
} vm_words[] = {
    {"holds", "bad", "vm.holds", VM_HOLDS, false},
    {"unknown", "unk", "vm.unknown", VM_UNKNOWN, false},
    {"shuts-down-stays-off", "warn", "vm.stays-off", VM_SHUTS_DOWN, false},
    {"shuts-down-restarts", "warn", "vm.restarts", VM_SHUTS_DOWN, false},
    {"migrates", "ok", "vm.migrates", VM_FINE, true},
    {"not-running", "", "vm.not-running", VM_OFF, true},
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

static struct str disk(const struct catalogue *words, const struct vm_storage *storage) {
    struct str class = words_else(words, storage->storage_class, "vm.no-class");
    return storage->shared == MAYBE_FALSE ? SAY(words, "vm.not-shared", HOLE("class", class))
                                          : class;
}

/* One mention of each class. */
static struct str disks(const struct catalogue *words, const struct vm_row *vm) {
    struct arena *arena = catalogue_arena(words);
    struct str *list = NEW_ARRAY(arena, vm->n_storage, struct str);
    size_t n = 0;
    for (size_t i = 0; i < vm->n_storage; i++) {
        struct str text = disk(words, &vm->storage[i]);
        bool seen = false;
        for (size_t k = 0; k < n && !seen; k++)
            seen = str_eq(list[k], text);
        if (!seen)
            list[n++] = text;
    }
    return words_list(words, (struct strs){list, n});
}

static void add_vm(struct element *up, struct arena *arena, const struct report *report,
                   const struct vm_row *vm) {
    const struct vm_words *words = &vm_words[rank_of(vm)];
    struct element *row = element_add(up, "vm");
    element_attr(row, "id", words_vm_anchor(arena, vm->namespace, vm->name));
    element_attr(row, "namespace", vm->namespace);
    element_attr(row, "name", vm->name);
    element_attr_c(row, "mark", words->mark);
    element_attr(row, "drain", catalogue_text(report->words, words->key));
    element_flag(row, "healthy", is_healthy(vm));
    if (state_of(vm) != VM_FINE) /* the many that are fine have the shortest rows */
        element_attr_c(row, "state", vm_states[state_of(vm)].id);
    if (!is_healthy(vm) && words_reason(report, vm->why).len)
        element_attr(row, "why", words_reason(report, vm->why));
    if (vm->node.len)
        element_attr(row, "node", vm->node);
    if (vm->vcpus.known)
        element_attr_number(row, "vcpus", vm->vcpus.value);
    if (vm->memory.known && vm->memory.value >= 0)
        element_attr(row, "memory", words_bytes(report->words, (uint64_t)vm->memory.value));
    if (vm->eviction_strategy.len)
        element_attr(row, "eviction", vm->eviction_strategy);
    if (vm->outdated == MAYBE_TRUE)
        element_attr(row, "launcher", STR("outdated"));
    struct str used = disks(report->words, vm);
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
                element_attr(group, "count", SAY(report->words, "vm.count", COUNT(count)));
            namespace = vm->namespace;
            group = element_add(vms, "namespace");
            element_attr(group, "name", words_else(report->words, namespace, "vm.no-namespace"));
            count = 0;
        }
        add_vm(group, arena, report, vm);
        count++;
    }
    if (group)
        element_attr(group, "count", SAY(report->words, "vm.count", COUNT(count)));
}

static void add_vm_filters(struct element *vms, const struct report *report) {
    size_t counts[N_VM_STATES] = {0};
    for (size_t i = 0; i < report->n_vms; i++)
        counts[state_of(&report->vms[i])]++;
    for (size_t i = 0; i < N_VM_STATES; i++) {
        if (!counts[i])
            continue;
        struct element *filter =
            element_add_text(vms, "filter", catalogue_text(report->words, vm_states[i].key));
        element_attr_c(filter, "id", vm_states[i].id);
        element_attr_number(filter, "count", (int64_t)counts[i]);
    }
}

/* In the order in which they need attention, then by namespace and name. */
static const struct vm_row **needing_attention(struct arena *arena, const struct report *report,
                                               bool grouped, size_t *ret_count) {
    const struct vm_row **rows = NEW_ARRAY(arena, report->n_vms, const struct vm_row *);
    size_t count = 0;
    for (size_t rank = 0; rank < N_VM_WORDS; rank++)
        for (size_t i = 0; i < report->n_vms; i++)
            if (rank_of(&report->vms[i]) == rank && !(grouped && is_healthy(&report->vms[i])))
                rows[count++] = &report->vms[i];
    *ret_count = count;
    return rows;
}

struct crowd {
    struct element *element;
    size_t count;
};

/* More than a page can show one by one share what they would do and why: groups by that, in the
 * order of first sight, in short rows. */
static void add_crowds(struct element *vms, struct arena *arena, const struct report *report,
                       const struct vm_row *const *rows, size_t count) {
    struct map crowds = map_new(arena);
    for (size_t i = 0; i < count; i++) {
        const struct vm_words *words = &vm_words[rank_of(rows[i])];
        struct str why = words_reason(report, rows[i]->why);
        struct crowd **crowd = (struct crowd **)map_at(
            &crowds, str_printf(arena, "%s %.*s", vm_states[state_of(rows[i])].id, STR_ARG(why)));
        if (!*crowd) {
            *crowd = NEW(arena, struct crowd);
            (*crowd)->element = element_add(vms, "crowd");
            element_attr_c((*crowd)->element, "state", vm_states[state_of(rows[i])].id);
            element_attr((*crowd)->element, "name", catalogue_text(report->words, words->key));
            element_attr((*crowd)->element, "why", why.len ? why : (struct str){0});
        }
        add_vm((*crowd)->element, arena, report, rows[i]);
        (*crowd)->count++;
    }
    for (size_t i = 0; i < crowds.count; i++) {
        const struct crowd *crowd = crowds.entries[i].value;
        element_attr(crowd->element, "count", SAY(report->words, "vm.count", COUNT(crowd->count)));
    }
}

void document_vms(struct element *root, struct arena *arena, const struct report *report) {
    struct element *vms = element_add(root, "vms");
    element_attr_number(vms, "count", (int64_t)report->n_vms);
    add_vm_filters(vms, report);
    bool grouped = report->n_vms > LIMIT_PAGE_FLAT_VMS;
    size_t count;
    const struct vm_row **rows = needing_attention(arena, report, grouped, &count);
    size_t flat = count > LIMIT_PAGE_FLAT_VMS ? LIMIT_PAGE_FLAT_VMS : count;
    for (size_t i = 0; i < flat; i++)
        add_vm(vms, arena, report, rows[i]);
    add_crowds(vms, arena, report, rows + flat, count - flat);
    if (grouped)
        add_groups(vms, arena, report);
}
