/* Every bound of the program, each with its reason. Reaching one is a diagnostic that names it,
 * never silence. */
#ifndef VIRTREADY_BASE_LIMITS_H
#define VIRTREADY_BASE_LIMITS_H

#define KIB ((size_t)1024)
#define MIB (1024 * KIB)
#define GIB (1024 * MIB)

/* Inputs */
#define LIMIT_INPUTS 64               /* a case holds a handful of archives */
#define LIMIT_INPUT_BYTES (256 * GIB) /* unpacked, all members; production gathers reach 20 GB */
#define LIMIT_RATIO 250       /* unpacked : packed of a whole input; of logs alone it reaches 200 */
#define LIMIT_RATIO_FROM GIB  /* unpacked, where the ratio begins to count: done in a second */
#define LIMIT_MEMBERS 5000000 /* production gathers hold some hundred thousand */
#define LIMIT_MEMBER_BYTES (512 * MIB) /* of one member that is read; event lists reach 200 MB */
#define LIMIT_PATH_BYTES 4096          /* PATH_MAX; real paths reach 389 */
#define LIMIT_PATH_DEPTH 64            /* real paths reach 14 folders */
#define LIMIT_NESTING 3 /* archive in archive in archive; each compressed as many times at most */

/* Documents */
#define LIMIT_DEPTH 128 /* Kubernetes' own schemas stay below 40; libyaml is quadratic in depth */
#define LIMIT_NODES 20000000 /* of one member: 512 MiB of the densest YAML that was seen */
#define LIMIT_ALIASES                                                                              \
    10000 /* nodes produced by aliases in one document: serializers write none                     \
           */
#define LIMIT_SCALAR_BYTES                                                                         \
    (16 * MIB - 1)                 /* fits the node's 24 bits; etcd refuses objects above 1.5 MiB */
#define LIMIT_KEY_BYTES (64 * KIB) /* of one map key */
#define LIMIT_DOCUMENTS 100000     /* in one member; dash-joined files hold some hundred */
#define LIMIT_BROKEN_DOCUMENTS 1000   /* in one member; behind each the next object is looked for */
#define LIMIT_MEMBER_WARNINGS 100     /* of one member: a hostile one could fill the sink */
#define LIMIT_BROKEN_BYTES (64 * KIB) /* not UTF-8, in one document's text: more is no text */

/* Graph */
#define LIMIT_RESOURCES 4000000 /* kept; 10,000 VMs make about 200,000 */
#define LIMIT_NAME_BYTES 512    /* Kubernetes allows 253 */
#define LIMIT_DIAGNOSTICS 10000 /* kept and printed; the rest is counted */
#define LIMIT_DAMAGED 100000    /* members known by name as unreadable; more: nothing is complete */
#define LIMIT_EDGES 8000000     /* along one edge of the table; 10,000 VMs make 200,000 */
#define LIMIT_EDGE_STEPS 100000000 /* selectors compared with labels, along one edge */

/* Expressions */
#define LIMIT_EXPR_BYTES (64 * KIB)   /* of one expression's text */
#define LIMIT_EXPR_DEPTH 250          /* of parsing and evaluating, the language's own bound */
#define LIMIT_EXPR_STEPS 10000000     /* of one rule on one object */
#define LIMIT_EXPR_SCRATCH (64 * MIB) /* of one rule on one object */
#define LIMIT_VALUE_DEPTH                                                                          \
    400 /* of comparing and showing built values: what 250 nested expressions put around a         \
         * document                                                                                \
         */
#define LIMIT_REGEX_BYTES 4096         /* of a pattern */
#define LIMIT_REGEX_STEPS 1000000      /* of one match */
#define LIMIT_REGEX_DEPTH 10000        /* of one match: states kept for going back */
#define LIMIT_MESSAGE_BYTES (64 * KIB) /* of one rendered text */

/* Rules */
#define LIMIT_RULES 2000     /* files in a folder of rules; the program brings about a hundred */
#define LIMIT_RULE_BYTES MIB /* of one rule file; facts with their tests reach 60 KB */
#define LIMIT_FACT_DEPTH 64  /* facts and variables within each other; ours reach 12 */
#define LIMIT_CHAIN_LINKS 64 /* objects looked at for each link of a finding's chain */
#define LIMIT_EXPLAIN_NODES 200000 /* of one object: 40 MB; our rules need some thousand */
#define LIMIT_FIELD_BYTES 1024     /* of one value shown as evidence or in a text */

/* Placement */
#define LIMIT_PLACEMENT_NODES 10000         /* Kubernetes supports 5,000 */
#define LIMIT_PLACEMENT_COLUMNS 256         /* kinds of resources; real clusters have 30 */
#define LIMIT_PLACEMENT_TERMS 1000          /* expressions or devices of one VM; real: below 30 */
#define LIMIT_PLACEMENT_STEPS 60000000      /* labels compared; 10,000 VMs on 100 nodes: 10^6 */
#define LIMIT_PLACEMENT_LISTED ((size_t)32) /* nodes that one answer tells a reason for */

/* Reports */
#define LIMIT_EVIDENCE 20            /* pieces shown for one finding */
#define LIMIT_EXCERPT_LINES 12       /* of one piece of evidence */
#define LIMIT_EXCERPT_LINE_BYTES 400 /* of one line shown */
#define LIMIT_CASE_OBJECTS 20        /* named in one test case of junit.xml */
#define LIMIT_CASE_BYTES (4 * KIB)   /* of one test case's text: CI shows it in a small box */
#define LIMIT_MARKDOWN_CHARACTERS ((size_t)4000) /* a note that a ticket shows whole */
#define LIMIT_PAGE_FINDINGS 20    /* shown of one rule in report.html; report.json has all */
#define LIMIT_PAGE_FLAT_VMS 200   /* more: healthy ones grouped, closed, by namespace */
#define LIMIT_PAGE_SQUARES 40     /* VMs of a node drawn one by one; more: a bar */
#define LIMIT_PAGE_JSON_VMS 1000  /* more: the page embeds the rules' results only */
#define LIMIT_PAGE_MIGRATIONS 100 /* VMs whose attempts are drawn; report.json has all */
#define LIMIT_PAGE_TROUBLES 100   /* damaged files and diagnostics listed; report.json has all */
#define LIMIT_TEMPLATE_BYTES MIB  /* of one style sheet; ours stay below 40 KiB */
#define LIMIT_PAGE_TEXT_BYTES (32 * KIB) /* of one text shown; report.json has all of it */
#define LIMIT_XSLT_DEPTH 200             /* of templates calling each other; ours stay below 20 */

#endif
