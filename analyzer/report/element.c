/* Calls in document order into a libxml2 tree. libxml2 allocates for itself and gives NULL without
 * memory; the document is freed by the arena, and the arena's way of ending is kept. The arena is
 * found again from any node through the document's private pointer. */
#include "report/element.h"

#include <assert.h>
#include <limits.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlsave.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/memory.h"
#include "report/clean.h"

static void free_doc(void *doc) {
    xmlFreeDoc(doc);
}

static void *must(void *made) {
    if (!made)
        arena_out_of_memory();
    return made;
}

static xmlNode *node_of(struct element *element) {
    return (xmlNode *)(void *)element;
}

static struct element *element_of(xmlNode *node) {
    return (struct element *)(void *)node;
}

static struct arena *arena_of(const xmlNode *node) {
    return node->doc->_private;
}

static const xmlChar *chars(const char *text) {
    return (const xmlChar *)text;
}

void element_prepare(void) {
    xmlMemSetup(memory_free, memory_alloc, memory_grow, memory_copy);
    xmlInitParser();
}

struct element *element_root(struct arena *arena, const char *name) {
    xmlDoc *doc = must(xmlNewDoc(chars("1.0")));
    arena_on_reset(arena, free_doc, doc);
    doc->_private = arena;
    doc->dict = must(xmlDictCreate()); /* names are few: each is kept once */
    xmlNode *root = must(xmlNewDocNode(doc, NULL, chars(name), NULL));
    xmlDocSetRootElement(doc, root);
    return element_of(root);
}

struct element *element_add(struct element *parent, const char *name) {
    xmlNode *up = node_of(parent);
    xmlNode *node = must(xmlNewDocNode(up->doc, NULL, chars(name), NULL));
    return element_of(must(xmlAddChild(up, node)));
}

struct element *element_add_text(struct element *parent, const char *name, struct str text) {
    struct element *element = element_add(parent, name);
    element_text(element, text);
    return element;
}

/* libxml2 makes a copy of its own: mostly one of a few bytes, which need not be kept for that. */
void element_attr(struct element *element, const char *name, struct str value) {
    xmlNode *node = node_of(element);
    struct arena *arena = arena_of(node);
    char few[128];
    if (!value.ptr)
        return;
    value = clean_cut(arena, clean_line(arena, value), LIMIT_PAGE_TEXT_BYTES);
    if (value.len >= sizeof few) {
        must(xmlNewProp(node, chars(name), chars(str_c(arena, value))));
        return;
    }
    if (value.len)
        memcpy(few, value.ptr, value.len);
    few[value.len] = '\0';
    must(xmlNewProp(node, chars(name), chars(few)));
}

void element_attr_c(struct element *element, const char *name, const char *value) {
    must(xmlNewProp(node_of(element), chars(name), chars(value)));
}

void element_attr_number(struct element *element, const char *name, int64_t value) {
    char digits[24];
    snprintf(digits, sizeof digits, "%lld", (long long)value);
    element_attr_c(element, name, digits);
}

void element_flag(struct element *element, const char *name, bool set) {
    if (set)
        element_attr_c(element, name, "yes");
}

void element_text_raw(struct element *element, struct str text) {
    if (text.len == 0)
        return;
    assert(text.len < INT_MAX);
    xmlNode *made = must(xmlNewDocTextLen(node_of(element)->doc, chars(text.ptr), (int)text.len));
    must(xmlAddChild(node_of(element), made));
}

void element_text(struct element *element, struct str text) {
    struct arena *arena = arena_of(node_of(element));
    element_text_raw(element, clean_cut(arena, clean_text(arena, text), LIMIT_PAGE_TEXT_BYTES));
}

void element_text_later(struct element *element) {
    element_text_raw(element, STR(ELEMENT_LATER));
}

/* Memory of libxml2's kind, and so much of it that it seldom grows. */
struct element_text {
    char *bytes;
    size_t len, cap;
};

static void free_text(void *arg) {
    struct element_text *text = arg;
    memory_free(text->bytes);
}

struct element_text *element_text_new(struct arena *arena) {
    struct element_text *text = NEW(arena, struct element_text);
    arena_on_reset(arena, free_text, text);
    return text;
}

void element_text_append(struct element_text *text, struct str bytes) {
    assert(bytes.len < INT_MAX - text->len);
    if (text->len + bytes.len >= text->cap) {
        text->cap = 2 * (text->len + bytes.len) + MEMORY_MAPPED;
        text->bytes = memory_grow(text->bytes, text->cap);
    }
    memcpy(text->bytes + text->len, bytes.ptr, bytes.len);
    text->len += bytes.len;
    text->bytes[text->len] = '\0';
}

char *element_text_give(struct element *element, struct element_text *text) {
    xmlNode *later = node_of(element)->children;
    char *bytes = text->bytes;
    text->bytes = NULL;
    xmlFree(later->content);
    later->content = (xmlChar *)bytes;
    return bytes;
}

/* What the stream refuses it remembers; libxml2 would print a line about it. */
static int write_bytes(void *out, const char *bytes, int len) {
    fwrite(bytes, 1, (size_t)len, out);
    return len;
}

bool element_write(const struct element *root, FILE *out) {
    const xmlNode *node = (const xmlNode *)(const void *)root;
    xmlSaveCtxt *save =
        must(xmlSaveToIO(write_bytes, NULL, out, "UTF-8", XML_SAVE_FORMAT | XML_SAVE_NO_EMPTY));
    long done = xmlSaveDoc(save, node->doc);
    return xmlSaveClose(save) >= 0 && done >= 0 && !ferror(out);
}
