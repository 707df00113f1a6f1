/* The summary that the terminal gets: the answer, each blocker with its action, what could not be
 * judged and the commands that would gather it. Every archive text is one clean line that is
 * wrapped here and cut after a few rows, so nothing can move the cursor or push the answer off the
 * screen; commands are never broken, so that they can be copied. */
#include "report/report.h"

#include "base/arena.h"
#include "report/clean.h"
#include "report/document.h"
#include "report/outcome.h"
#include "report/words.h"

enum { DEFAULT_WIDTH = 80, LEAST_WIDTH = 40, MOST_WIDTH = 120 };
enum { SHOWN_BLOCKERS = 6, SHOWN_WARNINGS = 4, SHOWN_COMMANDS = 3, SHOWN_NOTES = 4, ROWS = 2 };

struct printer {
    const struct report *report;
    struct arena *arena;
    FILE *out;
    size_t width;
    bool colour;
};

static const char *const colours[] = {
    [LEVEL_NONE] = "32", [LEVEL_INFO] = "35", [LEVEL_WARNING] = "33", [LEVEL_BLOCKER] = "31"};

static void paint(const struct printer *p, const char *colour) {
    if (p->colour)
        fprintf(p->out, "\033[%sm", colour);
}

/* The end of what fits into `room` columns: at a space where there is one, else in the word. */
static size_t fit(struct str s, size_t from, size_t room) {
    size_t columns = 0, space = 0, offset = from;
    while (offset < s.len) {
        size_t before = offset;
        columns += clean_columns_of(utf8_next(s, &offset));
        if (columns > room)
            return space > from ? space : before > from ? before : offset;
        if (s.ptr[before] == ' ')
            space = before;
    }
    return s.len;
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
        size_t to = fit(s, from, room);
        bool cut = row + 1 == rows && to < s.len;
        if (cut)
            to = fit(s, from, room - 1);
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
        fprintf(p->out, "          %s%.*s\n", sign, STR_ARG(line));
        sign = "  ";
    }
}

static void notes(const struct printer *p, size_t from, size_t to) {
    struct strs all = words_notes(p->arena, p->report);
    size_t last = to < all.count ? to : all.count;
    for (size_t i = from; i < last; i++) {
        paint(p, "33");
        fputs("NOTE      ", p->out);
        paint(p, "0");
        wrap(p, all.items[i], 10, 10, ROWS);
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
    wrap(p, words_question(p->arena, p->report), 0, 0, ROWS);
    if (p->colour)
        fprintf(p->out, "\033[1;%sm", colours[levels[p->report->verdict]]);
    wrap(p, words_answer(p->arena, p->report), 0, 0, ROWS);
    paint(p, "0");
    notes(p, absent, SHOWN_NOTES);
    fputc('\n', p->out);
}

static void finding(const struct printer *p, enum level level, const char *word,
                    const struct rule_result *result) {
    paint(p, colours[level]);
    fprintf(p->out, "%-10s", word);
    paint(p, "0");
    struct str step = {0};
    if (outcome_step(result))
        step = str_printf(p->arena, ", step %u", (unsigned)outcome_step(result));
    struct str tag = str_printf(p->arena, " [%.*s%.*s]", STR_ARG(result->rule->id), STR_ARG(step));
    struct str sentence = clean_line(p->arena, outcome_sentence_local(p->arena, result));
    size_t room = (p->width - 10) * 3 - p->width / 4; /* three rows and what wrapping loses */
    sentence = clean_cut(p->arena, sentence, room > tag.len ? room - tag.len : 0);
    wrap(p, str_printf(p->arena, "%.*s%.*s", STR_ARG(sentence), STR_ARG(tag)), 10, 10, 4);
}

static void action(const struct printer *p, const struct rule_result *result) {
    const struct remedy *remedy = outcome_action(p->report, result);
    if (!remedy)
        return;
    fputs("          ", p->out);
    wrap(p, words_local(remedy->text_local, remedy->text), 10, 10, ROWS);
    if (remedy->command.len)
        command(p, remedy->command);
}

static void findings(const struct printer *p, enum level level, size_t most) {
    const struct rule_result **shown;
    size_t count = document_headline(p->arena, p->report, level, &shown);
    const char *word = level == LEVEL_BLOCKER ? "BLOCKER" : "WARNING";
    for (size_t i = 0; i < count && i < most; i++) {
        finding(p, level, word, shown[i]);
        if (level == LEVEL_BLOCKER)
            action(p, shown[i]);
    }
    if (count > most)
        fprintf(p->out, "          and %zu more in the reports\n", count - most);
}

static struct str counts_line(struct arena *arena, const struct report *report) {
    const struct report_counts *c = &report->counts;
    struct str blockers = words_count(arena, c->headline_blockers, "blocker", "blockers");
    struct str warnings = words_count(arena, c->headline_warnings, "warning", "warnings");
    return str_printf(arena, "%.*s, %.*s, %zu not judged, %zu passed, %zu not applicable",
                      STR_ARG(blockers), STR_ARG(warnings), c->unknown + c->error, c->passed,
                      c->not_applicable);
}

static struct str open_rules(struct arena *arena, const struct report *report) {
    struct strbuf out = strbuf_new(arena);
    for (size_t i = 0; i < report->results->count; i++)
        if (outcome_could_block(&report->results->items[i]))
            strbuf_printf(&out, "%s%.*s", out.len ? ", " : "",
                          STR_ARG(report->results->items[i].rule->id));
    return strbuf_str(&out);
}

static void gaps(const struct printer *p) {
    const struct report *report = p->report;
    if (report->counts.could_block) {
        fputs("NOT JUDGED ", p->out);
        wrap(p,
             str_printf(p->arena, "%.*s stop the update: %.*s",
                        STR_ARG(words_count(p->arena, report->counts.could_block,
                                            "check that could", "checks that could")),
                        STR_ARG(open_rules(p->arena, report))),
             11, 11, 3);
    }
    const struct strs *commands = &report->gather_commands;
    if (commands->count)
        fputs("To judge everything, gather also:\n", p->out);
    for (size_t i = 0; i < commands->count && i < SHOWN_COMMANDS; i++)
        command(p, commands->items[i]);
    if (commands->count > SHOWN_COMMANDS)
        fprintf(p->out, "          and %zu more commands in the reports\n",
                commands->count - SHOWN_COMMANDS);
}

bool report_write_text(const struct report *report, struct arena *arena,
                       const struct text_options *options, FILE *out) {
    size_t width = options->width ? options->width : DEFAULT_WIDTH;
    width = width < LEAST_WIDTH ? LEAST_WIDTH : width > MOST_WIDTH ? MOST_WIDTH : width;
    struct printer p = {report, arena, out, width, options->colour};
    answer(&p);
    findings(&p, LEVEL_BLOCKER, SHOWN_BLOCKERS);
    findings(&p, LEVEL_WARNING, SHOWN_WARNINGS);
    if (report->counts.headline_blockers + report->counts.headline_warnings)
        fputc('\n', out);
    wrap(&p, counts_line(arena, report), 0, 0, ROWS);
    gaps(&p);
    for (size_t i = 0; i < options->n_files; i++)
        fprintf(out, "%s%.*s\n",
                i ? "         " : "\nWritten: ", STR_ARG(clean_line(arena, options->files[i])));
    return !ferror(out);
}

bool report_write_line(const struct report *report, struct arena *arena, FILE *out) {
    fputs("virtready: ", out);
    if (report->cluster.cnv_installed == MAYBE_FALSE)
        fputs("OpenShift Virtualization is not installed; ", out);
    fprintf(out, "%s: %.*s\n", words_verdict(report->verdict),
            STR_ARG(clean_line(arena, counts_line(arena, report))));
    return !ferror(out);
}
