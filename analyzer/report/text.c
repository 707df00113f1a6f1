/* The summary that the terminal gets: the answer, each blocker with its action, what could not be
 * judged and the commands that would gather it. Every archive text is one clean line that is
 * wrapped here and cut after a few rows, so nothing can move the cursor or push the answer off the
 * screen; commands are never broken, so that they can be copied, nor rule ids, which may be links
 * into the page. */
#include "report/report.h"

#include "base/arena.h"
#include "base/vec.h"
#include "report/clean.h"
#include "report/document.h"
#include "report/outcome.h"
#include "report/words.h"
#include "report/wrap.h"

enum { DEFAULT_WIDTH = 80, LEAST_WIDTH = 40, MOST_WIDTH = 120 };
enum { SHOWN_BLOCKERS = 6, SHOWN_WARNINGS = 4, SHOWN_COMMANDS = 3, SHOWN_NOTES = 4, ROWS = 2 };
enum { NOTE_ROWS = 3, SENTENCE_ROWS = 3 };

struct printer {
    const struct report *report;
    struct arena *arena;
    FILE *out;
    const struct catalogue *words;
    size_t width;
    size_t indent; /* of all texts behind labels */
    bool colour;
    struct str page; /* the URL of report.html; empty: no links */
};

/* Told by a shape and a word besides the colour. */
struct sign {
    const char *shape, *key, *colour;
};
static const struct sign blocker_sign = {"\u2717", "text.blocker", "31"},
                         warning_sign = {"!", "text.warning", "33"},
                         open_sign = {"?", "text.not-judged", "35"},
                         note_sign = {"i", "text.note", "36"};

static void paint(const struct printer *p, const char *colour) {
    if (p->colour)
        fprintf(p->out, "\033[%sm", colour);
}

/* Shape and word in front of a text; gives their columns and those behind them. */
static size_t label(const struct printer *p, const struct sign *sign) {
    struct str word = catalogue_text(p->words, sign->key);
    size_t columns = clean_columns(word) + 2;
    size_t padded = columns < p->indent ? p->indent : columns + 1;
    paint(p, sign->colour);
    fprintf(p->out, "%s %.*s", sign->shape, STR_ARG(word));
    paint(p, "0");
    fprintf(p->out, "%*s", (int)(padded - columns), "");
    return padded;
}

/* A clean text as a link to a place of the page, where there is one and the terminal takes it. */
static void linked(const struct printer *p, struct str text, struct str anchor) {
    if (p->page.len)
        fprintf(p->out, "\033]8;;%.*s#%.*s\033\\", STR_ARG(p->page), STR_ARG(anchor));
    fprintf(p->out, "%.*s", STR_ARG(text));
    if (p->page.len)
        fputs("\033]8;;\033\\", p->out);
}

static void indent(const struct printer *p) {
    fprintf(p->out, "%*s", (int)p->indent, "");
}

/* At most `rows` rows behind an indentation; the first row follows what was already printed in it,
 * `used` columns wide. Gives the columns that are used in the last row, which is not ended. */
static size_t flow(const struct printer *p, struct str text, size_t used, size_t rows) {
    struct str s = clean_line(p->arena, text);
    size_t from = 0;
    for (size_t row = 0; row < rows && from < s.len; row++) {
        if (row) {
            fputc('\n', p->out);
            indent(p);
            used = p->indent;
        }
        size_t to = wrap_fit(s, from, p->width - used);
        bool cut = row + 1 == rows && to < s.len;
        if (cut)
            to = wrap_fit(s, from, p->width - used - 1);
        fprintf(p->out, "%.*s%s", STR_ARG(str_slice(s, from, to)), cut ? "\u2026" : "");
        used += clean_columns(str_slice(s, from, to)) + cut;
        from = to;
        while (from < s.len && s.ptr[from] == ' ')
            from++;
    }
    return used;
}

static void wrap(const struct printer *p, struct str text, size_t used, size_t rows) {
    flow(p, text, used, rows);
    fputc('\n', p->out);
}

/* The same at the left edge. */
static void paragraph(const struct printer *p, struct str text) {
    struct printer edge = *p;
    edge.indent = 0;
    wrap(&edge, text, 0, ROWS);
}

/* Whole, however long: a broken command is no command. Further lines of it keep their form. */
static void command(const struct printer *p, struct str text) {
    struct str rest = clean_text(p->arena, text), line;
    const char *sign = "$ ";
    while (rest.len) {
        str_cut(rest, '\n', &line, &rest);
        indent(p);
        fprintf(p->out, "%s%.*s\n", sign, STR_ARG(line));
        sign = "  ";
    }
}

static void notes(const struct printer *p, size_t from, size_t to) {
    struct strs all = words_notes(p->words, p->report);
    size_t last = to < all.count ? to : all.count;
    for (size_t i = from; i < last; i++) {
        size_t used = label(p, &note_sign);
        wrap(p, all.items[i], used, NOTE_ROWS);
    }
}

static void answer(const struct printer *p) {
    static const struct sign signs[] = {
        [VERDICT_READY] = {"\u2713", NULL, "1;32"},
        [VERDICT_WARNINGS] = {"!", NULL, "1;33"},
        [VERDICT_NOT_READY] = {"\u2717", NULL, "1;31"},
        [VERDICT_CANNOT_TELL] = {"?", NULL, "1;35"},
    };
    const struct sign *sign = &signs[p->report->verdict];
    /* "not installed" is the first sentence of every report */
    bool absent = p->report->cluster.cnv_installed == MAYBE_FALSE;
    notes(p, 0, absent);
    paragraph(p, words_question(p->words, p->report));
    struct str said = words_answer(p->words, p->report);
    paint(p, sign->colour);
    paragraph(p, str_printf(p->arena, "%s %.*s", sign->shape, STR_ARG(said)));
    paint(p, "0");
    notes(p, absent, SHOWN_NOTES);
    fputc('\n', p->out);
}

/* "[rule, step 2]" behind the sentence where it fits, else in a row of its own. */
static void tag(const struct printer *p, const struct rule_result *result, size_t used) {
    struct str text = clean_line(p->arena, result->rule->id);
    struct str anchor = str_printf(p->arena, "rule-%.*s", STR_ARG(text));
    if (outcome_step(result))
        text = SAY(p->words, "text.rule-step", HOLE("rule", text),
                   NUMBER("step", outcome_step(result)));
    if (used + 3 + clean_columns(text) > p->width) {
        fputc('\n', p->out);
        indent(p);
    } else {
        fputc(' ', p->out);
    }
    text = wrap_cut(p->arena, text, p->width - p->indent - 2);
    paint(p, "2");
    fputc('[', p->out);
    linked(p, text, anchor);
    fputc(']', p->out);
    paint(p, "0");
    fputc('\n', p->out);
}

static void finding(const struct printer *p, const struct sign *sign,
                    const struct rule_result *result) {
    size_t used = label(p, sign);
    tag(p, result, flow(p, outcome_sentence_local(p->words, result), used, SENTENCE_ROWS));
}

static void action(const struct printer *p, const struct rule_result *result) {
    const struct remedy *remedy = outcome_action(p->report, result);
    if (!remedy)
        return;
    struct str text = words_local(remedy->text_local, remedy->text);
    if (remedy->changes)
        text = str_printf(p->arena, "%.*s (%.*s)", STR_ARG(clean_line(p->arena, text)),
                          STR_ARG(catalogue_text(p->words, "page.changes")));
    indent(p);
    wrap(p, text, p->indent, NOTE_ROWS);
    if (remedy->command.len)
        command(p, remedy->command);
}

static void more(const struct printer *p, const char *key, size_t count) {
    indent(p);
    wrap(p, SAY(p->words, key, COUNT(count)), p->indent, ROWS);
}

static void findings(const struct printer *p, enum level level, size_t most) {
    const struct rule_result **shown;
    size_t count = document_headline(p->arena, p->report, level, &shown);
    for (size_t i = 0; i < count && i < most; i++) {
        finding(p, level == LEVEL_BLOCKER ? &blocker_sign : &warning_sign, shown[i]);
        if (level != LEVEL_BLOCKER)
            continue;
        action(p, shown[i]);
        fputc('\n', p->out);
    }
    if (count > most)
        more(p, "text.more", count - most);
}

static struct str counts_line(const struct report *report) {
    const struct report_counts *c = &report->counts;
    const struct catalogue *words = report->words;
    const struct str counts[] = {
        SAY(words, "count.blockers", COUNT(c->headline_blockers)),
        SAY(words, "count.warnings", COUNT(c->headline_warnings)),
        SAY(words, "count.not-judged", COUNT(c->unknown + c->error)),
        SAY(words, "count.passed", COUNT(c->passed)),
        SAY(words, "text.not-applicable", COUNT(c->not_applicable)),
    };
    return words_list(words, (struct strs){counts, sizeof counts / sizeof *counts});
}

static struct str open_rules(const struct printer *p) {
    VEC(struct str) rules = {0};
    for (size_t i = 0; i < p->report->results->count; i++)
        if (outcome_could_block(&p->report->results->items[i]))
            *vec_push(p->arena, &rules) = p->report->results->items[i].rule->id;
    return words_list(p->words, (struct strs){rules.items, rules.count});
}

static void gaps(const struct printer *p) {
    const struct report *report = p->report;
    if (report->counts.could_block) {
        size_t used = label(p, &open_sign);
        wrap(p,
             SAY(p->words, "text.open", COUNT(report->counts.could_block),
                 HOLE("rules", open_rules(p))),
             used, 3);
    }
    const struct strs *commands = &report->gather_commands;
    if (commands->count)
        paragraph(p, catalogue_text(p->words, "text.gather"));
    for (size_t i = 0; i < commands->count && i < SHOWN_COMMANDS; i++)
        command(p, commands->items[i]);
    if (commands->count > SHOWN_COMMANDS)
        more(p, "text.more-commands", commands->count - SHOWN_COMMANDS);
}

static void written(const struct printer *p, const struct text_options *options) {
    struct str word = catalogue_text(p->words, "text.written");
    int columns = (int)clean_columns(word);
    for (size_t i = 0; i < options->n_files; i++) {
        struct str file = clean_line(p->arena, options->files[i]);
        if (i)
            fprintf(p->out, "%*s %.*s\n", columns, "", STR_ARG(file));
        else
            fprintf(p->out, "\n%.*s %.*s\n", STR_ARG(word), STR_ARG(file));
    }
}

/* Behind the widest word that stands in front of texts. */
static size_t indentation(const struct catalogue *words) {
    static const char *const keys[] = {"text.note", "text.blocker", "text.warning"};
    size_t widest = 7;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        size_t columns = clean_columns(catalogue_text(words, keys[i]));
        widest = columns > widest ? columns : widest;
    }
    return widest + 3;
}

bool report_write_text(const struct report *report, struct arena *arena,
                       const struct text_options *options, FILE *out) {
    size_t width = options->width ? options->width : DEFAULT_WIDTH;
    width = width < LEAST_WIDTH ? LEAST_WIDTH : width > MOST_WIDTH ? MOST_WIDTH : width;
    struct printer p = {.report = report, .arena = arena, .out = out, .words = report->words};
    p.width = width;
    p.indent = indentation(report->words);
    p.colour = options->colour;
    p.page = options->page;
    answer(&p);
    findings(&p, LEVEL_BLOCKER, SHOWN_BLOCKERS);
    findings(&p, LEVEL_WARNING, SHOWN_WARNINGS);
    if (report->counts.headline_warnings)
        fputc('\n', out);
    paragraph(&p, counts_line(report));
    gaps(&p);
    written(&p, options);
    return !ferror(out);
}

bool report_write_line(const struct report *report, struct arena *arena, FILE *out) {
    const char *key =
        report->cluster.cnv_installed == MAYBE_FALSE ? "text.line-not-installed" : "text.line";
    struct str line = catalogue_say(
        report->words, key,
        (const struct hole[]){HOLE("verdict", words_verdict(report->words, report->verdict)),
                              HOLE("counts", counts_line(report)),
                              {0}});
    fprintf(out, "virtready: %.*s\n", STR_ARG(clean_line(arena, line)));
    return !ferror(out);
}
