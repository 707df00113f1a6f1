/* The model into report.json, member by member as docs/report-json.md lists them.
 *
 * Everything is written the moment it is said (report/json_out.h): a report of any size takes no
 * memory of its own. */
#include "base/arena.h"
#include "base/limits.h"
#include "base/map.h"
#include "report/json_out.h"
#include "report/outcome.h"
#include "report/report.h"
#include "report/words.h"

struct writer {
    const struct report *report;
    struct arena *arena;
    struct json_out *out;
    bool page;
    struct map gather; /* struct str *: the command for a kind as a whole */
};

/* ---- values ---- */

static void open_object(struct writer *w, const char *key) {
    json_out_open(w->out, key, '{');
}

static void open_line(struct writer *w, const char *key) {
    json_out_open_line(w->out, key, '{');
}

static void close_object(struct writer *w) {
    json_out_close(w->out, '}');
}

static void open_array(struct writer *w, const char *key) {
    json_out_open(w->out, key, '[');
}

static void close_array(struct writer *w) {
    json_out_close(w->out, ']');
}

/* "" where ptr is NULL */
static void put_always(struct writer *w, const char *key, struct str s) {
    json_out_text(w->out, key, s);
}

/* null where it is empty */
static void put_some(struct writer *w, const char *key, struct str s) {
    if (s.len)
        json_out_text(w->out, key, s);
    else
        json_out_null(w->out, key);
}

static void put_bool(struct writer *w, const char *key, bool value) {
    json_out_bool(w->out, key, value);
}

static void put_maybe(struct writer *w, const char *key, enum maybe value) {
    if (value == MAYBE_UNKNOWN)
        json_out_null(w->out, key);
    else
        json_out_bool(w->out, key, value == MAYBE_TRUE);
}

static void put_count(struct writer *w, const char *key, uint64_t value) {
    json_out_uint(w->out, key, value);
}

/* null where it is not known */
static void put_number(struct writer *w, const char *key, struct number number) {
    if (number.known)
        json_out_int(w->out, key, number.value);
    else
        json_out_null(w->out, key);
}

/* null where it is 0 */
static void put_line(struct writer *w, const char *key, uint32_t line) {
    put_number(w, key, (struct number){line != 0, line});
}

static void put_level(struct writer *w, const char *key, enum level level) {
    put_some(w, key, level == LEVEL_NONE ? (struct str){0} : str_of(level_text(level)));
}

/* An array under a key, one value for each of `count` items. */
#define EACH(w, key, items, count, put_item)                                                       \
    do {                                                                                           \
        open_array(w, key);                                                                        \
        for (size_t each = 0; each < (count); each++)                                              \
            put_item(w, &(items)[each]);                                                           \
        close_array(w);                                                                            \
    } while (0)

static void put_item(struct writer *w, const struct str *s) {
    put_always(w, NULL, *s);
}

static void put_texts(struct writer *w, const char *key, struct strs texts) {
    EACH(w, key, texts.items, texts.count, put_item);
}

/* ---- about the run and the cluster ---- */

static void put_edit(struct writer *w, const struct rule_edit *edit) {
    open_line(w, NULL);
    put_always(w, "key", edit->key);
    put_some(w, "from", edit->from);
    put_some(w, "to", edit->to);
    close_object(w);
}

static void put_change(struct writer *w, const struct rule_change *change) {
    open_object(w, NULL);
    put_always(w, "what", change->what);
    put_always(w, "id", change->id);
    put_always(w, "by", change->by);
    EACH(w, "changes", change->edits, change->n_edits, put_edit);
    close_object(w);
}

/* Only where a bound was set: what stopped something is told by its name in any case. */
static void put_limits(struct writer *w) {
    struct limit_row row;
    size_t at = 0, first = 0;
    if (!limits_changed(&first, &row))
        return;
    open_array(w, "limits");
    while (limits_changed(&at, &row)) {
        open_object(w, NULL);
        put_always(w, "name", row.name);
        put_count(w, "value", row.value);
        put_count(w, "default", row.otherwise);
        put_always(w, "unit", str_of(row.unit));
        close_object(w);
    }
    close_array(w);
}

static void put_tool(struct writer *w) {
    const struct report *r = w->report;
    open_object(w, "tool");
    put_always(w, "name", STR("virtready"));
    put_always(w, "version", r->tool_version);
    put_bool(w, "contained", !r->uncontained);
    put_limits(w);
    open_object(w, "rules");
    put_some(w, "version", r->rules_version);
    put_some(w, "sha256", r->rules_sha256);
    put_count(w, "count", r->rules_count);
    put_some(w, "knowUpTo", r->know_up_to);
    EACH(w, "replaced", r->changes, r->n_changes, put_change);
    close_object(w);
    close_object(w);
}

static void put_root(struct writer *w, const struct report_root *root) {
    open_line(w, NULL);
    put_always(w, "path", root->path);
    put_always(w, "kind", root->kind);
    put_some(w, "version", root->version);
    put_some(w, "from", root->from);
    put_some(w, "to", root->to);
    close_object(w);
}

static void put_input(struct writer *w, const struct report_input *input) {
    open_object(w, NULL);
    put_always(w, "name", input->name);
    put_some(w, "sha256", input->sha256);
    put_count(w, "bytes", input->bytes);
    put_always(w, "format", input->format);
    put_count(w, "members", input->members);
    put_bool(w, "truncated", input->truncated);
    EACH(w, "roots", input->roots, input->n_roots, put_root);
    close_object(w);
}

static void put_cluster(struct writer *w) {
    const struct report_cluster *c = &w->report->cluster;
    open_object(w, "cluster");
    put_some(w, "id", c->id);
    put_some(w, "name", c->name);
    put_some(w, "topology", c->topology);
    open_object(w, "openshift");
    put_some(w, "current", c->ocp_current);
    put_some(w, "desired", c->ocp_desired);
    put_maybe(w, "updating", c->ocp_updating);
    put_some(w, "channel", c->channel);
    close_object(w);
    open_object(w, "virtualization");
    put_maybe(w, "installed", c->cnv_installed);
    put_some(w, "version", c->cnv_version);
    put_some(w, "namespace", c->cnv_namespace);
    put_maybe(w, "updating", c->cnv_updating);
    close_object(w);
    open_object(w, "nodes");
    put_number(w, "controlPlane", c->control_plane);
    put_number(w, "workers", c->workers);
    close_object(w);
    open_object(w, "vms");
    put_number(w, "total", c->vms_total);
    put_number(w, "running", c->vms_running);
    close_object(w);
    close_object(w);
}

static void put_target(struct writer *w) {
    open_object(w, "target");
    put_some(w, "openshift", w->report->target.openshift);
    put_some(w, "virtualization", w->report->target.virtualization);
    put_some(w, "why", w->report->target.why);
    close_object(w);
}

static void put_counts(struct writer *w) {
    const struct report_counts *c = &w->report->counts;
    open_object(w, "counts");
    put_count(w, "blocker", c->blocker);
    put_count(w, "warning", c->warning);
    put_count(w, "info", c->info);
    put_count(w, "passed", c->passed);
    put_count(w, "unknown", c->unknown);
    put_count(w, "notApplicable", c->not_applicable);
    put_count(w, "error", c->error);
    put_count(w, "waived", c->waived);
    close_object(w);
}

/* ---- rules ---- */

static void put_reference(struct writer *w, const struct object_ref *ref) {
    put_always(w, "apiVersion", ref->api_version);
    put_always(w, "kind", ref->kind);
    put_some(w, "namespace", ref->namespace);
    put_always(w, "name", ref->name);
}

/* null: about the cluster as a whole */
static void put_object(struct writer *w, const struct object_ref *ref, bool known) {
    if (!known || !ref->kind.len) {
        json_out_null(w->out, "object");
        return;
    }
    open_line(w, "object");
    put_reference(w, ref);
    close_object(w);
}

static void put_link(struct writer *w, const struct chain_link *link) {
    open_line(w, NULL);
    put_reference(w, &link->object);
    put_always(w, "role", link->role);
    put_bool(w, "guilty", link->guilty);
    close_object(w);
}

static void put_evidence(struct writer *w, const struct evidence *e) {
    const struct report *r = w->report;
    open_object(w, NULL);
    put_object(w, &e->object, true);
    put_always(w, "input", e->input < r->n_inputs ? r->inputs[e->input].name : STR(""));
    put_always(w, "path", e->path);
    put_line(w, "line", e->line);
    put_line(w, "endLine", e->end_line);
    put_always(w, "field", e->field);
    if (e->masked || !e->value.ptr)
        json_out_null(w->out, "value");
    else
        put_always(w, "value", e->value);
    put_bool(w, "masked", e->masked);
    open_array(w, "excerpt");
    for (size_t i = 0; i < e->n_excerpt && !e->masked; i++) {
        open_line(w, NULL);
        put_count(w, "line", e->excerpt[i].line);
        put_always(w, "text", e->excerpt[i].text);
        close_object(w);
    }
    close_array(w);
    close_object(w);
}

static void put_remedy(struct writer *w, const struct remedy *remedy) {
    open_object(w, NULL);
    put_always(w, "text", remedy->text);
    put_some(w, "command", remedy->command);
    put_bool(w, "changes", remedy->changes);
    close_object(w);
}

static void put_finding(struct writer *w, const struct finding *f) {
    open_object(w, NULL);
    put_object(w, &f->object, true);
    put_level(w, "level", f->level);
    put_some(w, "group", f->group);
    put_always(w, "message", f->message);
    EACH(w, "chain", f->chain, f->n_chain, put_link);
    EACH(w, "remediation", f->remedies, f->n_remedies, put_remedy);
    put_some(w, "verify", f->verify);
    put_line(w, "step", f->step);
    put_always(w, "fingerprint", f->fingerprint);
    put_some(w, "under", f->explained_by);
    EACH(w, "evidence", f->evidence, f->n_evidence, put_evidence);
    close_object(w);
}

/* Many objects lack the same few kinds. */
static struct str gather_of(struct writer *w, const struct missing *m) {
    const struct report *r = w->report;
    if (!r->rule_set)
        return (struct str){0};
    if (m->namespace.len)
        return rules_gather(r->rule_set, w->arena, *m, r->gather_image);
    struct str **known = (struct str **)map_at(&w->gather, m->kind);
    if (!*known) {
        *known = NEW(w->arena, struct str);
        **known = rules_gather(r->rule_set, w->arena, *m, r->gather_image);
    }
    return **known;
}

static void put_missing(struct writer *w, const struct missing *m) {
    open_line(w, NULL);
    put_always(w, "kind", m->kind);
    put_some(w, "namespace", m->namespace);
    put_some(w, "name", m->name);
    put_some(w, "gather", gather_of(w, m));
    close_object(w);
}

static void put_unknown(struct writer *w, const struct unknown *u) {
    open_object(w, NULL);
    put_object(w, &u->object, u->has_object);
    put_level(w, "level", u->level);
    EACH(w, "missing", u->missing.items, u->missing.count, put_missing);
    close_object(w);
}

static void put_error(struct writer *w, const struct rule_error *e) {
    open_object(w, NULL);
    put_object(w, &e->object, e->has_object);
    put_level(w, "level", e->level);
    put_always(w, "where", e->where);
    put_always(w, "message", e->message);
    close_object(w);
}

/* What the rule says about itself. */
static void put_rule_head(struct writer *w, const struct rule *rule) {
    put_always(w, "id", rule->id);
    put_always(w, "title", rule->title);
    put_always(w, "assertion", rule->assertion);
    put_always(w, "why", rule->why);
    put_level(w, "severity", rule->severity);
    put_bool(w, "decisive", rule->decisive);
    put_texts(w, "scopes", rule->scopes);
    put_some(w, "bites", rule->bites);
    put_always(w, "category", rule->category);
    put_texts(w, "tags", rule->tags);
    put_texts(w, "docs", rule->docs);
    put_some(w, "explains", rule->explains);
    put_always(w, "origin", rule->origin);
}

static void put_rule(struct writer *w, const struct rule_result *r) {
    open_object(w, NULL);
    put_rule_head(w, r->rule);
    put_always(w, "status", str_of(outcome_status_text(r->status)));
    put_level(w, "level", r->level);
    put_count(w, "checked", r->checked);
    put_some(w, "summary", r->summary);
    EACH(w, "findings", r->findings, r->n_findings, put_finding);
    EACH(w, "unknown", r->unknowns, r->n_unknowns, put_unknown);
    EACH(w, "errors", r->errors, r->n_errors, put_error);
    close_object(w);
}

/* ---- what an update would do ---- */

static void put_step(struct writer *w, const struct path_step *step) {
    open_object(w, NULL);
    put_count(w, "step", step->step);
    put_always(w, "component", step->component);
    put_some(w, "from", step->from);
    put_some(w, "to", step->to);
    put_some(w, "note",
             step->note ? catalogue_text(w->report->english, step->note) : (struct str){0});
    put_texts(w, "blockedBy", step->blocked_by);
    close_object(w);
}

static void put_holder(struct writer *w, const struct held_by *held) {
    open_line(w, NULL);
    put_always(w, "kind", held->kind);
    put_some(w, "namespace", held->namespace);
    put_always(w, "name", held->name);
    put_always(w, "reason", words_reason_english(w->report, held->reason));
    close_object(w);
}

static void put_drain(struct writer *w, const struct drain *d) {
    open_object(w, NULL);
    put_always(w, "node", d->node);
    put_some(w, "pool", d->pool);
    put_always(w, "outcome", d->outcome);
    open_line(w, "vms");
    put_count(w, "migrate", d->migrate);
    put_count(w, "shutDown", d->shut_down);
    put_count(w, "hold", d->hold);
    put_count(w, "unknown", d->unknown);
    close_object(w);
    EACH(w, "heldBy", d->held_by, d->n_held_by, put_holder);
    open_line(w, "memory");
    put_number(w, "needed", d->memory_needed);
    put_number(w, "freeElsewhere", d->memory_free_elsewhere);
    close_object(w);
    put_maybe(w, "tight", d->tight);
    close_object(w);
}

static void put_storage(struct writer *w, const struct vm_storage *s) {
    open_line(w, NULL);
    put_some(w, "pvc", s->pvc);
    put_some(w, "pv", s->pv);
    put_some(w, "storageClass", s->storage_class);
    put_some(w, "provisioner", s->provisioner);
    put_some(w, "node", s->node);
    put_maybe(w, "shared", s->shared);
    close_object(w);
}

static void put_last_migration(struct writer *w, const struct vm_row *vm) {
    if (!vm->last_migration_phase.len) {
        json_out_null(w->out, "lastMigration");
        return;
    }
    open_line(w, "lastMigration");
    put_always(w, "phase", vm->last_migration_phase);
    put_some(w, "ended", vm->last_migration_ended);
    close_object(w);
}

static void put_vm(struct writer *w, const struct vm_row *vm) {
    open_object(w, NULL);
    put_always(w, "namespace", vm->namespace);
    put_always(w, "name", vm->name);
    put_some(w, "node", vm->node);
    put_some(w, "status", vm->status);
    put_number(w, "vcpus", vm->vcpus);
    put_number(w, "memory", vm->memory);
    open_line(w, "evictionStrategy");
    put_some(w, "value", vm->eviction_strategy);
    put_some(w, "from", vm->eviction_from);
    close_object(w);
    put_some(w, "runStrategy", vm->run_strategy);
    put_always(w, "inDrain", vm->in_drain);
    put_some(w, "why", words_reason_english(w->report, vm->why));
    put_maybe(w, "outdated", vm->outdated);
    put_some(w, "launcher", vm->launcher);
    put_last_migration(w, vm);
    EACH(w, "storage", vm->storage, vm->n_storage, put_storage);
    put_texts(w, "rules", vm->rules);
    close_object(w);
}

static void put_attempt(struct writer *w, const struct attempt *a) {
    open_line(w, NULL);
    put_always(w, "name", a->name);
    put_some(w, "phase", a->phase);
    put_some(w, "created", a->created);
    put_some(w, "ended", a->ended);
    put_some(w, "source", a->source);
    put_some(w, "target", a->target);
    put_some(w, "cause", a->cause);
    put_some(w, "reason", a->reason);
    close_object(w);
}

static void put_migrations(struct writer *w, const struct migrations_of *of) {
    open_object(w, NULL);
    put_always(w, "namespace", of->namespace);
    put_always(w, "vmi", of->vmi);
    EACH(w, "attempts", of->attempts, of->n_attempts, put_attempt);
    close_object(w);
}

/* ---- what was read ---- */

static void put_kind(struct writer *w, const struct kind_completeness *k) {
    open_object(w, NULL);
    put_always(w, "kind", k->kind);
    put_always(w, "complete", k->complete);
    put_texts(w, "namespaces", k->namespaces);
    put_some(w, "proof", k->proof);
    put_bool(w, "stated", k->stated);
    put_texts(w, "silences", k->silences);
    put_some(w, "gather", k->gather);
    close_object(w);
}

static void put_damage(struct writer *w, const struct report_damage *damage) {
    open_object(w, NULL);
    put_always(w, "input", damage->input);
    put_always(w, "path", damage->path);
    put_line(w, "line", damage->line);
    put_always(w, "problem", damage->problem);
    close_object(w);
}

static void put_completeness(struct writer *w) {
    const struct report *r = w->report;
    open_object(w, "completeness");
    EACH(w, "kinds", r->kinds, r->n_kinds, put_kind);
    EACH(w, "damaged", r->damaged, r->n_damaged, put_damage);
    close_object(w);
}

static void put_diagnostic(struct writer *w, const struct report_diag *d) {
    open_object(w, NULL);
    put_always(w, "severity", d->severity);
    put_always(w, "id", d->id);
    put_always(w, "input", d->input);
    put_some(w, "path", d->path);
    put_line(w, "line", d->line);
    put_always(w, "message", d->message);
    close_object(w);
}

/* A page holds all of it up to a number of VMs, above that what the rules found. */
static void write_rest(struct writer *w) {
    const struct report *report = w->report;
    EACH(w, "updatePath", report->path, report->n_path, put_step);
    EACH(w, "drains", report->drains, report->n_drains, put_drain);
    EACH(w, "vms", report->vms, report->n_vms, put_vm);
    EACH(w, "migrations", report->migrations, report->n_migrations, put_migrations);
    put_completeness(w);
    EACH(w, "diagnostics", report->diagnostics, report->n_diagnostics, put_diagnostic);
}

static bool write_all(struct writer *w) {
    const struct report *report = w->report;
    open_object(w, NULL);
    put_always(w, "schema", STR("virtready.report/1"));
    put_tool(w);
    EACH(w, "inputs", report->inputs, report->n_inputs, put_input);
    open_object(w, "gathered");
    put_some(w, "from", report->gathered_from);
    put_some(w, "to", report->gathered_to);
    close_object(w);
    put_cluster(w);
    put_target(w);
    put_always(w, "verdict", str_of(outcome_verdict_text(report->verdict)));
    put_counts(w);
    open_object(w, "gather");
    put_texts(w, "commands", report->gather_commands);
    close_object(w);
    EACH(w, "rules", report->results->items, report->results->count, put_rule);
    if (!w->page || report->n_vms <= LIMIT_PAGE_JSON_VMS)
        write_rest(w);
    close_object(w);
    return json_out_finish(w->out);
}

static bool write(const struct report *report, struct arena *arena, bool page, FILE *out) {
    struct writer w = {.report = report,
                       .arena = arena,
                       .out = json_out_new(arena, page, out),
                       .page = page,
                       .gather = map_new(arena)};
    return write_all(&w);
}

bool report_write_json(const struct report *report, struct arena *arena, FILE *out) {
    return write(report, arena, false, out);
}

bool report_write_json_embedded(const struct report *report, struct arena *arena, FILE *out) {
    return write(report, arena, true, out);
}
