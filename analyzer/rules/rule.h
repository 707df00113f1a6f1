/* One rule as loaded: what it says about itself and its compiled expressions. */
#ifndef VIRTREADY_RULES_RULE_H
#define VIRTREADY_RULES_RULE_H

#include "cel/cel.h"
#include "rules/results.h"

struct rule_scope;
struct rule_test;

struct strs {
    const struct str *items;
    size_t count;
};

/* A text with {expression} placeholders, in pieces of text and of programs. */
struct rule_text {
    struct text_piece {
        struct str text;                   /* of a placeholder: as written, without its braces */
        const struct cel_program *program; /* NULL: literal text */
    } const *pieces;
    size_t count;
    struct str source;
};

struct rule_level {
    enum level severity;
    const struct cel_program *when;
};

struct rule_variable {
    struct str name;
    uint32_t slot;
    const struct cel_program *program;
};

struct rule_param {
    struct str name, type, help; /* type: int, double, string, bool, duration */
    struct cel_value value;
};

struct rule_evidence {
    const struct cel_program *objects; /* NULL: self */
    struct strs fields;
    uint32_t limit;
};

struct rule_chain {
    struct str edge;                  /* followed from the link before it; "" is self */
    const struct cel_program *guilty; /* NULL: never */
};

/* Findings that are only the echo of other rules' findings, about the objects named. */
struct rule_follows {
    struct strs rules;                /* ids; none: the rule follows no other */
    const struct cel_program *causes; /* an object or a list of them */
};

struct rule_remedy {
    const struct cel_program *when; /* NULL: always */
    struct rule_text text, command;
    bool changes;
};

/* One key of a rule that is not as it is built in; of long values ptr is NULL. */
struct rule_edit {
    struct str key, from, to;
};

/* What a site's own file, or the command line, put in place of what is built in. */
struct rule_change {
    struct str what; /* rule | fact | gather | parameter */
    struct str id;   /* of a parameter: ID.NAME */
    struct str rule; /* ptr NULL: not about one */
    struct str by;   /* the file, or "--param" */
    const struct rule_edit *edits;
    size_t n_edits; /* 0: nothing but the place differs */
};

/* The texts of a rule in the chosen language; what it lacks is told in English. */
struct rule_local {
    struct str title, assertion, why;
    struct rule_text message, summary;
    const struct rule_text *remedies; /* rule.n_remedies of them */
    const struct str *params;         /* what each means; rule.n_params of them */
};

struct rule {
    struct str id, title, assertion, why, category;
    enum level severity;
    struct str bites; /* openshift | virtualization | workers; empty: none */
    bool decisive;
    struct strs scopes, tags, docs;
    struct str explains; /* rule id; empty: none */
    struct rule_follows follows;
    struct str origin; /* "built in", or the overlay's file */
    bool overlay;      /* a new id from a site's own rules */
    bool replaces;     /* a built-in rule of the same id */
    struct str since, until;
    struct str each; /* "Kind", "Kind.group" or "Cluster" */
    const struct cel_program *where, *group_by;
    const struct rule_variable *variables;
    size_t n_variables;
    const struct rule_param *params;
    size_t n_params;
    const struct rule_level *levels; /* descending */
    size_t n_levels;
    struct rule_text message, summary, verify;
    const struct rule_evidence *evidence;
    size_t n_evidence;
    const struct rule_chain *chain;
    size_t n_chain;
    const struct rule_remedy *remedies;
    size_t n_remedies;
    const struct rule_local *local; /* NULL: English alone */
    const struct rule_test *tests;  /* NULL in rules compiled into the program */
    size_t n_tests;
    struct strs requires;           /* kinds its judgement reads, derived, sorted */
    const struct rule_scope *scope; /* what stands behind the slots of its variables */
    struct str file, text;          /* for error places */
    struct value tree;              /* of the file, for `rules show` and lint */
};

const char *level_text(enum level level);

#endif
