import { UserError } from '../core/error.ts';
import type { Shifts } from '../core/tensor.ts';
import type { Step } from '../layers/stack.ts';
import { spaceOf } from '../simd/arena.ts';
import { type Mended, windowOfMember } from './pass/padded_outputs.ts';

/**
 * Every value of every output is finite, since backends disagree about all others.
 *
 * @throws UserError (run) that names the step and the shift
 */
export function requireFinite(outputs: Mended, step: Step, { dy, dx }: Shifts): void {
  // Cells of a shared map that no window reads may hold anything.
  for (const [member, shift] of outputs.members.entries()) {
    const { data, offset, rowStep, columnStep, shape } = windowOfMember(outputs, member);
    for (let y = 0; y < shape[0]; y++) {
      for (let x = 0; x < shape[1]; x++) {
        for (let c = 0; c < shape[2]; c++) {
          const value = data[offset + y * rowStep + x * columnStep + c]!;
          if (Number.isFinite(value)) continue;
          const message = `step ${step.index} (${step.name}) gives ${value} at row ${y}, column ${x}, channel ${c} for the shift (${dy[shift]}, ${dx[shift]}); every value must be a finite float32.`;
          throw new UserError(message, { kind: 'run' });
        }
      }
    }
  }
}

/** Only of an infinity or NaN are all bits of the exponent set. */
export function allFinite(values: Float32Array): boolean {
  const { buffer, byteOffset, length } = values;
  const home = spaceOf(values, 0);
  if (home) return home.loops.finite(byteOffset, length) !== 0;
  const bits = new Int32Array(buffer, byteOffset, length);
  for (let i = 0; i < length; i++) if ((bits[i]! & EXPONENT) === EXPONENT) return false;
  return true;
}

const EXPONENT = 0x7f800000;
