/* Everything a report says, computed once; writers only print it. The shape and the meaning of
 * every member are those of report.json (docs/report-json.md); texts are clean UTF-8, lists are in
 * their final order. */
#ifndef VIRTREADY_REPORT_MODEL_H
#define VIRTREADY_REPORT_MODEL_H

#include "graph/collection.h"
#include "report/rows.h"
#include "rules/rules.h"

struct catalogue;

enum verdict { VERDICT_READY, VERDICT_WARNINGS, VERDICT_NOT_READY, VERDICT_CANNOT_TELL };

/* Texts with ptr NULL are null in JSON. Times are RFC 3339. */
struct report_root {
    struct str path, kind, version, from, to;
};

struct report_input {
    struct str name, sha256, format;
    uint64_t bytes, members;
    bool truncated;
    const struct report_root *roots;
    size_t n_roots;
};

struct report_cluster {
    struct str id, name, topology;
    struct str ocp_current, ocp_desired, channel;
    enum maybe ocp_updating;
    enum maybe cnv_installed, cnv_updating;
    struct str cnv_version, cnv_namespace;
    struct number control_plane, workers, vms_total, vms_running;
};

struct report_target {
    struct str openshift, virtualization, why;
    bool virtualization_only; /* OpenShift itself is not in question */
};

struct report_counts {
    size_t blocker, warning, info, passed, unknown, not_applicable, error, waived;
    /* rules by the worst of their findings that no other rule explains */
    size_t headline_blockers, headline_warnings, headline_info;
    size_t could_block; /* decisive rules that are unknown or in error at level blocker */
};

struct kind_completeness {
    struct str kind, complete; /* all | some | none */
    struct strs namespaces;
    struct str proof;
    bool stated;
    struct strs silences; /* rule ids */
    struct str gather;
};

struct report_damage {
    struct str input, path;
    uint32_t line;
    struct str problem;
};

struct report_diag {
    struct str severity, id, input, path;
    uint32_t line;
    struct str message;
};

struct report {
    struct str tool_version, rules_version, rules_sha256, know_up_to;
    size_t rules_count;
    const struct rule_change *changes; /* what is not as built in */
    size_t n_changes;
    const struct report_input *inputs;
    size_t n_inputs;
    struct str gathered_from, gathered_to;
    struct report_cluster cluster;
    struct report_target target;
    bool beyond_knowledge; /* the target is newer than the rules know */
    enum verdict verdict;
    int exit_status;    /* by the table of report-json.md, without outputs' own failures */
    enum level fail_on; /* LEVEL_NONE: never */
    bool unknown_skip;
    bool uncontained; /* --no-sandbox; what the kernel gave is not told: same input, same bytes */
    struct report_counts counts;
    struct strs gather_commands;
    struct str gather_image; /* that fits the cluster; empty: not known */
    struct results *results;
    const struct path_step *path;
    size_t n_path;
    const struct drain *drains;
    size_t n_drains;
    struct drain_pace pace;
    const struct vm_row *vms;
    size_t n_vms;
    const struct migrations_of *migrations;
    size_t n_migrations;
    const struct kind_completeness *kinds;
    size_t n_kinds;
    const struct report_damage *damaged;
    size_t n_damaged;
    const struct report_diag *diagnostics;
    size_t n_diagnostics;
    const struct catalogue *words;   /* of pages and summary, in the language asked for */
    const struct catalogue *english; /* of what programs read */
    const struct rule_set *rule_set; /* for gather commands of unknowns */
};

/* The same report whose sentences are made in `arena`: each thread that writes has its own. */
const struct report *report_in(struct arena *arena, const struct report *report);
/* The row of a VM; NULL where there is none. */
const struct vm_row *report_vm(const struct report *report, struct str namespace, struct str name);

#endif
