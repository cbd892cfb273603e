import type { ComparisonKind } from '../../compare/kind.ts';
import { type Image, type Pair, windowOfImage } from '../../core/tensor.ts';
import { cellsOf, reachOf } from './aligned.ts';
import { largest, within } from './distance.ts';

/** A comparison as an experiment chose it. */
interface Chosen {
  kind: ComparisonKind;
  options: any;
}

/** What is compared: an output and the unshifted one, of one shape. */
interface Compared {
  reference: Image;
  output: Image;
  shift: Pair;
  /** Pixels from one cell of the output to the next; none where it has no places. */
  stride: Pair | undefined;
  /** The other shifts that were drawn, for comparisons that look only at what stays in the frame for all of them. */
  drawn: { dy: ArrayLike<number>; dx: ArrayLike<number> };
}

/**
 * Whether an output coincides with the unshifted one, by the rule that puts it into class 0 if it is drawn.
 *
 * @returns undefined where the comparison leaves the shift out
 */
export function coincides({ kind, options }: Chosen, compared: Compared): boolean | undefined {
  const { reference, output, shift, stride, drawn } = compared;
  const [one, other] = [windowOfImage(output), windowOfImage(reference)];
  const tolerance = kind.tolerance?.(largest(other), options) ?? 0;
  if (!kind.align) return (kind.same ?? within)(one, other, tolerance);
  const all = {
    dy: Float64Array.from([...Array.from(drawn.dy), shift[0]]),
    dx: Float64Array.from([...Array.from(drawn.dx), shift[1]]),
  };
  const cells = cellsOf(all, stride);
  const own = cells.at(-1);
  const reach = reachOf(cells);
  const moved = own && kind.align(one, own, reach, options);
  return moved && within(moved, kind.align(other, [0, 0], reach, options)!, tolerance);
}
