/* Any text as an expression: compiled, evaluated over a small tree, shown. */
#include "base/arena.h"
#include "base/intern.h"
#include "base/limits.h"
#include "cel/cel.h"
#include "document/document.h"
#include "touch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct value self;

static struct cel_value variable(struct cel_run *run, uint32_t slot) {
    (void)run;
    (void)slot;
    return cel_tree(self);
}

static void evaluate(struct arena *arena, const struct cel_program *program) {
    struct cel_budget budget = {.steps = 100000, .scratch = 4 * MIB};
    struct cel_run run = {.arena = arena, .variable = variable, .budget = &budget};
    touch_text(cel_display(arena, cel_eval(program, &run), 4096));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new();
    struct intern *intern = intern_new(arena);
    struct diag_sink *sink = diag_sink_new(arena);
    struct document_origin origin = {
        .text = STR("a: [1, 2.5, x, null]\nb: {c: true, d: '4.12.1'}\ne: 2024-01-01T00:00:00Z\n")};
    struct document_list list =
        document_read(arena, intern, &origin, (struct document_options){.whole_file = true}, sink);
    struct cel_env *env = cel_env_new(arena, intern);
    cel_env_add_variable(env, STR("self"));
    self = document_root(list.items[0]);
    struct cel_source source = {.text =
                                    str_valid_utf8(arena, (struct str){(const char *)data, size}),
                                .file = STR("fuzz"),
                                .line = 1,
                                .column = 1};
    const struct cel_program *program = cel_compile(arena, env, &source, sink);
    if (program)
        evaluate(arena, program);
    arena_free(arena);
    return 0;
}
