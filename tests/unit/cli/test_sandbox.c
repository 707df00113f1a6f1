/* A process that has entered is refused what it did not name: each attempt runs in a child of its
 * own, before (where it must succeed: else the test tests nothing) and after. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "cli/sandbox.h"

#define DONE 0
#define REFUSED 1
#define BROKEN 2
#define NOT_CONTAINED 3

static char folder[] = "/tmp/virtready-sandbox-XXXXXX";

static const char *in(const char *name) {
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

/* ---- attempts: whether they worked ---- */

static bool opens(const char *path, int flags) {
    int fd = open(path, flags | O_CLOEXEC, 0600);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

static bool read_granted(void) {
    return opens(in("read/file"), O_RDONLY);
}
static bool list_granted(void) {
    return opens(in("read"), O_RDONLY | O_DIRECTORY);
}
static bool write_and_rename(void) {
    char from[128];
    snprintf(from, sizeof from, "%s", in("write/a.tmp"));
    return opens(from, O_WRONLY | O_CREAT | O_EXCL) && rename(from, in("write/a")) == 0;
}
static void *nothing(void *arg) {
    return arg;
}
static bool start_thread(void) {
    pthread_t thread;
    return pthread_create(&thread, NULL, nothing, NULL) == 0 && pthread_join(thread, NULL) == 0;
}
static bool allocate(void) {
    void *p = malloc(64 << 20);
    memset(p, 1, 64 << 20);
    free(p);
    return p != NULL;
}
static bool read_other(void) {
    return opens(in("other"), O_RDONLY);
}
static bool read_passwd(void) {
    return opens("/etc/passwd", O_RDONLY);
}
static bool write_input(void) {
    return opens(in("read/file"), O_WRONLY);
}
static bool read_output(void) {
    return opens(in("write/old"), O_RDONLY);
}
static bool create_beside(void) {
    return opens(in("new"), O_WRONLY | O_CREAT);
}
static bool make_folder(void) {
    return mkdir(in("write/sub"), 0700) == 0 && rmdir(in("write/sub")) == 0;
}
static bool make_link(void) {
    return symlink("/etc", in("write/link")) == 0 && unlink(in("write/link")) == 0;
}
static bool change_mode(void) {
    return chmod(in("write/old"), 0600) == 0;
}
static bool open_socket(void) {
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}
static bool fork_child(void) {
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    return child > 0 && waitpid(child, NULL, 0) == child;
}
/* Another program would have to say that it worked by its status. */
static bool execute(void) {
    execl("/bin/true", "true", (char *)NULL);
    return false;
}
static bool new_code(void) {
    void *p = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return p != MAP_FAILED && munmap(p, 4096) == 0;
}
static bool into_code(void) {
    void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return mprotect(p, 4096, PROT_READ | PROT_EXEC) == 0;
}
static bool type_into_terminal(void) {
    int fd = open("/dev/null", O_RDWR);
    errno = 0;
    /* ENOTTY is the device's own answer: the call came through. */
    return ioctl(fd, TIOCSTI, "x") == 0 || errno != EPERM;
}
static bool be_dumped(void) {
    return prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) == 0;
}
static bool send_signal(void) {
    return kill(getppid(), 0) == 0;
}

static const struct {
    const char *name;
    bool (*attempt)(void);
    bool works_inside;
    bool needs_landlock;
    bool sanitizer_needs; /* allowed where there is one */
} attempts[] = {
    {"read an input", read_granted, true, false, false},
    {"list a folder", list_granted, true, false, false},
    {"write an output", write_and_rename, true, false, false},
    {"start a thread", start_thread, true, false, false},
    {"allocate", allocate, true, false, false},
    {"read another file", read_other, false, true, false},
    {"read /etc/passwd", read_passwd, false, true, false},
    {"write to an input", write_input, false, true, false},
    {"read beside the outputs", read_output, false, true, false},
    {"create elsewhere", create_beside, false, true, false},
    {"make a folder", make_folder, false, false, false},
    {"make a link", make_link, false, false, false},
    {"change a mode", change_mode, false, false, false},
    {"open a socket", open_socket, false, false, false},
    {"start a process", fork_child, false, false, true},
    {"start a program", execute, false, false, false},
    {"map new code", new_code, false, false, true},
    {"make data code", into_code, false, false, true},
    {"type into a terminal", type_into_terminal, false, false, false},
    {"change the process", be_dumped, false, false, true},
    {"send a signal", send_signal, false, false, true},
};

#if defined(__SANITIZE_ADDRESS__)
static const bool sanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
static const bool sanitized = true;
#else
static const bool sanitized = false;
#endif
#else
static const bool sanitized = false;
#endif

static int child(bool inside, size_t i) {
    const char *reads[] = {strdup(in("read"))}, *writes[] = {strdup(in("write"))};
    struct sandbox_need need = {reads, 1, writes, 1};
    if (inside) {
        struct sandbox_state state = sandbox_enter(&need);
        if (!state.seccomp || (attempts[i].needs_landlock && !state.landlock))
            return NOT_CONTAINED;
    }
    return attempts[i].attempt() ? DONE : REFUSED;
}

static int outcome(bool inside, size_t i) {
    int status;
    pid_t pid = fork();
    if (pid == 0)
        _exit(child(inside, i));
    if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
        return BROKEN;
    return WEXITSTATUS(status);
}

static void test_attempts(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++) {
        print_message("%s\n", attempts[i].name);
        assert_int_equal(outcome(false, i), DONE);
        int inside = outcome(true, i);
        if (inside == NOT_CONTAINED)
            print_message("  this kernel cannot refuse it\n");
        else if (!attempts[i].sanitizer_needs || !sanitized)
            assert_int_equal(inside, attempts[i].works_inside ? DONE : REFUSED);
    }
}

/* What is not there is no reason to fail, nor is a kernel that gives nothing. */
static void test_odd_needs(void **state) {
    (void)state;
    pid_t pid = fork();
    if (pid == 0) {
        const char *none[] = {"/nonexistent/x", ""};
        sandbox_enter(&(struct sandbox_need){none, 2, none, 2});
        /* Where an outer filter refuses all of it, as in some containers, the process goes on. */
        struct sandbox_state again = sandbox_enter(&(struct sandbox_need){0});
        /* A sanitizer keeps prctl, and with it the means of a second filter. */
        _exit(again.landlock || (again.seccomp && !sanitized));
    }
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static int set_up(void **state) {
    (void)state;
    static const char *const files[] = {"read/file", "write/old", "other"};
    if (!mkdtemp(folder) || mkdir(in("read"), 0700) != 0 || mkdir(in("write"), 0700) != 0)
        return -1;
    for (size_t i = 0; i < 3; i++)
        if (!opens(in(files[i]), O_WRONLY | O_CREAT))
            return -1;
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    static const char *const names[] = {"read/file", "write/old", "write/a", "other", "new"};
    for (size_t i = 0; i < 5; i++)
        unlink(in(names[i]));
    return rmdir(in("read")) || rmdir(in("write")) || rmdir(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_attempts),
        cmocka_unit_test(test_odd_needs),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
