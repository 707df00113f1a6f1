/* A report made by hand for the writers' tests: 41 VMs (or as many as asked for) on 6 workers,
 * every status, explained findings, an overlay rule, damage. With `hostile` every text carries what
 * an archive might hold to break a page, a test file or a terminal. */
#ifndef VIRTREADY_TESTS_EXAMPLE_H
#define VIRTREADY_TESTS_EXAMPLE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/diag.h"
#include "report/catalogue.h"
#include "report/model.h"

/* Markup, quotes, an end of CDATA, escape sequences, NUL, a broken byte, a noncharacter (encoded),
 * directions, C1. */
#define HOSTILE                                                                                    \
    "<script>alert(1)</script>&amp;\"'`]]>--><style>\x1b[31m\x07 \xff\xef\xbf\xbe\xef\xbf\xbf"     \
    "\xe2\x80\xae"                                                                                 \
    "evil\xe2\x81\xa6\xc2\x9b"                                                                     \
    "2J\x7f{{7*7}}\r\nnext\0nul"

struct example {
    struct arena *arena;
    bool hostile;
    size_t n_vms;
};

/* Every text of the example goes through here. */
static inline struct str example_text(const struct example *x, const char *text) {
    if (!x->hostile)
        return str_of(text);
    struct strbuf out = strbuf_new(x->arena);
    strbuf_append(&out, str_of(text));
    strbuf_append(&out, STR(HOSTILE));
    return strbuf_str(&out);
}

static inline struct strs example_strs(const struct example *x, size_t count,
                                       const char *const *texts) {
    struct str *items = NEW_ARRAY(x->arena, count, struct str);
    for (size_t i = 0; i < count; i++)
        items[i] = str_of(texts[i]);
    return (struct strs){items, count};
}

#define EXAMPLE_STRS(x, ...)                                                                       \
    example_strs(x, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *),                   \
                 (const char *const[]){__VA_ARGS__})

static inline struct object_ref example_ref(const struct example *x, const char *kind,
                                            const char *namespace, const char *name) {
    return (struct object_ref){.api_version = STR("v1"),
                               .kind = str_of(kind),
                               .namespace = *namespace ? example_text(x, namespace) : STR(""),
                               .name = example_text(x, name)};
}

static inline struct rule *example_rule(const struct example *x, const char *id,
                                        const char *category, const char *assertion,
                                        enum level severity) {
    struct rule *rule = NEW(x->arena, struct rule);
    *rule = (struct rule){
        .id = str_of(id),
        .title = example_text(x, assertion),
        .assertion = example_text(x, assertion),
        .why = example_text(x, "A drain asks KubeVirt to migrate the VM. It cannot, and the VM's "
                               "disruption budget refuses the eviction, so the node never drains."),
        .category = str_of(category),
        .severity = severity,
        .bites = STR("workers"),
        .decisive = true,
        .scopes = EXAMPLE_STRS(x, "workload", "ocp"),
        .tags = EXAMPLE_STRS(x, "drain"),
        .docs = EXAMPLE_STRS(x, "https://docs.example.org/virt/live-migration"),
        .origin = STR("built in")};
    return rule;
}

static inline const struct evidence *example_evidence(const struct example *x, const char *path) {
    struct evidence *e = NEW_ARRAY(x->arena, 2, struct evidence);
    static const char *const lines[] = {
        "  - lastProbeTime: null",
        "    message: 'cannot migrate VMI: PVC erp-db-02-data is not shared'",
        "    reason: DisksNotLiveMigratable", "    status: \"False\"", "    type: LiveMigratable"};
    struct excerpt_line *excerpt = NEW_ARRAY(x->arena, 5, struct excerpt_line);
    for (uint32_t i = 0; i < 5; i++)
        excerpt[i] = (struct excerpt_line){412 + i, example_text(x, lines[i])};
    e[0] = (struct evidence){.object = example_ref(x, "VirtualMachineInstance", "erp", "erp-db-02"),
                             .path = example_text(x, path),
                             .line = 413,
                             .end_line = 415,
                             .field = STR("status.conditions"),
                             .value = example_text(x, "False"),
                             .excerpt = excerpt,
                             .n_excerpt = 5};
    e[1] = (struct evidence){.object = e[0].object,
                             .path = example_text(x, path),
                             .line = 90,
                             .end_line = 90,
                             .field = STR("spec.volumes[0].cloudInitNoCloud.userData"),
                             .masked = true};
    return e;
}

static inline struct finding example_finding(const struct example *x, enum level level,
                                             const char *namespace, const char *name,
                                             const char *message) {
    struct remedy *remedies = NEW_ARRAY(x->arena, 2, struct remedy);
    remedies[0] = (struct remedy){
        .text = example_text(x, "If the VM may be down for one reboot of its node: stop it "
                                "before the step, start it afterwards."),
        .command = str_printf(x->arena, "virtctl stop %s -n %s", name, namespace),
        .changes = true};
    remedies[1] =
        (struct remedy){.text = example_text(x, "If it may not: see which disk is not shared.")};
    remedies[1].command = example_text(x, "oc get vmi -A -o wide");
    return (struct finding){
        .object = example_ref(x, "VirtualMachineInstance", namespace, name),
        .level = level,
        .message = example_text(x, message),
        .remedies = remedies,
        .n_remedies = 2,
        .verify = example_text(x, "oc get vmi -A -o jsonpath='{.items[*].status.phase}'"),
        .step = 5,
        .fingerprint = STR("0123456789abcdef"),
        .evidence = example_evidence(
            x, "registry-cnv/namespaces/erp/kubevirt.io/virtualmachineinstances/erp-db-02.yaml"),
        .n_evidence = 2};
}

static inline void example_chain(const struct example *x, struct finding *finding,
                                 const char *namespace, const char *name) {
    struct chain_link *links = NEW_ARRAY(x->arena, 5, struct chain_link);
    links[0] =
        (struct chain_link){example_ref(x, "VirtualMachine", namespace, name), STR("VM"), false};
    links[1] = (struct chain_link){example_ref(x, "PersistentVolumeClaim", namespace, name),
                                   STR("PVC"), true};
    links[2] = (struct chain_link){example_ref(x, "PersistentVolume", "", "pvc-1f0c2b6e"),
                                   STR("PV"), false};
    links[3] = (struct chain_link){example_ref(x, "StorageClass", "", "hostpath-csi"),
                                   STR("StorageClass"), false};
    links[4] = (struct chain_link){example_ref(x, "Node", "", "worker-02"), STR("only on"), false};
    finding->chain = links;
    finding->n_chain = 5;
}

static inline struct finding *example_findings(const struct example *x, size_t count,
                                               enum level level, const char *message) {
    static const char *const vms[][2] = {
        {"ci", "jenkins-agent-03"}, {"erp", "erp-db-02"}, {"gis", "gis-render-01"}};
    struct finding *findings = NEW_ARRAY(x->arena, count, struct finding);
    for (size_t i = 0; i < count; i++) {
        findings[i] = example_finding(x, level, vms[i % 3][0], vms[i % 3][1], message);
        if (i >= 3)
            findings[i].object.name = str_printf(x->arena, "more-%03zu", i);
        example_chain(x, &findings[i], vms[i % 3][0], vms[i % 3][1]);
    }
    return findings;
}

static inline struct unknown *example_unknown(const struct example *x, enum level level,
                                              const char *kind) {
    struct unknown *unknown = NEW(x->arena, struct unknown);
    *unknown = (struct unknown){
        .level = level,
        .missing = missing_one(
            x->arena, (struct missing){.kind = str_of(kind), .namespace = example_text(x, "erp")})};
    return unknown;
}

/* Sorted by id, as the model gives them. */
static inline struct results *example_results(const struct example *x) {
    struct rule_result *r = NEW_ARRAY(x->arena, 16, struct rule_result);
    size_t n = 0;
    r[n++] = (struct rule_result){
        .rule = example_rule(x, "drain-hostpath", "drain",
                             "no VM that must stay up has a node-local disk", LEVEL_BLOCKER),
        .status = RULE_FAILED,
        .level = LEVEL_BLOCKER,
        .checked = 38,
        .findings =
            example_findings(x, 2, LEVEL_BLOCKER,
                             "Its disk is on hostpath storage of one node, class hostpath-csi."),
        .n_findings = 2};
    for (size_t i = 0; i < 2; i++) {
        r[0].findings[i].explained = true;
        r[0].findings[i].explained_by = STR("drain-vmi-blocks");
        r[0].findings[i].explained_of = r[0].findings[i].object;
    }
    struct finding *blocks = example_findings(
        x, 3, LEVEL_BLOCKER, "It must live-migrate and cannot: DisksNotLiveMigratable.");
    blocks[2].group = example_text(x, "HostDeviceNotLiveMigratable");
    blocks[0].group = blocks[1].group = example_text(x, "DisksNotLiveMigratable");
    r[n++] = (struct rule_result){
        .rule = example_rule(x, "drain-vmi-blocks", "drain", "every VM that must live-migrate can",
                             LEVEL_BLOCKER),
        .status = RULE_FAILED,
        .level = LEVEL_BLOCKER,
        .checked = 38,
        .summary = example_text(
            x, "3 running VMs must live-migrate and cannot, so 2 nodes would not drain."),
        .findings = blocks,
        .n_findings = 3};
    r[n++] = (struct rule_result){
        .rule = example_rule(x, "eus-pools-not-paused", "eus",
                             "worker pools are paused for an EUS update", LEVEL_BLOCKER),
        .status = RULE_UNKNOWN,
        .unknowns = example_unknown(x, LEVEL_BLOCKER, "MachineConfigPool"),
        .n_unknowns = 1};
    struct rule *overlay = example_rule(x, "ict-backup-agent", "workload",
                                        "every VM runs the backup agent", LEVEL_WARNING);
    overlay->overlay = true;
    overlay->origin = example_text(x, "site/ict-backup-agent.yaml");
    struct rule_error *broke = NEW(x->arena, struct rule_error);
    *broke = (struct rule_error){.has_object = true,
                                 .object = example_ref(x, "VirtualMachine", "erp", "erp-db-01"),
                                 .level = LEVEL_WARNING,
                                 .where = STR("site/ict-backup-agent.yaml:12:5"),
                                 .message = example_text(x, "no such key 'agent'")};
    r[n++] =
        (struct rule_result){.rule = overlay, .status = RULE_ERROR, .errors = broke, .n_errors = 1};
    struct finding *failing = example_findings(x, 1, LEVEL_BLOCKER,
                                               "The last 6 live migrations of erp/erp-db-01 all "
                                               "failed: not completed after 9600 seconds.");
    failing->object = example_ref(x, "VirtualMachineInstance", "erp", "erp-db-01");
    r[n++] =
        (struct rule_result){.rule = example_rule(x, "mig-repeated-failures", "migration",
                                                  "recent live migrations succeed", LEVEL_BLOCKER),
                             .status = RULE_FAILED,
                             .level = LEVEL_BLOCKER,
                             .checked = 38,
                             .findings = failing,
                             .n_findings = 1};
    struct rule *pods =
        example_rule(x, "mig-target-unschedulable", "migration",
                     "no migration waits for a node that can take the VM", LEVEL_BLOCKER);
    pods->decisive = false;
    r[n++] = (struct rule_result){.rule = pods,
                                  .status = RULE_UNKNOWN,
                                  .unknowns = example_unknown(x, LEVEL_BLOCKER, "Pod"),
                                  .n_unknowns = 1};
    struct finding *note =
        example_findings(x, 1, LEVEL_INFO, "The archive holds no events of 9 namespaces.");
    note->object = (struct object_ref){0};
    note->n_chain = 0;
    r[n++] = (struct rule_result){.rule = example_rule(x, "mustgather-incomplete", "archive",
                                                       "the archive is complete", LEVEL_INFO),
                                  .status = RULE_FAILED,
                                  .level = LEVEL_INFO,
                                  .checked = 1,
                                  .findings = note,
                                  .n_findings = 1};
    r[n++] = (struct rule_result){
        .rule = example_rule(x, "olm-approval-manual", "olm", "install plans are approved in time",
                             LEVEL_WARNING),
        .status = RULE_FAILED,
        .level = LEVEL_WARNING,
        .checked = 1,
        .summary = example_text(x, "Install plans wait for approval by hand."),
        .findings = example_findings(x, 2, LEVEL_WARNING, "installPlanApproval is Manual."),
        .n_findings = 2,
        .unknowns = example_unknown(x, LEVEL_WARNING, "InstallPlan"),
        .n_unknowns = 1};
    r[n++] = (struct rule_result){
        .rule = example_rule(x, "olm-catalog-unhealthy", "olm", "catalogs answer", LEVEL_BLOCKER),
        .status = RULE_PASSED,
        .checked = 4};
    r[n++] = (struct rule_result){
        .rule = example_rule(x, "ver-kubelet-skew", "version",
                             "kubelets are close enough to the API server", LEVEL_BLOCKER),
        .status = RULE_PASSED,
        .checked = 9};
    struct finding *ack = example_findings(
        x, 1, LEVEL_BLOCKER,
        "APIs that 4.13 removes are still called, and the acknowledgement is missing.");
    ack->object = (struct object_ref){0};
    ack->n_chain = 0;
    ack->step = 1;
    r[n++] = (struct rule_result){.rule = example_rule(x, "ver-ocp-upgradeable-false", "version",
                                                       "OpenShift says that it can be updated",
                                                       LEVEL_BLOCKER),
                                  .status = RULE_FAILED,
                                  .level = LEVEL_BLOCKER,
                                  .checked = 1,
                                  .findings = ack,
                                  .n_findings = 1};
    r[n++] = (struct rule_result){.rule = example_rule(x, "wl-evict-enabled-risk", "workload",
                                                       "eviction is not a workload update method",
                                                       LEVEL_WARNING),
                                  .status = RULE_NOT_APPLICABLE,
                                  .reason = example_text(x, "no workload update is configured")};
    r[n++] = (struct rule_result){
        .rule = example_rule(x, "wl-outdated-vmis", "workload",
                             "VMs run the launcher of the installed version", LEVEL_WARNING),
        .status = RULE_FAILED,
        .level = LEVEL_WARNING,
        .checked = 38,
        .summary = example_text(x, "26 VMs run a launcher older than the installed version."),
        .findings = example_findings(x, 26, LEVEL_WARNING, "It runs an older launcher."),
        .n_findings = 26};
    r[n++] = (struct rule_result){
        .rule = example_rule(x, "zz-left-out", "node", "a rule that was left out", LEVEL_INFO),
        .status = RULE_WAIVED,
        .reason = STR("by --skip")};
    struct results *results = NEW(x->arena, struct results);
    *results = (struct results){r, n};
    return results;
}

static inline const struct vm_row *example_vms(const struct example *x) {
    static const char *const drains[] = {
        "migrates", "migrates",   "holds", "migrates", "shuts-down-restarts",
        "migrates", "not-running"};
    struct vm_row *vms = NEW_ARRAY(x->arena, x->n_vms, struct vm_row);
    for (size_t i = 0; i < x->n_vms; i++) {
        size_t kind = i < 14 ? i % 7 : 0;
        struct vm_storage *storage = NEW(x->arena, struct vm_storage);
        *storage = (struct vm_storage){.pvc = str_printf(x->arena, "vm-%04zu-root", i),
                                       .pv = STR("pvc-77"),
                                       .storage_class = STR("ocs-rbd-virt"),
                                       .provisioner = STR("openshift-storage.rbd.csi.ceph.com"),
                                       .shared = kind == 2 ? MAYBE_FALSE : MAYBE_TRUE};
        struct str name = str_printf(x->arena, "vm-%04zu", i);
        vms[i] =
            (struct vm_row){.namespace = str_printf(x->arena, "team-%02zu", i / 100),
                            .name = x->hostile && i == 7 ? example_text(x, "vm-0007") : name,
                            .node = str_printf(x->arena, "worker-%02zu.tyo1.example.com", i % 6),
                            .status = STR("Running"),
                            .vcpus = {true, 4},
                            .memory = {true, (int64_t)16 << 30},
                            .eviction_strategy = STR("LiveMigrate"),
                            .eviction_from = STR("cluster"),
                            .run_strategy = STR("Always"),
                            .in_drain = str_of(drains[kind]),
                            .why.sentence = example_text(x, "Its disk is not shared."),
                            .outdated = MAYBE_FALSE,
                            .launcher = STR("4.12.11"),
                            .last_migration_phase = i % 3 ? (struct str){0} : STR("Succeeded"),
                            .last_migration_ended = STR("2026-11-17T21:11:00Z"),
                            .storage = storage,
                            .n_storage = 1};
        if (kind == 2)
            vms[i].rules = EXAMPLE_STRS(x, "drain-hostpath", "drain-vmi-blocks");
    }
    return vms;
}

static inline void example_path(const struct example *x, struct report *report) {
    struct path_step *steps = NEW_ARRAY(x->arena, 5, struct path_step);
    static const char *const texts[][4] = {{"openshift", "4.12.47", "4.13", "path.stays-paused"},
                                           {"virtualization", "4.12.11", "4.13", "path.each-z"},
                                           {"openshift", "4.13", "4.14", NULL},
                                           {"virtualization", "4.13", "4.14", "path.newest-z"},
                                           {"workers", "4.12", "4.14", "path.unpaused"}};
    for (uint32_t i = 0; i < 5; i++)
        steps[i] = (struct path_step){.step = i + 1,
                                      .component = str_of(texts[i][0]),
                                      .from = str_of(texts[i][1]),
                                      .to = str_of(texts[i][2]),
                                      .note = texts[i][3]};
    steps[0].blocked_by = EXAMPLE_STRS(x, "ver-ocp-upgradeable-false");
    steps[4].blocked_by = EXAMPLE_STRS(x, "drain-vmi-blocks", "mig-repeated-failures");
    report->path = steps;
    report->n_path = 5;
}

static inline void example_drains(const struct example *x, struct report *report) {
    static const char *const outcomes[] = {"finishes", "held",    "held",
                                           "finishes", "unknown", "empty"};
    struct drain *drains = NEW_ARRAY(x->arena, 6, struct drain);
    for (size_t i = 0; i < 6; i++) {
        struct held_by *held = NEW_ARRAY(x->arena, 2, struct held_by);
        held[0] = (struct held_by){STR("VirtualMachineInstance"),
                                   STR("team-00"),
                                   STR("vm-0002"),
                                   {.sentence = example_text(x, "its disk is ReadWriteOnce")}};
        held[1] = (struct held_by){STR("PodDisruptionBudget"),
                                   STR("erp"),
                                   example_text(x, "queue"),
                                   {.key = "drain.budget"}};
        drains[i] = (struct drain){.node = str_printf(x->arena, "worker-%02zu.tyo1.example.com", i),
                                   .pool = STR("worker"),
                                   .outcome = str_of(outcomes[i]),
                                   .migrate = 7 - i,
                                   .shut_down = i == 3,
                                   .hold = i == 1 || i == 2,
                                   .unknown = i == 4,
                                   .held_by = held,
                                   .n_held_by = i == 1   ? 2
                                                : i == 2 ? 1
                                                         : 0,
                                   .memory_needed = {true, (int64_t)96 << 30},
                                   .memory_free_elsewhere = {i != 4, (int64_t)310 << 30},
                                   .tight = i == 3 ? MAYBE_TRUE : MAYBE_FALSE};
    }
    report->drains = drains;
    report->n_drains = 6;
    struct migrations_of *of = NEW_ARRAY(x->arena, 2, struct migrations_of);
    for (size_t m = 0; m < 2; m++) {
        struct attempt *attempts = NEW_ARRAY(x->arena, 4, struct attempt);
        for (size_t i = 0; i < 4; i++)
            attempts[i] = (struct attempt){
                .name = str_printf(x->arena, "kubevirt-evacuation-%zu", i),
                .phase = m        ? STR("Failed")
                         : i == 3 ? STR("Running")
                                  : STR("Succeeded"),
                .created = str_printf(x->arena, "2026-11-1%zuT10:00:00Z", i + 4),
                .ended = i == 3 ? (struct str){0} : STR("2026-11-17T21:11:00Z"),
                .source = STR("worker-03"),
                .target = m ? (struct str){0} : STR("worker-01"),
                .cause = STR("evacuation"),
                .reason = m ? example_text(x, "Live migration is not completed after 9600 seconds "
                                              "and has been aborted")
                            : (struct str){0}};
        of[m] = (struct migrations_of){.namespace = STR("team-00"),
                                       .vmi = m ? STR("vm-0002") : STR("gone"),
                                       .attempts = attempts,
                                       .n_attempts = 4};
    }
    report->migrations = of;
    report->n_migrations = 2;
}

static inline void example_sources(const struct example *x, struct report *report) {
    struct report_root *roots = NEW_ARRAY(x->arena, 2, struct report_root);
    roots[0] = (struct report_root){example_text(x, "must-gather/quay-io-ocp-sha256-77"),
                                    STR("ocp"), STR("4.12.47"), STR("2026-11-18T06:02:00Z"),
                                    STR("2026-11-18T06:12:31Z")};
    roots[1] = (struct report_root){STR(""), STR("cnv"), STR("4.12.11"), {0}, {0}};
    struct report_input *inputs = NEW_ARRAY(x->arena, 2, struct report_input);
    inputs[0] = (struct report_input){
        .name = example_text(x, "must-gather.tar.gz"),
        .sha256 = STR("9f2c6f1d4f1e0f0b7f4b0c1f7f7d5d5a2b7f9f0a1c2e3d4b5a69788796a5b4c3"),
        .format = STR("tar.gz"),
        .bytes = 432013312,
        .members = 18204,
        .truncated = true,
        .roots = roots,
        .n_roots = 2};
    inputs[1] = (struct report_input){
        .name = STR("extra"), .format = STR("directory"), .bytes = 812, .members = 1};
    report->inputs = inputs;
    report->n_inputs = 2;
    struct kind_completeness *kinds = NEW_ARRAY(x->arena, 3, struct kind_completeness);
    kinds[0] = (struct kind_completeness){.kind = STR("MachineConfigPool"),
                                          .complete = STR("none"),
                                          .silences = EXAMPLE_STRS(x, "eus-pools-not-paused"),
                                          .gather = STR("oc adm must-gather")};
    kinds[1] = (struct kind_completeness){
        .kind = STR("Pod"),
        .complete = STR("some"),
        .namespaces = EXAMPLE_STRS(x, "openshift-cnv", "openshift-config"),
        .proof = example_text(x, "namespaces/openshift-cnv/openshift-cnv.yaml"),
        .silences = EXAMPLE_STRS(x, "mig-target-unschedulable"),
        .gather = STR("oc adm inspect ns/erp")};
    kinds[2] = (struct kind_completeness){.kind = STR("VirtualMachine"),
                                          .complete = STR("all"),
                                          .proof = STR("cluster-scoped list"),
                                          .stated = true};
    report->kinds = kinds;
    report->n_kinds = 3;
    struct report_damage *damaged = NEW_ARRAY(x->arena, 2, struct report_damage);
    damaged[0] =
        (struct report_damage){inputs[0].name, example_text(x, "namespaces/ci/core/events.yaml"),
                               90112, example_text(x, "cut off in the middle")};
    damaged[1] =
        (struct report_damage){inputs[0].name, STR("audit_logs/audit.log"), 0, STR("empty")};
    report->damaged = damaged;
    report->n_damaged = 2;
    struct report_diag *diags = NEW(x->arena, struct report_diag);
    diags[0] = (struct report_diag){
        STR("warning"), STR("document-cut"),
        inputs[0].name, example_text(x, "namespaces/ci/core/events.yaml"),
        90112,          example_text(x, "document ends too soon, kept what was read")};
    report->diagnostics = diags;
    report->n_diagnostics = 1;
}

static inline const struct catalogue *example_words(struct arena *arena, const char *lang) {
    const struct catalogue *words =
        catalogue_load(arena, str_of(lang), STR(""), diag_sink_new(arena));
    assert_non_null(words);
    return words;
}

static inline struct report *example_report(const struct example *x) {
    struct report *report = NEW(x->arena, struct report);
    *report = (struct report){
        .words = example_words(x->arena, ""),
        .english = example_words(x->arena, ""),
        .tool_version = STR("0.1.0"),
        .rules_version = STR("2026.11.1"),
        .rules_sha256 = STR("03aa03aa03aa03aa03aa03aa03aa03aa03aa03aa03aa03aa03aa03aa03aa03aa"),
        .know_up_to = STR("4.22"),
        .rules_count = 14,
        .gathered_from = STR("2026-11-18T06:02:00Z"),
        .gathered_to = STR("2026-11-18T06:12:31Z"),
        .cluster = {.id = STR("5d3cbd6f-6a46-4f63-8f5e-0f6d3f0a7e11"),
                    .name = example_text(x, "tyo1-virt"),
                    .topology = STR("HighlyAvailable"),
                    .ocp_current = STR("4.12.47"),
                    .ocp_desired = STR("4.12.47"),
                    .channel = STR("eus-4.14"),
                    .ocp_updating = MAYBE_FALSE,
                    .cnv_installed = MAYBE_TRUE,
                    .cnv_updating = MAYBE_FALSE,
                    .cnv_version = STR("4.12.11"),
                    .cnv_namespace = STR("openshift-cnv"),
                    .control_plane = {true, 3},
                    .workers = {true, 6},
                    .vms_total = {true, (int64_t)x->n_vms},
                    .vms_running = {true, (int64_t)x->n_vms - 3}},
        .target = {.openshift = STR("4.14"), .why = STR("channel eus-4.14")},
        .verdict = VERDICT_NOT_READY,
        .exit_status = 1,
        .fail_on = LEVEL_BLOCKER,
        .counts = {.blocker = 4,
                   .warning = 2,
                   .info = 1,
                   .passed = 2,
                   .unknown = 2,
                   .not_applicable = 1,
                   .error = 1,
                   .waived = 1,
                   .headline_blockers = 3,
                   .headline_warnings = 2,
                   .headline_info = 1,
                   .could_block = 1},
        .gather_commands = EXAMPLE_STRS(x, "oc adm must-gather", "oc adm inspect ns/erp ns/ci"),
        .results = example_results(x),
        .vms = example_vms(x),
        .n_vms = x->n_vms};
    example_path(x, report);
    example_drains(x, report);
    example_sources(x, report);
    return report;
}

#endif
