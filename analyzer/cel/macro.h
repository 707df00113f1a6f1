/* Which calls are macros: by name and number of arguments. Private to cel/. */
#ifndef VIRTREADY_CEL_MACRO_H
#define VIRTREADY_CEL_MACRO_H

#include "cel/expr.h"

struct macro {
    const char *name;
    uint8_t n_args;  /* without the receiver */
    uint8_t n_names; /* the first arguments that are names of variables */
    uint8_t kind;    /* enum expr_kind */
    uint8_t loop;    /* enum loop_kind */
};

/* The macro x.name(args) stands for, else NULL. */
const struct macro *cel_macro_find(struct str name, size_t n_args);
/* Whether any macro has this name: functions of the host may not. */
bool cel_macro_is_name(struct str name);

#endif
