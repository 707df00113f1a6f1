/* The model into the sentences that stand in more than one report, each a key of the catalogue with
 * what fills its holes. */
#include "report/words.h"

#include "base/arena.h"
#include "base/time.h"
#include "base/vec.h"
#include "report/clean.h"

struct str words_verdict(const struct catalogue *words, enum verdict verdict) {
    static const char *const keys[] = {
        [VERDICT_READY] = "verdict.ready",
        [VERDICT_WARNINGS] = "verdict.warnings",
        [VERDICT_NOT_READY] = "verdict.not-ready",
        [VERDICT_CANNOT_TELL] = "verdict.cannot-tell",
    };
    return catalogue_text(words, keys[verdict]);
}

struct str words_local(struct str local, struct str english) {
    return local.len ? local : english;
}

struct str words_or(struct str text, const char *otherwise) {
    return text.len ? text : str_of(otherwise);
}

struct str words_else(const struct catalogue *words, struct str text, const char *key) {
    return text.len ? text : catalogue_text(words, key);
}

struct str words_bytes(const struct catalogue *words, uint64_t bytes) {
    static const char *const units[] = {"", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    struct arena *arena = catalogue_arena(words);
    size_t unit = 0;
    uint64_t rest = 0;
    for (; bytes >= 1024; unit++) {
        rest = bytes % 1024;
        bytes /= 1024;
    }
    if (!unit)
        return SAY(words, "size.bytes", COUNT(bytes));
    if (bytes < 10 && rest * 10 / 1024)
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
        return clean_line(arena, name);
    return str_printf(arena, "%.*s/%.*s", STR_ARG(clean_line(arena, namespace)),
                      STR_ARG(clean_line(arena, name)));
}

struct str words_object(const struct catalogue *words, const struct object_ref *object) {
    struct arena *arena = catalogue_arena(words);
    if (!object->kind.len)
        return catalogue_text(words, "object.cluster");
    struct str name = words_name(arena, object->namespace, object->name);
    return str_printf(arena, "%.*s %.*s", STR_ARG(clean_line(arena, object->kind)), STR_ARG(name));
}

struct str words_join(struct arena *arena, struct strs items, struct str between) {
    struct strbuf out = strbuf_new(arena);
    for (size_t i = 0; i < items.count; i++) {
        if (i)
            strbuf_append(&out, between);
        strbuf_append(&out, clean_line(arena, items.items[i]));
    }
    return strbuf_str(&out);
}

struct str words_list(const struct catalogue *words, struct strs items) {
    return words_join(catalogue_arena(words), items, catalogue_text(words, "list.comma"));
}

static struct str missing_words(const struct catalogue *words, const struct missing *m) {
    struct arena *arena = catalogue_arena(words);
    if (m->name.len)
        return SAY(words, "missing.object", HOLE("kind", m->kind),
                   HOLE("name", words_name(arena, m->namespace, m->name)));
    if (m->namespace.len)
        return SAY(words, "missing.namespace", HOLE("kind", m->kind),
                   HOLE("namespace", m->namespace));
    return m->kind;
}

struct str words_missing(const struct catalogue *words, struct missing_set missing, size_t limit) {
    struct arena *arena = catalogue_arena(words);
    size_t named = missing.count <= limit ? missing.count : limit - 1;
    struct str *items = NEW_ARRAY(arena, named, struct str);
    for (size_t i = 0; i < named; i++)
        items[i] = missing_words(words, &missing.items[i]);
    struct str all = words_list(words, (struct strs){items, named});
    if (named == missing.count)
        return all;
    return SAY(words, "list.more", HOLE("list", all), COUNT(missing.count - named));
}

struct str words_sentence(const struct report *report, struct str sentence) {
    return rules_translated(report->rule_set, catalogue_arena(report->words), sentence);
}

struct str words_reason(const struct report *report, struct reason reason) {
    return reason.key ? catalogue_text(report->words, reason.key)
                      : words_sentence(report, reason.sentence);
}

struct str words_reason_english(const struct report *report, struct reason reason) {
    return reason.key ? catalogue_text(report->english, reason.key) : reason.sentence;
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
        strbuf_printf(&out, "%s%.*s", i ? ", " : "", STR_ARG(clean_line(arena, edit->key)));
        if (edit->from.len || edit->to.len)
            strbuf_printf(&out, " %.*s \u2192 %.*s",
                          STR_ARG(words_or(clean_line(arena, edit->from), "\u2026")),
                          STR_ARG(words_or(clean_line(arena, edit->to), "\u2026")));
    }
    return strbuf_str(&out);
}

struct str words_change(struct arena *arena, const struct rule_change *change) {
    struct str how = edits(arena, change);
    return str_printf(arena, "%.*s (%.*s%s%.*s)", STR_ARG(clean_line(arena, change->id)),
                      STR_ARG(clean_line(arena, change->by)), how.len ? ": " : "", STR_ARG(how));
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
                      STR_ARG(clean_line(arena, report->changes[i].id)), how.len ? " (" : "",
                      STR_ARG(how), how.len ? ")" : "");
    }
    return strbuf_str(&out);
}

/* ---- the answer ---- */

static struct str cluster_name(const struct catalogue *words, const struct report *report) {
    return words_else(words, report->cluster.name, "object.this-cluster");
}

struct str words_question(const struct catalogue *words, const struct report *report) {
    const struct report_target *target = &report->target;
    struct str cluster = cluster_name(words, report);
    if (target->virtualization_only)
        return SAY(words, "question.virtualization", HOLE("cluster", cluster));
    if (target->openshift.len)
        return SAY(words, "question.to-openshift", HOLE("cluster", cluster),
                   HOLE("version", target->openshift));
    if (target->virtualization.len)
        return SAY(words, "question.to-virtualization", HOLE("cluster", cluster),
                   HOLE("version", target->virtualization));
    return SAY(words, "question.any", HOLE("cluster", cluster));
}

struct str words_answer(const struct catalogue *words, const struct report *report) {
    const struct report_counts *counts = &report->counts;
    switch (report->verdict) {
    case VERDICT_READY:
        return catalogue_text(words, "answer.ready");
    case VERDICT_WARNINGS:
        return SAY(words, "answer.warnings", COUNT(counts->headline_warnings));
    case VERDICT_NOT_READY:
        if (!counts->headline_blockers)
            return catalogue_text(words, "answer.not-yet");
        return SAY(words, "answer.blockers", COUNT(counts->headline_blockers));
    case VERDICT_CANNOT_TELL:
        break;
    }
    return SAY(words, "answer.cannot-tell", COUNT(counts->could_block));
}

struct str words_title(const struct catalogue *words, const struct report *report) {
    struct str verdict = words_verdict(words, report->verdict);
    struct str cluster = cluster_name(words, report);
    struct str from = report->cluster.ocp_current, to = report->target.openshift;
    if (from.len && to.len)
        return SAY(words, "title.from-to", HOLE("verdict", verdict), HOLE("cluster", cluster),
                   HOLE("from", from), HOLE("to", to));
    if (to.len)
        return SAY(words, "title.to", HOLE("verdict", verdict), HOLE("cluster", cluster),
                   HOLE("to", to));
    if (from.len)
        cluster = SAY(words, "title.at", HOLE("cluster", cluster), HOLE("version", from));
    return SAY(words, "title.any", HOLE("verdict", verdict), HOLE("cluster", cluster));
}

/* Sentences in a row. */
static struct str then(const struct catalogue *words, struct str first, struct str next) {
    if (!first.len)
        return next;
    return SAY(words, "lead.sentences", HOLE("first", first), HOLE("next", next));
}

struct str words_lead(const struct catalogue *words, const struct report *report) {
    const struct report_counts *counts = &report->counts;
    struct str out = {0};
    if (report->verdict == VERDICT_NOT_READY)
        out = catalogue_text(words,
                             counts->headline_blockers == 1 ? "lead.fix-this" : "lead.fix-these");
    if (report->verdict == VERDICT_CANNOT_TELL)
        out = catalogue_text(words, "lead.gather");
    if (counts->headline_warnings)
        out = then(words, out, SAY(words, "lead.warnings", COUNT(counts->headline_warnings)));
    size_t open = counts->unknown + counts->error;
    if (open && report->verdict != VERDICT_CANNOT_TELL)
        out = then(words, out, SAY(words, "lead.open", COUNT(open)));
    return out.len ? out : SAY(words, "lead.passed", COUNT(counts->passed));
}

struct strs words_notes(const struct catalogue *words, const struct report *report) {
    struct arena *arena = catalogue_arena(words);
    VEC(struct str) notes = {0};
    if (report->cluster.cnv_installed == MAYBE_FALSE)
        *vec_push(arena, &notes) = catalogue_text(words, "note.not-installed");
    if (report->cluster.cnv_installed == MAYBE_UNKNOWN)
        *vec_push(arena, &notes) = catalogue_text(words, "note.installed-unknown");
    if (report->n_changes)
        *vec_push(arena, &notes) =
            SAY(words, "note.replaced", HOLE("list", changes_note(arena, report)));
    if (report->beyond_knowledge)
        *vec_push(arena, &notes) =
            SAY(words, "note.beyond",
                HOLE("known", words_else(words, report->know_up_to, "note.unknown-release")),
                HOLE("target", words_else(words, report->target.openshift, "note.the-target")));
    for (size_t i = 0; i < report->n_inputs; i++)
        if (report->inputs[i].truncated)
            *vec_push(arena, &notes) =
                SAY(words, "note.cut", HOLE("archive", report->inputs[i].name));
    if (report->n_damaged)
        *vec_push(arena, &notes) = SAY(words, "note.damaged", COUNT(report->n_damaged));
    return (struct strs){notes.items, notes.count};
}
