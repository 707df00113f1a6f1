/* What the rules found: for each rule its status, findings, what could not be judged and what went
 * wrong. The order is total: rules by id, findings by namespace, then name. Texts are rendered
 * English; their twins `…_local` are in the chosen language (ptr NULL: not translated). */
#ifndef VIRTREADY_RULES_RESULTS_H
#define VIRTREADY_RULES_RESULTS_H

#include "base/missing.h"
#include "graph/graph.h"

struct rule;

enum level { LEVEL_NONE, LEVEL_INFO, LEVEL_WARNING, LEVEL_BLOCKER };

enum rule_status {
    RULE_FAILED,
    RULE_ERROR,
    RULE_UNKNOWN,
    RULE_PASSED,
    RULE_NOT_APPLICABLE,
    RULE_WAIVED, /* left out by --only or --skip */
};

/* A name of an object, whether or not it was read. */
struct object_ref {
    struct str api_version, kind, namespace, name;
    const struct resource *resource; /* NULL where it was not read */
};

struct chain_link {
    struct object_ref object;
    struct str role; /* "VM", "PVC", "StorageClass" …: the edge's word */
    bool guilty;
};

struct remedy {
    struct str text, text_local;
    struct str command; /* ptr NULL: none */
    bool changes;       /* the command changes the cluster */
};

struct excerpt_line {
    uint32_t line;
    struct str text;
};

struct evidence {
    struct object_ref object;
    uint32_t input;
    struct str path;
    uint32_t line, end_line;
    struct str field; /* "status.phase" */
    struct str value; /* as text; ptr NULL where the field is absent or masked */
    bool masked;
    const struct excerpt_line *excerpt; /* true lines of the member; empty where masked */
    size_t n_excerpt;
};

struct finding {
    struct object_ref object; /* kind empty: about the cluster as a whole */
    enum level level;
    struct str group; /* the common cause; ptr NULL: none */
    struct str message, message_local;
    const struct chain_link *chain;
    size_t n_chain;
    const struct remedy *remedies;
    size_t n_remedies;
    struct str verify;      /* ptr NULL: none */
    uint32_t step;          /* in the update path; 0: none. Set by report/ once the path is known */
    struct str fingerprint; /* 16 hex digits over rule id and object identity */
    /* What it comes from, where its rule `follows` others; NULL: nothing, or not all of it is
     * known. */
    const struct resource *const *causes;
    size_t n_causes;
    /* It stands under another rule's finding (`explains`, `follows`): not counted in headlines. */
    bool explained;
    struct str explained_by;
    struct object_ref explained_of; /* what that finding is about */
    const struct evidence *evidence;
    size_t n_evidence;
};

struct unknown {
    bool has_object;
    struct object_ref object;
    enum level level; /* the highest still possible */
    struct missing_set missing;
};

struct rule_error {
    bool has_object;
    struct object_ref object;
    enum level level;
    struct str where; /* "rules/x.yaml:12:5" */
    struct str message;
};

struct rule_result {
    const struct rule *rule;
    enum rule_status status;
    enum level level;   /* worst finding */
    size_t checked;     /* objects judged */
    struct str summary; /* one sentence with counts; ptr NULL: none */
    struct str summary_local;
    struct str reason; /* why not applicable or waived, in words */
    struct finding *findings;
    size_t n_findings;
    const struct unknown *unknowns;
    size_t n_unknowns;
    const struct rule_error *errors;
    size_t n_errors;
};

struct results {
    struct rule_result *items;
    size_t count;
};

#endif
