/* The model into a note for a support case, a ticket or a pull request: what a colleague has to
 * know, in at most LIMIT_MARKDOWN_CHARACTERS. Room is given by importance (answer, where it comes
 * from, blockers, what was not judged, warnings), the order of the page is another; what found no
 * room is counted. Every text goes through markdown_text.c and stands behind a mark of ours, so
 * that none begins a line. */
#include "report/report.h"

#include "base/arena.h"
#include "base/limits.h"
#include "base/vec.h"
#include "report/clean.h"
#include "report/document.h"
#include "report/markdown_text.h"
#include "report/outcome.h"
#include "report/words.h"

enum {
    TITLE = 200,
    SENTENCE = 300,
    NOTES = 3,
    INPUTS = 2,
    SOURCE_FIELD = 150,
    ALWAYS_WITH_FIX = 3, /* however many blockers wait behind them */
    MORE = 60,           /* room of "and N more …" */
};

struct page {
    const struct report *report;
    const struct catalogue *words;
    struct arena *arena;
    size_t room;
};

/* One entry of a list: whole, and without what to do. */
struct entry {
    struct str full, brief;
};

/* A list under its heading. */
struct section {
    struct str heading;
    size_t count;
    VEC(struct entry) entries;
    size_t left_out; /* counted with what finds no room */
    size_t keep;     /* characters of the page that are left to others */
};

static size_t characters(struct str text) {
    return utf8_count(text);
}

/* Words of ours behind a mark. */
static void append_line(struct strbuf *out, const char *mark, struct str words) {
    strbuf_printf(out, "%s%.*s\n", mark, STR_ARG(words));
}

/* ---- lists under a heading ---- */

static size_t brief_sum(const struct section *section, size_t from) {
    size_t sum = 0;
    for (size_t i = from; i < section->entries.count; i++)
        sum += characters(section->entries.items[i].brief);
    return sum;
}

/* The form in which an entry fits into the room, others being waited for; ptr NULL: in none. */
static struct str fitting(const struct section *section, size_t at, size_t room) {
    const struct entry *entry = &section->entries.items[at];
    size_t full = characters(entry->full), left = brief_sum(section, at + 1);
    size_t more = at + 1 < section->entries.count || section->left_out ? MORE : 0;
    if (full + left + (section->left_out ? MORE : 0) <= room ||
        (at < ALWAYS_WITH_FIX && full + more <= room))
        return entry->full;
    return characters(entry->brief) + more <= room ? entry->brief : (struct str){0};
}

/* Empty where there is nothing to list, or no room for anything. */
static struct str list(struct page *p, const struct section *section) {
    struct strbuf out = strbuf_new(p->arena);
    size_t room = p->room > section->keep ? p->room - section->keep : 0, shown = 0;
    strbuf_printf(&out, "\n### %.*s\n\n", STR_ARG(section->heading));
    if (!section->entries.count || characters(strbuf_str(&out)) + MORE > room)
        return (struct str){0};
    for (; shown < section->entries.count; shown++) {
        struct str text = fitting(section, shown, room - characters(strbuf_str(&out)));
        if (!text.ptr)
            break;
        strbuf_append(&out, text);
    }
    size_t left = section->entries.count - shown + section->left_out;
    if (left)
        append_line(&out, "- ", SAY(p->words, "markdown.more", COUNT(left)));
    p->room -= characters(strbuf_str(&out));
    return strbuf_str(&out);
}

/* ---- what is listed ---- */

static void append_rule(struct page *p, struct strbuf *out, const struct rule_result *result) {
    strbuf_append(out, STR(" ("));
    markdown_words(out, result->rule->id, TITLE);
    if (outcome_step(result)) {
        struct str step = SAY(p->words, "markdown.step", NUMBER("step", outcome_step(result)));
        strbuf_append(out, step);
    }
    strbuf_append(out, STR(")\n"));
}

static void append_fix(struct page *p, struct strbuf *out, const struct remedy *fix) {
    strbuf_append(out, STR("  "));
    markdown_words(out, words_local(fix->text_local, fix->text), SENTENCE);
    if (fix->changes)
        strbuf_append(out, catalogue_text(p->words, "markdown.changes"));
    strbuf_append_byte(out, '\n');
    if (fix->command.len)
        markdown_block(out, fix->command, "  ");
}

static struct entry finding_entry(struct page *p, const struct rule_result *result,
                                  enum level level) {
    struct strbuf out = strbuf_new(p->arena);
    struct str sentence =
        words_or(clean_line(p->arena, outcome_sentence_local(p->words, result)), "?");
    strbuf_append(&out, STR("- **"));
    markdown_words(&out, sentence, SENTENCE);
    strbuf_append(&out, STR("**"));
    append_rule(p, &out, result);
    struct str brief = str_copy(p->arena, strbuf_str(&out));
    const struct remedy *fix = outcome_action(p->report, result);
    if (fix && level == LEVEL_BLOCKER)
        append_fix(p, &out, fix);
    return (struct entry){strbuf_str(&out), brief};
}

static struct section findings(struct page *p, const char *key, enum level level) {
    const struct rule_result **results;
    struct section section = {.count = document_headline(p->arena, p->report, level, &results)};
    section.heading = SAY(p->words, key, COUNT(section.count));
    for (size_t i = 0; i < section.count; i++)
        *vec_push(p->arena, &section.entries) = finding_entry(p, results[i], level);
    return section;
}

static struct str gather(struct page *p) {
    struct strbuf out = strbuf_new(p->arena), all = strbuf_new(p->arena);
    const struct strs *commands = &p->report->gather_commands;
    for (size_t i = 0; i < commands->count; i++)
        strbuf_printf(&all, "%.*s\n", STR_ARG(clean_text(p->arena, commands->items[i])));
    if (all.len)
        markdown_block(&out, strbuf_str(&all), "");
    return strbuf_str(&out);
}

static struct entry open_entry(struct page *p, const struct rule_result *result) {
    struct strbuf out = strbuf_new(p->arena);
    strbuf_append(&out, STR("- "));
    markdown_words(&out, words_or(clean_line(p->arena, outcome_assertion(result)), "?"), SENTENCE);
    append_rule(p, &out, result);
    return (struct entry){strbuf_str(&out), strbuf_str(&out)};
}

/* The commands and what could stop the update; the rest is named where there is no such. */
static struct section not_judged(struct page *p) {
    const struct report_counts *counts = &p->report->counts;
    struct section section = {.count = counts->unknown + counts->error};
    section.heading = SAY(p->words, "markdown.not-judged", COUNT(section.count));
    struct str commands = gather(p);
    struct strbuf elsewhere = strbuf_new(p->arena);
    append_line(&elsewhere, "- ", catalogue_text(p->words, "markdown.commands"));
    if (commands.len)
        *vec_push(p->arena, &section.entries) = (struct entry){commands, strbuf_str(&elsewhere)};
    for (size_t i = 0; i < p->report->results->count; i++) {
        const struct rule_result *result = &p->report->results->items[i];
        bool open = result->status == RULE_UNKNOWN || result->status == RULE_ERROR;
        bool could_block = outcome_could_block(result);
        if (could_block || (open && !counts->could_block))
            *vec_push(p->arena, &section.entries) = open_entry(p, result);
        else
            section.left_out += open;
    }
    return section;
}

/* ---- answer and source: their own bounds let them fit always ---- */

static struct str answer(struct page *p) {
    struct strbuf out = strbuf_new(p->arena);
    struct strs notes = words_notes(p->words, p->report);
    strbuf_append(&out, STR("## "));
    markdown_words(&out, words_title(p->words, p->report), TITLE);
    strbuf_append(&out, STR("\n\n**"));
    markdown_words(&out, words_question(p->words, p->report), TITLE);
    strbuf_append_byte(&out, ' ');
    markdown_words(&out, words_answer(p->words, p->report), TITLE);
    strbuf_append(&out, STR("** "));
    markdown_words(&out, words_lead(p->words, p->report), SENTENCE);
    strbuf_append(&out, STR("\n"));
    for (size_t i = 0; i < notes.count && i < NOTES; i++) {
        strbuf_append(&out, STR("\n> "));
        markdown_words(&out, notes.items[i], SENTENCE);
        strbuf_append(&out, STR("\n"));
    }
    if (notes.count > NOTES)
        append_line(&out, "\n> ", SAY(p->words, "markdown.more", COUNT(notes.count - NOTES)));
    p->room -= characters(strbuf_str(&out));
    return strbuf_str(&out);
}

static void fact(struct page *p, struct strbuf *out, const char *key, struct str value) {
    value = words_else(p->words, clean_line(p->arena, value), "fact.unknown");
    strbuf_printf(out, "- %.*s: ", STR_ARG(catalogue_text(p->words, key)));
    markdown_words(out, value, SOURCE_FIELD);
    strbuf_append_byte(out, '\n');
}

static void input(struct page *p, struct strbuf *out, const struct report_input *input) {
    strbuf_append(out, STR("- "));
    markdown_code(out, input->name, SOURCE_FIELD);
    if (input->sha256.len) /* our own digits */
        strbuf_printf(out, ", sha256 `%.*s`\n", STR_ARG(input->sha256));
    else
        append_line(out, "", catalogue_text(p->words, "markdown.folder"));
}

static struct str source(struct page *p) {
    const struct report *report = p->report;
    struct strbuf out = strbuf_new(p->arena);
    append_line(&out, "\n### ", catalogue_text(p->words, "markdown.source"));
    strbuf_append_byte(&out, '\n');
    for (size_t i = 0; i < report->n_inputs && i < INPUTS; i++)
        input(p, &out, &report->inputs[i]);
    if (report->n_inputs > INPUTS)
        append_line(&out, "- ", SAY(p->words, "markdown.more", COUNT(report->n_inputs - INPUTS)));
    fact(p, &out, "fact.gathered", words_time(p->arena, report->gathered_to));
    fact(p, &out, "page.cluster-id", report->cluster.id);
    fact(p, &out, "fact.openshift", report->cluster.ocp_current);
    fact(p, &out, "fact.virtualization",
         report->cluster.cnv_installed == MAYBE_FALSE
             ? catalogue_text(p->words, "fact.not-installed")
             : report->cluster.cnv_version);
    fact(p, &out, "fact.judged-by",
         SAY(p->words, "fact.program", HOLE("version", report->tool_version),
             HOLE("rules", words_else(p->words, report->rules_version, "fact.rules-own"))));
    p->room -= characters(strbuf_str(&out));
    return strbuf_str(&out);
}

bool report_write_markdown(const struct report *report, struct arena *arena, FILE *out) {
    static const size_t kept_for_gaps = 700;
    report = report_in(arena, report);
    struct page p = {report, report->words, arena, LIMIT_MARKDOWN_CHARACTERS};
    struct str top = answer(&p), bottom = source(&p);
    struct section blockers = findings(&p, "markdown.blockers", LEVEL_BLOCKER),
                   open = not_judged(&p),
                   warnings = findings(&p, "markdown.warnings", LEVEL_WARNING);
    blockers.keep = open.count ? kept_for_gaps : 0;
    struct str stops = list(&p, &blockers), gaps = list(&p, &open), rest = list(&p, &warnings);
    const struct str parts[] = {top, stops, gaps, rest, bottom};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        fwrite(parts[i].ptr ? parts[i].ptr : "", 1, parts[i].len, out);
    return !ferror(out);
}
