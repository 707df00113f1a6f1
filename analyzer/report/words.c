/* The model into the sentences that stand in more than one report. English; numbers are written
 * here and nowhere else. */
#include "report/words.h"

#include "base/arena.h"
#include "base/time.h"
#include "base/vec.h"
#include "report/clean.h"

/* Text from an archive, ready for "%.*s", which would end at a NUL byte. */
static struct str shown(struct arena *arena, struct str s) {
    return clean_line(arena, s);
}

const char *words_verdict(enum verdict verdict) {
    static const char *const texts[] = {
        [VERDICT_READY] = "Ready",
        [VERDICT_WARNINGS] = "Ready, with warnings",
        [VERDICT_NOT_READY] = "Not yet",
        [VERDICT_CANNOT_TELL] = "Cannot tell",
    };
    return texts[verdict];
}

struct str words_local(struct str local, struct str english) {
    return local.len ? local : english;
}

struct str words_or(struct str text, const char *otherwise) {
    return text.len ? text : str_of(otherwise);
}

static struct str group_digits(struct arena *arena, uint64_t number) {
    struct str digits = str_printf(arena, "%llu", (unsigned long long)number);
    struct strbuf out = strbuf_new(arena);
    for (size_t i = 0; i < digits.len; i++) {
        if (i && (digits.len - i) % 3 == 0)
            strbuf_append_byte(&out, ',');
        strbuf_append_byte(&out, digits.ptr[i]);
    }
    return strbuf_str(&out);
}

struct str words_count(struct arena *arena, uint64_t count, const char *one, const char *many) {
    struct str digits = group_digits(arena, count);
    return str_printf(arena, "%.*s %s", STR_ARG(digits), count == 1 ? one : many);
}

struct str words_bytes(struct arena *arena, uint64_t bytes) {
    static const char *const units[] = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    size_t unit = 0;
    uint64_t rest = 0;
    for (; bytes >= 1024; unit++) {
        rest = bytes % 1024;
        bytes /= 1024;
    }
    if (unit && bytes < 10 && rest * 10 / 1024)
        return str_printf(arena, "%llu.%llu %s", (unsigned long long)bytes,
                          (unsigned long long)(rest * 10 / 1024), units[unit]);
    return str_printf(arena, "%llu %s", (unsigned long long)bytes, units[unit]);
}

struct str words_time(struct arena *arena, struct str rfc3339) {
    struct timepoint t;
    if (!time_parse_rfc3339(rfc3339, &t))
        return rfc3339;
    struct civil c = time_civil(t.seconds);
    return str_printf(arena, "%04lld-%02d-%02d %02d:%02d UTC", (long long)c.year, c.month, c.day,
                      c.hour, c.minute);
}

struct str words_name(struct arena *arena, struct str namespace, struct str name) {
    if (!namespace.len)
        return shown(arena, name);
    return str_printf(arena, "%.*s/%.*s", STR_ARG(shown(arena, namespace)),
                      STR_ARG(shown(arena, name)));
}

struct str words_object(struct arena *arena, const struct object_ref *object) {
    if (!object->kind.len)
        return STR("the cluster");
    struct str name = words_name(arena, object->namespace, object->name);
    return str_printf(arena, "%.*s %.*s", STR_ARG(shown(arena, object->kind)), STR_ARG(name));
}

struct str words_join(struct arena *arena, struct strs items, const char *between) {
    struct strbuf out = strbuf_new(arena);
    for (size_t i = 0; i < items.count; i++)
        strbuf_printf(&out, "%s%.*s", i ? between : "", STR_ARG(shown(arena, items.items[i])));
    return strbuf_str(&out);
}

struct str words_missing(struct arena *arena, struct missing_set missing, size_t limit) {
    struct strbuf out = strbuf_new(arena);
    size_t named = missing.count <= limit ? missing.count : limit - 1;
    for (size_t i = 0; i < named; i++) {
        const struct missing *m = &missing.items[i];
        strbuf_printf(&out, "%s%.*s", i ? ", " : "", STR_ARG(shown(arena, m->kind)));
        if (m->name.len)
            strbuf_printf(&out, " %.*s", STR_ARG(words_name(arena, m->namespace, m->name)));
        else if (m->namespace.len)
            strbuf_printf(&out, " in namespace %.*s", STR_ARG(shown(arena, m->namespace)));
    }
    if (named < missing.count)
        strbuf_printf(&out, " and %zu more", missing.count - named);
    return strbuf_str(&out);
}

struct str words_vm_anchor(struct arena *arena, struct str namespace, struct str name) {
    struct strbuf out = strbuf_new(arena);
    strbuf_append(&out, STR("vm-"));
    struct str parts[] = {namespace, name};
    for (size_t p = 0; p < 2; p++) {
        if (p)
            strbuf_append_byte(&out, '.');
        for (size_t i = 0; i < parts[p].len; i++) {
            unsigned char c = (unsigned char)parts[p].ptr[i];
            bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
                         (c >= 'A' && c <= 'Z') || (c == '.' && p);
            if (plain)
                strbuf_append_byte(&out, (char)c);
            else
                strbuf_printf(&out, "_%02x", c);
        }
    }
    return strbuf_str(&out);
}

/* ---- what is not as built in ---- */

static struct str edits(struct arena *arena, const struct rule_change *change) {
    struct strbuf out = strbuf_new(arena);
    for (size_t i = 0; i < change->n_edits; i++) {
        const struct rule_edit *edit = &change->edits[i];
        strbuf_printf(&out, "%s%.*s", i ? ", " : "", STR_ARG(shown(arena, edit->key)));
        if (edit->from.len || edit->to.len)
            strbuf_printf(&out, " %.*s \u2192 %.*s",
                          STR_ARG(words_or(shown(arena, edit->from), "\u2026")),
                          STR_ARG(words_or(shown(arena, edit->to), "\u2026")));
    }
    return strbuf_str(&out);
}

struct str words_change(struct arena *arena, const struct rule_change *change) {
    struct str how = edits(arena, change);
    return str_printf(arena, "%.*s (%.*s%s%.*s)", STR_ARG(shown(arena, change->id)),
                      STR_ARG(shown(arena, change->by)), how.len ? ": " : "", STR_ARG(how));
}

struct str words_changes(struct arena *arena, const struct report *report, struct str rule) {
    struct strbuf out = strbuf_new(arena);
    for (size_t i = 0; i < report->n_changes; i++) {
        const struct rule_change *change = &report->changes[i];
        if (!rule.len || str_eq(rule, change->rule))
            strbuf_printf(&out, "%s%.*s", out.len ? "; " : "",
                          STR_ARG(words_change(arena, change)));
    }
    return strbuf_str(&out);
}

/* Without the files, which the page and report.json name. */
static struct str changes_note(struct arena *arena, const struct report *report) {
    struct strbuf out = strbuf_new(arena);
    for (size_t i = 0; i < report->n_changes; i++) {
        struct str how = edits(arena, &report->changes[i]);
        strbuf_printf(&out, "%s%.*s%s%.*s%s", i ? "; " : "",
                      STR_ARG(shown(arena, report->changes[i].id)), how.len ? " (" : "",
                      STR_ARG(how), how.len ? ")" : "");
    }
    return strbuf_str(&out);
}

/* ---- the answer ---- */

static struct str target_words(struct arena *arena, const struct report *report) {
    const struct report_target *target = &report->target;
    if (target->openshift.len)
        return str_printf(arena, " to OpenShift %.*s", STR_ARG(shown(arena, target->openshift)));
    if (target->virtualization.len)
        return str_printf(arena, " to OpenShift Virtualization %.*s",
                          STR_ARG(shown(arena, target->virtualization)));
    return STR("");
}

static struct str cluster_name(struct arena *arena, const struct report *report) {
    return words_or(shown(arena, report->cluster.name), "this cluster");
}

struct str words_question(struct arena *arena, const struct report *report) {
    if (report->target.virtualization_only)
        return str_printf(arena, "Can OpenShift Virtualization of %.*s be updated?",
                          STR_ARG(cluster_name(arena, report)));
    return str_printf(arena, "Can %.*s be updated%.*s?", STR_ARG(cluster_name(arena, report)),
                      STR_ARG(target_words(arena, report)));
}

struct str words_answer(struct arena *arena, const struct report *report) {
    const struct report_counts *counts = &report->counts;
    switch (report->verdict) {
    case VERDICT_READY:
        return STR("Ready. Nothing found that stops it.");
    case VERDICT_WARNINGS:
        return str_printf(
            arena, "Ready, with %.*s.",
            STR_ARG(words_count(arena, counts->headline_warnings, "warning", "warnings")));
    case VERDICT_NOT_READY:
        if (!counts->headline_blockers)
            return STR("Not yet.");
        return str_printf(
            arena, "Not yet. %.*s.",
            STR_ARG(words_count(arena, counts->headline_blockers, "blocker", "blockers")));
    case VERDICT_CANNOT_TELL:
        break;
    }
    return str_printf(
        arena, "Cannot tell. %.*s could not be judged.",
        STR_ARG(words_count(arena, counts->could_block, "check that could stop the update",
                            "checks that could stop the update")));
}

struct str words_title(struct arena *arena, const struct report *report) {
    struct strbuf out = strbuf_new(arena);
    strbuf_printf(&out, "%s: %.*s", words_verdict(report->verdict),
                  STR_ARG(cluster_name(arena, report)));
    if (report->cluster.ocp_current.len)
        strbuf_printf(&out, " %.*s", STR_ARG(shown(arena, report->cluster.ocp_current)));
    if (report->target.openshift.len)
        strbuf_printf(&out, " to %.*s", STR_ARG(shown(arena, report->target.openshift)));
    strbuf_append(&out, STR(", update readiness"));
    return strbuf_str(&out);
}

static void append_sentence(struct strbuf *out, struct str sentence) {
    if (out->len)
        strbuf_append_byte(out, ' ');
    strbuf_append(out, sentence);
}

struct str words_lead(struct arena *arena, const struct report *report) {
    const struct report_counts *counts = &report->counts;
    struct strbuf out = strbuf_new(arena);
    if (report->verdict == VERDICT_NOT_READY)
        append_sentence(&out, counts->headline_blockers == 1
                                  ? STR("Fix this first; it alone stops the update.")
                                  : STR("Fix these first; each one alone stops the update."));
    if (report->verdict == VERDICT_CANNOT_TELL)
        append_sentence(&out, STR("The archive does not hold what these checks need. Gather it "
                                  "and judge again."));
    if (counts->headline_warnings)
        append_sentence(&out, str_printf(arena, "%.*s not stop the update.",
                                         STR_ARG(words_count(arena, counts->headline_warnings,
                                                             "warning does", "warnings do"))));
    size_t open = counts->unknown + counts->error;
    if (open && report->verdict != VERDICT_CANNOT_TELL)
        append_sentence(
            &out, str_printf(arena, "%.*s not be judged from this archive.",
                             STR_ARG(words_count(arena, open, "check could", "checks could"))));
    if (!out.len)
        append_sentence(&out,
                        str_printf(arena, "%.*s passed.",
                                   STR_ARG(words_count(arena, counts->passed, "check", "checks"))));
    return strbuf_str(&out);
}

struct strs words_notes(struct arena *arena, const struct report *report) {
    VEC(struct str) notes = {0};
    if (report->cluster.cnv_installed == MAYBE_FALSE)
        *vec_push(arena, &notes) = STR("OpenShift Virtualization is not installed on this cluster; "
                                       "only OpenShift itself was judged.");
    if (report->cluster.cnv_installed == MAYBE_UNKNOWN)
        *vec_push(arena, &notes) = STR("The archive does not tell whether OpenShift "
                                       "Virtualization is installed.");
    if (report->n_changes)
        *vec_push(arena, &notes) =
            str_printf(arena, "Not judged by the built-in rules alone; set or replaced: %.*s.",
                       STR_ARG(changes_note(arena, report)));
    if (report->beyond_knowledge)
        *vec_push(arena, &notes) = str_printf(
            arena,
            "The rules know OpenShift up to %.*s and not %.*s: what is new there was not judged.",
            STR_ARG(words_or(report->know_up_to, "an unknown release")),
            STR_ARG(words_or(report->target.openshift, "the target")));
    for (size_t i = 0; i < report->n_inputs; i++)
        if (report->inputs[i].truncated)
            *vec_push(arena, &notes) =
                str_printf(arena, "%.*s is cut off or damaged: only what could be read was judged.",
                           STR_ARG(shown(arena, report->inputs[i].name)));
    if (report->n_damaged)
        *vec_push(arena, &notes) =
            str_printf(arena, "%.*s not be read whole.",
                       STR_ARG(words_count(arena, report->n_damaged, "file of the archive could",
                                           "files of the archive could")));
    return (struct strs){notes.items, notes.count};
}
