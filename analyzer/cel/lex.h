/* Text of an expression to tokens. Private to cel/. */
#ifndef VIRTREADY_CEL_LEX_H
#define VIRTREADY_CEL_LEX_H

#include "cel/source.h"

enum token_kind {
    TOKEN_END,
    TOKEN_IDENTIFIER,
    TOKEN_QUOTED, /* `field name` after a dot */
    TOKEN_INT,    /* text, also hexadecimal; signs are the parser's */
    TOKEN_UINT,   /* text without the u */
    TOKEN_DOUBLE,
    TOKEN_STRING, /* text is decoded */
    TOKEN_BYTES,
    TOKEN_IN,
    TOKEN_TRUE,
    TOKEN_FALSE,
    TOKEN_NULL,
    TOKEN_LPAREN,
    TOKEN_RPAREN,
    TOKEN_LBRACKET,
    TOKEN_RBRACKET,
    TOKEN_LBRACE,
    TOKEN_RBRACE,
    TOKEN_DOT,
    TOKEN_COMMA,
    TOKEN_COLON,
    TOKEN_QUESTION,
    TOKEN_PLUS,
    TOKEN_MINUS,
    TOKEN_STAR,
    TOKEN_SLASH,
    TOKEN_PERCENT,
    TOKEN_NOT,
    TOKEN_EQ,
    TOKEN_NE,
    TOKEN_LT,
    TOKEN_LE,
    TOKEN_GT,
    TOKEN_GE,
    TOKEN_AND,
    TOKEN_OR,
};

struct token {
    enum token_kind kind;
    struct source_span span;
    struct str text;
};

struct lexer {
    const struct source_reporter *reporter;
    struct str text;
    uint32_t offset;
};

struct lexer cel_lex(const struct source_reporter *reporter);
/* False after one error. At the end TOKEN_END, again and again. */
bool cel_lex_next(struct lexer *lexer, struct token *ret_token);
/* A word that the language keeps for itself, which names nothing. */
bool cel_lex_is_reserved(struct str name);
/* "<=" and the like; of an operator. */
const char *cel_lex_symbol(enum token_kind kind);

#endif
