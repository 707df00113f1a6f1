/* The pages: results document, style sheets, CSS and script brought together. CSS and script stand
 * in the page as they are in their files; their SHA-256 in the page's content policy is what lets
 * them, and nothing that an archive might smuggle in, have an effect. */
#include "base/arena.h"
#include "base/diag.h"
#include "base/digest.h"
#include "base/limits.h"
#include "report/catalogue.h"
#include "report/document.h"
#include "report/report.h"
#include "report/templates.h"
#include "report/xslt.h"

struct page_styles {
    struct arena *arena;
    struct stylesheet *html, *junit;
    struct str css, js, policy;
};

struct page {
    struct arena *arena;
    const struct stylesheet *style;
    struct element *root, *json;
    struct styled *styled;
};

static struct str base64(struct arena *arena, const unsigned char *bytes, size_t len) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    struct strbuf out = strbuf_new(arena);
    for (size_t i = 0; i < len; i += 3) {
        uint32_t three = (uint32_t)bytes[i] << 16;
        three |= i + 1 < len ? (uint32_t)bytes[i + 1] << 8 : 0;
        three |= i + 2 < len ? bytes[i + 2] : 0;
        strbuf_append_byte(&out, digits[three >> 18]);
        strbuf_append_byte(&out, digits[three >> 12 & 63]);
        strbuf_append_byte(&out, i + 1 < len ? digits[three >> 6 & 63] : '=');
        strbuf_append_byte(&out, i + 2 < len ? digits[three & 63] : '=');
    }
    return strbuf_str(&out);
}

static unsigned nibble(char c) {
    return c <= '9' ? (unsigned)(c - '0') : (unsigned)(c - 'a') + 10;
}

/* 'sha256-…' as a content policy writes it. */
static struct str source_hash(struct arena *arena, struct str text) {
    struct digest *digest = digest_new(arena);
    digest_add(digest, text);
    struct str hex = digest_hex(arena, digest);
    unsigned char bytes[32];
    for (size_t i = 0; i < sizeof bytes && 2 * i + 1 < hex.len; i++)
        bytes[i] = (unsigned char)(nibble(hex.ptr[2 * i]) << 4 | nibble(hex.ptr[2 * i + 1]));
    return str_printf(arena, "'sha256-%.*s'", STR_ARG(base64(arena, bytes, sizeof bytes)));
}

static ssize_t collect(void *text, const char *bytes, size_t len) {
    element_text_append(text, (struct str){bytes, len});
    return (ssize_t)len;
}

/* For a page of many VMs: of each rule as much as the page shows. */
static const struct report *first_of_each(struct arena *arena, const struct report *report) {
    struct report *few = NEW(arena, struct report);
    struct results *results = NEW(arena, struct results);
    *few = *report;
    *results = *report->results;
    results->items = NEW_ARRAY(arena, results->count, struct rule_result);
    for (size_t i = 0; i < results->count; i++) {
        struct rule_result *result = &results->items[i];
        *result = report->results->items[i];
        if (result->n_findings > LIMIT_PAGE_FINDINGS)
            result->n_findings = LIMIT_PAGE_FINDINGS;
        if (result->n_unknowns > LIMIT_PAGE_FINDINGS)
            result->n_unknowns = LIMIT_PAGE_FINDINGS;
    }
    few->results = results;
    return few;
}

struct element_text *report_embedded_json(struct arena *arena, const struct report *report) {
    if (report->n_vms > LIMIT_PAGE_JSON_VMS)
        report = first_of_each(arena, report);
    struct element_text *text = element_text_new(arena);
    FILE *out = fopencookie(text, "w", (cookie_io_functions_t){.write = collect});
    if (!out)
        arena_out_of_memory();
    setvbuf(out, NULL, _IONBF, 0); /* it comes in large blocks */
    report_write_json_embedded(report, arena, out);
    if (fclose(out) != 0)
        arena_out_of_memory();
    return text;
}

static struct str policy_of(const struct page_styles *styles) {
    struct arena *arena = styles->arena;
    return str_printf(arena,
                      "default-src 'none'; style-src %.*s; script-src %.*s; img-src data:; "
                      "base-uri 'none'; form-action 'none'",
                      STR_ARG(source_hash(arena, styles->css)),
                      STR_ARG(source_hash(arena, styles->js)));
}

static void add_look(struct element *root, const struct report *report,
                     const struct page_styles *styles) {
    struct element *look = element_add(root, "look");
    element_attr(look, "policy", styles->policy);
    element_text_raw(element_add(look, "css"), styles->css);
    element_text_raw(element_add(look, "js"), styles->js);
    catalogue_add_page(report->words, look);
}

/* Each section of the page has a file of its own. A folder may write all of it into the first. */
static struct stylesheet *load_page(struct arena *arena, struct str folder,
                                    struct diag_sink *sink) {
    static const char *const names[] = {"report.xsl",         "report-parts.xsl",
                                        "report-answer.xsl",  "report-findings.xsl",
                                        "report-cluster.xsl", "report-checks.xsl"};
    struct xslt_part parts[sizeof names / sizeof *names];
    size_t count = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (i && !templates_holds(arena, folder, names[i]))
            continue;
        parts[count].name = str_of(names[i]);
        if (!templates_load(arena, folder, names[i], &parts[count++].text, sink))
            return NULL;
    }
    return xslt_parse(arena, parts, count, sink);
}

static bool load_html(struct page_styles *styles, struct str templates, struct diag_sink *sink) {
    struct arena *arena = styles->arena;
    if (!templates_load(arena, templates, "report.css", &styles->css, sink) ||
        !templates_load(arena, templates, "report.js", &styles->js, sink))
        return false;
    styles->html = load_page(arena, templates, sink);
    styles->policy = policy_of(styles);
    return styles->html != NULL;
}

static bool load_junit(struct page_styles *styles, struct str templates, struct diag_sink *sink) {
    struct xslt_part junit = {.name = STR("junit.xsl")};
    if (!templates_load(styles->arena, templates, "junit.xsl", &junit.text, sink))
        return false;
    styles->junit = xslt_parse(styles->arena, &junit, 1, sink);
    return styles->junit != NULL;
}

const struct page_styles *report_styles(struct arena *arena, struct str templates, unsigned wanted,
                                        struct diag_sink *sink) {
    struct page_styles *styles = NEW(arena, struct page_styles);
    styles->arena = arena;
    bool good = (!(wanted & PAGE_HTML) || load_html(styles, templates, sink)) &&
                (!(wanted & PAGE_JUNIT) || load_junit(styles, templates, sink));
    return good ? styles : NULL;
}

void report_prepare(void) {
    xslt_prepare();
}

struct page *report_page(struct arena *arena, const struct report *report,
                         const struct page_styles *styles, enum page_name name) {
    struct page *page = NEW(arena, struct page);
    page->arena = arena;
    report = report_in(arena, report);
    if (name == PAGE_JUNIT) {
        page->style = styles->junit;
        page->root = document_cases(arena, report);
        return page;
    }
    page->style = styles->html;
    page->root = document_page(arena, report);
    add_look(page->root, report, styles);
    page->json = element_add(page->root, "json");
    element_flag(page->json, "cut", report->n_vms > LIMIT_PAGE_JSON_VMS);
    element_text_later(page->json);
    return page;
}

bool report_style_page(struct page *page, struct diag_sink *sink) {
    page->styled = xslt_apply(page->style, page->root, page->arena, sink);
    return page->styled != NULL;
}

void report_page_embed(struct page *page, struct element_text *json) {
    xslt_fill(page->styled, element_text_give(page->json, json));
}

bool report_write_page(const struct page *page, FILE *out, struct diag_sink *sink) {
    return xslt_print(page->styled, out, page->arena, sink);
}

bool report_write_document(const struct page *page, FILE *out) {
    return element_write(page->root, out);
}
