/* Programs of rules and facts into trees of fields, one for each kind. What a fact gives is what
 * others go on reading from, and facts use each other in any order, so all programs are gone
 * through until nothing is added any more. An object of which it is not known of what kind it is
 * adds to all kinds. */
#include "rules/asked.h"

#include "base/arena.h"
#include "base/intern.h"
#include "cel/reads.h"
#include "graph/edges.h"
#include "rules/around.h"
#include "rules/fieldpath.h"

struct asking {
    struct cel_reads reads;
    struct fields_set fields;
    const struct rule_set *set;
    struct map rows;          /* struct fields_of */
    struct fields *any;       /* of objects of any kind */
    struct cel_shape **facts; /* what each gives */
    struct map behind;        /* struct cel_shape, by edge */
    struct map with_events;   /* struct fields of objects, whose events are asked for */
    bool every_event;
    /* what is gone through */
    const struct rule_scope *scope;
    struct cel_shape *self; /* the object it is about */
    struct cel_shape **variables;
    const struct rule *rule;
};

/* ---- kinds ---- */

static struct fields *row_of(struct asking *a, struct fields_of row) {
    struct arena *arena = a->reads.arena;
    struct str key = row.single ? str_printf(arena, "%.*s %.*s %.*s", STR_ARG(row.kind),
                                             STR_ARG(row.namespace), STR_ARG(row.name))
                                : row.kind;
    struct fields_of **place = (struct fields_of **)map_at(&a->rows, key);
    if (!*place) {
        *place = NEW(arena, struct fields_of);
        **place = row;
        (*place)->fields = fields_new(&a->fields);
    }
    return (*place)->fields;
}

static struct str bare(struct str kind) {
    struct str name, rest;
    str_cut(str_eq(kind, STR("Cluster")) ? STR("ClusterVersion") : kind, '.', &name, &rest);
    return name;
}

static struct fields *fields_of(struct asking *a, struct str kind) {
    a->every_event |= str_eq(bare(kind), STR("Event"));
    return kind.len ? row_of(a, (struct fields_of){.kind = bare(kind)}) : a->any;
}

static struct cel_shape *object_of(struct asking *a, struct str kind) {
    return cel_shape_at(&a->reads, fields_of(a, kind));
}

static struct cel_shape *list_of(struct asking *a, struct str kind) {
    return cel_shape_list(&a->reads, object_of(a, kind));
}

static struct cel_shape *find_behind(struct asking *a, struct str edge) {
    struct cel_shape *found = NULL;
    size_t count;
    const struct edge_info *table = edges_table(&count);
    for (size_t i = 0; i < count; i++) {
        if (edges_is_named(table[i].name, edge))
            found = cel_shape_join(&a->reads, found, object_of(a, table[i].to));
        if (edges_is_named(table[i].inverse, edge))
            found = cel_shape_join(&a->reads, found, object_of(a, table[i].from));
    }
    return found ? found : object_of(a, (struct str){0});
}

/* Where a path of edges may lead, by its last edge. */
static struct cel_shape *behind(struct asking *a, struct str path) {
    struct str edge = str_after_last(path, '/');
    struct cel_shape **known = (struct cel_shape **)map_at(&a->behind, edge);
    if (!*known)
        *known = find_behind(a, edge);
    return *known;
}

/* ---- what the host gives ---- */

static struct asking *asking_of(struct cel_reads *reads) {
    return reads->host;
}

static void go_through(struct asking *a, const struct rule *rule, const struct rule_scope *scope,
                       struct str kind) {
    a->rule = rule;
    a->scope = scope;
    a->self = object_of(a, kind);
}

static struct cel_shape *links(struct asking *a) {
    struct cel_shape *found = a->self;
    for (size_t i = 0; a->rule && i < a->rule->n_chain; i++)
        if (a->rule->chain[i].edge.len)
            found = cel_shape_join(&a->reads, found, behind(a, a->rule->chain[i].edge));
    return found;
}

static struct cel_shape *variable(struct cel_reads *reads, uint32_t number) {
    struct asking *a = asking_of(reads);
    struct slot slot = scope_slot(a->scope, number);
    switch (slot.kind) {
    case SLOT_SELF:
        return a->self;
    case SLOT_IT:
        return links(a);
    case SLOT_FOUND:
        return cel_shape_list(reads, a->self);
    case SLOT_VARIABLE:
        return a->variables[slot.index];
    case SLOT_FACT:
        return a->facts[slot.index];
    case SLOT_NONE:
    case SLOT_NS:
    case SLOT_NAME:
    case SLOT_KIND:
    case SLOT_NOW:
    case SLOT_PARAM:
    case SLOT_COUNT:
        break;
    }
    return NULL;
}

/* Any kind is that of events too. */
static struct str kind_given(struct asking *a, const struct cel_reads_call *call) {
    struct str kind = call->n_texts ? call->texts[0] : (struct str){0};
    a->every_event |= !kind.len;
    return kind;
}

static struct cel_shape *objects(struct asking *a, const struct cel_reads_call *call) {
    return list_of(a, kind_given(a, call));
}

static struct cel_shape *object(struct asking *a, const struct cel_reads_call *call) {
    const struct str *texts = call->texts;
    if (!texts[0].len || !texts[1].ptr || !texts[2].ptr)
        return object_of(a, kind_given(a, call));
    a->every_event |= str_eq(bare(texts[0]), STR("Event"));
    struct fields_of row = {bare(texts[0]), true, texts[1], texts[2], NULL};
    return cel_shape_at(&a->reads, row_of(a, row));
}

static struct cel_shape *related(struct asking *a, const struct cel_reads_call *call) {
    return cel_shape_list(&a->reads, behind(a, call->texts[0]));
}

static struct cel_shape *owner(struct asking *a, const struct cel_reads_call *call) {
    (void)call;
    return object_of(a, (struct str){0});
}

static struct cel_shape *events(struct asking *a, const struct cel_reads_call *call) {
    const struct cel_shape *of = call->receiver;
    struct fields *event = row_of(a, (struct fields_of){.kind = STR("Event")});
    a->every_event |= !of || !of->places.count;
    for (size_t i = 0; of && i < of->places.count; i++) {
        struct str key = {(const char *)&of->places.items[i], sizeof of->places.items[i]};
        *map_at(&a->with_events, str_copy(a->reads.arena, key)) = of->places.items[i];
    }
    return cel_shape_list(&a->reads, cel_shape_at(&a->reads, event));
}

/* A path that is computed may be any. */
static struct cel_shape *by_index(struct asking *a, const struct cel_reads_call *call) {
    struct fields *fields = fields_of(a, kind_given(a, call));
    if (call->texts[1].ptr)
        fields_at(&a->fields, fields, call->texts[1]);
    else
        fields->whole = true;
    return cel_shape_map(&a->reads, cel_shape_list(&a->reads, cel_shape_at(&a->reads, fields)));
}

static struct cel_shape *condition(struct asking *a, const struct cel_reads_call *call) {
    struct cel_shape *found = NULL;
    for (size_t i = 0; call->receiver && i < call->receiver->places.count; i++) {
        struct fields *entry =
            fields_at(&a->fields, call->receiver->places.items[i], STR("status.conditions[]"));
        fields_at(&a->fields, entry, STR("type"));
        found = cel_shape_join(&a->reads, found, cel_shape_at(&a->reads, entry));
    }
    return found;
}

/* Several kinds may have a fact of that name. */
static struct cel_shape *fact(struct asking *a, const struct cel_reads_call *call) {
    struct cel_shape *found = NULL;
    const struct fact *fact = NULL;
    if (call->texts[0].ptr)
        fact = set_object_facts(a->set, call->texts[0]);
    for (; fact; fact = fact->namesake)
        found = cel_shape_join(&a->reads, found, a->facts[fact->index]);
    for (size_t i = 0; !call->texts[0].ptr && i < a->set->facts.count; i++)
        if (a->set->facts.items[i]->on.len)
            found = cel_shape_join(&a->reads, found, a->facts[i]);
    return found;
}

static struct cel_shape *age(struct asking *a, const struct cel_reads_call *call) {
    (void)call;
    fields_at(&a->fields, a->any, STR("metadata.creationTimestamp"));
    return NULL;
}

/* Of the object only who it is, or what the tables of code say. */
static struct cel_shape *nothing(struct asking *a, const struct cel_reads_call *call) {
    (void)a, (void)call;
    return NULL;
}

static bool host_call(struct cel_reads *reads, const struct cel_reads_call *call,
                      struct cel_shape **ret_result) {
    static const struct {
        struct str name;
        struct cel_shape *(*result)(struct asking *a, const struct cel_reads_call *call);
    } rows[] = {
        {STR_INIT("objects"), objects},
        {STR_INIT("object"), object},
        {STR_INIT("collected"), nothing},
        {STR_INIT("index"), by_index},
        {STR_INIT("related"), related},
        {STR_INIT("dangling"), nothing},
        {STR_INIT("owner"), owner},
        {STR_INIT("owned"), objects},
        {STR_INIT("events"), events},
        {STR_INIT("condition"), condition},
        {STR_INIT("ref"), nothing},
        {STR_INIT("fact"), fact},
        {STR_INIT("gathered"), nothing},
        {STR_INIT("untold"), nothing},
        {STR_INIT("placement"), nothing},
        {STR_INIT("age"), age},
        {STR_INIT("since"), nothing},
        {STR_INIT("targetOption"), nothing},
        {STR_INIT("virtualizationInstalled"), nothing},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!str_eq(call->name, rows[i].name))
            continue;
        *ret_result = rows[i].result(asking_of(reads), call);
        return true;
    }
    return false;
}

/* ---- going through ---- */

static void read_text(struct asking *a, const struct rule_text *text) {
    for (size_t i = 0; i < text->count; i++)
        if (text->pieces[i].program)
            cel_shape_want_whole(&a->reads, cel_program_reads(&a->reads, text->pieces[i].program));
}

static struct cel_shape *read_program(struct asking *a, const struct cel_program *program) {
    return program ? cel_program_reads(&a->reads, program) : NULL;
}

/* The field as rules/fieldpath.c follows it, with what tells entries apart. */
static void show_field(struct asking *a, struct fields *fields, struct str path) {
    struct fieldpath_step step;
    size_t at = 0;
    while (at < path.len) {
        step = fieldpath_step(path, &at);
        if (step.kind == FIELDPATH_BAD)
            return;
        uint32_t key =
            step.kind == FIELDPATH_KEY ? intern_add(a->set->intern, step.key) : FIELDS_ENTRY;
        fields = fields_below(&a->fields, fields, key);
        if (step.kind == FIELDPATH_ENTRY)
            fields_below(&a->fields, fields, intern_add(a->set->intern, step.key));
    }
    fields->shown = true;
}

static void show_fields(struct asking *a, const struct cel_shape *objects, struct strs paths) {
    for (size_t i = 0; objects && i < objects->places.count; i++)
        for (size_t k = 0; k < paths.count; k++)
            show_field(a, objects->places.items[i], paths.items[k]);
    if (objects && objects->entries)
        for (size_t k = 0; k < objects->entries->places.count; k++)
            for (size_t i = 0; i < paths.count; i++)
                show_field(a, objects->entries->places.items[k], paths.items[i]);
}

static void read_evidence(struct asking *a) {
    static const struct str name = STR_INIT("metadata.name");
    const struct rule *rule = a->rule;
    bool own = false;
    for (size_t i = 0; i < rule->n_evidence; i++) {
        const struct rule_evidence *evidence = &rule->evidence[i];
        bool self = !evidence->objects;
        struct cel_shape *objects =
            self ? a->self : cel_program_reads(&a->reads, evidence->objects);
        show_fields(a, objects, evidence->fields);
        own |= self && evidence->fields.count;
    }
    if (!own) /* what is shown where nothing else is */
        show_fields(a, a->self, (struct strs){&name, 1});
}

static void read_rule(struct asking *a, const struct rule *rule) {
    const struct rule_local *local = rule->local;
    go_through(a, rule, rule->scope, rule->each);
    a->variables = NEW_ARRAY(a->reads.arena, rule->n_variables, struct cel_shape *);
    for (size_t i = 0; i < rule->n_variables; i++)
        a->variables[i] = read_program(a, rule->variables[i].program);
    read_program(a, rule->where);
    read_program(a, rule->follows.causes);
    cel_shape_want_whole(&a->reads, read_program(a, rule->group_by));
    for (size_t i = 0; i < rule->n_levels; i++)
        read_program(a, rule->levels[i].when);
    for (size_t i = 0; i < rule->n_chain; i++)
        read_program(a, rule->chain[i].guilty);
    for (size_t i = 0; i < rule->n_remedies; i++) {
        read_program(a, rule->remedies[i].when);
        read_text(a, &rule->remedies[i].text);
        read_text(a, &rule->remedies[i].command);
        if (local)
            read_text(a, &local->remedies[i]);
    }
    read_text(a, &rule->message);
    read_text(a, &rule->summary);
    read_text(a, &rule->verify);
    if (local) {
        read_text(a, &local->message);
        read_text(a, &local->summary);
    }
    read_evidence(a);
}

static void read_fact(struct asking *a, size_t index) {
    const struct fact *fact = a->set->facts.items[index];
    go_through(a, NULL, a->set->scope, fact->on.len ? fact->on : STR("ClusterVersion"));
    cel_shape_add(&a->reads, &a->facts[index], read_program(a, fact->program));
}

/* Facts use each other, rules use facts. */
static void read_all(struct asking *a) {
    size_t before;
    do {
        before = a->reads.changes;
        for (size_t i = 0; i < a->set->facts.count; i++)
            read_fact(a, i);
    } while (a->reads.changes != before);
    for (size_t i = 0; i < a->set->rules.count; i++)
        read_rule(a, a->set->rules.items[i]);
}

static void add_rows(struct asking *a, const struct fields_row *row) {
    for (; row->paths; row++) {
        struct str kind = row->kind ? str_of(row->kind) : (struct str){0};
        struct fields *fields = kind.len ? row_of(a, (struct fields_of){.kind = kind}) : a->any;
        fields_at_each(&a->fields, fields, str_of(row->paths));
    }
}

/* Those of which it is not known what they are may be of any kind. */
static void finish_events(struct asking *a, struct fields_asked *ret) {
    struct str *kinds = NEW_ARRAY(a->set->arena, a->rows.count, struct str);
    size_t known = 0;
    for (size_t i = 0; i < a->rows.count; i++) {
        const struct fields_of *row = a->rows.entries[i].value;
        for (size_t k = 0; k < a->with_events.count; k++)
            if (a->with_events.entries[k].value == row->fields) {
                kinds[ret->n_with_events++] = row->kind;
                known++;
            }
    }
    ret->with_events = kinds;
    ret->every_event = a->every_event || known < a->with_events.count;
}

static void finish(struct asking *a, struct fields_asked *ret) {
    *ret = (struct fields_asked){
        .any = a->any, .is_opaque = around_is_opaque, .is_secret = fieldpath_secret_text};
    for (size_t i = 0; i < a->rows.count; i++) {
        const struct fields_of *row = a->rows.entries[i].value;
        fields_add(&a->fields, row->fields, a->any);
        if (row->single)
            fields_add(&a->fields, row->fields, fields_of(a, row->kind));
    }
    ret->rows = NEW_ARRAY(a->set->arena, a->rows.count, struct fields_of);
    for (size_t i = 0; i < a->rows.count; i++)
        ret->rows[ret->count++] = *(const struct fields_of *)a->rows.entries[i].value;
    finish_events(a, ret);
}

void asked_find(struct rule_set *set, const struct fields_row *const *code, size_t n_code) {
    struct arena *shapes = arena_new();
    struct asking a = {.set = set,
                       .rows = map_new(shapes),
                       .behind = map_new(shapes),
                       .with_events = map_new(shapes)};
    a.fields = (struct fields_set){.arena = set->arena, .intern = set->intern};
    a.reads = (struct cel_reads){
        .arena = shapes, .set = &a.fields, .host = &a, .variable = variable, .call = host_call};
    a.any = fields_new(&a.fields);
    a.facts = NEW_ARRAY(shapes, set->facts.count, struct cel_shape *);
    for (size_t i = 0; i < n_code; i++)
        add_rows(&a, code[i]);
    read_all(&a);
    finish(&a, &set->asked);
    arena_free(shapes);
}
