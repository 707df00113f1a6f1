/* Version texts to numbers, and what one minor is to another. */
#include "cel/release.h"

enum {
    MAJOR_LAST_OLD = 4, /* OpenShift 4.23 and 5.0 are two names of one step */
    MINOR_LAST_OLD = 23,
    KUBERNETES_OFFSET = 13, /* OpenShift 4.y runs Kubernetes 1.(y + 13), in all of 4.x */
};

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static char peek(struct str text, size_t at) {
    return at < text.len ? text.ptr[at] : '\0';
}

/* A number at *at of at most 18 digits. */
static bool number(struct str text, size_t *at, bool leading_zeros, int64_t *ret) {
    size_t start = *at;
    while (is_digit(peek(text, *at)))
        (*at)++;
    if (*at - start > 1 && text.ptr[start] == '0' && !leading_zeros)
        return false;
    return *at - start <= 18 && str_to_int64(str_slice(text, start, *at), ret);
}

/* Dot-separated words of letters, digits and '-'; numbers without leading zeros where it matters.
 */
static bool good_words(struct str words, bool numbers_matter) {
    struct str word;
    for (bool more = true; more;) {
        more = str_cut(words, '.', &word, &words);
        bool digits = word.len > 0;
        for (size_t i = 0; i < word.len; i++) {
            char c = word.ptr[i], lower = (char)(c | 0x20);
            if (!is_digit(c) && c != '-' && !(lower >= 'a' && lower <= 'z'))
                return false;
            digits &= is_digit(c);
        }
        if (!word.len || (digits && numbers_matter && word.len > 1 && word.ptr[0] == '0'))
            return false;
    }
    return true;
}

/* ".y.z" behind the major; missing parts are 0 where that is allowed. */
static bool more_numbers(struct str text, size_t *at, bool tolerant, struct release *ret) {
    int64_t *const parts[] = {&ret->minor, &ret->patch};
    for (size_t i = 0; i < 2; i++) {
        if (peek(text, *at) != '.')
            return tolerant;
        (*at)++;
        if (!number(text, at, tolerant, parts[i]))
            return false;
    }
    return true;
}

bool cel_release_read_semver(struct str text, bool tolerant, struct release *ret_release) {
    struct release r = {0};
    size_t at = 0;
    struct str build;
    if (tolerant)
        text = str_trim(text);
    if (tolerant && peek(text, 0) == 'v')
        at++;
    if (!number(text, &at, tolerant, &r.major) || !more_numbers(text, &at, tolerant, &r))
        return false;
    struct str rest = str_slice(text, at, text.len);
    bool has_build = str_cut(rest, '+', &r.pre, &build);
    if (has_build && !good_words(build, false))
        return false;
    if (r.pre.len) {
        if (r.pre.ptr[0] != '-')
            return false;
        r.pre = str_slice(r.pre, 1, r.pre.len);
        if (!good_words(r.pre, true))
            return false;
    }
    *ret_release = r;
    return true;
}

/* "kubevirt-hyperconverged-operator.v4.14.1" to "v4.14.1". */
static struct str without_csv_name(struct str text) {
    for (size_t at = text.len; at-- > 1;)
        if (text.ptr[at] == 'v' && text.ptr[at - 1] == '.' && is_digit(peek(text, at + 1)))
            return str_slice(text, at, text.len);
    return text;
}

bool cel_release_read(struct str text, struct release *ret_release) {
    struct release r = {0};
    text = str_trim(text);
    if (!is_digit(peek(text, 0)) && !(peek(text, 0) == 'v' && is_digit(peek(text, 1))))
        text = without_csv_name(text);
    size_t at = peek(text, 0) == 'v' || peek(text, 0) == 'V';
    if (!number(text, &at, true, &r.major) || peek(text, at) != '.' ||
        !is_digit(peek(text, at + 1)))
        return false;
    at++;
    if (!number(text, &at, true, &r.minor))
        return false;
    if (peek(text, at) == '.' && is_digit(peek(text, at + 1))) {
        at++;
        if (!number(text, &at, true, &r.patch))
            return false;
    }
    struct str rest = str_slice(text, at, text.len), build;
    if (rest.len && rest.ptr[0] != '-' && rest.ptr[0] != '+' && rest.ptr[0] != '_' &&
        rest.ptr[0] != '.')
        return false;
    if (rest.len && rest.ptr[0] == '-')
        str_cut(str_slice(rest, 1, rest.len), '+', &r.pre, &build);
    *ret_release = r;
    return true;
}

static int cmp_numbers(int64_t a, int64_t b) {
    return (a > b) - (a < b);
}

static bool is_number(struct str word) {
    for (size_t i = 0; i < word.len; i++)
        if (!is_digit(word.ptr[i]))
            return false;
    return word.len > 0;
}

static int cmp_words(struct str a, struct str b) {
    struct str x, y;
    for (bool more_a = true, more_b = true; more_a || more_b;) {
        if (!more_a || !more_b)
            return more_a - more_b;
        more_a = str_cut(a, '.', &x, &a);
        more_b = str_cut(b, '.', &y, &b);
        bool numbers = is_number(x) && is_number(y);
        if (!numbers && is_number(x) != is_number(y))
            return is_number(x) ? -1 : 1;
        int order = numbers ? str_cmp_decimal(x, y) : str_cmp(x, y);
        if (order)
            return order;
    }
    return 0;
}

int cel_release_cmp(const struct release *a, const struct release *b) {
    int order = cmp_numbers(a->major, b->major);
    if (!order)
        order = cmp_numbers(a->minor, b->minor);
    if (!order)
        order = cmp_numbers(a->patch, b->patch);
    if (order)
        return order;
    if (!a->pre.len || !b->pre.len) /* what comes before a release is less than it */
        return (b->pre.len > 0) - (a->pre.len > 0);
    return cmp_words(a->pre, b->pre);
}

static bool is_openshift(const struct release *release) {
    return release->major == MAJOR_LAST_OLD || release->major == MAJOR_LAST_OLD + 1;
}

static int64_t step_of(const struct release *release) {
    return release->major == MAJOR_LAST_OLD ? release->minor : release->minor + MINOR_LAST_OLD;
}

bool cel_release_minors_ahead(const struct release *a, const struct release *b,
                              int64_t *ret_minors) {
    if (is_openshift(a) && is_openshift(b))
        *ret_minors = step_of(a) - step_of(b);
    else if (a->major == b->major)
        *ret_minors = a->minor - b->minor;
    else
        return false;
    return true;
}

struct release cel_release_next_minor(const struct release *release) {
    struct release next = {.major = release->major, .minor = release->minor + 1};
    if (next.major == MAJOR_LAST_OLD && next.minor > MINOR_LAST_OLD) {
        next.major++;
        next.minor -= MINOR_LAST_OLD;
    }
    return next;
}

bool cel_release_openshift(const struct release *kubernetes, struct release *ret_release) {
    int64_t step = kubernetes->minor - KUBERNETES_OFFSET;
    if (kubernetes->major != 1 || step < 0)
        return false;
    *ret_release = (struct release){.major = MAJOR_LAST_OLD, .minor = step};
    return true;
}
