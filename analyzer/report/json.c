/* The model into report.json, member by member as docs/report-json.md lists them.
 *
 * Values are built with json-c and printed one by one as soon as they are complete, so that memory
 * is bounded by the largest rule and not by the cluster. */
#include "report/report.h"

#include <json-c/json.h>

#include "base/arena.h"
#include "base/limits.h"
#include "report/json_text.h"
#include "report/outcome.h"
#include "report/words.h"

struct writer {
    const struct report *report;
    struct arena *arena;
    FILE *out;
    bool first;    /* of the enclosing object or array */
    bool embedded; /* in a page */
};

/* ---- values ---- */

static struct json_object *must(struct json_object *made) {
    if (!made)
        arena_out_of_memory();
    return made;
}

static struct json_object *text_value(struct writer *w, struct str s) {
    s = str_valid_utf8(w->arena, s);
    return must(json_object_new_string_len(s.ptr ? s.ptr : "", (int)s.len));
}

static void put(struct json_object *object, const char *key, struct json_object *value) {
    if (json_object_object_add_ex(object, key, value, JSON_C_OBJECT_KEY_IS_CONSTANT) != 0)
        arena_out_of_memory();
}

static void push(struct json_object *array, struct json_object *value) {
    if (json_object_array_add(array, value) != 0)
        arena_out_of_memory();
}

static struct json_object *new_object(void) {
    return must(json_object_new_object());
}

static struct json_object *new_array(void) {
    return must(json_object_new_array());
}

/* null where it is empty */
static void put_some(struct writer *w, struct json_object *object, const char *key, struct str s) {
    put(object, key, s.len ? text_value(w, s) : NULL);
}

/* "" where ptr is NULL */
static void put_always(struct writer *w, struct json_object *object, const char *key,
                       struct str s) {
    put(object, key, text_value(w, s));
}

static void put_bool(struct json_object *object, const char *key, bool value) {
    put(object, key, must(json_object_new_boolean(value)));
}

static void put_maybe(struct json_object *object, const char *key, enum maybe value) {
    put(object, key,
        value == MAYBE_UNKNOWN ? NULL : must(json_object_new_boolean(value == MAYBE_TRUE)));
}

static void put_count(struct json_object *object, const char *key, uint64_t value) {
    put(object, key, must(json_object_new_uint64(value)));
}

/* null where it is not known */
static void put_number(struct json_object *object, const char *key, struct number number) {
    put(object, key, number.known ? must(json_object_new_int64(number.value)) : NULL);
}

/* null where it is 0 */
static void put_line(struct json_object *object, const char *key, uint32_t line) {
    put(object, key, line ? must(json_object_new_int64(line)) : NULL);
}

static void put_level(struct json_object *object, const char *key, enum level level) {
    put(object, key, level == LEVEL_NONE ? NULL : must(json_object_new_string(level_text(level))));
}

static void put_texts(struct writer *w, struct json_object *object, const char *key,
                      struct strs texts) {
    struct json_object *array = new_array();
    for (size_t i = 0; i < texts.count; i++)
        push(array, text_value(w, texts.items[i]));
    put(object, key, array);
}

/* An array under a key, one value for each of `count` items. */
#define PUT_EACH(w, object, key, items, count, value_of)                                           \
    do {                                                                                           \
        struct json_object *array = new_array();                                                   \
        for (size_t each = 0; each < (count); each++)                                              \
            push(array, value_of(w, &(items)[each]));                                              \
        put(object, key, array);                                                                   \
    } while (0)

/* ---- printing ---- */

/* Takes the value. */
static void print_value(struct writer *w, struct json_object *value, int indent) {
    size_t len = 4;
    const char *text = "null";
    if (value)
        text = json_object_to_json_string_length(
            value,
            JSON_C_TO_STRING_NOSLASHESCAPE |
                (w->embedded ? 0 : JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED),
            &len);
    if (!text)
        arena_out_of_memory();
    json_text_write((struct str){text, len}, w->embedded ? JSON_TEXT_EMBEDDED : indent, w->out);
    json_object_put(value);
}

/* White space that only people need. */
static void layout(struct writer *w, const char *space) {
    if (!w->embedded)
        fputs(space, w->out);
}

static void print_comma(struct writer *w, const char *space) {
    if (!w->first)
        fputc(',', w->out);
    w->first = false;
    layout(w, space);
}

static void print_key(struct writer *w, const char *key) {
    print_comma(w, "\n  ");
    fprintf(w->out, "\"%s\":", key);
    layout(w, " ");
}

static void member(struct writer *w, const char *key, struct json_object *value) {
    print_key(w, key);
    print_value(w, value, 2);
}

static void element(struct writer *w, struct json_object *value) {
    print_comma(w, "\n    ");
    print_value(w, value, 4);
}

/* ---- about the run and the cluster ---- */

static struct json_object *edit_value(struct writer *w, const struct rule_edit *edit) {
    struct json_object *o = new_object();
    put_always(w, o, "key", edit->key);
    put_some(w, o, "from", edit->from);
    put_some(w, o, "to", edit->to);
    return o;
}

static struct json_object *change_value(struct writer *w, const struct rule_change *change) {
    struct json_object *o = new_object();
    put_always(w, o, "what", change->what);
    put_always(w, o, "id", change->id);
    put_always(w, o, "by", change->by);
    PUT_EACH(w, o, "changes", change->edits, change->n_edits, edit_value);
    return o;
}

static struct json_object *tool_value(struct writer *w) {
    const struct report *r = w->report;
    struct json_object *rules = new_object();
    put_some(w, rules, "version", r->rules_version);
    put_some(w, rules, "sha256", r->rules_sha256);
    put_count(rules, "count", r->rules_count);
    put_some(w, rules, "knowUpTo", r->know_up_to);
    PUT_EACH(w, rules, "replaced", r->changes, r->n_changes, change_value);
    struct json_object *tool = new_object();
    put_always(w, tool, "name", STR("virtready"));
    put_always(w, tool, "version", r->tool_version);
    put_bool(tool, "contained", !r->uncontained);
    put(tool, "rules", rules);
    return tool;
}

static struct json_object *input_value(struct writer *w, const struct report_input *input) {
    struct json_object *o = new_object();
    put_always(w, o, "name", input->name);
    put_some(w, o, "sha256", input->sha256);
    put_count(o, "bytes", input->bytes);
    put_always(w, o, "format", input->format);
    put_count(o, "members", input->members);
    put_bool(o, "truncated", input->truncated);
    struct json_object *roots = new_array();
    for (size_t i = 0; i < input->n_roots; i++) {
        const struct report_root *root = &input->roots[i];
        struct json_object *r = new_object();
        put_always(w, r, "path", root->path);
        put_always(w, r, "kind", root->kind);
        put_some(w, r, "version", root->version);
        put_some(w, r, "from", root->from);
        put_some(w, r, "to", root->to);
        push(roots, r);
    }
    put(o, "roots", roots);
    return o;
}

static struct json_object *cluster_value(struct writer *w) {
    const struct report_cluster *c = &w->report->cluster;
    struct json_object *o = new_object();
    put_some(w, o, "id", c->id);
    put_some(w, o, "name", c->name);
    put_some(w, o, "topology", c->topology);
    struct json_object *ocp = new_object();
    put_some(w, ocp, "current", c->ocp_current);
    put_some(w, ocp, "desired", c->ocp_desired);
    put_maybe(ocp, "updating", c->ocp_updating);
    put_some(w, ocp, "channel", c->channel);
    put(o, "openshift", ocp);
    struct json_object *cnv = new_object();
    put_maybe(cnv, "installed", c->cnv_installed);
    put_some(w, cnv, "version", c->cnv_version);
    put_some(w, cnv, "namespace", c->cnv_namespace);
    put_maybe(cnv, "updating", c->cnv_updating);
    put(o, "virtualization", cnv);
    struct json_object *nodes = new_object();
    put_number(nodes, "controlPlane", c->control_plane);
    put_number(nodes, "workers", c->workers);
    put(o, "nodes", nodes);
    struct json_object *vms = new_object();
    put_number(vms, "total", c->vms_total);
    put_number(vms, "running", c->vms_running);
    put(o, "vms", vms);
    return o;
}

static struct json_object *target_value(struct writer *w) {
    struct json_object *o = new_object();
    put_some(w, o, "openshift", w->report->target.openshift);
    put_some(w, o, "virtualization", w->report->target.virtualization);
    put_some(w, o, "why", w->report->target.why);
    return o;
}

static struct json_object *counts_value(const struct report_counts *c) {
    struct json_object *o = new_object();
    put_count(o, "blocker", c->blocker);
    put_count(o, "warning", c->warning);
    put_count(o, "info", c->info);
    put_count(o, "passed", c->passed);
    put_count(o, "unknown", c->unknown);
    put_count(o, "notApplicable", c->not_applicable);
    put_count(o, "error", c->error);
    put_count(o, "waived", c->waived);
    return o;
}

/* ---- rules ---- */

static struct json_object *reference_value(struct writer *w, const struct object_ref *ref) {
    struct json_object *o = new_object();
    put_always(w, o, "apiVersion", ref->api_version);
    put_always(w, o, "kind", ref->kind);
    put_some(w, o, "namespace", ref->namespace);
    put_always(w, o, "name", ref->name);
    return o;
}

/* null: about the cluster as a whole */
static struct json_object *object_value(struct writer *w, const struct object_ref *ref) {
    return ref->kind.len ? reference_value(w, ref) : NULL;
}

static struct json_object *link_value(struct writer *w, const struct chain_link *link) {
    struct json_object *o = reference_value(w, &link->object);
    put_always(w, o, "role", link->role);
    put_bool(o, "guilty", link->guilty);
    return o;
}

static struct json_object *evidence_value(struct writer *w, const struct evidence *e) {
    struct json_object *o = new_object();
    put(o, "object", object_value(w, &e->object));
    const struct report *r = w->report;
    put_always(w, o, "input", e->input < r->n_inputs ? r->inputs[e->input].name : STR(""));
    put_always(w, o, "path", e->path);
    put_line(o, "line", e->line);
    put_line(o, "endLine", e->end_line);
    put_always(w, o, "field", e->field);
    put(o, "value", e->masked || !e->value.ptr ? NULL : text_value(w, e->value));
    put_bool(o, "masked", e->masked);
    struct json_object *excerpt = new_array();
    for (size_t i = 0; i < e->n_excerpt && !e->masked; i++) {
        struct json_object *line = new_object();
        put_count(line, "line", e->excerpt[i].line);
        put_always(w, line, "text", e->excerpt[i].text);
        push(excerpt, line);
    }
    put(o, "excerpt", excerpt);
    return o;
}

static struct json_object *remedy_value(struct writer *w, const struct remedy *remedy) {
    struct json_object *o = new_object();
    put_always(w, o, "text", remedy->text);
    put_some(w, o, "command", remedy->command);
    put_bool(o, "changes", remedy->changes);
    return o;
}

static struct json_object *finding_value(struct writer *w, const struct finding *f) {
    struct json_object *o = new_object();
    put(o, "object", object_value(w, &f->object));
    put_level(o, "level", f->level);
    put_some(w, o, "group", f->group);
    put_always(w, o, "message", f->message);
    PUT_EACH(w, o, "chain", f->chain, f->n_chain, link_value);
    PUT_EACH(w, o, "remediation", f->remedies, f->n_remedies, remedy_value);
    put_some(w, o, "verify", f->verify);
    put_line(o, "step", f->step);
    put_always(w, o, "fingerprint", f->fingerprint);
    PUT_EACH(w, o, "evidence", f->evidence, f->n_evidence, evidence_value);
    return o;
}

static struct json_object *unknown_value(struct writer *w, const struct unknown *u) {
    struct json_object *o = new_object();
    put(o, "object", u->has_object ? object_value(w, &u->object) : NULL);
    put_level(o, "level", u->level);
    struct json_object *missing = new_array();
    for (size_t i = 0; i < u->missing.count; i++) {
        const struct missing *m = &u->missing.items[i];
        struct json_object *item = new_object();
        put_always(w, item, "kind", m->kind);
        put_some(w, item, "namespace", m->namespace);
        put_some(w, item, "name", m->name);
        put_some(w, item, "gather",
                 w->report->rule_set
                     ? rules_gather(w->report->rule_set, w->arena, *m, w->report->gather_image)
                     : (struct str){0});
        push(missing, item);
    }
    put(o, "missing", missing);
    return o;
}

static struct json_object *error_value(struct writer *w, const struct rule_error *e) {
    struct json_object *o = new_object();
    put(o, "object", e->has_object ? object_value(w, &e->object) : NULL);
    put_level(o, "level", e->level);
    put_always(w, o, "where", e->where);
    put_always(w, o, "message", e->message);
    return o;
}

/* What the rule says about itself. */
static struct json_object *rule_head(struct writer *w, const struct rule *rule) {
    struct json_object *o = new_object();
    put_always(w, o, "id", rule->id);
    put_always(w, o, "title", rule->title);
    put_always(w, o, "assertion", rule->assertion);
    put_always(w, o, "why", rule->why);
    put_level(o, "severity", rule->severity);
    put_bool(o, "decisive", rule->decisive);
    put_texts(w, o, "scopes", rule->scopes);
    put_some(w, o, "bites", rule->bites);
    put_always(w, o, "category", rule->category);
    put_texts(w, o, "tags", rule->tags);
    put_texts(w, o, "docs", rule->docs);
    put_some(w, o, "explains", rule->explains);
    put_always(w, o, "origin", rule->origin);
    return o;
}

static struct json_object *rule_value(struct writer *w, const struct rule_result *r) {
    struct json_object *o = rule_head(w, r->rule);
    put(o, "status", must(json_object_new_string(outcome_status_text(r->status))));
    put_level(o, "level", r->level);
    put_count(o, "checked", r->checked);
    put_some(w, o, "summary", r->summary);
    PUT_EACH(w, o, "findings", r->findings, r->n_findings, finding_value);
    PUT_EACH(w, o, "unknown", r->unknowns, r->n_unknowns, unknown_value);
    PUT_EACH(w, o, "errors", r->errors, r->n_errors, error_value);
    return o;
}

/* ---- what an update would do ---- */

static struct json_object *step_value(struct writer *w, const struct path_step *step) {
    struct json_object *o = new_object();
    put_count(o, "step", step->step);
    put_always(w, o, "component", step->component);
    put_some(w, o, "from", step->from);
    put_some(w, o, "to", step->to);
    put_some(w, o, "note",
             step->note ? catalogue_text(w->report->english, step->note) : (struct str){0});
    put_texts(w, o, "blockedBy", step->blocked_by);
    return o;
}

static struct json_object *drain_value(struct writer *w, const struct drain *d) {
    struct json_object *o = new_object();
    put_always(w, o, "node", d->node);
    put_some(w, o, "pool", d->pool);
    put_always(w, o, "outcome", d->outcome);
    struct json_object *vms = new_object();
    put_count(vms, "migrate", d->migrate);
    put_count(vms, "shutDown", d->shut_down);
    put_count(vms, "hold", d->hold);
    put_count(vms, "unknown", d->unknown);
    put(o, "vms", vms);
    struct json_object *held = new_array();
    for (size_t i = 0; i < d->n_held_by; i++) {
        struct json_object *h = new_object();
        put_always(w, h, "kind", d->held_by[i].kind);
        put_some(w, h, "namespace", d->held_by[i].namespace);
        put_always(w, h, "name", d->held_by[i].name);
        put_always(w, h, "reason", words_reason_english(w->report, d->held_by[i].reason));
        push(held, h);
    }
    put(o, "heldBy", held);
    struct json_object *memory = new_object();
    put_number(memory, "needed", d->memory_needed);
    put_number(memory, "freeElsewhere", d->memory_free_elsewhere);
    put(o, "memory", memory);
    put_maybe(o, "tight", d->tight);
    return o;
}

static struct json_object *storage_value(struct writer *w, const struct vm_storage *s) {
    struct json_object *o = new_object();
    put_some(w, o, "pvc", s->pvc);
    put_some(w, o, "pv", s->pv);
    put_some(w, o, "storageClass", s->storage_class);
    put_some(w, o, "provisioner", s->provisioner);
    put_some(w, o, "node", s->node);
    put_maybe(o, "shared", s->shared);
    return o;
}

static struct json_object *vm_value(struct writer *w, const struct vm_row *vm) {
    struct json_object *o = new_object();
    put_always(w, o, "namespace", vm->namespace);
    put_always(w, o, "name", vm->name);
    put_some(w, o, "node", vm->node);
    put_some(w, o, "status", vm->status);
    put_number(o, "vcpus", vm->vcpus);
    put_number(o, "memory", vm->memory);
    struct json_object *eviction = new_object();
    put_some(w, eviction, "value", vm->eviction_strategy);
    put_some(w, eviction, "from", vm->eviction_from);
    put(o, "evictionStrategy", eviction);
    put_some(w, o, "runStrategy", vm->run_strategy);
    put_always(w, o, "inDrain", vm->in_drain);
    put_some(w, o, "why", words_reason_english(w->report, vm->why));
    put_maybe(o, "outdated", vm->outdated);
    put_some(w, o, "launcher", vm->launcher);
    struct json_object *last = NULL;
    if (vm->last_migration_phase.len) {
        last = new_object();
        put_always(w, last, "phase", vm->last_migration_phase);
        put_some(w, last, "ended", vm->last_migration_ended);
    }
    put(o, "lastMigration", last);
    PUT_EACH(w, o, "storage", vm->storage, vm->n_storage, storage_value);
    put_texts(w, o, "rules", vm->rules);
    return o;
}

static struct json_object *migrations_value(struct writer *w, const struct migrations_of *of) {
    struct json_object *attempts = new_array();
    for (size_t i = 0; i < of->n_attempts; i++) {
        const struct attempt *a = &of->attempts[i];
        struct json_object *o = new_object();
        put_always(w, o, "name", a->name);
        put_some(w, o, "phase", a->phase);
        put_some(w, o, "created", a->created);
        put_some(w, o, "ended", a->ended);
        put_some(w, o, "source", a->source);
        put_some(w, o, "target", a->target);
        put_some(w, o, "cause", a->cause);
        put_some(w, o, "reason", a->reason);
        push(attempts, o);
    }
    struct json_object *o = new_object();
    put_always(w, o, "namespace", of->namespace);
    put_always(w, o, "vmi", of->vmi);
    put(o, "attempts", attempts);
    return o;
}

/* ---- what was read ---- */

static struct json_object *completeness_value(struct writer *w) {
    const struct report *r = w->report;
    struct json_object *kinds = new_array();
    for (size_t i = 0; i < r->n_kinds; i++) {
        const struct kind_completeness *k = &r->kinds[i];
        struct json_object *o = new_object();
        put_always(w, o, "kind", k->kind);
        put_always(w, o, "complete", k->complete);
        put_texts(w, o, "namespaces", k->namespaces);
        put_some(w, o, "proof", k->proof);
        put_bool(o, "stated", k->stated);
        put_texts(w, o, "silences", k->silences);
        put_some(w, o, "gather", k->gather);
        push(kinds, o);
    }
    struct json_object *damaged = new_array();
    for (size_t i = 0; i < r->n_damaged; i++) {
        struct json_object *o = new_object();
        put_always(w, o, "input", r->damaged[i].input);
        put_always(w, o, "path", r->damaged[i].path);
        put_line(o, "line", r->damaged[i].line);
        put_always(w, o, "problem", r->damaged[i].problem);
        push(damaged, o);
    }
    struct json_object *o = new_object();
    put(o, "kinds", kinds);
    put(o, "damaged", damaged);
    return o;
}

static struct json_object *diagnostic_value(struct writer *w, const struct report_diag *d) {
    struct json_object *o = new_object();
    put_always(w, o, "severity", d->severity);
    put_always(w, o, "id", d->id);
    put_always(w, o, "input", d->input);
    put_some(w, o, "path", d->path);
    put_line(o, "line", d->line);
    put_always(w, o, "message", d->message);
    return o;
}

/* Prints an array of the model, item by item. */
#define EACH(w, key, items, count, value_of)                                                       \
    do {                                                                                           \
        print_key(w, key);                                                                         \
        fputc('[', (w)->out);                                                                      \
        (w)->first = true;                                                                         \
        for (size_t i = 0; i < (count); i++)                                                       \
            element(w, value_of(w, &(items)[i]));                                                  \
        layout(w, (count) ? "\n  " : "");                                                          \
        fputc(']', (w)->out);                                                                      \
        (w)->first = false;                                                                        \
    } while (0)

/* A page holds all of it up to a number of VMs, above that what the rules found. */
static void write_rest(struct writer *w) {
    const struct report *report = w->report;
    EACH(w, "updatePath", report->path, report->n_path, step_value);
    EACH(w, "drains", report->drains, report->n_drains, drain_value);
    EACH(w, "vms", report->vms, report->n_vms, vm_value);
    EACH(w, "migrations", report->migrations, report->n_migrations, migrations_value);
    member(w, "completeness", completeness_value(w));
    EACH(w, "diagnostics", report->diagnostics, report->n_diagnostics, diagnostic_value);
}

static bool write_all(struct writer *w) {
    const struct report *report = w->report;
    fputc('{', w->out);
    member(w, "schema", text_value(w, STR("virtready.report/1")));
    member(w, "tool", tool_value(w));
    EACH(w, "inputs", report->inputs, report->n_inputs, input_value);
    struct json_object *gathered = new_object();
    put_some(w, gathered, "from", report->gathered_from);
    put_some(w, gathered, "to", report->gathered_to);
    member(w, "gathered", gathered);
    member(w, "cluster", cluster_value(w));
    member(w, "target", target_value(w));
    member(w, "verdict", must(json_object_new_string(outcome_verdict_text(report->verdict))));
    member(w, "counts", counts_value(&report->counts));
    struct json_object *gather = new_object();
    put_texts(w, gather, "commands", report->gather_commands);
    member(w, "gather", gather);
    EACH(w, "rules", report->results->items, report->results->count, rule_value);
    if (!w->embedded || report->n_vms <= LIMIT_PAGE_JSON_VMS)
        write_rest(w);
    layout(w, "\n");
    fputc('}', w->out);
    layout(w, "\n");
    return !ferror(w->out);
}

bool report_write_json(const struct report *report, struct arena *arena, FILE *out) {
    struct writer w = {.report = report, .arena = arena, .out = out, .first = true};
    return write_all(&w);
}

bool report_write_json_embedded(const struct report *report, struct arena *arena, FILE *out) {
    struct writer w = {
        .report = report, .arena = arena, .out = out, .first = true, .embedded = true};
    return write_all(&w);
}
