/* Paths into places, by the path table of must-gathers. */
#include "tree.h"

#include "graph/kinds.h"
#include "graph/layout.h"

struct shape {
    const char *path;
    enum place_kind kind;
    const char *base, *namespace, *group, *plural, *name;
};

#define R "must-gather.local.1/quay-io-x-sha256-0/"

static const struct shape shapes[] = {
    {R "cluster-scoped-resources/core/nodes/n1.yaml", PLACE_CLUSTER_ONE, R, "", "", "nodes", "n1"},
    {R "cluster-scoped-resources/config.openshift.io/nodes.yaml", PLACE_CLUSTER_LIST, R, "",
     "config.openshift.io", "nodes", ""},
    {R "cluster-scoped-resources/cdis.cdi.kubevirt.io/cdi.yaml", PLACE_CLUSTER_CRS, R, "",
     "cdi.kubevirt.io", "cdis", "cdi"},
    {"namespaces/erp/core/pods.yaml", PLACE_LIST, "", "erp", "", "pods", ""},
    {"namespaces/erp/operators.coreos.com/subscriptions/s.yaml", PLACE_ONE, "", "erp",
     "operators.coreos.com", "subscriptions", "s"},
    {"namespaces/erp/crs/virtualmachineinstances.kubevirt.io/vm-1.yaml", PLACE_CRS, "", "erp",
     "kubevirt.io", "virtualmachineinstances", "vm-1"},
    {"namespaces/erp/kubevirt.io/virtualmachines/custom/vm-1.yaml", PLACE_VM, "", "erp",
     "kubevirt.io", "virtualmachines", "vm-1"},
    {"namespaces/erp/kubevirt.io/virtualmachineinstances/vm-1.yaml", PLACE_ONE, "", "erp",
     "kubevirt.io", "virtualmachineinstances", "vm-1"},
    {"namespaces/erp/pods/p-1/p-1.yaml", PLACE_POD, "", "erp", "", "pods", "p-1"},
    {"namespaces/erp/erp.yaml", PLACE_NAMESPACE, "", "", "", "namespaces", "erp"},
    {"namespaces/stray.yaml", PLACE_IN_ROOT, "", "", "", "", ""},
    {"namespaces/openshift-cnv/subscriptions", PLACE_DASHED, "", "openshift-cnv",
     "operators.coreos.com", "subscriptions", ""},
    {"namespaces/openshift-cnv/packagemanifests", PLACE_DASHED, "", "openshift-cnv",
     "packages.operators.coreos.com", "packagemanifests", ""},
    {"namespaces/erp/core/persistentvolumeclaims/c_describe.txt", PLACE_DESCRIBE, "", "erp", "",
     "persistentvolumeclaims", "c"},
    {"a/version", PLACE_VERSION, "a/", "", "", "", ""},
    {"a/version.txt", PLACE_VERSION, "a/", "", "", "", ""},
    {"timestamp", PLACE_TIMESTAMP, "", "", "", "", ""},
    {"a/virtualization/running_vms_count.txt", PLACE_RUNNING_COUNT, "a/", "", "", "", ""},
    {"a/virt_info/crd/virtualmachines.kubevirt.io.count", PLACE_CRD_COUNT, "a/", "", "kubevirt.io",
     "virtualmachines", ""},
    {"a/nodes/skipped_nodes.txt", PLACE_SKIPPED_NODES, "a/", "", "", "", ""},
    {"a/aggregated-discovery-apis.yaml", PLACE_DISCOVERY, "a/", "", "", "", ""},
    {"a/monitoring/prometheus/rules.json", PLACE_ALERTS, "a/", "", "", "", ""},
    {"a/monitoring/alerts.json", PLACE_ALERTS, "a/", "", "", "", ""},
    {"a/apiservices/v1.x.yaml", PLACE_APISERVICE, "a/", "", "apiregistration.k8s.io", "apiservices",
     "v1.x"},
    {"a/webhooks/mutating/x/mutatingwebhookconfiguration.yaml", PLACE_WEBHOOK, "a/", "", "", "",
     ""},
    {"config/version.json", PLACE_INSIGHTS, "", "", "", "", ""},
    {"insights-operator/gathers.json", PLACE_INSIGHTS_MARK, "", "", "", "", ""},
    {"nodes.yaml", PLACE_OTHER, "", "", "", "", ""},
    {"case/vm list.json", PLACE_OTHER, "case/", "", "", "", ""},
    {"case/all-vms", PLACE_TEXT, "case/", "", "", "", ""},
    {"mg.tar.gz!x/namespaces/erp/core/pods.yaml", PLACE_LIST, "mg.tar.gz!x/", "erp", "", "pods",
     ""},
    {"mg.tar.gz!version", PLACE_VERSION, "mg.tar.gz!", "", "", "", ""},
    /* Nothing that is read. */
    {"namespaces/erp/pods/p-1/c/c/logs/current.log", PLACE_NONE, "", "", "", "", ""},
    {"namespaces/erp/core/secrets.yaml", PLACE_NONE, "", "", "", "", ""},
    {"namespaces/erp/core/secrets/s.yaml", PLACE_NONE, "", "", "", "", ""},
    {"a/audit_logs/kube-apiserver/x.json", PLACE_NONE, "", "", "", "", ""},
    {"a/etcd_info/member_list.json", PLACE_NONE, "", "", "", "", ""},
    {"a/monitoring/prometheus/status/config.json", PLACE_NONE, "", "", "", "", ""},
    {"a/network_logs/ovn.gz", PLACE_NONE, "", "", "", "", ""},
    {"a/host_service_logs/masters/kubelet_service.log", PLACE_NONE, "", "", "", "", ""},
    {"a/nodes/n1/x/lspci", PLACE_NONE, "", "", "", "", ""},
    {"must-gather.logs", PLACE_NONE, "", "", "", "", ""},
    {"event-filter.html", PLACE_NONE, "", "", "", "", ""},
    {"namespaces/erp/vms/vm-1/p.dumpxml.xml", PLACE_NONE, "", "", "", "", ""},
    {"", PLACE_TEXT, "", "", "", "", ""},
    {"namespaces/", PLACE_NONE, "", "", "", "", ""},
    {"/", PLACE_TEXT, "/", "", "", "", ""},
};

static void test_layout__shapes(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        const struct shape *shape = &shapes[i];
        struct place place = layout_place(str_of(shape->path));
        if (place.kind != shape->kind)
            fail_msg("%s: %d, not %d", shape->path, (int)place.kind, (int)shape->kind);
        assert_int_equal(layout_wanted(str_of(shape->path)), shape->kind != PLACE_NONE);
        if (place.kind == PLACE_NONE)
            continue;
        assert_text(place.base, shape->base);
        assert_text(place.namespace, shape->namespace);
        assert_text(place.group, shape->group);
        assert_text(place.plural, shape->plural);
        assert_text(place.name, shape->name);
    }
}

static void test_layout__descends_only_outside_of_roots(void **state) {
    (void)state;
    static const char *const yes[] = {"must-gather.tar.gz",   "case/0010-mg.tgz", "case/mg.zip",
                                      "insights-1.tar.gz",    "case/mg",          "x.tar.zst",
                                      "outer.zip!mg.tar.bz2", "a/must-gather.gz"};
    static const char *const no[] = {"namespaces/erp/pods/p/c/c/logs/rotated/0.log.1.gz",
                                     "a/cluster-scoped-resources/x.tar.gz",
                                     "a/insights-data/insights-operator/insights-2024.tar.gz",
                                     "a/network_logs/ovn.tar.gz",
                                     "a/nodes/n1/sysinfo.tgz",
                                     "a/audit_logs/x.log.gz",
                                     "x.log.gz",
                                     "page.html"};
    for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++)
        if (!layout_descends(str_of(yes[i])))
            fail_msg("%s", yes[i]);
    for (size_t i = 0; i < sizeof no / sizeof no[0]; i++)
        if (layout_descends(str_of(no[i])))
            fail_msg("%s", no[i]);
}

static void test_layout__insights_kinds(void **state) {
    (void)state;
    struct str kind, group;
    assert_true(layout_insights_kind(STR("x/config/node/n1.json"), &kind, &group));
    assert_text(kind, "Node");
    assert_text(group, "");
    assert_true(layout_insights_kind(STR("config/version.json"), &kind, &group));
    assert_text(kind, "ClusterVersion");
    assert_false(layout_insights_kind(STR("config/versions/x.json"), &kind, &group));
    assert_false(layout_insights_kind(STR("config/configmaps/x.json"), &kind, &group));
}

static void test_layout__folder(void **state) {
    (void)state;
    assert_text(layout_folder(STR("a/b/c")), "a/b/");
    assert_text(layout_folder(STR("a/b/")), "a/");
    assert_text(layout_folder(STR("x.tar!a/")), "x.tar!");
    assert_text(layout_folder(STR("x.tar!")), "");
    assert_text(layout_folder(STR("")), "");
}

static void test_kinds__names(void **state) {
    (void)state;
    struct str kind, group;
    assert_true(kinds_parse(STR("Node"), &kind, &group));
    assert_text(group, "");
    assert_true(kinds_parse(STR("Node.config.openshift.io"), &kind, &group));
    assert_text(kind, "Node");
    assert_text(group, "config.openshift.io");
    assert_true(kinds_parse(STR("Subscription"), &kind, &group));
    assert_text(group, "operators.coreos.com");
    assert_false(kinds_parse(STR("Whatever"), &kind, &group));
}

static void test_kinds__each_row_once(void **state) {
    (void)state;
    size_t count;
    const struct kind_info *table = kinds_table(&count);
    for (size_t i = 0; i < count; i++) {
        assert_ptr_equal(kinds_find(table[i].kind, table[i].group), &table[i]);
        if (table[i].plural.len)
            assert_ptr_equal(kinds_by_plural(table[i].plural, table[i].group), &table[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_layout__shapes),
        cmocka_unit_test(test_layout__descends_only_outside_of_roots),
        cmocka_unit_test(test_layout__insights_kinds),
        cmocka_unit_test(test_layout__folder),
        cmocka_unit_test(test_kinds__names),
        cmocka_unit_test(test_kinds__each_row_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
