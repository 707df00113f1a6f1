/* A template's name into its text, from where it was asked for. A folder stands in for the whole
 * set, so that a page is never half ours; only words, which are looked up one by one, may lack. */
#include "report/templates.h"

#include <stdio.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/embedded.h"
#include "base/limits.h"

static struct str path_of(struct arena *arena, struct str folder, const char *name) {
    return str_printf(arena, "%.*s/%s", STR_ARG(folder), name);
}

static const struct embedded_file *own(struct arena *arena, const char *name) {
    return embedded_find(path_of(arena, STR("templates"), name));
}

static bool read_file(struct arena *arena, struct str path, struct str *ret_text,
                      struct diag_sink *sink) {
    FILE *file = fopen(str_c(arena, path), "rbe");
    struct strbuf text = strbuf_new(arena);
    char piece[4096];
    size_t got = 0;
    while (file && text.len <= LIMIT_TEMPLATE_BYTES &&
           (got = fread(piece, 1, sizeof piece, file)) > 0)
        strbuf_append(&text, (struct str){piece, got});
    bool good = file && !ferror(file) && text.len <= LIMIT_TEMPLATE_BYTES;
    if (file)
        fclose(file);
    if (!good)
        diag_add(sink, DIAG_ERROR, DIAG_TEMPLATE, (struct diag_where){.input = path},
                 "template cannot be read");
    *ret_text = strbuf_str(&text);
    return good;
}

bool templates_load(struct arena *arena, struct str folder, const char *name, struct str *ret_text,
                    struct diag_sink *sink) {
    if (folder.len)
        return read_file(arena, path_of(arena, folder, name), ret_text, sink);
    const struct embedded_file *file = own(arena, name);
    if (!file) {
        diag_add(sink, DIAG_ERROR, DIAG_TEMPLATE, (struct diag_where){.input = str_of(name)},
                 "template is not in this program");
        return false;
    }
    *ret_text = (struct str){file->data, file->size};
    return true;
}

bool templates_holds(struct arena *arena, struct str folder, const char *name) {
    if (folder.len)
        return access(str_c(arena, path_of(arena, folder, name)), F_OK) == 0;
    return own(arena, name) != NULL;
}
