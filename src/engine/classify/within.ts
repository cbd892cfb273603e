import type { Window } from '../../core/tensor.ts';
import { arenaOf } from '../../simd/arena.ts';

/** Whether no two values of two windows of one shape differ by more than the tolerance; 0 and -0 are equal. */
export function within(x: Window, y: Window, tolerance: number): boolean {
  if (tolerance === 0) return equalOutputs(x, y);
  const [height, width, channels] = x.shape;
  const [a, b] = [x.data, y.data];
  const [gapA, gapB] = [x.columnStep - channels, y.columnStep - channels];
  for (let row = 0; row < height; row++) {
    let i = x.offset + row * x.rowStep;
    let j = y.offset + row * y.rowStep;
    for (let column = 0; column < width; column++, i += gapA, j += gapB) {
      for (let c = 0; c < channels; c++, i++, j++) {
        if (Math.abs(a[i]! - b[j]!) > tolerance) return false;
      }
    }
  }
  return true;
}

function equalOutputs(x: Window, y: Window): boolean {
  const [height, width, channels] = x.shape;
  const [a, b] = [x.data, y.data];
  const [stepA, stepB] = [x.columnStep, y.columnStep];
  const sameLayout = a === b && x.rowStep === y.rowStep && stepA === stepB;
  const arena = sameLayout ? arenaOf(a, 0) : undefined;
  if (arena) {
    const [one, other] = [a.byteOffset + 4 * x.offset, b.byteOffset + 4 * y.offset];
    return arena.loops.equalValues(one, other, height, width, channels, x.rowStep, stepA) !== 0;
  }
  for (let row = 0; row < height; row++) {
    let i = x.offset + row * x.rowStep;
    let j = y.offset + row * y.rowStep;
    for (const end = i + width * stepA; i < end; i += stepA, j += stepB) {
      for (let c = 0; c < channels; c++) if (a[i + c] !== b[j + c]) return false;
    }
  }
  return true;
}
