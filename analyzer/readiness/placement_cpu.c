/* A VM's CPU and the features it relies on to the labels that virt-handler gives to nodes which
 * have them. Only virt-handler's own word counts: where a label's family is on no node at all,
 * nothing is known.
 *
 * Sources: kubevirt/kubevirt pkg/virt-controller/services/nodeselectorrenderer.go and
 * pkg/virt-controller/watch/migration/migration.go (prepareNodeSelectorForHostCpuModel). */
#include "base/arena.h"
#include "base/limits.h"
#include "readiness/placement_inside.h"

#define HOST_MODEL "host-model-cpu.node.kubevirt.io/"
#define HOST_FEATURES "host-model-required-features.node.kubevirt.io/"
#define MIGRATION_MODEL "cpu-model-migration.node.kubevirt.io/"
#define MODEL "cpu-model.node.kubevirt.io/"
#define FEATURE "cpu-feature.node.kubevirt.io/"
#define HYPERV "hyperv.node.kubevirt.io/"

struct asking {
    struct placement *p;
    const struct placement_node *source;
    VEC(struct placement_label) labels;
    bool unsure, passthrough;
};

static bool labelled(const struct placement *p, struct str prefix) {
    for (size_t i = 0; i < p->n_nodes; i++)
        for (size_t k = 0; k < p->nodes[i].labels.count; k++)
            if (str_starts_with(p->nodes[i].labels.entries[k].key, prefix))
                return true;
    return false;
}

/* Whether a family of labels is in use, asked of the labels once. */
static bool in_use(struct placement *p, const char *prefix) {
    bool new;
    struct placement_answered *answered =
        placement_ask(p, str_printf(p->scratch, "family %s", prefix), &new);
    if (new)
        answered->unsure = !labelled(p, str_of(prefix));
    return !answered->unsure;
}

static void want(struct asking *a, struct str key, struct str value) {
    *vec_push(a->p->scratch, &a->labels) = (struct placement_label){key, value};
}

static void want_joined(struct asking *a, const char *prefix, struct str name, struct str value) {
    want(a, str_printf(a->p->scratch, "%s%.*s", prefix, STR_ARG(name)), value);
}

/* A VM that has migrated before keeps the labels it then got. */
static bool kept_labels(struct asking *a, const struct resource *vmi) {
    const struct resource *launcher = placement_launcher(a->p, vmi);
    bool any = false;
    struct value_iter it = {0};
    if (launcher)
        it = value_iter(value_path(launcher->object, "spec.nodeSelector"));
    while (value_next(&it))
        if (str_starts_with(it.key, STR(FEATURE)) ||
            str_starts_with(it.key, STR(MIGRATION_MODEL))) {
            want(a, it.key, value_str(it.value));
            any = any || str_starts_with(it.key, STR(MIGRATION_MODEL));
        }
    return any;
}

/* The model of the node it runs on, and what that model needs. Before the labels for migration came
 * (0.49), the target had to be of the very same model. */
static void want_host_model(struct asking *a, const struct resource *vmi) {
    if (kept_labels(a, vmi))
        return;
    bool found = false;
    const char *prefix = in_use(a->p, MIGRATION_MODEL) ? MIGRATION_MODEL : HOST_MODEL;
    for (size_t i = 0; a->source && i < a->source->labels.count; i++) {
        struct str key = a->source->labels.entries[i].key;
        struct str value = *(const struct str *)a->source->labels.entries[i].value;
        struct str name = str_after_last(key, '/');
        if (str_starts_with(key, STR(HOST_MODEL))) {
            want_joined(a, prefix, name, value);
            found = true;
        } else if (str_starts_with(key, STR(HOST_FEATURES))) {
            want_joined(a, FEATURE, name, value);
        }
    }
    a->unsure = a->unsure || !found;
}

static void want_model(struct asking *a, const struct resource *vmi) {
    struct str model = value_str(value_path(vmi->object, "spec.domain.cpu.model"));
    if (!model.len)
        return;
    a->passthrough = str_eq(model, STR("host-passthrough"));
    if (str_eq(model, STR("host-model")))
        want_host_model(a, vmi);
    else if (!a->passthrough && in_use(a->p, MODEL))
        want_joined(a, MODEL, model, STR("true"));
    else if (!a->passthrough)
        a->unsure = true;
}

static void want_features(struct asking *a, struct value features) {
    struct value_iter it = value_iter(features);
    size_t count = 0;
    while (value_next(&it)) {
        struct str policy = value_str(value_path(it.value, "policy"));
        struct str name = value_str(value_path(it.value, "name"));
        if (policy.len && !str_eq(policy, STR("require")))
            continue;
        if (++count > LIMIT_PLACEMENT_TERMS || !in_use(a->p, FEATURE)) {
            a->unsure = true;
            return;
        }
        want_joined(a, FEATURE, name, STR("true"));
    }
}

/* Some clusters do not ask for these; then its own node need not have them either. */
static void want_if_source_has(struct asking *a, struct str key, struct str value) {
    const struct str *have = a->source ? map_find(&a->source->labels, key) : NULL;
    if (have && str_eq(*have, value))
        want(a, key, value);
}

static void want_hyperv(struct asking *a, struct value hyperv) {
    static const char *const known[] = {"vpindex",  "runtime",    "reset",
                                        "synic",    "synictimer", "frequencies",
                                        "tlbflush", "ipi",        "reenlightenment"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        struct value feature = value_get(hyperv, str_of(known[i]));
        struct value enabled = value_path(feature, "enabled");
        bool off = value_is(enabled, VALUE_BOOL) && !value_bool(enabled);
        if (value_is(feature, VALUE_MAP) && !off)
            want_if_source_has(a, str_printf(a->p->scratch, HYPERV "%s", known[i]), STR("true"));
    }
}

static void want_security(struct asking *a, struct value security) {
    static const char *const known[] = {"sev", "snp", "tdx"};
    static const char *const labels[] = {"kubevirt.io/sev", "kubevirt.io/sev-snp",
                                         "kubevirt.io/tdx"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (value_is(value_get(security, str_of(known[i])), VALUE_MAP))
            want_if_source_has(a, str_of(labels[i]), STR("true"));
}

/* A guest that sees the host's CPU as it is needs one that can do the same; that another model can
 * is possible, not known. */
static void doubt_other_models(struct asking *a, struct placement_answered *answered) {
    struct str model = {0};
    for (size_t i = 0; a->source && i < a->source->labels.count; i++)
        if (str_starts_with(a->source->labels.entries[i].key, STR(HOST_MODEL)))
            model = a->source->labels.entries[i].key;
    answered->doubt = placement_row(a->p, false);
    for (size_t i = 0; i < a->p->n_nodes; i++)
        if (!model.len || !map_find(&a->p->nodes[i].labels, model))
            placement_row_set(answered->doubt, i, true);
}

static struct str question(const struct asking *a) {
    struct strbuf text = strbuf_new(a->p->scratch);
    strbuf_printf(&text, "cpu %d", a->unsure);
    if (a->passthrough && a->source)
        strbuf_printf(&text, " as %.*s", STR_ARG(a->source->name));
    for (size_t i = 0; i < a->labels.count; i++)
        strbuf_printf(&text, " %zu:%.*s=%.*s", a->labels.items[i].key.len,
                      STR_ARG(a->labels.items[i].key), STR_ARG(a->labels.items[i].value));
    return strbuf_str(&text);
}

const struct placement_answered *placement_cpu(struct placement *p, const struct resource *vmi) {
    struct asking a = {.p = p};
    struct value domain = value_path(vmi->object, "spec.domain");
    a.source = placement_node(p, value_str(value_path(vmi->object, "status.nodeName")));
    want_model(&a, vmi);
    want_features(&a, value_path(domain, "cpu.features"));
    want_hyperv(&a, value_path(domain, "features.hyperv"));
    want_security(&a, value_path(domain, "launchSecurity"));
    struct str architecture = value_str(value_path(vmi->object, "spec.architecture"));
    if (architecture.len)
        want_if_source_has(&a, STR("kubernetes.io/arch"), architecture);
    if (!a.labels.count && !a.unsure && !a.passthrough)
        return NULL;
    bool new;
    struct placement_answered *answered = placement_ask(p, question(&a), &new);
    if (!new)
        return answered;
    for (size_t i = 0; i < a.labels.count; i++)
        *vec_push(p->arena, &answered->labels) = (struct placement_label){
            str_copy(p->arena, a.labels.items[i].key), str_copy(p->arena, a.labels.items[i].value)};
    placement_match_labels(p, answered);
    answered->unsure = answered->unsure || a.unsure;
    if (a.passthrough)
        doubt_other_models(&a, answered);
    return answered;
}
