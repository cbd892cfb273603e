import { type DetectedBox, intersectionOverUnion } from './box.ts';

/**
 * Non-maximum suppression: of boxes of one class that overlap by more than `most`, only the one with the highest score
 * stays.
 *
 * @param boxes in falling score
 * @param most the largest intersection over union that two of them may have
 */
export function suppressed(boxes: readonly DetectedBox[], most: number): DetectedBox[] {
  const kept: DetectedBox[] = [];
  for (const box of boxes) {
    const covered = kept.some(
      (other) => other.label === box.label && intersectionOverUnion(other, box) > most,
    );
    if (!covered) kept.push(box);
  }
  return kept;
}
