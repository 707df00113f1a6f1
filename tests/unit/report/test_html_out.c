/* HTML as it comes: what a browser would take for markup is none, and libxml2's parser reads every
 * text and attribute back as it was. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <libxml/HTMLparser.h>
#include <libxml/xpath.h>

#include "base/arena.h"
#include "base/str.h"
#include "report/html_out.h"

struct page {
    struct arena *arena;
    FILE *file;
    char *text;
    size_t len;
    struct html_out *out;
};

static struct page *page_new(void) {
    struct arena *arena = arena_new();
    struct page *page = arena_alloc(arena, sizeof *page);
    page->arena = arena;
    page->file = open_memstream(&page->text, &page->len);
    page->out = html_out_new(arena, page->file);
    return page;
}

static const char *printed(struct page *page) {
    assert_true(html_out_finish(page->out));
    fclose(page->file);
    return page->text;
}

static void page_free(struct page *page) {
    free(page->text);
    arena_free(page->arena);
}

static void element(struct html_out *out, const char *name, const char *text) {
    html_out_begin(out, name);
    if (text)
        html_out_text(out, text);
    html_out_end(out, name);
}

static void test_elements(void **state) {
    (void)state;
    struct page *page = page_new();
    html_out_doctype(page->out);
    html_out_begin(page->out, "p");
    html_out_attr(page->out, "class", "a b");
    html_out_attr(page->out, "hidden", "hidden");
    element(page->out, "br", NULL);
    html_out_begin(page->out, "input");
    html_out_attr(page->out, "checked", "checked");
    html_out_end(page->out, "input");
    element(page->out, "i", NULL);
    element(page->out, "b", "");
    element(page->out, "use", NULL);
    html_out_end(page->out, "p");
    assert_string_equal(printed(page),
                        "<!DOCTYPE html>\n<p class=\"a b\" hidden=\"hidden\"><br><input checked>"
                        "<i></i><b></b><use></use></p>\n");
    page_free(page);
}

static void test_escaping(void **state) {
    (void)state;
    struct page *page = page_new();
    html_out_begin(page->out, "a");
    html_out_attr(page->out, "title", "\"'<!-- &{x}; --> \xe9\x9d\x92");
    html_out_attr(page->out, "href", "#a b\"<\n\xe9\x9d\x92%&x");
    html_out_text(page->out, "\"'<script>&amp;</script>, a text of more than sixteen bytes <");
    html_out_markup(page->out, "<b>&amp;</b>");
    html_out_end(page->out, "a");
    assert_string_equal(
        printed(page),
        "<a title=\"&quot;'&lt;!-- &amp;{x}; --&gt; \xe9\x9d\x92\""
        " href=\"#a%20b&quot;&lt;%0A%E9%9D%92%&amp;x\">"
        "\"'&lt;script&gt;&amp;amp;&lt;/script&gt;, a text of more than sixteen bytes &lt;"
        "<b>&amp;</b></a>\n");
    page_free(page);
}

/* Script and style are read to their end tag, whatever is in them; what follows is text again. */
static void test_raw(void **state) {
    (void)state;
    struct page *page = page_new();
    element(page->out, "script", "a < b && c");
    element(page->out, "style", "a > b");
    element(page->out, "p", "a < b");
    assert_string_equal(printed(page),
                        "<script>a < b && c</script><style>a > b</style><p>a &lt; b</p>\n");
    page_free(page);
}

/* Read back by a parser: the same, wherever a mark meets the end of what is held back. */
static void test_read_back(void **state) {
    (void)state;
    struct page *page = page_new();
    struct strbuf marks = strbuf_new(page->arena);
    for (size_t i = 0; i < 70000; i++)
        strbuf_append_byte(&marks, i % 1000 < 700 ? "x<y>&z\"'-"[i % 9] : "<x"[i % 251 > 0]);
    const char *text = str_c(page->arena, strbuf_str(&marks));
    html_out_begin(page->out, "p");
    html_out_attr(page->out, "title", text);
    html_out_text(page->out, text);
    html_out_end(page->out, "p");
    const char *html = printed(page);
    xmlDoc *doc = htmlReadMemory(html, (int)page->len, NULL, "UTF-8",
                                 HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
    xmlNode *p = xmlDocGetRootElement(doc)->children->children;
    xmlChar *title = xmlGetProp(p, (const xmlChar *)"title"), *content = xmlNodeGetContent(p);
    assert_string_equal((const char *)title, text);
    assert_string_equal((const char *)content, text);
    xmlFree(title);
    xmlFree(content);
    xmlFreeDoc(doc);
    page_free(page);
}

static void test_stream_refuses(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    FILE *full = fopen("/dev/full", "w");
    setvbuf(full, NULL, _IONBF, 0);
    struct html_out *out = html_out_new(arena, full);
    element(out, "p", "text");
    assert_false(html_out_finish(out));
    fclose(full);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_elements),
        cmocka_unit_test(test_escaping),
        cmocka_unit_test(test_raw),
        cmocka_unit_test(test_read_back),
        cmocka_unit_test(test_stream_refuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
