/* PCRE2 behind RE2's syntax. Matching goes back and forth, so it is bounded by counted steps: a
 * pattern that would take exponential time is an error, not a hang. Codes are only read when
 * matching, each match has its own data: safe on several threads. */
#include "cel/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/memory.h"
#include "cel/re2.h"

struct cel_regex {
    pcre2_general_context *memory; /* of all that PCRE2 makes: its setters follow NULL */
    pcre2_code *code;
};

static void *take_memory(size_t size, void *unused) {
    (void)unused;
    return memory_alloc(size);
}

static void give_memory(void *old, void *unused) {
    (void)unused;
    memory_free(old);
}

static struct str why_failed(int code) {
    if (code == PCRE2_ERROR_DEPTHLIMIT)
        return STR("this pattern goes back too often on this text (limit regex-depth)");
    if (code == PCRE2_ERROR_MATCHLIMIT)
        return STR("this pattern takes too long on this text (limit regex-steps)");
    return STR("this pattern cannot be tried on this text");
}

static void free_regex(void *arg) {
    struct cel_regex *regex = arg;
    pcre2_code_free(regex->code);
    pcre2_general_context_free(regex->memory);
}

static pcre2_code *compile(struct arena *arena, struct str pattern, pcre2_general_context *memory,
                           struct str *ret_why) {
    struct strbuf translated = strbuf_new(arena);
    if (pattern.len > LIMIT_REGEX_BYTES) {
        *ret_why = STR("the pattern is too long (limit regex-bytes)");
        return NULL;
    }
    const char *error = cel_re2_translate(pattern, &translated);
    if (error) {
        *ret_why = str_printf(arena, "pattern: %s", error);
        return NULL;
    }
    pcre2_compile_context *context = pcre2_compile_context_create(memory);
    pcre2_set_newline(context, PCRE2_NEWLINE_LF);
    pcre2_set_bsr(context, PCRE2_BSR_UNICODE);
    int code_error = 0;
    PCRE2_SIZE offset = 0;
    const char *text = translated.len ? translated.ptr : "";
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)text, translated.len,
                                     PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C,
                                     &code_error, &offset, context);
    pcre2_compile_context_free(context);
    if (!code) {
        char reason[200];
        pcre2_get_error_message(code_error, (PCRE2_UCHAR *)reason, sizeof reason);
        *ret_why = str_printf(arena, "pattern: %s", reason);
    }
    return code;
}

const struct cel_regex *cel_regex_compile(struct arena *arena, struct str pattern,
                                          struct str *ret_why) {
    struct cel_regex *regex = NEW(arena, struct cel_regex);
    regex->memory = pcre2_general_context_create(take_memory, give_memory, NULL);
    arena_on_reset(arena, free_regex, regex);
    regex->code = compile(arena, pattern, regex->memory, ret_why);
    return regex->code ? regex : NULL;
}

static void take_span(pcre2_match_data *data, int count, struct regex_span *ret_span) {
    const PCRE2_SIZE *places = pcre2_get_ovector_pointer(data);
    *ret_span = (struct regex_span){places[0], places[1], SIZE_MAX, SIZE_MAX,
                                    pcre2_get_ovector_count(data) - 1};
    if (count > 1 && places[2] != PCRE2_UNSET) {
        ret_span->group_start = places[2];
        ret_span->group_end = places[3];
    }
}

static enum regex_result match(const struct cel_regex *regex, const struct regex_subject *subject,
                               struct regex_span *ret_span, struct str *ret_why) {
    pcre2_match_context *context = pcre2_match_context_create(regex->memory);
    pcre2_match_data *data = pcre2_match_data_create_from_pattern(regex->code, regex->memory);
    pcre2_set_match_limit(context, (uint32_t)limits->regex_steps);
    pcre2_set_depth_limit(context, (uint32_t)limits->regex_depth);
    const char *text = subject->text.ptr ? subject->text.ptr : "";
    int count = pcre2_match(regex->code, (PCRE2_SPTR)text, subject->text.len, subject->from, 0,
                            data, context);
    enum regex_result result = count > 0                      ? REGEX_FOUND
                               : count == PCRE2_ERROR_NOMATCH ? REGEX_NOT_FOUND
                                                              : REGEX_FAILED;
    if (result == REGEX_FOUND)
        take_span(data, count, ret_span);
    if (result == REGEX_FAILED)
        *ret_why = why_failed(count);
    pcre2_match_data_free(data);
    pcre2_match_context_free(context);
    return result;
}

enum regex_result cel_regex_find(const struct cel_regex *regex, struct str pattern,
                                 const struct regex_subject *subject, struct regex_span *ret_span,
                                 struct str *ret_why) {
    if (regex)
        return match(regex, subject, ret_span, ret_why);
    struct arena *arena = arena_new();
    regex = cel_regex_compile(arena, pattern, ret_why);
    enum regex_result result = regex ? match(regex, subject, ret_span, ret_why) : REGEX_FAILED;
    if (!regex)
        *ret_why = STR("the pattern is no regular expression of RE2");
    arena_free(arena);
    return result;
}
