/* The members of a zip, which are read from front to back, against the index at its end. A zip
 * tells of each member twice; a header that is damaged, renamed or lies loses or renames its member
 * without a word, and whoever reads by the index sees another archive than we do.
 *
 * Of a member that came only a number is kept, made of its name and size, so that a million of them
 * costs megabytes: they are sorted once, and every entry of the index takes its number away. */
#include "bundle/zip_index.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/vec.h"

#define TOLD_NAMES 20 /* that did not come and are told one by one; the rest is counted */

/* The records that follow the members (PKWARE's APPNOTE 4.3), without those of the members. */
enum record {
    RECORD_ENTRY = 0x02014b50,
    RECORD_SIGNATURE = 0x05054b50,
    RECORD_END64 = 0x06064b50,
    RECORD_LOCATOR64 = 0x07064b50,
    RECORD_END = 0x06054b50,
};

enum { LOCAL = 30, ENTRY = 46, END = 22, END64 = 12, LOCATOR64 = 20, SIGNATURE = 6 };

/* Where a member lies, as the index says. */
struct range {
    uint64_t from, to;
};

struct entry_facts {
    struct str name;
    uint64_t size, packed, offset;
};

struct zip_index {
    struct arena *arena;
    VEC(uint64_t) came;
    uint32_t *taken; /* of equal numbers: how many, at the first of them */
    size_t matched, missing;
    VEC(struct range) ranges;
    struct strbuf name; /* what is compared of one */
    struct strbuf record;
    struct str rest;
    struct pull *input;
    bool cut, broken, ended;
};

static uint64_t number(struct str bytes, size_t at, size_t width) {
    uint64_t value = 0;
    for (size_t i = 0; i < width; i++)
        value |= (uint64_t)(unsigned char)bytes.ptr[at + i] << 8 * i;
    return value;
}

/* ---- what came ---- */

/* libarchive may give a name in another normal form than it is written in: of one that is not ASCII
 * only what no normal form touches is compared. */
static struct str comparable(struct zip_index *index, struct str name) {
    struct strbuf *out = &index->name;
    bool ascii = utf8_skip_plain(name, 0) == name.len;
    out->len = 0;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i] == '\\' ? '/' : name.ptr[i]; /* as zips of Windows are read */
        if (ascii || (c && strchr("/.-_0123456789", c)))
            strbuf_append_byte(out, c);
    }
    struct str result = strbuf_str(out);
    result.len -= str_ends_with(result, STR("/")); /* of a folder */
    return result;
}

static uint64_t key_of(struct str name, uint64_t size) {
    char key[2 * sizeof(uint64_t)];
    uint64_t hash = hash_bytes(name);
    memcpy(key, &hash, sizeof hash);
    memcpy(key + sizeof hash, &size, sizeof size);
    return hash_bytes((struct str){key, sizeof key});
}

void zip_index_came(struct zip_index *index, struct str name, uint64_t size) {
    *vec_push(index->arena, &index->came) = key_of(comparable(index, name), size);
}

static int compare_keys(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static bool take(struct zip_index *index, uint64_t key) {
    size_t low = 0, high = index->came.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (index->came.items[middle] < key)
            low = middle + 1;
        else
            high = middle;
    }
    size_t at = low < index->came.count ? low + index->taken[low] : low;
    if (at >= index->came.count || index->came.items[at] != key)
        return false;
    index->taken[low]++;
    index->matched++;
    return true;
}

/* ---- records ---- */

static bool is_record(uint64_t signature) {
    return signature == RECORD_ENTRY || signature == RECORD_SIGNATURE ||
           signature == RECORD_END64 || signature == RECORD_LOCATOR64 || signature == RECORD_END;
}

/* How long the record is that begins with these bytes, as far as they tell; 0: it is none. */
static size_t record_size(struct str have) {
    static const struct {
        enum record record;
        size_t fixed;
        struct {
            size_t at, width;
        } more[3];
    } forms[] = {
        {RECORD_ENTRY, ENTRY, {{28, 2}, {30, 2}, {32, 2}}},
        {RECORD_SIGNATURE, SIGNATURE, {{4, 2}}},
        {RECORD_END64, END64, {{4, 4}}}, /* of eight bytes: nobody writes more than some dozen */
        {RECORD_LOCATOR64, LOCATOR64, {{0}}},
        {RECORD_END, END, {{20, 2}}},
    };
    if (have.len < 4)
        return 4;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (number(have, 0, 4) != forms[i].record)
            continue;
        size_t size = forms[i].fixed;
        for (size_t k = 0; have.len >= forms[i].fixed && k < 3; k++)
            size += (size_t)number(have, forms[i].more[k].at, forms[i].more[k].width);
        return size <= MIB ? size : 0;
    }
    return 0;
}

/* Reads on until the record has that many bytes. */
static bool fill(struct zip_index *index, size_t size) {
    while (index->record.len < size) {
        if (!index->rest.len && !pull_next(index->input, &index->rest)) {
            index->cut = true;
            return false;
        }
        struct str part = str_slice(index->rest, 0, size - index->record.len);
        strbuf_append(&index->record, part);
        index->rest = str_slice(index->rest, part.len, index->rest.len);
    }
    return true;
}

static bool read_record(struct zip_index *index) {
    size_t size = 0;
    while ((size = record_size(strbuf_str(&index->record))) > index->record.len)
        if (!fill(index, size))
            return false;
    index->broken = size == 0;
    return !index->broken;
}

/* libarchive stops in front of what it passes over to find the index. */
static void find_first(struct zip_index *index) {
    while (fill(index, 4) && !is_record(number(strbuf_str(&index->record), 0, 4)))
        memmove(index->record.ptr, index->record.ptr + 1, --index->record.len);
}

/* ---- entries ---- */

/* What did not fit its field of 32 bits, or its field's encoding, stands in an extra field. */
static void read_extra(struct str field, uint64_t id, struct entry_facts *facts) {
    uint64_t *const wide[] = {&facts->size, &facts->packed, &facts->offset};
    enum { ID_ZIP64 = 0x0001, ID_NAME = 0x7075, NAME_AT = 5 };
    if (id == ID_NAME && field.len > NAME_AT)
        facts->name = str_slice(field, NAME_AT, field.len);
    for (size_t i = 0; id == ID_ZIP64 && i < 3; i++) {
        if (*wide[i] != UINT32_MAX || field.len < 8)
            continue;
        *wide[i] = number(field, 0, 8);
        field = str_slice(field, 8, field.len);
    }
}

static struct entry_facts read_entry(struct str record) {
    size_t name_end = ENTRY + (size_t)number(record, 28, 2);
    struct entry_facts facts = {
        .name = str_slice(record, ENTRY, name_end),
        .packed = number(record, 20, 4),
        .size = number(record, 24, 4),
        .offset = number(record, 42, 4),
    };
    struct str extra = str_slice(record, name_end, name_end + (size_t)number(record, 30, 2));
    while (extra.len >= 4) {
        size_t len = (size_t)number(extra, 2, 2);
        read_extra(str_slice(extra, 4, 4 + len), number(extra, 0, 2), &facts);
        extra = str_slice(extra, 4 + len, extra.len);
    }
    return facts;
}

static uint64_t add(uint64_t a, uint64_t b) {
    return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

/* Whether it came. */
static bool take_entry(struct zip_index *index, const struct entry_facts *facts) {
    struct str name = comparable(index, facts->name);
    uint64_t sized = key_of(name, facts->size), unsized = key_of(name, ZIP_SIZE_UNKNOWN);
    *vec_push(index->arena, &index->ranges) = (struct range){
        facts->offset, add(facts->offset, add(facts->packed, LOCAL + facts->name.len))};
    return take(index, sized) || take(index, unsized);
}

static void take_end(struct zip_index *index) {
    uint64_t told = number(strbuf_str(&index->record), 10, 2);
    index->ended = true;
    index->broken |= told != UINT16_MAX && told != index->ranges.count;
}

static int compare_ranges(const void *a, const void *b) {
    const struct range *x = a, *y = b;
    return (x->from > y->from) - (x->from < y->from);
}

static bool overlaps(struct zip_index *index) {
    struct range *ranges = index->ranges.items;
    if (index->ranges.count)
        qsort(ranges, index->ranges.count, sizeof *ranges, compare_ranges);
    for (size_t i = 1; i < index->ranges.count; i++)
        if (ranges[i].from < ranges[i - 1].to)
            return true;
    return false;
}

/* ---- interface ---- */

struct zip_index *zip_index_new(struct arena *arena) {
    struct zip_index *index = NEW(arena, struct zip_index);
    index->arena = arena;
    index->name = strbuf_new(arena);
    index->record = strbuf_new(arena);
    return index;
}

void zip_index_begin(struct zip_index *index, struct str edge, struct str rest,
                     struct pull *input) {
    index->taken = NEW_ARRAY(index->arena, index->came.count, uint32_t);
    if (index->came.count)
        qsort(index->came.items, index->came.count, sizeof *index->came.items, compare_keys);
    strbuf_append(&index->record, edge);
    index->rest = rest;
    index->input = input;
    find_first(index);
}

bool zip_index_next(struct zip_index *index, struct str *ret_name) {
    while (!index->cut && !index->broken && !index->ended && read_record(index)) {
        struct str record = strbuf_str(&index->record);
        uint64_t kind = number(record, 0, 4);
        index->record.len = 0; /* its bytes stay until the next call */
        if (kind == RECORD_END)
            take_end(index);
        if (kind != RECORD_ENTRY)
            continue;
        struct entry_facts facts = read_entry(record);
        index->broken = index->ranges.count >= limits->members;
        if (index->broken || take_entry(index, &facts) || ++index->missing > TOLD_NAMES)
            continue;
        *ret_name = facts.name;
        return true;
    }
    return false;
}

void zip_index_check(struct zip_index *index, struct trouble *trouble) {
    size_t more = index->came.count - index->matched;
    if (index->cut)
        trouble_set(trouble, TROUBLE_TRUNCATED, "the zip's index ends too soon");
    else if (index->broken)
        trouble_set(trouble, TROUBLE_DAMAGED, "the zip's index is damaged");
    else if (overlaps(index))
        trouble_set(trouble, TROUBLE_DAMAGED, "members of the zip overlap");
    else if (index->missing > TOLD_NAMES)
        trouble_set(trouble, TROUBLE_DAMAGED, "%zu more are in the zip's index, but not found",
                    index->missing - TOLD_NAMES);
    else if (more)
        trouble_set(trouble, TROUBLE_DAMAGED, "the zip's index does not have %zu of its members",
                    more);
}

struct str zip_index_rest(const struct zip_index *index) {
    return index->rest;
}
