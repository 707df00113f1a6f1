/* Which lines may stand around evidence. Each line is told with what is expected of it: '+' shown,
 * '-' hidden. */
#include "support.h"

#include "base/limits.h"
#include "document/skip.h"
#include "rules/around.h"

static struct value parse(struct arena *arena, struct str text) {
    static const char *const skipped[] = {"spec.containers.args", "spec.containers.ports",
                                          "metadata.managedFields"};
    struct document_origin *origin = NEW(arena, struct document_origin);
    struct intern *intern = intern_new(arena);
    struct document_options options = {.whole_file = true,
                                       .skip = document_skip_new(arena, intern, skipped, 3)};
    origin->text = text;
    struct document_list list = document_read(arena, intern, origin, options, diag_sink_new(arena));
    assert_int_equal(list.count, 1);
    return document_root(list.items[0]);
}

static void check(const char *const *lines, size_t count) {
    struct arena *arena = arena_new();
    struct strbuf text = strbuf_new(arena);
    for (size_t i = 0; i < count; i++)
        strbuf_printf(&text, "%s\n", lines[i] + 1);
    struct value object = parse(arena, strbuf_str(&text));
    for (size_t from = 1; from <= count; from++) { /* wherever the window begins */
        uint32_t shown = around_shown(object, (uint32_t)from, UINT32_MAX);
        for (size_t i = from; i <= count && i < from + AROUND_WINDOW; i++) {
            uint32_t alone = (uint32_t)1 << (i - from);
            if ((shown & alone) != (lines[i - 1][0] == '+' ? alone : 0))
                fail_msg("from %zu: %s", from, lines[i - 1]);
            if (around_shown(object, (uint32_t)from, alone) != (shown & alone))
                fail_msg("from %zu, alone: %s", from, lines[i - 1]);
        }
    }
    arena_free(arena);
}

#define CHECK(...)                                                                                 \
    do {                                                                                           \
        const char *lines[] = {__VA_ARGS__};                                                       \
        check(lines, sizeof lines / sizeof *lines);                                                \
    } while (0)

static void test_plain(void **state) {
    (void)state;
    CHECK("+kind: VirtualMachineInstance", "+metadata:", "+  labels:", "+    a/b: one",
          "+spec:", "+  volumes:", "+  - name: root",
          "+    persistentVolumeClaim:", "+      claimName: erp-db-02",
          "+status:", "+  phase: Running");
}

static void test_secrets(void **state) {
    (void)state;
    CHECK("+kind: VirtualMachine",
          "+spec:", "+  volumes:", "-  - cloudInitNoCloud:", "-      userData: |",
          "-        #cloud-config", "-        chpasswd: {expire: false}", "+    name: cloudinit",
          "+  running: true");
    CHECK("+kind: Pod", "+spec:", "+  containers:", "-  - env:", "-    - name: USER",
          "-      value: admin", "+    image: x");
    CHECK("-kind: Secret", "-type: Opaque", "-other: cGFzcw==");
}

/* What is no secret by its own key: beside the name of one, or in what can be anything. */
static void test_beside(void **state) {
    (void)state;
    CHECK("+parameters:", "-- name: ADMIN_PASSWORD", "-  default: hunter2", "+- name: SIZE",
          "-  value: small");
    CHECK("+kind: ConfigMap", "-data:", "-  motd: letmein",
          "+metadata:", "-  annotations:", "-    note: letmein", "+  name: x");
    CHECK("+spec:", "-  httpProxy: http://me:letmein@proxy", "+  noProxy: .cluster.local",
          "+  tls:", "-    token: abc", "+  paused: false");
}

/* Comments and the rest of a text on several lines begin no value. */
static void test_no_value(void **state) {
    (void)state;
    CHECK("+status:", "-# letmein", "-  message: one", "-    letmein", "+  phase: Running",
          "-  text: |-", "-    letmein");
}

/* Of what is not kept nothing is known, whatever stands on its key's line too. */
static void test_skipped(void **state) {
    (void)state;
    CHECK("+kind: Pod", "+metadata:", "-  managedFields:", "-  - manager: kubelet", "+  name: x",
          "+spec:", "+  containers:", "-  - args:", "-    - -u", "-    - hunter2", "+    image: y",
          "+  - image: z", "-    ports:", "-    - containerPort: 80", "+  hostNetwork: true");
    CHECK("+spec:", "+  containers:", "-  - args: [-u, hunter2]", "+    image: y",
          "-  - {args: [hunter2], image: z}", "-  - {args: [hunter2]}", "+  - {image: w}");
    CHECK("-{\"spec\": {\"containers\": [{\"image\": \"y\", \"args\": [\"hunter2\"]}]}}");
}

static void test_long(void **state) {
    (void)state;
    char most[LIMIT_AROUND_TEXT_BYTES + 8], more[LIMIT_AROUND_TEXT_BYTES + 8];
    snprintf(most, sizeof most, "+a: %0*d", LIMIT_AROUND_TEXT_BYTES, 1);
    snprintf(more, sizeof more, "-b: %0*d", LIMIT_AROUND_TEXT_BYTES + 1, 1);
    CHECK(most, more);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain),   cmocka_unit_test(test_secrets),
        cmocka_unit_test(test_beside),  cmocka_unit_test(test_no_value),
        cmocka_unit_test(test_skipped), cmocka_unit_test(test_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
