/*
 * Makes one call to the system fail, or all from one on: for LD_PRELOAD. Calls count where they concern a path below a
 * folder, and where the fault can strike a call of their kind. What it is to do comes from the environment:
 *
 *   INJECT_FOLDER  calls on paths below it count
 *   INJECT_KINDS   the kinds of calls that count, with commas between them, as in `names`
 *   INJECT_FAULT   an errno by number, or one of KILL, SHORT (a part of the bytes), HALF (a part, then the disk is full)
 *                  and TORN (a part, then SIGKILL)
 *   INJECT_NTH     which call; with a + behind it, that and every later one; 0 counts only
 *   INJECT_LOG     a file that gets a line for each call that counts: its kind and path
 *   INJECT_CLOCK   seconds by which the clock of the day is wrong
 *
 * A process that runs one command after the other asks for a fault anew, and counts from 1 on, by access() on a path
 * that is none: `inject:`, then folder, kinds, fault, number and log, each in a line.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

/* Kinds of calls, as bits. */
enum { OPEN = 1, CREATE = 2, WRITE = 4, READ = 8, SYNC = 16, NAME = 32, FACT = 64, CLOSE = 128 };
static const char *const names[] = {"open", "create", "write", "read", "sync", "name", "fact", "close"};

/* What happens beside an errno. */
enum { NOTHING = 0, KILL = -1, SHORT = -2, HALF = -3, TORN = -4 };
static const char *const specials[] = {"", "KILL", "SHORT", "HALF", "TORN"};

static const char *folder;
static size_t folder_length;
static int what, kinds, onwards, log_file = -1;
static long nth;
static long long clock_error;
static atomic_long counted;
/* The constructor may come after the first calls of other libraries. */
static int ready;

static void ask(const char *path, const char *chosen, const char *fault, const char *count, const char *log) {
  kinds = what = 0;
  for (int i = 0; chosen && i < 8; i++)
    if (strstr(chosen, names[i])) kinds |= 1 << i;
  if (fault) what = atoi(fault);
  for (int i = 1; fault && i < 5; i++)
    if (strcmp(specials[i], fault) == 0) what = -i;
  if (count) nth = atol(count), onwards = strchr(count, '+') != NULL;
  if (log_file >= 0) syscall(SYS_close, log_file);
  log_file = log ? syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644) : -1;
  folder = path;
  folder_length = folder ? strlen(folder) : 0;
  atomic_store(&counted, 0);
  ready = folder != NULL && kinds != 0;
}

__attribute__((constructor)) static void begin(void) {
  const char *shift = getenv("INJECT_CLOCK");
  if (shift) clock_error = atoll(shift);
  ask(getenv("INJECT_FOLDER"), getenv("INJECT_KINDS"), getenv("INJECT_FAULT"), getenv("INJECT_NTH"), getenv("INJECT_LOG"));
}

static const char asking[] = "inject:";

static int is_asking(const char *path) {
  return path && strncmp(path, asking, sizeof asking - 1) == 0;
}

/* What is asked for stays in use: its memory is never given back. */
static int ask_anew(const char *path) {
  char *rest = strdup(path + sizeof asking - 1), *words[5];
  for (int i = 0; i < 5; i++) words[i] = strsep(&rest, "\n");
  ask(words[0], words[1], words[2], words[3], words[4]);
  return 0;
}

/* Whether an absolute path is the folder or below it. */
static int is_below(const char *path) {
  return strncmp(path, folder, folder_length) == 0 && (path[folder_length] == 0 || path[folder_length] == '/');
}

static const char *path_of(int file, char *room, size_t size) {
  char link[40];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, room, size - 1);
  if (length < 0) return NULL;
  room[length] = 0;
  return room;
}

static int concerns(int at, const char *path, char *room, size_t size) {
  if (path[0] == '/') return is_below(path);
  char base[4096];
  if (at == AT_FDCWD ? syscall(SYS_getcwd, base, sizeof base) < 0 : !path_of(at, base, sizeof base)) return 0;
  snprintf(room, size, "%s/%s", base, path);
  return is_below(room);
}

static void note(int kind, const char *path) {
  if (log_file < 0) return;
  char line[4400];
  int bit = __builtin_ctz(kind);
  int length = snprintf(line, sizeof line, "%s %s\n", names[bit], path);
  syscall(SYS_write, log_file, line, length);
}

static void die(void) {
  syscall(SYS_kill, getpid(), SIGKILL);
  for (;;) pause();
}

/* What befalls a call. */
static int fate(int kind, const char *path) {
  if (!(kinds & kind)) return NOTHING;
  long mine = atomic_fetch_add(&counted, 1) + 1;
  note(kind, path);
  if (nth == 0 || (onwards ? mine < nth : mine != nth)) return NOTHING;
  if (what == KILL) die();
  return what;
}

static int fate_of_path(int at, const char *path, int kind) {
  char room[8300];
  int before = errno, found = NOTHING;
  if (ready && path && path[0] && concerns(at, path, room, sizeof room)) found = fate(kind, path);
  errno = before;
  return found;
}

static int fate_of_file(int file, int kind) {
  char room[4096];
  int before = errno, found = NOTHING;
  if (ready && (kinds & kind) && path_of(file, room, sizeof room) && room[0] == '/' && is_below(room))
    found = fate(kind, room);
  errno = before;
  return found;
}

#define REAL(name) \
  static __typeof__(&name) real; \
  if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

#define FAIL(failed, found) \
  if (found > 0) { \
    errno = found; \
    return failed; \
  }

/* Calls that take a path and give 0 or -1. */
#define ON_PATH(name, kind, at, path, parameters, ...) \
  int name parameters { \
    REAL(name); \
    int found = fate_of_path(at, path, kind); \
    FAIL(-1, found) \
    return real(__VA_ARGS__); \
  }

#define OPENED(name, at, parameters, ...) \
  int name parameters { \
    REAL(name); \
    mode_t mode = 0; \
    if (flags & (O_CREAT | O_TMPFILE)) { \
      va_list rest; \
      va_start(rest, flags); \
      mode = va_arg(rest, mode_t); \
      va_end(rest); \
    } \
    int found = fate_of_path(at, path, flags & O_CREAT ? CREATE : OPEN); \
    FAIL(-1, found) \
    return real(__VA_ARGS__, flags, mode); \
  }

OPENED(open, AT_FDCWD, (const char *path, int flags, ...), path)
OPENED(open64, AT_FDCWD, (const char *path, int flags, ...), path)
OPENED(openat, at, (int at, const char *path, int flags, ...), at, path)
OPENED(openat64, at, (int at, const char *path, int flags, ...), at, path)

ON_PATH(mkdir, CREATE, AT_FDCWD, path, (const char *path, mode_t mode), path, mode)
ON_PATH(rename, NAME, AT_FDCWD, to, (const char *from, const char *to), from, to)
ON_PATH(unlink, NAME, AT_FDCWD, path, (const char *path), path)
ON_PATH(unlinkat, NAME, at, path, (int at, const char *path, int flags), at, path, flags)
ON_PATH(rmdir, NAME, AT_FDCWD, path, (const char *path), path)
ON_PATH(stat, FACT, AT_FDCWD, path, (const char *path, struct stat *facts), path, facts)
ON_PATH(lstat, FACT, AT_FDCWD, path, (const char *path, struct stat *facts), path, facts)
ON_PATH(stat64, FACT, AT_FDCWD, path, (const char *path, struct stat64 *facts), path, facts)
ON_PATH(lstat64, FACT, AT_FDCWD, path, (const char *path, struct stat64 *facts), path, facts)
ON_PATH(chmod, FACT, AT_FDCWD, path, (const char *path, mode_t mode), path, mode)
ON_PATH(utimensat, FACT, at, path, (int at, const char *path, const struct timespec times[2], int flags), at, path, times, flags)

int access(const char *path, int mode) {
  if (is_asking(path)) return ask_anew(path);
  REAL(access);
  int found = fate_of_path(AT_FDCWD, path, FACT);
  FAIL(-1, found)
  return real(path, mode);
}

int statx(int at, const char *path, int flags, unsigned mask, struct statx *facts) {
  REAL(statx);
  int found = path[0] ? fate_of_path(at, path, FACT) : fate_of_file(at, FACT);
  FAIL(-1, found)
  return real(at, path, flags, mask, facts);
}

/* Node asks for facts of files, and closes them, in this way. */
long syscall(long number, ...) {
  static long (*real)(long, ...);
  if (!real) real = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
  long a[6];
  va_list rest;
  va_start(rest, number);
  for (int i = 0; i < 6; i++) a[i] = va_arg(rest, long);
  va_end(rest);
  if (number == SYS_statx && ready) {
    const char *path = (const char *)a[1];
    int found = path && path[0] ? fate_of_path((int)a[0], path, FACT) : fate_of_file((int)a[0], FACT);
    FAIL(-1, found)
  }
  int closes = number == SYS_close && ready ? fate_of_file((int)a[0], CLOSE) : NOTHING;
  long result = real(number, a[0], a[1], a[2], a[3], a[4], a[5]);
  FAIL(-1, closes)
  return result;
}

DIR *opendir(const char *path) {
  REAL(opendir);
  int found = fate_of_path(AT_FDCWD, path, OPEN);
  FAIL(NULL, found)
  return real(path);
}

#define SCAN(name, entry) \
  int name(const char *path, struct entry ***list, int (*chosen)(const struct entry *), \
           int (*order)(const struct entry **, const struct entry **)) { \
    REAL(name); \
    int found = fate_of_path(AT_FDCWD, path, OPEN); \
    FAIL(-1, found) \
    return real(path, list, chosen, order); \
  }
SCAN(scandir, dirent)
SCAN(scandir64, dirent64)

char *realpath(const char *path, char *room) {
  REAL(realpath);
  int found = fate_of_path(AT_FDCWD, path, FACT);
  FAIL(NULL, found)
  return real(path, room);
}

/* Calls that take bytes: a fault may let a part of them through. */
#define ON_BYTES(name, kind, parameters, part, ...) \
  ssize_t name parameters { \
    REAL(name); \
    int found = fate_of_file(file, kind); \
    FAIL(-1, found) \
    if (found < 0 && size > 1) { \
      ssize_t done = part; \
      if (found == SHORT) return done; \
      if (found == TORN) die(); \
      errno = ENOSPC; \
      return -1; \
    } \
    return real(__VA_ARGS__); \
  }

ON_BYTES(write, WRITE, (int file, const void *bytes, size_t size), real(file, bytes, size / 2), file, bytes, size)
ON_BYTES(pwrite, WRITE, (int file, const void *bytes, size_t size, off_t from), real(file, bytes, size / 2, from), file, bytes, size, from)
ON_BYTES(pwrite64, WRITE, (int file, const void *bytes, size_t size, off64_t from), real(file, bytes, size / 2, from), file, bytes, size, from)
ON_BYTES(read, READ, (int file, void *bytes, size_t size), real(file, bytes, size / 2), file, bytes, size)
ON_BYTES(pread, READ, (int file, void *bytes, size_t size, off_t from), real(file, bytes, size / 2, from), file, bytes, size, from)
ON_BYTES(pread64, READ, (int file, void *bytes, size_t size, off64_t from), real(file, bytes, size / 2, from), file, bytes, size, from)

/* Calls on an open file that give 0 or -1. */
#define ON_FILE(name, kind, parameters, ...) \
  int name parameters { \
    REAL(name); \
    int found = fate_of_file(file, kind); \
    FAIL(-1, found) \
    return real(__VA_ARGS__); \
  }

ON_FILE(fsync, SYNC, (int file), file)
ON_FILE(fdatasync, SYNC, (int file), file)
ON_FILE(ftruncate, WRITE, (int file, off_t size), file, size)
ON_FILE(ftruncate64, WRITE, (int file, off64_t size), file, size)
ON_FILE(fchmod, FACT, (int file, mode_t mode), file, mode)
ON_FILE(fchown, FACT, (int file, uid_t user, gid_t group), file, user, group)
ON_FILE(futimens, FACT, (int file, const struct timespec times[2]), file, times)

ssize_t writev(int file, const struct iovec *parts, int count) {
  REAL(writev);
  int found = fate_of_file(file, WRITE);
  FAIL(-1, found)
  if (found < 0) {
    ssize_t done = real(file, parts, 1);
    if (found == SHORT) return done;
    if (found == TORN) die();
    errno = ENOSPC;
    return -1;
  }
  return real(file, parts, count);
}

/* A file is closed even where closing fails. */
int close(int file) {
  REAL(close);
  int found = fate_of_file(file, CLOSE);
  int closed = real(file);
  FAIL(-1, found)
  return closed;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  REAL(clock_gettime);
  int failed = real(clock, now);
  if (!failed && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += clock_error;
  return failed;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  REAL(gettimeofday);
  int failed = real(now, zone);
  if (!failed) now->tv_sec += clock_error;
  return failed;
}

time_t time(time_t *now) {
  struct timespec clock;
  clock_gettime(CLOCK_REALTIME, &clock);
  if (now) *now = clock.tv_sec;
  return clock.tv_sec;
}
