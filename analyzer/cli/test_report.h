/* `virtready rules test --junit FILE`: a suite for each rule, a case for each of its tests. */
#ifndef VIRTREADY_CLI_TEST_REPORT_H
#define VIRTREADY_CLI_TEST_REPORT_H

#include "rules/tools.h"

struct test_report;

struct test_report *test_report_new(struct arena *arena);
/* For rules_test_options.done: the cases of one rule follow each other. */
void test_report_add(void *report, const struct rules_test_case *done);
/* "-" is standard output. False after one error. */
bool test_report_write(struct test_report *report, struct str file, struct diag_sink *sink);

#endif
