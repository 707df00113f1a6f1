/* The small questions that everybody asks a set of rules. */
#include "rules/set.h"

#include "base/arena.h"
#include "base/intern.h"
#include "base/nearest.h"
#include "rules/asked.h"
#include "rules/tools.h"
#include "rules/unread.h"

const char *const set_summary_names[] = {"count",    "blockers", "warnings", "infos",
                                         "unknowns", "checked",  "groups"};
const size_t set_n_summary_names = sizeof set_summary_names / sizeof *set_summary_names;

struct rule_scope *scope_new(struct arena *arena, struct cel_env *env) {
    struct rule_scope *scope = NEW(arena, struct rule_scope);
    scope->arena = arena;
    scope->env = env;
    return scope;
}

struct rule_scope *scope_inner(const struct rule_scope *outer) {
    struct rule_scope *scope = scope_new(outer->arena, cel_env_scope(outer->arena, outer->env));
    vec_copy(scope->arena, &scope->slots, &outer->slots);
    return scope;
}

uint32_t scope_add(struct rule_scope *scope, struct str name, enum slot_kind kind, size_t index) {
    uint32_t slot = cel_env_add_variable(scope->env, name);
    while (scope->slots.count <= slot)
        vec_push(scope->arena, &scope->slots);
    scope->slots.items[slot] = (struct slot){kind, (uint32_t)index};
    return slot;
}

struct slot scope_slot(const struct rule_scope *scope, uint32_t slot) {
    return slot < scope->slots.count ? scope->slots.items[slot] : (struct slot){SLOT_NONE, 0};
}

struct fact *set_fact(const struct rule_set *set, struct str on, struct str name) {
    char key[2 * 512];
    if (on.len + name.len + 1 > sizeof key)
        return NULL;
    size_t n = 0;
    for (size_t i = 0; i < on.len; i++)
        key[n++] = on.ptr[i];
    key[n++] = ' ';
    for (size_t i = 0; i < name.len; i++)
        key[n++] = name.ptr[i];
    return map_find(&set->facts_by_name, (struct str){key, n});
}

struct fact *set_object_facts(const struct rule_set *set, struct str name) {
    return map_find(&set->object_facts, name);
}

const struct rule *const *rules_list(const struct rule_set *set, size_t *ret_count) {
    *ret_count = set->rules.count;
    return (const struct rule *const *)set->rules.items;
}

const struct rule *rules_find(const struct rule_set *set, struct str id) {
    return map_find(&set->by_id, id);
}

struct str rules_version(const struct rule_set *set) {
    return set->version;
}

struct str rules_know_up_to(const struct rule_set *set) {
    return set->know_up_to;
}

struct str rules_sha256(const struct rule_set *set) {
    return set->sha256;
}

struct strs rules_kinds(const struct rule_set *set) {
    return set->kinds;
}

const struct fields_asked *rules_asked(struct rule_set *set, const struct fields_row *const *code,
                                       size_t n_code) {
    if (!set->asked.any) {
        asked_find(set, code, n_code);
        unread_find(set);
    }
    return &set->asked;
}

const char *const *rules_unread(const struct rule_set *set, size_t *ret_count) {
    *ret_count = set->unread.count;
    return set->unread.items;
}

struct str rules_gather(const struct rule_set *set, struct arena *arena, struct missing missing,
                        struct str image) {
    return gather_one(&set->gather, arena, missing, image);
}

struct strs rules_gather_fewest(const struct rule_set *set, struct arena *arena,
                                struct missing_set missing, struct str image) {
    return gather_fewest(&set->gather, arena, missing, image);
}

struct str rules_translated(const struct rule_set *set, struct arena *arena, struct str sentence) {
    return set && set->lang.len ? sentences_translate(&set->sentences, arena, sentence) : sentence;
}

struct str rules_nearest(const struct rule_set *set, struct str id) {
    struct str *ids = NEW_ARRAY(set->arena, set->rules.count, struct str);
    for (size_t i = 0; i < set->rules.count; i++)
        ids[i] = set->rules.items[i]->id;
    return nearest_of(id, ids, set->rules.count);
}

const char *level_text(enum level level) {
    static const char *const texts[] = {"none", "info", "warning", "blocker"};
    return texts[level];
}
