/* The summary that the terminal gets: the answer, each blocker with its action, what could not be
 * judged and the commands that would gather it. Every archive text is one clean line that is
 * wrapped here and cut after a few rows, so nothing can move the cursor or push the answer off the
 * screen; commands are never broken, so that they can be copied. */
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

struct printer {
    const struct report *report;
    struct arena *arena;
    FILE *out;
    const struct catalogue *words;
    size_t width;
    size_t indent; /* of all texts behind labels */
    bool colour;
};

static const char *const colours[] = {
    [LEVEL_NONE] = "32", [LEVEL_INFO] = "35", [LEVEL_WARNING] = "33", [LEVEL_BLOCKER] = "31"};

static void paint(const struct printer *p, const char *colour) {
    if (p->colour)
        fprintf(p->out, "\033[%sm", colour);
}

/* The word in front of a text; gives its columns and those behind it. */
static size_t label(const struct printer *p, const char *key, const char *colour) {
    struct str word = catalogue_text(p->words, key);
    size_t columns = clean_columns(word);
    size_t padded = columns < p->indent ? p->indent : columns + 1;
    if (colour)
        paint(p, colour);
    fprintf(p->out, "%.*s%*s", STR_ARG(word), (int)(padded - columns), "");
    if (colour)
        paint(p, "0");
    return padded;
}

static void indent(const struct printer *p) {
    fprintf(p->out, "%*s", (int)p->indent, "");
}

/* At most `rows` rows behind an indentation; the first row follows what was already printed in it,
 * `used` columns wide. */
static void wrap(const struct printer *p, struct str text, size_t indent, size_t used,
                 size_t rows) {
    struct str s = clean_line(p->arena, text);
    size_t from = 0;
    for (size_t row = 0; row < rows && from < s.len; row++) {
        if (row)
            fprintf(p->out, "%*s", (int)indent, "");
        size_t room = p->width - (row ? indent : used);
        size_t to = wrap_fit(s, from, room);
        bool cut = row + 1 == rows && to < s.len;
        if (cut)
            to = wrap_fit(s, from, room - 1);
        fprintf(p->out, "%.*s%s\n", STR_ARG(str_slice(s, from, to)), cut ? "\u2026" : "");
        from = to;
        while (from < s.len && s.ptr[from] == ' ')
            from++;
    }
    if (s.len == 0)
        fputc('\n', p->out);
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
        size_t used = label(p, "text.note", "33");
        wrap(p, all.items[i], p->indent, used, ROWS);
    }
}

static void answer(const struct printer *p) {
    static const enum level levels[] = {
        [VERDICT_READY] = LEVEL_NONE,
        [VERDICT_WARNINGS] = LEVEL_WARNING,
        [VERDICT_NOT_READY] = LEVEL_BLOCKER,
        [VERDICT_CANNOT_TELL] = LEVEL_INFO,
    };
    /* "not installed" is the first sentence of every report */
    bool absent = p->report->cluster.cnv_installed == MAYBE_FALSE;
    notes(p, 0, absent);
    wrap(p, words_question(p->words, p->report), 0, 0, ROWS);
    if (p->colour)
        fprintf(p->out, "\033[1;%sm", colours[levels[p->report->verdict]]);
    wrap(p, words_answer(p->words, p->report), 0, 0, ROWS);
    paint(p, "0");
    notes(p, absent, SHOWN_NOTES);
    fputc('\n', p->out);
}

static void finding(const struct printer *p, enum level level, const char *key,
                    const struct rule_result *result) {
    size_t used = label(p, key, colours[level]);
    struct str tag = result->rule->id;
    if (outcome_step(result))
        tag = SAY(p->words, "text.rule-step", HOLE("rule", tag),
                  NUMBER("step", outcome_step(result)));
    struct str sentence = clean_line(p->arena, outcome_sentence_local(p->words, result));
    size_t room =
        (p->width - p->indent) * 3 - p->width / 4; /* three rows and what wrapping loses */
    size_t rest = clean_columns(tag) + 3;
    sentence = wrap_cut(p->arena, sentence, room > rest ? room - rest : 0);
    wrap(p, str_printf(p->arena, "%.*s [%.*s]", STR_ARG(sentence), STR_ARG(tag)), p->indent, used,
         4);
}

static void action(const struct printer *p, const struct rule_result *result) {
    const struct remedy *remedy = outcome_action(p->report, result);
    if (!remedy)
        return;
    indent(p);
    wrap(p, words_local(remedy->text_local, remedy->text), p->indent, p->indent, ROWS);
    if (remedy->command.len)
        command(p, remedy->command);
}

static void more(const struct printer *p, const char *key, size_t count) {
    indent(p);
    wrap(p, SAY(p->words, key, COUNT(count)), p->indent, p->indent, ROWS);
}

static void findings(const struct printer *p, enum level level, size_t most) {
    const struct rule_result **shown;
    size_t count = document_headline(p->arena, p->report, level, &shown);
    const char *key = level == LEVEL_BLOCKER ? "text.blocker" : "text.warning";
    for (size_t i = 0; i < count && i < most; i++) {
        finding(p, level, key, shown[i]);
        if (level == LEVEL_BLOCKER)
            action(p, shown[i]);
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
        size_t used = label(p, "text.not-judged", NULL);
        wrap(p,
             SAY(p->words, "text.open", COUNT(report->counts.could_block),
                 HOLE("rules", open_rules(p))),
             used, used, 3);
    }
    const struct strs *commands = &report->gather_commands;
    if (commands->count)
        wrap(p, catalogue_text(p->words, "text.gather"), 0, 0, ROWS);
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
    size_t widest = 9;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        size_t columns = clean_columns(catalogue_text(words, keys[i]));
        widest = columns > widest ? columns : widest;
    }
    return widest + 1;
}

bool report_write_text(const struct report *report, struct arena *arena,
                       const struct text_options *options, FILE *out) {
    size_t width = options->width ? options->width : DEFAULT_WIDTH;
    width = width < LEAST_WIDTH ? LEAST_WIDTH : width > MOST_WIDTH ? MOST_WIDTH : width;
    struct printer p = {.report = report, .arena = arena, .out = out, .words = report->words};
    p.width = width;
    p.indent = indentation(report->words);
    p.colour = options->colour;
    answer(&p);
    findings(&p, LEVEL_BLOCKER, SHOWN_BLOCKERS);
    findings(&p, LEVEL_WARNING, SHOWN_WARNINGS);
    if (report->counts.headline_blockers + report->counts.headline_warnings)
        fputc('\n', out);
    wrap(&p, counts_line(report), 0, 0, ROWS);
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
