/* Loading rules and facts, judging a sealed graph with them, and asking for facts: the face of this
 * layer. */
#ifndef VIRTREADY_RULES_RULES_H
#define VIRTREADY_RULES_RULES_H

#include "rules/rule.h"

struct rule_set;
struct evaluation;
struct placement;

struct rules_options {
    const struct str *dirs; /* --rules, overlays in order; none: what is compiled in */
    size_t n_dirs;
    bool builtin; /* load what is compiled in first; false: dirs only (for working on rules) */
    const struct str *params; /* --param ID.NAME=VALUE */
    size_t n_params;
    struct str lang; /* "ja": with the translations of rules/i18n/ja; empty: English alone */
    bool tests;      /* load the tests of rules that are read from a folder */
};

/* NULL after at least one error. */
struct rule_set *rules_load(struct arena *arena, struct intern *intern,
                            const struct rules_options *options, struct diag_sink *sink);
const struct rule *const *rules_list(const struct rule_set *set, size_t *ret_count);
const struct rule *rules_find(const struct rule_set *set, struct str id);
struct str rules_version(const struct rule_set *set);    /* of rules/facts.yaml */
struct str rules_know_up_to(const struct rule_set *set); /* "4.22" */
struct str rules_sha256(const struct rule_set *set);
/* What a site's own files and --param put in place of built-in knowledge, in the order in which
 * they were read. Reports tell it, so that nothing is weakened silently. */
const struct rule_change *rules_changes(const struct rule_set *set, size_t *ret_count);
/* A sentence of rules/facts.yaml in that language; as it is where it has no translation. */
struct str rules_translated(const struct rule_set *set, struct arena *arena, struct str sentence);
/* Kinds that rules, facts and reports read: graph_options.keep. */
struct strs rules_kinds(const struct rule_set *set);
/* The fields that rules and facts ask for, and those that `code` does: graph_options.asked. Found
 * once, by the first call; a second one gives the same. */
const struct fields_asked *rules_asked(struct rule_set *set, const struct fields_row *const *code,
                                       size_t n_code);
/* Paths of large fields that nothing asks for, so that they need not be read either:
 * graph_options.skip. After rules_asked. */
const char *const *rules_unread(const struct rule_set *set, size_t *ret_count);
/* The command that gathers a kind (rules/gather.yaml), with <ns> filled in; and the fewest that
 * cover a whole set. */
struct str rules_gather(const struct rule_set *set, struct arena *arena, struct missing missing,
                        struct str image);
struct strs rules_gather_fewest(const struct rule_set *set, struct arena *arena,
                                struct missing_set missing, struct str image);

/* Facts of the objects of a kind. */
struct facts_of {
    const char *kind;
    const char *const *names;
    size_t count;
};

struct evaluate_options {
    struct str target;      /* --target as given; empty: none */
    struct strs only, skip; /* rule ids and tags */
    /* Nanoseconds of each rule, in the order of rules_list, or NULL. A fact counts for the rule
     * that asked for it first. */
    uint64_t *spent;
    unsigned jobs; /* threads at work at a time; the results are the same. 0: one */
    /* What will be asked for afterwards: found out while an object is at hand, by several. */
    const struct facts_of *facts;
    size_t n_facts;
    bool placement;
};

/* Judges every rule. Everything lives in `arena`; the graph must outlive it. */
struct evaluation *rules_evaluate(struct arena *arena, const struct rule_set *set,
                                  const struct graph *graph,
                                  const struct evaluate_options *options);
struct results *evaluation_results(struct evaluation *evaluation);
/* A fact of the cluster (facts.NAME) or of an object; an unknown is a value too, and so is an
 * error, also that of a name that rules/facts.yaml does not define. */
struct cel_value evaluation_fact(struct evaluation *evaluation, const char *name);
struct cel_value evaluation_fact_of(struct evaluation *evaluation, const struct resource *resource,
                                    const char *name);
/* The tables that placement() answered from, for more questions; they live in `arena`. */
struct placement *evaluation_placement(struct evaluation *evaluation, struct arena *arena);

#endif
