/* The results document through a style sheet into a page. The style sheets are the program's own
 * or those of --templates; archive text reaches them only as text nodes. All that libxslt could
 * open, read, fetch or write besides is forbidden, and extensions are never registered. */
#include <libxml/HTMLtree.h>
#include <libxml/parserInternals.h>
#include <libxslt/documents.h>
#include <libxslt/security.h>
#include <libxslt/transform.h>
#include <libxslt/xsltInternals.h>
#include <libxslt/xsltutils.h>

#include "report/xslt.h"

#include "base/arena.h"
#include "base/diag.h"
#include "base/limits.h"
#include "base/vec.h"
#include "report/element.h"
#include "report/html_out.h"

struct stylesheet {
    xsltStylesheet *style;
    struct str name;
};

struct styled {
    const struct stylesheet *sheet;
    xmlDoc *doc;
    struct arena *arena;
    VEC(xmlNode *) sharing; /* whose content is a text of somebody else's */
};

/* libxslt tells its troubles by callback, in pieces; the first line is kept. */
struct complaint {
    struct strbuf text;
};

static void hear(void *arg, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void hear(void *arg, const char *format, ...) {
    struct complaint *complaint = arg;
    char piece[512];
    va_list args;
    va_start(args, format);
    vsnprintf(piece, sizeof piece, format, args);
    va_end(args);
    if (complaint->text.len < sizeof piece)
        strbuf_append(&complaint->text, str_of(piece));
}

/* libxslt's default prints; a transformation tells its own context what is wrong. */
static void hear_nothing(void *arg, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void hear_nothing(void *arg, const char *format, ...) {
    (void)arg, (void)format;
}

static void complain(struct diag_sink *sink, struct str file, const struct complaint *complaint) {
    struct str text = str_trim(strbuf_str(&complaint->text));
    struct str first, rest;
    str_cut(text, '\n', &first, &rest);
    diag_add(sink, DIAG_ERROR, DIAG_TEMPLATE, (struct diag_where){.input = file},
             "style sheet refused: %.*s", STR_ARG(first.len ? first : STR("not understood")));
}

/* xsl:import, xsl:include and document(): nothing is ever loaded. */
static xmlDoc *load_nothing(const xmlChar *uri, xmlDict *dict, int options, void *context,
                            xsltLoadType type) {
    (void)uri, (void)dict, (void)options, (void)context, (void)type;
    return NULL;
}

static void free_style(void *style) {
    xsltFreeStylesheet(style);
}

static void free_page(void *arg) {
    struct styled *page = arg;
    for (size_t i = 0; i < page->sharing.count; i++)
        page->sharing.items[i]->content = NULL;
    xmlFreeDoc(page->doc);
}

void xslt_prepare(void) {
    element_prepare();
    xsltSetGenericErrorFunc(NULL, hear_nothing);
}

/* With the names of `dict`, if there is one. Blank text between instructions says nothing to
 * libxslt, which would take it out node by node. */
static xmlDoc *parse(struct str text, xmlDict *dict, struct complaint *complaint) {
    xslt_prepare();
    xmlParserCtxt *parser = xmlNewParserCtxt();
    if (!parser)
        arena_out_of_memory();
    if (dict) {
        xmlDictFree(parser->dict);
        parser->dict = dict;
        xmlDictReference(dict);
    }
    xmlDoc *doc = xmlCtxtReadMemory(parser, text.ptr, (int)text.len, NULL, NULL,
                                    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                                        XML_PARSE_NOBLANKS);
    if (!doc) {
        const xmlError *error = xmlCtxtGetLastError(parser);
        strbuf_printf(&complaint->text, "line %d: %s", error ? error->line : 0,
                      error && error->message ? error->message : "no XML");
    } else if (doc->intSubset) {
        strbuf_append(&complaint->text, STR("it has a document type"));
        xmlFreeDoc(doc);
        doc = NULL;
    }
    xmlFreeParserCtxt(parser);
    return doc;
}

/* The children of one root behind those of the other, which has the same names (dict). */
static void move_children(xmlDoc *doc, xmlDoc *part) {
    xmlNode *root = xmlDocGetRootElement(doc), *other = xmlDocGetRootElement(part);
    for (xmlNode *node = other ? other->children : NULL, *next; node; node = next) {
        next = node->next;
        xmlUnlinkNode(node);
        node = xmlAddChild(root, node);
        if (!node || (node->type == XML_ELEMENT_NODE && xmlReconciliateNs(doc, node) < 0))
            arena_out_of_memory();
    }
}

/* All parts as one document; NULL and the part that is to blame. */
static xmlDoc *parse_all(const struct xslt_part *parts, size_t count, struct str *ret_name,
                         struct complaint *complaint) {
    xmlDoc *doc = NULL;
    for (size_t i = 0; i < count; i++) {
        *ret_name = parts[i].name;
        xmlDoc *part = parse(parts[i].text, doc ? doc->dict : NULL, complaint);
        if (!part) {
            xmlFreeDoc(doc);
            return NULL;
        }
        if (!doc) {
            doc = part;
            continue;
        }
        move_children(doc, part);
        xmlFreeDoc(part);
    }
    *ret_name = parts[0].name;
    return doc;
}

struct stylesheet *xslt_parse(struct arena *arena, const struct xslt_part *parts, size_t count,
                              struct diag_sink *sink) {
    struct complaint complaint = {strbuf_new(arena)};
    struct str name;
    xmlDoc *doc = parse_all(parts, count, &name, &complaint);
    xsltStylesheet *style = NULL;
    if (doc) {
        xsltSetLoaderFunc(load_nothing);
        xsltSetGenericErrorFunc(&complaint, hear);
        style = xsltParseStylesheetDoc(doc);
        xsltSetGenericErrorFunc(NULL, hear_nothing);
        if (!style)
            xmlFreeDoc(doc);
    }
    if (style && style->errors) {
        xsltFreeStylesheet(style);
        style = NULL;
    }
    if (!style) {
        complain(sink, name, &complaint);
        return NULL;
    }
    arena_on_reset(arena, free_style, style);
    struct stylesheet *made = NEW(arena, struct stylesheet);
    *made = (struct stylesheet){style, name};
    return made;
}

/* ---- applying ---- */

static bool forbid_all(xsltSecurityPrefs *prefs, xsltTransformContext *context) {
    static const xsltSecurityOption options[] = {
        XSLT_SECPREF_READ_FILE, XSLT_SECPREF_WRITE_FILE, XSLT_SECPREF_CREATE_DIRECTORY,
        XSLT_SECPREF_READ_NETWORK, XSLT_SECPREF_WRITE_NETWORK};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (xsltSetSecurityPrefs(prefs, options[i], xsltSecurityForbid) != 0)
            return false;
    return xsltSetCtxtSecurityPrefs(prefs, context) == 0;
}

static xmlDoc *transform(const struct stylesheet *sheet, xmlDoc *doc, struct complaint *complaint) {
    xsltTransformContext *context = xsltNewTransformContext(sheet->style, doc);
    xsltSecurityPrefs *prefs = xsltNewSecurityPrefs();
    if (!context || !prefs)
        arena_out_of_memory();
    xsltSetTransformErrorFunc(context, complaint, hear);
    context->traceCode = NULL; /* else it tells of every instruction that it obeys */
    context->maxTemplateDepth = LIMIT_XSLT_DEPTH;
    context->xinclude = 0;
    /* Values of expressions are used again: as many as libxml2 thinks right. */
    if (xmlXPathContextSetCache(context->xpathCtxt, 1, -1, 0) < 0)
        arena_out_of_memory();
    xmlDoc *result = NULL;
    if (forbid_all(prefs, context))
        result = xsltApplyStylesheetUser(sheet->style, doc, NULL, NULL, NULL, context);
    if (result && context->state != XSLT_STATE_OK) {
        xmlFreeDoc(result);
        result = NULL;
    }
    xsltFreeTransformContext(context);
    xsltFreeSecurityPrefs(prefs);
    return result;
}

/* What the stream refuses it remembers; libxml2 would print a line about it. */
static int write_bytes(void *out, const char *bytes, int len) {
    fwrite(bytes, 1, (size_t)len, out);
    return len;
}

static bool print(xmlDoc *result, const struct stylesheet *sheet, FILE *out) {
    xmlOutputBuffer *buffer = xmlOutputBufferCreateIO(write_bytes, NULL, out, NULL);
    if (!buffer)
        arena_out_of_memory();
    int saved = xsltSaveResultTo(buffer, result, sheet->style);
    int closed = xmlOutputBufferClose(buffer);
    return saved >= 0 && closed >= 0 && !ferror(out);
}

/* ---- a page, by html_out.c: libxml2 takes as long to print one as libxslt to make it ---- */

static bool is(const xmlChar *text, const char *word) {
    return xmlStrEqual(text, (const xmlChar *)word);
}

/* What is written as report.xsl asks for it; all else libxml2 prints. */
static bool is_html(const xmlDoc *result, const xsltStylesheet *style) {
    const xmlDtd *dtd = result->intSubset;
    return is(style->method, "html") && is(style->encoding, "UTF-8") && style->indent == 0 && dtd &&
           !dtd->ExternalID && is(dtd->SystemID, "about:legacy-compat");
}

static const char *chars(const xmlChar *text) {
    return text ? (const char *)text : "";
}

/* libxslt makes one text of each value. */
static void begin_element(struct html_out *html, const xmlNode *node) {
    html_out_begin(html, chars(node->name));
    for (const xmlAttr *attr = node->properties; attr; attr = attr->next)
        html_out_attr(html, chars(attr->name),
                      attr->children ? chars(attr->children->content) : "");
}

/* HTML has no processing instructions. */
static void begin_node(struct html_out *html, const xmlNode *node) {
    if (node->type == XML_ELEMENT_NODE) {
        begin_element(html, node);
    } else if (node->type == XML_COMMENT_NODE) {
        html_out_markup(html, "<!--");
        html_out_markup(html, chars(node->content));
        html_out_markup(html, "-->");
    } else if (node->type == XML_TEXT_NODE && node->name == xmlStringTextNoenc) {
        html_out_markup(html, chars(node->content));
    } else if (node->type == XML_TEXT_NODE) {
        html_out_text(html, chars(node->content));
    }
}

static void print_nodes(struct html_out *html, const xmlDoc *doc) {
    const xmlNode *node = doc->children;
    while (node) {
        begin_node(html, node);
        if (node->type == XML_ELEMENT_NODE && node->children) {
            node = node->children;
            continue;
        }
        for (; node; node = node->parent) {
            if (node->type == XML_ELEMENT_NODE)
                html_out_end(html, chars(node->name));
            if (node->next)
                break;
        }
        node = node ? node->next : NULL;
    }
}

static bool print_html(struct arena *arena, xmlDoc *result, FILE *out) {
    struct html_out *html = html_out_new(arena, out);
    htmlSetMetaEncoding(result, (const xmlChar *)"UTF-8");
    html_out_doctype(html);
    print_nodes(html, result);
    return html_out_finish(html);
}

struct styled *xslt_apply(const struct stylesheet *sheet, const struct element *root,
                          struct arena *arena, struct diag_sink *sink) {
    struct complaint complaint = {strbuf_new(arena)};
    const xmlNode *node = (const xmlNode *)(const void *)root;
    struct styled *page = NEW(arena, struct styled);
    *page = (struct styled){.sheet = sheet, .arena = arena};
    page->doc = transform(sheet, node->doc, &complaint);
    if (!page->doc) {
        complain(sink, sheet->name, &complaint);
        return NULL;
    }
    arena_on_reset(arena, free_page, page);
    return page;
}

static xmlNode *following(xmlNode *node) {
    if (node->type == XML_ELEMENT_NODE && node->children)
        return node->children;
    while (node && !node->next)
        node = node->parent;
    return node ? node->next : NULL;
}

/* A style sheet of one's own may put other text around it. */
static char *around(struct arena *arena, struct str content, struct str text) {
    struct strbuf whole = strbuf_new(arena);
    size_t from = 0, at;
    while ((at = str_find(content, STR(ELEMENT_LATER), from)) != SIZE_MAX) {
        strbuf_append(&whole, str_slice(content, from, at));
        strbuf_append(&whole, text);
        from = at + 1;
    }
    strbuf_append(&whole, str_slice(content, from, content.len));
    strbuf_append_byte(&whole, '\0');
    return whole.ptr;
}

static void fill(struct styled *page, xmlNode *node, char *text) {
    struct str content = str_of(chars(node->content));
    if (str_find(content, STR(ELEMENT_LATER), 0) == SIZE_MAX)
        return;
    if (content.len > 1)
        text = around(page->arena, content, str_of(text));
    xmlFree(node->content); /* no dictionary's: those hold texts of style sheets alone */
    node->content = (xmlChar *)text;
    *vec_push(page->arena, &page->sharing) = node;
}

void xslt_fill(struct styled *page, char *text) {
    for (xmlNode *node = page->doc->children; node; node = following(node)) {
        if (node->type == XML_TEXT_NODE)
            fill(page, node, text);
        if (node->type != XML_ELEMENT_NODE)
            continue;
        for (const xmlAttr *attr = node->properties; attr; attr = attr->next)
            if (attr->children)
                fill(page, attr->children, text);
    }
}

bool xslt_print(const struct styled *page, FILE *out, struct arena *arena, struct diag_sink *sink) {
    bool printed = is_html(page->doc, page->sheet->style) ? print_html(arena, page->doc, out)
                                                          : print(page->doc, page->sheet, out);
    if (!printed)
        diag_add(sink, DIAG_ERROR, DIAG_OUTPUT, (struct diag_where){0},
                 "page not written completely");
    return printed;
}
