/* Turns the table of files compiled in, and folders, into named texts, in the order of their
 * names. */
#include "rules/files.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/embedded.h"
#include "base/limits.h"

static struct str stem_of(struct str name) {
    struct str base = str_after_last(name, '/');
    return str_slice(base, 0, base.len - STR(".yaml").len);
}

static void add_embedded(struct arena *arena, struct str folder, struct rule_files *files) {
    for (size_t i = 0; i < embedded_count; i++) {
        struct str name = str_of(embedded_files[i].name);
        struct str base = str_slice(name, folder.len, name.len);
        if (!str_starts_with(name, folder) || !str_ends_with(name, STR(".yaml")) ||
            str_find_byte(base, '/', 0) != SIZE_MAX)
            continue;
        *vec_push(arena, &files->list) =
            (struct rule_file){.name = name,
                               .stem = stem_of(name),
                               .text = {embedded_files[i].data, embedded_files[i].size}};
    }
}

void files_add_builtin(struct arena *arena, struct rule_files *files) {
    add_embedded(arena, STR("rules/"), files);
}

void files_add_builtin_language(struct arena *arena, struct str lang, struct rule_files *files) {
    add_embedded(arena, str_printf(arena, "rules/i18n/%.*s/", STR_ARG(lang)), files);
}

static bool fail(struct diag_sink *sink, struct str path, const char *problem) {
    diag_add(sink, DIAG_ERROR, DIAG_RULE_OPEN, (struct diag_where){.input = path}, "%s", problem);
    return false;
}

static bool read_file(struct arena *arena, struct str path, struct str *ret_text,
                      struct diag_sink *sink) {
    FILE *file = fopen(str_c(arena, path), "rb");
    if (!file)
        return fail(sink, path, strerror(errno));
    struct strbuf text = strbuf_new(arena);
    char block[16 * KIB];
    size_t n;
    while ((n = fread(block, 1, sizeof block, file)) > 0 && text.len <= LIMIT_RULE_BYTES)
        strbuf_append(&text, (struct str){block, n});
    bool failed = ferror(file) != 0;
    fclose(file);
    if (failed)
        return fail(sink, path, "could not be read");
    if (text.len > LIMIT_RULE_BYTES)
        return fail(sink, path, "larger than any rule file may be (limit rule-bytes)");
    *ret_text = strbuf_str(&text);
    return true;
}

/* Sorted by insertion: a folder of rules holds some hundred names. */
static void insert(struct str *names, size_t count, struct str name) {
    size_t at = count;
    for (; at > 0 && str_cmp(names[at - 1], name) > 0; at--)
        names[at] = names[at - 1];
    names[at] = name;
}

static bool list_folder(struct arena *arena, struct str folder, struct str *names,
                        size_t *ret_count, struct diag_sink *sink) {
    DIR *dir = opendir(str_c(arena, folder));
    if (!dir)
        return fail(sink, folder, strerror(errno));
    size_t count = 0;
    const struct dirent *entry;
    while ((entry = readdir(dir)) && count < LIMIT_RULES) {
        struct str name = str_of(entry->d_name);
        if (name.len > STR(".yaml").len && name.ptr[0] != '.' && str_ends_with(name, STR(".yaml")))
            insert(names, count++, str_copy(arena, name));
    }
    closedir(dir);
    *ret_count = count;
    return count < LIMIT_RULES ||
           fail(sink, folder, "holds more files than there may be rules (limit rules)");
}

bool files_add_folder(struct arena *arena, struct str folder, bool overlay,
                      struct rule_files *files, struct diag_sink *sink) {
    struct str *names = NEW_ARRAY(arena, LIMIT_RULES, struct str);
    size_t count = 0;
    if (!list_folder(arena, folder, names, &count, sink))
        return false;
    const char *slash = str_ends_with(folder, STR("/")) ? "" : "/";
    for (size_t i = 0; i < count; i++) {
        struct rule_file file = {
            .stem = stem_of(names[i]), .overlay = overlay, .from_folder = true};
        file.name = str_printf(arena, "%.*s%s%.*s", STR_ARG(folder), slash, STR_ARG(names[i]));
        if (!read_file(arena, file.name, &file.text, sink))
            return false;
        *vec_push(arena, &files->list) = file;
    }
    return true;
}

bool files_add_language(struct arena *arena, struct str folder, struct str lang,
                        struct rule_files *files, struct diag_sink *sink) {
    struct str inner = str_printf(arena, "%.*s/i18n/%.*s", STR_ARG(folder), STR_ARG(lang));
    DIR *dir = opendir(str_c(arena, inner));
    if (!dir)
        return true;
    closedir(dir);
    return files_add_folder(arena, inner, true, files, sink);
}
