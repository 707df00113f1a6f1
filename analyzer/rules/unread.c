/* Which fields need not be kept, because neither rules nor the program's own tables read them. What
 * every server writes is looked for in the text of the rules, so that it holds for a user's rules
 * too. The rest is a list that is only right for the rules that are built in: a unit test looks for
 * its names in them. */
#include "rules/unread.h"

#include "rules/shape.h"

static const char *const everywhere[] = {"metadata.managedFields"};

/* Of pods, operators' CSVs, nodes and volumes: bulk that says nothing about updates. */
static const char *const built_in[] = {
    "spec.containers.args",
    "spec.containers.command",
    "spec.containers.env",
    "spec.containers.envFrom",
    "spec.containers.ports",
    "spec.containers.securityContext",
    "spec.containers.startupProbe",
    "spec.containers.volumeDevices",
    "spec.containers.volumeMounts",
    "spec.initContainers.args",
    "spec.initContainers.command",
    "spec.initContainers.env",
    "spec.initContainers.envFrom",
    "spec.initContainers.securityContext",
    "spec.initContainers.volumeDevices",
    "spec.initContainers.volumeMounts",
    "spec.volumes.projected",
    "spec.customresourcedefinitions",
    "spec.install.spec.clusterPermissions",
    "spec.icon",
    "spec.relatedImages",
    "spec.csi.volumeAttributes",
    "status.images",
    "status.volumesAttached",
    "status.volumesInUse",
};

const char *const *unread_built_in(size_t *ret_count) {
    *ret_count = sizeof built_in / sizeof *built_in;
    return built_in;
}

/* Whether an evidence shows all of what the field stands in. */
static bool shows_around(const struct rule *rule, struct str path) {
    for (size_t i = 0; i < rule->n_evidence; i++)
        for (size_t at = 0; at < path.len; at++)
            if (path.ptr[at] == '.' && shape_has(rule->evidence[i].fields, str_slice(path, 0, at)))
                return true;
    return false;
}

/* By the files' text, so that it does not matter in which way they name it. */
static bool is_unread(const struct rule_set *set, const struct rule_files *files, struct str path) {
    struct str key = str_after_last(path, '.');
    for (size_t i = 0; i < files->list.count; i++)
        if (str_contains(files->list.items[i].text, key))
            return false;
    for (size_t i = 0; i < set->rules.count; i++)
        if (shows_around(set->rules.items[i], path))
            return false;
    return true;
}

static bool all_built_in(const struct rule_files *files) {
    for (size_t i = 0; i < files->list.count; i++)
        if (files->list.items[i].from_folder)
            return false;
    return true;
}

void unread_find(struct rule_set *set, const struct rule_files *files) {
    for (size_t i = 0; i < sizeof everywhere / sizeof *everywhere; i++)
        if (is_unread(set, files, str_of(everywhere[i])))
            *vec_push(set->arena, &set->unread) = everywhere[i];
    for (size_t i = 0; i < sizeof built_in / sizeof *built_in && all_built_in(files); i++)
        *vec_push(set->arena, &set->unread) = built_in[i];
}
