/*
 * One pass in C, near the memory's limit: pools on the undecimated map, whose cells are 2^depth apart; a shift is a
 * window of it; a rolling hash of every window, at the cells' distance; equal hashes are confirmed by comparing.
 * Maximums stay bytes, means are kept as sums of two bytes. Depths are hashed from the last on, until all shifts are
 * told apart: what differs at some depth differed at every one before it.
 *
 *     one_pass PICTURE SIZE REACH DEPTH max|avg LEAST
 *
 * PICTURE holds SIZE * SIZE bytes of 0 and 1. Prints {"answer": "49/1 ...", "milliseconds": per run, over as many runs
 * as LEAST milliseconds hold, one at least}.
 */
#define _POSIX_C_SOURCE 199309L
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef uint64_t u64;
#define DEEPEST 16

static int size, reach, depth, side, width;
static const u64 ROW = 0x9e3779b97f4a7c15u, COLUMN = 0xd6e8feb86659fd93u;

static void *space(size_t bytes) {
  void *memory = calloc(bytes + 64, 1);
  if (!memory) exit(4);
  return memory;
}

static u64 power(u64 base, int exponent) {
  u64 result = 1;
  while (exponent-- > 0) result *= base;
  return result;
}

/* What is done to a map of bytes, and to one of pairs of bytes. */
#define FORM(CELL, JOIN)                                                                                               \
  static void pool_##CELL(const CELL *from, CELL *to, int cells, int apart) {                                         \
    for (int y = 0; y < cells - apart; y++) {                                                                         \
      const CELL *restrict above = from + (size_t)y * width, *restrict below = above + (size_t)apart * width;         \
      CELL *restrict out = to + (size_t)y * width;                                                                    \
      for (int x = 0; x < cells - apart; x++) {                                                                       \
        CELL left = JOIN(above[x], below[x]), right = JOIN(above[x + apart], below[x + apart]);                       \
        out[x] = JOIN(left, right);                                                                                   \
      }                                                                                                               \
    }                                                                                                                 \
  }                                                                                                                   \
                                                                                                                      \
  /* The hash of the window that begins at each of side * side cells, into hashes; sums is room for it. */            \
  static void hash_##CELL(const CELL *map, int n, int apart, u64 *sums, u64 *hashes) {                                \
    int span = n * apart, down = span - apart + side;                                                                 \
    u64 tail = power(COLUMN, n), end = power(ROW, n), *line = sums + (size_t)(down + apart) * side;                   \
    for (int y = down; y < down + apart; y++) memset(sums + (size_t)y * side, 0, side * sizeof *sums);                \
    for (int y = down - 1; y >= 0; y--) {                                                                             \
      const CELL *restrict row = map + (size_t)y * width;                                                             \
      u64 *restrict out = sums + (size_t)y * side, *restrict under = out + (size_t)apart * side;                      \
      memset(line, 0, (span + side + apart) * sizeof *line);                                                          \
      for (int from = span - apart + side - 1; from >= 0; from -= apart) {                                            \
        int first = from - apart + 1 < 0 ? 0 : from - apart + 1;                                                      \
        u64 *restrict here = line + first, *restrict next = here + apart;                                             \
        for (int i = 0; i <= from - first; i++) here[i] = row[first + i] + COLUMN * next[i];                          \
      }                                                                                                               \
      for (int x = 0; x < side; x++) out[x] = line[x] - tail * line[x + span] + ROW * under[x];                       \
    }                                                                                                                 \
    for (int y = 0; y < side; y++)                                                                                    \
      for (int x = 0; x < side; x++) {                                                                                \
        u64 beyond = y + span < down + apart ? sums[(size_t)(y + span) * side + x] : 0;                               \
        hashes[y * side + x] = sums[(size_t)y * side + x] - end * beyond;                                             \
      }                                                                                                               \
  }                                                                                                                   \
                                                                                                                      \
  static int same_##CELL(const CELL *map, int n, int apart, int a, int b) {                                           \
    const CELL *one = map + (size_t)(a / side) * width + a % side, *other = map + (size_t)(b / side) * width + b % side; \
    for (int y = 0; y < n; y++, one += (size_t)apart * width, other += (size_t)apart * width)                         \
      for (int x = 0; x < n; x++)                                                                                     \
        if (one[x * apart] != other[x * apart]) return 0;                                                             \
    return 1;                                                                                                         \
  }                                                                                                                   \
                                                                                                                      \
  /* Classes and matches of each depth. */                                                                            \
  static void run_##CELL(CELL *maps[], u64 *sums, u64 *hashes, int *table, int room, int counts[][2]) {               \
    int shifts = side * side, middle = shifts / 2;                                                                    \
    for (int d = 0, cells = width; d < depth; d++) {                                                                  \
      pool_##CELL(maps[d], maps[d + 1], cells, 1 << d);                                                               \
      cells -= 1 << d;                                                                                                \
    }                                                                                                                 \
    for (int d = 0; d <= depth; d++) counts[d][0] = shifts, counts[d][1] = 1;                                         \
    for (int d = depth; d >= 0; d--) {                                                                                \
      int n = size >> d, apart = 1 << d, classes = 0, matches = 0;                                                    \
      hash_##CELL(maps[d], n, apart, sums, hashes);                                                                   \
      memset(table, 0, room * sizeof *table);                                                                         \
      for (int s = 0; s < shifts; s++) {                                                                              \
        int at = (int)((hashes[s] * ROW >> 32) & (u64)(room - 1));                                                    \
        while (table[at] && !(hashes[table[at] - 1] == hashes[s] && same_##CELL(maps[d], n, apart, table[at] - 1, s))) \
          at = (at + 1) & (room - 1);                                                                                 \
        if (!table[at]) table[at] = s + 1, classes++;                                                                 \
        matches += hashes[s] == hashes[middle] && (s == middle || same_##CELL(maps[d], n, apart, s, middle));         \
      }                                                                                                               \
      counts[d][0] = classes, counts[d][1] = matches;                                                                 \
      if (classes == shifts) break;                                                                                   \
    }                                                                                                                 \
  }

#define MOST(a, b) ((a) > (b) ? (a) : (b))
#define SUM(a, b) ((a) + (b))
FORM(uint8_t, MOST)
FORM(uint16_t, SUM)

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return 1e3 * time.tv_sec + 1e-6 * time.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc != 7) return fputs("one_pass PICTURE SIZE REACH DEPTH max|avg LEAST\n", stderr), 2;
  size = atoi(argv[2]), reach = atoi(argv[3]), depth = atoi(argv[4]);
  int max = strcmp(argv[5], "max") == 0;
  double least = atof(argv[6]);
  if (depth > (max ? DEEPEST : 8) || size % (1 << depth)) return fputs("such a depth is not supported\n", stderr), 2;
  side = 2 * reach + 1, width = size + 2 * reach;
  size_t cells = (size_t)width * width;
  void *maps[DEEPEST + 1];
  for (int d = 0; d <= depth; d++) maps[d] = space(cells * (max ? 1 : 2));
  FILE *file = fopen(argv[1], "rb");
  uint8_t *row = space(size);
  for (int y = 0; y < size; y++) {
    if (!file || fread(row, 1, size, file) != (size_t)size) return fputs("the picture cannot be read\n", stderr), 2;
    for (int x = 0; x < size; x++) {
      size_t at = (size_t)(y + reach) * width + x + reach;
      if (max) ((uint8_t *)maps[0])[at] = row[x];
      else ((uint16_t *)maps[0])[at] = row[x];
    }
  }
  int room = 1;
  while (room < 2 * side * side) room *= 2;
  size_t line = (size_t)size + 2 * side + (2 << depth);
  u64 *sums = space(((size_t)(width + (2 << depth)) * side + line) * sizeof *sums);
  u64 *hashes = space((size_t)side * side * sizeof *hashes);
  int *table = space(room * sizeof *table), counts[DEEPEST + 1][2], runs = 0;
  double began = now(), spent;
  do {
    if (max) run_uint8_t((uint8_t **)maps, sums, hashes, table, room, counts);
    else run_uint16_t((uint16_t **)maps, sums, hashes, table, room, counts);
    runs++;
    spent = now() - began;
  } while (spent < least);
  printf("{\"answer\": \"");
  for (int d = 0; d <= depth; d++) printf("%s%d/%d", d ? " " : "", counts[d][0], counts[d][1]);
  printf("\", \"milliseconds\": %.6f}\n", spent / runs);
  return 0;
}
