#include "cel/builtins.h"
void cel_semver_add(struct cel_env *env) {
    (void)env;
}
