import { expect } from 'vitest';
import type { Distance } from '../../../src/engine/engine.ts';

/**
 * Distances have at least six right digits, however they are summed; those of equal outputs, of outputs with nothing in
 * common, and largest differences are exact.
 */
export function expectNearDistances(found: readonly Distance[], expected: readonly Distance[]): void {
  expect(found).toHaveLength(expected.length);
  for (const [shift, { cosine, relativeL2, maxAbs }] of expected.entries()) {
    const one = found[shift]!;
    const label = `shift ${shift}`;
    expect(isNear(one.cosine, relativeL2 === 0 ? 1 : cosine, relativeL2 === 0 ? 0 : 1e-7), label).toBe(true);
    expect(isNear(one.relativeL2, relativeL2, 1e-7), label).toBe(true);
    expect(one.maxAbs, label).toBe(maxAbs);
  }
}

function isNear(one: number, other: number, relative: number): boolean {
  if (Number.isNaN(other)) return Number.isNaN(one);
  return Math.abs(one - other) <= relative * Math.abs(other);
}
