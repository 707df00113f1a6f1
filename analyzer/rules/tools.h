/* Working on rules: their tests, their lint, and what they say about themselves. The texts are for
 * a terminal. */
#ifndef VIRTREADY_RULES_TOOLS_H
#define VIRTREADY_RULES_TOOLS_H

#include "rules/rules.h"

struct rules_test_counts {
    size_t passed, failed;
};

/* One test as it was run; lives only during the call. */
struct rules_test_case {
    struct str rule; /* id, or "facts" */
    struct str name, file, diff;
    uint32_t line;
    bool passed;
};

struct rules_test_options {
    struct str only; /* a rule's id, or "facts"; empty: all rules and the facts */
    void (*done)(void *arg, const struct rules_test_case *done); /* NULL: nobody is told */
    void *arg;
};

/* Runs inline tests. A mismatch is written as a diff. False where a test failed or `only` names
 * none. */
bool rules_test(struct arena *arena, const struct rule_set *set,
                const struct rules_test_options *options, struct strbuf *out,
                struct rules_test_counts *ret_counts);

struct rules_mutate_counts {
    size_t killed, survived;
    size_t rules, weak; /* tried; with a survivor */
};

/* Whether tests notice when one condition of a rule is dropped or negated: `only` this rule, or all
 * whose severity is at least `least`. Each change that no test notices is a line. False where there
 * was one, or no rule to try. */
bool rules_mutate(const struct rule_set *set, struct str only, enum level least, struct strbuf *out,
                  struct rules_mutate_counts *ret_counts);

/* What is wrong with rules that load. Tests are judged only where they were loaded. False after at
 * least one error; warnings leave it true. */
bool rules_lint(const struct rule_set *set, struct diag_sink *sink);

/* A rule's translation into the language the set was loaded with. `renewed`: its text with the
 * hash of today's English. */
struct rules_translation {
    struct str rule;
    struct str file; /* empty: there is none */
    struct str text, renewed;
    bool current;
};
size_t rules_translations(const struct rule_set *set, const struct rules_translation **ret);

/* The text of a new rule, to be changed. False after one error: no id, or one that exists. */
bool rules_new(const struct rule_set *set, struct str id, struct diag_sink *sink,
               struct strbuf *out);
/* docs/rules.md: all rules, a section for each; their tests where they were loaded. */
void rules_doc(const struct rule_set *set, struct strbuf *out);

/* Asking an archive. Text for a terminal or JSON goes to an `out`, whose arena everything lives in.
 */
struct rules_inquiry {
    const struct rule_set *set;
    const struct graph *graph;
    struct str target; /* --target */
    bool json;
    struct diag_sink *sink;
};

/* How a rule judges an object: each part of its conditions with its value and its place. `object`
 * is "name", "ns/name" or "Kind/ns/name"; empty: what was found and not judged first, then a few
 * others. False after one error: there is no such object. */
bool rules_explain(const struct rules_inquiry *inquiry, const struct rule *rule, struct str object,
                   struct strbuf *out);
/* Whether such a text names the object. */
bool rules_object_matches(const struct resource *resource, struct str text);

/* An expression as rules use it. NULL after an error. */
struct rules_question;
struct rules_question *rules_question(struct rule_set *set, struct str text,
                                      struct diag_sink *sink);
/* What the graph must keep for it besides rules_kinds(); *ret_every: all kinds. */
struct strs rules_question_kinds(const struct rules_question *question, bool *ret_every);
enum rules_answer { ANSWER_VALUE, ANSWER_ERROR, ANSWER_UNKNOWN };
/* self: what `self` is, NULL for nothing. */
enum rules_answer rules_ask(const struct rules_inquiry *inquiry,
                            const struct rules_question *question, const struct resource *self,
                            struct strbuf *out);

/* One line a rule. */
void rules_show_list(const struct rule_set *set, struct strbuf *out);
/* All about one rule; false where there is none of that id (nothing was written). */
bool rules_show(const struct rule_set *set, struct str id, struct strbuf *out);
void rules_show_edges(struct strbuf *out);
/* The id that was probably meant; empty: none is near. */
struct str rules_nearest(const struct rule_set *set, struct str id);

#endif
