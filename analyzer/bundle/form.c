/* Signatures at the beginning, the checksum of a tar header, and for YAML and JSON what their first
 * line looks like. Names are never looked at: half of all uploads are called something else. */
#include "bundle/form.h"

#include <ctype.h>

#define TAR_BLOCK 512

struct signature {
    struct str bytes;
    enum form form;
    const char *foreign;
};

static bool begins(struct str head, const struct signature *table, size_t count, size_t *ret_at) {
    for (size_t i = 0; i < count; i++) {
        if (str_starts_with(head, table[i].bytes)) {
            *ret_at = i;
            return true;
        }
    }
    return false;
}

/* An octal number with leading spaces or zeros, ended by a space or NUL. */
static long tar_checksum_field(struct str field) {
    long number = 0;
    size_t i = 0;
    while (i < field.len && field.ptr[i] == ' ')
        i++;
    size_t first = i;
    for (; i < field.len && field.ptr[i] >= '0' && field.ptr[i] <= '7'; i++)
        number = number * 8 + (field.ptr[i] - '0');
    bool ended = i == field.len || field.ptr[i] == ' ' || field.ptr[i] == '\0';
    return i > first && ended ? number : -1;
}

/* Every tar since 1979 sums its header's bytes, taking its own field for spaces; some old ones
 * summed signed characters. */
static bool is_tar(struct str head) {
    enum { FIELD = 148, FIELD_END = 156 };
    if (head.len < TAR_BLOCK || head.ptr[0] == '\0')
        return false;
    long as_unsigned = 0, as_signed = 0;
    for (size_t i = 0; i < TAR_BLOCK; i++) {
        char byte = i >= FIELD && i < FIELD_END ? ' ' : head.ptr[i];
        as_unsigned += (unsigned char)byte;
        as_signed += (signed char)byte;
    }
    long told = tar_checksum_field(str_slice(head, FIELD, FIELD_END));
    return told >= 0 && (told == as_unsigned || told == as_signed);
}

static bool is_zeros(struct str head) {
    for (size_t i = 0; i < head.len; i++)
        if (head.ptr[i])
            return false;
    return true;
}

/* bzip2's signature alone is three letters: what follows must be a block or the end. */
static bool is_bzip2(struct str head) {
    struct str after = str_slice(head, 4, head.len);
    return str_starts_with(head, STR("BZh")) && head.len > 4 && head.ptr[3] >= '1' &&
           head.ptr[3] <= '9' &&
           (str_starts_with(after, STR("\x31\x41\x59\x26\x53\x59")) ||
            str_starts_with(after, STR("\x17\x72\x45\x38\x50\x90")));
}

/* Parallel compressors begin with a skippable frame, 0x184D2A50 to 5F. */
static bool is_skippable_frame(struct str head) {
    return head.len >= 4 && (head.ptr[0] & 0xf0) == 0x50 &&
           str_starts_with(str_slice(head, 1, head.len), STR("\x2a\x4d\x18"));
}

static bool has_binary(struct str text) {
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b)
            return true;
    }
    return false;
}

/* Skips white space and comments; the first line that says something. */
static struct str first_line(struct str text) {
    for (;;) {
        struct str line, rest;
        text = str_trim(text);
        bool more = str_cut(text, '\n', &line, &rest);
        if (!str_starts_with(line, STR("#")) || !more)
            return str_trim(line);
        text = rest;
    }
}

static bool has_key(struct str line) {
    for (size_t at = 0; (at = str_find_byte(line, ':', at)) != SIZE_MAX; at++)
        if (at > 0 && (at + 1 == line.len || isspace((unsigned char)line.ptr[at + 1])))
            return true;
    return false;
}

/* UTF-16 with its mark is what Windows PowerShell makes of `oc get -o yaml > file`; whether the
 * rest is text is the document reader's business. */
static bool is_text(struct str head) {
    if (str_starts_with(head, STR("\xff\xfe")) || str_starts_with(head, STR("\xfe\xff")))
        return true;
    if (str_starts_with(head, STR("\xef\xbb\xbf")))
        head = str_slice(head, 3, head.len);
    if (has_binary(head))
        return false;
    struct str line = first_line(head);
    return str_starts_with(line, STR("{")) || str_starts_with(line, STR("[")) ||
           str_starts_with(line, STR("---")) || str_starts_with(line, STR("- ")) ||
           (has_key(line) && line.ptr[0] != '<');
}

enum form form_of(struct str head) {
    static const struct signature table[] = {
        {STR_INIT("\x1f\x8b\x08"), FORM_GZIP, NULL},
        {STR_INIT("\xfd"
                  "7zXZ\0"),
         FORM_XZ, NULL},
        {STR_INIT("\x28\xb5\x2f\xfd"), FORM_ZSTD, NULL},
        {STR_INIT("\x04\x22\x4d\x18"), FORM_LZ4, NULL},
        {STR_INIT("7z\xbc\xaf\x27\x1c"), FORM_7Z, NULL},
        {STR_INIT("PK\x03\x04"), FORM_ZIP, NULL},
        {STR_INIT("PK\x05\x06"), FORM_ZIP, NULL},
        {STR_INIT("PK\x07\x08PK\x03\x04"), FORM_ZIP, NULL},
        {STR_INIT("PK00PK\x03\x04"), FORM_ZIP, NULL},
        {STR_INIT("070701"), FORM_CPIO, NULL},
        {STR_INIT("070702"), FORM_CPIO, NULL},
        {STR_INIT("070707"), FORM_CPIO, NULL},
    };
    size_t at = 0;
    if (is_zeros(head))
        return FORM_EMPTY;
    /* Before the tar: compressed bytes may by chance sum up to the number in their midst. After it
     * the others: a tar's first name may begin like a cpio. */
    bool known = begins(head, table, sizeof table / sizeof *table, &at);
    if (known && form_is_compression(table[at].form))
        return table[at].form;
    if (is_bzip2(head))
        return FORM_BZIP2;
    if (is_skippable_frame(head))
        return FORM_ZSTD;
    if (is_tar(head))
        return FORM_TAR;
    if (known)
        return table[at].form;
    return is_text(head) ? FORM_TEXT : FORM_UNKNOWN;
}

bool form_is_compression(enum form form) {
    return form >= FORM_GZIP && form <= FORM_LZ4;
}

bool form_is_archive(enum form form) {
    return form >= FORM_TAR;
}

const char *form_name(enum form form) {
    static const char *const names[] = {
        [FORM_UNKNOWN] = "unknown", [FORM_EMPTY] = "empty", [FORM_TEXT] = "file",
        [FORM_GZIP] = "gz",         [FORM_XZ] = "xz",       [FORM_ZSTD] = "zst",
        [FORM_BZIP2] = "bz2",       [FORM_LZ4] = "lz4",     [FORM_TAR] = "tar",
        [FORM_ZIP] = "zip",         [FORM_7Z] = "7z",       [FORM_CPIO] = "cpio",
    };
    return names[form];
}

const char *form_foreign(struct str head) {
    static const struct signature table[] = {
        {STR_INIT("Rar!\x1a\x07"), FORM_UNKNOWN, "a RAR archive"},
        {STR_INIT("\x1f\x9d"), FORM_UNKNOWN, "compressed with compress (.Z)"},
        {STR_INIT("\x5d\x00\x00"), FORM_UNKNOWN, "compressed with lzma"},
        {STR_INIT("LZIP"), FORM_UNKNOWN, "compressed with lzip"},
        {STR_INIT("Salted__"), FORM_UNKNOWN, "encrypted with openssl"},
        {STR_INIT("-----BEGIN PGP"), FORM_UNKNOWN, "encrypted or signed with PGP"},
        {STR_INIT("%PDF"), FORM_UNKNOWN, "a PDF document"},
        {STR_INIT("\x7f"
                  "ELF"),
         FORM_UNKNOWN, "a program"},
        {STR_INIT("<!"), FORM_UNKNOWN, "a web page"},
        {STR_INIT("<html"), FORM_UNKNOWN, "a web page"},
        {STR_INIT("<HTML"), FORM_UNKNOWN, "a web page"},
        {STR_INIT("<?xml"), FORM_UNKNOWN, "an XML document"},
    };
    size_t at;
    struct str text = str_trim(head);
    return begins(text, table, sizeof table / sizeof *table, &at) ? table[at].foreign : NULL;
}
