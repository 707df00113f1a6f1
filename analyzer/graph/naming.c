/* An object into the kinds that it names. It is asked as it is read, while its memory is at hand.
 * Ten thousands of objects name the same few kinds in the same few combinations: an object has the
 * address of its own, and who puts all together looks at each combination once (prove.c). */
#include "graph/naming.h"

#include "base/arena.h"
#include "base/intern.h"
#include "base/map.h"
#include "base/vec.h"

#define CDI "cdi.kubevirt.io/v1beta1"

struct naming {
    struct arena *arena, *scratch;
    struct intern *intern;
    struct map known;    /* the atoms of struct names -> the same */
    VEC(uint32_t) kinds; /* of the object that is looked at */
    struct value_keys owners, related, spec, volumes, template_volumes, templates, source, crons,
        status_crons, migration, evacuation, kind, api_version, data_volume;
};

/* Documents are read later, and have these keys under the same atoms. */
static struct value_keys add_keys(struct intern *intern, const char *path) {
    struct str key, rest = str_of(path);
    for (bool more = true; more;) {
        more = str_cut(rest, '.', &key, &rest);
        intern_add(intern, key);
    }
    return value_keys(intern, path);
}

struct naming *naming_new(struct arena *arena, struct arena *scratch, struct intern *intern) {
    struct naming *naming = NEW(arena, struct naming);
    *naming = (struct naming){
        .arena = arena,
        .scratch = scratch,
        .intern = intern,
        .known = map_new(arena),
        .owners = add_keys(intern, "metadata.ownerReferences"),
        .related = add_keys(intern, "status.relatedObjects"),
        .spec = add_keys(intern, "spec"),
        .volumes = add_keys(intern, "volumes"),
        .template_volumes = add_keys(intern, "template.spec.volumes"),
        .templates = add_keys(intern, "dataVolumeTemplates"),
        .source = add_keys(intern, "sourceRef.kind"),
        .crons = add_keys(intern, "spec.dataImportCronTemplates"),
        .status_crons = add_keys(intern, "status.dataImportCronTemplates"),
        .migration = add_keys(intern, "status.migrationState.migrationUid"),
        .evacuation = add_keys(intern, "status.evacuationNodeName"),
        .kind = add_keys(intern, "kind"),
        .api_version = add_keys(intern, "apiVersion"),
        .data_volume = add_keys(intern, "dataVolume"),
    };
    return naming;
}

static void add_kind(struct naming *n, struct str kind, struct str api_version) {
    struct str group, version;
    char local[256];
    struct strbuf key = {.arena = n->scratch, .ptr = local, .cap = sizeof local};
    if (!str_cut(api_version, '/', &group, &version))
        group = (struct str){0};
    strbuf_append(&key, kind);
    strbuf_append_byte(&key, '.');
    strbuf_append(&key, group);
    uint32_t atom = intern_add(n->intern, strbuf_str(&key));
    if (!n->kinds.count || n->kinds.items[n->kinds.count - 1] != atom)
        *vec_push(n->arena, &n->kinds) = atom;
}

static void add_listed(struct naming *n, struct value references) {
    struct value_iter it = value_iter(references);
    while (value_next(&it))
        add_kind(n, value_str(value_follow(it.value, &n->kind)),
                 value_str(value_follow(it.value, &n->api_version)));
}

static bool has_data_volume(const struct naming *n, struct value volumes) {
    struct value_iter it = value_iter(volumes);
    while (value_next(&it))
        if (value_is(value_follow(it.value, &n->data_volume), VALUE_MAP))
            return true;
    return false;
}

static void add_of_virtualization(struct naming *n, const struct resource *resource) {
    struct value object = resource->object;
    if (str_eq(resource->kind, STR("HyperConverged")) &&
        (value_count(value_follow(object, &n->crons)) ||
         value_count(value_follow(object, &n->status_crons))))
        add_kind(n, STR("DataImportCron"), STR(CDI));
    if (str_eq(resource->kind, STR("VirtualMachineInstance")) &&
        (value_str(value_follow(object, &n->migration)).len ||
         value_str(value_follow(object, &n->evacuation)).len))
        add_kind(n, STR("VirtualMachineInstanceMigration"), STR("kubevirt.io/v1"));
}

static void add_all(struct naming *n, const struct resource *resource) {
    struct value spec = value_follow(resource->object, &n->spec);
    add_listed(n, value_follow(resource->object, &n->owners));
    add_listed(n, value_follow(resource->object, &n->related));
    if (has_data_volume(n, value_follow(spec, &n->volumes)) ||
        has_data_volume(n, value_follow(spec, &n->template_volumes)) ||
        value_count(value_follow(spec, &n->templates)))
        add_kind(n, STR("DataVolume"), STR(CDI));
    if (str_eq(value_str(value_follow(spec, &n->source)), STR("DataSource")))
        add_kind(n, STR("DataSource"), STR(CDI));
    add_of_virtualization(n, resource);
}

const struct names *naming_of(struct naming *n, const struct resource *resource) {
    n->kinds.count = 0;
    add_all(n, resource);
    if (!n->kinds.count)
        return NULL;
    struct str key = {(const char *)n->kinds.items, n->kinds.count * sizeof *n->kinds.items};
    struct names *names = map_find(&n->known, key);
    if (names)
        return names;
    uint32_t *kinds = NEW_ARRAY(n->arena, n->kinds.count, uint32_t);
    for (size_t i = 0; i < n->kinds.count; i++)
        kinds[i] = n->kinds.items[i];
    key.ptr = (const char *)kinds;
    names = NEW(n->arena, struct names);
    *names = (struct names){kinds, n->kinds.count};
    *map_at(&n->known, key) = names;
    return names;
}
