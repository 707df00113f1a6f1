/* The rows of the model's tables: steps of the path, drains, VMs, migrations. Texts with ptr NULL
 * are null in JSON. */
#ifndef VIRTREADY_REPORT_ROWS_H
#define VIRTREADY_REPORT_ROWS_H

#include "rules/rule.h"

/* A truth that may not be known. */
enum maybe { MAYBE_UNKNOWN, MAYBE_FALSE, MAYBE_TRUE };

/* A number that may not be known: known false means null. */
struct number {
    bool known;
    int64_t value;
};

struct path_step {
    uint32_t step;
    struct str component; /* openshift | virtualization | workers */
    struct str from, to;
    const char *note;       /* a key of the catalogue, or NULL */
    struct strs blocked_by; /* rule ids */
};

/* Why something is so: a sentence of the rules' facts, or a key of the catalogue. */
struct reason {
    struct str sentence;
    const char *key;
};

struct held_by {
    struct str kind, namespace, name;
    struct reason reason;
};

struct drain {
    struct str node, pool, outcome; /* finishes | held | unknown | empty */
    size_t migrate, shut_down, hold, unknown;
    const struct held_by *held_by;
    size_t n_held_by;
    struct number memory_needed, memory_free_elsewhere; /* bytes */
    enum maybe tight;
    struct number least_seconds; /* for the VMs that migrate, at the pace of the report */
};

/* How fast VMs leave a node, as far as the archive tells. */
struct drain_pace {
    int64_t parallel;               /* migrations out of one node at a time */
    struct number bytes_per_second; /* of the fastest migration seen, over its whole life */
};

struct vm_storage {
    struct str pvc, pv, storage_class, provisioner, node;
    enum maybe shared;
};

struct vm_row {
    struct str namespace, name, node, status;
    struct number vcpus, memory; /* bytes */
    struct str eviction_strategy, eviction_from, run_strategy, in_drain, launcher;
    struct reason why;
    enum maybe outdated;
    struct str last_migration_phase, last_migration_ended; /* phase NULL: none */
    const struct vm_storage *storage;
    size_t n_storage;
    struct strs rules;
};

struct attempt {
    struct str name, phase, created, ended, source, target, cause, reason;
};

struct migrations_of {
    struct str namespace, vmi;
    const struct attempt *attempts;
    size_t n_attempts;
};

#endif
