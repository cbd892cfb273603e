import type { Image, Pair } from '../core/tensor.ts';
import type { Measured } from '../engine/engine.ts';
import { boxesInRows } from '../layers/detection/box.ts';
import { pointsInRows } from '../layers/detection/point.ts';
import type { FoundMark, FrameMarks } from '../picture/detection_frame.ts';

/**
 * What is drawn on the picture of a detector: the boxes or points of its output and, moved by the shift, those of the
 * reference.
 *
 * @param reference undefined if the output is its own reference
 */
export function detectionMarks(
  detects: NonNullable<Measured['detects']>,
  output: Image,
  reference: Image | undefined,
  [dy, dx]: Pair,
): FrameMarks {
  const of = ({ data }: Image) =>
    detects.boxes
      ? boxesInRows(data)
      : pointsInRows(data).flatMap((point) => (point ? [pointMark(point)] : []));
  const moved =
    reference === undefined || reference === output
      ? []
      : of(reference).map(({ x1, y1, x2, y2 }) => ({ x1: x1 + dx, y1: y1 + dy, x2: x2 + dx, y2: y2 + dy }));
  return { found: of(output), moved };
}

function pointMark({ x, y }: { x: number; y: number }): FoundMark {
  return { x1: x, y1: y, x2: x, y2: y };
}
