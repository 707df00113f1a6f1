/* Block texts of the fast reader: '|' keeps the lines, '>' folds them.
 *
 * Line by line as YAML prescribes: what stands between two written lines is decided when the second
 * one is seen, what stands behind the last one by the header's '-' or '+'. */
#include "document/fast.h"

#include "document/scan.h"

enum chomp { CHOMP_STRIP, CHOMP_CLIP, CHOMP_KEEP };

struct block {
    bool folded;
    enum chomp chomp;
    uint32_t indent; /* of its lines; 0: that of the first one */
};

/* "|", "|-", "|2", "|2+", "|+2" and the same with '>', alone on the rest of the line. */
static bool read_header(struct fast *fast, uint32_t column, struct block *ret_block) {
    *ret_block = (struct block){.folded = *fast->at++ == '>', .chomp = CHOMP_CLIP};
    for (; *fast->at != '\n'; fast->at++) {
        char c = *fast->at;
        if ((c == '-' || c == '+') && ret_block->chomp == CHOMP_CLIP)
            ret_block->chomp = c == '-' ? CHOMP_STRIP : CHOMP_KEEP;
        else if (c >= '1' && c <= '9' && ret_block->indent == 0)
            ret_block->indent = column + (uint32_t)(c - '0');
        else
            return fast_refuse(fast, "the header of a block text");
    }
    fast->at++;
    fast->line++;
    return true;
}

/* Lines that hold nothing but indentation. */
static size_t skip_empty_lines(struct fast *fast, uint32_t indent) {
    size_t count = 0;
    for (; fast->at < fast->end; count++, fast->line++) {
        const char *text = scan_spaces(fast->at, fast->end);
        if (*text != '\n' || text - fast->at > (ptrdiff_t)indent)
            break;
        fast->at = text + 1;
    }
    return count;
}

/* Whether a line of the text begins at `at`. */
static bool is_within(const struct fast *fast, uint32_t indent) {
    return fast->at < fast->end && scan_spaces(fast->at, fast->end) - fast->at >= (ptrdiff_t)indent;
}

static bool find_indent(struct fast *fast, uint32_t column, struct block *block) {
    if (fast->at == fast->end)
        return fast_refuse(fast, "an empty block text");
    const char *text = scan_spaces(fast->at, fast->end);
    uint32_t found = (uint32_t)(text - fast->at);
    if (block->indent == 0)
        block->indent = found;
    if (*text == '\t')
        return fast_refuse(fast, "a tab in indentation");
    if (*text == '\n' || found < block->indent || block->indent <= column)
        return fast_refuse(fast, "an empty block text");
    return true;
}

/* One line, and true where it shows more than white space. */
static bool append_line(struct fast *fast, uint32_t indent) {
    const char *begin = fast->at + indent, *end = scan_line_end(begin, fast->end);
    strbuf_append(&fast->scratch, (struct str){begin, (size_t)(end - begin)});
    fast->at = end + 1;
    fast->line++;
    while (begin < end && fast_is_blank(*begin))
        begin++;
    return begin < end;
}

static void append_breaks(struct fast *fast, size_t count) {
    while (count-- > 0)
        strbuf_append_byte(&fast->scratch, '\n');
}

static void read_block(struct fast *fast, const struct block *block, size_t breaks,
                       struct build_text *text) {
    bool first = true, was_blank = false;
    while (is_within(fast, block->indent)) {
        char c = fast->at[block->indent];
        bool blank = c == ' ' || c == '\t', joins = block->folded && !blank && !was_blank;
        if (!first && !joins)
            append_breaks(fast, 1);
        else if (!first && breaks == 0)
            strbuf_append_byte(&fast->scratch, ' ');
        append_breaks(fast, breaks);
        if (append_line(fast, block->indent))
            text->end_line = fast->line - 1;
        breaks = skip_empty_lines(fast, block->indent);
        was_blank = blank;
        first = false;
    }
    append_breaks(fast, block->chomp == CHOMP_KEEP ? breaks + 1 : block->chomp == CHOMP_CLIP);
}

static void pass_block(struct fast *fast, uint32_t indent) {
    while (is_within(fast, indent)) {
        fast->at = scan_line_end(fast->at + indent, fast->end) + 1;
        fast->line++;
        skip_empty_lines(fast, indent);
    }
}

bool fast_block(struct fast *fast, uint32_t column, struct build_text *ret_text) {
    struct block block;
    *ret_text = (struct build_text){.line = fast->line, .end_line = fast->line, .quoted = true};
    fast->scratch.len = 0;
    if (!read_header(fast, column, &block))
        return false;
    size_t breaks = skip_empty_lines(fast, 0);
    if (!find_indent(fast, column, &block))
        return false;
    if (fast->begin) {
        ret_text->line++;
        ret_text->column = block.indent + 1;
    }
    if (fast->passes)
        pass_block(fast, block.indent);
    else
        read_block(fast, &block, breaks, ret_text);
    if (fast->at < fast->end && *scan_spaces(fast->at, fast->end) == '\t')
        return fast_refuse(fast, "a tab in indentation");
    ret_text->text = strbuf_str(&fast->scratch);
    return true;
}
