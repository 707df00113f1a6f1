/* The words of the command line. One table (options.c) is the parser, the help and what shell
 * completion and the manual are checked against. */
#ifndef VIRTREADY_CLI_OPTIONS_H
#define VIRTREADY_CLI_OPTIONS_H

#include <stdio.h>

#include "base/diag.h"
#include "base/time.h"
#include "base/vec.h"
#include "rules/rules.h"

enum command {
    COMMAND_ANALYZE,
    COMMAND_RULES,
    COMMAND_EXPLAIN,
    COMMAND_EVAL,
    COMMAND_HELP,
    COMMAND_HELP_LIMITS,
    COMMAND_VERSION
};
enum rules_command {
    RULES_LIST,
    RULES_SHOW,
    RULES_LINT,
    RULES_TEST,
    RULES_NEW,
    RULES_DOC,
    RULES_MUTATE,
    RULES_I18N
};
enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

typedef VEC(struct str) option_list;

struct options {
    enum command command;
    enum rules_command rules_command;
    option_list words; /* inputs; behind what `rules show`, `explain` and `eval` are asked about */
    struct str out_dir, html, junit, json, markdown;
    struct str target, templates, only_rule;
    struct str lang; /* empty: English */
    struct str on;   /* the object that `eval` and `explain` are about */
    option_list rules_dirs, params, only, skip, collected;
    enum level fail_on; /* LEVEL_NONE: never */
    bool unknown_skip, quiet, no_sandbox;
    unsigned verbose; /* how often it was given */
    bool write;       /* of `rules i18n` */
    bool yaml_strict; /* libyaml reads all YAML */
    bool as_json;     /* of `explain` and `eval`, where --json takes no file */
    bool has_now;
    struct timepoint now;
    enum color color;
    unsigned jobs; /* threads at work at a time, 1 or more */
};

/* False: a usage error is in the sink, exit status 2. argv lives as long as the options. */
bool options_parse(struct arena *arena, int argc, char **argv, struct diag_sink *sink,
                   struct options *ret_options);
/* At most 24 lines of 80 columns, beginning with what it is for and an example. */
void options_print_help(FILE *out);
/* A line for each bound: name, value, range, unit, what it is of and why. */
void options_print_limits(FILE *out);

#endif
