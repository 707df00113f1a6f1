/* report.html: says the answer, leads nowhere that is not there, cannot be scripted by an archive,
 * and stays small. */
#include "written.h"

#include <json-c/json.h>
#include <libxml/HTMLparser.h>
#include <libxml/relaxng.h>
#include <libxml/xpath.h>

#include "base/digest.h"
#include "base/embedded.h"
#include "report/document.h"
#include "report/words.h"
#include "report/xslt.h"

static struct str page_of(struct arena *arena, bool hostile, size_t n_vms) {
    struct example x = {arena, hostile, n_vms};
    return written_page(arena, example_report(&x), PAGE_HTML);
}

/* What people see of it: without the results for programs. */
static struct str shown(struct arena *arena, struct str page) {
    size_t from = str_find(page, STR("<script type=\"application/json\""), 0);
    size_t to = str_find(page, STR("</script>"), from);
    assert_true(to != SIZE_MAX);
    return str_printf(arena, "%.*s%.*s", (int)from, page.ptr,
                      STR_ARG(str_slice(page, to, page.len)));
}

static xmlDoc *parse(struct str page) {
    /* libxml2's parser knows HTML 4: unknown elements are no news */
    xmlDoc *doc = htmlReadMemory(page.ptr, (int)page.len, NULL, "UTF-8",
                                 HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
    assert_non_null(doc);
    return doc;
}

static double count(xmlDoc *doc, const char *path) {
    xmlXPathContext *context = xmlXPathNewContext(doc);
    char expression[400];
    snprintf(expression, sizeof expression, "count(%s)", path);
    xmlXPathObject *found = xmlXPathEvalExpression((const xmlChar *)expression, context);
    assert_non_null(found);
    double number = found->floatval;
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
    return number;
}

static bool has(xmlDoc *doc, const char *path) {
    return count(doc, path) > 0;
}

static void test_answer(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct str page = page_of(arena, false, 41);
    assert_true(str_starts_with(page, STR("<!DOCTYPE html")));
    xmlDoc *doc = parse(page);
    assert_true(has(doc, "//h1[contains(., 'Can tyo1-virt be updated to OpenShift 4.14?') and "
                         "contains(., 'Not yet. 3 blockers.')]"));
    assert_true(has(doc, "//title[starts-with(., 'Not yet: tyo1-virt 4.12.47 to 4.14')]"));
    assert_int_equal((int)count(doc, "//h1"), 1);
    assert_int_equal((int)count(doc, "//section[@id='answer']//ol[@class='why']/li"), 3);
    assert_int_equal((int)count(doc, "//section[@id='blockers']/details"), 3);
    assert_int_equal((int)count(doc, "//section[@id='warnings']/details"), 2);
    assert_int_equal((int)count(doc, "//section[@id='checks']//tbody/tr"), 14);
    assert_int_equal((int)count(doc, "//section[@id='vms']//tbody/tr"), 41);
    assert_int_equal((int)count(doc, "//section[@id='path']//li"), 5);
    assert_true(has(
        doc, "//section[@id='answer'][contains(., 'must-gather.tar.gz is cut off or damaged')]"));
    assert_true(has(doc, "//section[@id='open'][contains(., 'oc adm inspect ns/erp ns/ci')]"));
    assert_true(
        has(doc, "//section[@id='source'][contains(., 'This page holds names from the cluster')]"));
    xmlFreeDoc(doc);
    arena_free(arena);
}

/* A rule that explains another has no card: its findings stand in the other's. */
static void test_explained(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    xmlDoc *doc = parse(page_of(arena, false, 41));
    assert_int_equal((int)count(doc, "//div[@id='rule-drain-hostpath']"), 0);
    assert_int_equal((int)count(doc, "//tr[@id='rule-drain-hostpath']"), 1);
    assert_int_equal((int)count(doc, "//div[@id='rule-drain-vmi-blocks']//"
                                     "div[@class='reason'][contains(., 'drain-hostpath')]"),
                     2);
    assert_true(has(doc, "//div[@id='rule-wl-outdated-vmis'][contains(., 'And 6 more objects')]"));
    xmlFreeDoc(doc);
    arena_free(arena);
}

/* A rule of which only some findings explain another: those stand there, the rest in its card. */
static void test_partly_explained(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct example x = {arena, false, 41};
    struct report *report = example_report(&x);
    report->results->items[0].findings[1].explained = false;
    xmlDoc *doc = parse(written_page(arena, report, PAGE_HTML));
    assert_int_equal((int)count(doc, "//div[@id='rule-drain-hostpath']"), 1);
    assert_true(has(doc, "//div[@id='rule-drain-hostpath'][contains(., 'erp/erp-db-02')]"));
    assert_false(has(doc, "//div[@id='rule-drain-hostpath'][contains(., 'ci/jenkins-agent-03')]"));
    assert_false(has(doc, "//div[@id='rule-drain-hostpath'][contains(., 'more object')]"));
    xmlFreeDoc(doc);
    arena_free(arena);
}

/* One excerpt for each file: lines in order, each once, gaps shown, and marked only where others
 * stand around them. */
static void test_evidence(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct example x = {arena, false, 0};
    struct report *report = example_report(&x);
    const struct excerpt_line late[] = {{7, STR("phase: Running")}},
                              early[] = {{2, STR("kind: Pod")}, {3, STR("metadata:")}};
    const struct evidence evidence[] = {
        {.path = STR("pods.yaml"),
         .line = 7,
         .end_line = 7,
         .field = STR("status.phase"),
         .excerpt = late,
         .n_excerpt = 1},
        {.path = STR("other.yaml"),
         .line = 1,
         .end_line = 1,
         .field = STR("spec.x"),
         .value = STR("42")},
        {.path = STR("pods.yaml"),
         .line = 3,
         .end_line = 3,
         .field = STR("metadata"),
         .excerpt = early,
         .n_excerpt = 2},
        {.path = STR("pods.yaml"),
         .line = 7,
         .end_line = 7,
         .field = STR("status"),
         .excerpt = late,
         .n_excerpt = 1},
    };
    struct rule_result *result = &report->results->items[4];
    result->findings[0].evidence = evidence;
    result->findings[0].n_evidence = 4;
    xmlDoc *doc = parse(written_page(arena, report, PAGE_HTML));
    assert_int_equal((int)count(doc, "//div[@id='rule-mig-repeated-failures']//figure"), 2);
    assert_int_equal((int)count(doc, "//div[@id='rule-mig-repeated-failures']//figure[1]//i"), 4);
    assert_true(has(doc, "//div[@id='rule-mig-repeated-failures']//figure[1]//"
                         "span[@class='l'][1][contains(., 'kind: Pod')]"));
    assert_int_equal((int)count(doc, "//div[@id='rule-mig-repeated-failures']//figure[1]//mark"),
                     2);
    assert_true(has(doc, "//div[@id='rule-mig-repeated-failures']//figure[2]/p[contains(., "
                         "'spec.x') and contains(., '42')]"));
    xmlFreeDoc(doc);
    arena_free(arena);
}

static void test_first_sentences(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct example x = {arena, false, 0};
    struct report *report = example_report(&x);
    report->cluster.cnv_installed = MAYBE_FALSE;
    report->beyond_knowledge = true;
    report->verdict = VERDICT_CANNOT_TELL;
    xmlDoc *doc = parse(written_page(arena, report, PAGE_HTML));
    assert_true(has(
        doc,
        "//section[@id='answer']//p[1][contains(., 'OpenShift Virtualization is not installed')]"));
    assert_true(has(doc, "//section[@id='answer'][contains(., 'The rules know OpenShift up to 4.22 "
                         "and not 4.14')]"));
    assert_true(has(doc, "//h1[contains(., 'Cannot tell. 1 check that could stop the update could "
                         "not be judged.')]"));
    assert_true(has(doc, "//section[@id='answer']//li[contains(., 'MachineConfigPool')]"));
    xmlFreeDoc(doc);
    arena_free(arena);
}

static void check_links(struct arena *arena, struct str page) {
    xmlDoc *doc = parse(page);
    xmlXPathContext *context = xmlXPathNewContext(doc);
    xmlXPathObject *ids = xmlXPathEvalExpression((const xmlChar *)"//@id", context);
    struct strbuf all = strbuf_new(arena);
    strbuf_append_byte(&all, '\n');
    for (int i = 0; i < ids->nodesetval->nodeNr; i++) {
        xmlChar *id = xmlNodeGetContent(ids->nodesetval->nodeTab[i]);
        struct str line = str_printf(arena, "\n%s\n", (const char *)id);
        if (str_contains(strbuf_str(&all), line))
            fail_msg("id '%s' twice", (const char *)id);
        for (const xmlChar *c = id; *c; c++)
            assert_in_range(*c, '!', '~');
        strbuf_printf(&all, "%s\n\n", (const char *)id);
        xmlFree(id);
    }
    xmlXPathObject *links =
        xmlXPathEvalExpression((const xmlChar *)"//@href[starts-with(., '#')]", context);
    for (int i = 0; i < links->nodesetval->nodeNr; i++) {
        xmlChar *href = xmlNodeGetContent(links->nodesetval->nodeTab[i]);
        if (!str_contains(strbuf_str(&all), str_printf(arena, "\n%s\n", (const char *)href + 1)))
            fail_msg("nothing at '%s'", (const char *)href);
        xmlFree(href);
    }
    xmlXPathFreeObject(ids);
    xmlXPathFreeObject(links);
    xmlXPathFreeContext(context);
    xmlFreeDoc(doc);
}

static void test_links(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    check_links(arena, page_of(arena, false, 41));
    check_links(arena, page_of(arena, true, 41));
    check_links(arena, page_of(arena, false, 300));
    check_links(arena, page_of(arena, false, 0));
    arena_free(arena);
}

/* An archive full of markup and controls makes no element, attribute or control character. */
static void test_hostile(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct str page = page_of(arena, true, 41);
    assert_clean(page);
    xmlDoc *hostile = parse(page), *plain = parse(page_of(arena, false, 41));
    assert_int_equal((int)count(hostile, "//script"), 2);
    assert_int_equal((int)count(hostile, "//style"), 1);
    static const char *const elements =
        "//*[not(ancestor-or-self::*[@class = 'rest'])]"; /* one hangs on the text */
    assert_int_equal((int)count(hostile, elements), (int)count(plain, elements));
    assert_int_equal((int)count(hostile, "//@style | //@*[starts-with(name(), 'on')] | //@src"), 0);
    ASSERT_HOLDS(page, "\xe2\x9f\xa8U+202E\xe2\x9f\xa9"
                       "evil");
    xmlFreeDoc(hostile);
    xmlFreeDoc(plain);
    arena_free(arena);
}

static void test_long_texts_are_cut(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct example x = {arena, false, 3};
    struct report *report = example_report(&x);
    char *text = arena_alloc(arena, 200001);
    memset(text, 'w', 200000);
    report->results->items[1].findings[0].message = str_of(text);
    report->cluster.name = str_of(text);
    struct str page = shown(arena, written_page(arena, report, PAGE_HTML));
    assert_in_range(page.len, 200000, 400000);
    arena_free(arena);
}

/* The content policy lets exactly our own style sheet and script have an effect. */
static void test_policy(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct str page = page_of(arena, true, 41);
    ASSERT_HOLDS(page, "content=\"default-src 'none'; style-src 'sha256-");
    static const char *const names[] = {"style", "script"};
    for (size_t i = 0; i < 2; i++) {
        size_t from = str_find(page, str_printf(arena, "<%s>", names[i]), 0) + strlen(names[i]) + 2;
        size_t to = str_find(page, str_printf(arena, "</%s>", names[i]), from);
        const struct embedded_file *file =
            embedded_find(str_printf(arena, "templates/report.%s", i ? "js" : "css"));
        assert_true(str_eq(str_slice(page, from, to), (struct str){file->data, file->size}));
    }
    arena_free(arena);
}

static void test_sizes(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    assert_in_range(embedded_find(STR("templates/report.css"))->size, 1, 18 * 1024);
    assert_in_range(embedded_find(STR("templates/report.js"))->size, 1, 3 * 1024);
    struct str small = page_of(arena, false, 40), large = page_of(arena, false, 5000);
    assert_in_range(shown(arena, small).len, 1, 250 * 1024);
    assert_in_range(large.len, 1, 2 * 1024 * 1024);
    /* a healthy VM's row */
    size_t from = str_find(large, STR("<tr id=\"vm-team-33.vm-3300\""), 0);
    assert_in_range(str_find(large, STR("</tr>"), from) + 5 - from, 1, 350);
    arena_free(arena);
}

static struct str sentence(struct arena *arena, struct str text) {
    struct element *root = element_root(arena, "s");
    document_sentence(root, text);
    FILE *file = tmpfile();
    assert_true(element_write(root, file));
    return written_text(arena, file);
}

/* Divided after a colon, but neither where that gains nothing nor inside of parentheses. */
static void test_sentences(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct str two = sentence(arena, STR("The last 5 migrations of db-01 failed: Live migration is "
                                         "not completed after 9600 seconds."));
    ASSERT_HOLDS(two, "<fact>The last 5 migrations of db-01 failed</fact>");
    ASSERT_HOLDS(two, "<rest>Live migration is not completed after 9600 seconds.</rest>");
    ASSERT_LACKS(sentence(arena, STR("Running VMs that hold the drain: 3 of 38.")), "<rest>");
    ASSERT_LACKS(sentence(arena, STR("web-1 runs in an old launcher (live-migratable: True, "
                                     "eviction strategy LiveMigrate).")),
                 "<rest>");
    arena_free(arena);
}

static struct str embedded(struct arena *arena, size_t n_vms) {
    struct str page = page_of(arena, true, n_vms);
    struct str start = STR("<script type=\"application/json\" id=\"results\">");
    size_t from = str_find(page, start, 0);
    assert_true(from != SIZE_MAX);
    return str_slice(page, from + start.len, str_find(page, STR("</script>"), from));
}

/* The same as report.json; of a large cluster what the rules found. */
static void test_embedded_results(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct str json = embedded(arena, 41);
    ASSERT_LACKS(json, "<");
    ASSERT_LACKS(json, "\n");
    struct example x = {arena, true, 41};
    struct json_object *own = json_tokener_parse(str_c(arena, json));
    struct json_object *file =
        json_tokener_parse(str_c(arena, written_json(arena, example_report(&x))));
    assert_non_null(own);
    assert_true(json_object_equal(own, file));
    json_object_put(own);
    json_object_put(file);
    own = json_tokener_parse(str_c(arena, embedded(arena, 1001)));
    assert_non_null(json_object_object_get(own, "rules"));
    assert_null(json_object_object_get(own, "vms"));
    json_object_put(own);
    arena_free(arena);
}

static void test_many_vms_are_grouped(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    xmlDoc *doc = parse(page_of(arena, false, 301));
    assert_int_equal((int)count(doc, "//section[@id='vms']/details[not(@open)]"), 4);
    assert_int_equal((int)count(doc, "//section[@id='vms']//tbody/tr"), 301);
    assert_int_equal((int)count(doc, "//section[@id='vms']/div//tbody/tr"), 4);
    xmlFreeDoc(doc);
    arena_free(arena);
}

static void test_same_bytes(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    assert_true(str_eq(page_of(arena, true, 41), page_of(arena, true, 41)));
    arena_free(arena);
}

static void test_results_document(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    const struct embedded_file *file = embedded_find(STR("templates/results.rng"));
    xmlRelaxNGParserCtxt *parser = xmlRelaxNGNewMemParserCtxt(file->data, (int)file->size);
    xmlRelaxNG *schema = xmlRelaxNGParse(parser);
    assert_non_null(schema);
    for (int i = 0; i < 4; i++) {
        struct example x = {arena, i % 2, 300};
        FILE *out = tmpfile();
        assert_true(report_write_document(
            made_page(arena, example_report(&x), i < 2 ? PAGE_HTML : PAGE_JUNIT), out));
        struct str text = written_text(arena, out);
        assert_clean(text);
        xmlDoc *doc = xmlReadMemory(text.ptr, (int)text.len, NULL, NULL, XML_PARSE_NONET);
        assert_non_null(doc);
        xmlRelaxNGValidCtxt *valid = xmlRelaxNGNewValidCtxt(schema);
        assert_int_equal(xmlRelaxNGValidateDoc(valid, doc), 0);
        xmlRelaxNGFreeValidCtxt(valid);
        xmlFreeDoc(doc);
    }
    xmlRelaxNGFree(schema);
    xmlRelaxNGFreeParserCtxt(parser);
    arena_free(arena);
}

static void test_anchors(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct str plain = words_vm_anchor(arena, STR("erp"), STR("db-01.x"));
    assert_true(str_eq(plain, STR("vm-erp.db-01.x")));
    /* different VMs never share one */
    assert_false(str_eq(words_vm_anchor(arena, STR("a.b"), STR("c")),
                        words_vm_anchor(arena, STR("a"), STR("b.c"))));
    assert_true(str_eq(words_vm_anchor(arena, STR("a b"), STR("\"_\xc3\xa4")),
                       STR("vm-a_20b._22_5f_c3_a4")));
    arena_free(arena);
}

/* ---- templates of one's own ---- */

static void try_templates(struct arena *arena, const char *name, const char *text,
                          const char *complaint) {
    char folder[] = "/tmp/virtready-templates-XXXXXX";
    assert_non_null(mkdtemp(folder));
    static const char *const files[] = {"report.xsl", "junit.xsl", "report.css", "report.js"};
    char path[200];
    for (size_t i = 0; i < 4; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        const struct embedded_file *own =
            embedded_find(str_printf(arena, "templates/%s", files[i]));
        FILE *file = fopen(path, "w");
        if (strcmp(files[i], name) == 0)
            fputs(text, file);
        else
            fwrite(own->data, 1, own->size, file);
        fclose(file);
    }
    struct diag_sink *sink = diag_sink_new(arena);
    struct example x = {arena, false, 2};
    const struct page_styles *styles = report_styles(arena, str_of(folder), PAGE_ALL, sink);
    const struct report *report = example_report(&x);
    FILE *out = tmpfile();
    struct page *made = styles ? report_page(arena, report, styles, PAGE_HTML) : NULL;
    bool written = made && report_style_page(made, sink);
    if (written)
        report_page_embed(made, report_embedded_json(arena, report));
    written = written && report_write_page(made, out, sink);
    struct str page = written_text(arena, out);
    assert_int_equal(diag_count(sink, DIAG_ERROR), written ? 0 : 1);
    if (complaint) {
        assert_false(written && str_contains(page, STR("root:")));
        if (!written)
            assert_true(str_contains(diag_get(sink, 0)->message, str_of(complaint)));
    } else {
        assert_true(written && str_contains(page, STR("own page")));
    }
    for (size_t i = 0; i < 4; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        remove(path);
    }
    remove(folder);
}

#define SHEET(body)                                                                                \
    "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'><xsl:output "  \
    "method='html'/>" body "</xsl:stylesheet>"

static void test_own_templates(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    try_templates(arena, "report.xsl",
                  SHEET("<xsl:template match='/'>own page <xsl:value-of "
                        "select='results/answer'/></xsl:template>"),
                  NULL);
    try_templates(arena, "report.xsl", "not xml", "line 1");
    try_templates(arena, "report.xsl", "<html/>", "style sheet refused");
    try_templates(arena, "report.xsl",
                  "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>" SHEET(
                      "<xsl:template match='/'>&e;</xsl:template>"),
                  "document type");
    try_templates(arena, "report.xsl", SHEET("<xsl:include href='file:///etc/passwd'/>"),
                  "style sheet refused");
    try_templates(arena, "report.xsl",
                  SHEET("<xsl:template match='/'><xsl:copy-of "
                        "select=\"document('/etc/passwd')\"/></xsl:template>"),
                  "style sheet refused");
    try_templates(arena, "report.xsl",
                  SHEET("<xsl:template match='/'><xsl:document "
                        "href='/tmp/virtready-never'>x</xsl:document></xsl:template>"),
                  "style sheet refused");
    try_templates(
        arena, "report.xsl",
        SHEET("<xsl:template match='/' name='t'><xsl:call-template name='t'/></xsl:template>"),
        "style sheet refused");
    assert_null(fopen("/tmp/virtready-never", "r"));
    arena_free(arena);
}

/* All that a style sheet can put into a page. */
static void test_own_nodes(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    static const char sheet[] =
        "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>"
        "<xsl:output method='html' encoding='UTF-8' indent='no' "
        "doctype-system='about:legacy-compat'/>"
        "<xsl:template match='/'><html><body title=''>own page<xsl:comment> a &lt; b </xsl:comment>"
        "<xsl:processing-instruction name='p'>x</xsl:processing-instruction>"
        "<xsl:text disable-output-escaping='yes'>&lt;b></xsl:text> a &lt; b</body></html>"
        "</xsl:template></xsl:stylesheet>";
    struct xslt_part part = {.name = STR("own.xsl"), .text = str_of(sheet)};
    struct diag_sink *sink = diag_sink_new(arena);
    struct stylesheet *style = xslt_parse(arena, &part, 1, sink);
    FILE *out = tmpfile();
    struct styled *page = xslt_apply(style, element_root(arena, "results"), arena, sink);
    assert_non_null(page);
    assert_true(xslt_print(page, out, arena, sink));
    assert_true(str_eq(written_text(arena, out),
                       STR("<!DOCTYPE html>\n<html><body title=\"\">own page<!-- a < b --><b> "
                           "a &lt; b</body></html>\n")));
    arena_free(arena);
}

/* The results may stand in a page of one's own more than once, and between other text. */
static void test_results_in_an_own_page(void **state) {
    (void)state;
    static const char *const methods[] = {
        "html' encoding='UTF-8' indent='no' doctype-system='about:legacy-compat", "xml"};
    for (size_t i = 0; i < 2; i++) {
        struct arena *arena = arena_new();
        struct diag_sink *sink = diag_sink_new(arena);
        struct str sheet = str_printf(
            arena,
            "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>"
            "<xsl:output method='%s'/><xsl:template match='/'><html><body title='={json};'>"
            "<script>let a = <xsl:value-of select='json'/>;</script>"
            "<script><xsl:copy-of select='json/text()'/></script>"
            "<script><xsl:value-of select='json'/></script></body></html></xsl:template>"
            "</xsl:stylesheet>",
            methods[i]);
        struct xslt_part part = {.name = STR("own.xsl"), .text = sheet};
        struct stylesheet *style = xslt_parse(arena, &part, 1, sink);
        struct element *root = element_root(arena, "json");
        struct element_text *text = element_text_new(arena);
        element_text_later(root);
        struct styled *page = xslt_apply(style, root, arena, sink);
        assert_non_null(page);
        element_text_append(text, STR("[1,"));
        element_text_append(text, STR("2]"));
        xslt_fill(page, element_text_give(root, text));
        for (size_t again = 0; again < 2; again++) {
            FILE *out = tmpfile();
            assert_true(xslt_print(page, out, arena, sink));
            assert_non_null(strstr(str_c(arena, written_text(arena, out)),
                                   "<html><body title=\"=[1,2];\"><script>let a = [1,2];</script>"
                                   "<script>[1,2]</script><script>[1,2]</script></body></html>"));
        }
        arena_free(arena);
    }
}

static void test_stream_refuses(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct example x = {arena, false, 41};
    struct diag_sink *sink = diag_sink_new(arena);
    const struct page_styles *styles = report_styles(arena, STR(""), PAGE_ALL, sink);
    static const enum page_name names[] = {PAGE_HTML, PAGE_JUNIT};
    for (size_t i = 0; i < 2; i++) {
        struct page *page = report_page(arena, example_report(&x), styles, names[i]);
        assert_true(report_style_page(page, sink));
        FILE *full = fopen("/dev/full", "w");
        setvbuf(full, NULL, _IONBF, 0);
        assert_false(report_write_page(page, full, sink));
        assert_int_equal(diag_count(sink, DIAG_ERROR), i + 1);
        assert_false(report_write_document(page, full));
        fclose(full);
    }
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answer),
        cmocka_unit_test(test_explained),
        cmocka_unit_test(test_partly_explained),
        cmocka_unit_test(test_evidence),
        cmocka_unit_test(test_first_sentences),
        cmocka_unit_test(test_links),
        cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_long_texts_are_cut),
        cmocka_unit_test(test_policy),
        cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_sentences),
        cmocka_unit_test(test_embedded_results),
        cmocka_unit_test(test_many_vms_are_grouped),
        cmocka_unit_test(test_same_bytes),
        cmocka_unit_test(test_results_document),
        cmocka_unit_test(test_anchors),
        cmocka_unit_test(test_own_templates),
        cmocka_unit_test(test_own_nodes),
        cmocka_unit_test(test_results_in_an_own_page),
        cmocka_unit_test(test_stream_refuses),
    };
    report_prepare(); /* before libxml2 is used */
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    xmlCleanupParser();
    return failed;
}
