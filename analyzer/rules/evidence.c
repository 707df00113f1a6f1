/* Turns the fields that a rule names into values with their member, line and true text. Nothing is
 * shown that could hold a password: neither as value nor in the lines around it. */
#include "base/arena.h"
#include "base/limits.h"
#include "rules/around.h"
#include "rules/fieldpath.h"
#include "rules/finding.h"
#include "rules/render.h"

struct gatherer {
    struct frame *frame;
    struct arena *arena;
    VEC(struct evidence) list;
};

static bool is_secret_kind(const struct resource *resource) {
    return str_eq(resource->kind, STR("Secret"));
}

/* The last of the lines around a value, outward as long as they may be shown. */
static uint32_t reach(struct gatherer *g, const struct resource *resource, uint32_t line, int way) {
    struct lines *lines = &g->frame->evaluation->lines;
    uint32_t from = line > LIMIT_EXCERPT_AROUND ? line - LIMIT_EXCERPT_AROUND : 1;
    uint32_t shown = around_shown(resource->object, from);
    uint32_t at = line;
    for (int i = 0; i < LIMIT_EXCERPT_AROUND; i++) {
        uint32_t next = way > 0 ? at + 1 : at - 1;
        if (next < from || !(shown >> (next - from) & 1))
            break;
        struct str text = lines_at(lines, resource->origin, next);
        if (!text.len || fieldpath_secret_text(text))
            break;
        at = next;
    }
    return at;
}

/* The lines of one value, and some around it. A line may hold more than the value: if that could be
 * secret, it is not shown. */
static void add_excerpt(struct gatherer *g, struct evidence *evidence,
                        const struct resource *resource) {
    VEC(struct excerpt_line) lines = {0};
    const struct document_origin *origin = resource->origin;
    uint32_t end = evidence->end_line;
    if (!origin || !origin->text.len || evidence->line == 0)
        return;
    bool whole = end < evidence->line + LIMIT_EXCERPT_LINES;
    if (!whole)
        end = evidence->line + LIMIT_EXCERPT_LINES - 1;
    for (uint32_t line = evidence->line; line <= end; line++)
        if (fieldpath_secret_text(lines_at(&g->frame->evaluation->lines, origin, line))) {
            evidence->masked = true;
            return;
        }
    uint32_t begin = reach(g, resource, evidence->line, -1);
    end = whole ? reach(g, resource, end, 1) : end;
    for (uint32_t line = begin; line <= end; line++) {
        struct str text = lines_at(&g->frame->evaluation->lines, origin, line);
        text = str_slice(text, 0, LIMIT_EXCERPT_LINE_BYTES);
        *vec_push(g->arena, &lines) = (struct excerpt_line){line, str_valid_utf8(g->arena, text)};
    }
    evidence->excerpt = lines.items;
    evidence->n_excerpt = lines.count;
}

static void add_field(struct gatherer *g, const struct resource *resource, struct str field) {
    struct fieldpath_end end = fieldpath_follow(resource->object, field);
    bool absent = value_kind(end.value) == VALUE_ABSENT;
    bool secret = end.sensitive || is_secret_kind(resource) || fieldpath_holds_secret(end.value);
    struct evidence *evidence = vec_push(g->arena, &g->list);
    *evidence = (struct evidence){.object = finding_ref(resource),
                                  .input = resource->input,
                                  .line = value_line(end.nearest),
                                  .field = field,
                                  .masked = secret && !absent};
    /* Of what is absent, the line of what should hold it. */
    evidence->end_line = absent ? evidence->line : value_end_line(end.value);
    if (resource->origin)
        evidence->path = resource->origin->path;
    if (secret || absent)
        return;
    struct str value = render_value(g->frame->evaluation->scratch, cel_tree(end.value));
    evidence->value = str_copy(g->arena, value);
    add_excerpt(g, evidence, resource);
}

static void add_object(struct gatherer *g, const struct resource *resource,
                       const struct rule_evidence *rule) {
    for (size_t i = 0; i < rule->fields.count && g->list.count < LIMIT_EVIDENCE; i++)
        add_field(g, resource, rule->fields.items[i]);
}

/* One object or a list of them; what else the expression gives is left out. */
static void add_objects(struct gatherer *g, const struct rule_evidence *rule) {
    struct evaluation *evaluation = g->frame->evaluation;
    struct cel_value v = frame_eval(g->frame, rule->objects);
    const struct resource *single = host_resource(evaluation, v);
    if (single)
        add_object(g, single, rule);
    if (v.type != CEL_LIST)
        return;
    const struct cel_value *items = cel_list_items(evaluation->scratch, v);
    size_t count = cel_list_count(v), shown = 0;
    for (size_t i = 0; i < count && shown < rule->limit; i++) {
        const struct resource *resource = host_resource(evaluation, items[i]);
        if (resource)
            add_object(g, resource, rule);
        shown += resource != NULL;
    }
}

void evidence_gather(struct frame *frame, struct finding *finding) {
    static const struct str name = {"metadata.name", 13};
    const struct rule_evidence otherwise = {.fields = {&name, 1}};
    struct gatherer g = {.frame = frame, .arena = frame->evaluation->arena};
    const struct rule *rule = frame->rule;
    for (size_t i = 0; i < rule->n_evidence; i++) {
        if (rule->evidence[i].objects)
            add_objects(&g, &rule->evidence[i]);
        else if (frame->self)
            add_object(&g, frame->self, &rule->evidence[i]);
    }
    if (g.list.count == 0 && frame->self)
        add_object(&g, frame->self, &otherwise);
    finding->evidence = g.list.items;
    finding->n_evidence = g.list.count;
}
