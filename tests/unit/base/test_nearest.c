#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/nearest.h"

static const struct str kinds[] = {
    {"VirtualMachine", 14}, {"VirtualMachineInstance", 22}, {"Node", 4}, {"Pod", 3}, {"pods", 4},
};

static void check(const char *word, const char *expected) {
    struct str found = nearest_of(str_of(word), kinds, sizeof kinds / sizeof *kinds);
    assert_true(str_eq(found, str_of(expected)));
}

static void test_meant(void **state) {
    (void)state;
    check("VirtualMachin", "VirtualMachine");
    check("VirtualMahcine", "VirtualMachine");
    check("virtualmachine", "VirtualMachine");
    check("VirtualMachineInstanc", "VirtualMachineInstance");
    check("Ndoe", "Node");
    check("Pods", "pods"); /* a wrong case is nearer than a letter too many */
}

static void test_not_meant(void **state) {
    (void)state;
    check("Secret", "");
    check("", "");
    check("Xy", "");
    char word[200];
    for (size_t i = 0; i < sizeof word; i++)
        word[i] = 'a';
    assert_int_equal(nearest_of((struct str){word, sizeof word}, kinds, 5).len, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_meant),
        cmocka_unit_test(test_not_meant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
