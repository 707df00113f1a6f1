/* Words to options. Each row of the table names the option, its argument, what it is for and how
 * its value is taken. */
#include "cli/options.h"

#include <stdarg.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/parallel.h"
#include "cel/release.h"

enum take {
    TAKE_FLAG,
    TAKE_COUNT,
    TAKE_TEXT,
    TAKE_LIST,       /* may be repeated */
    TAKE_COMMA_LIST, /* may be repeated and holds commas */
    TAKE_FAIL_ON,
    TAKE_UNKNOWN,
    TAKE_TARGET,
    TAKE_NOW,
    TAKE_COLOR,
    TAKE_YAML,
    TAKE_JOBS,
    TAKE_HELP,
    TAKE_VERSION,
    TAKE_LANG,
    TAKE_LIMIT,
    TAKE_HELP_LIMITS,
};

struct option {
    const char *name;
    const char *argument; /* NULL: none */
    enum take take;
    size_t offset;
    const char *help; /* NULL: not in --help */
};

#define AT(member) offsetof(struct options, member)

static const struct option table[] = {
    {"-o", "DIR", TAKE_TEXT, AT(out_dir), "write report.html, junit.xml, report.json there"},
    {"--html", "FILE", TAKE_TEXT, AT(html), NULL},
    {"--junit", "FILE", TAKE_TEXT, AT(junit), NULL},
    {"--json", "FILE", TAKE_TEXT, AT(json), NULL},
    {"--markdown", "FILE", TAKE_TEXT, AT(markdown),
     "a note for a ticket (so also --html --junit --json)"},
    {"--target", "VERSION", TAKE_TARGET, AT(target),
     "4.14, 4.14.38, or 'virtualization' (default: next)"},
    {"--rules", "DIR", TAKE_LIST, AT(rules_dirs), "lay your own rules over the built-in ones"},
    {"--param", "ID.NAME=VALUE", TAKE_LIST, AT(params), "set a rule's parameter"},
    {"--only", "ID,TAG", TAKE_COMMA_LIST, AT(only), "judge only these rules"},
    {"--skip", "ID,TAG", TAKE_COMMA_LIST, AT(skip), "leave these rules out"},
    {"--fail-on", "LEVEL", TAKE_FAIL_ON, 0, "blocker (default), warning, info or never"},
    {"--unknown", "error|skip", TAKE_UNKNOWN, 0, "exit 4 or 0 where a verdict is not possible"},
    {"--collected", "KIND[=NS,..]", TAKE_LIST, AT(collected), "state that a kind is complete"},
    {"--now", "TIME", TAKE_NOW, 0, "time of the archive, where it does not tell"},
    {"--templates", "DIR", TAKE_TEXT, AT(templates), NULL},
    {"--color", "WHEN", TAKE_COLOR, 0, "auto, always or never (also NO_COLOR)"},
    {"--limit", "NAME=VALUE", TAKE_LIMIT, 0, "set a bound; --help-limits lists them"},
    {"--help-limits", NULL, TAKE_HELP_LIMITS, 0, NULL},
    {"--jobs", "N", TAKE_JOBS, 0, NULL},
    {"--yaml", "fast|strict", TAKE_YAML, 0, NULL},
    {"--lang", "en|ja", TAKE_LANG, 0, "language of the page and the summary"},
    {"--quiet", NULL, TAKE_FLAG, AT(quiet), NULL},
    {"-q", NULL, TAKE_FLAG, AT(quiet), "one line instead of the summary"},
    {"--verbose", NULL, TAKE_COUNT, AT(verbose), NULL},
    {"-v", NULL, TAKE_COUNT, AT(verbose), "tell what was noticed and took how long"},
    {"--no-sandbox", NULL, TAKE_FLAG, AT(no_sandbox), NULL},
    {"-r", "ID", TAKE_TEXT, AT(only_rule), NULL},
    {"--write", NULL, TAKE_FLAG, AT(write), NULL},
    {"--on", "KIND/NS/NAME", TAKE_TEXT, AT(on), NULL},
    {"--help", NULL, TAKE_HELP, 0, NULL},
    {"-h", NULL, TAKE_HELP, 0, NULL},
    {"--version", NULL, TAKE_VERSION, 0, NULL},
};

/* Where --jobs does not say: what more of them gain is not measured. On one core two would only
 * take turns, which costs a twelfth. */
static unsigned default_jobs(void) {
    return parallel_cores() > 1 ? 2 : 1;
}

#define N_TABLE (sizeof table / sizeof *table)

/* The parser's state: where it is in argv, and what it fills. */
struct words {
    struct arena *arena;
    struct diag_sink *sink;
    struct options *options;
    int argc;
    char **argv;
    int at;
};

/* One usage error; always false, so that callers can return it. */
static bool usage(struct words *w, const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool usage(struct words *w, const char *format, ...) {
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    diag_add(w->sink, DIAG_ERROR, DIAG_USAGE, (struct diag_where){0}, "%s", text);
    return false;
}

static bool one_of(struct str value, const char *const *choices, size_t count, size_t *ret) {
    for (size_t i = 0; i < count; i++) {
        if (str_eq(value, str_of(choices[i]))) {
            *ret = i;
            return true;
        }
    }
    return false;
}

static bool bad_value(struct words *w, const struct option *option, struct str value) {
    return usage(w, "%s does not take '%.*s'; try --help", option->name, STR_ARG(value));
}

static void push(struct words *w, option_list *list, struct str value) {
    *vec_push(w->arena, list) = value;
}

static void push_commas(struct words *w, option_list *list, struct str value) {
    struct str part;
    bool more = true;
    while (more) {
        more = str_cut(value, ',', &part, &value);
        if (part.len)
            push(w, list, part);
    }
}

static bool take_choice(struct words *w, const struct option *option, struct str value) {
    static const char *const levels[] = {"never", "info", "warning", "blocker"};
    static const char *const unknowns[] = {"error", "skip"};
    static const char *const colors[] = {"auto", "always", "never"};
    static const char *const readers[] = {"fast", "strict"};
    struct options *o = w->options;
    size_t index;
    if (option->take == TAKE_FAIL_ON && one_of(value, levels, 4, &index))
        o->fail_on = (enum level)index;
    else if (option->take == TAKE_UNKNOWN && one_of(value, unknowns, 2, &index))
        o->unknown_skip = index == 1;
    else if (option->take == TAKE_COLOR && one_of(value, colors, 3, &index))
        o->color = (enum color)index;
    else if (option->take == TAKE_YAML && one_of(value, readers, 2, &index))
        o->yaml_strict = index == 1;
    else
        return bad_value(w, option, value);
    return true;
}

static bool take_limit(struct words *w, struct str value) {
    struct str why;
    return limits_set(w->arena, value, &why) || usage(w, "%.*s", STR_ARG(why));
}

static bool take_value(struct words *w, const struct option *option, struct str value) {
    void *place = (char *)w->options + option->offset;
    uint64_t number;
    struct release release;
    switch (option->take) {
    case TAKE_TEXT:
        *(struct str *)place = value;
        return true;
    case TAKE_TARGET:
        *(struct str *)place = value;
        return str_eq(value, STR("virtualization")) || cel_release_read(value, &release) ||
               bad_value(w, option, value);
    case TAKE_LIST:
        push(w, place, value);
        return true;
    case TAKE_COMMA_LIST:
        push_commas(w, place, value);
        return true;
    case TAKE_NOW:
        w->options->has_now = time_parse_rfc3339(value, &w->options->now);
        return w->options->has_now || bad_value(w, option, value);
    case TAKE_JOBS:
        if (!str_to_uint64(value, &number) || number < 1 || number > PARALLEL_THREADS_MOST)
            return bad_value(w, option, value);
        w->options->jobs = (unsigned)number;
        return true;
    case TAKE_LANG:
        w->options->lang = str_eq(value, STR("en")) ? (struct str){0} : value;
        return str_eq(value, STR("en")) || str_eq(value, STR("ja")) || bad_value(w, option, value);
    case TAKE_LIMIT:
        return take_limit(w, value);
    default:
        return take_choice(w, option, value);
    }
}

static bool take_flag(struct words *w, const struct option *option) {
    if (option->take == TAKE_HELP)
        w->options->command = COMMAND_HELP;
    else if (option->take == TAKE_HELP_LIMITS)
        w->options->command = COMMAND_HELP_LIMITS;
    else if (option->take == TAKE_VERSION)
        w->options->command = COMMAND_VERSION;
    else if (option->take == TAKE_COUNT)
        ++*(unsigned *)(void *)((char *)w->options + option->offset);
    else
        *((bool *)((char *)w->options + option->offset)) = true;
    return true;
}

static const struct option *find(struct str name) {
    for (size_t i = 0; i < N_TABLE; i++)
        if (str_eq(name, str_of(table[i].name)))
            return &table[i];
    return NULL;
}

/* Commands that answer on standard output: their --json takes no file. */
static bool asks(const struct options *options) {
    return options->command == COMMAND_EXPLAIN || options->command == COMMAND_EVAL;
}

/* "--name value", "--name=value" or "-o value". */
static bool take_option(struct words *w, struct str word) {
    struct str name, value;
    bool has_value = str_starts_with(word, STR("--")) && str_cut(word, '=', &name, &value);
    if (!has_value)
        name = word;
    const struct option *option = find(name);
    if (asks(w->options) && str_eq(word, STR("--json"))) {
        w->options->as_json = true;
        return true;
    }
    if (!option)
        return usage(w, "unknown option '%.*s'; try --help", STR_ARG(name));
    if (!option->argument) {
        if (has_value)
            return usage(w, "%.*s takes no value", STR_ARG(name));
        return take_flag(w, option);
    }
    if (!has_value) {
        if (w->at + 1 >= w->argc)
            return usage(w, "%.*s needs a value: %s", STR_ARG(name), option->argument);
        value = str_of(w->argv[++w->at]);
    }
    if (!value.len)
        return usage(w, "%.*s needs a value: %s", STR_ARG(name), option->argument);
    return take_value(w, option, value);
}

static bool take_rules_command(struct words *w) {
    static const char *const names[] = {"list", "show", "lint",   "test",
                                        "new",  "doc",  "mutate", "i18n"};
    struct str word = w->at + 1 < w->argc ? str_of(w->argv[w->at + 1]) : (struct str){0};
    size_t index;
    if (str_starts_with(word, STR("-h")) || str_eq(word, STR("--help"))) {
        w->options->command = COMMAND_HELP;
        return true;
    }
    if (!one_of(word, names, sizeof names / sizeof *names, &index))
        return usage(w, "'rules' needs one of list, show, lint, test, new, doc, mutate, i18n");
    w->options->rules_command = (enum rules_command)index;
    w->at++;
    return true;
}

/* The first word may name a command; files of such a name are given as ./name. */
static bool take_command(struct words *w) {
    static const char *const names[] = {"analyze", "rules", "explain", "eval"};
    static const enum command commands[] = {COMMAND_ANALYZE, COMMAND_RULES, COMMAND_EXPLAIN,
                                            COMMAND_EVAL};
    size_t index;
    if (w->argc < 2 || !one_of(str_of(w->argv[1]), names, 4, &index))
        return true;
    w->at = 1;
    w->options->command = commands[index];
    return commands[index] != COMMAND_RULES || take_rules_command(w);
}

static bool check_words(struct words *w) {
    const struct options *o = w->options;
    bool rules = o->command == COMMAND_RULES;
    if (o->command == COMMAND_ANALYZE && o->words.count == 0)
        return usage(w, "no archive given; try --help");
    if (o->command == COMMAND_EXPLAIN && o->words.count < 2)
        return usage(w, "'explain' needs a rule id and an archive: explain RULE [OBJECT] ARCHIVE");
    if (o->command == COMMAND_EVAL && o->words.count < 2)
        return usage(w, "'eval' needs an expression and an archive: eval 'EXPR' ARCHIVE");
    if (rules && o->rules_command == RULES_SHOW && o->words.count != 1)
        return usage(w, "'rules show' needs one rule id, 'edges' or 'schema'");
    if (rules && o->rules_command == RULES_I18N && (!o->lang.len || !o->rules_dirs.count))
        return usage(w, "'rules i18n' needs --lang and the folder of the rules, --rules");
    if (rules && o->rules_command == RULES_NEW && o->words.count != 1)
        return usage(w, "'rules new' needs the id of the new rule");
    return true;
}

bool options_parse(struct arena *arena, int argc, char **argv, struct diag_sink *sink,
                   struct options *ret_options) {
    *ret_options = (struct options){.fail_on = LEVEL_BLOCKER, .jobs = default_jobs()};
    struct words w = {arena, sink, ret_options, argc, argv, 0};
    bool only_words = false;
    if (!take_command(&w))
        return false;
    for (w.at++; w.at < argc; w.at++) {
        struct str word = str_of(argv[w.at]);
        if (!only_words && str_eq(word, STR("--")))
            only_words = true;
        else if (only_words || word.len < 2 || word.ptr[0] != '-')
            push(&w, &ret_options->words, word);
        else if (!take_option(&w, word))
            return false;
    }
    return check_words(&w);
}

void options_print_help(FILE *out) {
    fputs("Can this OpenShift Virtualization cluster be updated? Told from its must-gather.\n"
          "    virtready -o reports must-gather-ocp.tar.gz must-gather-cnv.tar.gz\n\n"
          "virtready [OPTIONS] ARCHIVE|DIR|-...\n"
          "virtready explain RULE [OBJECT] ARCHIVE... | eval 'EXPR' [--on OBJECT] ARCHIVE\n"
          "virtready rules list | show ID | lint | test [-r ID] | new ID | doc | mutate\n\n",
          out);
    for (size_t i = 0; i < N_TABLE; i++) {
        if (!table[i].help)
            continue;
        char left[40];
        snprintf(left, sizeof left, "%s %s", table[i].name,
                 table[i].argument ? table[i].argument : "");
        fprintf(out, "  %-25s %s\n", left, table[i].help);
    }
    fputs("Exit: 0 ready, 1 findings, 2 usage, 3 input or output failed, 4 cannot tell.\n", out);
}

void options_print_limits(FILE *out) {
    struct limit_row row;
    fputs("Bounds of what is read and done. Reaching one is told by its name and never reads as "
          "fine.\nSet with --limit NAME=VALUE; K, M, G and T are powers of 1024.\n",
          out);
    for (size_t i = 0; limits_row(i, &row); i++) {
        bool bytes = str_eq(str_of(row.unit), STR("bytes"));
        fprintf(out, "\n%.*s: %s%s%s", STR_ARG(row.name), limits_number(&row, row.value).text,
                bytes ? "" : " ", bytes ? "" : row.unit);
        if (row.least > row.most)
            fputs(" (fixed)", out);
        else
            fprintf(out, " (%s to %s)", limits_number(&row, row.least).text,
                    limits_number(&row, row.most).text);
        fprintf(out, "\n    %s\n", row.reason);
    }
}
