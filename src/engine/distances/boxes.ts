import type { OutputMap, Windows } from '../../core/tensor.ts';
import { perWindows } from '../classify/window_bounds.ts';

/** A box of neighbouring cells of a map in which windows begin. */
export interface Box {
  /** Its first cell, and its size. */
  top: number;
  left: number;
  down: number;
  across: number;
  /** Whether a window begins in every cell of it. */
  full: boolean;
}

/** Where the windows of a map begin, box by box. */
export interface Boxes {
  boxes: readonly Box[];
  /** By member, the index of its box. */
  boxOf: Int32Array;
  /** By member, the cell of the box in which its window begins, in row-major order. */
  cellOf: Int32Array;
}

/**
 * Splits the windows of a map into boxes, so that no window of one has a row of the map in common with a window of
 * another. Windows of one part of a pixel are a box, for example.
 */
export function boxesOf(map: OutputMap): Boxes {
  const height = (map.shape[0] - 1) * map.dilation[0] + 1;
  const known = boxesByHeight(map);
  const before = known.get(height);
  if (before) return before;
  const found = splitWindows(map, height);
  known.set(height, found);
  return found;
}

const boxesByHeight = perWindows(() => new Map<number, Boxes>());

/** @param height rows of the map from the first to the last of a window */
function splitWindows({ rows, columns }: Windows, height: number): Boxes {
  const [least, most] = rows.reduce(
    ([a, b], row) => [Math.min(a, row), Math.max(b, row)],
    [rows[0]!, rows[0]!],
  );
  const begins = new Uint8Array(most! - least! + 1);
  for (const row of rows) begins[row - least!] = 1;
  const boxOfRow = new Int32Array(begins.length);
  let count = 0;
  let last = 0;
  for (let row = 0; row < begins.length; row++) {
    if (begins[row] === 0) continue;
    if (row - last >= height) count++;
    boxOfRow[row] = count;
    last = row;
  }
  const boxOf = rows.map((row) => boxOfRow[row - least!]!);
  const spans = Array.from({ length: count + 1 }, () => ({ rows: emptySpan(), columns: emptySpan() }));
  for (let member = 0; member < rows.length; member++) {
    const span = spans[boxOf[member]!]!;
    widen(span.rows, rows[member]!);
    widen(span.columns, columns[member]!);
  }
  const boxes = spans.map((span) => ({
    top: span.rows.least,
    left: span.columns.least,
    down: span.rows.most - span.rows.least + 1,
    across: span.columns.most - span.columns.least + 1,
    full: false,
  }));
  const cellOf = new Int32Array(rows.length);
  const windows = boxes.map(() => new Set<number>());
  for (let member = 0; member < rows.length; member++) {
    const { top, left, across } = boxes[boxOf[member]!]!;
    cellOf[member] = (rows[member]! - top) * across + columns[member]! - left;
    windows[boxOf[member]!]!.add(cellOf[member]!);
  }
  for (const [i, box] of boxes.entries()) box.full = windows[i]!.size === box.down * box.across;
  return { boxes, boxOf, cellOf };
}

/** Some members by box: for each box that has any, the indices of its members in the list, or undefined for all. */
export function byBox(map: OutputMap, members: Int32Array): { box: Box; at: Int32Array | undefined }[] {
  const { boxes, boxOf } = boxesOf(map);
  if (boxes.length === 1) return [{ box: boxes[0]!, at: undefined }];
  const lists: number[][] = boxes.map(() => []);
  for (let i = 0; i < members.length; i++) lists[boxOf[members[i]!]!]!.push(i);
  const found = boxes.map((box, i) => ({ box, at: Int32Array.from(lists[i]!) }));
  return found.filter(({ at }) => at.length > 0);
}

interface Span {
  least: number;
  most: number;
}

function emptySpan(): Span {
  return { least: Number.POSITIVE_INFINITY, most: Number.NEGATIVE_INFINITY };
}

function widen(span: Span, value: number): void {
  if (value < span.least) span.least = value;
  if (value > span.most) span.most = value;
}
