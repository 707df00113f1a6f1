/* Inside of this layer: what a set of rules is made of. */
#ifndef VIRTREADY_RULES_SET_H
#define VIRTREADY_RULES_SET_H

#include "base/map.h"
#include "base/vec.h"
#include "document/fields.h"
#include "rules/gather.h"
#include "rules/rules.h"
#include "rules/sentences.h"
#include "rules/shape.h"

/* What stands behind a variable's slot. The numbers of `summary` follow SLOT_COUNT. */
enum slot_kind {
    SLOT_NONE,
    SLOT_SELF,
    SLOT_NS,
    SLOT_NAME,
    SLOT_KIND,
    SLOT_NOW,
    SLOT_IT,
    SLOT_FACT,     /* index: of rule_set.facts */
    SLOT_PARAM,    /* index: of rule.params */
    SLOT_VARIABLE, /* index: of rule.variables */
    SLOT_FOUND,
    SLOT_COUNT, /* index: of set_summary_names */
};

struct slot {
    enum slot_kind kind;
    uint32_t index;
};

/* The names that an expression may use, and what each is. */
struct rule_scope {
    struct arena *arena;
    struct cel_env *env;
    VEC(struct slot) slots; /* by number */
};

struct rule_scope *scope_new(struct arena *arena, struct cel_env *env);
/* A copy, for more names. */
struct rule_scope *scope_inner(const struct rule_scope *outer);
uint32_t scope_add(struct rule_scope *scope, struct str name, enum slot_kind kind, size_t index);
struct slot scope_slot(const struct rule_scope *scope, uint32_t slot);

extern const char *const set_summary_names[];
extern const size_t set_n_summary_names;

/* `on` empty: a fact of the cluster. */
struct fact {
    struct str name, on, help, file, text;
    const struct cel_program *program;
    struct value at;      /* its expression in the file */
    struct strs requires; /* with those of the facts it uses */
    size_t index;
    size_t column, *n_columns; /* among the facts of its kind, and how many those are */
    struct fact *namesake;     /* the next one of objects of another kind; NULL: none */
    VEC(struct fact *) uses;   /* every fact that may be meant, for `requires` */
    VEC(struct fact *) calls;  /* those surely meant, for circles */
    unsigned mark;
};

struct rule_test {
    struct str name, file, text;
    struct value value;
};

/* A file of rules/i18n/LANG. */
struct translation {
    const struct rule *rule; /* NULL: of the facts */
    struct str file, text;
    struct value tree;
};

struct rule_set {
    struct arena *arena;
    struct intern *intern;
    struct rule_scope *scope; /* what every expression may use */
    VEC(struct rule *) rules; /* by id, once loaded */
    struct map by_id;
    VEC(struct fact *) facts;
    struct map facts_by_name; /* key "on name" */
    struct map object_facts;  /* the first of a name */
    VEC(struct rule_test) fact_tests;
    struct gather gather;
    struct strs known_kinds; /* for "did you mean" */
    struct strs known_edges;
    struct str version, know_up_to, sha256;
    bool overlaying; /* the file that is being read is laid over what is built in */
    VEC(struct rule_change) changes;
    struct strs kinds;
    VEC(const char *) unread;  /* see rules_unread */
    struct fields_asked asked; /* see rules_asked */
    struct str lang;
    VEC(struct translation) translations;
    struct sentences sentences;
};

/* on empty: of the cluster. NULL: none. */
struct fact *set_fact(const struct rule_set *set, struct str on, struct str name);
/* The first fact of objects that has the name; its namesakes are of other kinds. */
struct fact *set_object_facts(const struct rule_set *set, struct str name);

#endif
