/* Turns a level that is true of an object into a finding with everything that is told about it. */
#include "rules/finding.h"

#include <string.h>

#include "base/arena.h"
#include "base/digest.h"
#include "rules/render.h"

struct object_ref finding_ref(const struct resource *resource) {
    if (!resource)
        return (struct object_ref){0};
    struct str api = value_str(value_get(resource->object, STR("apiVersion")));
    return (struct object_ref){api.len ? api : resource->version, resource->kind,
                               resource->namespace, resource->name, resource};
}

void *finding_keep(struct evaluation *evaluation, const void *items, size_t count, size_t size) {
    void *kept = arena_alloc_array(evaluation->arena, count, size);
    return count ? memcpy(kept, items, count * size) : kept;
}

/* 16 hex digits over rule and object, not over level or time. */
static struct str fingerprint(struct evaluation *evaluation, const struct rule *rule,
                              const struct resource *self) {
    if (!evaluation->digest)
        evaluation->digest = digest_new(evaluation->arena);
    struct digest *digest = evaluation->digest;
    struct strbuf text = strbuf_new(evaluation->scratch);
    struct str parts[] = {rule->id, self ? self->of->display : (struct str){0},
                          self ? self->namespace : (struct str){0},
                          self ? self->name : (struct str){0}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        strbuf_append(&text, parts[i]);
        strbuf_append_byte(&text, '\0'); /* no name holds one */
    }
    digest_add(digest, strbuf_str(&text));
    struct str hex = digest_hex(evaluation->scratch, digest);
    return str_copy(evaluation->arena, str_slice(hex, 0, 16));
}

static bool applies(struct frame *frame, const struct rule_remedy *remedy) {
    return !remedy->when || cel_is_true(frame_eval(frame, remedy->when));
}

static void add_remedies(struct frame *frame, struct finding *finding) {
    const struct rule *rule = frame->rule;
    const struct rule_local *local = rule->local;
    struct remedy *list = NEW_ARRAY(frame->evaluation->scratch, rule->n_remedies, struct remedy);
    for (size_t i = 0; i < rule->n_remedies; i++) {
        if (!applies(frame, &rule->remedies[i]))
            continue;
        list[finding->n_remedies++] = (struct remedy){
            .text = render_text(frame, &rule->remedies[i].text),
            .text_local = local ? render_local(frame, &local->remedies[i]) : (struct str){0},
            .command = render_command(frame, &rule->remedies[i].command),
            .changes = rule->remedies[i].changes};
    }
    finding->remedies = finding_keep(frame->evaluation, list, finding->n_remedies, sizeof *list);
}

static struct str group_of(struct frame *frame) {
    struct evaluation *evaluation = frame->evaluation;
    if (!frame->rule->group_by)
        return (struct str){0};
    struct cel_value v = frame_eval(frame, frame->rule->group_by);
    if (v.type == CEL_ERROR || v.type == CEL_UNKNOWN || v.type == CEL_NULL)
        return (struct str){0};
    return str_copy(evaluation->arena, render_value(evaluation->scratch, v));
}

/* A list that is not wholly known, or holds anything but objects, tells of no cause. */
static void add_causes(struct frame *frame, struct finding *finding) {
    struct evaluation *evaluation = frame->evaluation;
    struct cel_value v = frame_eval(frame, frame->rule->follows.causes);
    bool list = v.type == CEL_LIST && !cel_list_missing(v).count;
    const struct cel_value *items = list ? cel_list_items(evaluation->scratch, v) : &v;
    size_t count = list ? cel_list_count(v) : 1;
    const struct resource **causes = NEW_ARRAY(evaluation->arena, count, const struct resource *);
    for (size_t i = 0; i < count; i++)
        if (!(causes[i] = host_resource(evaluation, items[i])))
            return;
    finding->causes = causes;
    finding->n_causes = count;
}

struct finding finding_make(struct frame *frame, enum level level) {
    const struct rule *rule = frame->rule;
    /* About the cluster as a whole: no object, though `self` may be its ClusterVersion. */
    bool cluster = str_eq(rule->each, STR("Cluster"));
    struct finding finding = {.level = level};
    if (!cluster)
        finding.object = finding_ref(frame->self);
    finding.fingerprint = fingerprint(frame->evaluation, rule, cluster ? NULL : frame->self);
    finding.group = group_of(frame);
    finding.message = render_text(frame, &rule->message);
    if (rule->local)
        finding.message_local = render_local(frame, &rule->local->message);
    finding.verify = render_command(frame, &rule->verify);
    add_remedies(frame, &finding);
    if (rule->follows.causes)
        add_causes(frame, &finding);
    evidence_gather(frame, &finding);
    chain_follow(frame, &finding);
    return finding;
}
