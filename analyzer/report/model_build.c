/* Calls the parts of the model in the order in which they need each other; itself it fills what is
 * a mere copy. */
#include "report/model_build.h"

#include "base/arena.h"
#include "readiness/path.h"
#include "report/arrange.h"

struct str arrange_text(struct cel_value v) {
    return v.type == CEL_STRING ? v.text : (struct str){0};
}

enum maybe arrange_maybe(struct cel_value v) {
    return v.type != CEL_BOOL ? MAYBE_UNKNOWN : v.boolean ? MAYBE_TRUE : MAYBE_FALSE;
}

struct str arrange_fact_text(const struct arrange *a, const struct resource *resource,
                             const char *fact) {
    return arrange_text(evaluation_fact_of(a->evaluation, resource, fact));
}

const struct facts_of *model_facts(size_t *ret_count) {
    static const char *const vm[] = {"runStrategy"};
    static const char *const vmi[] = {"evictionStrategy", "evictionStrategyFrom", "inDrain",
                                      "inDrainWhy", "outdated"};
    static const char *const migration[] = {"cause", "reason"};
    static const struct facts_of facts[] = {
        {"VirtualMachine", vm, sizeof vm / sizeof *vm},
        {"VirtualMachineInstance", vmi, sizeof vmi / sizeof *vmi},
        {"VirtualMachineInstanceMigration", migration, sizeof migration / sizeof *migration},
    };
    *ret_count = sizeof facts / sizeof *facts;
    return facts;
}

struct str arrange_key(struct arena *arena, struct str namespace, struct str name) {
    struct strbuf key = strbuf_new(arena);
    strbuf_append(&key, namespace);
    strbuf_append_byte(&key, '/');
    strbuf_append(&key, name);
    return strbuf_str(&key);
}

typedef VEC(struct str) id_list;

void arrange_add_id(struct map *ids, struct str key, struct str id) {
    id_list **list = (id_list **)map_at(ids, key);
    if (!*list)
        *list = arena_alloc(ids->arena, sizeof **list);
    if (!(*list)->count || !str_eq((*list)->items[(*list)->count - 1], id))
        *vec_push(ids->arena, *list) = id;
}

struct strs arrange_ids(const struct map *ids, struct str key) {
    const id_list *list = map_find(ids, key);
    return list ? (struct strs){list->items, list->count} : (struct strs){0};
}

static struct report_root root_of(struct arena *arena, const struct root *root) {
    static const char *const kinds[] = {"ocp", "cnv", "inspect", "insights", "plain"};
    struct report_root out = {.path = root->path.ptr ? root->path : STR(""),
                              .kind = str_of(kinds[root->kind]),
                              .version = root->version.len ? root->version : (struct str){0}};
    if (root->has_window) {
        out.from = time_format(arena, root->from);
        out.to = time_format(arena, root->to);
    }
    return out;
}

static void add_inputs(struct arena *arena, const struct model_sources *sources,
                       struct report *report) {
    size_t n_roots, n = bundle_input_count(sources->bundle);
    const struct root *const *roots = graph_roots(sources->graph, &n_roots);
    struct report_input *inputs = NEW_ARRAY(arena, n, struct report_input);
    for (size_t i = 0; i < n; i++) {
        const struct bundle_input *in = bundle_input(sources->bundle, i);
        struct report_root *list = NEW_ARRAY(arena, n_roots, struct report_root);
        inputs[i] = (struct report_input){.name = in->name,
                                          .sha256 = in->sha256.len ? in->sha256 : (struct str){0},
                                          .format = in->format,
                                          .bytes = in->bytes,
                                          .members = in->members,
                                          .truncated = in->truncated,
                                          .roots = list};
        for (size_t r = 0; r < n_roots; r++)
            if (roots[r]->input == i)
                list[inputs[i].n_roots++] = root_of(arena, roots[r]);
    }
    report->inputs = inputs;
    report->n_inputs = n;
}

static int diag_cmp(const void *a, const void *b) {
    const struct report_diag *x = a, *y = b;
    int order = str_cmp(x->input, y->input);
    if (!order)
        order = str_cmp(x->path, y->path);
    if (!order)
        order = (x->line > y->line) - (x->line < y->line);
    if (!order)
        order = str_cmp(x->id, y->id);
    return order ? order : str_cmp(x->message, y->message);
}

/* bundle/ tells of members by their paths in the archive; reports show all paths from the roots'
 * folder. */
static struct str shown_path(struct arena *arena, const struct model_sources *sources,
                             const struct diag_where *where) {
    if (!where->path.len)
        return (struct str){0};
    for (uint32_t i = 0; i < bundle_input_count(sources->bundle); i++)
        if (str_eq(bundle_input(sources->bundle, i)->name, where->input))
            return graph_shown_path(sources->graph, arena, i, where->path);
    return where->path;
}

/* By place, not by arrival: the order of members differs between a folder and an archive of it. */
static void add_diags(struct arena *arena, const struct model_sources *sources,
                      struct report *report) {
    VEC(struct report_diag) list = {0};
    const struct diag *diag;
    for (size_t i = 0; (diag = diag_get(sources->diags, i)); i++)
        *vec_push(arena, &list) = (struct report_diag){str_of(diag_severity_text(diag->severity)),
                                                       str_of(diag_id_text(diag->id)),
                                                       diag->where.input,
                                                       shown_path(arena, sources, &diag->where),
                                                       diag->where.line,
                                                       diag->message};
    if (list.count)
        qsort(list.items, list.count, sizeof *list.items, diag_cmp);
    report->diagnostics = list.items;
    report->n_diagnostics = list.count;
}

static void add_tool(const struct rule_set *set, struct report *report) {
    size_t count;
    rules_list(set, &count);
    report->tool_version = STR(VIRTREADY_VERSION);
    report->rules_version = rules_version(set);
    report->rules_sha256 = rules_sha256(set);
    report->know_up_to = rules_know_up_to(set);
    report->rules_count = count;
    report->changes = rules_changes(set, &report->n_changes);
    report->rule_set = set;
}

struct report *model_build(struct arena *arena, const struct model_sources *sources) {
    struct report *report = NEW(arena, struct report);
    struct arrange a = {arena, sources->graph, sources->rule_set, sources->evaluation, report};
    struct timepoint from, to, now;
    int ahead;
    add_tool(sources->rule_set, report);
    add_inputs(arena, sources, report);
    if (graph_window(sources->graph, &from, &to)) {
        report->gathered_from = time_format(arena, from);
        report->gathered_to = time_format(arena, to);
    }
    if (graph_now(sources->graph, &now)) /* --now stands above what the archive tells */
        report->gathered_to = time_format(arena, now);
    report->results = evaluation_results(sources->evaluation);
    report->fail_on = sources->fail_on;
    report->unknown_skip = sources->unknown_skip;
    report->uncontained = sources->uncontained;
    report->words = sources->words;
    report->english = sources->english;
    arrange_cluster(&a);
    arrange_path(&a);
    arrange_vms(&a);
    arrange_migrations(&a);
    arrange_pace(&a);
    arrange_drains(&a);
    arrange_completeness(&a);
    arrange_verdict(&a);
    report->beyond_knowledge =
        path_minors_ahead(report->know_up_to, report->target.openshift, &ahead) && ahead > 0;
    add_diags(arena, sources, report);
    return report;
}
