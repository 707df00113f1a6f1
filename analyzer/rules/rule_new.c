/* Turns an id into the text of a rule that loads, passes lint and its own tests, and waits to be
 * changed into another: templates/rule.yaml. */
#include "base/arena.h"
#include "base/embedded.h"
#include "rules/tools.h"

static bool is_id(struct str id) {
    for (size_t i = 0; i < id.len; i++) {
        char c = id.ptr[i];
        bool middle = i > 0 && i + 1 < id.len && c == '-';
        if (!middle && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9'))
            return false;
    }
    return id.len > 0 && id.len <= 64;
}

bool rules_new(const struct rule_set *set, struct str id, struct diag_sink *sink,
               struct strbuf *out) {
    const struct str mark = STR("@ID@");
    const struct embedded_file *file = embedded_find(STR("templates/rule.yaml"));
    const char *problem = NULL;
    if (!is_id(id))
        problem = "an id has lower case letters, digits and '-'";
    else if (rules_find(set, id))
        problem = "there is a rule of that id; see 'virtready rules show'";
    else if (!file)
        problem = "the program was built without templates/rule.yaml";
    if (problem) {
        diag_add(sink, DIAG_ERROR, DIAG_USAGE, (struct diag_where){.input = id}, "%s", problem);
        return false;
    }
    struct str text = {file->data, file->size};
    for (size_t at = 0, end; at < text.len; at = end + mark.len) {
        end = str_find(text, mark, at);
        strbuf_append(out, str_slice(text, at, end));
        if (end == SIZE_MAX)
            break;
        strbuf_append(out, id);
    }
    return true;
}
