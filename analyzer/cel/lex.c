/* Text to tokens, one at a time. */
#include "cel/lex.h"

#include "base/arena.h"
#include "cel/escape.h"

/* Most tokens are names and symbols: what else there is would cost these its registers. */
#define OUTLINE __attribute__((noinline))

static const char *const symbols[] = {
    [TOKEN_LPAREN] = "(", [TOKEN_RPAREN] = ")",   [TOKEN_LBRACKET] = "[",  [TOKEN_RBRACKET] = "]",
    [TOKEN_LBRACE] = "{", [TOKEN_RBRACE] = "}",   [TOKEN_DOT] = ".",       [TOKEN_COMMA] = ",",
    [TOKEN_COLON] = ":",  [TOKEN_QUESTION] = "?", [TOKEN_PLUS] = "+",      [TOKEN_MINUS] = "-",
    [TOKEN_STAR] = "*",   [TOKEN_SLASH] = "/",    [TOKEN_PERCENT] = "%",   [TOKEN_NOT] = "!",
    [TOKEN_EQ] = "==",    [TOKEN_NE] = "!=",      [TOKEN_LT] = "<",        [TOKEN_LE] = "<=",
    [TOKEN_GT] = ">",     [TOKEN_GE] = ">=",      [TOKEN_AND] = "&&",      [TOKEN_OR] = "||",
    [TOKEN_IN] = "in",    [TOKEN_TRUE] = "true",  [TOKEN_FALSE] = "false", [TOKEN_NULL] = "null",
};

/* What a symbol's first character makes alone and before another one; TOKEN_END: nothing. */
static const struct {
    uint8_t alone, before_next;
    char next;
} symbols_by_first[] = {
    ['('] = {TOKEN_LPAREN, 0, 0},      [')'] = {TOKEN_RPAREN, 0, 0},
    ['['] = {TOKEN_LBRACKET, 0, 0},    [']'] = {TOKEN_RBRACKET, 0, 0},
    ['{'] = {TOKEN_LBRACE, 0, 0},      ['}'] = {TOKEN_RBRACE, 0, 0},
    ['.'] = {TOKEN_DOT, 0, 0},         [','] = {TOKEN_COMMA, 0, 0},
    [':'] = {TOKEN_COLON, 0, 0},       ['?'] = {TOKEN_QUESTION, 0, 0},
    ['+'] = {TOKEN_PLUS, 0, 0},        ['-'] = {TOKEN_MINUS, 0, 0},
    ['*'] = {TOKEN_STAR, 0, 0},        ['/'] = {TOKEN_SLASH, 0, 0},
    ['%'] = {TOKEN_PERCENT, 0, 0},     ['!'] = {TOKEN_NOT, TOKEN_NE, '='},
    ['='] = {0, TOKEN_EQ, '='},        ['<'] = {TOKEN_LT, TOKEN_LE, '='},
    ['>'] = {TOKEN_GT, TOKEN_GE, '='}, ['&'] = {0, TOKEN_AND, '&'},
    ['|'] = {0, TOKEN_OR, '|'},
};

const char *cel_lex_symbol(enum token_kind kind) {
    return symbols[kind];
}

struct lexer cel_lex(const struct source_reporter *reporter) {
    return (struct lexer){.reporter = reporter, .text = reporter->source->text};
}

/* The byte `ahead` of the current one; 0 at the end, which no token contains. */
static char peek(const struct lexer *lexer, size_t ahead) {
    size_t at = lexer->offset + ahead;
    return at < lexer->text.len ? lexer->text.ptr[at] : '\0';
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_hex(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* Most of an expression are names: a bit for each byte that stands in one, digits among them. */
static bool is_name(char c) {
    static const uint64_t bits[4] = {0x03ff000000000000, 0x07fffffe87fffffe, 0, 0};
    return bits[(unsigned char)c >> 6] >> ((unsigned char)c & 63) & 1;
}

static bool is_name_start(char c) {
    return is_name(c) && !is_digit(c);
}

static bool is_quote(char c) {
    return c == '"' || c == '\'';
}

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static void skip_space(struct lexer *lexer) {
    struct str text = lexer->text;
    size_t at = lexer->offset;
    while (at < text.len) {
        if (is_space(text.ptr[at]))
            at++;
        else if (text.ptr[at] == '/' && at + 1 < text.len && text.ptr[at + 1] == '/')
            at = str_find_byte(text, '\n', at);
        else
            break;
    }
    lexer->offset = at < text.len ? (uint32_t)at : (uint32_t)text.len;
}

static bool take(struct lexer *lexer, struct token *token, enum token_kind kind, size_t bytes) {
    token->kind = kind;
    token->text = (struct str){lexer->text.ptr + lexer->offset, bytes};
    lexer->offset += (uint32_t)bytes;
    token->span.end = lexer->offset;
    return true;
}

/* Told by their lengths first: this is asked of every name. */
bool cel_lex_is_reserved(struct str name) {
    static const char *const words[][3] = {
        [2] = {"as", "if"},
        [3] = {"for", "let", "var"},
        [4] = {"else", "loop", "void"},
        [5] = {"break", "const", "while"},
        [6] = {"import", "return"},
        [7] = {"package"},
        [8] = {"continue", "function"},
        [9] = {"namespace"},
    };
    if (name.len >= sizeof words / sizeof *words)
        return false;
    const char *const *same = words[name.len];
    for (size_t i = 0; i < 3 && same[i]; i++)
        if (str_is(name, same[i]))
            return true;
    return false;
}

static enum token_kind word_kind(struct str name) {
    switch (name.len) {
    case 2:
        return str_is(name, "in") ? TOKEN_IN : TOKEN_IDENTIFIER;
    case 4:
        return str_is(name, "true")   ? TOKEN_TRUE
               : str_is(name, "null") ? TOKEN_NULL
                                      : TOKEN_IDENTIFIER;
    case 5:
        return str_is(name, "false") ? TOKEN_FALSE : TOKEN_IDENTIFIER;
    default:
        return TOKEN_IDENTIFIER;
    }
}

static OUTLINE bool lex_number(struct lexer *lexer, struct token *token) {
    size_t len = 0;
    bool hex = peek(lexer, 0) == '0' && (peek(lexer, 1) | 0x20) == 'x' && is_hex(peek(lexer, 2));
    enum token_kind kind = TOKEN_INT;
    for (len = hex ? 2 : 0; hex ? is_hex(peek(lexer, len)) : is_digit(peek(lexer, len));)
        len++;
    if (!hex && peek(lexer, len) == '.' && is_digit(peek(lexer, len + 1))) {
        kind = TOKEN_DOUBLE;
        for (len++; is_digit(peek(lexer, len));)
            len++;
    }
    size_t sign = peek(lexer, len + 1) == '+' || peek(lexer, len + 1) == '-';
    if (!hex && (peek(lexer, len) | 0x20) == 'e' && is_digit(peek(lexer, len + 1 + sign))) {
        kind = TOKEN_DOUBLE;
        for (len += 1 + sign; is_digit(peek(lexer, len));)
            len++;
    }
    bool is_uint = kind == TOKEN_INT && (peek(lexer, len) | 0x20) == 'u';
    take(lexer, token, is_uint ? TOKEN_UINT : kind, len);
    lexer->offset += is_uint;
    token->span.end = lexer->offset;
    return true;
}

static OUTLINE bool lex_error(struct lexer *lexer, struct source_span span, const char *message) {
    cel_source_error(lexer->reporter, DIAG_CEL_SYNTAX, span, "%s", message);
    return false;
}

/* Length of the string that starts `prefix` bytes ahead, closing quote included; 0: not closed. */
static size_t string_length(const struct lexer *lexer, size_t prefix, bool triple, bool raw) {
    struct str text = str_slice(lexer->text, lexer->offset, lexer->text.len);
    char quote = text.ptr[prefix];
    size_t width = triple ? 3 : 1, len = prefix + width;
    for (; len < text.len; len++) {
        char c = text.ptr[len];
        if (c == quote && (!triple || (peek(lexer, len + 1) == c && peek(lexer, len + 2) == c)))
            return len + width;
        if (!triple && (c == '\n' || c == '\r'))
            return 0;
        if (!raw && c == '\\')
            len++;
    }
    return 0;
}

static OUTLINE bool lex_string(struct lexer *lexer, struct token *token, size_t prefix) {
    bool is_bytes = (peek(lexer, 0) | 0x20) == 'b';
    bool raw = prefix > 0 && (peek(lexer, prefix - 1) | 0x20) == 'r';
    char quote = peek(lexer, prefix);
    bool triple = peek(lexer, prefix + 1) == quote && peek(lexer, prefix + 2) == quote;
    size_t len = string_length(lexer, prefix, triple, raw), width = triple ? 3 : 1;
    if (len == 0) {
        token->span.end = token->span.start + 1;
        return lex_error(lexer, token->span, "this string is not closed");
    }
    take(lexer, token, is_bytes ? TOKEN_BYTES : TOKEN_STRING, len);
    token->text = str_slice(token->text, prefix + width, len - width);
    size_t bad = 0;
    const char *error =
        raw ? NULL : cel_escape_decode(lexer->reporter->arena, &token->text, is_bytes, &bad);
    if (!error)
        return true;
    uint32_t at = token->span.start + (uint32_t)(prefix + width + bad);
    return lex_error(lexer, (struct source_span){at, at + 2}, error);
}

/* Whether the name stands before a string's quote: r'…', b'…', br'…'. */
static bool is_string_prefix(struct str name) {
    char first = (char)(name.ptr[0] | 0x20);
    return name.len == 1 ? first == 'b' || first == 'r'
                         : name.len == 2 && first == 'b' && (name.ptr[1] | 0x20) == 'r';
}

static bool lex_name(struct lexer *lexer, struct token *token) {
    struct str text = lexer->text;
    size_t end = lexer->offset + 1;
    while (end < text.len && is_name(text.ptr[end]))
        end++;
    struct str name = {text.ptr + lexer->offset, end - lexer->offset};
    if (end < text.len && is_quote(text.ptr[end]) && is_string_prefix(name))
        return lex_string(lexer, token, name.len);
    return take(lexer, token, word_kind(name), name.len);
}

static OUTLINE bool lex_quoted_field(struct lexer *lexer, struct token *token) {
    size_t len = 1;
    while (is_name(peek(lexer, len)) || peek(lexer, len) == '.' || peek(lexer, len) == '-' ||
           peek(lexer, len) == '/' || peek(lexer, len) == ' ')
        len++;
    if (len == 1 || peek(lexer, len) != '`')
        return lex_error(lexer, token->span,
                         "a field in backticks has letters, digits and '_', '.', '-', '/', ' '");
    take(lexer, token, TOKEN_QUOTED, len + 1);
    token->text = str_slice(token->text, 1, len);
    return true;
}

static OUTLINE bool unknown_symbol(struct lexer *lexer, struct token *token) {
    size_t at = lexer->offset;
    uint32_t c = utf8_next(lexer->text, &at);
    token->span.end = (uint32_t)at;
    const char *hint = c == '='   ? "'=' is not an operator, did you mean '=='?"
                       : c == '&' ? "'&' is not an operator, did you mean '&&'?"
                       : c == '|' ? "'|' is not an operator, did you mean '||'?"
                       : c == ';' ? "an expression has no ';'"
                                  : "this character has no meaning here";
    return lex_error(lexer, token->span, hint);
}

static bool lex_symbol(struct lexer *lexer, struct token *token) {
    unsigned char first = (unsigned char)lexer->text.ptr[lexer->offset];
    if (first < sizeof symbols_by_first / sizeof *symbols_by_first) {
        uint8_t alone = symbols_by_first[first].alone;
        uint8_t longer = symbols_by_first[first].before_next;
        if (longer && peek(lexer, 1) == symbols_by_first[first].next)
            return take(lexer, token, longer, 2);
        if (alone)
            return take(lexer, token, alone, 1);
    }
    return unknown_symbol(lexer, token);
}

bool cel_lex_next(struct lexer *lexer, struct token *ret_token) {
    skip_space(lexer);
    struct token *token = ret_token;
    *token = (struct token){.span = {lexer->offset, lexer->offset}};
    if (lexer->offset >= lexer->text.len)
        return true;
    char c = lexer->text.ptr[lexer->offset];
    if (is_name_start(c))
        return lex_name(lexer, token);
    if (is_quote(c))
        return lex_string(lexer, token, 0);
    if (is_digit(c) || (c == '.' && is_digit(peek(lexer, 1))))
        return lex_number(lexer, token);
    if (c == '`')
        return lex_quoted_field(lexer, token);
    return lex_symbol(lexer, token);
}
