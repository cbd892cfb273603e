import type { Pair } from '../../core/tensor.ts';
import type { HeldStep, MappedStep } from '../protocol.ts';
import type { Texts } from '../texts/english.ts';

/** `1 down, 2 left`, or `not moved` */
export function shiftInWords([dy, dx]: Pair, { scene }: Texts): string {
  const parts = [
    ...(dy === 0 ? [] : [(dy > 0 ? scene.down : scene.up)(Math.abs(dy))]),
    ...(dx === 0 ? [] : [(dx > 0 ? scene.right : scene.left)(Math.abs(dx))]),
  ];
  return parts.length === 0 ? scene.notMoved : parts.join(', ');
}

/** `(1, −2)` */
export function shiftInNumbers([dy, dx]: Pair): string {
  return `(${minus(dy)}, ${minus(dx)})`;
}

function minus(value: number): string {
  return value < 0 ? `−${-value}` : String(value);
}

/** The class of a shift in a map: its number from 0 on, or undefined if the map does not have the shift. */
export function classAt({ dy, dx, classOf }: MappedStep, [down, right]: Pair): number | undefined {
  for (let s = 0; s < dy.length; s++)
    if (Math.abs(dy[s]! - down) < 1e-9 && Math.abs(dx[s]! - right) < 1e-9) return classOf[s]!;
  return undefined;
}

/** What is said of the output of the moment: `1 of 45, same`. */
export function classInWords(
  step: HeldStep,
  mapped: MappedStep | undefined,
  shift: Pair,
  { scene }: Texts,
): string {
  const found = mapped && classAt(mapped, shift);
  const same = step.same === undefined ? scene.leftOut : step.same ? scene.same : scene.differs;
  if (found === undefined || found < 0 || !mapped) return same;
  return `${scene.inClass(found + 1, mapped.classes)}, ${same}`;
}

/** `depth 3 · max_pool`, or the name of the image. */
export function stepName(
  { step, layer, depth }: Pick<HeldStep, 'step' | 'layer' | 'depth'>,
  { scene }: Texts,
): string {
  return step === 0 ? layer : `${scene.depth(depth)} · ${layer}`;
}
