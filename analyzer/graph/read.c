/* A member's bytes into records and evidence. Each member is read in an arena that is emptied
 * behind it; only documents with an object that is kept are copied out, with one copy of the
 * member's text for all of them. Diagnostics are held back so that they can be told in order of
 * path, with the shown form of the path. */
#include "graph/read.h"

#include <string.h>

#include "base/limits.h"
#include "graph/ahead.h"
#include "graph/alerts.h"
#include "graph/expect.h"
#include "graph/hold.h"
#include "graph/keep.h"
#include "graph/kindset.h"
#include "graph/listed.h"
#include "graph/steps.h"
#include "graph/texts.h"
#include "graph/unfold.h"

struct reading {
    struct graph *graph;
    const struct graph_member *member;
    struct place place;
    struct bucket *bucket;
    struct diag_sink *sink; /* of this member's documents */
    struct note *note;      /* made when something is kept */
    bool objects;           /* any was found */
    bool cut;
    struct unfolding unfolding;
    struct expected expected;
    struct keep keep;
};

static bool is_kept(const struct reading *r, const struct found *found) {
    return found->kind->kept && !found->secret && !found->copied_csv &&
           !expect_no_question(r->graph, found);
}

static struct note *note_of(struct reading *r) {
    struct graph *graph = r->graph;
    if (r->note)
        return r->note;
    graph->tally.members++;
    r->note = NEW(graph->arena, struct note);
    r->note->path = str_copy(graph->arena, r->member->path);
    r->note->place = layout_place(r->note->path);
    r->note->bucket = r->bucket;
    r->note->input = r->member->input;
    r->note->origin.path = r->note->path;
    r->note->origin.member = r->note;
    *vec_push(graph->arena, &graph->origins) = &r->note->origin;
    return r->note;
}

static bool is_pod_file(const struct reading *r) {
    return r->member && r->place.kind == PLACE_POD;
}

/* Of such a file no more is kept than whose it is. */
static bool is_told(const struct reading *r, const struct found *found) {
    return is_pod_file(r) && listed_tells(r->graph, r->bucket, found);
}

/* All that reading took counts: small objects cost more in records and tables than in bytes. */
static bool has_room(const struct graph *graph) {
    return graph->resources < limits->resources &&
           arena_used(graph->arena) - graph->used_before <= limits->kept_bytes;
}

static struct str full_text(struct arena *arena, const struct graph *graph) {
    if (graph->resources >= limits->resources)
        return str_printf(arena,
                          "%llu objects are kept (limit resources): further ones were left out",
                          (unsigned long long)limits->resources);
    return str_printf(arena,
                      "more than %s of objects are kept (limit kept-bytes): further ones were "
                      "left out",
                      limits_bytes(limits->kept_bytes).text);
}

static bool past_limit(struct reading *r, struct kind_state *kind) {
    struct graph *graph = r->graph;
    if (has_room(graph))
        return false;
    kind->refused = true;
    if (!graph->limit_told)
        hold_diag(graph, r->member, DIAG_RESOURCE_LIMIT, 0,
                  str_c(graph->arena, full_text(graph->arena, graph)));
    graph->limit_told = true;
    return true;
}

/* What can be told of an object alone, while its memory is at hand. */
static void note_object(struct graph *graph, struct record *record) {
    if (!record->pub.object.doc)
        return;
    graph_key(record->pub.object, record->key);
    void **place = map_at(&graph->at, (struct str){record->key, sizeof record->key});
    if (!*place)
        *place = record;
    record->names = naming_of(graph->naming, &record->pub);
}

static void add_record(struct reading *r, const struct found *found, const struct document *kept) {
    struct graph *graph = r->graph;
    if (past_limit(r, found->kind))
        return;
    graph->resources++;
    struct record *record = NEW(graph->arena, struct record);
    struct resource *pub = &record->pub;
    struct value metadata = value_get(found->object, STR("metadata"));
    pub->group = found->kind->pub.group;
    pub->kind = found->kind->pub.name;
    pub->version = intern_str(graph->intern, found->version);
    pub->namespace = intern_str(graph->intern, found->namespace);
    pub->name = intern_str(graph->intern, found->name);
    pub->uid = str_copy(graph->arena, value_str(value_get(metadata, STR("uid"))));
    pub->resource_version =
        str_copy(graph->arena, value_str(value_get(metadata, STR("resourceVersion"))));
    pub->input = r->member ? r->member->input : 0;
    pub->cut = found->cut;
    pub->from_list = found->from_list;
    pub->of = &found->kind->pub;
    record->derived = found->derived;
    record->bucket = r->bucket;
    record->note = r->member ? note_of(r) : NULL;
    if (kept) {
        graph->tally.kept++;
        pub->object = (struct value){kept, r->member ? found->kept : found->object.node};
        pub->origin = kept->origin;
    } else if (r->member) {
        pub->origin = &note_of(r)->origin;
    }
    note_object(graph, record);
    if (r->member && !is_pod_file(r))
        listed_note(graph, found, record);
    *vec_push(graph->arena, &found->kind->records) = record;
}

static bool is_migration_pod(struct value pod) {
    struct value labels = value_path(pod, "metadata.labels");
    return value_kind(value_get(labels, STR("kubevirt.io/migrationJobUID"))) != VALUE_ABSENT;
}

/* Things that hold for a root as a whole, told by single objects. */
static void note_marks(struct reading *r, const struct found *found) {
    struct str kind = found->kind->pub.name;
    if (str_eq(kind, STR("Pod")))
        r->graph->migration_pod |= is_migration_pod(found->object);
    if (str_eq(kind, STR("CustomResourceDefinition")) && r->place.kind == PLACE_CLUSTER_ONE)
        *map_at(&r->bucket->crds, intern_str(r->graph->intern, found->name)) = r->graph;
    if (str_eq(kind, STR("ClusterServiceVersion")))
        r->bucket->packageserver |= str_eq(found->name, STR("packageserver"));
    if (r->place.kind == PLACE_CRS)
        r->bucket->crs |= str_eq(kind, STR("HyperConverged")) || str_eq(kind, STR("KubeVirt"));
    if (r->place.kind == PLACE_ONE && str_eq(kind, STR("PersistentVolumeClaim")))
        bucket_claim(r->graph, r->bucket, found->namespace, found->name, 1);
}

static void learn_plural(struct reading *r, const struct found *found) {
    if (found->kind->info || !r->place.plural.len || found->from_list)
        return;
    if (!str_eq(r->place.group, found->kind->pub.group))
        return;
    struct str key = str_printf(r->graph->member, "%.*s.%.*s", STR_ARG(r->place.plural),
                                STR_ARG(r->place.group));
    void **place = map_at(&r->graph->learned, intern_str(r->graph->intern, key));
    struct kind_state *known = *place;
    /* Of two kinds that claim one plural the first by name, not the first seen. */
    if (!known || str_cmp(found->kind->key, known->key) < 0)
        *place = found->kind;
}

static void note_evidence(struct reading *r, const struct found *found) {
    struct evidence *evidence = bucket_evidence(r->graph, r->bucket, found->kind);
    const struct kind_info *info = found->kind->info;
    evidence->objects++;
    r->graph->tally.objects++;
    evidence->places |= 1U << r->place.kind;
    if (info && info->flags & KIND_SINGLE && !found->cut)
        evidence->whole_named |= str_eq(found->name, kinds_single_name(info));
    r->bucket->documents = true;
    found->kind->namespaced |= found->namespace.len > 0;
}

/* What one List says of one kind. */
struct listed {
    struct kind_state *kind;
    struct listing listing;
};

static struct listed *listed_of(struct reading *r, struct map *all, struct kind_state *kind,
                                const struct found_list *list) {
    void **place = map_at(all, kind->key);
    if (*place)
        return *place;
    struct listed *listed = NEW(r->graph->member, struct listed);
    listed->kind = kind;
    listed->listing = (struct listing){.namespace = r->place.kind == PLACE_LIST ? r->place.namespace
                                                                                : (struct str){0},
                                       .place = r->place.kind,
                                       .to_end = list->to_end && !r->cut,
                                       .typed = list->typed};
    return *place = listed;
}

static void note_item(const struct reading *r, struct listing *listing, struct str namespace) {
    if (r->place.kind != PLACE_LIST) {
        listing->spans |= listing->any && !str_eq(listing->namespace, namespace);
        listing->namespace = namespace;
    }
    listing->any = true;
}

/* A List of anything proves something for each kind in it. */
static void note_list(struct reading *r, const struct found_list *list) {
    struct map all = map_new(r->graph->member);
    if (list->kind)
        listed_of(r, &all, list->kind, list);
    for (size_t i = list->from; i < list->to; i++) {
        const struct found *found = &r->unfolding.found.items[i];
        note_item(r, &listed_of(r, &all, found->kind, list)->listing, found->namespace);
    }
    for (size_t i = 0; i < all.count; i++) {
        struct listed *listed = all.entries[i].value;
        struct evidence *evidence = bucket_evidence(r->graph, r->bucket, listed->kind);
        listed->listing.namespace = intern_str(r->graph->intern, listed->listing.namespace);
        *vec_push(r->graph->arena, &evidence->listings) = listed->listing;
        r->bucket->documents = true;
    }
}

static void note_lost(struct reading *r) {
    for (size_t i = 0; i < r->unfolding.lost.count; i++) {
        const struct lost *lost = &r->unfolding.lost.items[i];
        if (!r->member) {
            if (lost->kind)
                lost->kind->refused = true;
            continue;
        }
        if (i < limits->member_warnings)
            hold_diag(r->graph, r->member, DIAG_RESOURCE_SHAPE, lost->line, lost->why);
        if (i == limits->member_warnings)
            hold_diag(r->graph, r->member, DIAG_RESOURCE_SHAPE, lost->line,
                      "and more like it in this file (limit member-warnings)");
        hold_bad(r->graph, &(struct bad){.path = r->member->path,
                                         .place = r->place,
                                         .bucket = r->bucket,
                                         .input = r->member->input,
                                         .line = lost->line,
                                         .state = lost->kind,
                                         .namespace = lost->namespace,
                                         .name = lost->name,
                                         .problem = str_of(lost->why)});
    }
}

static void read_found(struct reading *r, const struct document *doc, bool given) {
    struct unfolding *u = &r->unfolding;
    steps_add_objects(r->graph, u->found.count + u->lost.count);
    const struct document *kept = given ? doc : NULL;
    bool wanted = false;
    for (size_t i = 0; i < u->found.count; i++) {
        struct found *found = &u->found.items[i];
        found->is_kept = is_kept(r, found);
        found->wanted = found->is_kept && !is_told(r, found);
        wanted |= found->wanted;
    }
    if (wanted && !given && has_room(r->graph)) {
        r->keep.note = note_of(r);
        kept = keep_objects(&r->keep, u, doc);
    }
    for (size_t i = 0; i < u->found.count; i++) {
        const struct found *found = &u->found.items[i];
        if (found->copied_csv)
            continue;
        note_evidence(r, found);
        note_marks(r, found);
        learn_plural(r, found);
        bool named = found->kind->info && found->kind->info->flags & KIND_NAMED;
        if (given || found->is_kept)
            add_record(r, found, given || found->wanted ? kept : NULL);
        else if (named || (found->secret && found->kind->kept))
            add_record(r, found, NULL);
    }
    for (size_t i = 0; i < u->lists.count; i++)
        note_list(r, &u->lists.items[i]);
    note_lost(r);
    r->objects |= u->found.count > 0 || u->lists.count > 0;
}

/* Kinds that the server has, by group; groups whose discovery failed are set apart. */
static void read_discovery(struct reading *r, const struct document *doc) {
    bool core = str_contains(r->member->path, STR("aggregated-discovery-api.yaml"));
    struct discovery *discovery = core ? &r->bucket->core : &r->bucket->groups;
    struct intern *intern = r->graph->intern;
    discovery->seen = true;
    discovery->cut |= doc->state != DOCUMENT_WHOLE || !r->member->whole;
    struct value_iter groups = value_iter(value_get(document_root(doc), STR("items")));
    while (value_next(&groups)) {
        struct str group = value_str(value_path(groups.value, "metadata.name"));
        struct value_iter versions = value_iter(value_get(groups.value, STR("versions")));
        while (value_next(&versions)) {
            struct str freshness = value_str(value_get(versions.value, STR("freshness")));
            if (str_eq(freshness, STR("Stale")))
                *map_at(&discovery->groups, intern_str(intern, group)) = discovery;
            struct value_iter it = value_iter(value_get(versions.value, STR("resources")));
            while (value_next(&it)) {
                struct str kind = value_str(value_path(it.value, "responseKind.kind"));
                struct str key =
                    str_printf(r->graph->member, "%.*s.%.*s", STR_ARG(kind), STR_ARG(group));
                *map_at(&discovery->kinds, intern_str(intern, key)) = discovery;
            }
        }
    }
}

/* Found by content anywhere, they are all of them only if any was found: one alert always fires, to
 * show that alerting works. */
static void read_alerts(struct reading *r, const struct document *doc) {
    alerts_unfold(&r->unfolding, doc);
    read_found(r, doc, false);
    r->bucket->alerts |= alerts_are_all(doc) && r->member->whole &&
                         (r->place.kind == PLACE_ALERTS || r->unfolding.found.count > 0);
    r->bucket->documents = true;
    r->objects = true;
}

static bool holds_alerts(const struct reading *r, const struct document *doc) {
    enum place_kind kind = r->place.kind;
    return kind == PLACE_ALERTS ||
           ((kind == PLACE_OTHER || kind == PLACE_TEXT) && alerts_told(doc));
}

static struct bad bad_of(const struct reading *r, const struct diag *diag, const char *problem) {
    return (struct bad){.path = r->member->path,
                        .place = r->place,
                        .bucket = r->bucket,
                        .input = r->member->input,
                        .line = diag ? diag->where.line : 0,
                        .problem = diag ? diag->message : str_of(problem)};
}

/* A document of which only the beginning was read: what it is tells what is incomplete. */
static void judge_document(struct reading *r) {
    const struct unfolding *u = &r->unfolding;
    const struct diag *diag = NULL;
    for (size_t i = 0; diag_get(r->sink, i); i++)
        diag = diag_get(r->sink, i); /* the last one is this document's */
    struct bad bad = bad_of(r, diag, "the archive ends within it");
    if (u->found.count) {
        const struct found *last = &u->found.items[u->found.count - 1];
        bad.state = u->lists.count && u->lists.items[0].kind ? u->lists.items[0].kind : last->kind;
        if (!u->lists.count && last->cut) {
            bad.namespace = last->namespace;
            bad.name = last->name;
        }
    }
    if (!diag)
        hold_diag(r->graph, r->member, DIAG_DOCUMENT_CUT, 0, "the archive ends within this member");
    hold_bad(r->graph, &bad);
}

/* Whether a document's objects are what was expected. */
static bool is_expected(struct reading *r, const struct document *doc) {
    struct unfolding *u = &r->unfolding;
    bool told = r->expected.told;
    if (!r->expected.kind)
        return true;
    unfold_document(u, doc);
    for (size_t i = 0; told && i < u->found.count; i++)
        told = is_told(r, &u->found.items[i]);
    return told == r->expected.told && expect_holds(&r->expected, u);
}

static void read_document(struct reading *r, const struct document *doc) {
    r->cut |= doc->state == DOCUMENT_CUT;
    if (holds_alerts(r, doc)) {
        read_alerts(r, doc);
    } else {
        if (!r->expected.kind) /* else that was done to see whether it holds */
            unfold_document(&r->unfolding, doc);
        if (r->unfolding.discovery && r->place.kind == PLACE_DISCOVERY) {
            read_discovery(r, doc);
            r->objects = true;
            return;
        }
        read_found(r, doc, false);
    }
    if (doc->state == DOCUMENT_CUT)
        judge_document(r);
}

/* Something was left out of a member that could otherwise be read. */
static const struct diag *find_gap(const struct reading *r) {
    const struct diag *diag;
    for (size_t i = 0; (diag = diag_get(r->sink, i)); i++)
        if (diag->id == DIAG_YAML_LIMIT || diag->id == DIAG_MEMBER_LIMIT ||
            (diag->id == DIAG_MEMBER_TEXT && r->place.kind == PLACE_DASHED))
            return diag;
    return NULL;
}

/* Whether the member held what its place promises. */
static void judge_member(struct reading *r, size_t n_documents) {
    bool expected = r->place.in_root && r->place.kind != PLACE_IN_ROOT;
    const struct diag *gap = find_gap(r), *diag = gap ? gap : diag_get(r->sink, 0);
    bool nothing = n_documents ? expected && !r->objects : expected || diag || !r->member->whole;
    bool told = r->cut; /* with its document */
    if (!gap && (told || !nothing))
        return;
    const char *problem = r->member->whole ? "it holds no object" : "the archive ends within it";
    if (!diag)
        hold_diag(r->graph, r->member, r->member->whole ? DIAG_RESOURCE_SHAPE : DIAG_DOCUMENT_CUT,
                  0, problem);
    struct bad bad = bad_of(r, diag, problem);
    hold_bad(r->graph, &bad);
    r->cut = true;
}

/* "---------------" as the last line that is not empty. */
static bool ends_in_dashes(struct str text) {
    text = str_trim(text);
    struct str line = str_trim(str_after_last(text, '\n'));
    for (size_t i = 0; i < line.len; i++)
        if (line.ptr[i] != '-')
            return false;
    return line.len >= 4;
}

/* subscriptions, installplans, packagemanifests of the CNV gather: a list in all but form. */
static void judge_dashed(struct reading *r, struct kind_state *seen, bool mixed) {
    bool plain_list = str_eq(r->place.plural, STR("packagemanifests"));
    struct kind_state *kind = kindset_of_place(r->graph, &r->place);
    bool to_end = !r->cut && r->member->whole && r->objects && seen == kind && !mixed &&
                  (plain_list || ends_in_dashes(r->member->bytes));
    struct evidence *evidence = bucket_evidence(r->graph, r->bucket, kind);
    *vec_push(r->graph->arena, &evidence->listings) =
        (struct listing){.namespace = intern_str(r->graph->intern, r->place.namespace),
                         .place = PLACE_DASHED,
                         .to_end = to_end,
                         .any = r->objects};
}

/* An input may cost time in proportion to its size. */
static bool may_read(struct reading *r) {
    struct graph *graph = r->graph;
    if (steps_are_left(graph, r->member))
        return true;
    if (!graph->steps_told)
        hold_diag(graph, r->member, DIAG_MEMBER_LIMIT, 0,
                  "more than an input of this size may cost (limit reading-steps): neither this "
                  "file nor those behind it were read");
    graph->steps_told = true;
    atomic_store_explicit(&graph->refusing, true, memory_order_relaxed);
    struct bad bad = bad_of(r, NULL, "not read (limit reading-steps)");
    hold_bad(graph, &bad);
    return false;
}

static struct document_list take(struct reading *r, const struct ahead *read) {
    r->sink = read->sink;
    r->expected = read->expected;
    steps_add_text(r->graph, r->member->bytes, &read->documents);
    return read->documents;
}

static const struct ahead *read_text(struct reading *r) {
    struct ahead_by by = {r->graph->member, r->graph->intern, r->place.json, r->expected};
    return ahead_documents(r->graph, r->member, &by);
}

static void read_documents(struct reading *r) {
    struct graph *graph = r->graph;
    if (!may_read(r))
        return;
    r->unfolding = (struct unfolding){.graph = graph, .place = &r->place, .path = r->member->path};
    r->expected = expect_of_place(graph, &graph->reader, &r->place, r->member->bytes,
                                  listed_expects(r->bucket, &r->place));
    const struct ahead *ahead = r->member->ahead;
    struct document_list list = take(r, ahead ? ahead : read_text(r));
    struct kind_state *seen = NULL;
    bool mixed = false;
    for (size_t i = 0; i < list.count; i++) {
        if (!is_expected(r, list.items[i])) {
            r->expected = (struct expected){0};
            list = take(r, read_text(r));
        }
        if (i < list.count)
            read_document(r, list.items[i]);
        for (size_t k = 0; k < r->unfolding.found.count; k++) {
            struct kind_state *kind = r->unfolding.found.items[k].kind;
            mixed |= seen && seen != kind;
            seen = kind;
        }
    }
    judge_member(r, list.count);
    if (r->place.kind == PLACE_DASHED)
        judge_dashed(r, seen, mixed);
    hold_all(graph, r->member, r->sink);
}

/* A CRD is megabytes of schema of which only the name counts. */
static bool read_crd_name(struct reading *r) {
    if (r->place.kind != PLACE_CLUSTER_ONE || !r->member->whole ||
        !str_eq(r->place.plural, STR("customresourcedefinitions")))
        return false;
    struct kind_state *kind = kindset_of_place(r->graph, &r->place);
    struct str name = str_printf(r->graph->member, "\n  name: %.*s\n", STR_ARG(r->place.name));
    if (!kind || kind->kept || !str_ends_with(r->member->bytes, STR("\n")) ||
        !str_contains(r->member->bytes, STR("\nkind: CustomResourceDefinition\n")) ||
        !str_contains(r->member->bytes, name))
        return false;
    struct found found = {.kind = kind, .name = r->place.name};
    note_evidence(r, &found);
    note_marks(r, &found);
    return true;
}

/* Large members of kinds that neither the rules nor the collection map need. */
static bool is_needless(const struct reading *r) {
    const struct graph *graph = r->graph;
    enum place_kind kind = r->place.kind;
    if (graph->options.n_keep == 0 || !r->place.in_root || kind == PLACE_IN_ROOT)
        return false;
    const struct kind_info *info = kinds_by_plural(r->place.plural, r->place.group);
    if (!info)
        return !graph->keep_unknown && r->place.plural.len > 0;
    struct kind_state *state = kindset_of_place(graph, &r->place);
    return info->flags & KIND_BULKY && !state->kept;
}

static void read_place(struct reading *r) {
    switch (r->place.kind) {
    case PLACE_NONE:
    case PLACE_SKIPPED_NODES:
    case PLACE_KINDS:
        break;
    case PLACE_VERSION:
        texts_version(r->graph, r->bucket, r->member);
        break;
    case PLACE_TIMESTAMP:
        texts_timestamps(r->bucket, r->member->bytes);
        break;
    case PLACE_RUNNING_COUNT:
    case PLACE_CRD_COUNT:
        texts_count(r->graph, r->bucket, &r->place, r->member->bytes);
        break;
    case PLACE_DESCRIBE:
        bucket_claim(r->graph, r->bucket, r->place.namespace, r->place.name, 2);
        break;
    case PLACE_INSIGHTS_MARK:
        r->bucket->insights = true;
        break;
    case PLACE_TEXT:
        if (texts_hold_objects(r->member->bytes))
            read_documents(r);
        break;
    default:
        if (!is_needless(r) && !read_crd_name(r))
            read_documents(r);
    }
}

void read_member(struct graph *graph, const struct graph_member *member) {
    struct place place = layout_place(member->path);
    if (place.kind == PLACE_NONE)
        return;
    struct bucket *bucket = bucket_at(graph, member->input, place.base);
    bucket->in_root |= place.in_root;
    bucket->config |= place.kind == PLACE_INSIGHTS;
    bucket->marked |= place.kind == PLACE_CRS ||
                      (place.kind == PLACE_DASHED && str_eq(place.plural, STR("subscriptions")));
    struct reading reading = {.graph = graph,
                              .member = member,
                              .place = place,
                              .bucket = bucket,
                              .keep = {.graph = graph, .bytes = member->bytes}};
    read_place(&reading);
    arena_reset(graph->member);
}

void read_value(struct graph *graph, struct value object) {
    struct place place = {.kind = PLACE_OTHER};
    struct reading reading = {.graph = graph, .place = place, .bucket = graph->given};
    reading.unfolding = (struct unfolding){.graph = graph, .place = &reading.place};
    unfold_value(&reading.unfolding, object);
    read_found(&reading, object.doc, true);
    arena_reset(graph->member);
}
