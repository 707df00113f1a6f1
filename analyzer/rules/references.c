/* Turns compiled programs into the names they use: misspelt ones are errors, kinds make up what a
 * rule requires. The trick: references name facts, not the kinds they are of; what may be meant
 * counts for `requires`, only what is surely meant for circles (the evaluator finds the rest). */
#include "rules/references.h"

#include "base/arena.h"
#include "base/limits.h"
#include "base/nearest.h"
#include "graph/edges.h"

/* What a function's first argument names, or what it reads beside its arguments. */
enum meaning {
    MEANS_NOTHING,
    MEANS_KIND,
    MEANS_EDGE,
    MEANS_FACT,
    MEANS_EVENTS,
    MEANS_PLACEMENT,
    MEANS_INSTALLED,
};

static enum meaning meaning_of(const struct cel_reference *r) {
    static const struct {
        struct str name;
        enum meaning meaning;
    } rows[] = {
        {STR_INIT("objects"), MEANS_KIND},
        {STR_INIT("object"), MEANS_KIND},
        {STR_INIT("collected"), MEANS_KIND},
        {STR_INIT("index"), MEANS_KIND},
        {STR_INIT("owned"), MEANS_KIND},
        {STR_INIT("related"), MEANS_EDGE},
        {STR_INIT("dangling"), MEANS_EDGE},
        {STR_INIT("fact"), MEANS_FACT},
        {STR_INIT("events"), MEANS_EVENTS},
        {STR_INIT("placement"), MEANS_PLACEMENT},
        {STR_INIT("virtualizationInstalled"), MEANS_INSTALLED},
    };
    for (size_t i = 0; r->is_call && i < sizeof rows / sizeof *rows; i++)
        if (str_eq(r->name, rows[i].name))
            return rows[i].meaning;
    return MEANS_NOTHING;
}

static struct str literal_argument(const struct cel_reference *r) {
    return r->is_call && r->n_args ? r->args[0] : (struct str){0};
}

/* `facts.x`, whether the program sees one name or a field of `facts`; NULL: there is no such. */
static bool cluster_fact(const struct rule_set *set, const struct cel_reference *r,
                         struct fact **ret_fact) {
    if (r->is_call)
        return false;
    struct slot slot = scope_slot(set->scope, r->slot);
    bool field = slot.kind == SLOT_NONE && str_is(r->name, "facts");
    *ret_fact = slot.kind == SLOT_FACT ? set->facts.items[slot.index]
                : field                ? set_fact(set, (struct str){0}, r->field)
                                       : NULL;
    return *ret_fact || field;
}

/* Checking */

struct check {
    struct shape *shape;
    const struct rule_set *set;
    struct value at; /* of names that stand in a value of their own, not in an expression */
    const struct cel_reference *reference; /* NULL: such a name */
};

static void report(struct check *check, const char *what, struct str name, struct strs known) {
    struct str near = nearest_of(name, known.items, known.count);
    const char *meant =
        near.len ? str_c(check->shape->arena,
                         str_printf(check->shape->arena, "; did you mean '%.*s'?", STR_ARG(near)))
                 : "";
    struct diag_where where = shape_where(check->shape, check->at);
    if (check->reference) {
        struct cel_place place = cel_program_place(check->reference->program, check->reference->at);
        where.line = place.line;
        where.column = place.column;
        struct str rest = check->shape->text, line = rest;
        for (uint32_t i = 0; i < place.line; i++)
            str_cut(rest, '\n', &line, &rest);
        where.source_line = line;
    }
    check->shape->errors++;
    diag_add(check->shape->sink, DIAG_ERROR, DIAG_CEL_NAME, where, "unknown %s '%.*s'%s", what,
             STR_ARG(name), meant);
}

static void check_kind(struct check *check, struct str kind) {
    /* A kind with its group is taken at its word: a site's own rules may be about any. */
    if (kind.ptr && str_find_byte(kind, '.', 0) == SIZE_MAX &&
        !shape_has(check->set->known_kinds, kind))
        report(check, "kind", kind, check->set->known_kinds);
}

static void check_path(struct check *check, struct str path) {
    struct str rest = path, edge;
    bool more = path.ptr != NULL;
    while (more) {
        more = str_cut(rest, '/', &edge, &rest);
        if (!shape_has(check->set->known_edges, edge)) {
            report(check, "edge", edge, check->set->known_edges);
            return;
        }
    }
}

static void report_fact(struct check *check, struct str name, bool of_object) {
    VEC(struct str) names = {0};
    const struct rule_set *set = check->set;
    for (size_t i = 0; i < set->facts.count; i++)
        if ((set->facts.items[i]->on.len > 0) == of_object)
            *vec_push(check->shape->arena, &names) = set->facts.items[i]->name;
    report(check, "fact", name, (struct strs){names.items, names.count});
}

static void check_call(struct check *check, const struct cel_reference *r, enum meaning meaning) {
    struct str literal = literal_argument(r);
    if (meaning == MEANS_KIND)
        check_kind(check, literal);
    else if (meaning == MEANS_EDGE)
        check_path(check, literal);
    else if (meaning == MEANS_FACT && literal.ptr && !set_object_facts(check->set, literal))
        report_fact(check, literal, true);
}

void references_check_kind(struct shape *shape, const struct rule_set *set, struct value at,
                           struct str kind) {
    struct check check = {.shape = shape, .set = set, .at = at};
    check_kind(&check, kind);
}

void references_prepare(struct rule_set *set) {
    struct reference_kinds kinds = {.arena = set->arena, .map = map_new(set->arena)};
    struct reference_kinds edges = {.arena = set->arena, .map = map_new(set->arena)};
    for (size_t i = 0; i < set->gather.n_kinds; i++)
        references_add_kind(&kinds, set->gather.kinds[i].kind);
    size_t count;
    const struct edge_info *table = edges_table(&count);
    for (size_t i = 0; i < count; i++) {
        references_add_kind(&kinds, table[i].from);
        references_add_kind(&kinds, table[i].to);
        references_add_kind(&edges, table[i].name);
        references_add_kind(&edges, table[i].inverse);
    }
    set->known_kinds = references_sorted(&kinds);
    set->known_edges = references_sorted(&edges);
}

/* Gathering */

void references_add_kind(struct reference_kinds *kinds, struct str kind) {
    if (kind.len)
        *map_at(&kinds->map, kind) = kinds;
}

struct strs references_sorted(const struct reference_kinds *kinds) {
    struct str *items = NEW_ARRAY(kinds->arena, kinds->map.count, struct str);
    for (size_t i = 0; i < kinds->map.count; i++) {
        struct str kind = kinds->map.entries[i].key;
        size_t at = i;
        for (; at > 0 && str_cmp(items[at - 1], kind) > 0; at--)
            items[at] = items[at - 1];
        items[at] = kind;
    }
    return (struct strs){items, kinds->map.count};
}

struct gathering {
    const struct rule_set *set;
    struct reference_kinds *kinds;
    struct fact *user; /* collects its `uses` and `calls`; NULL: facts add their kinds */
};

static void gather_fact(struct gathering *g, struct fact *fact, bool surely) {
    if (!fact)
        return;
    if (g->user) {
        *vec_push(g->set->arena, &g->user->uses) = fact;
        if (surely)
            *vec_push(g->set->arena, &g->user->calls) = fact;
    }
    for (size_t i = 0; i < fact->requires.count; i++)
        references_add_kind(g->kinds, fact->requires.items[i]);
}

/* Facts of objects go by name; several kinds may have one. Then it is surely the user's own kind
 * that is meant, unless that would be the user itself: a VMI's fact asks its VM's of the same
 * name. */
static void gather_object_facts(struct gathering *g, struct str name) {
    struct fact *first = set_object_facts(g->set, name);
    for (struct fact *fact = first; fact; fact = fact->namesake) {
        bool own = g->user && str_eq(g->user->on, fact->on) && fact != g->user;
        gather_fact(g, fact, !first->namesake || own);
    }
}

/* Each prefix of a path is read: "pvc/pv" needs the claims as well. */
static void gather_path(struct gathering *g, struct str path) {
    for (size_t end = 0; end <= path.len; end++) {
        if (end < path.len && path.ptr[end] != '/')
            continue;
        const struct str *targets;
        size_t count = edges_targets(str_slice(path, 0, end), &targets);
        for (size_t i = 0; i < count; i++)
            references_add_kind(g->kinds, targets[i]);
    }
}

/* What placement() reads beside its receiver. */
static void gather_placement(struct gathering *g) {
    static const char *const kinds[] = {"HyperConverged",
                                        "KubeVirt",
                                        "NetworkAttachmentDefinition",
                                        "Node",
                                        "PersistentVolume",
                                        "PersistentVolumeClaim",
                                        "Pod",
                                        "VirtualMachineInstance"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        references_add_kind(g->kinds, str_of(kinds[i]));
}

static void gather_call(struct gathering *g, const struct cel_reference *r, enum meaning meaning) {
    struct str literal = literal_argument(r);
    switch (meaning) {
    case MEANS_KIND:
        references_add_kind(g->kinds, literal);
        break;
    case MEANS_EDGE:
        if (literal.ptr)
            gather_path(g, literal);
        break;
    case MEANS_FACT:
        if (literal.ptr)
            gather_object_facts(g, literal);
        break;
    case MEANS_EVENTS:
        references_add_kind(g->kinds, STR("Event"));
        break;
    case MEANS_PLACEMENT:
        gather_placement(g);
        break;
    case MEANS_INSTALLED:
        for (size_t i = 0; i < g->set->gather.installed.count; i++)
            references_add_kind(g->kinds, g->set->gather.installed.items[i]);
        break;
    case MEANS_NOTHING:
        break;
    }
}

static void gather_reference(void *arg, const struct cel_reference *r) {
    struct gathering *g = arg;
    struct fact *fact;
    if (cluster_fact(g->set, r, &fact))
        gather_fact(g, fact, true);
    else
        gather_call(g, r, meaning_of(r));
}

static void check_and_gather(void *arg, const struct cel_reference *r) {
    struct check *check = arg;
    struct gathering g = {.set = check->set, .kinds = check->shape->kinds};
    struct fact *fact;
    check->reference = r;
    if (cluster_fact(check->set, r, &fact)) {
        if (!fact)
            report_fact(check, r->field, false);
        if (g.kinds)
            gather_fact(&g, fact, true);
        return;
    }
    enum meaning meaning = meaning_of(r);
    check_call(check, r, meaning);
    if (g.kinds)
        gather_call(&g, r, meaning);
}

void references_check(struct shape *shape, const struct rule_set *set,
                      const struct cel_program *program) {
    struct check check = {.shape = shape, .set = set};
    cel_program_references(program, check_and_gather, &check);
}

void references_kinds(const struct rule_set *set, const struct cel_program *program,
                      struct reference_kinds *kinds) {
    struct gathering g = {.set = set, .kinds = kinds};
    if (program)
        cel_program_references(program, gather_reference, &g);
}

/* Facts */

struct trail {
    const struct fact *facts[LIMIT_EXPR_DEPTH];
    size_t depth;
};

enum { MARK_NONE, MARK_OPEN, MARK_DONE };

static bool report_circle(struct rule_set *set, struct diag_sink *sink, const struct trail *trail,
                          const struct fact *fact) {
    struct strbuf names = strbuf_new(set->arena);
    size_t from = 0;
    while (from < trail->depth && trail->facts[from] != fact)
        from++;
    for (size_t i = from; i <= trail->depth; i++) {
        const struct fact *link = i < trail->depth ? trail->facts[i] : fact;
        strbuf_printf(&names, "%s%.*s%s%.*s", i > from ? " -> " : "", STR_ARG(link->on),
                      link->on.len ? "." : "", STR_ARG(link->name));
    }
    struct shape shape = {
        .arena = set->arena, .sink = sink, .file = fact->file, .text = fact->text};
    shape_error(&shape, DIAG_RULE_SHAPE, fact->at, "facts use each other in a circle: %.*s",
                STR_ARG(strbuf_str(&names)));
    return false;
}

/* Depth is bounded by the trail. */
static bool find_circle(struct rule_set *set, struct diag_sink *sink, struct trail *trail,
                        struct fact *fact) {
    if (fact->mark == MARK_DONE)
        return true;
    if (fact->mark == MARK_OPEN || trail->depth == LIMIT_EXPR_DEPTH)
        return report_circle(set, sink, trail, fact);
    fact->mark = MARK_OPEN;
    trail->facts[trail->depth++] = fact;
    for (size_t i = 0; i < fact->calls.count; i++)
        if (!find_circle(set, sink, trail, fact->calls.items[i]))
            return false;
    trail->depth--;
    fact->mark = MARK_DONE;
    return true;
}

/* The kinds of everything a fact reaches, from its direct ones. */
static void close_over(struct rule_set *set, struct fact *fact, const struct strs *direct) {
    bool *seen = NEW_ARRAY(set->arena, set->facts.count, bool);
    size_t *queue = NEW_ARRAY(set->arena, set->facts.count, size_t), n = 0;
    struct reference_kinds kinds = {.arena = set->arena, .map = map_new(set->arena)};
    seen[fact->index] = true;
    queue[n++] = fact->index;
    for (size_t i = 0; i < n; i++) {
        const struct fact *reached = set->facts.items[queue[i]];
        for (size_t k = 0; k < direct[queue[i]].count; k++)
            references_add_kind(&kinds, direct[queue[i]].items[k]);
        for (size_t k = 0; k < reached->uses.count; k++) {
            size_t used = reached->uses.items[k]->index;
            if (!seen[used])
                queue[n++] = used;
            seen[used] = true;
        }
    }
    fact->requires = references_sorted(&kinds);
}

bool references_facts(struct rule_set *set, struct diag_sink *sink) {
    struct strs *direct = NEW_ARRAY(set->arena, set->facts.count, struct strs);
    struct trail trail = {.depth = 0};
    for (size_t i = 0; i < set->facts.count; i++) {
        struct fact *fact = set->facts.items[i];
        struct reference_kinds kinds = {.arena = set->arena, .map = map_new(set->arena)};
        struct gathering g = {.set = set, .kinds = &kinds, .user = fact};
        references_add_kind(&kinds, fact->on);
        if (fact->program)
            cel_program_references(fact->program, gather_reference, &g);
        direct[i] = references_sorted(&kinds);
    }
    for (size_t i = 0; i < set->facts.count; i++)
        if (!find_circle(set, sink, &trail, set->facts.items[i]))
            return false;
    for (size_t i = 0; i < set->facts.count; i++)
        close_over(set, set->facts.items[i], direct);
    return true;
}

/* Rules */

static void visit_text(const struct rule_text *text,
                       void (*visit)(void *arg, const struct cel_program *program), void *arg) {
    for (size_t i = 0; i < text->count; i++)
        if (text->pieces[i].program)
            visit(arg, text->pieces[i].program);
}

void references_programs(const struct rule *rule,
                         void (*visit)(void *arg, const struct cel_program *program), void *arg) {
    const struct cel_program *single[] = {rule->where, rule->group_by, rule->follows.causes};
    for (size_t i = 0; i < sizeof single / sizeof *single; i++)
        if (single[i])
            visit(arg, single[i]);
    for (size_t i = 0; i < rule->n_variables; i++)
        visit(arg, rule->variables[i].program);
    for (size_t i = 0; i < rule->n_levels; i++)
        visit(arg, rule->levels[i].when);
    for (size_t i = 0; i < rule->n_evidence; i++)
        if (rule->evidence[i].objects)
            visit(arg, rule->evidence[i].objects);
    for (size_t i = 0; i < rule->n_chain; i++)
        if (rule->chain[i].guilty)
            visit(arg, rule->chain[i].guilty);
    for (size_t i = 0; i < rule->n_remedies; i++) {
        if (rule->remedies[i].when)
            visit(arg, rule->remedies[i].when);
        visit_text(&rule->remedies[i].text, visit, arg);
        visit_text(&rule->remedies[i].command, visit, arg);
    }
    visit_text(&rule->message, visit, arg);
    visit_text(&rule->summary, visit, arg);
    visit_text(&rule->verify, visit, arg);
}

void references_rule(const struct rule_set *set, struct rule *rule, struct reference_kinds *kinds) {
    struct gathering g = {.set = set, .kinds = kinds};
    references_add_kind(kinds,
                        str_eq(rule->each, STR("Cluster")) ? STR("ClusterVersion") : rule->each);
    if (rule->since.len || rule->until.len)
        gather_fact(&g, set_fact(set, (struct str){0}, STR("cnvOcpMinor")), true);
    for (size_t i = 0; i < rule->n_chain; i++)
        gather_path(&g, rule->chain[i].edge);
    rule->requires = references_sorted(kinds);
}
