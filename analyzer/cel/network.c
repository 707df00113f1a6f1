/* ip(…) and cidr(…) as in Kubernetes' API server. */
#include <string.h>

#include "base/arena.h"
#include "cel/address.h"
#include "cel/builtins.h"
#include "cel/env.h"
#include "cel/opaque.h"
#include "cel/run.h"

struct network {
    struct address address;
    int bits; /* of the prefix */
};

static const struct network *network_of(struct cel_value v) {
    return v.opaque->data;
}

static int cmp_networks(const struct network *x, const struct network *y) {
    struct address a = cel_address_unmapped(x->address), b = cel_address_unmapped(y->address);
    if (a.is_v4 != b.is_v4)
        return a.is_v4 ? -1 : 1;
    int order = memcmp(a.bytes, b.bytes, sizeof a.bytes);
    return order ? order : x->bits - y->bits;
}

static int cmp(const struct cel_opaque *a, const struct cel_opaque *b) {
    return cmp_networks(a->data, b->data);
}

static const struct cel_opaque_type ip_type = {"net.IP", cmp, NULL};
static const struct cel_opaque_type cidr_type = {"net.CIDR", cmp, NULL};

static struct cel_value made(struct arena *arena, struct network network, bool is_cidr) {
    struct network *kept = NEW(arena, struct network);
    *kept = network;
    struct str text = cel_address_write(arena, &network.address);
    if (!is_cidr)
        return cel_opaque_of(arena, &ip_type, text, kept);
    text = str_printf(arena, "%.*s/%d", STR_ARG(text), network.bits);
    return cel_opaque_of(arena, &cidr_type, text, kept);
}

static const char *read_cidr(struct str text, struct network *ret) {
    struct str address, bits;
    uint64_t n = 0;
    bool has_bits = str_cut(text, '/', &address, &bits);
    const char *error = cel_address_read(address, &ret->address);
    if (error)
        return error;
    if (!has_bits || bits.len > 3 || (bits.len > 1 && bits.ptr[0] == '0') ||
        !str_to_uint64(bits, &n) || n > (uint64_t)cel_address_bits(&ret->address))
        return "is no network address";
    ret->bits = (int)n;
    return NULL;
}

static const char *read_ip(struct str text, struct network *ret) {
    ret->bits = 0;
    return cel_address_read(text, &ret->address);
}

static struct cel_value bad(const struct cel_call *call, struct str text, const char *why) {
    return cel_error_of(call->arena, "'%.*s' %s", STR_ARG(str_slice(text, 0, 64)), why);
}

/* ---- making ---- */

static struct cel_value read_text(const struct cel_call *call, bool is_cidr) {
    struct network network;
    if (!cel_run_is(call, 0, CEL_STRING))
        return cel_run_no_overload(call);
    struct str text = call->args[0].text;
    const char *error = is_cidr ? read_cidr(text, &network) : read_ip(text, &network);
    return error ? bad(call, text, error) : made(call->arena, network, is_cidr);
}

static struct cel_value ip(const struct cel_call *call) {
    return read_text(call, false);
}

static struct cel_value cidr(const struct cel_call *call) {
    return read_text(call, true);
}

static struct cel_value is_ip(const struct cel_call *call) {
    struct network network;
    if (!cel_run_is(call, 0, CEL_STRING))
        return cel_run_no_overload(call);
    return cel_bool(!read_ip(call->args[0].text, &network));
}

static struct cel_value is_cidr(const struct cel_call *call) {
    struct network network;
    if (!cel_run_is(call, 0, CEL_STRING))
        return cel_run_no_overload(call);
    return cel_bool(!read_cidr(call->args[0].text, &network));
}

static struct cel_value is_canonical(const struct cel_call *call) {
    struct cel_value v = read_text(call, false);
    if (v.type != CEL_OPAQUE)
        return v;
    return cel_bool(str_eq(v.opaque->text, call->args[0].text));
}

/* ---- what an address is ---- */

static bool self(const struct cel_call *call, const struct cel_opaque_type *type,
                 struct network *ret) {
    if (!cel_opaque_is(call->args[0], type))
        return false;
    *ret = *network_of(call->args[0]);
    return true;
}

static struct cel_value family(const struct cel_call *call) {
    struct network n;
    if (!self(call, &ip_type, &n))
        return cel_run_no_overload(call);
    return cel_int(n.address.is_v4 ? 4 : 6);
}

/* Whether it lies in a network given as text. */
static bool within(const struct network *n, const char *text) {
    struct network wide = {0};
    read_cidr(str_of(text), &wide);
    struct address masked = cel_address_masked(n->address, wide.bits);
    return n->address.is_v4 == wide.address.is_v4 && cel_address_same(&masked, &wide.address);
}

static struct cel_value within_either(const struct cel_call *call, const char *v4, const char *v6) {
    struct network n;
    if (!self(call, &ip_type, &n))
        return cel_run_no_overload(call);
    return cel_bool(within(&n, v4) || within(&n, v6));
}

static struct cel_value is_unspecified(const struct cel_call *call) {
    return within_either(call, "0.0.0.0/32", "::/128");
}

static struct cel_value is_loopback(const struct cel_call *call) {
    return within_either(call, "127.0.0.0/8", "::1/128");
}

static struct cel_value is_link_local_multicast(const struct cel_call *call) {
    return within_either(call, "224.0.0.0/24", "ff02::/16");
}

static struct cel_value is_link_local_unicast(const struct cel_call *call) {
    return within_either(call, "169.254.0.0/16", "fe80::/10");
}

static struct cel_value is_global_unicast(const struct cel_call *call) {
    static const char *const others[] = {"0.0.0.0/32",  "255.255.255.255/32", "127.0.0.0/8",
                                         "224.0.0.0/4", "169.254.0.0/16",     "::/128",
                                         "::1/128",     "ff00::/8",           "fe80::/10"};
    struct network n;
    if (!self(call, &ip_type, &n))
        return cel_run_no_overload(call);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (within(&n, others[i]))
            return cel_bool(false);
    return cel_bool(true);
}

/* ---- networks ---- */

static bool holds(const struct network *outer, const struct network *inner) {
    struct address a = cel_address_masked(outer->address, outer->bits);
    struct address b = cel_address_masked(inner->address, outer->bits);
    return cel_address_same(&a, &b);
}

/* args[1] as an address or network, from a value or text. */
static struct cel_value contains(const struct cel_call *call, bool wants_cidr) {
    const struct cel_opaque_type *type = wants_cidr ? &cidr_type : &ip_type;
    struct network outer, inner = {0};
    struct cel_value other = call->args[1];
    if (!self(call, &cidr_type, &outer))
        return cel_run_no_overload(call);
    if (other.type == CEL_STRING) {
        const char *error =
            wants_cidr ? read_cidr(other.text, &inner) : read_ip(other.text, &inner);
        if (error)
            return bad(call, other.text, error);
    } else if (cel_opaque_is(other, type)) {
        inner = *network_of(other);
    } else {
        return cel_run_no_overload(call);
    }
    return cel_bool((!wants_cidr || inner.bits >= outer.bits) && holds(&outer, &inner));
}

static struct cel_value contains_ip(const struct cel_call *call) {
    return contains(call, false);
}

static struct cel_value contains_cidr(const struct cel_call *call) {
    return contains(call, true);
}

static struct cel_value ip_of(const struct cel_call *call) {
    struct network n;
    if (!self(call, &cidr_type, &n))
        return cel_run_no_overload(call);
    n.bits = 0;
    return made(call->arena, n, false);
}

static struct cel_value masked(const struct cel_call *call) {
    struct network n;
    if (!self(call, &cidr_type, &n))
        return cel_run_no_overload(call);
    n.address = cel_address_masked(n.address, n.bits);
    return made(call->arena, n, true);
}

static struct cel_value prefix_length(const struct cel_call *call) {
    struct network n;
    if (!self(call, &cidr_type, &n))
        return cel_run_no_overload(call);
    return cel_int(n.bits);
}

static const struct cel_function readers[] = {
    {"ip", false, 1, 1, ip, "an IP address"},
    {"cidr", false, 1, 1, cidr, "a network: '10.0.0.0/8'"},
    {"isIP", false, 1, 1, is_ip, "whether the text is an IP address"},
    {"isCIDR", false, 1, 1, is_cidr, "whether the text is a network"},
    {"ip.isCanonical", false, 1, 1, is_canonical, "whether an address is written as it should be"},
};

static const struct cel_function parts[] = {
    {"family", true, 1, 1, family, "4 or 6"},
    {"isUnspecified", true, 1, 1, is_unspecified, "whether it is 0.0.0.0 or ::"},
    {"isLoopback", true, 1, 1, is_loopback, "whether it is the machine's own"},
    {"isGlobalUnicast", true, 1, 1, is_global_unicast, "whether it is of one machine anywhere"},
    {"isLinkLocalMulticast", true, 1, 1, is_link_local_multicast,
     "whether it is of a link's group"},
    {"isLinkLocalUnicast", true, 1, 1, is_link_local_unicast, "whether it is valid on a link only"},
    {"containsIP", true, 2, 2, contains_ip, "whether the network holds an address"},
    {"containsCIDR", true, 2, 2, contains_cidr, "whether the network holds another"},
    {"ip", true, 1, 1, ip_of, "the address of a network"},
    {"masked", true, 1, 1, masked, "the network with the bits behind its prefix zero"},
    {"prefixLength", true, 1, 1, prefix_length, "the length of a network's prefix"},
};

void cel_network_add(struct cel_env *env) {
    cel_env_add_builtins(env, readers, sizeof readers / sizeof *readers, FUNCTION_CONSTANT);
    cel_env_add_builtins(env, parts, sizeof parts / sizeof *parts, 0);
}
