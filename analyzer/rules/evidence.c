/* Turns the fields that a rule names into values with their member, line and true text. Nothing is
 * shown that could hold a password: neither as value nor in the lines around it. */
#include "base/arena.h"
#include "base/limits.h"
#include "rules/around.h"
#include "rules/fieldpath.h"
#include "rules/finding.h"
#include "rules/render.h"

_Static_assert(LIMIT_EXCERPT_LINES + 2 * LIMIT_EXCERPT_AROUND <= AROUND_WINDOW, "one window");

struct gatherer {
    struct frame *frame;
    struct arena *arena;
    VEC(struct evidence) list; /* in the scratch arena: nobody knows how much it will be */
};

static bool is_secret_kind(const struct resource *resource) {
    return str_eq(resource->kind, STR("Secret"));
}

/* Lines of a member, read once: those of a value, `first` to `last`, and some around it. */
struct passage {
    uint32_t from; /* the line of texts[0] */
    uint32_t first, last, end;
    struct str texts[AROUND_WINDOW];
};

static bool read_passage(struct lines *lines, const struct document_origin *origin,
                         struct passage *p) {
    bool whole = p->last < p->first + LIMIT_EXCERPT_LINES;
    p->last = whole ? p->last : p->first + LIMIT_EXCERPT_LINES - 1;
    p->from = p->first > LIMIT_EXCERPT_AROUND ? p->first - LIMIT_EXCERPT_AROUND : 1;
    p->end = whole ? p->last + LIMIT_EXCERPT_AROUND : p->last;
    for (uint32_t line = p->from; line <= p->end; line++) {
        struct str text = lines_at(lines, origin, line);
        if (line >= p->first && line <= p->last && fieldpath_secret_text(text))
            return false;
        p->texts[line - p->from] = text;
    }
    return true;
}

static bool may_stand(const struct passage *p, uint32_t shown, uint32_t line) {
    struct str text = p->texts[line - p->from];
    return shown >> (line - p->from) & 1 && text.len && !fieldpath_secret_text(text);
}

/* Moves both ends outward as long as lines around the value may be shown. */
static void widen(struct value object, struct passage *p) {
    uint32_t before = ((uint32_t)1 << (p->first - p->from)) - 1;
    uint32_t behind = ((uint32_t)1 << (p->end - p->last)) - 1;
    uint32_t wanted = before | behind << (p->last + 1 - p->from);
    uint32_t shown = around_shown(object, p->from, wanted);
    while (p->first > p->from && may_stand(p, shown, p->first - 1))
        p->first--;
    while (p->last < p->end && may_stand(p, shown, p->last + 1))
        p->last++;
}

/* The lines of one value, and some around it. A line may hold more than the value: if that could be
 * secret, it is not shown. */
static void add_excerpt(struct gatherer *g, struct evidence *evidence,
                        const struct resource *resource) {
    const struct document_origin *origin = resource->origin;
    struct passage passage = {.first = evidence->line, .last = evidence->end_line};
    if (!origin || !origin->text.len || evidence->line == 0)
        return;
    if (!read_passage(&g->frame->evaluation->lines, origin, &passage)) {
        evidence->masked = true;
        return;
    }
    widen(resource->object, &passage);
    size_t most = passage.last - passage.first + 1;
    struct excerpt_line *lines = NEW_ARRAY(g->arena, most, struct excerpt_line);
    for (uint32_t line = passage.first; line <= passage.last; line++) {
        struct str text = passage.texts[line - passage.from];
        bool kept = text.ptr != NULL;
        text = str_valid_utf8(g->arena, str_slice(text, 0, LIMIT_EXCERPT_LINE_BYTES));
        if (kept)
            lines[evidence->n_excerpt++] = (struct excerpt_line){line, text};
    }
    evidence->excerpt = lines;
}

static struct evidence gather(struct gatherer *g, const struct resource *resource,
                              struct str field) {
    struct fieldpath_end end = fieldpath_follow(resource->object, field);
    bool absent = value_kind(end.value) == VALUE_ABSENT;
    bool secret = end.sensitive || is_secret_kind(resource) || fieldpath_holds_secret(end.value);
    struct evidence evidence = {.object = finding_ref(resource),
                                .input = resource->input,
                                .line = value_line(end.nearest),
                                .field = field,
                                .masked = secret && !absent};
    /* Of what is absent, the line of what should hold it. */
    evidence.end_line = absent ? evidence.line : value_end_line(end.value);
    if (resource->origin)
        evidence.path = resource->origin->path;
    if (secret || absent)
        return evidence;
    struct str value = render_value(g->frame->evaluation->scratch, cel_tree(end.value));
    evidence.value = str_copy(g->arena, value);
    add_excerpt(g, &evidence, resource);
    return evidence;
}

/* Several rules about one object show the same of it, and they judge it one after the other. */
static const struct evidence *recent(struct gatherer *g, const struct resource *resource,
                                     struct str field) {
    struct recent_evidence *recent = &g->frame->evaluation->recent;
    if (recent->about != g->frame->self)
        recent->count = 0;
    recent->about = g->frame->self;
    size_t kept = recent->count < RECENT_EVIDENCE ? recent->count : RECENT_EVIDENCE;
    for (size_t i = 0; i < kept; i++)
        if (recent->items[i].object.resource == resource && str_eq(recent->items[i].field, field))
            return &recent->items[i];
    struct evidence *made = &recent->items[recent->count++ % RECENT_EVIDENCE];
    *made = gather(g, resource, field);
    return made;
}

static void add_field(struct gatherer *g, const struct resource *resource, struct str field) {
    *vec_push(g->frame->evaluation->scratch, &g->list) = *recent(g, resource, field);
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
    for (size_t i = 0; i < rule->n_evidence && g.list.count < LIMIT_EVIDENCE; i++) {
        if (rule->evidence[i].objects)
            add_objects(&g, &rule->evidence[i]);
        else if (frame->self)
            add_object(&g, frame->self, &rule->evidence[i]);
    }
    if (g.list.count == 0 && frame->self)
        add_object(&g, frame->self, &otherwise);
    finding->evidence =
        finding_keep(frame->evaluation, g.list.items, g.list.count, sizeof *g.list.items);
    finding->n_evidence = g.list.count;
}
