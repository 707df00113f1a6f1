/* Any bytes as a text of a report: clean, and read back by an XML parser as the same text; in
 * Markdown without a line or a mark of its own. */
#include <assert.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "report/clean.h"
#include "report/element.h"
#include "report/markdown_text.h"
#include "touch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_clean(struct arena *arena, struct str raw, struct str clean) {
    assert(str_eq(clean, str_valid_utf8(arena, clean)));
    assert(str_eq(clean, clean_text(arena, clean)));
    for (size_t i = 0; i < clean.len;) {
        uint32_t c = utf8_next(clean, &i);
        assert((c >= 0x20 || c == '\n' || c == '\t') && !clean_is_hidden(c));
    }
    assert(clean_cut(arena, clean, 100).len <= 100);
    struct str line = clean_line(arena, raw);
    assert(str_find_byte(line, '\n', 0) == SIZE_MAX && str_find_byte(line, '\t', 0) == SIZE_MAX);
    touched += (unsigned)clean_columns(line);
}

/* The printed tree, read by libxml2 as a reader of the report would. */
static void check_xml(struct arena *arena, struct str raw, struct str clean) {
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    struct element *root = element_root(arena, "root");
    element_attr(root, "value", raw);
    element_text(root, raw);
    assert(out && element_write(root, out) && fclose(out) == 0);
    xmlDoc *doc = xmlReadMemory(text, (int)len, "", NULL, XML_PARSE_NONET | XML_PARSE_HUGE);
    assert(doc);
    xmlNode *node = xmlDocGetRootElement(doc);
    assert(node->children == NULL ||
           node->children->next == NULL); /* one text, no tag of its own */
    xmlChar *content = xmlNodeGetContent(node), *value = xmlGetProp(node, (const xmlChar *)"value");
    assert(str_eq(str_of((const char *)content), clean));
    touch_text(str_of((const char *)value));
    xmlFree(content);
    xmlFree(value);
    xmlFreeDoc(doc);
    free(text);
}

static void check_markdown(struct arena *arena, struct str raw) {
    struct strbuf words = strbuf_new(arena), code = strbuf_new(arena), block = strbuf_new(arena);
    markdown_words(&words, raw, 200);
    markdown_code(&code, raw, 200);
    markdown_block(&block, raw, "  ");
    assert(str_find_byte(strbuf_str(&words), '\n', 0) == SIZE_MAX);
    assert(str_find_byte(strbuf_str(&words), '<', 0) == SIZE_MAX || words.len > 1);
    assert(str_find_byte(strbuf_str(&code), '\n', 0) == SIZE_MAX);
    touch_text(strbuf_str(&block));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new();
    struct str raw = {(const char *)data, size}, clean = clean_text(arena, raw);
    check_clean(arena, raw, clean);
    if (size && clean.len <= LIMIT_PAGE_TEXT_BYTES)
        check_xml(arena, raw, clean);
    check_markdown(arena, raw);
    arena_free(arena);
    return 0;
}
