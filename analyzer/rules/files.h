/* The files that make up a set of rules: those compiled into the program, then folders. */
#ifndef VIRTREADY_RULES_FILES_H
#define VIRTREADY_RULES_FILES_H

#include "base/diag.h"
#include "base/vec.h"

struct rule_file {
    struct str name; /* for diagnostics: "rules/x.yaml", or the path as given */
    struct str stem; /* "x" */
    struct str text;
    bool overlay;     /* laid over what is built in */
    bool from_folder; /* with its tests */
};

struct rule_files {
    VEC(struct rule_file) list;
};

void files_add_builtin(struct arena *arena, struct rule_files *files);
/* The *.yaml files of a folder, by name. False after one error. */
bool files_add_folder(struct arena *arena, struct str folder, bool overlay,
                      struct rule_files *files, struct diag_sink *sink);

/* The translations of LANG among what is compiled in, and those in i18n/LANG of a folder, which
 * may have none. */
void files_add_builtin_language(struct arena *arena, struct str lang, struct rule_files *files);
bool files_add_language(struct arena *arena, struct str folder, struct str lang,
                        struct rule_files *files, struct diag_sink *sink);

#endif
