import { UserError } from '../core/error.ts';
import type { Shifts } from '../core/tensor.ts';
import type { Step } from '../layers/stack/stack.ts';
import { arenaOf } from '../simd/arena.ts';
import { type PaddedOutputs, windowOfMember } from './pass/padded_outputs.ts';

/** @throws UserError (run) that names the step, the shift and the cell of the first value that is not finite, if any */
export function requireFinite(outputs: PaddedOutputs, step: Step, { dy, dx }: Shifts): void {
  // Cells of a shared map that belong to no window may hold anything.
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

/** Whether no value is NaN or infinite: those are the values with all bits of the exponent set. */
export function allFinite(values: Float32Array): boolean {
  const { buffer, byteOffset, length } = values;
  const arena = arenaOf(values, 0);
  if (arena) return arena.loops.finiteValues(byteOffset, length) !== 0;
  const bits = new Int32Array(buffer, byteOffset, length);
  for (let i = 0; i < length; i++) if ((bits[i]! & EXPONENT) === EXPONENT) return false;
  return true;
}

const EXPONENT = 0x7f800000;
