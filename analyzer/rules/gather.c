/* Turns what is missing into commands to run. The trick: there are so few commands that every set
 * of them is tried, and the one with the fewest, then the lightest, is taken; namespaces that no
 * taken command covers go into one command of their own. */
#include "rules/gather.h"

#include "base/arena.h"
#include "base/limits.h"
#include "base/vec.h"

static uint32_t command_by_name(struct shape *shape, const struct gather *gather, struct value v) {
    VEC(struct str) names = {0};
    for (size_t i = 0; i < gather->n_commands; i++) {
        if (str_eq(gather->commands[i].name, value_str(v)))
            return (uint32_t)i;
        *vec_push(shape->arena, &names) = gather->commands[i].name;
    }
    shape_word_error(shape, v, "command", value_str(v), (struct strs){names.items, names.count});
    return 0;
}

static void load_command(struct shape *shape, struct value v, struct gather *gather) {
    if (!shape_map(shape, v, "a command", WORDS("name", "command", "covers")))
        return;
    if (gather->n_commands == GATHER_COMMANDS) {
        shape_error(shape, DIAG_RULE_SHAPE, v, "more than %d commands", GATHER_COMMANDS);
        return;
    }
    struct gather_command command = {.name = shape_text(shape, v, "name", REQUIRED),
                                     .command = shape_text(shape, v, "command", REQUIRED)};
    command.namespaced = str_contains(command.command, STR("{namespaces}"));
    command.covers = 1U << gather->n_commands;
    struct value_iter it = value_iter(value_get(v, STR("covers")));
    while (value_next(&it))
        command.covers |= 1U << command_by_name(shape, gather, it.value);
    gather->commands[gather->n_commands++] = command;
}

static void load_kind(struct shape *shape, const struct value_iter *entry, struct gather *gather,
                      struct gather_kind *ret_kind) {
    *ret_kind = (struct gather_kind){.kind = entry->key, .word = entry->key};
    if (!shape_map(shape, entry->value, "a kind", WORDS("by", "many", "word")))
        return;
    struct str word = shape_text(shape, entry->value, "word", OPTIONAL);
    if (word.len)
        ret_kind->word = word;
    ret_kind->many = shape_bool(shape, entry->value, "many", false);
    struct value by = value_get(entry->value, STR("by"));
    if (value_count(by) == 0) {
        shape_error(shape, DIAG_RULE_SHAPE, entry->value, "'by' must name a command");
        return;
    }
    bool first = true, alone = true;
    struct value_iter it = value_iter(by);
    while (value_next(&it)) {
        uint32_t command = command_by_name(shape, gather, it.value);
        if (first)
            ret_kind->first = ret_kind->alone = command;
        if (alone && !gather->commands[command].namespaced) {
            ret_kind->alone = command;
            alone = false;
        }
        first = false;
        ret_kind->commands |= 1U << command;
    }
}

void gather_load(struct shape *shape, struct value root, struct gather *ret_gather) {
    *ret_gather = (struct gather){0};
    if (!shape_map(shape, root, "the table of commands",
                   WORDS("commands", "image", "kinds", "installed", "reports")))
        return;
    struct value_iter it = value_iter(value_get(root, STR("commands")));
    while (value_next(&it))
        load_command(shape, it.value, ret_gather);
    VEC(struct gather_kind) kinds = {0};
    it = value_iter(value_get(root, STR("kinds")));
    while (value_next(&it))
        load_kind(shape, &it, ret_gather, vec_push(shape->arena, &kinds));
    ret_gather->kinds = kinds.items;
    ret_gather->n_kinds = kinds.count;
    ret_gather->image = shape_text(shape, root, "image", REQUIRED);
    ret_gather->installed = shape_texts(shape, root, "installed", NULL);
    ret_gather->reports = shape_texts(shape, root, "reports", NULL);
    if (ret_gather->n_commands == 0 || kinds.count == 0)
        shape_error(shape, DIAG_RULE_SHAPE, root, "the table of commands is empty");
}

static const struct gather_kind *row_of(const struct gather *gather, struct str kind) {
    for (size_t i = 0; i < gather->n_kinds; i++)
        if (gather->kinds[i].kind.len == kind.len && str_eq(gather->kinds[i].kind, kind))
            return &gather->kinds[i];
    return NULL;
}

struct str gather_word(const struct gather *gather, struct str kind) {
    const struct gather_kind *row = row_of(gather, kind);
    return row ? row->word : kind;
}

bool gather_many(const struct gather *gather, struct str kind) {
    const struct gather_kind *row = row_of(gather, kind);
    return row && row->many;
}

/* Names are an archive's, commands are pasted into shells: what a DNS label cannot hold is not
 * shown. */
static bool is_plain(struct str s, const char *extra) {
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && !(i > 0 && str_find_byte(str_of(extra), c, 0) != SIZE_MAX))
            return false;
    }
    return s.len > 0 && s.len <= LIMIT_NAME_BYTES;
}

/* The image's version is an archive's text as well. */
static struct str with_image(const struct gather *gather, struct arena *arena, struct str command,
                             struct str image) {
    size_t at = str_find(command, STR("{image}"), 0);
    if (at == SIZE_MAX)
        return command;
    struct strbuf out = strbuf_new(arena);
    strbuf_append(&out, str_slice(command, 0, at));
    strbuf_append(&out, is_plain(image, "/:.-_+") ? image : gather->image);
    strbuf_append(&out, str_slice(command, at + STR("{image}").len, command.len));
    return strbuf_str(&out);
}

static struct str with_namespaces(struct arena *arena, struct str command, struct strs namespaces) {
    struct strbuf out = strbuf_new(arena);
    size_t at = str_find(command, STR("{namespaces}"), 0);
    if (at == SIZE_MAX)
        return command;
    strbuf_append(&out, str_slice(command, 0, at));
    for (size_t i = 0; i < namespaces.count; i++)
        strbuf_printf(&out, "%sns/%.*s", i ? " " : "", STR_ARG(namespaces.items[i]));
    strbuf_append(&out, str_slice(command, at + STR("{namespaces}").len, command.len));
    return strbuf_str(&out);
}

/* A kind of which no table knows: the server is asked for it by its name. */
static struct str plain_get(struct arena *arena, struct str kind) {
    return is_plain(kind, ".-")
               ? str_printf(arena, "oc get %.*s --all-namespaces -o yaml", STR_ARG(kind))
               : (struct str){0};
}

struct str gather_one(const struct gather *gather, struct arena *arena, struct missing missing,
                      struct str image) {
    const struct gather_kind *row = row_of(gather, missing.kind);
    if (!row)
        return plain_get(arena, missing.kind);
    if (!is_plain(missing.namespace, "-"))
        return gather->commands[row->alone].namespaced
                   ? (struct str){0}
                   : with_image(gather, arena, gather->commands[row->alone].command, image);
    struct str *namespace = NEW(arena, struct str);
    *namespace = missing.namespace;
    return with_namespaces(arena,
                           with_image(gather, arena, gather->commands[row->first].command, image),
                           (struct strs){namespace, 1});
}

/* The fewest */

/* What is missing, and the rows of its kinds, which are the same for all commands that are tried.
 */
struct lack {
    struct missing_set missing;
    const struct gather_kind **rows;
};

static struct lack lack_of(const struct gather *gather, struct arena *arena,
                           struct missing_set missing) {
    struct lack lack = {missing, NEW_ARRAY(arena, missing.count, const struct gather_kind *)};
    for (size_t i = 0; i < missing.count; i++)
        lack.rows[i] = row_of(gather, missing.items[i].kind);
    return lack;
}

struct cover {
    unsigned commands;
    bool possible;
    size_t count, weight;
    VEC(struct str) namespaces;
};

enum { NAMESPACES_IN_ONE = 10 }; /* a longer line is nothing to paste */

static unsigned namespaced_bits(const struct gather *gather) {
    unsigned bits = 0;
    for (size_t i = 0; i < gather->n_commands; i++)
        if (gather->commands[i].namespaced)
            bits |= 1U << i;
    return bits;
}

static void add_namespace(struct arena *arena, struct cover *cover, struct str namespace) {
    for (size_t i = 0; i < cover->namespaces.count; i++)
        if (str_eq(cover->namespaces.items[i], namespace))
            return;
    *vec_push(arena, &cover->namespaces) = namespace;
}

static struct cover try_cover(const struct gather *gather, struct arena *arena,
                              const struct lack *lack, unsigned commands) {
    struct cover cover = {.commands = commands, .possible = true};
    unsigned covered = 0, by_namespace = namespaced_bits(gather);
    for (size_t i = 0; i < gather->n_commands; i++) {
        if (!(commands & 1U << i))
            continue;
        covered |= gather->commands[i].covers;
        cover.count++;
        cover.weight += i;
    }
    for (size_t i = 0; i < lack->missing.count; i++) {
        const struct gather_kind *row = lack->rows[i];
        struct str namespace = lack->missing.items[i].namespace;
        if (!row || row->commands & covered)
            continue;
        if (row->commands & by_namespace && is_plain(namespace, "-"))
            add_namespace(arena, &cover, namespace);
        else if (row->commands & ~by_namespace)
            cover.possible = false;
    }
    cover.count += (cover.namespaces.count + NAMESPACES_IN_ONE - 1) / NAMESPACES_IN_ONE;
    return cover;
}

struct strs gather_fewest(const struct gather *gather, struct arena *arena,
                          struct missing_set missing, struct str image) {
    struct cover best = {.possible = false};
    struct lack lack = lack_of(gather, arena, missing);
    unsigned by_namespace = namespaced_bits(gather);
    for (unsigned commands = 0; commands < 1U << gather->n_commands; commands++) {
        if (commands & by_namespace)
            continue;
        struct cover cover = try_cover(gather, arena, &lack, commands);
        bool better =
            cover.count < best.count || (cover.count == best.count && cover.weight < best.weight);
        if (cover.possible && (!best.possible || better))
            best = cover;
    }
    VEC(struct str) lines = {0};
    for (size_t i = 0; i < gather->n_commands; i++) {
        if (best.commands & 1U << i)
            *vec_push(arena, &lines) =
                with_image(gather, arena, gather->commands[i].command, image);
        size_t from = gather->commands[i].namespaced ? 0 : best.namespaces.count;
        for (; from < best.namespaces.count; from += NAMESPACES_IN_ONE) {
            size_t left = best.namespaces.count - from;
            struct strs some = {best.namespaces.items + from,
                                left < NAMESPACES_IN_ONE ? left : NAMESPACES_IN_ONE};
            *vec_push(arena, &lines) = with_namespaces(arena, gather->commands[i].command, some);
        }
    }
    for (size_t i = 0; i < missing.count; i++) {
        bool again = i > 0 && str_eq(missing.items[i].kind, missing.items[i - 1].kind);
        struct str line =
            lack.rows[i] || again ? (struct str){0} : plain_get(arena, missing.items[i].kind);
        if (line.len)
            *vec_push(arena, &lines) = line;
    }
    return (struct strs){lines.items, lines.count};
}
