/* What a shell cannot make quickly, to standard output:
 *
 *     hostile members N      a tar of N empty members
 *     hostile name BYTES     a tar with a member of a name that long
 *     hostile owners N       YAML: N pods that own each other in a circle
 *     hostile pods N         JSON: N pods on one node, in a List
 *     hostile keys N         YAML: an object with N labels
 *     hostile collide N      the same; a hash that multiplies by 31 makes one number of all keys
 *     hostile overlap N      a zip of N members that are all the same bytes
 *     hostile wrap BYTES     a zip of what standard input holds, at most so much
 *     hostile kinds N        JSON: N objects, each of another kind, in a List
 *     hostile lists N        a tar of N lists of pods in flow style, none of which has a name
 *
 * `hostile socket PATH` makes one, and `hostile within MEGABYTES SECONDS PROGRAM...`: runs it, and
 * gives its exit status, or 99 where it took more memory, or more seconds of CPU (far more than it
 * needs: a hang, not a slow day). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../tar.h"

static void put_zeros(size_t count) {
    while (count--)
        putchar(0);
}

static void put_header(const char *name, size_t size, char type) {
    char block[512];
    tar_header(block, name, size, type);
    fwrite(block, 1, sizeof block, stdout);
}

static void members(size_t n) {
    char name[100];
    for (size_t i = 0; i < n; i++) {
        snprintf(name, sizeof name, "mg/namespaces/n%zu/core/pods/p%zu.yaml", i % 1000, i);
        put_header(name, 0, '0');
    }
    put_zeros(1024);
}

static void long_name(size_t bytes) {
    put_header("././@LongLink", bytes + 1, 'L');
    for (size_t i = 0; i < bytes; i++)
        putchar(i % 200 == 199 ? '/' : 'n');
    put_zeros(512 - bytes % 512);
    put_header("n", 0, '0');
    put_header("mg/namespaces/a/a.yaml", 0, '0');
    put_zeros(1024);
}

static void owners(size_t n) {
    for (size_t i = 0; i < n; i++)
        printf(
            "---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: p%zu\n  namespace: a\n  uid: u%zu\n"
            "  ownerReferences:\n  - {apiVersion: v1, kind: Pod, name: p%zu, uid: u%zu}\n",
            i, i, (i + 1) % n, (i + 1) % n);
}

static void pods(size_t n) {
    fputs("{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[{\"apiVersion\":\"v1\",\"kind\":"
          "\"Node\",\"metadata\":{\"name\":\"n\"}}",
          stdout);
    for (size_t i = 0; i < n; i++)
        printf(",{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"p%zu\","
               "\"namespace\":\"a\"},\"spec\":{\"nodeName\":\"n\"}}",
               i);
    puts("]}");
}

static void keys(size_t n) {
    puts("apiVersion: v1\nkind: Node\nmetadata:\n  name: n\n  labels:");
    for (size_t i = 0; i < n; i++)
        printf("    k%zu: v\n", i);
}

static void collide(size_t n) {
    puts("apiVersion: v1\nkind: Node\nmetadata:\n  name: n\n  labels:");
    for (size_t i = 0; i < n; i++) {
        fputs("    ", stdout);
        for (size_t bit = 0; bit < 20; bit++)
            fputs(i >> bit & 1 ? "Aa" : "BB", stdout);
        puts(": v");
    }
}

static void put_number(size_t number, size_t width) {
    for (; width--; number >>= 8)
        putchar((int)(number & 0xff));
}

static unsigned checksum(const unsigned char *bytes, size_t n) {
    unsigned sum = ~0U;
    for (size_t i = 0; i < n; i++) {
        sum ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            sum = sum >> 1 ^ (sum & 1 ? 0xedb88320U : 0);
    }
    return ~sum;
}

/* Header or index entry of a stored member. */
static void put_zip(const char *signature, const char *name, size_t size, unsigned sum) {
    int in_index = signature[2] == 1;
    fwrite(signature, 1, 4, stdout);
    put_number(20, in_index ? 4 : 2);
    put_zeros(8); /* flags, method, time, date */
    put_number(sum, 4);
    put_number(size, 4);
    put_number(size, 4);
    put_number(strlen(name), 2);
    put_zeros(in_index ? 16 : 2); /* what else it may have, and the offset */
    fputs(name, stdout);
}

static void put_end(size_t members, size_t len, size_t start) {
    fwrite("PK\5\6\0\0\0\0", 1, 8, stdout);
    put_number(members, 2);
    put_number(members, 2);
    put_number(len, 4);
    put_number(start, 4);
    put_zeros(2);
}

static void overlap(size_t n) {
    const size_t size = 1000;
    char name[40] = "mg/0.log";
    put_zip("PK\3\4", name, size, 0);
    put_zeros(size);
    size_t start = 30 + strlen(name) + size, len = 0;
    for (size_t i = 0; i < n; i++) {
        snprintf(name, sizeof name, "mg/%zu.log", i);
        put_zip("PK\1\2", name, size, 0);
        len += 46 + strlen(name);
    }
    put_end(n, len, start);
}

static void wrap(size_t most) {
    static const char name[] = "mg/n.zip";
    unsigned char *bytes = malloc(most);
    size_t size = bytes ? fread(bytes, 1, most, stdin) : 0;
    unsigned sum = checksum(bytes, size);
    put_zip("PK\3\4", name, size, sum);
    fwrite(bytes, 1, size, stdout);
    put_zip("PK\1\2", name, size, sum);
    put_end(1, 46 + strlen(name), 30 + strlen(name) + size);
    free(bytes);
}

static void kinds(size_t n) {
    fputs("{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[{\"kind\":\"A\"}", stdout);
    for (size_t i = 0; i < n; i++)
        printf(",{\"kind\":\"K%zu\",\"metadata\":{\"name\":\"x\"}}", i);
    puts("]}");
}

static void lists(size_t n) {
    static const char head[] = "apiVersion: v1\nkind: PodList\nitems:\n",
                      item[] = "- {a: {b: c}}\n", end[512];
    const size_t items = 70000, size = strlen(head) + items * strlen(item);
    char name[100];
    for (size_t i = 0; i < n; i++) {
        snprintf(name, sizeof name, "mg/namespaces/n%zu/core/pods.yaml", i);
        put_header(name, size, '0');
        fputs(head, stdout);
        for (size_t k = 0; k < items; k++)
            fputs(item, stdout);
        fwrite(end, 1, (512 - size % 512) % 512, stdout);
    }
    put_zeros(1024);
}

static int within(char **argv) {
    struct rlimit cpu = {strtoul(argv[1], NULL, 10), strtoul(argv[1], NULL, 10) + 1};
    struct rusage usage;
    int status;
    pid_t child = fork();
    if (child == 0) {
        setrlimit(RLIMIT_CPU, &cpu);
        execvp(argv[2], argv + 2);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) != child)
        return 99;
    long megabytes = usage.ru_maxrss / 1024;
    fprintf(stderr, "within: %ld MB, %ld.%02ld s\n", megabytes, (long)usage.ru_utime.tv_sec,
            (long)usage.ru_utime.tv_usec / 10000);
    if (!WIFEXITED(status) || megabytes > strtol(argv[0], NULL, 10))
        return 99;
    return WEXITSTATUS(status);
}

static int make_socket(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    return fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) != 0;
}

int main(int argc, char **argv) {
    static const struct {
        const char *name;
        void (*make)(size_t n);
    } makers[] = {{"members", members}, {"name", long_name},  {"owners", owners},   {"pods", pods},
                  {"keys", keys},       {"collide", collide}, {"overlap", overlap}, {"wrap", wrap},
                  {"kinds", kinds},     {"lists", lists}};
    if (argc > 4 && strcmp(argv[1], "within") == 0)
        return within(argv + 2);
    if (argc == 3 && strcmp(argv[1], "socket") == 0)
        return make_socket(argv[2]);
    for (size_t i = 0; argc == 3 && i < sizeof makers / sizeof *makers; i++)
        if (strcmp(argv[1], makers[i].name) == 0) {
            makers[i].make(strtoul(argv[2], NULL, 10));
            return fflush(stdout) != 0;
        }
    fputs("hostile members|name|owners|pods|keys|collide|overlap|wrap|kinds|lists N, hostile "
          "within MB SECONDS "
          "PROGRAM...\n",
          stderr);
    return 2;
}
