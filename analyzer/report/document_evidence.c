/* Evidence of a finding and of those that explain it: one excerpt for each file, its lines in order
 * and each once, a gap where lines are left out; fields without a line, and masked ones, as words
 * below. */
#include <stdlib.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/vec.h"
#include "report/clean.h"
#include "report/document.h"
#include "report/words.h"

struct place {
    const struct excerpt_line *line;
    bool hit;
};

struct excerpt {
    VEC(struct place) lines;
    bool context; /* some line is shown only for its neighbours' sake */
};

static int by_line(const void *a, const void *b) {
    const struct place *x = a, *y = b;
    if (x->line->line != y->line->line)
        return x->line->line < y->line->line ? -1 : 1;
    return (int)y->hit - (int)x->hit;
}

static bool same_file(const struct evidence *a, const struct evidence *b) {
    return a->input == b->input && str_eq(a->path, b->path);
}

static void add_lines(struct excerpt *excerpt, struct arena *arena, const struct evidence *e) {
    for (size_t i = 0; i < e->n_excerpt && !e->masked; i++) {
        const struct excerpt_line *line = &e->excerpt[i];
        bool hit = line->line >= e->line && line->line <= e->end_line;
        excerpt->context = excerpt->context || !hit;
        *vec_push(arena, &excerpt->lines) = (struct place){line, hit};
    }
}

static void show_lines(struct element *up, struct arena *arena, struct excerpt *excerpt) {
    if (excerpt->lines.count)
        qsort(excerpt->lines.items, excerpt->lines.count, sizeof *excerpt->lines.items, by_line);
    uint32_t last = 0;
    for (size_t i = 0; i < excerpt->lines.count; i++) {
        const struct place *place = &excerpt->lines.items[i];
        uint32_t number = place->line->line;
        if (last && number == last)
            continue;
        if (last && number > last + 1)
            element_add(up, "gap");
        struct element *line = element_add_text(
            up, "line", clean_cut(arena, place->line->text, LIMIT_EXCERPT_LINE_BYTES));
        element_attr_number(line, "n", number);
        element_flag(line, "hit", excerpt->context && place->hit);
        last = number;
    }
}

/* What has no excerpt: a masked value, or one without a line. */
static void show_field(struct element *up, const struct report *report, const struct evidence *e) {
    if (!e->masked && (e->n_excerpt || !e->value.ptr))
        return;
    struct element *field = element_add(up, "field");
    element_attr(field, "name", words_else(report->words, e->field, "evidence.value"));
    if (e->line)
        element_attr_number(field, "n", e->line);
    if (e->masked)
        element_flag(field, "masked", true);
    else
        element_text(field, e->value);
}

/* The folder of the gather image, with its slash: long, and the same for nearly all evidence. */
static size_t root_length(const struct report *report, const struct evidence *e) {
    size_t longest = 0;
    if (e->input >= report->n_inputs)
        return 0;
    const struct report_input *input = &report->inputs[e->input];
    for (size_t i = 0; i < input->n_roots; i++) {
        struct str root = input->roots[i].path;
        if (root.len > longest && str_starts_with(e->path, root) && e->path.len > root.len &&
            e->path.ptr[root.len] == '/')
            longest = root.len + 1;
    }
    return longest;
}

static void add_file(struct element *up, struct arena *arena, const struct report *report,
                     const struct evidence *const *of) {
    const struct evidence *first = of[0];
    struct element *element = element_add(up, "evidence");
    size_t root = root_length(report, first);
    if (root)
        element_attr(element, "root", str_slice(first->path, 0, root));
    element_attr(element, "path", str_slice(first->path, root, first->path.len));
    if (report->n_inputs > 1 && first->input < report->n_inputs)
        element_attr(element, "input", report->inputs[first->input].name);
    struct excerpt excerpt = {0};
    for (size_t i = 0; of[i]; i++)
        add_lines(&excerpt, arena, of[i]);
    show_lines(element, arena, &excerpt);
    for (size_t i = 0; of[i]; i++)
        show_field(element, report, of[i]);
}

void document_evidence(struct element *up, struct arena *arena, const struct report *report,
                       const struct finding *const *findings, size_t count) {
    VEC(const struct evidence *) all = {0};
    for (size_t f = 0; f < count; f++)
        for (size_t i = 0; i < findings[f]->n_evidence && all.count < LIMIT_EVIDENCE; i++)
            *vec_push(arena, &all) = &findings[f]->evidence[i];
    for (size_t i = 0; i < all.count; i++) {
        if (!all.items[i])
            continue;
        const struct evidence *of[LIMIT_EVIDENCE + 1] = {all.items[i]};
        size_t n = 1;
        for (size_t k = i + 1; k < all.count; k++)
            if (all.items[k] && same_file(all.items[k], of[0])) {
                of[n++] = all.items[k];
                all.items[k] = NULL;
            }
        add_file(up, arena, report, of);
    }
}
