import { cellsText } from '../expect/expect.ts';
import type { Variant } from '../experiment/variants/variant.ts';

/** `circle-range (shift.max 4)` */
export function titleOf(name: string, variant: Pick<Variant, 'values'>): string {
  const swept = valuesText(variant);
  return swept === '' ? name : `${name} (${swept})`;
}

/** `shift.max 4`; empty if nothing is swept. */
export function valuesText({ values }: Pick<Variant, 'values'>): string {
  return cellsText(values);
}
