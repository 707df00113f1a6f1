/* An answer of Prometheus' API into one object for each alert that fires or is pending: of
 * /api/v1/alerts (data.alerts) and of /api/v1/rules (data.groups[].rules[].alerts). Alerts have no
 * name of their own: they get one of their alertname and a digest of their labels and state, so
 * that the same alert has the same name in every archive. */
#include "graph/alerts.h"

#include <stdlib.h>

#include "base/digest.h"
#include "base/limits.h"
#include "graph/kindset.h"

#define DIGEST_DIGITS                                                                              \
    12 /* 48 bits: among 100,000 alerts two are alike once in 50,000 archives                      \
        */

struct label {
    struct str key, value;
};

static struct value data_of(const struct document *doc, const char *key) {
    return value_get(value_get(document_root(doc), STR("data")), str_of(key));
}

bool alerts_told(const struct document *doc) {
    return value_is(value_get(document_root(doc), STR("status")), VALUE_STRING) &&
           (value_is(data_of(doc, "alerts"), VALUE_LIST) ||
            value_is(data_of(doc, "groups"), VALUE_LIST));
}

/* Where a querier could not ask everybody, it answers with success and warnings. */
bool alerts_are_all(const struct document *doc) {
    struct value root = document_root(doc);
    return doc->state == DOCUMENT_WHOLE &&
           str_eq(value_str(value_get(root, STR("status"))), STR("success")) &&
           value_count(value_get(root, STR("warnings"))) == 0;
}

static int by_key(const void *a, const void *b) {
    const struct label *x = a, *y = b;
    return str_cmp(x->key, y->key);
}

/* Texts with their lengths, so that no label can look like two. */
static void add_text(struct arena *arena, struct digest *digest, struct str text) {
    digest_add(digest, str_printf(arena, "%zu:", text.len));
    digest_add(digest, text);
}

static struct str name_of(struct arena *arena, struct value alert) {
    VEC(struct label) labels = {0};
    struct value_iter it = value_iter(value_get(alert, STR("labels")));
    while (value_next(&it))
        *vec_push(arena, &labels) = (struct label){it.key, value_str(it.value)};
    qsort(labels.items, labels.count, sizeof *labels.items, by_key);
    struct digest *digest = digest_new(arena);
    add_text(arena, digest, value_str(value_get(alert, STR("state"))));
    for (size_t i = 0; i < labels.count; i++) {
        add_text(arena, digest, labels.items[i].key);
        add_text(arena, digest, labels.items[i].value);
    }
    struct str alertname = value_str(value_path(alert, "labels.alertname"));
    struct str hex = str_slice(digest_hex(arena, digest), 0, DIGEST_DIGITS);
    return str_printf(arena, "%.*s-%.*s", STR_ARG(alertname), STR_ARG(hex));
}

/* Names of alerts are labels' texts, which may be anything; those of rules of Prometheus are words.
 */
static bool is_alertname(struct str name) {
    for (size_t i = 0; i < name.len; i++)
        if ((unsigned char)name.ptr[i] < 0x20 || name.ptr[i] == 0x7f)
            return false;
    return name.len > 0 && name.len <= LIMIT_NAME_BYTES - DIGEST_DIGITS - 1;
}

static bool are_texts(struct value labels) {
    struct value_iter it = value_iter(labels);
    bool texts = true;
    while (value_next(&it))
        texts &= value_is(it.value, VALUE_STRING);
    return texts;
}

static const char *fault_of(struct value alert) {
    struct value labels = value_get(alert, STR("labels")), state = value_get(alert, STR("state"));
    if (value_is_cut(labels) || (value_is_cut(alert) && !value_is(labels, VALUE_MAP)))
        return "it ends before the alert's labels do";
    if (!is_alertname(value_str(value_get(labels, STR("alertname")))))
        return "an alert has no name that can be shown: not counted";
    if (!are_texts(labels) || (!value_is(state, VALUE_STRING) && !value_is_cut(alert)))
        return "an alert has a label or a state that is no text: not counted";
    return NULL;
}

static void take(struct unfolding *u, struct kind_state *kind, struct value list) {
    struct arena *arena = u->graph->member;
    struct value_iter it = value_iter(list);
    while (value_is(list, VALUE_LIST) && value_next(&it)) {
        const char *fault = fault_of(it.value);
        if (fault) {
            *vec_push(arena, &u->lost) =
                (struct lost){.kind = kind, .line = value_line(it.value), .why = fault};
            continue;
        }
        *vec_push(arena, &u->found) = (struct found){.object = it.value,
                                                     .kind = kind,
                                                     .name = name_of(arena, it.value),
                                                     .cut = value_is_cut(it.value),
                                                     .from_list = true};
    }
}

void alerts_unfold(struct unfolding *u, const struct document *doc) {
    struct kind_state *kind = kindset_at(u->graph, STR("Alert"), (struct str){0});
    u->found.count = u->lists.count = u->lost.count = 0;
    u->discovery = false;
    take(u, kind, data_of(doc, "alerts"));
    struct value_iter groups = value_iter(data_of(doc, "groups"));
    while (value_next(&groups)) {
        struct value_iter rules = value_iter(value_get(groups.value, STR("rules")));
        while (value_next(&rules))
            take(u, kind, value_get(rules.value, STR("alerts")));
    }
}
