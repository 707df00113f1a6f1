/* The syntax tree of one expression, as the parser builds it, names are resolved in it and the
 * evaluator walks it. Private to cel/.
 *
 * Chains of one precedence (a + b - c, a && b && c) are one node with many arguments, so that long
 * sums are not deep. A macro is one node. No tree is higher than LIMIT_EXPR_DEPTH. */
#ifndef VIRTREADY_CEL_EXPR_H
#define VIRTREADY_CEL_EXPR_H

#include "cel/cel.h"

enum expr_kind {
    EXPR_LITERAL,
    EXPR_NAME,        /* an identifier before it is resolved */
    EXPR_VARIABLE,    /* slot of the environment */
    EXPR_LOCAL,       /* slot of the evaluation: a macro's variable */
    EXPR_UNBOUND,     /* an unknown name where that is allowed until it is used */
    EXPR_SELECT,      /* args[0].name */
    EXPR_OPT_SELECT,  /* args[0].?name */
    EXPR_HAS,         /* has(args[0].name) */
    EXPR_INDEX,       /* args[0][args[1]] */
    EXPR_OPT_INDEX,   /* args[0][?args[1]] */
    EXPR_CALL,        /* name(args), args[0].name(args[1 …]) if is_receiver */
    EXPR_OR_OPTIONAL, /* args[0].or(args[1]) */
    EXPR_OR_VALUE,    /* args[0].orValue(args[1]) */
    EXPR_LIST,        /* marks[i] not 0: args[i] is an optional to be left out if none */
    EXPR_MAP,         /* args: key, value, key, value, …; marks[i / 2] as in lists */
    EXPR_NOT,
    EXPR_NEGATE,
    EXPR_ARITHMETIC, /* args[0] marks[0] args[1] marks[1] …, from the left */
    EXPR_COMPARE,    /* args[0] op args[1] */
    EXPR_AND,
    EXPR_OR,
    EXPR_CONDITION,    /* args[0] ? args[1] : args[2] */
    EXPR_LOOP,         /* a macro over args[0], see enum loop_kind */
    EXPR_BIND,         /* cel.bind(names[0], args[0], args[1]) */
    EXPR_OPT_MAP,      /* args[0].optMap(names[0], args[1]) */
    EXPR_OPT_FLAT_MAP, /* args[0].optFlatMap(names[0], args[1]) */
};

/* args[0] is what is looped over, args[1] the body; where there is a condition that is args[1] and
 * the body args[2]. */
enum loop_kind {
    LOOP_ALL,
    LOOP_EXISTS,
    LOOP_EXISTS_ONE,
    LOOP_FILTER,
    LOOP_MAP,
    LOOP_TRANSFORM_MAP,
    LOOP_TRANSFORM_MAP_ENTRY,
    LOOP_SORT_BY,
};

/* What every evaluation reads stands first, in one line of the processor's cache. What no kind of
 * node has both of shares its place: a set of rules is ten thousand nodes, in pages of which each
 * costs as much as parsing what is on it. */
struct expr {
    uint8_t kind; /* enum expr_kind */
    uint8_t op;   /* of EXPR_COMPARE a token, of EXPR_LOOP enum loop_kind */
    uint8_t n_names;
    bool is_receiver : 1, leading_dot : 1, is_constant : 1; /* constant: `literal` is the result */
    uint32_t slot;                                          /* variable, first local of a macro */
    uint32_t n_args;
    uint32_t atom; /* of `name`, for selects */
    struct expr **args;
    union {
        const struct function *function; /* of a call */
        uint8_t *marks;                  /* of lists, maps and arithmetic */
    };
    union {
        struct cel_value literal;
        struct str names[2]; /* of a macro */
    };
    union {
        const struct cel_regex *pattern; /* of a call */
        uint32_t *ats;                   /* of arithmetic: `at` of each operator */
    };
    struct str name;
    uint32_t id, parent;
    uint32_t start, end; /* bytes of the source */
    uint32_t at;         /* the byte where errors of this node point */
    uint16_t height;
};

struct cel_program {
    const struct cel_source *source;
    struct intern *intern;
    struct expr *root;
    uint32_t n_locals;
};

#endif
