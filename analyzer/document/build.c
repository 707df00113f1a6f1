/* Build calls into node arrays. The documents of a member lie one behind the other in one array,
 * which is left behind for a larger one when a document does not fit; open containers are a stack,
 * and the keys of open maps a second one, so that a repeated key is found without walking subtrees.
 */
#include "document/build.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/intern.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/vec.h"
#include "document/choice.h"
#include "document/scalar.h"
#include "document/skip.h"

/* Below this a map's keys are compared one by one. */
#define FEW_KEYS 64
/* Repeated keys listed for a member; a hostile one could fill the sink. */
#define REPEATS_SHOWN 10
/* The first array at most: 16 MiB. */
#define FIRST_NODES_MAX ((size_t)1 << 20)

struct frame {
    uint32_t node;
    uint32_t serial;  /* of the container in the member: its name in the set of keys */
    size_t first_key; /* in build.keys */
    uint64_t bits;    /* one for each key, by its atom: a key whose bit is not set is a new one */
    const struct document_skip *skip; /* of the values under its keys */
    struct taken taken;
    bool distrusted;
};

struct build {
    struct arena *arena;
    struct intern *intern;
    const struct document_origin *origin;
    struct document_options options;
    struct diag_sink *sink;

    struct node *nodes; /* of the document that is being built */
    uint64_t *positions;
    uint32_t count;
    size_t cap;
    struct strbuf decoded;
    size_t finished; /* nodes of the documents before */
    size_t aliased;

    struct frame *stack;
    size_t stack_cap;
    uint32_t depth;
    uint32_t serials;
    VEC(uint32_t) keys;
    uint64_t *seen; /* serial << 32 | key of maps with many keys: open addressing */
    size_t n_seen, n_slots;

    uint32_t key; /* of the next value */
    uint32_t key_line;
    bool leave_out;   /* the next value is not taken */
    uint32_t outside; /* containers open within a value that is not taken */
    bool skipping;    /* `outside` is what nobody asks for */
    struct choice choice;
    bool lacked; /* see build_lacks */
    VEC(struct document_passed) passed;
    bool trying; /* see build_try */
    size_t repeats;
    bool cut; /* some node is */
};

struct build *build_new(struct arena *arena, struct intern *intern,
                        const struct document_origin *origin, struct document_options options,
                        struct diag_sink *sink) {
    struct build *build = NEW(arena, struct build);
    build->arena = arena;
    build->intern = intern;
    build->origin = origin;
    build->options = options;
    build->sink = sink;
    build->decoded = strbuf_new(arena);
    return build;
}

void build_try(struct build *build) {
    build->trying = true;
}

void build_choose(struct build *build) {
    build->choice = (struct choice){.reading = build->options.fields};
}

bool build_lacks(const struct build *build) {
    return build->lacked;
}

static bool limit_reached(struct build *build, uint32_t line, const char *what, uint64_t limit) {
    if (build->trying)
        return false;
    struct diag_where where = {build->origin->input, build->origin->path, line, 0, 0, {0}};
    diag_add(build->sink, DIAG_WARNING, DIAG_YAML_LIMIT, where,
             "more than %llu %s; read up to here, the rest is unknown", (unsigned long long)limit,
             what);
    return false;
}

static void grow(struct build *build) {
    size_t cap = build->count * (size_t)2;
    if (cap == 0) { /* serializers write a node for 30 to 40 bytes, half of it managedFields */
        cap = build->origin->text.len / (build->options.fields ? 256 : 64) + 16;
        cap = cap > FIRST_NODES_MAX ? FIRST_NODES_MAX : cap;
    }
    struct node *nodes = NEW_ARRAY(build->arena, cap, struct node);
    if (build->count)
        memcpy(nodes, build->nodes, build->count * sizeof *nodes);
    build->nodes = nodes;
    if (build->options.positions) {
        uint64_t *positions = NEW_ARRAY(build->arena, cap, uint64_t);
        if (build->count)
            memcpy(positions, build->positions, build->count * sizeof *positions);
        build->positions = positions;
    }
    build->cap = cap;
}

/* Few documents are as deep as the limit allows. */
static void grow_stack(struct build *build) {
    size_t cap = build->stack_cap ? build->stack_cap * 2 : 16, size = sizeof *build->stack;
    build->stack = arena_grow(build->arena, build->stack, build->stack_cap * size, cap * size);
    build->stack_cap = cap;
}

static bool is_container(const struct node *node) {
    return node->kind == VALUE_LIST || node->kind == VALUE_MAP;
}

static void mark_cut(struct build *build, struct node *node) {
    node->flags |= NODE_CUT;
    build->cut = true;
}

static struct node *innermost(const struct build *build) {
    return build->depth ? &build->nodes[build->stack[build->depth - 1].node] : NULL;
}

static struct taken taken_of_next(const struct build *build) {
    const struct frame *frame = build->depth ? &build->stack[build->depth - 1] : NULL;
    if (!frame)
        return choice_root(&build->choice);
    if (build->nodes[frame->node].kind == VALUE_LIST)
        return choice_entry(&frame->taken, build->nodes[frame->node].count);
    return choice_value(&build->choice, &frame->taken, build->key, build->key_line);
}

/* The next value is shown. */
static void show_next(struct build *build, uint32_t line, uint32_t end_line) {
    line = build->key ? build->key_line : line;
    choice_show(&build->choice, build->nodes, build->count, line, end_line);
}

static inline void look_at_text(struct build *build, uint32_t line, uint32_t end_line) {
    if (!build->choice.reading || !build->depth)
        return;
    const struct taken *in = &build->stack[build->depth - 1].taken;
    bool may = in->shown || (in->fields && in->fields->shows);
    if (may && taken_of_next(build).shown)
        show_next(build, line, end_line);
}

/* A node of no kind yet at the end of the array, entered in its container. */
static inline bool add_node(struct build *build, uint32_t line, uint32_t column,
                            struct node **ret_node) {
    struct node *parent = innermost(build);
    if (build->finished + build->count >= limits->nodes)
        return limit_reached(build, line, "values in one file (limit nodes)", limits->nodes);
    if (parent && parent->count == NODE_COUNT_MAX)
        return limit_reached(build, line, "entries in one container", NODE_COUNT_MAX);
    if (parent)
        parent->count++;
    if (build->count == build->cap)
        grow(build);
    struct node *node = &build->nodes[build->count];
    *node = (struct node){.key = build->key, .line = build->key ? build->key_line : line};
    if (build->options.positions)
        build->positions[build->count] = (uint64_t)line << 32 | column;
    build->count++;
    build->key = 0;
    *ret_node = node;
    return true;
}

static const struct document_skip *skip_of_next(const struct build *build) {
    const struct frame *frame = build->depth ? &build->stack[build->depth - 1] : NULL;
    if (!frame)
        return build->options.skip;
    if (!frame->skip || build->nodes[frame->node].kind == VALUE_LIST)
        return frame->skip;
    return skip_below(frame->skip, build->key);
}

bool build_skips(const struct build *build) {
    return build->outside && build->skipping;
}

static void note_skipped(struct build *build, uint32_t line, bool for_good) {
    choice_leave(&build->choice, build->key, build->count, for_good);
    *vec_push(build->arena, &build->passed) =
        (struct document_passed){.line = line, .next = build->count};
    if (innermost(build)->line == line)
        innermost(build)->flags |= NODE_BESIDE;
}

bool build_begin(struct build *build, enum value_kind kind, uint32_t line, uint32_t column) {
    struct node *node;
    if (build->depth + build->outside >= limits->depth)
        return limit_reached(build, line, "levels of nesting (limit depth)", limits->depth);
    const struct document_skip *skip = skip_of_next(build);
    bool for_good = skip && skip->whole;
    struct taken taken = build->choice.reading ? taken_of_next(build) : (struct taken){0};
    if (build->leave_out || build->outside || for_good || taken.nothing) {
        if (!build->outside) {
            build->skipping = !build->leave_out;
            if (build->skipping)
                note_skipped(build, build->key ? build->key_line : line, for_good);
        }
        build->leave_out = false;
        build->outside++;
        build->key = 0;
        return true;
    }
    if (taken.shown)
        show_next(build, line, line);
    if (!add_node(build, line, column, &node))
        return false;
    node->kind = (unsigned)kind & 0xf;
    if (build->depth == build->stack_cap)
        grow_stack(build);
    build->stack[build->depth++] = (struct frame){.node = build->count - 1,
                                                  .serial = build->serials++,
                                                  .first_key = build->keys.count,
                                                  .skip = skip,
                                                  .taken = taken};
    return true;
}

void build_end(struct build *build, bool cut) {
    if (build->outside) {
        build->outside--;
        return;
    }
    assert(build->depth);
    struct node *node = innermost(build);
    node->start = build->count;
    if (cut)
        mark_cut(build, node);
    build->keys.count = build->stack[--build->depth].first_key;
    build->key = 0;
}

static size_t slot_of(const struct build *build, uint64_t entry) {
    struct str bytes = {(const char *)&entry, sizeof entry};
    size_t slot = hash_bytes(bytes) & (build->n_slots - 1);
    while (build->seen[slot] && build->seen[slot] != entry)
        slot = (slot + 1) & (build->n_slots - 1);
    return slot;
}

static void see(struct build *build, uint64_t entry) {
    if (build->n_seen * 2 >= build->n_slots) {
        uint64_t *old = build->seen;
        size_t n_old = build->n_slots;
        build->n_slots = n_old ? n_old * 2 : 256;
        build->seen = NEW_ARRAY(build->arena, build->n_slots, uint64_t);
        for (size_t i = 0; i < n_old; i++)
            if (old[i])
                build->seen[slot_of(build, old[i])] = old[i];
    }
    build->seen[slot_of(build, entry)] = entry;
    build->n_seen++;
}

static uint64_t entry_of(const struct frame *frame, uint32_t atom) {
    return (uint64_t)frame->serial << 32 | atom;
}

static uint64_t bit_of(uint32_t atom) {
    return (uint64_t)1 << (atom % 64);
}

/* By blocks without a way out, in a form that compilers turn into vector code. */
static bool is_among(const uint32_t *keys, size_t count, uint32_t atom) {
    enum { BLOCK = 8 };
    uint32_t found = 0;
    for (; count >= BLOCK; count -= BLOCK, keys += BLOCK)
        for (size_t i = 0; i < BLOCK; i++)
            found |= keys[i] == atom;
    for (size_t i = 0; i < count; i++)
        found |= keys[i] == atom;
    return found;
}

static bool is_known(const struct build *build, const struct frame *frame, uint32_t atom) {
    size_t count = build->keys.count - frame->first_key;
    if (count > FEW_KEYS)
        return build->seen[slot_of(build, entry_of(frame, atom))] != 0;
    return is_among(build->keys.items + frame->first_key, count, atom);
}

static inline bool holds_atom(const struct build *build, const struct frame *frame, uint32_t atom) {
    return frame->bits & bit_of(atom) && is_known(build, frame, atom);
}

/* The newest key, and with the first one too many all before it. */
static void see_newest(struct build *build, const struct frame *frame) {
    size_t count = build->keys.count - frame->first_key;
    size_t first = count == FEW_KEYS + 1 ? frame->first_key : build->keys.count - 1;
    for (size_t i = first; i < build->keys.count; i++)
        see(build, entry_of(frame, build->keys.items[i]));
}

static inline void remember_key(struct build *build, struct frame *frame, uint32_t atom) {
    frame->bits |= bit_of(atom);
    *vec_push(build->arena, &build->keys) = atom;
    if (build->keys.count - frame->first_key > FEW_KEYS)
        see_newest(build, frame);
}

bool build_holds(const struct build *build, struct str key) {
    if (!build->depth || build->outside || innermost(build)->kind != VALUE_MAP)
        return false;
    uint32_t atom = intern_find(build->intern, key);
    return atom && holds_atom(build, &build->stack[build->depth - 1], atom);
}

static void warn_repeated(struct build *build, struct str key, uint32_t line) {
    struct diag_where where = {build->origin->input, build->origin->path, line, 0, 0, {0}};
    if (build->repeats < REPEATS_SHOWN)
        diag_add(build->sink, DIAG_WARNING, DIAG_DUPLICATE_KEY, where,
                 "key '%.*s' is repeated; the first one counts", STR_ARG(str_slice(key, 0, 100)));
    else if (build->repeats == REPEATS_SHOWN)
        diag_add(build->sink, DIAG_WARNING, DIAG_DUPLICATE_KEY, where,
                 "further repeated keys are not listed; the first ones count");
    build->repeats++;
}

/* False where the document is given up; the value is left out. */
static bool leave_out_key(struct build *build, uint32_t line) {
    if (build->stack[build->depth - 1].distrusted) {
        build->leave_out = true;
        return true;
    }
    if (build->trying)
        return false;
    limit_reached(build, line, "bytes in a key (limit key-bytes)", limits->key_bytes);
    build_leave_out(build);
    return true;
}

bool build_key(struct build *build, struct str key, uint32_t line) {
    if (build->outside)
        return true;
    assert(build->depth && !build->leave_out);
    struct frame *frame = &build->stack[build->depth - 1];
    if (frame->distrusted || key.len > limits->key_bytes)
        return leave_out_key(build, line);
    uint32_t atom = intern_add(build->intern, key);
    if (holds_atom(build, frame, atom)) {
        if (build->trying)
            return false;
        warn_repeated(build, key, line);
        build->leave_out = true;
        return false;
    }
    remember_key(build, frame, atom);
    build->key = atom;
    build->key_line = line;
    return true;
}

bool build_passes(struct build *build) {
    if (build->outside || build->leave_out || !build->choice.reading ||
        !choice_passes(&build->stack[build->depth - 1].taken, build->key))
        return false;
    note_skipped(build, build->key_line, true);
    build->key = 0;
    return true;
}

static bool lies_in(struct str text, struct str whole) {
    uintptr_t at = (uintptr_t)text.ptr, begin = (uintptr_t)whole.ptr;
    return text.len && at >= begin && at - begin <= whole.len &&
           whole.len - (at - begin) >= text.len;
}

static uint32_t store_decoded(struct build *build, struct str text, uint32_t lines) {
    strbuf_append(&build->decoded, (struct str){(const char *)&lines, sizeof lines});
    uint32_t start = (uint32_t)build->decoded.len;
    strbuf_append(&build->decoded, text);
    return start;
}

static void store_text(struct build *build, struct node *node, const struct build_text *scalar) {
    char buffer[SCALAR_BUFFER];
    struct str text = scalar->text;
    enum value_kind kind = scalar->quoted ? VALUE_STRING : scalar_kind(&text, buffer);
    node->kind = (unsigned)kind & 0xf;
    if (scalar->quoted)
        node->flags |= NODE_QUOTED;
    if (kind == VALUE_NULL)
        text.len = 0;
    uint32_t lines = scalar->end_line > node->line ? scalar->end_line - node->line : 0;
    node->count = text.len & NODE_COUNT_MAX;
    if (lines == 0 && (text.len == 0 || lies_in(text, build->origin->text))) {
        node->start = text.len ? (uint32_t)(text.ptr - build->origin->text.ptr) : 0;
        return;
    }
    node->flags |= NODE_DECODED;
    node->start = store_decoded(build, text, lines);
}

bool build_scalar(struct build *build, const struct build_text *scalar) {
    struct node *node;
    if (build->outside)
        return true;
    if (build->leave_out) {
        build->leave_out = false;
        return true;
    }
    if (scalar->text.len > limits->scalar_bytes) {
        if (build->trying)
            return false;
        limit_reached(build, scalar->line, "bytes in a text (limit scalar-bytes)",
                      limits->scalar_bytes);
        build_leave_out(build);
        build->leave_out = false;
        return true;
    }
    look_at_text(build, scalar->line, scalar->end_line);
    if (!add_node(build, scalar->line, scalar->column, &node))
        return false;
    store_text(build, node, scalar);
    return true;
}

/* Most texts are words of the member's text: those are entered at once. */
bool build_line(struct build *build, struct str text, uint32_t line, uint32_t column) {
    struct node *node;
    bool simple = !build->outside && !build->leave_out && scalar_is_word(text) &&
                  text.len <= limits->scalar_bytes && lies_in(text, build->origin->text);
    if (!simple)
        return build_scalar(
            build,
            &(struct build_text){.text = text, .line = line, .column = column, .end_line = line});
    look_at_text(build, line, line);
    if (!add_node(build, line, column, &node))
        return false;
    node->kind = VALUE_STRING;
    node->count = text.len & NODE_COUNT_MAX;
    node->start = (uint32_t)(text.ptr - build->origin->text.ptr);
    return true;
}

bool build_copy(struct build *build, uint32_t at, uint32_t line, uint32_t column) {
    struct node *node;
    if (build->outside || build->leave_out)
        return build_scalar(build, &(struct build_text){.line = line});
    const struct node *source = &build->nodes[at];
    bool container = is_container(source);
    if (container && source->start == 0) { /* not ended */
        struct diag_where where = {build->origin->input, build->origin->path, line, 0, 0, {0}};
        diag_add(build->sink, DIAG_WARNING, DIAG_YAML_SYNTAX, where,
                 "an alias stands in what it names; left out");
        build_leave_out(build);
        build->leave_out = false;
        return true;
    }
    uint32_t count = container ? source->start - at : 1;
    build->aliased += count;
    if (build->aliased > limits->aliases)
        return limit_reached(build, line, "values from aliases (limit aliases)", limits->aliases);
    uint32_t to = build->count;
    if (!add_node(build, line, column, &node))
        return false;
    struct node first = *node;
    for (uint32_t i = 0; i < count; i++) {
        if (i && !(build->count < build->cap))
            grow(build);
        build->nodes[to + i] = build->nodes[at + i];
        if (build->options.positions)
            build->positions[to + i] = build->positions[at + i];
        if (is_container(&build->nodes[to + i]))
            build->nodes[to + i].start += to - at;
        build->count = to + i + 1;
    }
    build->nodes[to].key = first.key;
    build->nodes[to].line = first.line;
    return true;
}

void build_leave_out(struct build *build) {
    if (build->outside)
        return;
    build->leave_out = true;
    build->key = 0;
    if (build->depth)
        mark_cut(build, innermost(build));
}

void build_distrust(struct build *build) {
    if (build->outside || !build->depth || build->stack[build->depth - 1].distrusted)
        return;
    mark_cut(build, innermost(build));
    build->stack[build->depth - 1].distrusted = true;
}

void build_doubt_newest(struct build *build) {
    for (uint32_t i = 0; !build->outside && i < build->count; i++)
        if (is_container(&build->nodes[i]) && build->nodes[i].start == build->count)
            mark_cut(build, &build->nodes[i]);
}

void build_take_back(struct build *build) {
    if (build->outside)
        return;
    assert(build->count);
    build->count--;
    if (!build->depth)
        return;
    assert(innermost(build)->count);
    innermost(build)->count--;
    mark_cut(build, innermost(build));
}

uint32_t build_count(const struct build *build) {
    return build->count;
}

void build_abandon(struct build *build) {
    build->count = 0;
    build->depth = 0;
    build->outside = 0;
    build->keys.count = 0;
    build->decoded = strbuf_new(build->arena);
    build->passed.items = NULL; /* those of a document stay its own */
    build->passed.count = build->passed.cap = 0;
    build->aliased = 0;
    build->key = 0;
    build->leave_out = false;
    build->cut = false;
    build->trying = false;
    build->choice = (struct choice){0};
    build->lacked = false;
}

struct document *build_finish(struct build *build, enum document_state state) {
    struct document *document = NULL;
    bool lacks = build->choice.lacks;
    build->outside = 0;
    while (build->depth)
        build_end(build, true);
    if (build->count && !lacks) {
        document = NEW(build->arena, struct document);
        *document = (struct document){
            .origin = build->origin,
            .intern = intern_whole(build->intern),
            .nodes = build->nodes,
            .n_nodes = build->count,
            .decoded = build->decoded.ptr,
            .n_decoded = build->decoded.len,
            .positions = build->positions,
            .passed = build->passed.items,
            .n_passed = build->passed.count,
            .state = state == DOCUMENT_WHOLE && build->cut ? DOCUMENT_CUT : state,
            .first_line = build->nodes[0].line,
        };
        build->nodes += build->count;
        if (build->positions)
            build->positions += build->count;
        build->cap -= build->count;
        build->finished += build->count;
    }
    build_abandon(build);
    build->lacked = lacks;
    return document;
}
