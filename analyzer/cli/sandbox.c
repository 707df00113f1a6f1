/* Landlock for files and network, a seccomp filter for everything else.
 *
 * The filter lists what may be called, with the few arguments that matter; all else is refused with
 * EPERM. Refused, not killed: a library of another version that tries something new then fails like
 * on any small system, and its caller tells of it, while an attacker gains nothing by trying again.
 * Only calls of another architecture end the process: the list does not speak of them, and nothing
 * of ours makes them.
 *
 * Everything is told to the kernel in its own numbers, which never change: the headers of many
 * distributions are older than the kernels they run on. */
#include "cli/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANDBOX_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANDBOX_ASAN 1
#endif
#endif

/* ---- Landlock ---- */

#define SYS_CREATE_RULESET 444 /* the same on every architecture */
#define SYS_ADD_RULE 445
#define SYS_RESTRICT_SELF 446
#define CREATE_RULESET_VERSION 1u
#define RULE_PATH_BENEATH 1

#define FS_WRITE_FILE (UINT64_C(1) << 1)
#define FS_READ_FILE (UINT64_C(1) << 2)
#define FS_READ_DIR (UINT64_C(1) << 3)
#define FS_REMOVE_FILE (UINT64_C(1) << 5)
#define FS_MAKE_REG (UINT64_C(1) << 8)
#define FS_TRUNCATE (UINT64_C(1) << 14)
#define FS_OF_FILES (FS_WRITE_FILE | FS_READ_FILE | FS_TRUNCATE)

struct ruleset_attr {
    uint64_t fs;
    uint64_t net;
    uint64_t scoped;
};

struct path_beneath {
    uint64_t allowed;
    int32_t parent;
} __attribute__((packed));

/* All that the version knows is handled: what no rule grants is then refused. */
static struct ruleset_attr handled(int abi, size_t *ret_size) {
    static const int fs_rights[] = {0, 13, 14, 15, 15, 16}; /* up to the version */
    int newest = (int)(sizeof fs_rights / sizeof *fs_rights) - 1;
    *ret_size = abi < 4   ? offsetof(struct ruleset_attr, net)
                : abi < 6 ? offsetof(struct ruleset_attr, scoped)
                          : sizeof(struct ruleset_attr);
    return (struct ruleset_attr){
        .fs = (UINT64_C(1) << fs_rights[abi < newest ? abi : newest]) - 1,
        .net = abi < 4 ? 0 : 3,    /* bind and connect, TCP */
        .scoped = abi < 6 ? 0 : 3, /* abstract sockets and signals */
    };
}

/* What cannot be opened here cannot be opened later either, and is told of then. */
static void grant(int ruleset, const char *path, uint64_t rights) {
    struct stat status;
    struct path_beneath rule = {.parent = open(path, O_PATH | O_CLOEXEC)};
    if (rule.parent < 0)
        return;
    bool folder = fstat(rule.parent, &status) == 0 && S_ISDIR(status.st_mode);
    rule.allowed = folder ? rights : rights & FS_OF_FILES;
    syscall(SYS_ADD_RULE, ruleset, RULE_PATH_BENEATH, &rule, 0);
    close(rule.parent);
}

/* 0, or the version that holds from now on. */
static int enter_landlock(const struct sandbox_need *need) {
    int abi = (int)syscall(SYS_CREATE_RULESET, NULL, 0, CREATE_RULESET_VERSION);
    size_t size;
    if (abi < 1)
        return 0;
    struct ruleset_attr attr = handled(abi, &size);
    int ruleset = (int)syscall(SYS_CREATE_RULESET, &attr, size, 0);
    if (ruleset < 0)
        return 0;
    uint64_t reading = FS_READ_FILE | FS_READ_DIR;
    uint64_t writing = FS_WRITE_FILE | FS_REMOVE_FILE | FS_MAKE_REG | FS_TRUNCATE;
    for (size_t i = 0; i < need->n_reads; i++)
        grant(ruleset, need->reads[i], reading & attr.fs);
    for (size_t i = 0; i < need->n_writes; i++)
        grant(ruleset, need->writes[i], writing & attr.fs);
#ifdef SANDBOX_ASAN
    grant(ruleset, "/proc", reading & attr.fs); /* its maps and threads */
#endif
#ifdef SANDBOX_COVERAGE
    grant(ruleset, SANDBOX_COVERAGE, (reading | writing) & attr.fs); /* the counts, at exit */
#endif
    bool entered = syscall(SYS_RESTRICT_SELF, ruleset, 0) == 0;
    close(ruleset);
    return entered ? abi : 0;
}

/* ---- seccomp ---- */

#define CALL_CLONE3 435 /* the same on every architecture */
#define CALL_FACCESSAT2 439

#ifdef __x86_64__
#define ARCHITECTURE AUDIT_ARCH_X86_64
#else
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

static const uint16_t allowed[] = {
    /* descriptors and files; which ones is Landlock's */
    SYS_read,
    SYS_readv,
    SYS_pread64,
    SYS_write,
    SYS_writev,
    SYS_lseek,
    SYS_close,
    SYS_fstat,
    SYS_newfstatat,
    SYS_statx,
    SYS_openat,
    SYS_getdents64,
    SYS_dup,
    SYS_dup3,
    SYS_pipe2,
    SYS_eventfd2,
    SYS_ppoll,
    SYS_faccessat,
    SYS_unlinkat,
    SYS_renameat,
    SYS_renameat2,
    SYS_fsync,
    SYS_fdatasync,
    SYS_fadvise64,
    SYS_readlinkat,
    SYS_getcwd,
#ifdef __x86_64__
    SYS_open,
    SYS_stat,
    SYS_lstat,
    SYS_access,
    SYS_poll,
    SYS_unlink,
    SYS_rename,
    SYS_readlink,
    SYS_dup2,
#endif
    CALL_FACCESSAT2,
    /* memory */
    SYS_brk,
    SYS_munmap,
    SYS_mremap,
    SYS_madvise,
    /* threads and signals, of this process */
    SYS_futex,
    SYS_set_robust_list,
    SYS_set_tid_address,
    SYS_rt_sigaction,
    SYS_rt_sigprocmask,
    SYS_rt_sigreturn,
    SYS_sigaltstack,
    SYS_restart_syscall,
    SYS_sched_yield,
    SYS_sched_getaffinity,
    SYS_sched_setaffinity, /* parallel.h */
    SYS_getpid,
    SYS_gettid,
    SYS_exit,
    SYS_exit_group,
    SYS_rseq,
    /* the machine */
    SYS_getrandom,
    SYS_clock_gettime,
    SYS_getrusage,
    SYS_clock_nanosleep,
    SYS_nanosleep,
    SYS_gettimeofday,
    SYS_prlimit64,
    SYS_sysinfo,
    SYS_uname,
#ifdef SANDBOX_ASAN
    SYS_ptrace,
    SYS_wait4,
    SYS_clone,
    SYS_prctl,
    SYS_mmap,
    SYS_mprotect,
    SYS_kill,
    SYS_sched_getparam,
    SYS_getppid,
    SYS_getuid,
#ifdef __x86_64__
    SYS_arch_prctl,
    SYS_getdents,
#endif
#endif
#ifdef SANDBOX_COVERAGE
    SYS_mkdirat,
    SYS_umask,
    SYS_fcntl,
#ifdef __x86_64__
    SYS_mkdir,
#endif
#endif
};

/* Calls that are allowed with some arguments only: all bits of `mask` in argument `arg` must be
 * those of `value`. Several rows of one call: one of them must hold. */
static const struct condition {
    uint16_t call;
    uint8_t arg;
    uint32_t mask, value;
} conditions[] = {
    {SYS_mmap, 2, PROT_EXEC, 0}, /* no new code */
    {SYS_mprotect, 2, PROT_EXEC, 0},
    {SYS_clone, 0, CLONE_THREAD, CLONE_THREAD}, /* threads, no processes */
    {SYS_ioctl, 1, UINT32_MAX, TCGETS},         /* is it a terminal, and how wide */
    {SYS_ioctl, 1, UINT32_MAX, TIOCGWINSZ},
    {SYS_fcntl, 1, UINT32_MAX, F_GETFD},
    {SYS_fcntl, 1, UINT32_MAX, F_SETFD},
    {SYS_fcntl, 1, UINT32_MAX, F_GETFL},
    {SYS_fcntl, 1, UINT32_MAX, F_DUPFD_CLOEXEC},
    {SYS_prctl, 0, UINT32_MAX, PR_SET_NAME}, /* of threads */
};

#define N_ALLOWED (sizeof allowed / sizeof *allowed)
#define N_CONDITIONS (sizeof conditions / sizeof *conditions)

struct program {
    struct sock_filter code[4 + 2 * N_ALLOWED + 6 * (N_CONDITIONS + 1) + 3];
    uint16_t length;
};

static void emit(struct program *p, uint32_t code, uint32_t k, uint32_t jt, uint32_t jf) {
    p->code[p->length++] = (struct sock_filter){(uint16_t)code, (uint8_t)jt, (uint8_t)jf, k};
}

static void load(struct program *p, size_t offset) {
    emit(p, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}

static void give(struct program *p, uint32_t action) {
    emit(p, BPF_RET | BPF_K, action, 0, 0);
}

/* The number of the call is loaded before and after. Those of x32 have a bit of their own and are
 * in no row. */
static void emit_condition(struct program *p, const struct condition *c) {
    emit(p, BPF_JMP | BPF_JEQ | BPF_K, c->call, 0, 5);
    /* The low half: both architectures are little-endian, and the rest of these is no flag. */
    load(p, offsetof(struct seccomp_data, args) + 8 * c->arg);
    emit(p, BPF_ALU | BPF_AND | BPF_K, c->mask, 0, 0);
    emit(p, BPF_JMP | BPF_JEQ | BPF_K, c->value, 0, 1);
    give(p, SECCOMP_RET_ALLOW);
    load(p, offsetof(struct seccomp_data, nr));
}

static void build(struct program *p) {
    load(p, offsetof(struct seccomp_data, arch));
    emit(p, BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0);
    give(p, SECCOMP_RET_KILL_PROCESS);
    load(p, offsetof(struct seccomp_data, nr));
    for (size_t i = 0; i < N_ALLOWED; i++) {
        emit(p, BPF_JMP | BPF_JEQ | BPF_K, allowed[i], 0, 1);
        give(p, SECCOMP_RET_ALLOW);
    }
    for (size_t i = 0; i < N_CONDITIONS; i++)
        emit_condition(p, &conditions[i]);
    /* abort() */
    emit_condition(p, &(struct condition){SYS_tgkill, 0, UINT32_MAX, (uint32_t)getpid()});
    /* clone3 hides its flags in memory; without it libc takes clone. */
    emit(p, BPF_JMP | BPF_JEQ | BPF_K, CALL_CLONE3, 0, 1);
    give(p, SECCOMP_RET_ERRNO | ENOSYS);
    give(p, SECCOMP_RET_ERRNO | EPERM);
}

static bool enter_seccomp(void) {
    struct program program = {.length = 0};
    build(&program);
    struct sock_fprog filter = {program.length, program.code};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

struct sandbox_state sandbox_enter(const struct sandbox_need *need) {
    struct sandbox_state state = {0};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return state;
    state.landlock = enter_landlock(need);
    state.seccomp = enter_seccomp();
    return state;
}

#else

struct sandbox_state sandbox_enter(const struct sandbox_need *need) {
    (void)need;
    return (struct sandbox_state){0};
}

#endif
