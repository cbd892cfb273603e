/** A box that a detector found, in pixels of the image: (x1, y1) is its upper left corner, (x2, y2) its lower right. */
export interface DetectedBox {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  score: number;
  /** The number of its class. */
  label: number;
}

/** Values of a box in an output: x1, y1, x2, y2, score, class. */
export const BOX_VALUES = 6;

/** The row of an output in which there is no box. */
const NO_BOX = [0, 0, 0, 0, 0, -1];

/** Boxes as the first rows of an output, six values each: x1, y1, x2, y2, score, class. Further rows are 0, with the class -1. */
export function boxRows(boxes: readonly DetectedBox[], rows: number): Float32Array {
  const values = new Float32Array(rows * BOX_VALUES);
  for (let row = 0; row < rows; row++) {
    const box = boxes[row];
    const given = box ? [box.x1, box.y1, box.x2, box.y2, box.score, box.label] : NO_BOX;
    values.set(given, row * BOX_VALUES);
  }
  return values;
}

/** The boxes in the rows of an output. */
export function boxesInRows(values: Float32Array): DetectedBox[] {
  const boxes: DetectedBox[] = [];
  for (let at = 0; at < values.length; at += BOX_VALUES) {
    const [x1, y1, x2, y2, score, label] = values.subarray(at, at + BOX_VALUES) as unknown as number[];
    if (label! >= 0) boxes.push({ x1: x1!, y1: y1!, x2: x2!, y2: y2!, score: score!, label: label! });
  }
  return boxes;
}

/**
 * Intersection over union of two boxes: the area that both cover, over the area that at least one covers. 0 where they
 * do not overlap, and for boxes without an area.
 *
 * @example [0, 0, 2, 2] and [1, 0, 3, 2] have 2 of 6 in common: 1/3
 */
export function intersectionOverUnion(a: DetectedBox, b: DetectedBox): number {
  const width = Math.min(a.x2, b.x2) - Math.max(a.x1, b.x1);
  const height = Math.min(a.y2, b.y2) - Math.max(a.y1, b.y1);
  if (width <= 0 || height <= 0) return 0;
  const both = width * height;
  return both / (areaOfBox(a) + areaOfBox(b) - both);
}

function areaOfBox({ x1, y1, x2, y2 }: DetectedBox): number {
  return (x2 - x1) * (y2 - y1);
}
