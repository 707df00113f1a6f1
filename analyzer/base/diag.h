/* Trouble with input, collected as it is found and printed by cli/ at the end.
 *
 * `false` from a function that takes a sink means: exactly one diagnostic of DIAG_ERROR has been
 * put there by whoever noticed. */
#ifndef VIRTREADY_BASE_DIAG_H
#define VIRTREADY_BASE_DIAG_H

#include "base/str.h"

struct arena;

enum diag_severity {
    DIAG_NOTE,
    DIAG_WARNING,
    DIAG_ERROR,
};

/* Every kind of trouble: enum name, id as printed. The id is stable; scripts match it. */
#define DIAG_IDS(X)                                                                                \
    X(DIAG_INPUT_OPEN, "input-open")                                                               \
    X(DIAG_INPUT_FORMAT, "input-format")                                                           \
    X(DIAG_INPUT_TRUNCATED, "input-truncated")                                                     \
    X(DIAG_INPUT_DAMAGED, "input-damaged")                                                         \
    X(DIAG_INPUT_LIMIT, "input-limit")                                                             \
    X(DIAG_INPUT_CLUSTERS, "input-clusters")                                                       \
    X(DIAG_INPUT_EMPTY, "input-empty")                                                             \
    X(DIAG_MEMBER_PATH, "member-path")                                                             \
    X(DIAG_MEMBER_SKIPPED, "member-skipped")                                                       \
    X(DIAG_MEMBER_EMPTY, "member-empty")                                                           \
    X(DIAG_MEMBER_TEXT, "member-text")                                                             \
    X(DIAG_MEMBER_LIMIT, "member-limit")                                                           \
    X(DIAG_YAML_SYNTAX, "yaml-syntax")                                                             \
    X(DIAG_YAML_LIMIT, "yaml-limit")                                                               \
    X(DIAG_JSON_SYNTAX, "json-syntax")                                                             \
    X(DIAG_DOCUMENT_CUT, "document-cut")                                                           \
    X(DIAG_DUPLICATE_KEY, "duplicate-key")                                                         \
    X(DIAG_RESOURCE_SHAPE, "resource-shape")                                                       \
    X(DIAG_RESOURCE_LIMIT, "resource-limit")                                                       \
    X(DIAG_RESOURCE_DELETED, "resource-deleted")                                                   \
    X(DIAG_GATHER_WINDOW, "gather-window")                                                         \
    X(DIAG_CEL_SYNTAX, "cel-syntax")                                                               \
    X(DIAG_CEL_NAME, "cel-name")                                                                   \
    X(DIAG_CEL_LIMIT, "cel-limit")                                                                 \
    X(DIAG_RULE_OPEN, "rule-open")                                                                 \
    X(DIAG_RULE_SHAPE, "rule-shape")                                                               \
    X(DIAG_RULE_KEY, "rule-key")                                                                   \
    X(DIAG_RULE_LINT, "rule-lint")                                                                 \
    X(DIAG_RULE_TEST, "rule-test")                                                                 \
    X(DIAG_USAGE, "usage")                                                                         \
    X(DIAG_SANDBOX, "sandbox")                                                                     \
    X(DIAG_TEMPLATE, "template")                                                                   \
    X(DIAG_OUTPUT, "output")

enum diag_id {
#define X(name, text) name,
    DIAG_IDS(X)
#undef X
};

/* Where: all fields optional. Lines and columns begin with 1; 0 is unknown. */
struct diag_where {
    struct str input; /* the input's name as given, or the rule file */
    struct str path;  /* the member's path in it */
    uint32_t line;
    uint32_t column;
    uint32_t end_column;    /* one past the last column to underline */
    struct str source_line; /* the text of that line, for the caret */
};

struct diag {
    enum diag_severity severity;
    enum diag_id id;
    struct diag_where where;
    struct str message; /* lower case, no full stop, says what was done instead */
};

struct diag_sink;

struct diag_sink *diag_sink_new(struct arena *arena);
/* The texts in `where` must outlive the sink. At most limits->diagnostics are kept, and one that
 * says so; the rest is counted. */
void diag_add(struct diag_sink *sink, enum diag_severity severity, enum diag_id id,
              struct diag_where where, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
/* All of one sink, in their order, to the end of another; what they point at must live as long. */
void diag_move(struct diag_sink *to, const struct diag_sink *from);
size_t diag_count(const struct diag_sink *sink, enum diag_severity at_least);
/* In the order they were added; NULL past the end. */
const struct diag *diag_get(const struct diag_sink *sink, size_t index);
size_t diag_dropped(const struct diag_sink *sink);
const char *diag_id_text(enum diag_id id);
const char *diag_severity_text(enum diag_severity severity);
/* "input!path:line:column: error: message [id]", then the source line and a caret where there is
 * one. Ends in a newline. */
struct str diag_format(struct arena *arena, const struct diag *diag);

#endif
