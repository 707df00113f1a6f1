/* A member's path into its place. The trick is to look for the leftmost folder named
 * cluster-scoped-resources or namespaces: what stands before it is the root of a gather, however
 * deep it lies, and what stands after it is one of a dozen fixed shapes. */
#include "graph/layout.h"

#include "graph/kinds.h"

#define MAX_PARTS 6 /* the deepest shape below namespaces/ has five */

struct parts {
    struct str items[MAX_PARTS];
    size_t count; /* MAX_PARTS also stands for more */
};

static struct parts split(struct str path) {
    struct parts parts = {0};
    bool more = true;
    while (more && parts.count < MAX_PARTS)
        more = str_cut(path, '/', &parts.items[parts.count++], &path);
    return parts;
}

static bool is_document(struct str name) {
    return str_ends_with(name, STR(".yaml")) || str_ends_with(name, STR(".yml")) ||
           str_ends_with(name, STR(".json"));
}

static struct str without_extension(struct str name) {
    size_t dot = name.len;
    while (dot > 0 && name.ptr[dot - 1] != '.')
        dot--;
    return dot > 1 ? str_slice(name, 0, dot - 1) : name;
}

static size_t folder_length(struct str path) {
    size_t end = path.len;
    while (end > 0 && path.ptr[end - 1] != '/' && path.ptr[end - 1] != '!')
        end--;
    return end;
}

struct str layout_folder(struct str path) {
    if (path.len && (path.ptr[path.len - 1] == '/' || path.ptr[path.len - 1] == '!'))
        path.len--;
    return str_slice(path, 0, folder_length(path));
}

/* Offset of the leftmost folder of that name, SIZE_MAX where there is none. */
static size_t find_folder(struct str path, struct str name) {
    for (size_t at = 0; (at = str_find(path, name, at)) != SIZE_MAX; at++) {
        bool begins = at == 0 || path.ptr[at - 1] == '/' || path.ptr[at - 1] == '!';
        if (begins && at + name.len < path.len && path.ptr[at + name.len] == '/')
            return at;
    }
    return SIZE_MAX;
}

static bool has_folder(struct str path, const struct str *names, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (find_folder(path, names[i]) != SIZE_MAX)
            return true;
    return false;
}

static struct str group_of(struct str folder) {
    return str_eq(folder, STR("core")) ? (struct str){0} : folder;
}

/* "<plural>.<group>" */
static void split_crd(struct str crd, struct place *place) {
    str_cut(crd, '.', &place->plural, &place->group);
}

static enum place_kind cluster_shape(const struct parts *p, struct place *place) {
    struct str base = without_extension(p->items[p->count - 1]);
    struct str folder = p->items[0], plural, group;
    if (p->count == 2) {
        /* CS/config.openshift.io/nodes.yaml or CS/cdis.cdi.kubevirt.io/cdi.yaml: a folder that is
         * the name of a known CRD is the latter. */
        if (str_cut(folder, '.', &plural, &group) && kinds_by_plural(plural, group)) {
            split_crd(folder, place);
            place->name = base;
            return PLACE_CLUSTER_CRS;
        }
        place->group = group_of(folder);
        place->plural = base;
        return PLACE_CLUSTER_LIST;
    }
    if (p->count != 3)
        return PLACE_IN_ROOT;
    place->group = group_of(folder);
    place->plural = p->items[1];
    place->name = base;
    return PLACE_CLUSTER_ONE;
}

static enum place_kind namespaced_one(const struct parts *p, struct place *place) {
    struct str base = without_extension(p->items[3]);
    place->name = base;
    if (str_eq(p->items[1], STR("crs"))) {
        split_crd(p->items[2], place);
        return PLACE_CRS;
    }
    if (str_eq(p->items[1], STR("pods"))) {
        place->plural = STR("pods");
        return str_eq(p->items[2], base) ? PLACE_POD : PLACE_IN_ROOT;
    }
    place->group = group_of(p->items[1]);
    place->plural = p->items[2];
    return PLACE_ONE;
}

static enum place_kind namespaced_shape(const struct parts *p, struct place *place) {
    struct str base = without_extension(p->items[p->count - 1]);
    if (p->count == 1)
        return PLACE_IN_ROOT;
    place->namespace = p->items[0];
    if (p->count == 2 && str_eq(base, p->items[0])) {
        place->plural = STR("namespaces");
        place->name = base;
        place->namespace = (struct str){0};
        return PLACE_NAMESPACE;
    }
    if (p->count == 3) {
        place->group = group_of(p->items[1]);
        place->plural = base;
        return PLACE_LIST;
    }
    if (p->count == 4)
        return namespaced_one(p, place);
    if (p->count == 5 && str_eq(p->items[1], STR("kubevirt.io")) &&
        str_eq(p->items[2], STR("virtualmachines"))) {
        place->group = p->items[1];
        place->plural = p->items[2];
        place->name = base;
        return PLACE_VM;
    }
    return PLACE_IN_ROOT;
}

static enum place_kind dashed(const struct parts *p, struct place *place) {
    static const struct str names[] = {
        {"subscriptions", 13}, {"installplans", 12}, {"packagemanifests", 16}};
    for (size_t i = 0; p->count == 2 && i < 3; i++) {
        if (!str_eq(p->items[1], names[i]))
            continue;
        place->namespace = p->items[0];
        place->plural = names[i];
        place->group = i == 2 ? STR("packages.operators.coreos.com") : STR("operators.coreos.com");
        return PLACE_DASHED;
    }
    struct str describe = STR("_describe.txt");
    if (p->count == 4 && str_eq(p->items[2], STR("persistentvolumeclaims")) &&
        str_ends_with(p->items[3], describe)) {
        place->namespace = p->items[0];
        place->plural = p->items[2];
        place->name = str_slice(p->items[3], 0, p->items[3].len - describe.len);
        return PLACE_DESCRIBE;
    }
    return PLACE_NONE;
}

static bool is_secret(const struct place *place) {
    return str_eq(place->plural, STR("secrets")) && place->group.len == 0;
}

static enum place_kind below_root(struct str rest, bool namespaced, struct place *place) {
    struct parts p = split(rest);
    if (!is_document(p.items[p.count - 1]))
        return namespaced ? dashed(&p, place) : PLACE_NONE;
    enum place_kind kind = namespaced ? namespaced_shape(&p, place) : cluster_shape(&p, place);
    return is_secret(place) ? PLACE_NONE : kind;
}

/* Folders of gathers that hold no objects, whatever their files are called. */
static bool is_junk(struct str path) {
    static const struct str folders[] = {
        {"audit_logs", 10},
        {"etcd_info", 9},
        {"network_logs", 12},
        {"static-pods", 11},
        {"insights-data", 13},
        {"host_service_logs", 17},
        {"machine_config_ondisk", 21},
        {"ingress_controllers", 19},
    };
    return has_folder(path, folders, sizeof folders / sizeof folders[0]);
}

static bool take(struct str rest, const char *folder, struct str *ret_below) {
    struct str name = str_of(folder);
    *ret_below = str_slice(rest, name.len, rest.len);
    return str_starts_with(rest, name);
}

/* Members of R beside CS and NS. `rest` is the path from the last folder or the last but one. */
static enum place_kind beside_root(struct str rest, struct place *place) {
    struct str below;
    struct str file = str_after_last(rest, '/');
    if (take(rest, "virtualization/", &below) && str_eq(below, STR("running_vms_count.txt")))
        return PLACE_RUNNING_COUNT;
    if (take(rest, "virt_info/crd/", &below) && str_ends_with(below, STR(".count"))) {
        split_crd(str_slice(below, 0, below.len - 6), place);
        return PLACE_CRD_COUNT;
    }
    if (take(rest, "nodes/", &below) && str_eq(below, STR("skipped_nodes.txt")))
        return PLACE_SKIPPED_NODES;
    if (take(rest, "monitoring/", &below))
        return str_eq(below, STR("prometheus/rules.json")) || str_eq(below, STR("alerts.json"))
                   ? PLACE_ALERTS
                   : PLACE_NONE;
    if (take(rest, "apiservices/", &below) && is_document(file)) {
        place->plural = STR("apiservices");
        place->group = STR("apiregistration.k8s.io");
        place->name = without_extension(file);
        return PLACE_APISERVICE;
    }
    if (take(rest, "webhooks/", &below) && is_document(file))
        return PLACE_WEBHOOK;
    if (take(rest, "insights-operator/", &below) && is_document(file))
        return PLACE_INSIGHTS_MARK;
    if (take(rest, "config/", &below) && place->json)
        return PLACE_INSIGHTS;
    return PLACE_NONE;
}

static size_t beside_offset(struct str path) {
    static const struct str folders[] = {
        {"virtualization", 14}, {"virt_info", 9},          {"monitoring", 10}, {"apiservices", 11},
        {"webhooks", 8},        {"insights-operator", 17}, {"config", 6},      {"nodes", 5}};
    size_t first = SIZE_MAX;
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        size_t at = find_folder(path, folders[i]);
        first = at < first ? at : first;
    }
    return first;
}

static enum place_kind own_name(struct str file) {
    if (str_eq(file, STR("version")) || str_eq(file, STR("version.txt")))
        return PLACE_VERSION;
    if (str_eq(file, STR("timestamp")))
        return PLACE_TIMESTAMP;
    if (str_eq(file, STR("aggregated-discovery-api.yaml")) ||
        str_eq(file, STR("aggregated-discovery-apis.yaml")))
        return PLACE_DISCOVERY;
    return is_document(file) ? PLACE_OTHER : PLACE_NONE;
}

/* Files that `oc get -o yaml >` made under a name that tells nothing: at most one folder deep, so
 * that the node texts of a gather are not meant. */
static bool may_be_text(struct str path, struct str file) {
    size_t folders = 0;
    for (size_t i = 0; i < path.len; i++)
        folders += path.ptr[i] == '/';
    bool plain_name = str_find_byte(file, '.', 0) == SIZE_MAX || str_ends_with(file, STR(".txt")) ||
                      str_ends_with(file, STR(".out"));
    return folders <= 1 && plain_name;
}

static void place_outside(struct str path, struct place *place) {
    struct str file = str_slice(path, folder_length(path), path.len);
    place->base = str_slice(path, 0, folder_length(path));
    place->kind = own_name(file);
    if (is_junk(path)) {
        place->kind = PLACE_NONE;
        return;
    }
    size_t at = beside_offset(path);
    if (at != SIZE_MAX && (place->kind == PLACE_OTHER || place->kind == PLACE_NONE)) {
        enum place_kind kind = beside_root(str_slice(path, at, path.len), place);
        bool prometheus = str_starts_with(str_slice(path, at, path.len), STR("monitoring/"));
        if (kind != PLACE_NONE || prometheus) {
            place->kind = kind;
            place->base = str_slice(path, 0, at);
            return;
        }
    }
    if (place->kind == PLACE_NONE && may_be_text(path, file))
        place->kind = PLACE_TEXT;
}

struct place layout_place(struct str path) {
    struct str cs_name = STR("cluster-scoped-resources"), ns_name = STR("namespaces");
    struct place place = {.json = str_ends_with(path, STR(".json"))};
    size_t cs = find_folder(path, cs_name), ns = find_folder(path, ns_name);
    if (cs == SIZE_MAX && ns == SIZE_MAX) {
        place_outside(path, &place);
        return place;
    }
    bool namespaced = ns < cs;
    size_t at = namespaced ? ns : cs;
    place.in_root = true;
    place.base = str_slice(path, 0, at);
    size_t below = at + (namespaced ? ns_name.len : cs_name.len) + 1;
    place.kind = below_root(str_slice(path, below, path.len), namespaced, &place);
    return place;
}

bool layout_wanted(struct str path) {
    return layout_place(path).kind != PLACE_NONE;
}

static bool is_archive_name(struct str file) {
    static const struct str ends[] = {{".tar", 4}, {".tgz", 4}, {".txz", 4},  {".tbz2", 5},
                                      {".zip", 4}, {".7z", 3},  {".tzst", 5}, {".cpio", 5}};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (str_ends_with(file, ends[i]))
            return true;
    static const struct str packed[] = {{".gz", 3}, {".xz", 3}, {".bz2", 4}, {".zst", 4}};
    for (size_t i = 0; i < sizeof packed / sizeof packed[0]; i++)
        if (str_ends_with(file, packed[i]))
            return !str_contains(file, STR(".log"));
    return str_contains(file, STR(".tar.")) || str_find_byte(file, '.', 0) == SIZE_MAX;
}

bool layout_descends(struct str path) {
    struct str cs_name = STR("cluster-scoped-resources"), ns_name = STR("namespaces");
    if (find_folder(path, cs_name) != SIZE_MAX || find_folder(path, ns_name) != SIZE_MAX)
        return false;
    if (is_junk(path) || beside_offset(path) != SIZE_MAX)
        return false;
    return is_archive_name(str_slice(path, folder_length(path), path.len));
}

bool layout_insights_kind(struct str path, struct str *ret_kind, struct str *ret_group) {
    static const struct {
        struct str folder;
        bool file;
        const char *kind, *group;
    } rows[] = {
        {{"version", 7}, true, "ClusterVersion", "config.openshift.io"},
        {{"infrastructure", 14}, true, "Infrastructure", "config.openshift.io"},
        {{"featuregate", 11}, true, "FeatureGate", "config.openshift.io"},
        {{"clusteroperator", 15}, false, "ClusterOperator", "config.openshift.io"},
        {{"machineconfigpools", 18},
         false,
         "MachineConfigPool",
         "machineconfiguration.openshift.io"},
        {{"node", 4}, false, "Node", ""},
        {{"pdbs", 4}, false, "PodDisruptionBudget", "policy"},
        {{"storage/storageclasses", 22}, false, "StorageClass", "storage.k8s.io"},
        {{"persistentvolumes", 17}, false, "PersistentVolume", ""},
        {{"subscriptions", 13}, false, "Subscription", "operators.coreos.com"},
    };
    size_t at = find_folder(path, STR("config"));
    if (at == SIZE_MAX)
        return false;
    struct str rest = without_extension(str_slice(path, at + 7, path.len));
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        bool below = rest.len > rows[i].folder.len && rest.ptr[rows[i].folder.len] == '/';
        if (!str_starts_with(rest, rows[i].folder) ||
            (rows[i].file ? rest.len != rows[i].folder.len : !below))
            continue;
        *ret_kind = str_of(rows[i].kind);
        *ret_group = str_of(rows[i].group);
        return true;
    }
    return false;
}
