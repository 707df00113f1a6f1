/* What the answer rests on: inputs with their digests, what the archive holds of each kind, what
 * was damaged, and how to gather what was missing. */
#include "base/arena.h"
#include "base/limits.h"
#include "report/clean.h"
#include "report/document.h"
#include "report/words.h"

static void add_root(struct element *up, const struct catalogue *words,
                     const struct report_root *root) {
    static const struct {
        const char *kind, *key;
    } kinds[] = {
        {"ocp", "root.ocp"},           {"cnv", "root.cnv"},     {"inspect", "root.inspect"},
        {"insights", "root.insights"}, {"plain", "root.plain"},
    };
    struct arena *arena = catalogue_arena(words);
    struct str kind = root->kind;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_eq(root->kind, str_of(kinds[i].kind)))
            kind = catalogue_text(words, kinds[i].key);
    struct element *element = element_add(up, "root");
    element_attr(element, "path", words_else(words, root->path, "root.top"));
    element_attr(element, "words", kind);
    if (root->version.len)
        element_attr(element, "version", root->version);
    if (root->to.len)
        element_attr(element, "window",
                     SAY(words, "source.window",
                         HOLE("from", words_time(arena, words_or(root->from, "?"))),
                         HOLE("to", words_time(arena, root->to))));
}

static void add_inputs(struct element *source, const struct report *report) {
    const struct catalogue *words = report->words;
    for (size_t i = 0; i < report->n_inputs; i++) {
        const struct report_input *input = &report->inputs[i];
        struct element *element = element_add(source, "input");
        element_attr(element, "name", input->name);
        element_attr(element, "form",
                     SAY(words, "source.form", HOLE("format", input->format),
                         HOLE("size", words_bytes(words, input->bytes)), COUNT(input->members)));
        if (input->sha256.len)
            element_attr(element, "sha256", input->sha256);
        element_flag(element, "truncated", input->truncated);
        for (size_t k = 0; k < input->n_roots; k++)
            add_root(element, words, &input->roots[k]);
    }
}

static void add_kinds(struct element *source, const struct report *report) {
    const struct catalogue *words = report->words;
    for (size_t i = 0; i < report->n_kinds; i++) {
        const struct kind_completeness *k = &report->kinds[i];
        struct element *kind = element_add(source, "kind");
        element_attr(kind, "name", k->kind);
        bool all = str_eq(k->complete, STR("all")), none = str_eq(k->complete, STR("none"));
        element_attr_c(kind, "mark", all ? "ok" : "unk");
        element_attr(kind, "words",
                     all                    ? catalogue_text(words, "kind.all")
                     : none                 ? catalogue_text(words, "kind.none")
                     : !k->namespaces.count ? catalogue_text(words, "kind.partly")
                                            : SAY(words, "kind.some", COUNT(k->namespaces.count)));
        if (k->stated)
            element_attr(kind, "proof", catalogue_text(words, "kind.stated"));
        else if (k->proof.len)
            element_attr(kind, "proof", words_sentence(report, k->proof));
        if (k->gather.len && !all)
            element_add_text(kind, "command", k->gather);
        for (size_t s = 0; s < k->silences.count; s++)
            element_attr(element_add(kind, "silences"), "rule", k->silences.items[s]);
    }
}

static void add_troubles(struct element *source, struct arena *arena, const struct report *report) {
    for (size_t i = 0; i < report->n_damaged && i < LIMIT_PAGE_TROUBLES; i++) {
        const struct report_damage *d = &report->damaged[i];
        struct element *damage =
            element_add_text(source, "damage", words_sentence(report, d->problem));
        element_attr(damage, "path", d->path);
        if (report->n_inputs > 1)
            element_attr(damage, "input", d->input);
        if (d->line)
            element_attr_number(damage, "line", d->line);
    }
    for (size_t i = 0; i < report->n_diagnostics && i < LIMIT_PAGE_TROUBLES; i++) {
        const struct report_diag *d = &report->diagnostics[i];
        struct element *diag = element_add_text(source, "diagnostic", d->message);
        element_attr(diag, "severity", d->severity);
        element_attr(diag, "id", d->id);
        struct strbuf where = strbuf_new(arena);
        strbuf_printf(&where, "%.*s%s%.*s", STR_ARG(clean_line(arena, d->input)),
                      d->path.len ? "!" : "", STR_ARG(clean_line(arena, d->path)));
        if (d->line)
            strbuf_printf(&where, ":%u", (unsigned)d->line);
        element_attr(diag, "where", strbuf_str(&where));
    }
    size_t hidden = (report->n_damaged > LIMIT_PAGE_TROUBLES ? report->n_damaged : 0) +
                    (report->n_diagnostics > LIMIT_PAGE_TROUBLES ? report->n_diagnostics : 0);
    element_flag(source, "more-troubles", hidden > 0);
}

static void add_limits(struct element *source, const struct catalogue *words) {
    struct limit_row row;
    for (size_t at = 0; limits_changed(&at, &row);)
        element_add_text(source, "limit",
                         SAY(words, "source.limit", HOLE("name", row.name),
                             HOLE("value", str_of(limits_number(&row, row.value).text)),
                             HOLE("default", str_of(limits_number(&row, row.otherwise).text))));
}

void document_sources(struct element *root, struct arena *arena, const struct report *report) {
    const struct catalogue *words = report->words;
    struct element *open = element_add(root, "open");
    element_attr_number(open, "count", (int64_t)(report->counts.unknown + report->counts.error));
    for (size_t i = 0; i < report->gather_commands.count; i++)
        element_add_text(open, "command", report->gather_commands.items[i]);
    struct element *source = element_add(root, "source");
    element_attr(source, "tool",
                 str_printf(arena, "virtready %.*s", STR_ARG(report->tool_version)));
    element_attr(source, "rules",
                 SAY(words, "source.rules", HOLE("version", words_or(report->rules_version, "?")),
                     COUNT(report->rules_count)));
    if (report->rules_sha256.len)
        element_attr(source, "rules-sha256", report->rules_sha256);
    if (report->know_up_to.len)
        element_attr(source, "know",
                     SAY(words, "source.know", HOLE("version", report->know_up_to)));
    for (size_t i = 0; i < report->n_changes; i++)
        element_add_text(source, "replaced", words_change(arena, &report->changes[i]));
    add_limits(source, words);
    element_flag(source, "uncontained", report->uncontained);
    if (report->gathered_to.len)
        element_attr(source, "gathered",
                     SAY(words, "source.window",
                         HOLE("from", words_time(arena, words_or(report->gathered_from, "?"))),
                         HOLE("to", words_time(arena, report->gathered_to))));
    if (report->cluster.id.len)
        element_attr(source, "cluster-id", report->cluster.id);
    add_inputs(source, report);
    add_kinds(source, report);
    add_troubles(source, arena, report);
}
