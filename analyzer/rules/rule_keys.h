/* The words of rule files, one list for each place: what the loader takes and what
 * rules/rule.schema.json tells editors (a test compares them). */
#ifndef VIRTREADY_RULES_RULE_KEYS_H
#define VIRTREADY_RULES_RULE_KEYS_H

#include "rules/shape.h"

#define KEYS_RULE                                                                                  \
    WORDS("id", "title", "assertion", "why", "severity", "scopes", "decisive", "category",         \
          "since", "until", "bites", "tags", "docs", "explains", "follows", "params", "each",      \
          "where", "variables", "levels", "when", "message", "summary", "groupBy", "evidence",     \
          "chain", "remediation", "verify", "tests")
#define KEYS_TRANSLATION                                                                           \
    WORDS("of", "title", "assertion", "why", "message", "summary", "remediation", "params")
#define KEYS_FACTS_TRANSLATION WORDS("of", "texts", "program")
#define KEYS_FOLLOWS WORDS("rules", "causes")
#define KEYS_LEVEL WORDS("severity", "when")
#define KEYS_PARAM WORDS("value", "type", "help")
#define KEYS_EVIDENCE WORDS("objects", "fields", "limit")
#define KEYS_LINK WORDS("edge", "guilty")
#define KEYS_REMEDY WORDS("text", "command", "changes", "when")
#define KEYS_TEST WORDS("name", "now", "target", "params", "objects", "not_collected", "expect")
#define KEYS_FACT_TEST WORDS("name", "now", "target", "objects", "not_collected", "expect")
#define KEYS_EXPECT WORDS("findings", "passed", "unknown", "errors", "notApplicable", "summary")
#define KEYS_FACT_EXPECT WORDS("facts", "on")
#define KEYS_FINDING WORDS("object", "level", "message", "group", "chain", "causes", "commands")

#define WORDS_LEVEL WORDS("blocker", "warning", "info")
#define WORDS_SCOPE WORDS("cnv", "ocp", "workload", "eus")
#define WORDS_CATEGORY                                                                             \
    WORDS("olm", "version", "eus", "workload", "drain", "storage", "migration", "control-plane",   \
          "node", "archive")
#define WORDS_BITES WORDS("openshift", "virtualization", "workers")
#define WORDS_PARAM_TYPE WORDS("int", "double", "string", "bool", "duration")

#endif
