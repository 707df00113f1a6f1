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
    const char *outcome, *mark, *key;
};

static const struct outcome_words drain_words[] = {
    {"held", "bad", "drain.held"},
    {"unknown", "unk", "drain.unknown"},
    {"finishes", "ok", "drain.finishes"},
    {"empty", "ok", "drain.empty"},
};

static struct outcome_words words_of_drain(const struct drain *drain) {
    struct outcome_words words = drain_words[1];
    for (size_t i = 0; i < sizeof drain_words / sizeof *drain_words; i++)
        if (str_eq(drain->outcome, str_of(drain_words[i].outcome)))
            words = drain_words[i];
    if (str_eq(drain->outcome, STR("finishes")) && drain->tight == MAYBE_TRUE)
        return (struct outcome_words){"finishes", "warn", "drain.tight"};
    return words;
}

static struct str memory_words(const struct catalogue *words, const struct drain *drain) {
    if (!drain->memory_needed.known || drain->memory_needed.value < 0)
        return catalogue_text(words, "drain.memory-unknown");
    if (drain->memory_needed.value == 0)
        return STR("");
    struct str needed = words_bytes(words, (uint64_t)drain->memory_needed.value);
    if (!drain->memory_free_elsewhere.known || drain->memory_free_elsewhere.value < 0)
        return SAY(words, "drain.memory-needed", HOLE("needed", needed));
    int64_t left = drain->memory_free_elsewhere.value - drain->memory_needed.value;
    struct str room = words_bytes(words, (uint64_t)drain->memory_free_elsewhere.value);
    if (left < 0)
        return SAY(words, "drain.memory-short", HOLE("needed", needed), HOLE("room", room));
    return SAY(words, "drain.memory-left", HOLE("left", words_bytes(words, (uint64_t)left)),
               HOLE("room", room));
}

static void add_holders(struct element *element, struct arena *arena, const struct report *report,
                        const struct drain *drain) {
    for (size_t i = 0; i < drain->n_held_by && i < LIMIT_PAGE_HOLDERS; i++) {
        const struct held_by *h = &drain->held_by[i];
        struct element *held = element_add_text(element, "held", words_reason(report, h->reason));
        element_attr(held, "name", words_name(arena, h->namespace, h->name));
        struct object_ref object = {.kind = h->kind, .namespace = h->namespace, .name = h->name};
        document_link_vm(held, arena, report, &object);
        if (!is_vm(h->kind))
            element_attr(held, "kind", h->kind);
    }
    if (drain->n_held_by > LIMIT_PAGE_HOLDERS)
        element_attr(
            element, "more",
            SAY(report->words, "drain.more", COUNT(drain->n_held_by - LIMIT_PAGE_HOLDERS)));
}

static struct str least_time(const struct catalogue *words, int64_t seconds) {
    uint64_t minutes = (uint64_t)(seconds + 59) / 60;
    if (minutes < 60)
        return SAY(words, "drain.minutes", NUMBER("minutes", minutes > 1 ? minutes : 1));
    return SAY(words, "drain.hours", NUMBER("hours", minutes / 60),
               NUMBER("minutes", minutes % 60));
}

/* What every least time assumes. */
static void add_pace(struct element *drains, const struct report *report) {
    const struct drain_pace *pace = &report->pace;
    const struct catalogue *words = report->words;
    if (!pace->bytes_per_second.known)
        return;
    struct str speed = words_bytes(words, (uint64_t)pace->bytes_per_second.value);
    element_add_text(
        drains, "pace",
        SAY(words, "drain.pace", COUNT((uint64_t)pace->parallel), HOLE("speed", speed)));
}

static void add_drain(struct element *up, struct arena *arena, const struct report *report,
                      const struct drain *drain) {
    struct outcome_words words = words_of_drain(drain);
    struct element *element = element_add(up, "drain");
    element_attr(element, "node", drain->node);
    element_attr(element, "pool", words_else(report->words, drain->pool, "drain.no-pool"));
    element_attr_c(element, "mark", words.mark);
    element_attr(element, "words", catalogue_text(report->words, words.key));
    element_attr_number(element, "migrate", (int64_t)drain->migrate);
    element_attr_number(element, "shut-down", (int64_t)drain->shut_down);
    element_attr_number(element, "hold", (int64_t)drain->hold);
    element_attr_number(element, "unknown", (int64_t)drain->unknown);
    element_attr(element, "memory", memory_words(report->words, drain));
    add_holders(element, arena, report, drain);
    document_drain_shapes(element, arena, drain);
    if (drain->least_seconds.known && str_eq(drain->outcome, STR("finishes")))
        element_attr(element, "least", least_time(report->words, drain->least_seconds.value));
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
    add_pace(drains, report);
    element_attr_number(drains, "stops", (int64_t)stops);
    element_attr(
        drains, "count",
        stops ? SAY(report->words, "drain.stops", NUMBER("stops", stops), COUNT(report->n_drains))
              : SAY(report->words, "drain.nodes", COUNT(report->n_drains)));
}

/* ---- migrations ---- */

static struct str tried(const struct catalogue *words, const struct migrations_of *of,
                        size_t *ret_failed) {
    size_t failed = 0, succeeded = 0, n = 0;
    for (size_t i = 0; i < of->n_attempts; i++) {
        failed += str_eq(of->attempts[i].phase, STR("Failed"));
        succeeded += str_eq(of->attempts[i].phase, STR("Succeeded"));
    }
    *ret_failed = failed;
    struct str list[3];
    if (failed)
        list[n++] = SAY(words, "attempt.failed", COUNT(failed));
    if (succeeded)
        list[n++] = SAY(words, "attempt.succeeded", COUNT(succeeded));
    if (failed + succeeded < of->n_attempts)
        list[n++] = SAY(words, "attempt.open", COUNT(of->n_attempts - failed - succeeded));
    return words_list(words, (struct strs){list, n});
}

static const char *attempt_mark(struct str phase) {
    if (str_eq(phase, STR("Failed")))
        return "bad";
    return str_eq(phase, STR("Succeeded")) ? "ok" : "unk";
}

static void add_attempt(struct element *up, const struct report *report, int64_t place,
                        const struct attempt *attempt) {
    const struct catalogue *words = report->words;
    struct arena *arena = catalogue_arena(words);
    struct element *element = element_add(up, "attempt");
    document_place(element, arena, place);
    element_attr_c(element, "mark", attempt_mark(attempt->phase));
    element_attr(element, "phase", words_else(words, attempt->phase, "attempt.no-phase"));
    element_attr(element, "when", words_time(arena, words_or(attempt->created, "?")));
    struct str from = clean_line(arena, attempt->source), to = clean_line(arena, attempt->target);
    if (from.len || to.len)
        element_attr(element, "way",
                     SAY(words, "attempt.way", HOLE("from", words_or(from, "?")),
                         HOLE("to", words_or(to, "?"))));
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
            struct str result = tried(report->words, of, &failed);
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
                add_attempt(vmi, report, places[k], &of->attempts[k]);
        }
    if (shown > LIMIT_PAGE_MIGRATIONS)
        element_attr(migrations, "more",
                     SAY(report->words, "attempt.more-vms", COUNT(shown - LIMIT_PAGE_MIGRATIONS)));
    element_attr(migrations, "count",
                 failed_all ? SAY(report->words, "attempt.failed", COUNT(failed_all))
                            : str_printf(arena, "%zu", all));
    element_attr(migrations, "attempts", SAY(report->words, "attempt.count", COUNT(all)));
}

void document_cluster(struct element *root, struct arena *arena, const struct report *report) {
    add_drains(root, arena, report);
    add_migrations(root, arena, report);
    document_vms(root, arena, report);
}
