import type { OutputMap, Windows } from '../../core/tensor.ts';
import { boundsOf, perWindows, type WindowBounds } from '../classify/window_bounds.ts';

/** A box of neighbouring cells of a map in which windows begin. */
export interface Box extends Omit<WindowBounds, 'begins'> {
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
  /** The most rows from one in which a window begins to the next. Windows of more rows are one box. */
  widestGap: number;
}

/**
 * Splits the windows of a map into boxes, so that no window of one has a row of the map in common with a window of
 * another. Windows of one part of a pixel are a box, for example.
 */
export function boxesOf(map: OutputMap): Boxes {
  const height = (map.shape[0] - 1) * map.dilation[0] + 1;
  const known = boxesByHeight(map);
  const oneBox = ({ boxes, widestGap }: Boxes) => boxes.length === 1 && widestGap < height;
  const before = known.get(height) ?? [...known.values()].find(oneBox);
  if (before) return before;
  const found = splitWindows(map, height);
  known.set(height, found);
  return found;
}

const boxesByHeight = perWindows(() => new Map<number, Boxes>());

/** @param height rows of the map from the first to the last of a window */
function splitWindows({ rows, columns }: Windows, height: number): Boxes {
  const { top: least, begins } = boundsOf({ rows, columns });
  const boxOfRow = new Int32Array(begins.length);
  let count = 0;
  let last = 0;
  let widestGap = 0;
  for (let row = 0; row < begins.length; row++) {
    if (begins[row] === 0) continue;
    if (row - last >= height) count++;
    widestGap = Math.max(widestGap, row - last);
    boxOfRow[row] = count;
    last = row;
  }
  const boxOf = new Int32Array(rows.length);
  // Pages of zeros that are never touched take no memory.
  for (let member = 0; count > 0 && member < rows.length; member++)
    boxOf[member] = boxOfRow[rows[member]! - least]!;
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
  const sizes = new Int32Array(boxes.length);
  for (const box of boxOf) sizes[box]!++;
  // With fewer windows than cells it is not full.
  const taken = boxes.map(({ down, across }, i) =>
    sizes[i]! >= down * across ? new Uint8Array(down * across) : undefined,
  );
  const cells = new Int32Array(boxes.length);
  for (let member = 0; member < rows.length; member++) {
    const { top, left, across } = boxes[boxOf[member]!]!;
    cellOf[member] = (rows[member]! - top) * across + columns[member]! - left;
    const cellsTaken = taken[boxOf[member]!];
    if (!cellsTaken || cellsTaken[cellOf[member]!] === 1) continue;
    cellsTaken[cellOf[member]!] = 1;
    cells[boxOf[member]!]!++;
  }
  for (const [i, box] of boxes.entries()) box.full = cells[i] === box.down * box.across;
  return { boxes, boxOf, cellOf, widestGap };
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
