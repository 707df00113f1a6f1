#include "support.h"

#define CNV                                                                                        \
    "oc adm must-gather "                                                                          \
    "--image=registry.redhat.io/container-native-virtualization/cnv-must-gather-rhel9:v<version>"
#define DETAILS CNV " -- /usr/bin/gather --vms_details"

static struct rule_set *load(struct bench *b) {
    *b = bench_new();
    struct rule_set *set = bench_load(b, 1, NULL);
    assert_non_null(set);
    return set;
}

static void one(const char *kind, const char *namespace, const char *expected) {
    struct bench b;
    struct rule_set *set = load(&b);
    struct missing missing = {.kind = str_of(kind), .namespace = str_of(namespace)};
    assert_string_equal(str_c(b.arena, rules_gather(set, b.arena, missing, (struct str){0})),
                        expected);
    bench_free(&b);
}

static void test_one(void **state) {
    (void)state;
    one("ClusterVersion", "", "oc adm must-gather");
    one("VirtualMachineInstance", "a", CNV);
    one("Pod", "a", "oc adm inspect ns/a");
    one("Pod", "", DETAILS);
    one("PodDisruptionBudget", "openshift-x", "oc adm inspect ns/openshift-x");
    one("Widget.example.com", "", "oc get Widget.example.com --all-namespaces -o yaml");
}

/* Names are an archive's. */
static void test_hostile(void **state) {
    (void)state;
    one("Pod", "a;reboot", DETAILS);
    one("Pod", "--all", DETAILS);
    one("Widget;reboot", "", "");
    one("-rf", "", "");
}

static void fewest(const struct missing *items, size_t count, const char *expected) {
    struct bench b;
    struct rule_set *set = load(&b);
    struct missing_set missing = {0};
    for (size_t i = 0; i < count; i++)
        missing = missing_union(b.arena, missing, missing_one(b.arena, items[i]));
    struct strs lines = rules_gather_fewest(set, b.arena, missing, (struct str){0});
    struct strbuf out = strbuf_new(b.arena);
    for (size_t i = 0; i < lines.count; i++)
        strbuf_printf(&out, "%.*s\n", STR_ARG(lines.items[i]));
    assert_string_equal(str_c(b.arena, strbuf_str(&out)), expected);
    bench_free(&b);
}

static struct missing lacks(const char *kind, const char *namespace) {
    return (struct missing){.kind = str_of(kind), .namespace = str_of(namespace)};
}

static void test_fewest(void **state) {
    (void)state;
    fewest(NULL, 0, "");
    struct missing platform[] = {lacks("ClusterVersion", ""), lacks("Node", "")};
    fewest(platform, 2, "oc adm must-gather\n");
    struct missing pods[] = {lacks("Pod", "a"), lacks("Event", "a"), lacks("Pod", "b")};
    fewest(pods, 3, "oc adm inspect ns/a ns/b\n");
    /* One command with all details beats two. */
    struct missing vms[] = {lacks("Pod", "a"), lacks("VirtualMachineInstance", "")};
    fewest(vms, 2, DETAILS "\n");
    struct missing both[] = {lacks("ClusterVersion", ""), lacks("VirtualMachine", "")};
    fewest(both, 2, "oc adm must-gather\n" CNV "\n");
    struct missing other[] = {lacks("Widget.example.com", "a"), lacks("Widget.example.com", "b"),
                              lacks("ClusterVersion", "")};
    fewest(other, 3, "oc adm must-gather\noc get Widget.example.com --all-namespaces -o yaml\n");
}

static void test_many_namespaces(void **state) {
    (void)state;
    struct bench b;
    struct rule_set *set = load(&b);
    struct missing_set missing = {0};
    for (int i = 0; i < 40; i++) {
        struct missing pod = {.kind = STR("Pod"), .namespace = str_printf(b.arena, "ns%02d", i)};
        missing = missing_union(b.arena, missing, missing_one(b.arena, pod));
    }
    struct strs lines = rules_gather_fewest(set, b.arena, missing, (struct str){0});
    assert_int_equal(lines.count, 1);
    assert_string_equal(str_c(b.arena, lines.items[0]), DETAILS);
    bench_free(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one),
        cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_fewest),
        cmocka_unit_test(test_many_namespaces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
