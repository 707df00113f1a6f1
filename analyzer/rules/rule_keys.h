/* The words of rule files, one list for each place: what the loader takes and what
 * rules/rule.schema.json tells editors (a test compares them). */
#ifndef VIRTREADY_RULES_RULE_KEYS_H
#define VIRTREADY_RULES_RULE_KEYS_H

#define KEYS_RULE                                                                                  \
    "id title assertion why severity scopes decisive category since until bites tags docs "        \
    "explains follows params each where variables levels when message summary groupBy evidence "   \
    "chain "                                                                                       \
    "remediation verify tests"
#define KEYS_TRANSLATION "of title assertion why message summary remediation params"
#define KEYS_FACTS_TRANSLATION "of texts program"
#define KEYS_FOLLOWS "rules causes"
#define KEYS_LEVEL "severity when"
#define KEYS_PARAM "value type help"
#define KEYS_EVIDENCE "objects fields limit"
#define KEYS_LINK "edge guilty"
#define KEYS_REMEDY "text command changes when"
#define KEYS_TEST "name now target params objects not_collected expect"
#define KEYS_FACT_TEST "name now target objects not_collected expect"
#define KEYS_EXPECT "findings passed unknown errors notApplicable summary"
#define KEYS_FACT_EXPECT "facts on"
#define KEYS_FINDING "object level message group chain causes commands"

#define WORDS_LEVEL "blocker warning info"
#define WORDS_SCOPE "cnv ocp workload eus"
#define WORDS_CATEGORY "olm version eus workload drain storage migration control-plane node archive"
#define WORDS_BITES "openshift virtualization workers"
#define WORDS_PARAM_TYPE "int double string bool duration"

#endif
