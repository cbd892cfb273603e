import { type DetectedBox, intersectionOverUnion } from '../../layers/detection/box.ts';

/** Two boxes of one object, by their positions in the lists. */
export interface BoxPair {
  reference: number;
  box: number;
  iou: number;
}

/**
 * Pairs boxes of one class in falling intersection over union, down to `least`; each box is in one pair at most. Of equal
 * overlaps the earlier reference comes first, then the earlier box.
 */
export function pairBoxes(
  references: readonly DetectedBox[],
  boxes: readonly DetectedBox[],
  least: number,
): BoxPair[] {
  const possible: BoxPair[] = [];
  for (const [reference, one] of references.entries()) {
    for (const [box, other] of boxes.entries()) {
      if (one.label !== other.label) continue;
      const iou = intersectionOverUnion(one, other);
      if (iou > 0 && iou >= least) possible.push({ reference, box, iou });
    }
  }
  possible.sort((a, b) => b.iou - a.iou);
  const [taken, used] = [new Set<number>(), new Set<number>()];
  return possible.filter(({ reference, box }) => {
    if (taken.has(reference) || used.has(box)) return false;
    taken.add(reference);
    used.add(box);
    return true;
  });
}
